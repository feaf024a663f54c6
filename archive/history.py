"""The texts an article had, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from archive.article import Article
from archive.prepared import run
from archive.revisions import difference
from archive.schema import captures, revisions

_INSERT = insert(revisions)
_FIND = select(revisions.c.id).where(
    revisions.c.article_id == bindparam("of"), revisions.c.digest == bindparam("digest")
)
_NUMBER = select(revisions.c.number).where(revisions.c.id == bindparam("id"))
_IN_TIME = select(revisions).where(revisions.c.article_id == bindparam("of")).order_by(revisions.c.at, revisions.c.id)


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of an article.

    ``number`` is its place in time, from 1; ``at`` when it was first fetched; ``cause`` who changed it;
    ``diff`` the readable difference to the one before (see ``archive.revisions.difference``), None for the first.
    """

    number: int
    title: str
    body: str
    cause: Literal["outlet", "parser"]
    at: datetime
    diff: str | None


def begin(connection: Connection, article_id: str, article: Article, at: datetime, digest: str) -> int:
    """The first text of a new article; its row's id."""
    return _insert(connection, article_id, article, at, digest, "outlet", 1)


def add(connection: Connection, article_id: str, article: Article, at: datetime, digest: str, cause: str) -> int:
    """One more text, at its place in time; its row's id."""
    row = _insert(connection, article_id, article, at, digest, cause, 0)
    arrange(connection, article_id)
    return row


def find(connection: Connection, article_id: str, digest: str) -> int | None:
    """The row of this very text, if the article ever had it."""
    found: int | None = connection.execute(_FIND, {"of": article_id, "digest": digest}).scalar()
    return found


def number(connection: Connection, revision_id: int) -> int:
    """The place in time of a text."""
    found: int = connection.execute(_NUMBER, {"id": revision_id}).scalar_one()
    return found


def of(connection: Connection, article_id: str) -> list[Revision]:
    """All texts of an article in order of time."""
    rows = connection.execute(_IN_TIME, {"of": article_id})
    return [Revision(r.number, r.title, r.body, r.cause, r.at, r.diff) for r in rows]


def arrange(connection: Connection, article_id: str) -> None:
    """Number the texts by time and write the differences that a new neighbour made."""
    before = None
    for place, row in enumerate(connection.execute(_IN_TIME, {"of": article_id}).all(), 1):
        diff = None if before is None else difference((before.title, before.body), (row.title, row.body))
        if (place, diff) != (row.number, row.diff):
            connection.execute(update(revisions).where(revisions.c.id == row.id).values(number=place, diff=diff))
        before = row


def merge(connection: Connection, loser: str, survivor: str) -> None:
    """Give all texts of one article to another; a text both had stays once, with its earlier time."""
    had = {row.digest: row for row in connection.execute(_IN_TIME, {"of": survivor})}
    for row in connection.execute(_IN_TIME, {"of": loser}).all():
        change = update(revisions).where(revisions.c.id == row.id)
        twin = had.get(row.digest)
        if twin is None:
            connection.execute(change.values(article_id=survivor))
            continue
        if row.at < twin.at:
            connection.execute(update(revisions).where(revisions.c.id == twin.id).values(at=row.at))
        connection.execute(update(captures).where(captures.c.revision_id == row.id).values(revision_id=twin.id))
        connection.execute(delete(revisions).where(revisions.c.id == row.id))
    arrange(connection, survivor)


def _insert(
    connection: Connection, article_id: str, article: Article, at: datetime, digest: str, cause: str, number: int
) -> int:
    values = {"article_id": article_id, "number": number, "at": at, "cause": cause, "digest": digest}
    values |= {"title": article.title, "body": article.body, "diff": None}
    return run(connection, _INSERT, values).lastrowid or 0
