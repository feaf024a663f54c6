"""Odd forms, read by python-dateutil: compact ISO, week dates, wordy English.

It is asked last and only where every word of the line belongs to a date, because a general parser finds
a date in anything: its answer counts only if the text itself gave year, month and day.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from crawler.dates.reading import DateReading

_COMPACT: Final = re.compile(r"(?:19|20)\d{6}(?:T?\d{4}(?:\d{2})?)?(?:Z|[+-]\d{2}:?\d{2})?$|\d{4}-W\d{2}-\d$").match
_ENGLISH: Final = re.compile(r"[MWdDYnytcuAVZXop,.()\-/+|'O]+$").match
_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - two blanks to see what the text lacks


def read_odd(text: str, classes: str) -> DateReading | None:
    """The reading of a compact or wordy form, or None."""
    if _COMPACT(text):
        return _compact(text)
    if "M" in classes and "Y" in classes and "d" in classes.lower() and len(text) < 80 and _ENGLISH(classes):
        return _english(text)
    return None


def _compact(text: str) -> DateReading | None:
    from dateutil.parser import isoparse  # costs milliseconds at import

    if text.isdigit() and len(text) > 8:
        text = f"{text[:8]}T{text[8:]}"
    try:
        at = isoparse(text)
    except (ValueError, OverflowError):
        return None
    if "T" not in text:
        return DateReading(at.date())
    second = len(text.partition("T")[2].partition("Z")[0].partition("+")[0].partition("-")[0]) > 4
    return _reading(at, "second" if second else "minute")


def _english(text: str) -> DateReading | None:
    from dateutil.parser import ParserError, parse

    from crawler.dates.tokens import ZONE

    try:
        first, second = (
            parse(text, default=default, dayfirst=True, tzinfos=ZONE, ignoretz=False) for default in _DEFAULTS
        )
    except (ParserError, OverflowError, ValueError):
        return None
    if first.date() != second.date():
        return None
    if ":" not in text:
        return DateReading(first.date())
    return _reading(first, "second" if text.count(":") > 1 else "minute")


def _reading(at: datetime, precision: str) -> DateReading:
    unit: str = precision
    return DateReading(
        at.date(),
        at.time().replace(microsecond=0),
        at.tzinfo,
        "stated" if at.tzinfo else None,
        "second" if unit == "second" else "minute",
    )
