from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from archive_samples import article
from sqlalchemy import Connection
from story_samples import put, reworded, text, told

from archive.dump import dump
from archive.store import Archive
from crawler.grouping import Grouping

WRITER = Path(__file__).with_name("archive_writer.py")
ORPHANS = {
    "article without its text": (
        "SELECT count(*) FROM articles a LEFT JOIN revisions r ON r.id = a.current AND r.article_id = a.id "
        "WHERE r.id IS NULL"
    ),
    "text without its article": "SELECT count(*) FROM revisions WHERE article_id NOT IN (SELECT id FROM articles)",
    "article without a name": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM names)",
    "name without its article": "SELECT count(*) FROM names WHERE article_id NOT IN (SELECT id FROM articles)",
    "capture of a lost text": (
        "SELECT count(*) FROM captures c LEFT JOIN revisions r ON r.id = c.revision_id "
        "AND r.article_id = c.article_id WHERE r.id IS NULL"
    ),
    "article whose newest change is another": (
        "SELECT count(*) FROM articles a WHERE sequence != "
        "(SELECT max(sequence) FROM changes c WHERE c.article_id = a.id AND op = 'put')"
    ),
    "article without a place": "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM story_members)",
    "place without its article": "SELECT count(*) FROM story_members WHERE article_id NOT IN (SELECT id FROM articles)",
    "article in a story other than its text's": (
        "SELECT count(*) FROM articles a JOIN story_members m ON m.article_id = a.id "
        "JOIN story_nodes n ON n.id = m.node WHERE n.story != a.story_id"
    ),
    "text without articles": "SELECT count(*) FROM story_nodes WHERE id NOT IN (SELECT node FROM story_members)",
    "signature without its text": "SELECT count(*) FROM story_texts WHERE node NOT IN (SELECT id FROM story_nodes)",
    "key without its text": "SELECT count(*) FROM story_keys WHERE node NOT IN (SELECT id FROM story_nodes)",
    "bond without its texts": (
        "SELECT count(*) FROM story_links l WHERE 2 != "
        "(SELECT count(*) FROM story_nodes n WHERE n.id IN (l.a, l.b) AND n.component = l.component)"
    ),
    "name that leads nowhere": "SELECT count(*) FROM story_aliases WHERE story NOT IN (SELECT story_id FROM articles)",
    "gap in the log": "SELECT max(sequence) - count(*) FROM changes",
}


def faults(connection: Connection) -> list[str]:
    found = [name for name, query in ORPHANS.items() if connection.exec_driver_sql(query).scalar()]
    check = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return found if check == ["ok"] else [*found, *check]


def writer(place: Path, first: int, count: int, *, told: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(place), str(first), str(count)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, stdout=told, text=True, env=environment)


def kill_after(process: subprocess.Popen[str], lines: int) -> list[int]:
    """The articles that were acknowledged when the process was killed, at a moment nobody chose."""
    assert process.stdout is not None
    told = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    told += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    return [int(line) for line in told if line.endswith("\n")]


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_killed_at_any_moment_all_that_was_acknowledged_is_there(tmp_path: Path, rounds: int) -> None:
    place, count, draw = tmp_path / "archive.sqlite", 60, random.Random(20260302)  # noqa: S311
    acknowledged: set[int] = set()
    for _ in range(rounds):
        acknowledged |= set(kill_after(writer(place, 0, count, told=subprocess.PIPE), draw.randrange(1, count - 5)))
        with Archive.open(place) as archive:
            with archive._read() as connection:
                assert faults(connection) == []
            for n in acknowledged:
                stored = archive.get(article(n).key)
                assert stored is not None
                texts = [revision.body for revision in archive.revisions(stored.id)]
                assert any(text.endswith(f"Disunting {n}.") for text in texts)
    assert writer(place, 0, count).wait() == 0
    assert writer(tmp_path / "whole.sqlite", 0, count).wait() == 0
    with Archive.open(place) as killed, Archive.open(tmp_path / "whole.sqlite") as whole:
        assert list(dump(killed)) == list(dump(whole))
        assert [run.reason for run in killed.last_runs()] == ["finished", *["interrupted"] * rounds][:10]


REGROUP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive.store import Archive
from archive.stories import store
from crawler.grouping import Grouping
store._GROUPED = 2
def told(done, total):
    sys.stdout.write(f"{done}\\n")
    sys.stdout.flush()
with Archive.open(Path(sys.argv[1]), stories=Grouping()) as archive:
    archive.regroup(datetime(2026, 9, 1, tzinfo=UTC), told)
"""


def test_a_regrouping_killed_at_any_moment_goes_on_where_it_stopped(tmp_path: Path) -> None:
    place, draw = tmp_path / "archive.sqlite", random.Random(20260303)  # noqa: S311
    with Archive.open(place, stories=Grouping()) as archive:
        put(archive, [told(f"o{n}:{n}", reworded(text(n // 5), n, n % 5 / 10), day=n % 5) for n in range(40)])
        before, last = list(dump(archive)), archive.last_sequence
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(3):
        command = [sys.executable, "-c", REGROUP, str(place)]
        killed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        kill_after(killed, draw.randrange(1, 5))
        with Archive.open(place) as archive:
            with archive._read() as connection:
                assert faults(connection) == []
            assert list(dump(archive)) == before
            assert 0 < archive.waiting() < 40
    with Archive.open(place, stories=Grouping()) as archive:  # so few are grouped at once
        assert (archive.waiting(), list(dump(archive)), archive.last_sequence) == (0, before, last)


def test_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    writers = [writer(place, first, 40) for first in (0, 300, 600)]  # all of them make the file at once
    assert [process.wait() for process in writers] == [0, 0, 0]
    with Archive.open(place) as archive:
        with archive._read() as connection:
            assert faults(connection) == []
        for n in (*range(40), *range(300, 340), *range(600, 640)):
            assert archive.get(article(n).key) is not None
        assert [run.reason for run in archive.last_runs()] == ["finished"] * 3
        assert sum(ledger.new for run in (1, 2, 3) for ledger in archive.ledger(run)) == len(list(archive.articles()))


def test_writers_of_the_same_articles_agree(tmp_path: Path) -> None:
    writers = [writer(tmp_path / "both.sqlite", 0, 40) for _ in range(2)]
    assert [process.wait() for process in writers] == [0, 0]
    assert writer(tmp_path / "one.sqlite", 0, 40).wait() == 0
    with Archive.open(tmp_path / "both.sqlite") as both, Archive.open(tmp_path / "one.sqlite") as one:
        with both._read() as connection:
            assert faults(connection) == []
        assert list(dump(both)) == list(dump(one))
