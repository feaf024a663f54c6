"""Feeding the targets, once or beside a crawl or import: a thread for each, so that none waits for another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kliping.config import Config
from kliping.console import note
from kliping.progress import Ticker
from kliping.targets import targets_of

if TYPE_CHECKING:
    from archive.store import Archive
    from index.push import PushReport
    from index.target import Target

_GLANCE = 0.2  # seconds between two looks of the main thread, which alone hears Ctrl-C

_KNOCK = 0.5  # seconds between two looks whether another pusher has ended

Work = Callable[["Target"], "PushReport"]


@dataclass(slots=True)
class Pushed:
    """What became of each target; filled when the push has ended."""

    lines: dict[str, str] = field(default_factory=dict)
    needs_a_person: bool = False
    busy: bool = False

    def tell(self) -> None:
        """A line a target on standard error."""
        for name in sorted(self.lines):
            note(self.lines[name])


@contextmanager
def push_beside(config: Config, archive: Archive) -> Iterator[Pushed]:
    """Follow the archive while the block runs; leave when the log is drained.

    A target that is away does not disturb the block; one that has a pusher already is taken over when that ends.
    """
    pushed, stop = Pushed(), threading.Event()

    def follow(target: Target) -> PushReport:
        from index.lock import Busy

        while True:
            try:
                return target.follow(stop, tell=lambda sentence: note(f"{target.name}: {sentence}"))
            except Busy:
                if stop.wait(_KNOCK):  # the other pushes what there is
                    raise

    with targets_of(config, archive) as targets:
        threads = _started(targets, follow, pushed)
        try:
            yield pushed
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def push_once(config: Config, archive: Archive, named: tuple[str, ...] = ()) -> Pushed:
    """Drain the log into the targets; Ctrl-C ends what is under way, and what was confirmed stays."""
    pushed, stop = Pushed(), threading.Event()

    def push(target: Target) -> PushReport:
        ticker = Ticker(f"changes pushed to {target.name}")
        try:
            return target.push(progress=ticker.tell_of, stop=stop.is_set)
        finally:
            ticker.close()

    with targets_of(config, archive, named) as targets:
        threads = _started(targets, push, pushed)
        try:
            while any(thread.is_alive() for thread in threads):
                threads[0].join(_GLANCE)
                threads.append(threads.pop(0))
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    return pushed


def purge(config: Config, archive: Archive) -> Pushed:
    """Build every target anew without what was removed, and drop what it was in before."""
    pushed = Pushed()
    with targets_of(config, archive) as targets:
        for target in targets:
            _told(target, lambda target: target.purge(), pushed)
    return pushed


def _started(targets: Sequence[Target], work: Work, pushed: Pushed) -> list[threading.Thread]:
    threads = [threading.Thread(target=_told, args=(target, work, pushed), daemon=True) for target in targets]
    for thread in threads:
        thread.start()
    return threads


def _told(target: Target, work: Work, pushed: Pushed) -> None:
    from archive.errors import ArchiveError
    from index.engine import EngineError
    from index.lock import Busy

    name = target.name
    try:
        report = work(target)
    except Busy as busy:
        pushed.lines[name] = str(busy)
        pushed.busy = True
    except (EngineError, ArchiveError) as error:
        pushed.lines[name] = f"{name}: {str(error).rstrip('.')}; nothing is lost, 'kliping push' goes on from here."
        pushed.needs_a_person = True
    else:
        dead = f", {report.dead} refused: 'kliping index dead' lists them" if report.dead else ""
        pushed.lines[name] = f"{name}: {report.put} documents put, {report.gone} taken out{dead}."
        pushed.needs_a_person |= bool(report.dead)
