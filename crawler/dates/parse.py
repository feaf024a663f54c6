"""From one printed string to one reading.

Whose work it is: the tokeniser, the Indonesian grammar and the choice among a line's dates are ours, because
the known libraries read two of three real Indonesian strings right (63 to 64 %) and some silently wrong. Full
ISO 8601 is read by the standard library. python-dateutil does the arithmetic of months and years (``relative``)
and reads odd English and compact ISO forms (``odd``), which is what it is best at.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Final

from crawler.dates.choice import choose
from crawler.dates.grammar import find_dates
from crawler.dates.odd import read_odd
from crawler.dates.reading import DateReading
from crawler.dates.relative import read_relative
from crawler.dates.tokens import plain, scan
from crawler.dates.years import FIRST_YEAR, LAST_YEAR

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_HOURS: Final = (0, 7, 8, 9)
"""Hours that begin 1970 in UTC, WIB, WITA and WIT."""


def parse_date(text: str, reference: datetime | date | None = None, zone: tzinfo | None = None) -> DateReading | None:
    """What a printed date says, or None where it says none.

    Args:
        text: the string as printed; its first 600 characters are read.
        reference: the clock for forms without a year and relative forms; None (or a year outside 1900 to 2100)
            leaves those unread.
        zone: fills in where the text tells a time but no zone; None leaves such a time without a zone.

    Rules are those of contract.md, ``kliping dates``: day first, ISO and year-first before it, month first only
    where nothing else is possible; an impossible day, a range that ends before it begins, a year outside
    1900 to 2100, an empty value of a database, a month or a year alone are None.
    """
    return read(text, reference, zone, detailed=True)


def read(text: str, reference: datetime | date | None, zone: tzinfo | None, *, detailed: bool) -> DateReading | None:
    """As ``parse_date``; without ``detailed`` what was ignored and the alternatives are left out, which is faster."""
    text = text.strip()
    if reference is not None and not FIRST_YEAR <= reference.year <= LAST_YEAR:
        reference = None
    reading = _iso(text)
    if reading is None:
        text = plain(text)
        tokens, classes = scan(text)
        found = find_dates(tokens, classes)
        if found:
            reading = choose(tokens, classes, found, reference, detailed=detailed)
        else:
            reading = read_relative(tokens, classes, reference) or read_odd(text, classes)
    if reading is None or _is_empty_value(reading):
        return None
    if zone is not None and reading.offset is None and reading.clock is not None:
        return reading._replace(offset=zone, zone="assumed")
    return reading


def _iso(text: str) -> DateReading | None:
    """Full ISO 8601 with hyphens, the commonest form in attributes, read by the standard library; intervals too."""
    if text[4:5] != "-" or text[7:8] != "-" or len(text) > 80 or not text.isascii():
        return None
    if "/" in text:
        first, last = (_iso(part) for part in text.split("/", 1))
        if first is None or last is None or first.precision != last.precision:
            return None
        return first._replace(last_day=last.day, last_clock=last.clock) if first.at(UTC) <= last.at(UTC) else None
    try:
        if len(text) == 10:
            return DateReading(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) < 16:
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
    """Whether a year is outside 1900 to 2100, or it is the Unix epoch, which databases print for nothing."""
    day, last = reading.day, reading.last_day
    if last is not None and last.year > LAST_YEAR:
        return True
    if day.year not in (1969, 1970):
        return not FIRST_YEAR <= day.year <= LAST_YEAR
    clock = reading.clock
    if clock is not None and reading.offset is not None and reading.zone == "stated":
        return datetime.combine(day, clock, reading.offset) == _EPOCH
    if (day.year, day.month, day.day) != (1970, 1, 1):
        return False
    if clock is None:
        return last is None
    return clock.minute == clock.second == 0 and clock.hour in _EPOCH_HOURS
