"""Connections to the archive's file: durable, patient, and writing only where asked to."""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError

from archive.errors import ArchiveDamaged, ArchiveError, ArchiveMissing, ArchiveUnwritable, explain

BUSY_SECONDS = 30  # longer than any transaction of ours, shorter than a person's patience

WRITING = "BEGIN IMMEDIATE"

_PRAGMAS = (
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "journal_mode=WAL",  # readers never wait for the writer
    "synchronous=FULL",  # what was acknowledged survives a power cut; affordable at one transaction an article
    "foreign_keys=ON",
    "secure_delete=ON",  # removed text must not stay in free pages
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
    """An engine over the file; ``execution_options(begin=WRITING)`` gives its writing twin.

    Raises:
        ArchiveMissing: no file there and ``create`` is false.
        ArchiveUnwritable: the folder cannot be made.
    """
    if create:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveUnwritable(f"Archive {place}: its folder cannot be made ({error.strerror}).") from error
    elif not place.exists():
        raise ArchiveMissing(f"Archive {place}: there is none yet; crawl or import something first.")
    engine = create_engine(
        URL.create("sqlite", database=str(place)),
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", partial(_translate, str(place)))
    return engine


def probe(engine: Engine, place: Path) -> None:
    """Open one connection, so that a file that cannot be used is told at once.

    Raises:
        ArchiveError: one sentence saying why.
    """
    try:
        engine.connect().close()
    except sqlite3.Error as error:  # raised by the pragmas, before SQLAlchemy knows the connection
        raise explain(error, str(place)) or ArchiveDamaged(f"Archive {place}: {error}.") from error


def checkpoint(engine: Engine) -> bool:
    """Empty the write-ahead log into the file; False while another connection still reads an older state."""
    with engine.execution_options(begin=None).connect() as connection:
        busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    return not busy


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Writers lock before they read, so that nothing changes between the two; readers never lock."""
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _translate(place: str, context: ExceptionContext) -> Any:
    known = explain(context.original_exception, place)
    if known is not None:
        raise known from context.original_exception
