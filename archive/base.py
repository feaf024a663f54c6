"""What every part of the archive stands on: an open file, reading and writing transactions."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from archive.engine import WRITING, connect, place_of, probe
from archive.locks import RunLocks
from archive.migrations import migrate, steps


class Store:
    """An open archive file. ``id`` is random and the archive's own; ``place`` is its file."""

    @classmethod
    def open(cls, url: str | Path, *, create: bool = True) -> Self:
        """Open the archive at a path or an ``sqlite:///`` URL, bringing an older schema up to date.

        Raises:
            ArchiveError: a subclass that says why: ArchiveMissing, ArchiveUnwritable, ArchiveFull,
                ArchiveBusy, ArchiveDamaged, ArchiveTooNew.
        """
        return cls(place_of(url), create=create)

    def __init__(self, place: Path, *, create: bool) -> None:
        self.place = place
        self._engine = connect(place, create=create)
        self._writer = self._engine.execution_options(begin=WRITING)
        self._locks = RunLocks(place)
        try:
            probe(self._engine, place)
            self.id = migrate(self._engine, self._writer, place, steps(), create=create)
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Close all connections; a run still open counts as interrupted."""
        self._locks.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> AbstractContextManager[Connection]:
        return self._engine.begin()

    def _write(self) -> AbstractContextManager[Connection]:
        return self._writer.begin()
