"""Forms that count from a clock: ``3 jam yang lalu``, ``kemarin``, ``Senin pekan lalu``, ``Baru saja``.

Ours is the Indonesian; the arithmetic of months and years is python-dateutil's ``relativedelta``,
which knows that a month before 31 July is 30 June. Weeks, days and hours need no calendar.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from crawler.dates import language as words
from crawler.dates.amounts import UNIT_OF, amounts_of
from crawler.dates.clocks import clock_after, wall
from crawler.dates.grammar import weekday_of
from crawler.dates.reading import DateReading, Precision

_HINT: Final = re.compile(r"[gfklbr7]|[S9]|Ii")
_AMOUNT: Final = r"(?:[dDn](?:,[dD])?|q{1,4})"
_COUNT: Final = rf"(?:{_AMOUNT}[Imwj6W]|e)"
_COUNTED: Final = re.compile(
    rf"(?P<about>a{{0,2}})(?P<in>7?)(?P<counts>{_COUNT}(?:[,5]{{0,2}}{_COUNT}){{0,3}})(?P<more>a?)3?(?P<way>[gf]?)"
)
_TURN: Final = re.compile(r"(?P<edge>[Eh]?)(?:(?P<unit>[Imw6])3?(?P<way>[gfi])|(?P<word>l)(?P<unit2>[Imw6]))")
_WEEKDAY: Final = re.compile(r"(?P<day>[Ww])(?:(?P<unit>[Imw6])3?)?(?P<way>[gfk])")
_DAY_WORD: Final = re.compile(r"(?P<word>k)(?P<more>k?)|(?P<part>S)(?:9|i)|9(?P<part2>S)|(?P<unit>I)i")
_NOW: Final = re.compile(r"bs|r(?:3?g)?|8I3?g|8x3?g")
_MONTH_DAY: Final = re.compile(r"o(?P<day>[dD])(?P<unit>m)3?(?P<way>[gfi])")

_ORDER: Final[tuple[Precision, ...]] = ("second", "minute", "hour", "day", "week", "month", "year")
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}
_LAST_WORDS: Final = frozenset(words.LAST.split())


def read_relative(tokens: list[str], classes: str, reference: date | datetime | None) -> DateReading | None:
    """The day or instant a relative form means, seen from the reference; None where there is no such form.

    Units below a day need a reference with a clock, and keep its offset.
    """
    if reference is None or not _HINT.search(classes):
        return None
    return (
        _counted(tokens, classes, reference)
        or _now(tokens, classes, reference)
        or _weekday(tokens, classes, reference)
        or _month_day(tokens, classes, reference)
        or _turn(tokens, classes, reference)
        or _day_word(tokens, classes, reference)
    )


def _day(reference: date | datetime) -> date:
    return reference.date() if isinstance(reference, datetime) else reference


def _instant(at: datetime, precision: Precision, *, approximate: bool) -> DateReading:
    """A reading of a clock, cut to the minute unless seconds were counted."""
    second = at.second if precision == "second" else 0
    return DateReading(
        at.date(),
        time(at.hour, at.minute, second),
        at.tzinfo,
        "reference" if at.tzinfo else None,
        precision,
        approximate=approximate,
    )


def _counted(tokens: list[str], classes: str, reference: date | datetime) -> DateReading | None:
    """``2 jam 15 menit yang lalu``, ``dua hari lagi``, ``dalam 5 menit``."""
    for match in _COUNTED.finditer(classes):
        if not (match["way"] or (match["in"] and match.end() - match.start() >= len(classes) - 2)):
            continue  # "dalam 24 jam" within a sentence is how long something takes
        at = match.start("counts")
        amounts = amounts_of(tokens[at : match.end("counts")], match["counts"])
        sign = -1 if match["way"] == "g" else 1
        return _moved(reference, amounts, sign, approximate=bool(match["about"] or match["more"]))
    return None


def _moved(
    reference: date | datetime, amounts: dict[Precision, float] | None, sign: int, *, approximate: bool
) -> DateReading | None:
    if not amounts:
        return None
    finest: Precision = min(amounts, key=_ORDER.index)
    rough = approximate or finest not in ("second", "minute", "day")
    try:
        if finest in _SECONDS:
            if not isinstance(reference, datetime):
                return None
            back = timedelta(
                seconds=sum(n * _SECONDS[unit] for unit, n in amounts.items() if unit in _SECONDS),
                days=amounts.get("day", 0),
            )
            return _instant(reference + sign * back, finest, approximate=rough)
        day = _moved_day(_day(reference), amounts, sign)
    except OverflowError:
        return None
    return DateReading(day, precision=finest, approximate=rough) if day else None


def _moved_day(day: date, amounts: dict[Precision, float], sign: int) -> date | None:
    months = amounts.get("month", 0) + 12 * amounts.get("year", 0)
    days = amounts.get("day", 0) + 7 * amounts.get("week", 0)
    if months % 1 or days % 1 or months > 12000 or days > 400000:
        return None
    if months:
        from dateutil.relativedelta import relativedelta  # milliseconds to import, seldom needed

        try:
            day = day + relativedelta(months=sign * int(months))
        except ValueError:
            return None
    return day + timedelta(days=sign * int(days))


def _now(tokens: list[str], classes: str, reference: date | datetime) -> DateReading | None:
    """``Baru saja``, ``beberapa detik yang lalu``."""
    match = _NOW.search(classes)
    if not match:
        return None
    if match[0][0] == "8" and tokens[match.start() + 1].lower() not in ("detik", "saat", "seconds", "second"):
        return None
    if isinstance(reference, datetime):
        return _instant(reference, "minute", approximate=True)
    return DateReading(reference, approximate=True)


def _turn(tokens: list[str], classes: str, reference: date | datetime) -> DateReading | None:
    """``pekan lalu``, ``bulan depan``, ``last week``; not the edges of a unit (``akhir bulan lalu``)."""
    for match in _TURN.finditer(classes):
        if match["edge"] or (match.start() and classes[match.start() - 1] in "dDnNYGFM8"):
            continue
        unit = UNIT_OF.get(tokens[match.start("unit") if match["unit"] else match.start("unit2")].lower())
        if match["way"] == "i":
            if unit == "day":
                break
            continue
        back = match["way"] == "g" or (match["word"] and tokens[match.start("word")].lower() in _LAST_WORDS)
        if unit in ("week", "month", "year") and (match["word"] or tokens[match.end("way") - 1].lower() != "lagi"):
            day = _moved_day(_day(reference), {unit: 1}, -1 if back else 1)
            return DateReading(day, precision=unit, approximate=True) if day else None
    return None


def _weekday(tokens: list[str], classes: str, reference: date | datetime) -> DateReading | None:
    """``Senin lalu``, ``Jumat pekan depan``; ``minggu lalu`` is a week unless ``hari`` stands before it."""
    for match in _WEEKDAY.finditer(classes):
        at = match.start()
        if match["day"] == "w" and not match["unit"] and not (at and tokens[at - 1].lower() == "hari"):
            continue
        way, today = match["way"], _day(reference)
        if match["unit"] and UNIT_OF.get(tokens[match.start("unit")].lower()) != "week":
            continue
        if way == "k" and words.DAY_WORDS[tokens[match.end() - 1].lower()] > 0:
            continue
        wanted = weekday_of(tokens[at])
        if match["unit"]:
            monday = today - timedelta(days=today.weekday())
            return _clocked(tokens, classes, match.end(), monday + timedelta(days=wanted + (7 if way == "f" else -7)))
        gap = (wanted - today.weekday()) % 7 or 7 if way == "f" else -((today.weekday() - wanted) % 7 or 7)
        return _clocked(tokens, classes, match.end(), today + timedelta(days=gap))
    return None


def _month_day(tokens: list[str], classes: str, reference: date | datetime) -> DateReading | None:
    """``tanggal 17 bulan lalu``."""
    match = _MONTH_DAY.search(classes)
    if not match or UNIT_OF.get(tokens[match.start("unit")].lower()) != "month":
        return None
    steps = {"g": -1, "f": 1, "i": 0}[match["way"]]
    month = _moved_day(_day(reference).replace(day=1), {"month": abs(steps)}, steps or 1)
    try:
        return (
            _clocked(tokens, classes, match.end(), month.replace(day=int(tokens[match.start("day")])))
            if month
            else None
        )
    except ValueError:
        return None


def _day_word(tokens: list[str], classes: str, reference: date | datetime) -> DateReading | None:
    """``kemarin``, ``hari ini, 14:30 WIB``, ``tadi malam``."""
    for match in _DAY_WORD.finditer(classes):
        today = _day(reference)
        if match["word"]:
            word = tokens[match.start()].lower()
            steps = words.DAY_WORDS[word] * (2 if match["more"] and word.startswith("kemar") else 1)
        elif match["unit"]:
            if tokens[match.start()].lower() != "hari":
                continue
            steps = 0
        else:
            part = tokens[match.start("part") if match["part"] else match.start("part2")].lower()
            steps = -1 if part == "malam" and "9" in match[0] else 0
        return _clocked(tokens, classes, match.end(), today + timedelta(days=steps))
    return None


def _clocked(tokens: list[str], classes: str, end: int, day: date) -> DateReading:
    """The day with the clock printed after it, if there is one."""
    clock = clock_after(tokens, classes, end, len(classes))
    if clock is None:
        return DateReading(day)
    precision: Precision = "second" if clock.second is not None else "minute" if clock.minute is not None else "hour"
    return DateReading(
        day + timedelta(days=clock.hour // 24),
        wall(clock.hour, clock.minute, clock.second),
        clock.zone,
        "stated" if clock.zone else None,
        precision,
    )
