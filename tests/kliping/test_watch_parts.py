"""The parts of the scheduler, each by itself."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

import crawler.spiders
from archive.store import Archive
from crawler.schedule import Bounds, Plan, Visit
from crawler.sources import spiders
from kliping.config import Config, load
from kliping.locks import hold, holder
from kliping.trouble import Trouble
from kliping.watching.beat import beat_path, free_room, health, tell_systemd, who_beats, write_beat
from kliping.watching.children import Ended
from kliping.watching.log import Log
from kliping.watching.pushes import Pushes
from kliping.watching.sources import renewed, sources_on
from kliping.watching.visits import Visits, with_failures
from kliping.watching.words import clock, span, span_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ended(name: str, code: int, *, printed: str = "", said: str = "") -> Ended:
    return Ended(name, code, NOW, NOW + MINUTE, 60.0, False, printed, said)


def crawled(new: int = 0, *notices: str) -> Ended:
    told = {"sources": [{"source": "rmid", "new": new, "revised": 1}], "notices": notices}
    return ended("rmid", 1 if notices else 0, printed=json.dumps(told))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(tmp_path, f"sqlite:///{tmp_path / 'archive.db'}")


# --- words ---


@pytest.mark.parametrize(
    ("text", "minutes"), [("90s", 1.5), ("10m", 10), ("24h", 1440), ("2d", 2880), ("1h30m", 90), ("5M", 5)]
)
def test_spans_are_read(text: str, minutes: float) -> None:
    assert span_of(None, None, text) == timedelta(minutes=minutes)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "10", "m", "0m", "-5m", "10 m", "1.5h", "10mx", "1y"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(click.BadParameter, match="no span of time"):
        span_of(None, None, text)  # type: ignore[arg-type]


def test_spans_and_clocks_are_told() -> None:
    seconds = {45: "45s", 60: "1m", 123: "2m 03s", 3600: "1h", 3900: "1h 05m", 86400: "1d", 100_000: "1d 3h", -5: "0s"}
    assert [span(timedelta(seconds=n)) for n in seconds] == list(seconds.values())
    assert clock(NOW, NOW) == "19:00 WIB"
    assert clock(NOW + timedelta(hours=6), NOW) == "2026-03-02 01:00 WIB"


# --- visits ---


def test_visits_are_those_of_crawls(config: Config, tmp_path: Path) -> None:
    visits = Visits()
    assert visits.read(config, ["rmid"]).visits == {"rmid": []}
    with Archive.open(tmp_path / "archive.db") as archive:
        for n, (command, counted, reason) in enumerate(
            [
                ("crawl", "feeds", "finished"),
                ("replay", "feeds", "finished"),
                ("import", "feeds", "finished"),
                ("scrapy crawl rmid", "feeds", "finished"),
                ("crawl", "listings failed: http 404", "finished"),
                ("crawl", "feeds", "interrupted"),
            ]
        ):
            run = archive.start_run(command, NOW + n * MINUTE)
            archive.count(run, "rmid", counted)
            archive.close_run(run, NOW + n * MINUTE, reason)
        open_run = archive.start_run("crawl", NOW + 9 * MINUTE)
        archive.count(open_run, "rmid", "feeds")
        told = visits.read(config, ["rmid", "tempo"]).visits
        assert [(visit.run, visit.reached) for visit in told["rmid"]] == [
            (7, False),
            (6, False),
            (5, False),
            (4, True),
            (1, True),
        ]
        assert told["rmid"][0].finished_at is None
        assert told["tempo"] == []
        archive.close_run(open_run, NOW + 10 * MINUTE, "finished")
        assert visits.read(config, ["rmid"]).visits["rmid"][0].reached


def test_an_archive_that_was_restored_is_read_anew(config: Config, tmp_path: Path) -> None:
    def crawl(at: datetime, counted: str) -> None:
        with Archive.open(tmp_path / "archive.db") as archive:
            run = archive.start_run("crawl", at)
            archive.count(run, "rmid", counted)
            archive.close_run(run, at, "finished")

    visits = Visits()
    with Archive.open(tmp_path / "archive.db"):
        pass
    shutil.copy(tmp_path / "archive.db", tmp_path / "older.db")
    crawl(NOW, "feeds")
    assert visits.read(config, ["rmid"]).visits["rmid"][0].reached
    shutil.copy(tmp_path / "older.db", tmp_path / "archive.db")
    crawl(NOW + MINUTE, "listings failed: http 404")
    (visit,) = visits.read(config, ["rmid"]).visits["rmid"]
    assert (visit.run, visit.reached) == (1, False)


def test_failures_stand_for_what_the_archive_does_not_tell() -> None:
    failure = Visit(0, NOW, NOW + 3 * MINUTE, 0, reached=False)
    before = Visit(1, NOW - MINUTE, NOW - MINUTE, 2, reached=True)
    inside = Visit(2, NOW + MINUTE, NOW + MINUTE, 2, reached=True)
    known = replace(inside, reached=False)
    for told, merged in (
        ([before], [before, failure]),
        ([inside, before], [before, failure]),
        ([known, before], [known, before]),
    ):
        assert with_failures({"rmid": told, "tempo": []}, {"rmid": [failure]}) == {"rmid": merged, "tempo": []}


# --- sources ---


@pytest.fixture
def more_spiders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "spiders"
    folder.mkdir()
    monkeypatch.setattr(crawler.spiders, "__path__", [*crawler.spiders.__path__, str(folder)])
    yield folder
    spiders.cache_clear()


def test_sources_come_and_go_while_it_runs(config: Config, more_spiders: Path) -> None:
    names, off = sources_on(config, [])
    assert "kompas" in off
    assert "harian" not in names
    module = more_spiders / "harian_baru.py"
    module.write_text("from crawler.news_spider import NewsSpider\nclass Harian(NewsSpider):\n    name = 'harian'\n")
    assert set(sources_on(config, [])[0]) == {*names, "harian"}
    module.unlink()
    assert sources_on(config, [])[0] == names
    (more_spiders / "setengah.py").write_text("class Setengah(")
    with pytest.raises(Trouble, match="SyntaxError"):
        sources_on(config, [])


def test_permissions_are_read_anew(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("KLIPING_")]:
        monkeypatch.delenv(name)
    assert sources_on(config, ["kompas", "rmid"])[0] == ["rmid"]
    (tmp_path / "kliping.toml").write_text('permitted = ["kompas"]\ndata = "elsewhere"\n')
    now = renewed(config)
    assert sources_on(now, ["kompas", "rmid"]) == (["kompas", "rmid"], {})
    assert now.data == config.data != load().data, "a folder is not changed under a running watcher"


# --- pushes ---


def test_a_push_follows_what_is_new_and_is_tried_again_later_and_later() -> None:
    pushes = Pushes()
    assert not pushes.is_due(0, 0.0, idle=True)
    assert pushes.is_due(5, 0.0, idle=True)
    pushes.begin(5, 0.0)
    assert not pushes.is_due(6, 1.0, idle=True)
    assert pushes.end(ended("push", 0), 2.0) is None
    assert not pushes.is_due(5, 3.0, idle=True)
    assert not pushes.is_due(6, 3.0, idle=False), "a crawl pushes by itself"
    assert pushes.is_due(6, 100.0, idle=False), "unless it met another pusher"
    waits, now = [], 1000.0
    for _ in range(9):
        pushes.begin(6, now)
        told = pushes.end(ended("push", 1, said="kaleng: away."), now)
        assert told == "push failed with exit code 1: kaleng: away. It is tried again, later each time."
        waits.append(next(n for n in range(10_000) if pushes.is_due(6, now + n, idle=True)))
        now += waits[-1]
    assert waits == [60, 120, 240, 480, 960, 1800, 1800, 1800, 1800]
    assert pushes.needs_a_person
    pushes.begin(6, now)
    assert pushes.end(ended("push", 75), now) is None
    assert not pushes.needs_a_person


# --- what is said ---


def test_what_does_not_change_is_said_once_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(quiet=True)
    for _ in range(3):
        log.trouble("push", "elastik: away.")
    assert capsys.readouterr().err.count("away") == 1
    kept = Log(quiet=True, told=log.told)
    kept.trouble("push", "elastik: away.")
    assert not capsys.readouterr().err
    yesterday = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
    old = Log(quiet=True, told={"push": ("elastik: away.", yesterday)})
    old.trouble("push", "elastik: away.")
    assert "away" in capsys.readouterr().err
    old.mended("push", "It is back.")
    old.mended("push", "It is back.")
    assert capsys.readouterr().err.count("back") == 1


def test_little_room_is_told_before_it_is_none(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(quiet=True)
    for free in (2**31, 2**29, 2**28, None, 2**31, free_room(config.data), free_room(config.data / "nowhere")):
        log.room(config.data, free)
    lines = capsys.readouterr().err.splitlines()
    assert ["less than 1 GiB" in line for line in lines] == [True, False]
    assert "room again" in lines[1]


def test_the_lines_of_a_crawl(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNAL_STREAM", "8:1")
    due = datetime.now(UTC) + timedelta(days=2)
    plan = Plan(due, timedelta(minutes=32), 0, None, None)
    log = Log(quiet=False)
    for end in (crawled(12), crawled(0, "rmid: 0 articles met."), crawled(0, "rmid: 0 articles met."), crawled(1)):
        log.crawled(end, plan)
    log.crawled(ended("rmid", 2, said="No source could be reached."), replace(plan, failures=3))
    log.crawled(crawled(1), None)
    then = f"next at {clock(due, datetime.now(UTC))}"
    assert capsys.readouterr().err.splitlines() == [
        f"rmid: 12 new, 1 revised in 1m; {then} (every 32m).",
        f"rmid: 0 new, 1 revised in 1m; {then} (every 32m).",
        "rmid: needs a person: rmid: 0 articles met.",
        f"rmid: 0 new, 1 revised in 1m; {then} (every 32m).",
        f"rmid: 1 new, 1 revised in 1m; {then} (every 32m).",
        "rmid: is well again.",
        f"rmid: failed with exit code 2 after 1m, 3 times in a row: No source could be reached; {then}.",
        "rmid: 1 new, 1 revised in 1m.",
        "rmid: is reached again.",
    ]
    log.day({"rmid": replace(plan, failures=3)}, datetime.now(UTC))
    assert not capsys.readouterr().err
    log.day({"rmid": replace(plan, failures=3)}, datetime.now(UTC) + timedelta(days=1))
    assert "5 crawls done, 1 failed, 14 new, 5 revised; failing now: rmid (3 times)." in capsys.readouterr().err


# --- signs of life ---


def test_health_is_told_from_lock_and_beat(config: Config) -> None:
    now = datetime.now(UTC)
    assert health(config, now) == (False, "No watcher is at work: start 'kliping watch'.")
    write_beat(config, who_beats() | {"sources": {"rmid": {}}})
    assert not health(config, now)[0], "a beat of a watcher that is gone"
    with hold(config.locks, "watch", "{holder}"):
        assert health(config, now) == (True, f"Process {os.getpid()} watches 1 sources, 0 crawls under way.")
        assert health(config, now - timedelta(days=400))[0], "a clock that goes back"
        well, sentence = health(config, now + timedelta(minutes=4))
        assert not well
        assert "stuck" in sentence
        since = (now - timedelta(hours=1)).isoformat()
        write_beat(config, who_beats() | {"trouble": {"since": since, "sentence": "Archive x: the disk is full."}})
        well, sentence = health(config, now)
        assert not well
        assert sentence.endswith("the disk is full.")
        beat_path(config).write_text("{")
        assert not health(config, now)[0]


def test_systemd_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell_systemd("READY=1")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        tell_systemd("READY=1", "STATUS=Next: rmid")
        assert manager.recv(100) == b"READY=1\nSTATUS=Next: rmid"


def test_a_lock_names_its_holder(tmp_path: Path) -> None:
    assert holder(tmp_path, "watch") is None
    with hold(tmp_path, "watch", "{holder} is here."):
        assert holder(tmp_path, "watch") == f"Process {os.getpid()}"
        with pytest.raises(Trouble, match=f"Process {os.getpid()} is here") as held:
            hold(tmp_path, "watch", "{holder} is here.").__enter__()
        assert held.value.code == 75
        (tmp_path / "watch.lock").write_text("1 b0a1c2")
        assert holder(tmp_path, "watch") == "Process 1 on b0a1c2"
    assert holder(tmp_path, "watch") is None


def test_bounds_of_a_watcher_are_those_of_its_status(config: Config) -> None:
    from kliping.watching.status import bounds_fields, status

    mine = Bounds(5 * MINUTE, 10 * MINUTE)
    with hold(config.locks, "watch", ""):
        write_beat(config, who_beats() | {"bounds": bounds_fields(mine), "sources": {}, "running": {}})
        told = status(config, ["rmid"], Bounds(), NOW)
    assert (told["pid"], told["at_least_seconds"], told["at_most_seconds"]) == (os.getpid(), 300, 600)
    assert [row["interval_seconds"] for row in told["sources"]] == [600]
    assert status(config, ["rmid"], Bounds(), NOW)["pid"] is None
