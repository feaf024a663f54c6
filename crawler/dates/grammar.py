"""The grammar of absolute dates: patterns over token classes (``tokens``), and what each match says.

A pattern sees one character a token, at most ``LONGEST`` of them, and every repetition in it is bounded,
so no input makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from crawler.dates.figures import day_month, day_of, full_year
from crawler.dates.tokens import MONTH, WEEKDAY

TO: Final = r"(?:-|R|1[./]2\.?)"
"""Between the two ends of a range: a dash, ``sampai``, ``s.d.``, ``s/d``."""

_YEAR: Final = r"(?:[-/.,']{0,2}6?(?P<year>Y|y(?!Z)|(?<=[-/'])[nDO](?![Mtuc])|[nDO](?=$|[,|)(]|-?[tuc]|[pj])))"
"""A year after a named month; two figures only where nothing else can be meant."""

_DATES: Final = re.compile(
    "|".join(
        (
            # 2 Juli 2024, 17-21 Mei 2016, 17 s.d. 21 Mei, 1 dan 2 Juli
            rf"(?:(?P<span>N)|(?:(?P<from>[dD])X?(?P<to>{TO}|,?5)[Ww]?,?)?(?P<day>[dD]))X?o?[-/.,]?(?P<month>M)"
            rf"{_YEAR}?",
            # 18/06/2025, 2024-07-02, 1-3/7/2024
            r"(?P<run>[FK])",
            # July 2, 2024; July 1-3, 2024; Jul  2 14:56:33 2024
            r"(?P<month2>M)[-/.,]?(?:(?P<span2>N)|(?:(?P<from2>[dD])X?-)?(?P<day2>[dD]))X?[-/.,]?(?:(?P<clock>[tc])Z?V?)?(?P<year2>Y)",
            # 2024 Juli 2
            r"(?P<year3>Y)[-/.,]?(?P<month3>M)[-/.,]?(?P<day3>[dD])(?![DdM]?Y)",
            # 2 / 7 / 2024
            r"(?P<day4>[dD])(?P<point>[-/.])(?P<month4>[dD])(?P=point)(?P<year4>Y)",
            # (2/7), 02.07.24
            r"(?P<short>[GL])",
        )
    )
)

_WEEKDAY_BEFORE: Final = re.compile(r"([Ww])J?'?[,.(|\-/o]{0,4}$")
_WEEKDAY_AFTER: Final = re.compile(r"[,(|\-]{0,2}([Ww])(?![,(J|]{0,3}[dDFGMKN])")
_LABELLED: Final = re.compile(r"[BC][.|,]{0,2}$")
_NUMBERED: Final = re.compile(r"B[.|,]{0,2}$")
_EVIDENCE: Final = re.compile(r"[WwkoiS9]J?[,(|]{0,3}$")
_ADDRESS: Final = re.compile(r"/(?![,|(]?[WwtucjpZFdD])")
_CODED: Final = re.compile(r"(?:[xBC][.\-]|/)$")


class Found(NamedTuple):
    """One date on a line, before its clock, year and role are known.

    ``start`` and ``end`` are token numbers, ``year`` and ``last`` (the last day of a range, as year, month, day)
    None where the text has none; ``weekday`` is the token number of the weekday printed with it.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    last: tuple[int | None, int, int] | None = None
    weekday: int | None = None
    swapped: bool = False
    clock: int | None = None


def find_dates(tokens: list[str], classes: str) -> Iterator[Found]:
    """Every date of the line, impossible days and years included, in the order printed."""
    for match in _DATES.finditer(classes):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "run":
            found = _in_figures(tokens, classes, start)
        elif kind == "short":
            found = _short(tokens, classes, start)
        else:
            found = _named(tokens, match, kind, classes)
        if found is not None:
            yield found._replace(weekday=_weekday(classes, start, found.end)) if _near_weekday(classes) else found


def _near_weekday(classes: str) -> bool:
    return "W" in classes or "w" in classes


def _weekday(classes: str, start: int, end: int) -> int | None:
    """Number of the weekday token printed before the date, else after it."""
    before = _WEEKDAY_BEFORE.search(classes, max(0, start - 7), start)
    if before:
        return before.start()
    after = _WEEKDAY_AFTER.match(classes, end)
    return after.start(1) if after else None


def _named(tokens: list[str], match: re.Match[str], kind: str | None, classes: str) -> Found | None:
    """A date whose parts are tokens of their own."""
    start, end = match.span()
    clock = None
    if _NUMBERED.search(classes, max(0, start - 3), start):
        return None
    if kind == "year3":
        kind = "day3"
    if match["month"]:
        year_at, month_at, day_at, from_at, span_at = (match.start(g) for g in ("year", "month", "day", "from", "span"))
        listed = match["to"]
    elif match["month2"]:
        year_at, month_at, day_at, from_at, span_at = (
            match.start(g) for g in ("year2", "month2", "day2", "from2", "span2")
        )
        clock = match.start("clock") if match["clock"] else None
        listed = None
    elif match["month3"]:
        return Found(
            start, end, int(tokens[match.start("year3")]), MONTH[tokens[match.start("month3")]], int(tokens[end - 1])
        )
    else:
        day = day_of("-".join((tokens[start], tokens[start + 2], tokens[start + 4])))
        return Found(start, end, day.year, day.month, day.day, swapped=day.swapped) if day else None
    year = full_year(tokens[year_at]) if year_at >= 0 else None
    month = MONTH[tokens[month_at]]
    if span_at >= 0:
        first, _, last = tokens[span_at].partition("-")
    elif from_at >= 0:
        first, last = tokens[from_at], tokens[day_at]
        if listed and listed[-1] == "5" and int(last) - int(first) != 1:
            return Found(start, end, year, month, int(first), clock=clock)
    else:
        return Found(start, end, year, month, int(tokens[day_at]), clock=clock)
    return Found(start, end, year, month, int(first), (year, month, int(last)), clock=clock)


def _in_figures(tokens: list[str], classes: str, at: int) -> Found | None:
    """``18/06/2025`` or a range like ``1-3/7/2024``, unless its neighbours make it a number or an address."""
    if at and (_LABELLED.search(classes, max(0, at - 3), at) or _is_code(tokens, classes, at)):
        return None
    if _ADDRESS.match(classes, at + 1):
        return None
    run = tokens[at]
    if classes[at] == "F":
        day = day_of(run)
        return Found(at, at + 1, day.year, day.month, day.day, swapped=day.swapped) if day else None
    return _run_range(tokens, classes, at)


def _is_code(tokens: list[str], classes: str, at: int) -> bool:
    """Whether the run is the tail of a code (``B-12/5/2024``, ``SK/5/12/2024``) or of an address."""
    if not _CODED.search(classes, max(0, at - 2), at):
        return False
    before = tokens[at - 2] if at > 1 else ""
    return (classes[at - 1] == "/" and before.isalnum()) or (before.isupper() and len(before) <= 3)


def _run_range(tokens: list[str], classes: str, at: int) -> Found | None:
    """A range in figures; what the first end lacks, it has from the last."""
    left, _, right = tokens[at].partition("-")
    point = "." if "." in right else "/"
    first, last = left.split(point), right.split(point)
    if len(last) < 2 or (len(last) == 2 and not _EVIDENCE.search(classes, max(0, at - 5), at)):
        return None
    year = full_year(last[2]) if len(last) > 2 else None
    end = (year, int(last[1]), int(last[0]))
    begin_year = full_year(first[2]) if len(first) > 2 else (year if len(first) == 1 else None)
    month = int(first[1]) if len(first) > 1 else end[1]
    return Found(at, at + 1, begin_year, month, int(first[0]), end)


def _short(tokens: list[str], classes: str, at: int) -> Found | None:
    """``2/7`` and ``02.07.24``, which are dates only beside a weekday, a day word or a clock."""
    if classes[at] == "L":
        if not re.search(r"[Ww]J?[,(]?$", classes[:at]):
            return None
        day = day_of(tokens[at])
        return Found(at, at + 1, day.year, day.month, day.day, swapped=day.swapped) if day else None
    whole = len(classes) == 1 and len(tokens[at]) == 5
    bracketed = classes == "(G)"
    clocked = re.match(r"[,|]?-?[pj]?[tu]\(?Z", classes[at + 1 : at + 7])
    if not (whole or bracketed or clocked or _EVIDENCE.search(classes, max(0, at - 5), at)):
        return None
    if _LABELLED.search(classes, max(0, at - 3), at) or classes[at + 1 : at + 2] == "/":
        return None
    pair = day_month(tokens[at])
    return Found(at, at + 1, None, pair[1], pair[0]) if pair else None


def weekday_of(token: str) -> int:
    """Number of a printed weekday, Monday 0."""
    return WEEKDAY[token.lower()]
