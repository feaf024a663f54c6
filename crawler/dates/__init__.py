"""Dates as Indonesian pages print them: read one string, judge all of a page."""

from crawler.dates.lines import answer, answers
from crawler.dates.parse import parse_date
from crawler.dates.reading import DateReading

__all__ = ["DateReading", "answer", "answers", "parse_date"]
