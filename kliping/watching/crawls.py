"""The crawls of the watcher: which may start, which run, and what their ends mean."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.schedule import MEMORY, Plan, Visit
from kliping.config import Config
from kliping.locks import holder
from kliping.trouble import BUSY, CANNOT
from kliping.watching.beat import EVERY
from kliping.watching.children import Child, Ended, Nursery
from kliping.watching.log import Log
from kliping.watching.options import Options

_HELD = 15.0  # seconds before a source that another process crawls is looked at again


class Crawls:
    """Running crawls by source, and ``failures`` that the archive may not know of.

    ``codes`` has the last exit code of each source that was tried.
    """

    def __init__(self, config: Config, options: Options, nursery: Nursery, log: Log) -> None:
        self._config, self._options, self._nursery, self._log = config, options, nursery, log
        self.running: dict[str, Child] = {}
        self.failures: dict[str, list[Visit]] = {}
        self.codes: dict[str, int] = {}
        self._rest: dict[str, float] = {}  # source → not before, by a clock that nobody sets

    def start_due(self, plans: Mapping[str, Plan], now: datetime) -> bool:
        """Start what is due, the longest overdue first, as far as there is room; whether anything was started."""
        before = len(self.running)
        for name in self._waiting(plans):
            plan = plans[name]
            if plan.due > now or len(self.running) >= self._options.jobs:
                break
            if self._rest.get(name, 0.0) > time.monotonic():
                continue
            if who := holder(self._config.locks, f"crawl-{name}"):
                self._is_held(name)
                self._log.held(name, who)
            elif not self._start(name, plan, now):
                break
        return len(self.running) > before

    def until_due(self, plans: Mapping[str, Plan], now: datetime) -> float | None:
        """Seconds until a crawl may start, None if none may: nothing is left, or there is no room."""
        if len(self.running) >= self._options.jobs:
            return None
        ticks = time.monotonic()
        waiting = self._waiting(plans)
        times = (max((plans[n].due - now).total_seconds(), self._rest.get(n, 0.0) - ticks) for n in waiting)
        return min(times, default=None)

    def ended(self) -> list[Ended]:
        """The crawls that have ended since this was last asked."""
        ends = []
        for child in self.running.values():
            hung = child.hung
            if end := child.look():
                ends.append(end)
            elif child.hung and not hung:
                self._log.hangs(child.name, self._options.ceiling)
        for end in ends:
            del self.running[end.name]
            self.codes[end.name] = end.code if end.is_crawl or end.code == BUSY else CANNOT
            # whatever the clock and the archive say, never again at once
            self._rest[end.name] = time.monotonic() + self._options.bounds.least.total_seconds() / 2
            if end.code == BUSY:
                self._is_held(end.name)
            elif end.is_crawl:
                self.failures.pop(end.name, None)
            else:
                mine = self.failures.setdefault(end.name, [])
                mine.append(Visit(-len(mine), end.began, end.ended, 0, reached=False))
                del mine[:-MEMORY]
        return ends

    def _waiting(self, plans: Mapping[str, Plan]) -> list[str]:
        """Sources that are not being crawled, the longest overdue first; each only once with ``--once``."""
        done = self.codes if self._options.once else {}
        names = [name for name in plans if name not in self.running and name not in done]
        return sorted(names, key=lambda name: plans[name].due)

    def _is_held(self, name: str) -> None:
        self.codes[name] = BUSY
        self._rest[name] = time.monotonic() + _HELD

    def _start(self, name: str, plan: Plan, now: datetime) -> bool:
        try:
            ceiling = self._options.ceiling.total_seconds()
            child = self._nursery.start(name, "crawl", name, "--json", ceiling=ceiling)
        except OSError as error:
            self._log.trouble("children", f"No process can be started: {error.strerror}; trying again.")
            self._rest[name], self.codes[name] = time.monotonic() + EVERY, CANNOT
            return False
        self._log.mended("children", "Processes can be started again.")
        self._log.starts(name, child.pid, plan, now)
        self.running[name] = child
        return True

    def fields(self) -> dict[str, dict[str, object]]:
        """Each running crawl's process and beginning."""
        return {
            name: {"pid": child.pid, "since": child.began.astimezone(UTC).isoformat(timespec="seconds")}
            for name, child in self.running.items()
        }
