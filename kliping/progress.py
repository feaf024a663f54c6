"""Progress of long work: a live line on a terminal, a plain line now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from kliping.console import note

T = TypeVar("T")
_LOG_EVERY = 10.0  # seconds


def counting(items: Iterable[T], what: str) -> Iterator[T]:
    """The same items; how many have passed is shown on standard error."""
    ticker = Ticker(what)
    for number, item in enumerate(items, 1):
        yield item
        ticker.tell(number)
    ticker.close()


class Ticker:
    """Shows a growing number, at most four times a second on a terminal, each ten seconds in a log."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._live = sys.stderr.isatty()
        self._pause = 0.25 if self._live else _LOG_EVERY
        self._next = time.monotonic() + self._pause
        self._shown = False
        self._first: tuple[float, int] | None = None

    def tell(self, number: int, rest: str = "") -> None:
        """The number now, and what else there is to say."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._pause
        line = f"{number:,} {self._what}{rest}"
        if self._live:
            sys.stderr.write(f"\r\x1b[2K{line}")
            sys.stderr.flush()
            self._shown = True
        else:
            note(line)

    def tell_of(self, number: int, last: int) -> None:
        """The number now, the one to come to, how fast, and how many there still are."""
        now = time.monotonic()
        since, begun = self._first = self._first or (now, number)
        rate = f", {(number - begun) / (now - since):,.0f} a second" if now - since > 1 else ""
        self.tell(number, f" of {last:,}{rate}, {max(last - number, 0):,} behind")

    def close(self) -> None:
        """Take the live line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
