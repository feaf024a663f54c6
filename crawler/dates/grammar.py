"""The grammar of absolute dates: patterns over token classes (``tokens``), and what each match says.

A pattern sees one character a token, at most ``LONGEST`` of them, and every repetition in it is bounded,
so no input makes it slow.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.dates.figures import Day, day_month, day_of, full_year
from crawler.dates.language import ENGLISH_MONTHS
from crawler.dates.numbering import MAGNITUDES, is_counted, is_grown_on, is_no_day, is_telephone
from crawler.dates.tokens import MONTH, WEEKDAY

SHAPES: Final = 4096
"""How many shapes of a line are remembered: the classes of its tokens, which thousands of different lines share."""

TO: Final = r"(?:-|R0?|1[./]2\.?)"
"""Between the two ends of a range: a dash, ``sampai``, ``sampai dengan``, ``s.d.``, ``s/d``."""

_FROM: Final = rf"(?P<from>[dD])(?P<to>X?{TO}[Ww]?,?|(?:,[dD]){{0,5}},?5|(?:,[dD]){{1,5}},)"
_DAY_MONTH: Final = rf"(?:(?P<span>[NG])|(?:{_FROM})?(?P<day>[dD]))X?[om]?[-/.,]?(?P<month>M)"
"""``2 Juli``, ``17-21 Mei``, ``17 s.d. 21 Mei``, ``malam 17/18 Mei``, ``1, 2 dan 3 Juli``."""

_YEAR: Final = r"(?:[-/.,']{0,2}6?(?P<year>Y|y(?!Z)|(?<=[-/'])[nDO](?![Mtuc])|[nDO](?=$|[,|)(]|-?[tuc]|[pj])))?"
"""A year after them; two figures only where nothing else can be meant; ``y`` is refused by its value later."""

_MONTH_DAY: Final = (
    r"(?P<month2>M)[-/.,]?(?:(?P<span2>N)|(?:(?P<from2>[dD])X?-)?(?P<day2>[dD]))X?[-/.,]?"
    r"(?:(?P<clock>[tc])[ZV]?)?(?P<year2>Y)"
)
"""``July 2, 2024``, ``July 1-3, 2024``, ``Jul  2 14:56:33 2024``."""

_YEAR_FIRST: Final = r"(?P<year3>Y)[-/.,]?(?P<month3>M)[-/.,]?(?P<day3>[dD])(?![DdM]?Y)"
_SPACED: Final = r"(?P<day4>[dD])(?P<point>[-/.])(?P<month4>[dD])(?P=point)(?P<year4>Y)"
_ENGLISH: Final = r"(?P<month5>M)(?P<day5>[dD])(?P<nth>X?)(?=$|[,|)(\-]|[pj]?[tuc])"
"""``July 2`` without a year, which only English names mean."""

_RUN: Final = r"(?P<run>[FK])"
_SHORT: Final = r"(?P<short>[GL])"

_DATES: Final = re.compile("|".join((_DAY_MONTH + _YEAR, _RUN, _MONTH_DAY, _YEAR_FIRST, _SPACED, _ENGLISH, _SHORT)))

_WEEKDAY_BEFORE: Final = re.compile(rf"([Ww])\(?J?\)?(?:{TO}[Ww]J?)?'?[,.(|\-/oS9]{{0,4}}$")
_WEEKDAY_AFTER: Final = re.compile(r"[,(|\-]{0,2}([Ww])(?![,(J|]{0,3}[dDFGMKN])")
_LABELLED: Final = re.compile(r"[BC][.|,]{0,2}$")
_EVIDENCE: Final = re.compile(r"[WwkoiS9]J?[,(|]{0,3}$")
_CLOCKED: Final = re.compile(r"[,|]?-?[pj]?[tu]\(?Z")
_CLOCK_AFTER: Final = re.compile(r"[,|]?[pj]?[tuc]")
_DATELINE: Final = re.compile(r"[xB]{1,3},G\(x")
_PATH_AFTER: Final = re.compile(r"/(?![,|(]?[WwtucjpZFdD])")
_CUT_YEAR: Final = re.compile(r"#(?![xI\-])")
"""``12 Juli 202``; with a word after it the number counts something (12 Juli 200 orang)."""
_CODE_BEFORE: Final = re.compile(r"(?:[xBC][.\-]|/)$")


class Found(NamedTuple):
    """One date on a line, before its clock, year and role are known.

    ``start``, ``end``, ``weekday`` and ``clock`` are token numbers, the last two None where none belongs to the date;
    ``year`` is None where the text has none; ``last`` is year, month, day of the end of a range; ``swapped`` says
    that day and month could stand the other way round.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    last: tuple[int | None, int, int] | None = None
    swapped: bool = False
    clock: int | None = None
    weekday: int | None = None  # last, so that find_dates can add it


def find_dates(tokens: list[str], classes: str) -> list[Found]:
    """Every date of the line in the order printed, impossible days and years included."""
    dates = []
    for match, weekday in _matches(classes):
        found = _READERS[match.lastgroup or ""](tokens, classes, match)
        if found is not None:
            dates.append(found if weekday is None else Found(*found[:-1], weekday))
    return dates


@lru_cache(maxsize=SHAPES)
def _matches(classes: str) -> tuple[tuple[re.Match[str], int | None], ...]:
    """Where dates can stand in a line of this shape, each with the token number of its weekday."""
    weekdays = "W" in classes or "w" in classes
    return tuple((match, _weekday(classes, *match.span()) if weekdays else None) for match in _DATES.finditer(classes))


def weekday_of(token: str) -> int:
    """Number of a printed weekday, Monday 0."""
    return WEEKDAY[token.lower()]


def _weekday(classes: str, start: int, end: int) -> int | None:
    """Number of the weekday token before the date (of a range of weekdays the first), else of the one after it."""
    before = _WEEKDAY_BEFORE.search(classes, max(0, start - 9), start)
    if before:
        return before.start()
    after = _WEEKDAY_AFTER.match(classes, end)
    return after.start(1) if after else None


def _day_month_year(tokens: list[str], classes: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    day_at, year_at = match.start("day"), match.start("year")
    if is_no_day(tokens, classes, start, end, alone=day_at == start):
        return None
    year = full_year(tokens[year_at]) if year_at >= 0 else None
    if year is None and _CUT_YEAR.match(classes, end) and tokens[end].startswith(("19", "20", "0")):
        return None
    month = MONTH[tokens[match.start("month")]]
    if day_at == start:
        return Found(start, end, year, month, int(tokens[start]))
    first, last = _ends(tokens, match, "span", "from", "day")
    if match["to"] and re.fullmatch("[,5dD]+", match["to"]):
        return _listed(tokens, start, match, Found(start, end, year, month, first), last)
    return Found(start, end, year, month, first, (year, month, last))


def _listed(tokens: list[str], start: int, match: re.Match[str], first: Found, last: int) -> Found:
    """``1, 2 dan 3 Juli`` is a range where no day is left out, else its first day; by commas alone its last."""
    days = [int(token) for token in tokens[start : match.start("month")] if token.isdigit()]
    if days == list(range(days[0], last + 1)):
        return first._replace(last=(first.year, first.month, last))
    return first if "5" in match["to"] else first._replace(day=last)


def _english(tokens: list[str], classes: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    if not match["nth"] and tokens[start].lower() not in ENGLISH_MONTHS.split():
        return None
    return Found(start, end, None, MONTH[tokens[start]], int(tokens[start + 1]))


def _ends(tokens: list[str], match: re.Match[str], span: str, begin: str, end: str) -> tuple[int, int]:
    """First and last day of a range inside one month."""
    if match[span]:
        first, last = re.split("[-/]", tokens[match.start(span)])
        return int(first), int(last)
    return int(tokens[match.start(begin)]), int(tokens[match.start(end)])


def _month_day_year(tokens: list[str], classes: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    year, month = int(tokens[match.start("year2")]), MONTH[tokens[start]]
    clock = match.start("clock") if match["clock"] else None
    if match["span2"] or match["from2"]:
        first, last = _ends(tokens, match, "span2", "from2", "day2")
        return Found(start, end, year, month, first, (year, month, last), clock=clock)
    return Found(start, end, year, month, int(tokens[match.start("day2")]), clock=clock)


def _year_first(tokens: list[str], classes: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    return Found(start, end, int(tokens[start]), MONTH[tokens[match.start("month3")]], int(tokens[end - 1]))


def _spaced(tokens: list[str], classes: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    if start and _LABELLED.search(classes, max(0, start - 3), start):
        return None
    return _of(day_of("-".join(tokens[start:end:2])), start, end)


def _of(day: Day | None, start: int, end: int) -> Found | None:
    return Found(start, end, day.year, day.month, day.day, None, day.swapped) if day else None


def _run(tokens: list[str], classes: str, match: re.Match[str]) -> Found | None:
    """``18/06/2025`` or a range like ``1-3/7/2024``, unless its neighbours make it a number, a code or an address."""
    at = match.start()
    if at and (_LABELLED.search(classes, max(0, at - 3), at) or _is_code(tokens, classes, at)):
        return None
    if _PATH_AFTER.match(classes, at + 1) or is_counted(tokens, classes, at + 1, MAGNITUDES):
        return None
    return _of(day_of(tokens[at]), at, at + 1) if classes[at] == "F" else _run_of_days(tokens, classes, at)


def _is_code(tokens: list[str], classes: str, at: int) -> bool:
    """Whether the run is the tail of a telephone number, a code (``B-12/5/2024``, ``SK/5/12/2024``) or an address."""
    if is_telephone(tokens, at):
        return True
    if at < 2 or not _CODE_BEFORE.search(classes, at - 2, at):
        return False
    before = tokens[at - 2]
    if classes[at - 1] == "/":
        return before.isalnum()
    code = is_grown_on(before) or (before.isupper() and len(before) <= 3)
    return code and not _CLOCK_AFTER.match(classes, at + 1)


def _run_of_days(tokens: list[str], classes: str, at: int) -> Found | None:
    """A range in figures; what the first end lacks, it has from the last."""
    left, _, right = tokens[at].partition("-")
    point = "." if "." in right else "/"
    first, last = left.split(point), right.split(point)
    if len(last) == 2 and not _EVIDENCE.search(classes, max(0, at - 5), at):
        return None
    year = full_year(last[2]) if len(last) > 2 else None
    month = int(last[1])
    begin_year = full_year(first[2]) if len(first) > 2 else year if len(first) == 1 else None
    begin_month = int(first[1]) if len(first) > 1 else month
    return Found(at, at + 1, begin_year, begin_month, int(first[0]), (year, month, int(last[0])))


def _short(tokens: list[str], classes: str, match: re.Match[str]) -> Found | None:
    """``2/7`` and ``02.07.24``, which are dates only beside a weekday, a day word, a clock, a place and an agency."""
    at = match.start()
    before = max(0, at - 5)
    if classes[at] == "L":
        return _of(day_of(tokens[at]), at, at + 1) if re.search(r"[Ww]J?[,(]?$", classes[before:at]) else None
    alone = classes == "(G)" or (len(classes) == 1 and len(tokens[at]) == 5)
    if not (
        alone or _DATELINE.match(classes) or _EVIDENCE.search(classes, before, at) or _CLOCKED.match(classes, at + 1)
    ):
        return None
    if _LABELLED.search(classes, before, at) or (classes[at + 1 : at + 2] == "/" and classes[at + 2 : at + 3] != ")"):
        return None
    pair = day_month(tokens[at])
    return Found(at, at + 1, None, pair[1], pair[0]) if pair else None


_READERS: Final = {
    "month": _day_month_year,
    "year": _day_month_year,
    "run": _run,
    "year2": _month_day_year,
    "day3": _year_first,
    "year4": _spaced,
    "nth": _english,
    "short": _short,
}
"""Readers by the last named group that took part in a match."""
