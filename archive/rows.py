"""How an article becomes columns, and columns an article again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from archive.article import Article, DateSignal, Moment, Place, StoredArticle
from archive.schema import articles, revisions

_COLUMNS = ("key", "url", "source")  # on their own, since the archive itself asks for them
_READING = tuple(f.name for f in fields(Article) if f.name not in (*_COLUMNS, "title", "body"))

_TEXT = (revisions.c.title, revisions.c.body, revisions.c.number, revisions.c.digest)
_STORED: Select[Any] = select(*articles.c, *_TEXT).join(revisions, revisions.c.id == articles.c.current)
_BY_ID = _STORED.where(articles.c.id == bindparam("id"))
_BY_IDS = _STORED.where(articles.c.id.in_(bindparam("ids", expanding=True)))
_AFTER_ID = _STORED.where(articles.c.id > bindparam("after")).order_by(articles.c.id).limit(bindparam("limit"))
_VERSIONS = (
    select(articles.c.id, articles.c.sequence)
    .where(articles.c.id > bindparam("after"))
    .order_by(articles.c.id)
    .limit(bindparam("limit"))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A stored article with what filing the next capture needs to know of its current reading."""

    stored: StoredArticle
    current: int
    digest: str
    read_at: datetime
    read_url: str

    @property
    def at_home(self) -> bool:
        """Whether that reading came from the article's own address, and not from that of a twin."""
        return self.read_url == self.stored.article.url


def digest_of(article: Article) -> str:
    """The hex sha256 of an article's text, title and body.

    Raises:
        UnicodeEncodeError: the text holds half a surrogate pair, which no file can keep.
    """
    return hashlib.sha256(f"{article.title}\0{article.body}".encode()).hexdigest()


def encode(article: Article) -> dict[str, Any]:
    """All of an article but its text, as columns of ``articles``; what is empty is left out of ``reading``."""
    reading = {name: _plain(value) for name in _READING if (value := getattr(article, name))}
    return {"key": article.key, "url": article.url, "source": article.source, "reading": reading}


def decode(row: Row[Any]) -> StoredArticle:
    """An article as one of the queries here gave it."""
    reading: dict[str, Any] = {name: _rich(name, value) for name, value in row.reading.items()}
    return StoredArticle(
        id=row.id,
        story_id=row.story_id,
        article=Article(row.key, row.url, row.source, row.title, row.body, **reading),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        revision=row.number,
        sequence=row.sequence,
        place=Place(row.relation, row.of, row.similarity),
    )


def standing(connection: Connection, article_id: str) -> Standing | None:
    """The article of this id with its current reading."""
    row = connection.execute(_BY_ID, {"id": article_id}).first()
    return None if row is None else Standing(decode(row), row.current, row.digest, row.read_at, row.read_url)


def stored(connection: Connection, ids: Iterable[str]) -> dict[str, StoredArticle]:
    """The articles of these ids, by id; an id that is none (any more) is left out."""
    return {row.id: decode(row) for row in connection.execute(_BY_IDS, {"ids": list(ids)})}


def batch(connection: Connection, after: str, limit: int) -> list[StoredArticle]:
    """The next articles in order of id."""
    return [decode(row) for row in connection.execute(_AFTER_ID, {"after": after, "limit": limit})]


def versions(connection: Connection, after: str, limit: int) -> list[tuple[str, int]]:
    """Id and sequence of the next articles in order of id."""
    return [(row.id, row.sequence) for row in connection.execute(_VERSIONS, {"after": after, "limit": limit})]


def rewrite(connection: Connection, article: StoredArticle, sequence: int) -> None:
    """Write an article's fields other than its text, and the change that says so."""
    values = encode(article.article) | {"sequence": sequence}
    connection.execute(update(articles).where(articles.c.id == article.id).values(**values))


def _plain(value: Any) -> Any:
    """What JSON can hold."""
    if isinstance(value, Moment):
        return [value.at.isoformat(), value.precision, value.zone, value.text, value.origin]
    if isinstance(value, DateSignal):
        return [value.text, value.origin, value.value, value.verdict]
    if isinstance(value, Mapping):
        return dict(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _rich(name: str, value: Any) -> Any:
    """What JSON held, as the field of this name has it."""
    if name in ("published", "modified"):
        return Moment(datetime.fromisoformat(value[0]), *value[1:])
    if name == "dates":
        return tuple(DateSignal(*signal) for signal in value)
    return tuple(value) if isinstance(value, list) else value
