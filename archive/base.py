"""What every part of the archive stands on: an open file, reading and writing transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from weakref import WeakSet

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from archive.engine import connect, part, place_of, plainly, reading, writing
from archive.errors import ArchiveUnwritable
from archive.locks import RunLocks
from archive.migrations import migrate, state, steps
from archive.prepared import raw
from archive.stories.keeping import StoryKeeper
from archive.stories.knowledge import Knowledge


class Store:
    """An open archive file. ``id`` is random and the archive's own; ``place`` is its file."""

    @classmethod
    def open(cls, url: str | Path, *, create: bool = True, stories: Knowledge | None = None) -> Self:
        """Open the archive at a path or an ``sqlite:///`` URL, bringing an older schema up to date.

        Articles are put in stories as ``stories`` tells; without it they wait for somebody who opens it with it.

        Raises:
            ArchiveError: a subclass that says why: ArchiveMissing, ArchiveUnwritable, ArchiveFull,
                ArchiveBusy, ArchiveDamaged, ArchiveTooNew.
        """
        opened = cls(place_of(url), create=create, stories=stories)
        try:
            opened._catch_up()
        except BaseException:
            opened.close()
            raise
        return opened

    def __init__(self, place: Path, *, create: bool, stories: Knowledge | None = None) -> None:
        self.place = place
        self._stories = StoryKeeper(stories)
        self._engine = connect(place, create=create)
        self._locks = RunLocks(place)
        self._mine = threading.local()
        self._writers: WeakSet[Connection] = WeakSet()
        try:
            self.id = self._migrated()
        except BaseException:
            self.close()
            raise

    def _migrated(self) -> str:
        with self._read() as connection:  # without a lock: nearly every opening finds all in order
            archive_id, version = state(connection, self.place, len(steps()))
        if archive_id is not None and version == len(steps()):
            return archive_id
        with self._write() as connection:
            return migrate(connection, self.place, steps())

    def _catch_up(self) -> None:
        """Do at once what an older version left to do, where it is little."""

    def close(self) -> None:
        """Close all connections; a run still open counts as interrupted."""
        self._locks.close()
        for connection in list(self._writers):
            connection.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        batch: Connection | None = getattr(self._mine, "batch", None)
        if batch is not None:  # what it wrote is seen by itself alone
            with plainly(self.place):
                yield batch
            return
        with plainly(self.place), self._engine.connect() as connection, reading(connection):
            yield connection

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything this thread writes within is one transaction: at its end all of it is on the disk, or nothing.

        What fails within is undone by itself, and the others stay. Other writers wait, so a batch should be short.

        Raises:
            ArchiveUnwritable: something that failed within, as on a full disk, undid the others, too.
        """
        with self._write() as connection:
            self._mine.batch = connection
            try:
                yield
            finally:
                self._mine.batch = None
            if not raw(connection).in_transaction:
                raise ArchiveUnwritable(
                    f"Archive {self.place}: what was written is undone: check the disk's free space."
                )

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        batch: Connection | None = getattr(self._mine, "batch", None)
        if batch is not None:
            with plainly(self.place), part(batch):
                yield batch
            return
        with plainly(self.place):
            mine = self._writer()
            try:
                with writing(mine) as connection:
                    yield connection
            except (DBAPIError, sqlite3.Error):
                mine.invalidate()  # a failed commit leaves its transaction open; the next use connects anew
                raise

    def _writer(self) -> Connection:
        """This thread's connection for writing; taking one from the pool costs a tenth of a small transaction."""
        connection: Connection | None = getattr(self._mine, "writer", None)
        if connection is None:
            connection = self._mine.writer = self._engine.connect()
            self._writers.add(connection)
        return connection
