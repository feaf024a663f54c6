"""What one signal shows to be untrue of another: false zones, days padded to midnight, day and month swapped.

A zone that is not Indonesian is believed only as long as no other signal shows the same clock reading: that is what a
false ``Z``, ``GMT`` or ``-07:00`` looks like. One that is displayed to readers (BBC) is true, and says what the same
reading in a meta without a zone means.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from crawler.dates.evidence import SLACK, Candidate


def without_padding(candidates: list[Candidate], zone: tzinfo) -> list[Candidate]:
    """Midnights to the second as the bare days they are wherever another signal of the day shows a clock."""
    days = [_padded_day(c, zone) for c in candidates]
    if not any(days):
        return candidates
    shown = [c for c, day in zip(candidates, days, strict=True) if c.clock and day is None and c.use != "support"]
    judged = []
    for c, day in zip(candidates, days, strict=True):
        same = [o for o in shown if day in (o.at.date(), o.at.astimezone(zone).date())]
        midnight = any(c.agrees(o) for o in same)
        judged.append(c.bare(day, zone) if day and same and not midnight else c)
    return judged


def _padded_day(c: Candidate, zone: tzinfo) -> date | None:
    """The day of a midnight that no person writes: told to the second, or in UTC, there or here."""
    if not c.clock or not (c.precise == 2 or c.foreign == timedelta(0)):
        return None
    if c.at.time() == time():
        return c.at.date()
    local = c.at.astimezone(zone)
    return local.date() if c.foreign == timedelta(0) and local.time() == time() else None


def without_swaps(candidates: list[Candidate], verdicts: list[str]) -> list[Candidate]:
    """Of two signals that differ by day and month swapped, the one whose printed weekday agrees with its day."""
    firm = [c for c in candidates if c.weekday and c.at.day <= 12]
    kept = []
    for c in candidates:
        right = None if c.weekday else next((f for f in firm if _swapped(c, f)), None)
        if right is None:
            kept.append(c)
        else:
            verdicts[c.number] = (
                f"refused: its day and month are swapped: {right.printed.origin} prints the weekday too"
            )
    return kept


def _swapped(c: Candidate, other: Candidate) -> bool:
    day, there = c.at.date(), other.at.date()
    if day == there or (day.year, day.month, day.day) != (there.year, there.day, there.month):
        return False
    return not (c.clock and other.clock) or (c.at.hour, c.at.minute) == (other.at.hour, other.at.minute)


def without_false_zones(
    candidates: list[Candidate], verdicts: list[str], fetched_at: datetime, zone: tzinfo
) -> list[Candidate]:
    """Read signals with a false zone as local ones; what stays in the future then is refused."""
    local = [c for c in candidates if c.foreign is None and c.clock and c.use != "support"]
    false: dict[tuple[timedelta | None, str], Candidate] = {}
    reasons: dict[int, str] = {}
    for c in candidates:
        if c.foreign is None or c.displayed or _confirmed(c, local):
            continue
        twin = next((o for o in candidates if o is not c and o.foreign != c.foreign and c.same_clock(o)), None)
        if twin is not None:
            reasons[c.number] = f"{twin.printed.origin} shows the same clock reading"
        elif c.at - SLACK > fetched_at:
            reasons[c.number] = "the moment had not come when the page was fetched"
        else:
            continue
        false.setdefault(_label(c), c)
    judged = []
    shown = [c for c in candidates if c.displayed and c.foreign is not None]
    for c in candidates:
        if c.foreign is None and c.clock and not c.stated and (twin := next(filter(c.same_clock, shown), None)):
            c = c.told(twin)  # 14:44 GMT is shown to readers, 14:44 stands in a meta
        elif (liar := false.get(_label(c))) and not _confirmed(c, local):
            reason = reasons.get(c.number, f"so is that of {liar.printed.origin}")
            verdicts[c.number] = f"refused: its zone is false: {reason}"
            c = c.local(zone)
        elif c.repaired:
            verdicts[c.number] = "refused: its zone is false: a Z grown onto a broken form"
        judged.append(c)
    return judged


def _confirmed(c: Candidate, local: list[Candidate]) -> bool:
    """Whether a signal in an Indonesian zone tells the same moment."""
    return any(c.agrees(other) for other in local if other.use == c.use)


def _label(c: Candidate) -> tuple[timedelta | None, str]:
    """What false zones share: the offset printed and the family of tags that prints it."""
    return c.foreign, c.printed.origin.partition(":")[0]
