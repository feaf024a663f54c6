"""When a source is crawled next: as often as it publishes, and less and less often while it fails.

Each visit has a price and each article that waits has one, so the best pause between two visits goes with the square
root of the time between two articles (Sia, Cho and Cho, "Efficient monitoring algorithm for fast news alerts", 2007):
a source that publishes a hundred times as often is visited ten times as often, and no quiet one starves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import sqrt

MEMORY = 30  # visits that are looked at; older ones weigh less than a twentieth together

_DECAY = 0.9  # weight of a visit against the next newer one: hours for a busy source, weeks for a quiet one
_VISIT_COSTS = 0.125  # hours that an article may wait for the price of one visit: one an hour → a visit each 30 minutes
_FIRST_ARTICLES, _FIRST_HOURS = 0.1, 0.6  # what is believed before anything was seen: an article each six hours
_SHARED = 2  # failures that count of those met while no other source could be reached either


@dataclass(frozen=True, slots=True)
class Visit:
    """One crawl of a source.

    Attributes:
        run: its number, the seed of the jitter.
        started_at: aware.
        finished_at: aware; None while it is under way, or if its process died.
        new: articles never seen before.
        reached: it came to its end and the source answered.
    """

    run: int
    started_at: datetime
    finished_at: datetime | None
    new: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest pause between the beginnings of two visits.

    Raises:
        ValueError: they are not 0 < least ≤ most.
    """

    least: timedelta = timedelta(minutes=10)
    most: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        if not timedelta(0) < self.least <= self.most:
            raise ValueError(f"The shortest pause, {self.least}, must lie above 0 and below the longest, {self.most}.")

    def hold(self, pause: timedelta) -> timedelta:
        """The pause, or the bound that it is beyond."""
        return min(max(pause, self.least), self.most)


@dataclass(frozen=True, slots=True)
class Plan:
    """When a source is due, and why.

    Attributes:
        due: aware; may lie in the past.
        interval: the pause that goes with how often it publishes.
        failures: visits in vain since it was last reached.
        last: the newest visit, None if there was none.
        last_new: when an article of it was last found, as far as is remembered.
    """

    due: datetime
    interval: timedelta
    failures: int
    last: Visit | None
    last_new: datetime | None


def plans(visits: Mapping[str, Sequence[Visit]], now: datetime, bounds: Bounds) -> dict[str, Plan]:
    """A plan for each source from its visits, in any order; those after ``now`` are taken for a clock's slip.

    A source that was never visited is due now. No source is due later than ``now`` + ``bounds.most``.
    """
    past = {source: _past(of, now) for source, of in visits.items()}
    return {source: _plan(source, past, now, bounds) for source in past}


def _past(visits: Iterable[Visit], now: datetime) -> list[Visit]:
    """The newest visits, oldest first."""
    known = [visit for visit in visits if visit.started_at <= now]
    return sorted(known, key=lambda visit: (visit.started_at, visit.run))[-MEMORY:]


def _plan(source: str, past: Mapping[str, Sequence[Visit]], now: datetime, bounds: Bounds) -> Plan:
    mine = past[source]
    interval = _interval(mine, bounds)
    if not mine:
        return Plan(now, interval, 0, None, None)
    last = mine[-1]
    failures = _failures(mine)
    pause = interval
    if failures:
        others = sorted((v for name, of in past.items() if name != source for v in of), key=lambda v: v.started_at)
        pause = _back_off(source, last.run, _own(failures, others), bounds)
    ended = min(last.finished_at or last.started_at, now)
    due = max(last.started_at + pause, ended + bounds.least / 2)  # a crawl longer than the pause needs a rest, too
    last_new = max((visit.started_at for visit in mine if visit.new), default=None)
    return Plan(due, interval, len(failures), last, last_new)


def _interval(visits: Sequence[Visit], bounds: Bounds) -> timedelta:
    """The pause at which a visit and the waiting of the articles it finds cost the same."""
    reached = [visit for visit in visits if visit.reached]
    articles, hours, weight = _FIRST_ARTICLES, _FIRST_HOURS, 1.0
    for older, newer in zip(reached[-2::-1], reached[:0:-1], strict=True):  # the newest pair first
        # over a longer pause nobody looked, and a feed shows no more than its newest entries
        gap = min(newer.started_at - older.started_at, bounds.most)
        articles += weight * newer.new
        hours += weight * gap / timedelta(hours=1)
        weight *= _DECAY
    return bounds.hold(timedelta(hours=sqrt(2 * _VISIT_COSTS * hours / articles)))


def _failures(visits: Sequence[Visit]) -> list[Visit]:
    """The visits since the source was last reached."""
    streak: list[Visit] = []
    for visit in reversed(visits):
        if visit.reached:
            break
        streak.append(visit)
    return streak


def _own(failures: Sequence[Visit], others: Sequence[Visit]) -> int:
    """How many failures count against a source: not all of those that the others met as well.

    When the network of this machine was away for a day, no source should be left alone for another.
    """
    times = [visit.started_at for visit in others]
    shared = 0
    for failure in failures:
        place = bisect_left(times, failure.started_at)
        beside = others[max(place - 1, 0) : place + 1]
        shared += bool(beside) and not any(visit.reached for visit in beside)
    return len(failures) - shared + min(shared, _SHARED)


def _back_off(source: str, run: int, failures: int, bounds: Bounds) -> timedelta:
    """Twice as long each time, up to the longest pause, less up to a half of it by lot."""
    doubled = bounds.least * min(2**failures, bounds.most / bounds.least)
    lot = int.from_bytes(sha256(f"{source}:{run}".encode()).digest()[:4]) / 2**32
    return bounds.hold(doubled * (1 - lot / 2))
