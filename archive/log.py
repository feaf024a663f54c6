"""The change log, the places of its readers, and what a reader could not take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.prepared import run
from archive.schema import changes, cursors, dead_letters

Op = Literal["put", "gone", "removed"]

_LOG = insert(changes)
_AFTER = (
    select(changes)
    .where(changes.c.sequence > bindparam("after"))
    .order_by(changes.c.sequence)
    .limit(bindparam("limit"))
)
_CURSOR = upsert(cursors)
_ADVANCE = _CURSOR.on_conflict_do_update(
    index_elements=["generation"],
    set_={"sequence": func.max(cursors.c.sequence, _CURSOR.excluded.sequence)},
)
_LETTER = upsert(dead_letters)
_BURY = _LETTER.on_conflict_do_update(
    index_elements=["generation", "article_id"],
    set_={"sequence": _LETTER.excluded.sequence, "reason": _LETTER.excluded.reason},
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log; sequences rise by one in the order of commits.

    ``put``: the article is new or reads differently. ``gone``: it was folded into another, which has its own
    ``put``. ``removed``: it was erased. After a ``put`` the article may be gone by the time it is looked up.
    """

    sequence: int
    op: Op
    article_id: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A change that the index ``generation`` refused, and why."""

    generation: str
    article_id: str
    sequence: int
    reason: str


def append(connection: Connection, op: Op, article_id: str) -> int:
    """Append to the log inside the transaction that makes the change; its sequence."""
    return run(connection, _LOG, {"op": op, "article_id": article_id}).lastrowid or 0


def after(connection: Connection, sequence: int, limit: int) -> list[Change]:
    """The next entries of the log."""
    rows = connection.execute(_AFTER, {"after": sequence, "limit": limit})
    return [Change(row.sequence, row.op, row.article_id) for row in rows]


def last(connection: Connection) -> int:
    """The newest sequence, 0 for an empty log."""
    found: int | None = connection.execute(select(func.max(changes.c.sequence))).scalar()
    return found or 0


def places(connection: Connection) -> dict[str, int]:
    """How far each generation has read."""
    return {row.generation: row.sequence for row in connection.execute(select(cursors))}


def advance(connection: Connection, generation: str, sequence: int, letters: Iterable[DeadLetter]) -> None:
    """Move a reader forward, never back, and bury what it could not take in the same transaction."""
    for letter in letters:
        bury(connection, letter)
    connection.execute(_ADVANCE, {"generation": generation, "sequence": sequence})


def bury(connection: Connection, letter: DeadLetter) -> None:
    """Keep what a reader could not take; a newer letter on the same article replaces the older."""
    values = {"generation": letter.generation, "article_id": letter.article_id}
    connection.execute(_BURY, values | {"sequence": letter.sequence, "reason": letter.reason})


def dead(connection: Connection, generation: str) -> list[DeadLetter]:
    """What a generation refused, oldest change first."""
    query = select(dead_letters).where(dead_letters.c.generation == generation)
    rows = connection.execute(query.order_by(dead_letters.c.sequence))
    return [DeadLetter(row.generation, row.article_id, row.sequence, row.reason) for row in rows]


def exhume(connection: Connection, generation: str, article_ids: Iterable[str] | None) -> int:
    """Drop the letters on these articles, or all of a generation; how many there were."""
    query = delete(dead_letters).where(dead_letters.c.generation == generation)
    if article_ids is None:
        return connection.execute(query).rowcount
    query = query.where(dead_letters.c.article_id == bindparam("of"))
    return sum(connection.execute(query, {"of": article_id}).rowcount for article_id in article_ids)


def forget_article(connection: Connection, article_id: str) -> None:
    """Drop the letters on an article that is no more: their reasons may quote it."""
    connection.execute(delete(dead_letters).where(dead_letters.c.article_id == article_id))


def forget_generation(connection: Connection, generation: str) -> None:
    """Drop the place and the letters of an index that is no more."""
    for table in (cursors, dead_letters):
        connection.execute(delete(table).where(table.c.generation == generation))
