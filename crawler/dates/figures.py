"""Runs of figures: what ``18/06/2025``, ``20.04``, ``1-3/7`` or ``021-5091`` can be, by shape.

A run is one token: figures joined by ``- / . :`` without a space. What fits no shape of a date or a
clock is no date: telephones, versions, ISBNs and scores end here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_FULL = re.compile(r"\d\d([-/.])\d\d\1\d{4}$").match
_SECONDS = re.compile(r"\d\d:\d\d:\d\d$").match
_GROWN = re.compile(
    r"(?P<date>(?P<day>\d{1,2}(?P<point>[-/])\d{1,2}(?P=point))?(?:19|20)\d\d)(?P<clock>\d{1,2}([:.])\d\d(?:\5\d\d)?)$"
).match
_SPLIT = re.compile(r"([-/.:])").split

CENTURY: Final = 40
"""Two-digit years below it are of this century: a press archive speaks of '98 and of '45."""

CLOCKS: Final[dict[str, tuple[int, int]]] = {
    form: (hour, minute)
    for hour in range(25)
    for minute in (range(60) if hour < 24 else range(1))
    for point in ":."
    for form in (f"{hour:02}{point}{minute:02}", f"{hour}{point}{minute:02}")
}
"""Every clock reading of a day as printed, with 24:00; the dot is as usual as the colon."""


class Day(NamedTuple):
    """Year, month, day in figures; ``swapped`` where day and month could stand the other way round too."""

    year: int
    month: int
    day: int
    swapped: bool = False


def full_year(figure: str) -> int:
    """The year of four or two figures."""
    year = int(figure)
    return year if len(figure) == 4 else year + (2000 if year < CENTURY else 1900)


def day_of(run: str) -> Day | None:
    """Year, month and day of three figures: year first, else day first, month first where nothing else is possible."""
    a, point, b, _, c = _SPLIT(run)[:5]
    if len(a) == 4:
        return Day(int(a), int(b), int(c))
    first, second = int(a), int(b)
    if second <= 12:
        return Day(full_year(c), second, first, swapped=first <= 12 and first != second)
    if first <= 12 and point in ("-/" if len(c) == 4 else "/"):
        return Day(full_year(c), first, second)
    return None


def day_month(run: str) -> tuple[int, int] | None:
    """Day and month of ``2/7``, else None; never month first, which without a year is more likely a fraction."""
    a, _, b = _SPLIT(run)
    return (int(a), int(b)) if 1 <= int(a) <= 31 and 1 <= int(b) <= 12 else None


def clock_of(run: str) -> tuple[int, int, int | None] | None:
    """Hour, minute and second of a run, seconds None where it has none; None where no clock shows it."""
    if run in CLOCKS:
        return (*CLOCKS[run], None)
    if _SECONDS(run):
        hour, minute, second = int(run[:2]), int(run[3:5]), int(run[6:])
        if hour < 24 and minute < 60 and second < 60:
            return hour, minute, second
    parts = _SPLIT(run)[::2]
    if len(parts) not in (3, 4) or len(parts[0]) > 2 or len(parts[1]) != 2 or len(parts[2]) != 2:
        return None
    hour, minute, second = (int(part) for part in parts[:3])
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    return hour, minute, min(second, 59)


def _small(figure: str, most: int) -> bool:
    return len(figure) <= 2 and 1 <= int(figure) <= most


def _is_day(a: str, b: str, c: str) -> bool:
    return (len(a) == 4 and len(b) <= 2 and len(c) <= 2) or (len(c) in (2, 4) and len(a) <= 2 and len(b) <= 2)


def figures(run: str, before: str) -> list[tuple[str, str]]:
    """The run's tokens with their classes (``tokens``); ``before`` is the class of the token before it."""
    if run.isdigit():
        return [(run, "y" if len(run) == 4 else "#")]
    if _FULL(run) and before != "T":
        return [(run, "F")]
    if _SECONDS(run) and clock_of(run):
        return [(run, "c")]
    parts = _SPLIT(run)
    shape = "".join(parts[1::2])
    if len(shape) > 6 or max(map(len, parts)) > 9:
        return [(run, "#")]
    handler = _SHAPES.get(shape)
    found = handler(run, parts[::2], before) if handler else None
    return found or _glued(run, parts[::2], before, shape) or [(run, "#")]


Found = list[tuple[str, str]] | None


def _three(run: str, n: list[str], before: str) -> Found:
    """Day, month, year with one separator, or a clock after the T of ISO (or after a date) with hyphens."""
    if before in ("T", "F") and run[2:3] == "-" and clock_of(run):
        return [(run, "c")]
    return [(run, "F")] if _is_day(*n) else None


def _dots(run: str, n: list[str], before: str) -> Found:
    if len(n[2]) == 2 and len(n[0]) <= 2:
        return [(run, "c" if before == "T" else "L")] if len(n[1]) <= 2 else None
    return [(run, "F")] if _is_day(*n) else None


def _slash(run: str, n: list[str], before: str) -> Found:
    a, b = n
    if len(a) <= 2 and len(b) <= 2:
        return [(run, "G" if day_month(run) else "N")] if _small(a, 31) and _small(b, 31) else None
    if len(a) == 4 and _small(b, 31) and (1300 <= int(a) <= 1500 or (before == "M" and 1900 <= int(a) <= 2100)):
        # the years of two calendars: 1446/31 Maret, Juli 2024/1 Muharram
        return [(a, "Y" if before == "M" else "y"), ("/", "/"), (b, "D" if len(b) == 2 else "d")]
    if {len(a), len(b)} <= {1, 2, 4} and (_small(a, 12) or _small(b, 12)):
        return [(run, "P")]
    return None


def _hyphen(run: str, n: list[str], before: str) -> Found:
    a, b = n
    if _small(a, 31) and _small(b, 31):
        return [(run, "N")]
    if len(a) == 4 and _small(b, 31):
        if before == "M" and 1900 <= int(a) <= 2100:
            return [(a, "Y"), ("-", "-"), (b, "D" if len(b) == 2 else "d")]
        return [(run, "P")] if _small(b, 12) else None
    return None


def _clock(run: str, n: list[str], before: str) -> Found:
    return [(run, "c")] if clock_of(run) else None


def _clocks(run: str, n: list[str], before: str) -> Found:
    """``09.00-12.00``; after the T of ISO, or with seconds before it alone, what follows the hyphen is an offset."""
    left, _, right = run.partition("-")
    start, end = clock_of(left), clock_of(right)
    if not start or not end:
        return None
    mark = "c" if start[2] is not None else "t"
    if before == "T" or (mark == "c" and end[2] is None):
        return [(left, mark), ("-", "-"), (right, "t")]
    return [(run, "v")]


def _days(run: str, n: list[str], before: str) -> Found:
    """``1-3/7``, ``1-3/7/2024``, ``30/6-2/7``, ``1/7/2024-3/7/2024``."""
    left, _, right = run.partition("-")
    point = "." if "." in run else "/"
    ends = [side.split(point) for side in (left, right)]
    fits = all(len(part) <= 2 for side in ends for part in side[:2]) and all(
        len(s) < 3 or len(s[2]) in (2, 4) for s in ends
    )
    return [(run, "K")] if fits else None


def _interval(run: str, n: list[str], before: str) -> Found:
    """ISO's interval of two days, ``2024-07-01/2024-07-03``."""
    left, _, right = run.partition("/")
    return [(left, "F"), ("-", "-"), (right, "F")] if len(n[0]) == len(n[3]) == 4 else None


_SHAPES = {
    "//": _three,
    "--": _three,
    "..": _dots,
    "/": _slash,
    "-": _hyphen,
    "::": _clock,
    "::.": _clock,
    ".-.": _clocks,
    ":-:": _clocks,
    "::-:": _clocks,
    "::-::": _clocks,
    "::.-:": _clocks,
    "-/": _days,
    "-//": _days,
    "-..": _days,
    "/-/": _days,
    "/-//": _days,
    "//-//": _days,
    "--/--": _interval,
}


def _glued(run: str, n: list[str], before: str, shape: str) -> Found:
    """A clock grown onto the year or day before it: ``2024-14:05``, ``02/07/2024-14.05``, ``10/07/202408:00``."""
    grown = _GROWN(run)
    if grown and (grown["day"] or before == "M"):
        clock = grown["clock"]
        mark = "t" if clock in CLOCKS and ":" in clock else "u" if clock in CLOCKS else "c" if clock_of(clock) else ""
        return [(grown["date"], "F" if grown["day"] else "Y"), (clock, mark)] if mark else None
    for clock in (":", "."):
        if shape.endswith(clock) and len(shape) > 1:
            head = run[: -len(n[-2]) - len(n[-1]) - 2]
            tail, point = run[len(head) + 1 :], run[len(head)]
            if point not in "-:./" or tail not in CLOCKS:
                return None
            if len(head) == 4 and head.isdigit() and 1900 <= int(head) <= 2100:
                mark = "Y"
            elif len(n) == 5 and _is_day(n[0], n[1], n[2]) and len(set(shape[:2])) == 1 and shape[0] in "-/":
                mark = "F"
            else:
                return None
            return [(head, mark), ("-", "-"), (tail, "t" if clock == ":" else "u")]
    return None
