"""The change log of an open archive: what indexes read to follow it."""

from __future__ import annotations

from collections.abc import Iterable

from archive import log
from archive.base import Store
from archive.log import Change, DeadLetter


class ChangeStore(Store):
    """The change log of an open archive."""

    @property
    def last_sequence(self) -> int:
        """The newest sequence of the change log, 0 while it is empty."""
        with self._read() as connection:
            return log.last(connection)

    def changes(self, after: int, limit: int) -> list[Change]:
        """The entries after a sequence, at most ``limit``; none is ever skipped."""
        with self._read() as connection:
            return log.after(connection, after, limit)

    def cursor(self, generation: str) -> int:
        """How far an index generation has confirmed the log, 0 for a new one."""
        return self.cursors().get(generation, 0)

    def cursors(self) -> dict[str, int]:
        """The cursor of every generation."""
        with self._read() as connection:
            return log.places(connection)

    def advance(self, generation: str, sequence: int, letters: Iterable[DeadLetter] = ()) -> None:
        """Move a cursor forward, never back; letters are buried in the same transaction."""
        with self._write() as connection:
            log.advance(connection, generation, sequence, letters)

    def bury(self, generation: str, article_id: str, sequence: int, reason: str) -> None:
        """Keep a change that a generation refused as a dead letter; a newer one on the article replaces it."""
        with self._write() as connection:
            log.bury(connection, DeadLetter(generation, article_id, sequence, reason))

    def dead(self, generation: str) -> list[DeadLetter]:
        """The dead letters of a generation, oldest change first."""
        with self._read() as connection:
            return log.dead(connection, generation)

    def exhume(self, generation: str, article_ids: Iterable[str] | None = None) -> int:
        """Drop letters once their current articles were taken: those on these ids, or all; how many."""
        with self._write() as connection:
            return log.exhume(connection, generation, article_ids)

    def forget(self, generation: str) -> None:
        """Drop the cursor and the letters of a generation that is no more."""
        with self._write() as connection:
            log.forget_generation(connection, generation)
