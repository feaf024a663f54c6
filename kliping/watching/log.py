"""The watcher's log: plain lines on standard error; what does not change is said once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.schedule import Bounds, Plan
from kliping.trouble import BUSY
from kliping.watching.children import Ended
from kliping.watching.words import clock, say, span

_DAY = timedelta(days=1)
_LOW = 1024**3  # bytes, as in `kliping doctor`


@dataclass(slots=True)
class _Day:
    """What was done since the last summary."""

    since: datetime
    crawls: int = 0
    new: int = 0
    revised: int = 0
    failed: int = 0

    def add(self, new: int, revised: int) -> None:
        self.crawls, self.new, self.revised = self.crawls + 1, self.new + new, self.revised + revised


class Log:
    """Tells what happens; ``quiet`` leaves out what needs nobody.

    ``told`` has the troubles that were told and are not over: what about, the words, and when. Each is told again
    once a day.
    """

    def __init__(self, *, quiet: bool, told: Mapping[str, Sequence[str]] | None = None) -> None:
        self._quiet = quiet
        self.told: dict[str, Sequence[str]] = dict(told or {})
        self._held: dict[str, str] = {}
        self._day = _Day(datetime.now(UTC))

    def routine(self, text: str) -> None:
        """A line about work that goes as it should."""
        if not self._quiet:
            say(text, datetime.now(UTC))

    def trouble(self, about: str, text: str) -> None:
        """A line that needs a person, once a day for as long as it is the same."""
        now = datetime.now(UTC)
        was, since = self.told.get(about, ("", now.isoformat()))
        if was != text or not timedelta(0) <= now - datetime.fromisoformat(since) < _DAY:
            self.told[about] = (text, now.isoformat())
            say(text, now)

    def mended(self, about: str, text: str) -> None:
        """A trouble is over."""
        if self.told.pop(about, None) is not None:
            say(text, datetime.now(UTC))

    def room(self, folder: Path, free: int | None) -> None:
        """Warn before the disk is full; how much is free now is no news each minute."""
        if free is not None and free < _LOW:
            self.trouble("room", f"{folder}: less than 1 GiB is free; make room before crawls fail.")
        elif free is not None:
            self.mended("room", f"{folder}: there is room again.")

    def begins(self, names: Sequence[str], off: Mapping[str, str], bounds: Bounds, jobs: int) -> None:
        """The first line."""
        silent = f" ({len(off)} off: {', '.join(off)})" if off else ""
        pause = f"every {span(bounds.least)} to {span(bounds.most)}, {jobs} at once"
        self.routine(f"Watching {len(names)} sources{silent}, {pause}.")

    def on_now(self, before: Sequence[str], names: Sequence[str], off: Mapping[str, str]) -> None:
        """Sources that came or went."""
        for name in names:
            if name not in before:
                self.routine(f"{name}: is on now.")
        for name in before:
            if name not in names:
                self.routine(f"{name}: is crawled no more: {off.get(name, 'there is no such source now.')}")

    def starts(self, name: str, pid: int, plan: Plan, now: datetime) -> None:
        """A crawl begins; how late, where that is worth a word."""
        late = now - plan.due
        waited = f", {span(late)} late" if plan.last and late > timedelta(minutes=5) else ""
        self.routine(f"{name}: crawl begins (process {pid}{waited}).")

    def held(self, name: str, who: str) -> None:
        """Another process is at a source; told once for each process."""
        if self._held.get(name) != who:
            self._held[name] = who
            self.routine(f"{name}: {who[0].lower()}{who[1:]} crawls it already; later.")

    def hangs(self, name: str, ceiling: timedelta) -> None:
        """A crawl is asked to end for taking too long."""
        self.routine(f"{name}: takes longer than {span(ceiling)} and is asked to end.")

    def crawled(self, end: Ended, plan: Plan | None) -> None:
        """A crawl is over: what it brought, how long it took, when the next one is due."""
        self._held.pop(end.name, None)
        now = datetime.now(UTC)
        then = f"; next at {clock(plan.due, now)}" if plan else ""
        if end.code == BUSY:
            self.routine(f"{end.name}: {end.said or 'another process crawls it.'} Later.")
        elif end.is_crawl:
            new, revised = _counts(end)
            self._day.add(new, revised)
            every = f" (every {span(plan.interval)})" if plan else ""
            self.routine(f"{end.name}: {new} new, {revised} revised in {_took(end)}{then}{every}.")
            self.mended(f"failing {end.name}", f"{end.name}: is reached again.")
            self._notices(end)
        else:
            self._day.failed += 1
            self.told[f"failing {end.name}"] = (end.how, now.isoformat())
            times = f", {plan.failures} times in a row" if plan and plan.failures > 1 else ""
            said = end.said.rstrip(".") or "it said nothing"
            say(f"{end.name}: {end.how} after {_took(end)}{times}: {said}{then}.", now)

    def cut(self, end: Ended) -> None:
        """A crawl that was under way when the watcher was asked to end."""
        new, revised = _counts(end)
        how = "" if end.is_crawl else "interrupted, "
        self.routine(f"{end.name}: {how}{new} new, {revised} revised in {_took(end)}.")

    def _notices(self, end: Ended) -> None:
        notices = [str(notice) for notice in end.told.get("notices", ())]
        if notices:
            self.trouble(f"notices {end.name}", f"{end.name}: needs a person: {' '.join(notices)}")
        else:
            self.mended(f"notices {end.name}", f"{end.name}: is well again.")

    def day(self, plans: Mapping[str, Plan], now: datetime) -> None:
        """Once a day what was done, and which sources are failing: a log that is read once a week still tells."""
        day = self._day
        if day.since <= now < day.since + _DAY:
            return
        self._day = _Day(now)
        failing = [f"{name} ({plan.failures} times)" for name, plan in plans.items() if plan.failures]
        told = f"{day.crawls} crawls done, {day.failed} failed, {day.new} new, {day.revised} revised"
        ill = f"; failing now: {', '.join(failing)}" if failing else ""
        self.routine(f"Since {clock(day.since, now)}: {told}{ill}.")


def _took(end: Ended) -> str:
    return span(timedelta(seconds=end.took))


def _counts(end: Ended) -> tuple[int, int]:
    """New and revised articles, as the crawl's ledger tells."""
    rows: list[dict[str, Any]] = end.told.get("sources", [])
    row = next((row for row in rows if row.get("source") == end.name), {})
    return int(row.get("new", 0)), int(row.get("revised", 0))
