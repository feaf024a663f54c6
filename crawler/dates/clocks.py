"""The clock beside a date: ``pukul 20.04 WIB``, ``21:34:19+07:00``, ``2:56 PM``, ``09.00-12.00 WITA``."""

from __future__ import annotations

import re
from datetime import UTC, time, timedelta, timezone
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.dates.figures import CLOCKS, clock_of
from crawler.dates.grammar import SHAPES, TO
from crawler.dates.language import PARTS_OF_DAY
from crawler.dates.numbering import is_counted
from crawler.dates.tokens import ZONE

_BETWEEN: Final = r",|().\-/oJWwTXiI3Zkgapj'S"
_AT: Final = r"(?P<at>[tucv]|L|(?:(?<=[pj])|(?<=[pj]\.))[dDO]|[dD](?=[SAZ])|y(?=Z))"
_FIRM: Final = r"(?P<at>c|[tuv](?=\(?[ZV])|(?<=[pj])[tuv])"
_SHIFT: Final = r"[dDOytu#]"
_TAIL: Final = (
    r"(?P<half>[AS])?"
    rf"(?:[(|]?(?P<zone>Z)|\(?(?P<utc>V)(?:(?P<sign>[+\-])(?P<shift>{_SHIFT}))?"
    rf"|(?P<sign2>\+|(?:(?<=c)|(?<=T.))-)(?P<shift2>{_SHIFT}))?\)?"
    rf"(?:{TO}[pj]?\.?(?P<end>[tuc4]|[dD](?=[SAZ]))(?P<half2>[AS])?(?:\(?(?P<zone2>[ZV]))?)?"
)
_HIJRI: Final = r"(?:x?[|,/(\-]{0,3}[dD]Hh?y?x?\)?)?"
_AFTER: Final = re.compile(rf"{_HIJRI}[{_BETWEEN}]{{0,8}}?{_AT}{_TAIL}")
_AFTER_WORDS: Final = re.compile(rf"[x{_BETWEEN}]{{0,9}}?{_FIRM}{_TAIL}")
_BEFORE: Final = re.compile(rf"(?P<at>[tcv]|u(?=\(?[ZVS])|(?<=[pj])u){_TAIL}[,|()\-/oWwJXi.]{{0,5}}$")

_LABELLED: Final = re.compile(r"[BC][.|,]{0,2}$")
"""What stands before a score or a duration."""


class Clock(NamedTuple):
    """Hour (24 is the end of the day), minute and second, None where the text has none; the end of a range of time.

    ``start`` and ``end`` are token numbers; ``to`` is hour, minute, second of the end.
    """

    start: int
    end: int
    hour: int
    minute: int | None
    second: int | None
    zone: timezone | None
    to: tuple[int, int, int | None] | None


class _Parts(NamedTuple):
    """Token numbers of a clock's parts in all lines of one shape, None where it has no such part."""

    start: int
    end: int
    at: int
    half: int | None
    zone: int | None
    sign: str
    shift: int | None
    to: int | None
    to_half: int | None


def clock_after(tokens: list[str], classes: str, start: int, end: int) -> Clock | None:
    """The clock that follows a date ending before ``start``, not beyond ``end``."""
    parts = _parts_after(classes, start, end)
    return _read(tokens, classes, parts) if parts else None


def clock_before(tokens: list[str], classes: str, start: int, end: int) -> Clock | None:
    """The clock that stands right before a date beginning at ``end``."""
    parts = _parts_before(classes, start, end)
    return _read(tokens, classes, parts) if parts else None


@lru_cache(maxsize=SHAPES)
def _parts_after(classes: str, start: int, end: int) -> _Parts | None:
    match = _AFTER.match(classes, start, end)
    if match is None and "x" in classes:
        match = _AFTER_WORDS.match(classes, start, end)
    return _parts(classes, match) if match else None


@lru_cache(maxsize=SHAPES)
def _parts_before(classes: str, start: int, end: int) -> _Parts | None:
    match = _BEFORE.search(classes, max(start, end - 16), end)
    if match is None or _LABELLED.search(classes, max(start, match.start() - 3), match.start()):
        return None
    return _parts(classes, match)


def _parts(classes: str, match: re.Match[str]) -> _Parts:
    place = {name: match.start(name) for name, text in match.groupdict().items() if text}
    start, at, sign = match.start(), place["at"], match["sign"] or match["sign2"] or ""
    zone = place.get("zone")
    if zone is None and not sign:
        zone = place.get("utc", place.get("zone2"))
        if zone is None and "Z" in classes[start:at]:
            zone = classes.index("Z", start)
    return _Parts(
        start,
        match.end(),
        at,
        place.get("half"),
        zone,
        sign,
        place.get("shift", place.get("shift2")),
        None if match["end"] == "4" else place.get("end"),
        place.get("half2"),
    )


def clock_at(tokens: list[str], classes: str, at: int) -> Clock | None:
    """The clock at one token, inside a date (``Jul 2 14:56:33 2024``)."""
    zone = ZONE[tokens[at + 1]] if classes[at + 1 : at + 2] in ("Z", "V") else None
    return _clock(tokens, at, at, at + 1, classes[at], None, zone, None)


def _read(tokens: list[str], classes: str, parts: _Parts) -> Clock | None:
    if is_counted(tokens, classes, parts.end):
        return None
    zone = to = None
    if parts.zone is not None:
        zone = ZONE[tokens[parts.zone]]
    elif parts.shift is not None:
        zone = _shift(parts.sign, tokens[parts.shift])
    if parts.to is not None:
        to = _hours(tokens[parts.to], None if parts.to_half is None else tokens[parts.to_half])
        if to is None:
            return None
    half = None if parts.half is None else tokens[parts.half]
    return _clock(tokens, parts.at, parts.start, parts.end, classes[parts.at], half, zone, to)


def _clock(
    tokens: list[str],
    at: int,
    start: int,
    end: int,
    mark: str,
    half: str | None,
    zone: timezone | None,
    to: tuple[int, int | None, int | None] | None,
) -> Clock | None:
    figure = tokens[at]
    if mark == "v":
        figure, _, last = figure.partition("-")
        to = _hours(last, half)
    elif mark == "y":
        figure = f"{figure[:2]}:{figure[2:]}"
    begin = _hours(figure, half)
    if begin is None:
        return None
    return Clock(start, end, *begin, zone, (to[0], to[1] or 0, to[2]) if to else None)


def _hours(figure: str, half: str | None) -> tuple[int, int | None, int | None] | None:
    """Hour, minute and second of a figure in the twelve-hour or the day's count; None where no clock shows it."""
    reading: tuple[int, int | None, int | None] | None
    pair = CLOCKS.get(figure)
    if pair:
        reading = (*pair, None)
    elif figure.isdigit():
        reading = (int(figure), None, None) if int(figure) < 24 else None
    else:
        reading = clock_of(figure)
    if reading is None or half is None:
        return reading
    hour, half = reading[0], half.lower()
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return reading
        return (hour % 12 + (12 if half == "pm" else 0), *reading[1:])
    first, last = PARTS_OF_DAY[half]
    return (hour + 12, *reading[1:]) if first <= hour <= last and last else reading


@lru_cache(maxsize=256)
def _shift(sign: str, figure: str) -> timezone | None:
    """The zone of ``+07:00``, ``+0700`` or ``+7``; None where no zone of the earth is so far."""
    digits = figure.replace(":", "").replace(".", "")
    if not digits.isdigit() or len(digits) > 4:
        return None
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return None
    away = timedelta(hours=hours, minutes=minutes)
    if not away:
        return UTC
    return timezone(-away if sign == "-" else away)


def wall(hour: int, minute: int | None, second: int | None) -> time:
    """The time of day; 24:00 is 00:00, of the next day."""
    return time(hour % 24, minute or 0, second or 0)
