"""From one printed string to one reading.

Whose work it is: the tokeniser, the Indonesian grammar and the choice among a line's dates are ours,
because the known libraries read two of three real Indonesian strings right (63 to 64 %) and some silently wrong. Full ISO 8601
is read by the standard library. python-dateutil does the arithmetic of months and years (``relative``)
and reads odd English and compact ISO forms (``odd``), which is what it is best at.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from crawler.dates.clocks import Clock, clock_after, clock_at, clock_before, wall
from crawler.dates.grammar import TO, Found, find_dates, weekday_of
from crawler.dates.odd import read_odd
from crawler.dates.reading import DateReading, Precision, Role
from crawler.dates.relative import read_relative
from crawler.dates.tokens import plain, scan
from crawler.dates.years import HALF_A_YEAR, day_after, day_before, nearest_year, real_day

_CONNECTED: Final = re.compile(rf"[),.|WwJSg]{{0,4}}{TO}[(),.oWwJa]{{0,5}}")
_ROLE: Final = re.compile(r"[UQ]")
_UPDATED_AFTER: Final = re.compile(r"[(|,\-]{0,2}U\)?$")
_WAY: Final = re.compile(r"[)]?(?:(?P<year>6)3?)?(?P<way>[gfi])")
_RANK: Final[dict[Role | None, int]] = {"published": 0, None: 1, "updated": 2}
_EPOCH_HOURS: Final = (0, 7, 8, 9)
_WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def parse_date(text: str, reference: datetime | date | None = None, zone: tzinfo | None = None) -> DateReading | None:
    """What a printed date says, or None where it says none.

    Args:
        text: the string as printed; its first 600 characters are read.
        reference: the clock for forms without a year and relative forms; None leaves those unread.
        zone: fills in where the text tells a time but no zone; None leaves such a time without a zone.

    Rules are those of contract.md, ``kliping dates``: day first, ISO and year-first before it, month first only where
    nothing else is possible; an impossible day, a range that ends before it begins, a year outside
    1900 to 2100, an empty value of a database, a month or a year alone are None.
    """
    reading = _read(text, reference)
    if reading is None or reading.clock is None or reading.offset is not None or zone is None:
        return reading
    return reading._replace(offset=zone, zone="assumed")


def _read(text: str, reference: datetime | date | None) -> DateReading | None:
    text = text.strip()
    reading = _iso(text)
    if reading is None:
        text = plain(text)
        tokens, classes = scan(text)
        found = list(find_dates(tokens, classes))
        if found:
            reading = _choose(tokens, classes, found, reference)
        else:
            reading = read_relative(tokens, classes, reference) or read_odd(text, classes)
    return None if reading is None or _is_empty_value(reading) else reading


def _iso(text: str) -> DateReading | None:
    """Full ISO 8601 with hyphens, the commonest form in attributes, read by the standard library."""
    if text[4:5] != "-" or text[7:8] != "-" or not text.isascii():
        return None
    try:
        if len(text) == 10:
            return DateReading(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) < 16 or not 1900 <= at.year <= 2100:
        return None
    offset = at.tzinfo
    return DateReading(
        at.date(),
        at.time().replace(microsecond=0),
        offset,
        "stated" if offset else None,
        "second" if text[16:17] == ":" else "minute",
    )


def _is_empty_value(reading: DateReading) -> bool:
    """Whether it is a year outside 1900 to 2100 or the Unix epoch, in UTC or an Indonesian zone, which databases print for nothing."""
    day = reading.day
    if day.year != 1970:
        return not 1900 <= day.year <= 2100
    if day.month != 1 or day.day != 1:
        return False
    clock = reading.clock
    if clock is None:
        return reading.last_day is None
    if reading.offset is not None and reading.zone == "stated":
        return datetime.combine(day, clock, reading.offset) == datetime(1970, 1, 1, tzinfo=UTC)
    return clock.minute == clock.second == 0 and clock.hour in _EPOCH_HOURS


def _choose(
    tokens: list[str], classes: str, found: list[Found], reference: datetime | date | None
) -> DateReading | None:
    """The published date of the line: one called so, else the first, and one called updated only if it is alone."""
    if len(found) == 1:
        return _assemble(tokens, classes, found, 0, _role(classes, found, 0), reference)
    roles = [_role(classes, found, index) for index in range(len(found))]
    for index in sorted(range(len(found)), key=lambda index: _RANK[roles[index]]):
        reading = _assemble(tokens, classes, found, index, roles[index], reference)
        if reading is not None or found[index].year is not None or reference is not None:
            return reading
    return None


def _role(classes: str, found: list[Found], index: int) -> Role | None:
    """What the words before a date (or in brackets right after the last) call it."""
    start = found[index - 1].end if index else 0
    called = _ROLE.findall(classes[start : found[index].start])
    if called:
        return "updated" if called[-1] == "U" else "published"
    if index == len(found) - 1 and "U" in classes[found[index].end :]:
        tail = clock_tail.search(classes[found[index].end :])
        return "updated" if tail else None
    return None


clock_tail: Final = re.compile(r"^[,|\-\s]{0,3}(?:[pj]?[tuc][ZV]?)?[(|,\-]{0,2}U\)?$")


def _assemble(
    tokens: list[str],
    classes: str,
    found: list[Found],
    index: int,
    role: Role | None,
    reference: datetime | date | None,
) -> DateReading | None:
    """The reading of one date with its clock, the end of its range and its weekday."""
    date_found = found[index]
    following = found[index + 1] if index + 1 < len(found) else None
    clock = _clock_of(tokens, classes, found, index)
    weekday = weekday_of(tokens[date_found.weekday]) if date_found.weekday is not None else None
    end = clock.end if clock and clock.end > date_found.end else date_found.end
    day: date | None
    last: date | None = None
    last_clock: Clock | None = None
    if following and date_found.last is None and _CONNECTED.fullmatch(classes, end, following.start):
        last_clock = _clock_of(tokens, classes, found, index + 1)
        day, last = _range(date_found, (following.year, following.month, following.day), reference, weekday)
        if last is None:
            return None
    elif date_found.last:
        day, last = _range(date_found, date_found.last, reference, weekday)
        if last is None:
            return None
    else:
        day = _settle(classes, date_found, weekday, reference)
    if day is None:
        return None
    return _reading(day, last, clock, last_clock, role, _verdict(weekday, day, tokens, date_found))


def _clock_of(tokens: list[str], classes: str, found: list[Found], index: int) -> Clock | None:
    """The clock after the date, before the next one; else the clock right before it."""
    date_found = found[index]
    if date_found.clock is not None:
        return clock_at(tokens, classes, date_found.clock, None)
    limit = found[index + 1].start if index + 1 < len(found) else len(classes)
    if limit > date_found.end:
        clock = clock_after(tokens, classes, date_found.end, limit)
        if clock:
            return clock
    start = 0
    if index:
        previous = _clock_of(tokens, classes, found, index - 1)
        start = max(found[index - 1].end, previous.end if previous else 0)
    return clock_before(tokens, classes, start, date_found.start) if date_found.start > start else None


def _settle(classes: str, found: Found, weekday: int | None, reference: datetime | date | None) -> date | None:
    """The day with its year, taken from the reference where the text has none."""
    if found.year is not None:
        return real_day(found.year, found.month, found.day)
    if reference is None:
        return None
    today = reference.date() if isinstance(reference, datetime) else reference
    way = _WAY.match(classes, found.end)
    if way and way["year"]:
        step = {"g": -1, "f": 1, "i": 0}[way["way"]]
        return real_day(today.year + step, found.month, found.day)
    if way and way["way"] == "g":
        return day_before(found.month, found.day, today)
    if way and way["way"] == "f":
        return day_after(found.month, found.day, today)
    return nearest_year(found.month, found.day, today, weekday)


def _range(
    found: Found,
    last: tuple[int | None, int, int],
    reference: datetime | date | None,
    weekday: int | None,
) -> tuple[date | None, date | None]:
    """Both ends of a range, or None twice where one is impossible or it ends before it begins.

    The first end takes the year of the last, or the year before where it would lie after it by less than half a year
    (28 Desember - 3 Januari 2025); without any year the first is settled and the last follows it.
    """
    year, month, day = last
    begin: date | None
    end: date | None
    if year is None and found.year is None:
        begin = _settle("", found, weekday, reference)
        end = real_day(begin.year, month, day) if begin else None
        if begin and (end is None or end < begin) and month < found.month:
            end = real_day(begin.year + 1, month, day)
    elif year is None:
        begin = real_day(found.year or 0, found.month, found.day)
        end = real_day(found.year or 0, month, day)
    else:
        end = real_day(year, month, day)
        begin = real_day(year if found.year is None else found.year, found.month, found.day)
        if begin and end and begin > end and found.year is None and month < found.month:
            begin = real_day(year - 1, found.month, found.day)
            if begin and end - begin > HALF_A_YEAR:
                begin = None
    if begin is None or end is None or end < begin:
        return None, None
    return begin, end


def _reading(
    day: date, last: date | None, clock: Clock | None, last_clock: Clock | None, role: Role | None, verdict: str | None
) -> DateReading | None:
    """Put days and clocks together."""
    if clock is None or (last is not None and clock.to is None and last_clock is None):
        return DateReading(day, None, None, None, "day", last, role=role, weekday=verdict)
    precision: Precision = "second" if clock.second is not None else "minute" if clock.minute is not None else "hour"
    zone = clock.zone or (last_clock.zone if last_clock else None)
    to = (last_clock.hour, last_clock.minute, last_clock.second) if last_clock else clock.to
    begin = wall(clock.hour, clock.minute, clock.second)
    end_day: date | None = None
    end: time | None = None
    if to is not None:
        end_day = (last or day) + timedelta(days=to[0] // 24)
        end = wall(*to)
    day = day + timedelta(days=clock.hour // 24)
    if end_day is not None and end is not None and (end_day, end) < (day, begin):
        return None
    return DateReading(
        day, begin, zone, "stated" if zone else None, precision, end_day, end, role=role, weekday=verdict
    )


def _verdict(weekday: int | None, day: date, tokens: list[str], found: Found) -> str | None:
    """Whether the printed weekday is that of the day; a contradiction is told and changes nothing."""
    if weekday is None or found.weekday is None:
        return None
    if day.weekday() == weekday:
        return "agrees"
    return f"contradicts: printed {tokens[found.weekday]}, is {_WEEKDAYS[day.weekday()]}"
