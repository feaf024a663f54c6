"""Locks on files, which die with their holder however it ends."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO


class RunLocks:
    """One lock file for each run that is alive, beside the archive."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._held: dict[int, IO[bytes]] = {}

    def take(self, run: int) -> None:
        """Hold the lock of a run of ours until ``drop`` or the end of this process."""
        held = self._file(run).open("wb")
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._held[run] = held

    def alive(self, run: int) -> bool:
        """Whether anybody, in this process or another, holds the lock of a run."""
        if not self._file(run).exists():
            return False
        with self._file(run).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def drop(self, run: int) -> None:
        """Let go of a run, ours or a dead one's, and leave no file behind."""
        self._file(run).unlink(missing_ok=True)
        if run in self._held:
            self._held.pop(run).close()

    def close(self) -> None:
        """Let go of all, but leave the files: these runs were not ended, and the next one says so."""
        while self._held:
            self._held.popitem()[1].close()

    def _file(self, run: int) -> Path:
        return self._place.with_name(f"{self._place.name}-run-{run}.lock")
