"""Filing one reading: new, revised, unchanged or folded, decided inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, update

from archive import captures, folding, history, identity, log
from archive.article import Article, Capture, article_id
from archive.rows import Standing, digest_of, encode
from archive.schema import articles

Outcome = Literal["new", "revised", "unchanged", "folded"]
Cause = Literal["outlet", "parser"]

_INSERT = insert(articles)
_UPDATE = update(articles).where(articles.c.id == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Put:
    """What became of an article: ``revision`` is the number of the text it had, its place in time.

    ``sequence`` is the entry in the change log, None if a reader would see no difference; ``cause`` is None
    unless the outcome is ``revised``.
    """

    outcome: Outcome
    id: str
    sequence: int | None
    revision: int
    cause: Cause | None


def file(connection: Connection, article: Article, capture: Capture, further: Sequence[Capture]) -> Put:
    """File an article as read from ``capture``, ``further`` being the captures of its further pages.

    Raises:
        ArticleRemoved: it was removed for good.
        ValueError: its text cannot be stored.
    """
    digest = digest_of(article)
    capture = captures.recognise(connection, capture)
    who = identity.identify(connection, article, capture)
    if not who.owners:
        return _first(connection, article, capture, further, digest, who)
    known = folding.fold(connection, who.owners) if len(who.owners) > 1 else who.owners[0]
    identity.name(connection, known.stored.id, article, capture, who)
    filed = _again(connection, known, article, capture, digest, folded=len(who.owners) > 1)
    for page in further:
        captures.keep(connection, page, known.stored.id)
    if filed.outcome == "unchanged" and (len(who.owners) > 1 or capture.url not in who.met):
        return replace(filed, outcome="folded")
    return filed


def _first(
    connection: Connection,
    article: Article,
    capture: Capture,
    further: Sequence[Capture],
    digest: str,
    who: identity.Identity,
) -> Put:
    new = article_id(article.key)
    identity.name(connection, new, article, capture, who)
    text = history.begin(connection, new, article, capture.fetched_at, digest)
    captures.keep(connection, capture, new, text)
    for page in further:
        captures.keep(connection, page, new)
    sequence = log.append(connection, "put", new)
    seen = capture.fetched_at
    columns = {"id": new, "story_id": new, "current": text, "read_at": seen, "read_url": capture.url}
    columns |= {"first_seen": seen, "last_seen": seen, "sequence": sequence}
    connection.execute(_INSERT, encode(article) | columns)
    return Put("new", new, sequence, 1, None)


def _again(
    connection: Connection, known: Standing, article: Article, capture: Capture, digest: str, *, folded: bool
) -> Put:
    stored = known.stored
    same = captures.readings(connection, capture, stored.id)
    text = history.find(connection, stored.id, digest)
    cause: Cause | None = None
    if text is None:
        cause = "parser" if same else "outlet"
        text = history.add(connection, stored.id, article, capture.fetched_at, digest, cause)
        current = _speaks(known, article, capture)
    else:
        taken_back = any(r.very_same and r.revision_id != text for r in same) and text != known.current
        current = (text == known.current or taken_back) and _speaks(known, article, capture)
        if taken_back and current:
            cause = "parser"
    captures.keep(connection, capture, stored.id, text)
    columns: dict[str, Any] = {}
    if current:
        read = article if any(r.very_same for r in same) else _enriched(stored.article, article)
        columns = encode(_settled(stored.article, read))
        columns |= {"current": text, "read_at": capture.fetched_at, "read_url": capture.url}
    columns["first_seen"] = min(stored.first_seen, capture.fetched_at)
    columns["last_seen"] = max(stored.last_seen, capture.fetched_at)
    sequence = None
    if folded or cause or _differs(known, columns):
        columns["sequence"] = sequence = log.append(connection, "put", stored.id)
    if sequence is not None or _moved(known, columns):
        connection.execute(_UPDATE, {"of": stored.id} | columns)
    number = history.number(connection, text)
    return Put("revised" if cause else "unchanged", stored.id, sequence, number, cause)


def _speaks(known: Standing, article: Article, capture: Capture) -> bool:
    """Whether this capture tells how the article reads now: none newer was read, nor a better address.

    Seconds are compared, since a capture read again from a WARC file may have lost its fraction of one.
    """
    home = article.url if article.key == known.stored.article.key else known.stored.article.url
    if captures.second(capture.fetched_at) < captures.second(known.read_at):
        return False
    return capture.url == home or known.read_url != known.stored.article.url


def _enriched(old: Article, new: Article) -> Article:
    """A later reading, with what only earlier ones told: an empty field says nothing."""
    kept = {f.name: getattr(new, f.name) or getattr(old, f.name) for f in fields(Article)}
    return Article(**kept | {"topics": new.topics, "origins": {**old.origins, **new.origins}})


def _settled(old: Article, new: Article) -> Article:
    """Names follow only a page with the key of first sight: a twin must not rename the article."""
    if new.key == old.key:
        return new
    return replace(new, key=old.key, url=old.url, source=old.source)


def _differs(known: Standing, columns: dict[str, Any]) -> bool:
    """Whether a reader of the article would see a difference."""
    before = encode(known.stored.article) | {"current": known.current, "first_seen": known.stored.first_seen}
    return any(columns.get(name, value) != value for name, value in before.items())


def _moved(known: Standing, columns: dict[str, Any]) -> bool:
    read = (columns.get("read_at", known.read_at), columns.get("read_url", known.read_url))
    return columns["last_seen"] != known.stored.last_seen or read != (known.read_at, known.read_url)
