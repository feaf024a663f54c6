"""How an article becomes columns, and columns an article again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from archive.article import Article, DateSignal, Moment, StoredArticle
from archive.schema import articles, revisions

_PLAIN = ("key", "url", "source", "kind", "lead", "editor", "section", "image", "dateline", "language", "access")
_LISTS = ("authors", "tags", "topics", "aliases")
_JOINED = (
    *articles.c,
    revisions.c.title,
    revisions.c.body,
    revisions.c.number,
    revisions.c.digest,
)

SELECT_STORED = select(*_JOINED).join_from(articles, revisions, revisions.c.id == articles.c.current)
_BY_ID = SELECT_STORED.where(articles.c.id == bindparam("id"))
_AFTER_ID = SELECT_STORED.where(articles.c.id > bindparam("after")).order_by(articles.c.id).limit(bindparam("limit"))
_BY_IDS = SELECT_STORED.where(articles.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A stored article with what filing the next capture needs to know of its current reading."""

    stored: StoredArticle
    current: int
    digest: str
    read_at: datetime
    read_url: str


def digest_of(article: Article) -> str:
    """The hex sha256 of an article's text, title and body.

    Raises:
        ValueError: the text holds half a surrogate pair, which no file can keep.
    """
    try:
        return hashlib.sha256(f"{article.title}\0{article.body}".encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise ValueError(f"{article.url}: its text holds a lone surrogate, which cannot be stored") from error


def encode(article: Article) -> dict[str, Any]:
    """All of an article but its text, as columns of ``articles``."""
    columns: dict[str, Any] = {name: getattr(article, name) for name in _PLAIN}
    columns |= {name: list(getattr(article, name)) for name in _LISTS}
    columns["published"] = _moment(article.published)
    columns["modified"] = _moment(article.modified)
    columns["dates"] = [[s.text, s.origin, s.value, s.verdict] for s in article.dates]
    columns["origins"] = dict(article.origins)
    return columns


def decode(row: Row[Any]) -> StoredArticle:
    """A row of ``SELECT_STORED`` as the article it is."""
    values = row._mapping
    plain: dict[str, Any] = {name: values[name] for name in _PLAIN}
    lists: dict[str, Any] = {name: tuple(values[name]) for name in _LISTS}
    article = Article(
        title=values["title"],
        body=values["body"],
        published=_instant(values["published"]),
        modified=_instant(values["modified"]),
        dates=tuple(DateSignal(*signal) for signal in values["dates"]),
        origins=values["origins"],
        **plain,
        **lists,
    )
    return StoredArticle(
        id=values["id"],
        story_id=values["story_id"],
        article=article,
        first_seen=values["first_seen"],
        last_seen=values["last_seen"],
        revision=values["number"],
        sequence=values["sequence"],
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


def set_topics(connection: Connection, article_id: str, topics: tuple[str, ...], sequence: int) -> None:
    """Write an article's topics, and the change that says so."""
    values = {"topics": list(topics), "sequence": sequence}
    connection.execute(update(articles).where(articles.c.id == article_id).values(**values))


def _moment(moment: Moment | None) -> list[str] | None:
    if moment is None:
        return None
    return [moment.at.isoformat(), moment.precision, moment.zone, moment.text, moment.origin]


def _instant(columns: list[Any] | None) -> Moment | None:
    return None if columns is None else Moment(datetime.fromisoformat(columns[0]), *columns[1:])
