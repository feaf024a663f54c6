"""What one printed date says, and how it is written out."""

from __future__ import annotations

from datetime import date, datetime, time, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from crawler.dates.language import Unit

if TYPE_CHECKING:
    from archive.article import Moment

Precision = Unit
Role = Literal["published", "updated"]
ZoneBasis = Literal["stated", "assumed", "reference"]


class DateReading(NamedTuple):
    """A date as read from one string (a tuple, because a filter makes fifty thousand of them a second).

    Attributes:
        day: the day, of a range the first.
        clock: wall-clock time of that day without a zone, None where the text tells none.
        offset: zone of ``clock``; None where the text states none and none was given.
        zone: where the zone came from: the text, the caller, or the clock a relative form was read against.
        precision: the finest unit the text tells; coarser than ``day`` for forms like ``bulan lalu``.
        last_day: last day of a range, else None.
        last_clock: wall-clock time at which the range ends, same zone.
        approximate: whether the text counts in rounded units or says ``sekitar``.
        role: what the text says the date is of.
        weekday: ``agrees`` or ``contradicts: printed X, is Y`` where a weekday is printed, else None.
        ignored: words and figures of the line that are no part of the date.
        alternatives: other values the text could mean, in the format of ``isoformat``.
    """

    day: date
    clock: time | None = None
    offset: tzinfo | None = None
    zone: ZoneBasis | None = None
    precision: Precision = "day"
    last_day: date | None = None
    last_clock: time | None = None
    approximate: bool = False
    role: Role | None = None
    weekday: str | None = None
    ignored: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()

    def isoformat(self) -> str:
        """ISO 8601: ``2024-07-02``, ``2024-07-02T14:56+07:00``, seconds where told, ``a/b`` for a range."""
        first = self._stamp(self.day, self.clock)
        return first if self.last_day is None else f"{first}/{self._stamp(self.last_day, self.last_clock)}"

    def _stamp(self, day: date, clock: time | None) -> str:
        if clock is None:
            return day.isoformat()
        unit = "seconds" if self.precision == "second" else "minutes"
        text = f"{day.isoformat()}T{clock.isoformat(unit)}"
        if isinstance(self.offset, timezone):
            return text + _offset(self.offset)
        return text if self.offset is None else datetime.combine(day, clock, self.offset).isoformat(timespec=unit)

    def at(self, zone: tzinfo) -> datetime:
        """The instant it begins, aware; ``zone`` serves where the text states none."""
        return datetime.combine(self.day, self.clock or time(), self.offset or zone)

    def moment(self, zone: tzinfo, text: str, origin: str) -> Moment:
        """The reading as evidence of an instant; ``zone`` (the outlet's) is assumed where none is stated.

        What is counted in hours or coarser is known to the day only.
        """
        from archive.article import Moment  # the filter does without it

        stated: Literal["stated", "assumed"] = "stated" if self.zone in ("stated", "reference") else "assumed"
        exact = self.precision in ("second", "minute") or (self.precision == "hour" and not self.approximate)
        if self.clock is None or not exact:
            return Moment(datetime.combine(self.day, time(), self.offset or zone), "day", stated, text, origin)
        return Moment(self.at(zone), "second" if self.precision == "second" else "minute", stated, text, origin)


@lru_cache(maxsize=256)
def _offset(zone: timezone) -> str:
    """``+07:00`` of a fixed offset."""
    return datetime(2000, 1, 1, tzinfo=zone).isoformat()[19:]
