"""The year a date leaves out, and the days that are none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crawler.dates.grammar import Found

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
HALF_A_YEAR: Final = timedelta(days=184)


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day or the year is outside 1900 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, reference: date, weekday: int | None) -> date | None:
    """The day in the reference's year, or in the year beside it.

    The year beside is taken where the day then lies nearer the reference and the printed ``weekday``
    (Monday 0, None if none is printed) does not contradict it, and for 29 February where only it has one.
    """
    best = real_day(reference.year, month, day)
    for year in (reference.year - 1, reference.year + 1):
        other = real_day(year, month, day)
        if other is None or (weekday is not None and other.weekday() != weekday):
            continue
        if best is None or abs(other - reference) < abs(best - reference):
            best = other
    return best


def day_before(month: int, day: int, reference: date) -> date | None:
    """The last such day not after the reference (``17 Agustus lalu``)."""
    found = real_day(reference.year, month, day)
    return found if found and found <= reference else real_day(reference.year - 1, month, day)


def day_after(month: int, day: int, reference: date) -> date | None:
    """The next such day not before the reference (``17 Agustus mendatang``)."""
    found = real_day(reference.year, month, day)
    return found if found and found >= reference else real_day(reference.year + 1, month, day)


def span_of(settled: date | None, found: Found, last: tuple[int | None, int, int]) -> tuple[date | None, date | None]:
    """Both days of a range, None twice where one is impossible or it ends before it begins.

    Args:
        settled: the first day where its year is told or taken from the reference, else None.
        found: the first day as printed.
        last: year (None where untold), month and day of the end.

    A first day without a year takes the year of the last, or the year before where the range then crosses new year
    within half a year (28 Desember - 3 Januari 2025); a last day without one follows the first.
    """
    year, month, day = last
    begin: date | None
    if year is None:
        begin = settled
        end = real_day(begin.year, month, day) if begin else None
        if begin and found.year is None and end and end < begin and month < found.month:
            end = real_day(begin.year + 1, month, day)
    else:
        end = real_day(year, month, day)
        begin = real_day(year if found.year is None else found.year, found.month, found.day)
        if found.year is None and begin and end and begin > end and month < found.month:
            begin = real_day(year - 1, found.month, found.day)
            if begin and end - begin > HALF_A_YEAR:
                begin = None
    if begin is None or end is None or end < begin:
        return None, None
    return begin, end
