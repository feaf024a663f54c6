"""What one date signal of a page is worth: where it stood, what it can say, how far it can be trusted.

The facts behind the tables are in the notes on Indonesian outlets: meta tags with a false ``Z`` (Detik), false ``GMT``
and ``-07:00`` (Merdeka), a template's constant (Okezone), drafting times (Detik), placeholders (KLY sites).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from crawler.dates.parse import parse_date
from crawler.dates.reading import DateReading
from crawler.items import PrintedDate

Use = Literal["published", "modified", "support", "never"]

DRAFTING: Final = ("create", "creation", "draft", "dibuat", "ditulis pada", "written on")
"""Words of the day of writing: in an origin's name, or at the beginning of a line, which then weighs little."""

UPDATING: Final = ("modif", "update", "lastmod", "revis")
ELSEWHERE: Final = {
    "body": "a date in running text tells of an event",
    "sidebar": "a date beside the article is another article's",
}
WEIGHTS: Final = (
    ("json-ld:uploadDate", 2.0),
    ("json-ld:", 5.5),
    ("css:", 5.0),
    ("meta:article:published_time", 5.0),
    ("import", 5.0),
    ("feed", 4.0),
    ("time:datetime", 4.0),
    ("meta:", 4.0),
    ("time:text", 3.5),
    ("text", 2.5),
    ("itemprop:", 3.0),
    ("script:", 3.0),
)
"""What a signal counts by its origin, first match; a missing zone or clock takes away from it."""

TEMPLATE_CONSTANTS: Final = frozenset({"2014-07-13T20:07:27.8200000"})
"""Dates that stand in an outlet's template whatever the article (Okezone)."""

ZERO_OF_PHP: Final = date(1999, 11, 30)
"""What PHP makes of month 0, day 0, year 0; printed at midnight it is an empty value."""

EARLIEST: Final = 1990
"""No page of the web is older; imported collections may be."""

SLACK: Final = timedelta(hours=1)
"""How far a server's clock may run before ours."""

_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?$").match
_BROKEN_Z: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d-\d\d-\d\d| T\d\d:\d\d:\d\d)Z$").match
_PLACEHOLDER: Final = re.compile(r"[\[{<%$].*[\]}>%]$|-1$|0*$").match


@dataclass(frozen=True, slots=True)
class Candidate:
    """A signal that could be read. ``at`` is aware; ``clock`` says whether the signal tells a time of day.

    ``foreign`` is its offset where the text states one that is no Indonesian zone (0 for Z), else None;
    ``tolerance`` is how far from the truth it may lie and still agree; ``weekday`` says that a weekday is printed
    and agrees.
    """

    number: int
    printed: PrintedDate
    use: Use
    at: datetime
    clock: bool
    precise: int
    stated: bool
    weight: float
    tolerance: timedelta
    foreign: timedelta | None = None
    repaired: bool = False
    weekday: bool = False

    @property
    def value(self) -> str:
        """ISO 8601 as ``DateSignal.value``."""
        return self.at.isoformat(timespec="seconds") if self.clock else self.at.date().isoformat()

    def agrees(self, other: Candidate) -> bool:
        """Whether both can be the same moment; a bare day agrees with any time of it."""
        if not (self.clock and other.clock):
            return self.at.astimezone(other.at.tzinfo).date() == other.at.date()
        return abs(self.at - other.at) <= max(self.tolerance, other.tolerance)

    def same_clock(self, other: Candidate) -> bool:
        """Whether both show the same minutes on the wall, whatever their zones."""
        apart = abs(self.at.replace(tzinfo=UTC) - other.at.replace(tzinfo=UTC))
        return self.clock and other.clock and apart < timedelta(minutes=1)

    @property
    def displayed(self) -> bool:
        """Whether readers see it."""
        return self.printed.origin.startswith(("css:", "text", "time:text")) and "@" not in self.printed.origin

    def told(self, shown: Candidate) -> Candidate:
        """The same clock reading in the zone that is shown beside it."""
        return replace(self, at=self.at.replace(tzinfo=shown.at.tzinfo), stated=True, foreign=shown.foreign)

    def local(self, zone: tzinfo) -> Candidate:
        """The same clock reading in the outlet's zone, its own zone struck out as false."""
        return replace(self, at=self.at.replace(tzinfo=zone), stated=False, foreign=None, repaired=True, weight=1.0)

    def bare(self, day: date, zone: tzinfo) -> Candidate:
        """That day alone, its midnight struck out as padding."""
        at = datetime.combine(day, time(), zone)
        weight = self.weight - (2.0 if self.stated else 1.0)
        return replace(self, at=at, clock=False, precise=0, stated=False, foreign=None, weight=weight)


def use_of(origin: str) -> tuple[Use, str]:
    """What a signal from there may be used for, and why it may not be."""
    if origin in ELSEWHERE:
        return "never", ELSEWHERE[origin]
    if origin == "url":
        return "support", ""
    name = origin.lower()
    if name.startswith(("css:", "text", "time:")):
        return "published", ""
    if any(word in name for word in DRAFTING):
        return "never", "a time of drafting"
    return ("modified" if any(word in name for word in UPDATING) else "published"), ""


def read_signal(
    number: int, printed: PrintedDate, *, fetched_at: datetime, zone: tzinfo
) -> tuple[Candidate | None, str | None, str]:
    """The signal as a candidate, else None with its value (if it could be read) and the reason."""
    text = printed.text.strip()
    use, reason = use_of(printed.origin)
    displayed = printed.origin.startswith(("css:", "text", "time:text"))
    reading: DateReading | None
    if _EPOCH(text) and not displayed and printed.origin != "url":
        return _epoch(number, printed, use, reason, fetched_at, zone)
    reading = parse_date(text, fetched_at.astimezone(zone), zone)
    if reading is None:
        return None, None, "a placeholder of the template" if _PLACEHOLDER(text) else "not a date"
    value = reading.isoformat()
    if use == "never":
        return None, value, reason
    if text in TEMPLATE_CONSTANTS:
        return None, value, "a constant of the template"
    if reading.last_day is not None:
        return None, value, "a range tells of an event"
    if reading.role == "updated":
        use = "modified"
    candidate = _candidate(number, printed, use, reading, zone)
    reason = unbelievable(candidate, fetched_at, zone)
    return (None, value, reason) if reason else (candidate, value, "")


def _epoch(
    number: int, printed: PrintedDate, use: Use, reason: str, fetched_at: datetime, zone: tzinfo
) -> tuple[Candidate | None, str | None, str]:
    """Seconds (ten figures) or milliseconds (thirteen) since 1970 in UTC, which no template writes by accident."""
    seconds = int(printed.text.strip()[:10])
    at = datetime.fromtimestamp(seconds, zone)
    candidate = Candidate(number, printed, use, at, True, 2, True, 7.0, timedelta(minutes=5))
    reason = reason or unbelievable(candidate, fetched_at, zone)
    return (None, candidate.value, reason) if reason else (candidate, candidate.value, "")


def _candidate(number: int, printed: PrintedDate, use: Use, reading: DateReading, zone: tzinfo) -> Candidate:
    weight = next((weight for prefix, weight in WEIGHTS if printed.origin.startswith(prefix)), 2.0)
    rounded = reading.approximate and reading.precision not in ("second", "minute")
    clock = reading.clock is not None and not rounded
    stated = reading.zone in ("stated", "reference")
    weight = weight - 2.0 if not clock else weight if stated else weight - 1.0
    at = datetime.combine(reading.day, reading.clock if reading.clock and clock else time(), reading.offset or zone)
    foreign = at.utcoffset() if stated and clock else None
    if foreign is not None and timedelta(hours=7) <= foreign <= timedelta(hours=9):
        foreign = None
    if printed.text.lstrip(" ,|-").lower().startswith(DRAFTING):
        weight = min(weight, 0.1)
    broken = bool(_BROKEN_Z(printed.text.strip()))
    candidate = Candidate(
        number,
        printed,
        use,
        at,
        clock,
        2 if reading.precision == "second" and clock else int(clock),
        stated,
        weight,
        timedelta(minutes=5),
        foreign,
        weekday=reading.weekday == "agrees",
    )
    return candidate.local(zone) if broken else candidate


def unbelievable(candidate: Candidate, fetched_at: datetime, zone: tzinfo) -> str:
    """Why no article can be of then, else an empty string; a false zone is looked for before the future is refused."""
    at = candidate.at
    if at.year < EARLIEST and candidate.printed.origin != "import":
        return "absurd: older than the web"
    if at.date() == ZERO_OF_PHP and at.time() == time():
        return "an empty value of the database"
    if candidate.clock and candidate.foreign is not None:
        at = min(at, at.replace(tzinfo=zone))
    if (at - SLACK if candidate.clock else at) > fetched_at:
        return "in the future when the page was fetched"
    return ""
