"""When the watcher pushes: after crawls, and again while a target is away, later each time."""

from __future__ import annotations

from kliping.trouble import BUSY, DONE
from kliping.watching.children import Ended

_AGAIN = 60.0  # seconds after the first push that failed; doubled each time
_AGAIN_MOST = 1800.0
_BESIDE = 60.0  # seconds between pushes while crawls run, which push by themselves unless they met a pusher


class Pushes:
    """Remembers what was pushed. Times are seconds of a clock that nobody sets."""

    def __init__(self) -> None:
        self.running = False
        self.needs_a_person = False
        self._pushed: int | None = None
        self._next = 0.0
        self._began = float("-inf")
        self._sequence = 0
        self._failures = 0

    def is_due(self, sequence: int, now: float, *, idle: bool) -> bool:
        """Whether to push, ``sequence`` being the archive's newest change; an archive without any has nothing."""
        waiting = sequence and sequence != self._pushed
        return bool(waiting and not self.running and now >= self._next and (idle or now >= self._began + _BESIDE))

    def begin(self, sequence: int, now: float) -> None:
        """A push has been started."""
        self.running, self._sequence, self._began = True, sequence, now

    def end(self, ended: Ended, now: float) -> str | None:
        """A push is over; what a person should know, None if all is well."""
        self.running = False
        self.needs_a_person = ended.code not in (DONE, BUSY)
        if not self.needs_a_person:  # whoever holds a target pushes everything there is
            self._pushed, self._failures = self._sequence, 0
            return None
        self._failures += 1
        self._next = now + min(_AGAIN * 2 ** min(self._failures - 1, 10), _AGAIN_MOST)
        return f"push {ended.how}: {ended.said or 'it said nothing.'} It is tried again, later each time."

    def fails_to_start(self, now: float) -> None:
        """No process could be made."""
        self._failures += 1
        self._next = now + _AGAIN
