"""The year a date leaves out, and the days that are none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

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
