"""What the operator asks of the watcher."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from crawler.schedule import Bounds


@dataclass(frozen=True, slots=True)
class Options:
    """What ``kliping watch`` is told.

    Attributes:
        names: the sources to watch; all that are on if empty.
        bounds: between the beginnings of two crawls of a source.
        jobs: crawls at once, at most.
        ceiling: how long one crawl may take.
        once: crawl what is due, each source once, push, and end.
        quiet: say only what needs a person.
    """

    names: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    jobs: int = 2
    ceiling: timedelta = timedelta(hours=3)
    once: bool = False
    quiet: bool = False
