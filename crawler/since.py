"""``--since``: how far back a crawl looks."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.article import JAKARTA
from crawler.clock import clock_of

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class SinceError(ValueError):
    """A ``--since`` that is no time; the message says what to write instead."""


def since_of(text: str | None, now: datetime) -> datetime | None:
    """``7d``, ``12h``, ``2w`` or an ISO date (Jakarta) as an aware instant; None for nothing.

    Raises:
        SinceError: for anything else.
    """
    if not text:
        return None
    number, unit = text[:-1], text[-1].lower()
    if number.isdecimal() and unit in _UNITS and len(number) < 5:
        return now - int(number) * _UNITS[unit]
    try:
        return clock_of(text, JAKARTA)
    except ValueError as error:
        raise SinceError(f"--since {error}: write 12h, 7d, 2w or 2024-07-02") from None
