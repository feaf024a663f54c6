"""The clock of a page: when it was fetched, as somebody wrote it down."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
"""Before there was no web; and between them no sum of hours and zones leaves the calendar."""

_BEGIN: Final = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
_END: Final = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)


def clock_of(text: str, zone: tzinfo) -> datetime:
    """An ISO 8601 time as an aware instant, in ``zone`` where it states none.

    Raises:
        ValueError: it is none, or lies outside the years 1990 to 2100.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if not _BEGIN <= moment < _END:
        raise ValueError(f"{text!r} is no time between {FIRST_YEAR} and {LAST_YEAR}")
    return moment
