"""Signals of the watcher: noted when they come, and every wait ends at once."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Signals:
    """What has been asked so far. ``first`` is the signal that asked to end, ``asked`` how often one did."""

    def __init__(self) -> None:
        self.first: int | None = None
        self.asked = 0
        self._woken, self._waker = os.pipe()
        for end in (self._woken, self._waker):
            os.set_blocking(end, False)

    def wait(self, seconds: float) -> None:
        """Until a signal comes, a child's end being one, or the time is over."""
        select.select([self._woken], [], [], max(seconds, 0.0))
        while True:
            try:
                if not os.read(self._woken, 512):
                    return
            except BlockingIOError:
                return

    def _end(self, number: int, _frame: FrameType | None) -> None:
        self.first = self.first or number
        self.asked += 1


@contextmanager
def listening() -> Iterator[Signals]:
    """Ctrl-C, TERM and a closed terminal ask to end, once this has begun; only in the main thread."""
    signals = Signals()
    asking = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup a closed terminal means nothing
        asking.append(signal.SIGHUP)
    before = {number: signal.signal(number, signals._end) for number in asking}
    before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)  # one that is ignored would wake nobody
    waker = signal.set_wakeup_fd(signals._waker, warn_on_full_buffer=False)
    try:
        yield signals
    finally:
        signal.set_wakeup_fd(waker)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(signals._woken)
        os.close(signals._waker)
