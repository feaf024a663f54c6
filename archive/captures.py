"""Fetched responses: where each is kept, and what it gave when it was last read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from archive.article import Capture
from archive.prepared import run
from archive.schema import captures

_SAME = select(captures.c.fetched_at, captures.c.digest, captures.c.revision_id).where(
    captures.c.url == bindparam("url"),
    or_(captures.c.fetched_at == bindparam("at"), captures.c.digest == bindparam("digest")),
    captures.c.article_id == bindparam("of"),
    captures.c.revision_id.is_not(None),
)
_TIMES = select(captures.c.fetched_at).where(
    captures.c.url == bindparam("url"), captures.c.digest == bindparam("digest")
)
_UPSERT = insert(captures)
_NEW = _UPSERT.excluded
_KEEP = _UPSERT.on_conflict_do_update(
    index_elements=["url", "fetched_at", "digest"],
    set_={
        "warc": func.coalesce(captures.c.warc, _NEW.warc),  # where it was kept first: a copy may be anywhere
        "offset": func.coalesce(captures.c.offset, _NEW.offset),
        "refusal": _NEW.refusal,
        "article_id": func.coalesce(_NEW.article_id, captures.c.article_id),
        "revision_id": func.coalesce(_NEW.revision_id, captures.c.revision_id),
    },
)
_OF = (
    select(captures)
    .where(captures.c.article_id == bindparam("of"))
    .order_by(captures.c.fetched_at, captures.c.url, captures.c.digest)
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a response gave before; ``very_same``: the same bytes fetched at the same time, so read anew."""

    revision_id: int
    very_same: bool


def recognise(connection: Connection, capture: Capture) -> Capture:
    """The capture with the time under which it is known: WARC files may tell it without the fraction of a second."""
    for at in connection.execute(_TIMES, {"url": capture.url, "digest": capture.digest}).scalars():
        if second(at) == second(capture.fetched_at):
            return replace(capture, fetched_at=at)
    return capture


def keep(connection: Connection, capture: Capture, article_id: str | None, revision_id: int | None = None) -> None:
    """Write a response down, or what the same one gives now that it is read again."""
    values = {"url": capture.url, "fetched_at": capture.fetched_at, "digest": capture.digest}
    values |= {"status": capture.status, "warc": capture.warc, "offset": capture.offset}
    values |= {"refusal": capture.refusal, "article_id": article_id, "revision_id": revision_id}
    run(connection, _KEEP, values)


def readings(connection: Connection, capture: Capture, article_id: str) -> list[Reading]:
    """What this very response gave this article before: the same address, and the same time or bytes."""
    values = {"url": capture.url, "at": capture.fetched_at, "digest": capture.digest, "of": article_id}
    return [
        Reading(row.revision_id, (row.fetched_at, row.digest) == (capture.fetched_at, capture.digest))
        for row in connection.execute(_SAME, values)
    ]


def of(connection: Connection, article_id: str) -> list[Capture]:
    """All responses an article was read from, in order of time."""
    rows = connection.execute(_OF, {"of": article_id})
    return [Capture(r.url, r.fetched_at, r.status, r.digest, r.warc, r.offset, r.refusal) for r in rows]


def last_fetched(connection: Connection, url: str) -> datetime | None:
    """When an address was last fetched, whatever it gave."""
    newest = select(captures.c.fetched_at).where(captures.c.url == url)
    found: datetime | None = connection.execute(newest.order_by(captures.c.fetched_at.desc()).limit(1)).scalar()
    return found


def second(at: datetime) -> int:
    """The second an instant is in: a capture read again from a WARC file may have lost its fraction of one."""
    return int(at.timestamp())
