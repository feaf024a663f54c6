"""Runs of an open archive: opening, closing, and saying where every address went."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import ExitStack
from datetime import datetime

from archive import ledgers
from archive.base import Store
from archive.errors import ArchiveUnwritable
from archive.ledgers import Run, SourceLedger, State


class RunStore(Store):
    """The runs of an open archive."""

    def start_run(self, command: str, started_at: datetime) -> int:
        """Open a run, and close those whose process died as ``interrupted``."""
        with ExitStack() as undo:
            with self._write() as connection:
                for dead in ledgers.unfinished(connection):
                    if not self._locks.alive(dead):
                        ledgers.close(connection, dead, started_at, "interrupted")
                        self._locks.drop(dead)
                run = ledgers.start(connection, command, started_at)
                undo.callback(self._locks.drop, run)
                self._lock(run)  # before others can see the run, so that nobody takes it for dead
            undo.pop_all()
        return run

    def _lock(self, run: int) -> None:
        try:
            self._locks.take(run)
        except OSError as error:
            sentence = f"Archive {self.place}: no lock file can be made beside it ({error.strerror})."
            raise ArchiveUnwritable(sentence) from error

    def discover(self, run: int, source: str, addresses: Iterable[str]) -> None:
        """Note addresses that may be articles; noting one twice in a run changes nothing."""
        with self._write() as connection:
            ledgers.discover(connection, run, source, addresses)

    def met_last(self, run: int, source: str, addresses: Collection[str]) -> set[str]:
        """Those of the addresses that the source's run before this one met, whatever became of them."""
        with self._read() as connection:
            return ledgers.met_last(connection, run, source, addresses)

    def settle(self, run: int, address: str, state: State, reason: str) -> None:
        """Say what became of an address that gave no article: skipped or failed, and why.

        ``fetched`` is for an answer that has no capture of its own, and counts as refused.

        Raises:
            LedgerError: it was never discovered in this run.
        """
        with self._write() as connection:
            ledgers.settle(connection, run, address, "refused" if state == "fetched" else state, reason)

    def count(self, run: int, source: str, what: str, n: int = 1) -> None:
        """Count what is no candidate: listings, feeds, sitemaps, robots, further_pages."""
        with self._write() as connection:
            ledgers.count(connection, run, source, what, n)

    def close_run(self, run: int, finished_at: datetime, reason: str) -> None:
        """Close a run; addresses not settled by then stay ``unfinished``."""
        with self._write() as connection:
            ledgers.close(connection, run, finished_at, reason)
        self._locks.drop(run)

    def ledger(self, run: int) -> list[SourceLedger]:
        """Where the addresses of a run went, by source."""
        with self._read() as connection:
            return ledgers.ledgers(connection, run)

    def runs_after(self, run: int, limit: int) -> list[Run]:
        """The next runs after a number, in order."""
        with self._read() as connection:
            return ledgers.after(connection, run, limit)

    def last_runs(self, source: str | None = None, limit: int = 10) -> list[Run]:
        """The newest runs first, all or those that had to do with a source."""
        with self._read() as connection:
            return ledgers.newest(connection, source, limit)
