"""The scheduler at work: real crawls of a server of this machine, real signals, real deaths."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from conftest import ROOT, Run, environment
from support.edition_server import Answer, EditionServer

from archive.store import Archive
from kliping.locks import held, holder

FEED = "https://mediaindonesia.com/feed/all"
CEILING = 120  # seconds that a test waits for anything


@pytest.fixture
def server(edition: Path) -> Iterator[EditionServer]:
    with EditionServer(edition) as server:
        yield server


def until(condition: Callable[[], Any], what: str = "") -> Any:
    give_up = time.monotonic() + CEILING
    while not (found := condition()):
        assert time.monotonic() < give_up, what or condition
        time.sleep(0.02)
    return found


class Watching:
    """``kliping watch`` in the background; what it says in ``log``."""

    def __init__(self, folder: Path, *words: str, **more: str) -> None:
        self._file = folder / "watch.log"
        with self._file.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kliping", "watch", *words],
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=folder,
                env=environment(folder / "data", **more),
            )

    @property
    def log(self) -> str:
        return self._file.read_text()

    def says(self, text: str) -> None:
        until(lambda: text in self.log or self.process.poll() is not None, text)
        assert text in self.log

    def ends(self) -> int:
        return self.process.wait(CEILING)


@pytest.fixture
def watching(tmp_path: Path, server: EditionServer) -> Iterator[Callable[..., Watching]]:
    begun: list[Watching] = []

    def begin(*words: str, **more: str) -> Watching:
        begun.append(Watching(tmp_path, *words, **{"KLIPING_FETCH_VIA": server.origin} | more))
        return begun[-1]

    yield begin
    for one in begun:
        one.process.kill()
        one.process.wait()


@pytest.fixture
def held_page(server: EditionServer) -> Iterator[tuple[str, Event]]:
    """An article of mediaindonesia that is not answered before the event."""
    url = _pages(server, "https://mediaindonesia.com/humaniora/")[0]
    event = Event()
    server.faults[url] = [Answer(500, hold=event)]
    yield url, event
    event.set()


def _pages(server: EditionServer, prefix: str) -> list[str]:
    assert server._index
    return [entry.url for entry in server._index.entries() if entry.url.startswith(prefix)]


def runs(data: Path, source: str) -> list[Any]:
    with Archive.open(data / "archive.db", create=False) as archive:
        return archive.last_runs(source)


def articles(data: Path) -> int:
    with Archive.open(data / "archive.db", create=False) as archive:
        return sum(archive.totals().values())


def is_alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def test_once_crawls_what_is_due_and_pushes(server: EditionServer, run: Run, tmp_path: Path) -> None:
    via = {"KLIPING_FETCH_VIA": server.origin}
    done = run("watch", "--once", "mediaindonesia", "rmid", **via)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("crawl begins") == 2
    assert "mediaindonesia: 5 new, 0 revised in " in done.stderr
    found = json.loads(run("search", "", "--no-fold", "--format", "json").stdout)
    assert found["articles"] == articles(tmp_path / "data") == 10
    asked = len(server.urls)
    again = run("watch", "--once", "mediaindonesia", "rmid", **via)
    assert again.returncode == 0, again.stderr
    assert "0 of 2 sources were due" in again.stderr
    assert len(server.urls) == asked
    told = json.loads(run("watch", "--status", "--json", "rmid", "jpnn").stdout)
    rows = {row["source"]: row for row in told["sources"]}
    assert told["pid"] is None
    assert rows["rmid"]["last_run"] == runs(tmp_path / "data", "rmid")[0].started_at.isoformat(timespec="seconds")
    assert rows["jpnn"]["last_run"] is None
    shown = run("watch", "--status", "rmid", "jpnn")
    assert shown.stdout.splitlines()[1].split()[-1] == "due"


def test_one_source_has_one_crawl_and_one_folder_one_watcher(
    watching: Callable[..., Watching], held_page: tuple[str, Event], server: EditionServer, run: Run, tmp_path: Path
) -> None:
    url, event = held_page
    assert run("watch", "--healthy").returncode == 1
    first = watching("mediaindonesia", "rmid", "--jobs", "1")
    until(lambda: url in server.urls)
    second = run("watch", "rmid", "--once", KLIPING_FETCH_VIA=server.origin)
    assert second.returncode == 75
    assert f"Process {first.process.pid} watches already" in second.stderr
    assert run("watch", "--once", "--quiet", KLIPING_FETCH_VIA=server.origin).stderr == ""
    child = json.loads((tmp_path / "data" / "watch.json").read_text())["running"]["mediaindonesia"]["pid"]
    crawl = run("crawl", "mediaindonesia", KLIPING_FETCH_VIA=server.origin)
    assert crawl.returncode == 75
    assert f"Process {child} is at the crawl of mediaindonesia" in crawl.stderr
    well = run("watch", "--healthy")
    assert well.returncode == 0, well.stderr
    assert f"under way (process {child})" in run("watch", "--status").stdout
    assert "rmid: crawl begins" not in first.log
    first.process.send_signal(signal.SIGTERM)
    first.says("Asked to end")
    event.set()
    assert first.ends() == 0


def test_a_source_that_another_process_crawls_waits_and_the_others_go_on(
    server: EditionServer, run: Run, tmp_path: Path
) -> None:
    with held(tmp_path / "data" / "locks", ["crawl-rmid"], "the crawl of"):
        done = run("watch", "--once", "rmid", "mediaindonesia", KLIPING_FETCH_VIA=server.origin)
        alone = run("watch", "--once", "rmid", KLIPING_FETCH_VIA=server.origin)
    assert done.returncode == 0, done.stderr
    assert f"rmid: process {os.getpid()} crawls it already" in done.stderr
    assert "mediaindonesia: 5 new" in done.stderr
    assert alone.returncode == 75
    assert not runs(tmp_path / "data", "rmid")


def test_term_in_the_middle_of_a_crawl_loses_nothing(
    watching: Callable[..., Watching], held_page: tuple[str, Event], server: EditionServer, run: Run, tmp_path: Path
) -> None:
    url, event = held_page
    watcher = watching("mediaindonesia", "tempo")
    until(lambda: url in server.urls)
    watcher.says("tempo: 5 new")
    child = json.loads((tmp_path / "data" / "watch.json").read_text())["running"]["mediaindonesia"]["pid"]
    watcher.process.send_signal(signal.SIGTERM)
    watcher.says("Asked to end; waiting for mediaindonesia")
    event.set()
    assert watcher.ends() == 0, watcher.log
    assert "mediaindonesia: interrupted" in watcher.log
    assert not is_alive(child)
    (last,) = runs(tmp_path / "data", "mediaindonesia")
    assert last.reason == "interrupted"
    kept = articles(tmp_path / "data")
    assert kept >= 5
    assert run("push").returncode == 0
    assert json.loads(run("search", "", "--no-fold", "--format", "json").stdout)["articles"] == kept
    crawl = run("crawl", "mediaindonesia", KLIPING_FETCH_VIA=server.origin)
    assert crawl.returncode == 0, crawl.stderr
    assert articles(tmp_path / "data") == 10


def test_a_second_ctrl_c_is_impatient(
    watching: Callable[..., Watching], held_page: tuple[str, Event], server: EditionServer
) -> None:
    url, _ = held_page
    watcher = watching("mediaindonesia")
    until(lambda: url in server.urls)
    watcher.process.send_signal(signal.SIGINT)
    watcher.says("Asked to end; waiting for mediaindonesia")
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.ends() == 130
    assert server._busy["mediaindonesia.com"] == 1, "the page was waited for"


def test_a_killed_watcher_leaves_no_lock_and_no_child(
    watching: Callable[..., Watching], held_page: tuple[str, Event], server: EditionServer, run: Run, tmp_path: Path
) -> None:
    url, event = held_page
    watcher = watching("mediaindonesia")
    until(lambda: url in server.urls)
    locks = tmp_path / "data" / "locks"
    child = json.loads((tmp_path / "data" / "watch.json").read_text())["running"]["mediaindonesia"]["pid"]
    watcher.process.send_signal(signal.SIGKILL)
    watcher.ends()
    assert holder(locks, "watch") is None
    assert run("watch", "--healthy").returncode == 1
    event.set()
    until(lambda: not is_alive(child), "the child outlives its watcher")
    assert holder(locks, "crawl-mediaindonesia") is None
    (last,) = runs(tmp_path / "data", "mediaindonesia")
    assert last.reason == "interrupted", "it was told, and ended in its own way"
    anew = run("watch", "--once", "mediaindonesia", "rmid", KLIPING_FETCH_VIA=server.origin)
    assert anew.returncode == 0, anew.stderr
    assert "rmid: 5 new" in anew.stderr
    assert "mediaindonesia" not in anew.stderr.split("Done:")[0], "what was cut is not done again at once"


def test_a_crawl_that_hangs_is_ended_and_has_failed(
    watching: Callable[..., Watching], held_page: tuple[str, Event]
) -> None:
    watcher = watching("--once", "mediaindonesia", "--ceiling", "1s")
    watcher.says("mediaindonesia: takes longer than 1s and is asked to end.")
    held_page[1].set()
    assert watcher.ends() == 2
    assert "mediaindonesia: took too long and was ended after" in watcher.log


def test_an_archive_that_is_away_is_told_once_and_waited_for(
    watching: Callable[..., Watching], server: EditionServer, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    broken = tmp_path / "data" / "archive.db"
    broken.write_text("no archive" * 1000)
    once = run("watch", "--once", "rmid", KLIPING_FETCH_VIA=server.origin)
    assert once.returncode == 2
    assert "not an archive" in once.stderr
    watcher = watching("rmid")
    watcher.says("No crawl is started until that is mended")
    broken.unlink()
    watcher.says("The archive is there again.")
    watcher.says("rmid: 5 new")
    assert watcher.log.count("No crawl is started") == 1
    watcher.process.send_signal(signal.SIGTERM)
    assert watcher.ends() == 0


def test_a_source_that_cannot_be_reached_is_left_alone(run: Run) -> None:
    with EditionServer() as nothing:
        done = run("watch", "--once", "--quiet", "rmid", KLIPING_FETCH_VIA=nothing.origin)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert "rmid: failed with exit code 2" in line
        assert "network" in line
        (row,) = json.loads(run("watch", "--status", "--json", "rmid").stdout)["sources"]
        assert row["failures"] == 1
        again = run("watch", "--once", "rmid", KLIPING_FETCH_VIA=nothing.origin)
    assert again.returncode == 0, "it is not due yet"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "KLIPING_CONTACT"),
        (("detk",), "did you mean 'detik'"),
        (("kompas",), "is off"),
        (("--at-least", "soon"), "no span of time"),
        (("--at-least", "2h", "--at-most", "1h"), "must lie above 0"),
        (("--jobs", "0"), "--jobs"),
        (("--json",), "--status"),
        (("--ceiling", "0s"), "no span of time"),
    ],
)
def test_what_it_cannot_do_is_one_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run("watch", *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


FAULTS = {
    "raise KeyError('x')": "failed with exit code 1",
    "os.abort()": "was killed by SIGABRT",
    "sys.exit(0)": "failed with exit code 0",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_crawl_that_dies_is_a_line_and_the_others_go_on(
    server: EditionServer, run: Run, tmp_path: Path, fault: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "def crawl(config, archive, names, **how):\n"
        f"    if names == ('rmid',): {fault}\n"
        "    return real(config, archive, names, **how)\n"
        "if 'crawl' in sys.orig_argv:\n"
        "    import kliping.crawling\n"
        "    real, kliping.crawling.crawl = kliping.crawling.crawl, crawl\n"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = run("watch", "--once", "rmid", "tempo", KLIPING_FETCH_VIA=server.origin, PYTHONPATH=path)
    assert done.returncode == 1, done.stderr
    assert f"rmid: {FAULTS[fault]}" in done.stderr
    assert "tempo: 5 new" in done.stderr
