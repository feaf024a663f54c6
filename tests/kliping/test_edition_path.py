"""The whole path on the sample edition: replay, ledger, search, article."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Run, environment, kliping

from archive.dump import dump
from archive.store import Archive
from edition import truth
from index.engine import Request
from index.targets import open_target


def contents(data: Path) -> tuple[list[str], list[str]]:
    """Archive and index as text, without what two equal fillings may differ in."""
    with Archive.open(data / "archive.db", create=False) as archive:
        with open_target("embedded", data, archive).reader() as engine:
            hits = [(h.document.id, h.document.title, h.document.body) for h in engine.stream(Request("", fold=False))]
        return list(dump(archive)), sorted(map(str, hits))


def test_the_ledger_adds_up_and_nothing_is_unexplained(edition: Path, run: Run) -> None:
    done = run("crawl", "--replay", str(edition), "--json")
    assert done.returncode == 0, done.stderr
    for row in json.loads(done.stdout)["sources"]:
        assert row["discovered"] == row["fetched"] + row["skipped"] + row["failed"] + row["unfinished"], row
        assert row["fetched"] == sum(row[name] for name in ("new", "revised", "unchanged", "folded", "refused")), row
        assert row["unfinished"] == 0, row
        for outcome in ("refused", "skipped", "failed"):
            assert sum(row["reasons"].get(outcome, {}).values()) == row[outcome], row


def test_every_article_of_the_edition_is_there_as_it_was_written(filled: Path) -> None:
    with Archive.open(filled / "archive.db", create=False) as archive:
        stored = {one.article.key: one.article for one in archive.articles()}
    expected = {one.key: one for one in truth.articles()}
    assert sorted(stored) == sorted(expected)
    for key, one in expected.items():
        found = stored[key]
        assert found.title == one.title, key
        assert found.body == one.body, key
        assert (found.published.iso() if found.published else None) == one.published, key
        assert found.authors == tuple(one.authors), key


def test_a_second_replay_adds_nothing(edition: Path, run: Run, tmp_path: Path) -> None:
    run("crawl", "--replay", str(edition))
    before = contents(tmp_path / "data")
    again = json.loads(run("crawl", "--replay", str(edition), "--json").stdout)
    assert sum(row["new"] + row["revised"] for row in again["sources"]) == 0
    assert contents(tmp_path / "data") == before


def test_a_changed_page_makes_one_revision_with_a_readable_diff(edition: Path, run: Run) -> None:
    run("crawl", "--replay", str(edition))
    later = edition.with_name("edition-later.warc.gz")
    rows = json.loads(run("crawl", "--replay", str(later), "--json").stdout)["sources"]
    assert [(row["new"], row["revised"]) for row in rows if row["fetched"]] == [(0, 1)]
    hit = json.loads(run("search", "", "--limit", "1", "--no-fold", "--format", "jsonl").stdout.splitlines()[0])
    assert hit["id"]


def test_the_story_that_was_asked_for_comes_first(filled: Path, run: Run) -> None:
    done = run("search", "kerja sama perpustakaan rusia", "--format", "jsonl", data=filled)
    first = json.loads(done.stdout.splitlines()[0])
    assert "rusia" in first["title"].lower()


def test_a_synonym_finds_articles_that_never_say_the_word(filled: Path, run: Run) -> None:
    found = [
        json.loads(line)
        for line in run("search", "perpusnas", "--full", "--format", "jsonl", data=filled).stdout.splitlines()
    ]
    assert any("perpusnas" not in (hit["title"] + hit["body"]).lower() for hit in found)


def test_days_are_inclusive_and_in_jakarta(filled: Path, run: Run) -> None:
    words = ("search", "pustakawan", "--from", "2024-07-01", "--to", "2024-07-31", "--format", "jsonl")
    dates = [json.loads(line)["date"][:10] for line in run(*words, data=filled).stdout.splitlines()]
    assert dates
    assert all("2024-07-01" <= day <= "2024-07-31" for day in dates)


def kill_and_go_on(edition: Path, folder: Path, kills: int) -> None:
    """Kill a replay at random points of its way, then let it run to its end."""
    dice = random.Random(20240702)  # noqa: S311 - any points will do, the same ones each time
    data = folder / "data"
    for _ in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-m", "kliping", "crawl", "--replay", str(edition)],
            env=environment(data),
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        _wait_for_growth(data, child, dice.randrange(1, 400_000))
        with suppress(ProcessLookupError):  # it came to its end by itself
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    done = kliping("crawl", "--replay", str(edition), data=data, cwd=folder)
    assert done.returncode == 0, done.stderr


def _wait_for_growth(data: Path, child: subprocess.Popen[bytes], size: int) -> None:
    """Until the write-ahead log has grown by ``size`` bytes, or the child came to its end."""
    wal = data / "archive.db-wal"
    start = wal.stat().st_size if wal.exists() else 0
    while child.poll() is None:
        grown = (wal.stat().st_size if wal.exists() else 0) - start
        if grown >= size or grown < 0:
            return


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_at_random_then_run_to_its_end(edition: Path, filled: Path, tmp_path: Path, kills: int) -> None:
    kill_and_go_on(edition, tmp_path, kills)
    assert contents(tmp_path / "data") == contents(filled)
