"""Filing one reading of an article: new, revised, unchanged or folded, decided inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, update

from archive import captures, folding, history, identity, log, names
from archive.article import Article, Capture, article_id
from archive.captures import second
from archive.prepared import run
from archive.rows import Standing, digest_of, encode
from archive.schema import articles

Outcome = Literal["new", "revised", "unchanged", "folded"]
Cause = Literal["outlet", "parser"]

_INSERT = insert(articles)
_UPDATE = update(articles).where(articles.c.id == bindparam("article"))
_LOGGED = ("key", "url", "source", "reading", "current", "first_seen")  # what a reader of the log would see


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


def file(
    connection: Connection, article: Article, capture: Capture, further: Sequence[Capture]
) -> tuple[Put, list[str]]:
    """File an article as read from ``capture``, ``further`` being the captures of its further pages.

    Beside what became of it the ids of the articles that were folded into it.

    Raises:
        ArticleRemoved: it was removed for good.
        UnicodeEncodeError: it holds half a surrogate pair, which no file can keep.
    """
    who = identity.identify(connection, article, capture)
    if who.owners:
        filed = _again(connection, who, article, captures.recognise(connection, capture))
    else:
        filed = _first(connection, who, article, capture)
    for page in further:
        captures.keep(connection, captures.recognise(connection, page), filed.id)
    return filed, [owner.stored.id for owner in who.owners if owner.stored.id != filed.id]


def _first(connection: Connection, who: identity.Identity, article: Article, capture: Capture) -> Put:
    new, seen = article_id(article.key), capture.fetched_at
    names.add(connection, new, who.unknown)
    text = history.begin(connection, new, article, seen, digest_of(article))
    captures.keep(connection, capture, new, text)
    sequence = log.append(connection, "put", new)
    columns = {"id": new, "story_id": new, "current": text, "read_at": seen, "read_url": capture.url}
    columns |= {"first_seen": seen, "last_seen": seen, "sequence": sequence}
    run(connection, _INSERT, encode(article) | columns)
    return Put("new", new, sequence, 1, None)


def _again(connection: Connection, who: identity.Identity, article: Article, capture: Capture) -> Put:
    several = len(who.owners) > 1
    known = folding.fold(connection, who.owners) if several else who.owners[0]
    of = known.stored.id
    names.add(connection, of, who.unknown)
    text, cause, current, reread = _text(connection, known, article, capture)
    captures.keep(connection, capture, of, text)
    before = _columns(known)
    after = before | {
        "first_seen": min(known.stored.first_seen, capture.fetched_at),
        "last_seen": max(known.stored.last_seen, capture.fetched_at),
    }
    if current:
        whole = reread or known.at_home != _at_home(known, article, capture)
        after |= encode(_merged(known.stored.article, article, whole=whole))
        after |= {"current": text, "read_at": capture.fetched_at, "read_url": capture.url}
    sequence = None
    if several or cause or any(after[name] != before[name] for name in _LOGGED):
        after["sequence"] = sequence = log.append(connection, "put", of)
    if after != before:
        connection.execute(_UPDATE, {"article": of} | after)
    outcome: Outcome = "revised" if cause else "unchanged" if who.met and not several else "folded"
    return Put(outcome, of, sequence, history.number(connection, text), cause)


def _text(
    connection: Connection, known: Standing, article: Article, capture: Capture
) -> tuple[int, Cause | None, bool, bool]:
    """The revision of this text, who made it new, whether it is the current one, whether a capture is read anew.

    A text the article had before makes no revision. It is current again only if the capture that once gave
    it, and gave another one since, gives it now: a mistake of a parser was taken back.
    """
    of, digest = known.stored.id, digest_of(article)
    same = captures.readings(connection, capture, of)
    reread = [reading.revision_id for reading in same if reading.very_same]
    speaks = _speaks(known, article, capture)
    text = known.current if digest == known.digest else history.find(connection, of, digest)
    if text is None:
        cause: Cause = "parser" if same else "outlet"
        return history.add(connection, of, article, capture.fetched_at, digest, cause), cause, speaks, bool(reread)
    taken_back = speaks and text != known.current and bool(reread) and text not in reread
    current = speaks and (text == known.current or taken_back)
    return text, "parser" if taken_back else None, current, bool(reread)


def _speaks(known: Standing, article: Article, capture: Capture) -> bool:
    """Whether this capture tells how the article reads now: none of a better address was read, none newer."""
    return (_at_home(known, article, capture), second(capture.fetched_at)) >= (known.at_home, second(known.read_at))


def _at_home(known: Standing, article: Article, capture: Capture) -> bool:
    """Whether a page stood at the article's own address, and not at that of a twin (AMP, mobile, a copy)."""
    return capture.url == (article.url if article.key == known.stored.article.key else known.stored.article.url)


def _merged(old: Article, new: Article, *, whole: bool) -> Article:
    """The newer reading; unless it is to be taken as a whole, its empty fields say nothing.

    Names follow only a page with the key of first sight: a twin must not rename the article.
    """
    if not whole:
        kept: dict[str, Any] = {f.name: getattr(new, f.name) or getattr(old, f.name) for f in fields(Article)}
        kept |= {"topics": new.topics, "origins": {**old.origins, **new.origins}}
        new = Article(**kept)
    return new if new.key == old.key else replace(new, key=old.key, url=old.url, source=old.source)


def _columns(known: Standing) -> dict[str, Any]:
    stored = known.stored
    return encode(stored.article) | {
        "current": known.current,
        "read_at": known.read_at,
        "read_url": known.read_url,
        "first_seen": stored.first_seen,
        "last_seen": stored.last_seen,
        "sequence": stored.sequence,
    }
