"""When a known article is worth fetching again: outlets correct what is young."""

from __future__ import annotations

from datetime import datetime, timedelta

# (an article younger than, is fetched again after)
_RHYTHM = (
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=7)),
)


def is_due(date: datetime, last_fetched: datetime, now: datetime) -> bool:
    """Whether an article dated ``date`` and last fetched at ``last_fetched`` should be read again (all aware)."""
    return any(now - date < age and now - last_fetched >= pause for age, pause in _RHYTHM)
