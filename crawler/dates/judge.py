"""Which of a page's dates is its publication: judged by evidence, every signal kept with its verdict.

Signals that tell the same moment stand together and the heaviest group wins; in it the most precise signal
speaks, one that states its zone before one that does not. What signals show to be untrue of each other is struck out
before (``doubts``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from archive.article import DateSignal, Moment
from crawler.dates.doubts import without_false_zones, without_padding, without_swaps
from crawler.dates.evidence import Candidate, read_signal
from crawler.items import PrintedDate

NEAR_URL: Final = timedelta(days=2)
"""An address may carry the day of drafting (Okezone: 12 % are off by one), so nearer is no contradiction."""

MOST: Final = 200
"""Signals weighed on one page; every two are compared, and a hostile page may print thousands."""

URL_SUPPORT: Final = 1.0
URL_DOUBT: Final = 3.0
"""What a group gains when the day in the address is near, and loses when it is not."""


@dataclass(frozen=True, slots=True)
class JudgedDates:
    """The moments of a page and every signal with its verdict, in the order given."""

    published: Moment | None
    modified: Moment | None
    signals: tuple[DateSignal, ...]


def judge_dates(
    printed: Sequence[PrintedDate], *, fetched_at: datetime, zone: tzinfo, url_date: date | None = None
) -> JudgedDates:
    """Choose publication and modification among the date signals of a page.

    Args:
        printed: the signals as extraction found them, with their origins.
        fetched_at: the clock, aware: nothing is published later, relative forms count from it.
        zone: the outlet's zone, for signals that state none.
        url_date: the day in the page's address; support, never the value.
    """
    if fetched_at.tzinfo is None:
        raise ValueError("fetched_at: judging dates needs a clock with a time zone")
    values: list[str | None] = []
    verdicts: list[str] = []
    candidates: list[Candidate] = []
    for number, signal in enumerate(printed):
        candidate, value, reason = read_signal(number, signal, fetched_at=fetched_at, zone=zone)
        values.append(value)
        verdicts.append(f"refused: {reason}" if reason else "")
        if candidate and len(candidates) < MOST:
            candidates.append(candidate)
        elif candidate:
            verdicts[number] = f"refused: the page has more than {MOST} dates"
    candidates = without_swaps(without_padding(candidates, zone), verdicts)
    candidates = without_false_zones(candidates, verdicts, fetched_at, zone)
    published = _best([c for c in candidates if c.use == "published"], url_date)
    modified = _best([c for c in candidates if c.use == "modified"], None)
    note = ""
    if published is None and modified is not None:
        published, modified, note = modified, None, " (only the time of an update is printed)"
    for chosen, verdict in ((modified, "modified"), (published, f"published{note}")):
        if chosen is None:
            continue
        struck = verdicts[chosen.number].removeprefix("refused: ")
        verdicts[chosen.number] = f"{verdict} ({struck}, so its clock is local)" if chosen.repaired else verdict
        values[chosen.number] = chosen.value
    for c in candidates:
        verdicts[c.number] = verdicts[c.number] or _place(c, published, modified)
    signals = tuple(
        DateSignal(s.text, s.origin, value, verdict)
        for s, value, verdict in zip(printed, values, verdicts, strict=True)
    )
    shown = [c for c in candidates if c.displayed and c.clock and c.stated and c.foreign is None]
    return JudgedDates(_moment(published, shown, zone), _moment(modified, shown, zone), signals)


def _best(candidates: list[Candidate], url_date: date | None) -> Candidate | None:
    """The most telling signal of the group with the most weight; ties go to the group printed first.

    A bare day joins the groups of its day and makes one of its own only where no clock is told; an origin counts once
    in a group, so that a column of teasers has one voice.
    """
    best: Candidate | None = None
    most = -1e-9
    for seed in candidates:
        group = [other for other in candidates if seed.agrees(other)]
        if not seed.clock and any(other.clock for other in group):
            continue
        voices: dict[str, float] = {}
        for other in group:
            origin = other.printed.origin
            voices[origin] = max(other.weight, voices.get(origin, 0.0))
        weight = sum(voices.values()) + _address_says(seed, url_date)
        if weight > most + 1e-9:
            best, most = max(group, key=_telling), weight
    return best


def _telling(c: Candidate) -> tuple[int, bool, bool, float]:
    """Order within a group: seconds before minutes before days, a true zone before an assumed one, then weight."""
    return c.precise, not c.repaired, c.stated, c.weight


def _address_says(c: Candidate, url_date: date | None) -> float:
    if url_date is None:
        return 0.0
    return URL_SUPPORT if abs(c.at.date() - url_date) <= NEAR_URL else -URL_DOUBT


def _place(c: Candidate, published: Candidate | None, modified: Candidate | None) -> str:
    """The verdict of a signal that was not chosen."""
    chosen = modified if c.use == "modified" else published
    if chosen is not None and c.agrees(chosen):
        return "agrees"
    if c.use == "support":
        return "refused: the day in an address is no evidence by itself"
    if chosen is None:
        return "refused: the day in the address is another"
    return f"refused: other signals have more weight: {chosen.printed.origin} says {chosen.value}"


def _moment(c: Candidate | None, shown: list[Candidate], zone: tzinfo) -> Moment | None:
    """The candidate as evidence; an instant told in UTC is given in the zone shown beside it, else in the outlet's."""
    if c is None:
        return None
    at = c.at
    if c.clock and c.foreign is not None:
        at = at.astimezone(next((o.at.tzinfo for o in shown if c.agrees(o)), zone))
    precision = ("day", "minute", "second")[c.precise]
    return Moment(at, precision, "stated" if c.stated else "assumed", c.printed.text, c.printed.origin)  # type: ignore[arg-type]
