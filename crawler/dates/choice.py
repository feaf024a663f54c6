"""Which date of a line is meant, with its clock, the end of its range, its weekday and its role."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from crawler.dates.clocks import Clock, clock_after, clock_at, clock_before, wall
from crawler.dates.grammar import TO, Found, weekday_of
from crawler.dates.reading import DateReading, Precision, Role
from crawler.dates.years import day_after, day_before, nearest_year, real_day, span_of

_CONNECTED: Final = re.compile(rf"[),.|WwJSg]{{0,4}}{TO}[(),.oWwJa]{{0,5}}")
_ROLES: Final = re.compile(r"[UQ]")
_UPDATED_AFTER: Final = re.compile(r"[,|\-]{0,3}(?:[pj]?[tuc][ZV]?)?[(|,\-]{0,2}U\)?$")
_WAY: Final = re.compile(r"[)]?(?:(?P<year>6)3?)?(?P<way>[gfi])")
_RANK: Final[dict[Role | None, int]] = {"published": 0, None: 1, "updated": 2}
_WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def choose(
    tokens: list[str], classes: str, found: list[Found], reference: datetime | date | None, *, detailed: bool
) -> DateReading | None:
    """The date called published, else the first, and one called updated only where there is no other.

    A date whose year cannot be told, for want of a reference, gives way to the next.
    """
    line = _Line(tokens, classes, found, reference)
    if len(found) == 1 and not detailed:
        return line.reading(0, line.role(0))
    roles = [line.role(index) for index in range(len(found))]
    for index in sorted(range(len(found)), key=lambda index: _RANK[roles[index]]):
        reading = line.reading(index, roles[index])
        if reading is not None:
            return line.explained(reading, index) if detailed else reading
        if found[index].year is not None or reference is not None:
            return None
    return None


class _Line:
    """A line's tokens and dates while one of them is read."""

    def __init__(self, tokens: list[str], classes: str, found: list[Found], reference: datetime | date | None) -> None:
        self.tokens = tokens
        self.classes = classes
        self.found = found
        self.today = reference.date() if isinstance(reference, datetime) else reference
        self.used: list[tuple[int, int]] = []

    def role(self, index: int) -> Role | None:
        """What the words before a date, or in brackets after the last, call it."""
        classes, found = self.classes, self.found
        if "U" not in classes and "Q" not in classes:
            return None
        called = _ROLES.findall(classes, found[index - 1].end if index else 0, found[index].start)
        if called:
            return "updated" if called[-1] == "U" else "published"
        last = index == len(found) - 1
        return "updated" if last and _UPDATED_AFTER.match(classes, found[index].end) else None

    def reading(self, index: int, role: Role | None) -> DateReading | None:
        """The reading of one date, None where its day is impossible, untold, or its range ends before it begins."""
        found = self.found[index]
        clock = self.clock(index)
        weekday = None if found.weekday is None else weekday_of(self.tokens[found.weekday])
        day: date | None
        last: date | None = None
        last_clock: Clock | None = None
        end = clock.end if clock and clock.end > found.end else found.end
        self.used = [(found.start, found.end)]
        if clock:
            self.used.append((clock.start, clock.end))
        if found.last:
            day, last = span_of(self.settled(found, weekday), found, found.last)
        elif self._connected(index, end):
            following = self.found[index + 1]
            last_clock = self.clock(index + 1)
            self.used.append((following.start, last_clock.end if last_clock else following.end))
            day, last = span_of(self.settled(found, weekday), found, (following.year, following.month, following.day))
        else:
            day = self.settled(found, weekday)
            return (
                None if day is None else _put_together(day, None, clock, None, role, self._verdict(weekday, day, found))
            )
        if day is None or last is None:
            return None
        return _put_together(day, last, clock, last_clock, role, self._verdict(weekday, day, found))

    def _connected(self, index: int, end: int) -> bool:
        """Whether the next date is the end of a range that begins with this one."""
        if index + 1 >= len(self.found):
            return False
        return _CONNECTED.fullmatch(self.classes, end, self.found[index + 1].start) is not None

    def clock(self, index: int) -> Clock | None:
        """The clock after the date, before the next one; else the clock right before it."""
        tokens, classes, found = self.tokens, self.classes, self.found[index]
        if found.clock is not None:
            return clock_at(tokens, classes, found.clock)
        limit = self.found[index + 1].start if index + 1 < len(self.found) else len(classes)
        clock = clock_after(tokens, classes, found.end, limit) if limit > found.end else None
        if clock or not found.start:
            return clock
        start = 0
        if index:
            previous = self.clock(index - 1) if index < 3 else None
            start = max(self.found[index - 1].end, previous.end if previous else 0)
        return clock_before(tokens, classes, start, found.start) if found.start > start else None

    def settled(self, found: Found, weekday: int | None) -> date | None:
        """The day with its year, taken from the reference where the text has none."""
        if found.year is not None:
            return real_day(found.year, found.month, found.day)
        if self.today is None:
            return None
        way = _WAY.match(self.classes, found.end)
        if way is None:
            return nearest_year(found.month, found.day, self.today, weekday)
        if way["year"]:
            return real_day(self.today.year + {"g": -1, "f": 1, "i": 0}[way["way"]], found.month, found.day)
        if way["way"] == "i":
            return real_day(self.today.year, found.month, found.day)
        side = day_before if way["way"] == "g" else day_after
        return side(found.month, found.day, self.today)

    def _verdict(self, weekday: int | None, day: date, found: Found) -> str | None:
        """Whether the printed weekday is that of the day; a contradiction is told and changes nothing."""
        if weekday is None or found.weekday is None:
            return None
        if day.weekday() == weekday:
            return "agrees"
        return f"contradicts: printed {self.tokens[found.weekday]}, is {_WEEKDAYS[day.weekday()]}"

    def explained(self, reading: DateReading, index: int) -> DateReading:
        """The reading with what the line holds beside it and what else it could mean."""
        found = self.found[index]
        taken = {place for start, end in self.used for place in range(start, end)}
        if found.weekday is not None:
            taken.add(found.weekday)
        ignored = tuple(
            token
            for place, token in enumerate(self.tokens)
            if place not in taken and token[0].isalnum() and self.classes[place] not in "UQoJ"
        )
        return reading._replace(ignored=ignored, alternatives=self._alternatives(reading, found))

    def _alternatives(self, reading: DateReading, found: Found) -> tuple[str, ...]:
        """Day and month the other way round, where weekday or figures allow it, and the line's other dates."""
        day, others = reading.day, []
        if reading.last_day is None and day.day <= 12 and day.day != day.month:
            swapped = real_day(day.year, day.day, day.month)
            weekday = None if found.weekday is None else weekday_of(self.tokens[found.weekday])
            fits = swapped is not None and (swapped.weekday() == weekday if weekday is not None else found.swapped)
            if swapped and fits and reading.weekday != "agrees":
                others.append(swapped)
        for other in self.found:
            if (other.start, other.end) not in self.used and other.year is not None:
                settled = real_day(other.year, other.month, other.day)
                if settled and settled != day:
                    others.append(settled)
        return tuple(dict.fromkeys(other.isoformat() for other in others))


def _put_together(
    day: date, last: date | None, clock: Clock | None, last_clock: Clock | None, role: Role | None, verdict: str | None
) -> DateReading | None:
    """Days and clocks as one reading; None where the range ends before it begins.

    One clock beside several days (17-21 Mei, pukul 09.00) is no end of the range, so only the days count.
    """
    if clock is None or (last is not None and clock.to is None and last_clock is None):
        return DateReading(day, None, None, None, "day", last, None, False, role, verdict)
    precision: Precision = "second" if clock.second is not None else "minute" if clock.minute is not None else "hour"
    zone = clock.zone or (last_clock.zone if last_clock else None)
    begin = wall(clock.hour, clock.minute, clock.second)
    to = (last_clock.hour, last_clock.minute, last_clock.second) if last_clock else clock.to
    end_day: date | None = None
    end: time | None = None
    begin_day = day + timedelta(days=1) if clock.hour == 24 else day
    if to is not None:
        end_day = (last or day) + timedelta(days=to[0] // 24)
        end = wall(*to)
        if (end_day, end) < (begin_day, begin):
            return None
    return DateReading(
        begin_day, begin, zone, "stated" if zone else None, precision, end_day, end, False, role, verdict
    )
