from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from archive_samples import article, at, capture

from archive.errors import LedgerError
from archive.store import Archive

URLS = [capture(n).url for n in range(8)]


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        yield opened


def test_a_ledger_adds_up(archive: Archive) -> None:
    archive.put(article(1), capture(1))
    archive.put(article(2), capture(2))
    run = archive.start_run("crawl kabar", at(60))
    archive.discover(run, "kabar", URLS)
    archive.discover(run, "kabar", URLS[:3])
    archive.put(article(0), capture(0, 60), run=run, address=URLS[0])
    archive.put(article(1), capture(1, 60), run=run, address=URLS[1])
    archive.put(article(2, "Baru."), capture(2, 60), run=run)
    archive.put(article(2), capture(3, 60), run=run, address=URLS[3])
    archive.refuse(capture(4, 60, refusal="no body"), run=run, address=URLS[4])
    archive.settle(run, URLS[5], "skipped", "robots")
    archive.settle(run, URLS[6], "failed", "http 404")
    archive.count(run, "kabar", "listings")
    archive.count(run, "kabar", "listings", 2)
    archive.count(run, "warta", "robots")
    archive.close_run(run, at(90), "finished")
    kabar, warta = archive.ledger(run)
    assert (kabar.source, kabar.discovered, kabar.fetched, kabar.skipped, kabar.failed, kabar.unfinished) == (
        *("kabar", 8),
        *(5, 1, 1, 1),
    )
    assert (kabar.new, kabar.revised, kabar.unchanged, kabar.folded, kabar.refused) == (1, 1, 1, 1, 1)
    assert kabar.reasons == {"refused": {"no body": 1}, "skipped": {"robots": 1}, "failed": {"http 404": 1}}
    assert kabar.counted == {"listings": 3}
    assert (warta.source, warta.discovered, warta.counted) == ("warta", 0, {"robots": 1})
    [last] = archive.last_runs("warta")
    assert (last.id, last.command, last.started_at, last.finished_at, last.reason) == (
        *(run, "crawl kabar"),
        *(at(60), at(90), "finished"),
    )
    assert archive.last_runs("lain") == []


@pytest.mark.parametrize(
    ("states", "left"),
    [
        (["failed", "skipped"], "skipped"),
        (["skipped", "new"], "new"),
        (["new", "unchanged"], "new"),
        (["new", "failed"], "new"),
        (["refused", "unchanged"], "unchanged"),
        (["folded", "revised"], "revised"),
        (["revised", "refused"], "revised"),
    ],
)
def test_an_address_met_twice_keeps_what_tells_most(archive: Archive, states: list[str], left: str) -> None:
    from archive import ledgers

    run = archive.start_run("crawl", at(0))
    archive.discover(run, "kabar", URLS[:1])
    with archive._write() as connection:
        for state in states:
            ledgers.settle(connection, run, URLS[0], state, None)
    assert archive.ledger(run)[0].outcomes == {left: 1}


def test_what_is_archived_has_its_row_even_if_nobody_discovered_it(archive: Archive) -> None:
    run = archive.start_run("import", at(0))
    archive.put(article(1), capture(1), run=run, address="row 1")
    [ledger] = archive.ledger(run)
    assert (ledger.source, ledger.new, ledger.discovered) == ("kabar", 1, 1)


def test_settling_what_was_never_discovered_is_an_error(archive: Archive) -> None:
    run = archive.start_run("crawl", at(0))
    with pytest.raises(LedgerError, match="never discovered"):
        archive.settle(run, URLS[0], "failed", "timeout")
    with pytest.raises(LedgerError, match="never discovered"):
        archive.refuse(capture(0, refusal="x"), run=run, address=URLS[0])
    with pytest.raises(LedgerError, match="none with this number"):
        archive.close_run(99, at(1), "finished")


def test_an_answer_without_a_capture_counts_as_refused(archive: Archive) -> None:
    run = archive.start_run("crawl", at(0))
    archive.discover(run, "kabar", URLS[:1])
    archive.settle(run, URLS[0], "fetched", "listing")
    assert archive.ledger(run)[0].reasons == {"refused": {"listing": 1}}


def test_a_run_that_is_alive_is_left_alone(archive: Archive) -> None:
    mine = archive.start_run("crawl a", at(0))
    with Archive.open(archive.place) as other:
        theirs = other.start_run("crawl b", at(1))
        third = archive.start_run("crawl c", at(2))
        assert all(run.finished_at is None for run in archive.last_runs())
        other.close_run(theirs, at(3), "finished")
    archive.close_run(mine, at(4), "finished")
    archive.close_run(third, at(4), "finished")
    assert [run.reason for run in archive.last_runs()] == ["finished"] * 3
    assert [file.name for file in archive.place.parent.glob("*.lock")] == []


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from archive.store import Archive
archive = Archive.open(sys.argv[1])
run = archive.start_run("crawl", datetime(2026, 1, 1, tzinfo=UTC))
archive.discover(run, "kabar", ["https://kabar.example/a"])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_is_closed_at_the_next_start(archive: Archive) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(archive.place)], check=False)
    [dead] = archive.last_runs()
    assert dead.finished_at is None
    run = archive.start_run("crawl", at(0))
    dead = archive.last_runs()[1]
    assert (dead.reason, dead.finished_at) == ("interrupted", at(0))
    assert archive.ledger(dead.id)[0].unfinished == 1
    archive.close_run(run, at(1), "finished")
    assert list(archive.place.parent.glob("*.lock")) == []


def test_an_archive_closed_with_an_open_run_interrupts_it(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.sqlite") as archive:
        archive.start_run("crawl", at(0))
    with Archive.open(tmp_path / "a.sqlite") as archive:
        archive.start_run("crawl", at(5))
        assert archive.last_runs()[1].reason == "interrupted"


def test_a_run_that_could_not_be_opened_leaves_no_lock(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def take_and_fail(run: int) -> None:
        archive._locks.take(run)
        raise LedgerError("the disk filled up here")

    monkeypatch.setattr(archive, "_lock", take_and_fail)
    with pytest.raises(LedgerError):
        archive.start_run("crawl", at(0))
    assert list(archive.place.parent.glob("*.lock")) == []
    monkeypatch.undo()
    archive.close_run(archive.start_run("crawl", at(1)), at(2), "finished")


def test_what_the_run_before_met(archive: Archive) -> None:
    for urls in (URLS[:2], URLS[1:3]):
        archive.discover(archive.start_run("crawl", at(0)), "kabar", urls)
    archive.discover(archive.start_run("crawl", at(1)), "warta", URLS[:1])
    run = archive.start_run("crawl", at(2))
    archive.discover(run, "kabar", URLS[:1])
    assert archive.met_last(run, "kabar", URLS) == set(URLS[1:3])
    assert archive.met_last(run, "lain", URLS) == set()
