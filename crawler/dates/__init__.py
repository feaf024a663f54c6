"""Dates as Indonesian pages print them: read one string, judge all of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.dates.lines import answer, answers
from crawler.dates.parse import parse_date
from crawler.dates.reading import DateReading

if TYPE_CHECKING:
    from crawler.dates.judge import JudgedDates, judge_dates

__all__ = ["DateReading", "JudgedDates", "answer", "answers", "judge_dates", "parse_date"]


def __getattr__(name: str) -> object:
    """Load the judge when it is asked for: the filter, whose start counts, does without it."""
    if name not in ("JudgedDates", "judge_dates"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from crawler.dates import judge

    return getattr(judge, name)
