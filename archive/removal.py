"""Erasing an article wholly, and making sure that it never comes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from archive import log, names
from archive.article import article_id
from archive.schema import articles, captures, revisions
from archive.schema import tombstones as stones


@dataclass(frozen=True, slots=True)
class Removal:
    """What a removal erased.

    ``pages`` are the WARC records (``Capture.warc``, offset) still to be erased. ``erased`` is False while another
    process reads a state from before the removal, so that the text may still stand in the write-ahead log;
    removing the same again finishes it. ``articles`` is 0 where nothing had been archived under that name.
    """

    article_id: str
    articles: int
    revisions: int
    captures: int
    pages: tuple[tuple[str, int], ...]
    erased: bool = True


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a removed article: its names (here only the key of first sight), why, and when."""

    article_id: str
    key: str
    reason: str
    removed_at: datetime


def addresses(connection: Connection, name: str, name_of: Callable[[str], str]) -> list[str]:
    """Every address that led to the article of this name or means it, and what it goes by, sorted."""
    of = names.owner(connection, name)
    known = {name, *(names.of(connection, of) if of else ())}
    found: set[str] = set()
    for url, led_to in connection.execute(select(captures.c.url, captures.c.article_id).distinct()):
        its_name = name_of(url)
        if (of and led_to == of) or not known.isdisjoint((url, its_name)):
            found |= {url, its_name}
    return sorted(found)


def pages(connection: Connection, name: str, urls: Sequence[str]) -> list[tuple[str, int]]:
    """Where the responses of an article, and those from these addresses, are kept: (``Capture.warc``, offset)."""
    of = names.owner(connection, name) or article_id(name)
    kept = select(captures.c.warc, captures.c.offset).where(_its(connection, of, urls), captures.c.warc.is_not(None))
    return sorted({(row.warc, row.offset or 0) for row in connection.execute(kept)})


def remove(
    connection: Connection, name: str, reason: str, at: datetime, urls: Sequence[str], keep: Collection[str]
) -> Removal:
    """Erase the article with this id, key or address; texts, history and captures, and leave a tombstone."""
    of = names.owner(connection, name) or _claim(connection, name)
    urls = [*urls, *connection.execute(select(captures.c.url).where(captures.c.article_id == of)).scalars()]
    names.add(connection, of, {url: (names.ADDRESS, url) for url in urls})
    kept = pages(connection, name, urls)
    key = connection.execute(select(articles.c.key).where(articles.c.id == of)).scalar()
    had = connection.execute(delete(articles).where(articles.c.id == of)).rowcount
    texts = connection.execute(delete(revisions).where(revisions.c.article_id == of)).rowcount
    done = or_(captures.c.warc.is_(None), captures.c.warc.not_in(keep))
    responses = connection.execute(delete(captures).where(_its(connection, of, urls), done)).rowcount
    nobody = {"article_id": None, "revision_id": None}
    connection.execute(update(captures).where(captures.c.article_id == of).values(nobody))
    log.forget_article(connection, of)
    if connection.execute(select(stones.c.key).where(stones.c.article_id == of)).first() is None:
        stone = {"article_id": of, "key": key or name, "reason": reason, "removed_at": at}
        connection.execute(insert(stones), stone)
        log.append(connection, "removed", of)
    return Removal(of, had, texts, responses, tuple(kept))


def is_removed(connection: Connection, name: str) -> bool:
    """Whether an id, a key or an address leads to a tombstone."""
    of = names.owner(connection, name)
    if of is None:
        return False
    return connection.execute(select(stones.c.key).where(stones.c.article_id == of)).first() is not None


def tombstones(connection: Connection) -> list[Tombstone]:
    """All of them, by id."""
    rows = connection.execute(select(stones).order_by(stones.c.article_id))
    return [Tombstone(row.article_id, row.key, row.reason, row.removed_at) for row in rows]


def _its(connection: Connection, article_id: str, urls: Sequence[str]) -> ColumnElement[bool]:
    """Which captures are an article's: those it was read from, and all others from its addresses."""
    addresses = {*names.addresses(connection, article_id), *urls}
    return or_(captures.c.article_id == article_id, captures.c.url.in_(addresses))


def _claim(connection: Connection, name: str) -> str:
    """Reserve a name nobody has, so that what stands behind it is never archived."""
    of = article_id(name)
    names.add(connection, of, {name: (names.KEY, name)})
    return of
