"""How long after another article one was published: as exactly as both are known, and no more."""

from __future__ import annotations

from dataclasses import dataclass

from archive.article import Moment


@dataclass(frozen=True, slots=True)
class Lag:
    """Time between two publications; negative where the second was earlier.

    ``minutes`` is None unless both are known to the minute; ``days`` are calendar days in the zone of the first.
    """

    days: int
    minutes: int | None = None

    def __str__(self) -> str:
        """``+2 h 05 min``, ``+3 days``, ``same day``."""
        if self.minutes is None:
            return "same day" if self.days == 0 else f"{self.days:+} day{'s' if abs(self.days) != 1 else ''}"
        sign, rest = "-" if self.minutes < 0 else "+", abs(self.minutes)
        hours, minutes = divmod(rest, 60)
        if hours >= 48:
            return f"{sign}{hours // 24} days {hours % 24} h"
        return f"{sign}{hours} h {minutes:02} min" if hours else f"{sign}{minutes} min"


def lag(first: Moment | None, then: Moment | None) -> Lag | None:
    """The lag of ``then`` behind ``first``; None where either is unknown."""
    if first is None or then is None:
        return None
    there = then.at if then.precision == "day" else then.at.astimezone(first.at.tzinfo)
    days = (there.date() - first.at.date()).days
    if "day" in (first.precision, then.precision):
        return Lag(days)
    return Lag(days, round((then.at - first.at).total_seconds() / 60))
