"""Feeding the targets: once, or beside a crawl or import."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kliping.config import Config
from kliping.console import note
from kliping.targets import targets_of

if TYPE_CHECKING:
    from archive.store import Archive
    from index.push import PushReport
    from index.target import EmbeddedTarget


@dataclass(slots=True)
class Pushed:
    """What became of each target; filled when the push has ended."""

    lines: list[str] = field(default_factory=list)
    needs_a_person: bool = False
    busy: bool = False

    def tell(self) -> None:
        """A line a target on standard error."""
        for line in self.lines:
            note(line)


@contextmanager
def push_beside(config: Config, archive: Archive) -> Iterator[Pushed]:
    """Follow the archive in a thread a target while the block runs; leave when the log is drained.

    A target that is away, or has a pusher already, does not disturb the block.
    """
    pushed, stop = Pushed(), threading.Event()
    targets = targets_of(config, archive)
    threads = [threading.Thread(target=_follow, args=(target, stop, pushed), daemon=True) for target in targets]
    for thread in threads:
        thread.start()
    try:
        yield pushed
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def push_once(config: Config, archive: Archive, named: tuple[str, ...] = ()) -> Pushed:
    """Drain the log into the targets, one after the other."""
    pushed, stop = Pushed(), threading.Event()
    stop.set()
    for target in targets_of(config, archive, named):
        _follow(target, stop, pushed)
    return pushed


def purge(config: Config, archive: Archive) -> Pushed:
    """Build every target anew without what was removed, and drop what it was in before."""
    pushed = Pushed()
    for target in targets_of(config, archive):
        _told(target, target.purge, pushed)
    return pushed


def _follow(target: EmbeddedTarget, stop: threading.Event, pushed: Pushed) -> None:
    _told(target, lambda: target.follow(stop), pushed)


def _told(target: EmbeddedTarget, work: Callable[[], PushReport], pushed: Pushed) -> None:
    from archive.errors import ArchiveError
    from index.engine import EngineError
    from index.lock import Busy

    try:
        report = work()
    except Busy as busy:
        pushed.lines.append(str(busy))
        pushed.busy = True
    except (EngineError, ArchiveError) as error:
        pushed.lines.append(f"{target.name}: {error}; nothing is lost, 'kliping push' goes on from here.")
        pushed.needs_a_person = True
    else:
        dead = f", {report.dead} refused: 'kliping index dead' lists them" if report.dead else ""
        pushed.lines.append(f"{target.name}: {report.put} documents put, {report.gone} taken out{dead}.")
        pushed.needs_a_person |= bool(report.dead)
