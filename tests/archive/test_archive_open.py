from __future__ import annotations

import resource
import sqlite3
import threading
from pathlib import Path

import pytest
from archive_samples import article, at, capture
from sqlalchemy import Connection, create_engine, event, inspect

from archive import base, schema
from archive.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveMissing,
    ArchiveTooNew,
    ArchiveUnwritable,
)
from archive.migrations import migrate, steps
from archive.store import Archive

FULL = "the disk is full: free some space, then start again; nothing archived was lost."


def test_the_file_is_made_with_its_folder_and_keeps_its_id(tmp_path: Path) -> None:
    place = tmp_path / "data baru" / "100%?#" / "archive.sqlite"
    with Archive.open(place) as archive:
        first = archive.id
        archive.put(article(), capture())
    with Archive.open(place, create=False) as archive:
        assert archive.id == first
        assert archive.get("kabar:1") is not None
    with Archive.open(tmp_path / "other.sqlite") as archive:
        assert archive.id != first
    assert sorted(file.name for file in place.parent.iterdir()) == ["archive.sqlite"]


def test_a_url_names_the_file(tmp_path: Path) -> None:
    with Archive.open(f"sqlite:///{tmp_path}/a.sqlite") as archive:
        assert archive.place == tmp_path / "a.sqlite"


@pytest.mark.parametrize("url", ["postgresql://h/kliping", "sqlite://", "sqlite:///a?mode=ro", "http://", "://x"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(ArchiveError, match="only an SQLite file"):
        Archive.open(url)


def one_sentence(error: pytest.ExceptionInfo[ArchiveError], place: Path) -> bool:
    told = str(error.value)
    return str(place) in told and told.endswith(".") and "\n" not in told and "sqlalche" not in told


def test_no_archive_where_none_is_to_be_made(tmp_path: Path) -> None:
    place = tmp_path / "none" / "archive.sqlite"
    with pytest.raises(ArchiveMissing) as error:
        Archive.open(place, create=False)
    assert one_sentence(error, place)
    assert not place.parent.exists()
    (tmp_path / "empty").touch()
    with pytest.raises(ArchiveMissing):
        Archive.open(tmp_path / "empty", create=False)
    assert (tmp_path / "empty").stat().st_size == 0
    Archive.open(tmp_path / "empty").close()


def test_an_unusable_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveUnwritable) as error:
        Archive.open(tmp_path / "file" / "archive.sqlite")
    assert one_sentence(error, tmp_path / "file" / "archive.sqlite")
    with pytest.raises(ArchiveUnwritable) as error:
        Archive.open(tmp_path)
    assert one_sentence(error, tmp_path)


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("This is no database, but long enough to look at. " * 50)
    with pytest.raises(ArchiveDamaged) as error:
        Archive.open(tmp_path / "text")
    assert one_sentence(error, tmp_path / "text")
    with sqlite3.connect(tmp_path / "cookies") as other:
        other.execute("CREATE TABLE cookies (id)")
    other.close()
    with pytest.raises(ArchiveDamaged) as error:
        Archive.open(tmp_path / "cookies")
    assert one_sentence(error, tmp_path / "cookies")


def test_a_damaged_file(tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    with Archive.open(place) as archive:
        for n in range(50):
            archive.put(article(n), capture(n))
    content = bytearray(place.read_bytes())
    content[4096 * 2 :] = b"\xa5" * (len(content) - 4096 * 2)
    place.write_bytes(content)
    with pytest.raises(ArchiveDamaged) as error, Archive.open(place) as archive:
        list(archive.articles())
    assert one_sentence(error, place)


def test_an_archive_of_a_newer_version(tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    Archive.open(place).close()
    with sqlite3.connect(place) as raw:
        raw.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    raw.close()
    before = place.read_bytes()
    with pytest.raises(ArchiveTooNew) as error:
        Archive.open(place)
    assert one_sentence(error, place)
    assert "99" in str(error.value)
    assert place.read_bytes() == before


def test_an_older_archive_is_brought_forward_in_one_step_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "archive.sqlite"
    with Archive.open(place) as archive:
        old = archive.id
        archive.put(article(), capture())
    second = "CREATE TABLE links (a TEXT NOT NULL);\nALTER TABLE runs ADD COLUMN host TEXT;\n"
    broken = "CREATE TABLE more (a TEXT);\nALTER TABLE nowhere ADD COLUMN b TEXT;\n"
    monkeypatch.setattr(base, "steps", lambda: (*steps(), second, broken))
    with pytest.raises(Exception, match="no such table: nowhere"):
        Archive.open(place)
    with sqlite3.connect(place) as raw:
        assert raw.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() == (str(len(steps())),)
        assert raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'links'").fetchone() is None
    raw.close()
    monkeypatch.setattr(base, "steps", lambda: (*steps(), second))
    with Archive.open(place) as archive:
        assert archive.id == old
        assert archive.get("kabar:1") is not None
    monkeypatch.undo()
    with pytest.raises(ArchiveTooNew):
        Archive.open(place)


def test_the_scripts_make_the_tables_that_the_code_knows() -> None:
    made, known = create_engine("sqlite://"), create_engine("sqlite://")
    with made.begin() as connection:
        migrate(connection, Path("memory"), steps())
    schema.metadata.create_all(known)
    with made.connect() as one, known.connect() as other:
        assert tables(one) == tables(other)
    made.dispose()
    known.dispose()


def tables(connection: Connection) -> dict[str, object]:
    look = inspect(connection)
    return {
        table: (
            [(c["name"], str(c["type"]).replace("VARCHAR", "TEXT"), c["nullable"]) for c in look.get_columns(table)],
            look.get_pk_constraint(table)["constrained_columns"],
            sorted((i["name"], *i["column_names"]) for i in look.get_indexes(table) if i["name"] != "runs_open"),
            look.get_unique_constraints(table)[0]["column_names"] if look.get_unique_constraints(table) else None,
        )
        for table in look.get_table_names()
        if not table.startswith("story_")  # known to SQL alone
    }


@pytest.mark.parametrize("room", [*range(3, 24, 3), 60])
def test_a_full_disk_stops_with_a_sentence_and_loses_nothing(tmp_path: Path, room: int) -> None:
    place, full = tmp_path / "archive.sqlite", True
    Archive.open(place).close()
    limit = place.stat().st_size // 4096 + room

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={limit if full else 1_000_000}")

    kept = []
    with Archive.open(place) as archive:
        archive._engine.dispose()
        event.listen(archive._engine, "connect", prepare)
        for n in range(room * 3):
            try:
                archive.put(article(n, body="kata " * (n * 37 % 3000)), capture(n))
                kept.append(n)
            except ArchiveFull as error:
                assert str(error) == f"Archive {place}: {FULL}"
        assert 0 < len(kept) < room * 3
        assert sorted(s.article.key for s in archive.articles()) == sorted(f"kabar:{n}" for n in kept)
        assert archive.last_sequence == len(kept)
        full = False
        archive._engine.dispose()
        archive._writer().invalidate()
        assert archive.put(article(9_000), capture(9_000)).outcome == "new"


@pytest.mark.parametrize("room", [0, 5_000, 30_000, 60_000])
def test_a_commit_that_fails_leaves_an_archive_that_goes_on(tmp_path: Path, room: int) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:
        archive.put(article(0), capture(0))
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        log = tmp_path / "archive.sqlite-wal"
        resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + room, limits[1]))
        kept = [0]
        try:
            with pytest.raises(ArchiveUnwritable) as error:
                for n in range(1, 100):
                    archive.put(article(n), capture(n))
                    kept.append(n)
            assert len(archive.changes(0, 1000)) == len(kept)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert one_sentence(error, archive.place)
        assert archive.put(article(1000), capture(1000)).outcome == "new"
        assert sorted(s.article.key for s in archive.articles()) == sorted(f"kabar:{n}" for n in (*kept, 1000))


def test_another_writer_is_waited_for_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "archive.sqlite"
    Archive.open(place).close()
    monkeypatch.setattr("archive.engine._PRAGMAS", ("busy_timeout=0",))
    with Archive.open(place) as one, Archive.open(place) as other, one._write():
        with pytest.raises(ArchiveBusy) as error:
            other.put(article(), capture())
        assert one_sentence(error, place)
        assert other.get("kabar:1") is None  # readers do not wait


def test_one_archive_is_shared_by_threads(tmp_path: Path) -> None:
    seen: list[int] = []
    with Archive.open(tmp_path / "archive.sqlite") as archive:

        def read() -> None:
            while len(seen) < 120:
                found = archive.changes(seen[-1] if seen else 0, 7)
                seen.extend(change.sequence for change in found)
                archive.advance("g", seen[-1] if seen else 0)

        def write(offset: int) -> None:
            for n in range(offset, offset + 60):
                archive.put(article(n), capture(n))

        threads = [threading.Thread(target=read), *(threading.Thread(target=write, args=(k,)) for k in (0, 60))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen == list(range(1, 121))
        assert archive.cursor("g") == 120


def test_a_run_needs_a_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(tmp_path / "archive.sqlite") as archive:

        def refuse(_run: int) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(archive._locks, "take", refuse)
        with pytest.raises(ArchiveUnwritable) as error:
            archive.start_run("crawl", at(0))
        assert one_sentence(error, archive.place)
        assert archive.last_runs() == []
