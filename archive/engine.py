"""Connections to the archive's file: durable, patient, and writing only where asked to."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from archive.errors import ArchiveError, ArchiveMissing, ArchiveUnwritable, explain

BUSY_SECONDS = 30  # longer than any transaction of ours, shorter than a person's patience
CHECKPOINT_SECONDS = 5  # readers of an older state are given; all of ours read in batches

_PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "synchronous=FULL",  # what was acknowledged survives a power cut; affordable at one transaction an article
    "foreign_keys=ON",
    "secure_delete=ON",  # removed text must not stay in free pages
    "cache_size=-65536",  # KiB: what the newest articles touch stays in memory
    "wal_autocheckpoint=10000",  # pages, 40 MB: what is written again and again goes into the file once
)


def place_of(url: str | Path) -> Path:
    """The file an archive URL or a path names.

    Raises:
        ArchiveError: the URL is none, or not one of an SQLite file.
    """
    if isinstance(url, Path) or "://" not in url:
        return Path(url)
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.query:
        raise ArchiveError(f"Archive {url}: only an SQLite file can be used, as in sqlite:///data/archive.sqlite.")
    return Path(parsed.database)


def connect(place: Path, *, create: bool) -> Engine:
    """An engine over the file; one that only reads where nothing may be written beside the file.

    Raises:
        ArchiveMissing: no file there and ``create`` is false.
        ArchiveUnwritable: the folder cannot be made or looked into.
    """
    try:
        if create:
            place.parent.mkdir(parents=True, exist_ok=True)
        elif not place.exists() or place.stat().st_size == 0:
            raise ArchiveMissing(f"Archive {place}: there is none yet; crawl or import something first.")
    except OSError as error:
        raise ArchiveUnwritable(f"Archive {place}: its folder cannot be used ({error.strerror}).") from error
    only_reads = not create and not os.access(place.parent, os.W_OK)
    engine = create_engine(
        _reading_url(place) if only_reads else URL.create("sqlite", database=str(place)),
        json_serializer=json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode,
    )
    event.listen(engine, "connect", _prepare)
    if not only_reads:
        event.listen(engine, "connect", _use_log)
    return engine


def _reading_url(place: Path) -> URL:
    """A file that nobody writes to needs no files beside it; one that has a write-ahead log is read with it."""
    log = place.with_name(f"{place.name}-wal")
    how = {"mode": "ro", "uri": "true"}
    if not log.exists() or log.stat().st_size == 0:
        how["immutable"] = "1"
    return URL.create("sqlite", database=f"file:{quote(str(place.absolute()))}", query=how)


@contextmanager
def plainly(place: Path) -> Iterator[None]:
    """Tell a fault of the machine in a sentence; a fault of ours keeps its traceback.

    Raises:
        ArchiveError: the file cannot be read or written; nothing of the transaction was.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:  # the latter from what is run on the driver itself
        known = explain(error.orig if isinstance(error, DBAPIError) else error, place)
        if known is None:
            raise
        raise known from error


@contextmanager
def reading(connection: Connection) -> Iterator[Connection]:
    """A transaction that sees one state and holds up nobody."""
    with connection.begin():
        connection.exec_driver_sql("BEGIN")
        yield connection


@contextmanager
def writing(connection: Connection) -> Iterator[Connection]:
    """A transaction that locks before it reads, so that nothing changes between the two; committed at its end.

    We say BEGIN here, not in an event: with any event but "connect" SQLAlchemy makes every statement slower.
    """
    with connection.begin():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def part(connection: Connection) -> Iterator[None]:
    """A part of a transaction that is undone alone where it fails."""
    connection.exec_driver_sql("SAVEPOINT part")
    try:
        yield
    except BaseException:
        with suppress(DBAPIError, sqlite3.Error):  # a full disk has undone the whole transaction already
            connection.exec_driver_sql("ROLLBACK TO part")
            connection.exec_driver_sql("RELEASE part")
        raise
    connection.exec_driver_sql("RELEASE part")


def checkpoint(connection: Connection) -> bool:
    """Empty the write-ahead log into the file; False while another connection still reads an older state."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout={CHECKPOINT_SECONDS * 1000}")
    busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    return not busy


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _use_log(connection: sqlite3.Connection, _record: object) -> None:
    """Write ahead, so that readers never wait; two that make a file at once collide, and SQLite waits for neither."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return
