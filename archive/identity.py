"""Which article a page is: its key, its address, and what the page itself claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.article import Article, Capture
from archive.errors import ArticleRemoved
from archive.rows import Standing, standing
from archive.schema import addresses, aliases, tombstones

_COMPARED = 20_000  # characters of a text that are looked at to tell whether two are one article
_SHARED = 0.5  # of the shorter text's words; unrelated articles of 2025 share .30 at most in 95 of 100 pairs

_OWNERS = (
    select(aliases.c.key, aliases.c.article_id, aliases.c.basis, tombstones.c.reason)
    .join_from(aliases, tombstones, tombstones.c.article_id == aliases.c.article_id, isouter=True)
    .where(aliases.c.key.in_(bindparam("keys", expanding=True)))
)
_MET = (
    select(addresses.c.url, addresses.c.article_id, tombstones.c.reason)
    .join_from(addresses, tombstones, tombstones.c.article_id == addresses.c.article_id, isouter=True)
    .where(addresses.c.url.in_(bindparam("urls", expanding=True)))
)
_ADD_ADDRESS = upsert(addresses).on_conflict_do_nothing()
_CLAIM = upsert(aliases).on_conflict_do_nothing()
_OWN = upsert(aliases)
_OWN = _OWN.on_conflict_do_update(index_elements=["key"], set_={"article_id": _OWN.excluded.article_id, "basis": "own"})


@dataclass(frozen=True, slots=True)
class Identity:
    """What was found out about a page before it is filed.

    ``owners`` are the articles it is one with, none for a new one; more than one have to be folded.
    ``claims`` are keys of the same outlet that the page names and nobody has yet; ``named`` says that its own
    key is known as such; ``met`` are those of its addresses that are known.
    """

    owners: tuple[Standing, ...]
    claims: tuple[str, ...]
    named: bool
    met: frozenset[str]


def identify(connection: Connection, article: Article, capture: Capture) -> Identity:
    """Find the articles a page is: by its own key, else its own address; and by what it claims, within bounds.

    A page's claim counts only for a key of its own outlet, and only if both texts share half their words:
    a template with one wrong rel=canonical must not fold a whole outlet into one article.

    Raises:
        ArticleRemoved: one of its keys or addresses belongs to an article that was removed.
    """
    outlet = outlet_of_key(article.key)
    claims = tuple(k for k in dict.fromkeys(article.aliases) if k != article.key and outlet_of_key(k) == outlet)
    owners = {row.key: row for row in connection.execute(_OWNERS, {"keys": [article.key, *claims]})}
    met = {row.url: row for row in connection.execute(_MET, {"urls": [article.url, capture.url]})}
    for row in (*owners.values(), *met.values()):
        if row.reason is not None:
            raise ArticleRemoved(f"{article.url}: it was removed for good ({row.reason}) and is not archived again")
    own = owners.get(article.key)
    named = own is not None and own.basis == "own"
    certain = own if named else met.get(article.url) if own is None else None
    sure = None if certain is None else certain.article_id
    found: list[Standing] = []
    for article_id in dict.fromkeys([sure, *(row.article_id for row in owners.values())]):
        known = None if article_id is None else standing(connection, article_id)
        if known is not None and (article_id == sure or akin(known.stored.article, article)):
            found.append(known)
    unclaimed = tuple(key for key in claims if key not in owners)
    return Identity(tuple(found), unclaimed, named, frozenset(met))


def name(connection: Connection, article_id: str, article: Article, capture: Capture, identity: Identity) -> None:
    """Write down every key and address the page has or claims, as far as nobody else has them."""
    if not identity.named:
        connection.execute(_OWN, {"key": article.key, "article_id": article_id, "basis": "own"})
    if identity.claims:
        rows = [{"key": key, "article_id": article_id, "basis": "evidence"} for key in identity.claims]
        connection.execute(_CLAIM, rows)
    if urls := {article.url, capture.url} - identity.met:
        rows = [{"url": url, "key": article.key, "article_id": article_id} for url in urls]
        connection.execute(_ADD_ADDRESS, rows)


def rename(connection: Connection, loser: str, survivor: str) -> None:
    """All names of a folded article become the survivor's; its id stays as one more."""
    for table in (aliases, addresses):
        connection.execute(update(table).where(table.c.article_id == loser).values(article_id=survivor))
    connection.execute(insert(aliases), {"key": loser, "article_id": survivor, "basis": "id"})


def owner(connection: Connection, name: str) -> str | None:
    """The id that an id, a key or an address leads to, also that of a removed article."""
    by_key = select(aliases.c.article_id).where(aliases.c.key == name)
    by_url = select(addresses.c.article_id).where(addresses.c.url == name)
    by_id = select(aliases.c.article_id).where(aliases.c.article_id == name).limit(1)
    for query in (by_key, by_url, by_id):
        found: str | None = connection.execute(query).scalar()
        if found is not None:
            return found
    return None


def keys_of(connection: Connection, article_id: str) -> list[str]:
    """All keys and folded ids of an article, sorted."""
    query = select(aliases.c.key).where(aliases.c.article_id == article_id).order_by(aliases.c.key)
    return list(connection.execute(query).scalars())


def urls_of(connection: Connection, article_id: str) -> list[str]:
    """All addresses of an article, sorted."""
    query = select(addresses.c.url).where(addresses.c.article_id == article_id).order_by(addresses.c.url)
    return list(connection.execute(query).scalars())


def outlet_of_key(key: str) -> str:
    """The outlet a key belongs to: its prefix, or the host where the key is an address."""
    if "://" in key:
        return (urlsplit(key).hostname or "").removeprefix("www.")
    return key.partition(":")[0]


def akin(one: Article, other: Article) -> bool:
    """Whether two texts share half the words of the shorter one, as versions of one article do."""
    a, b = (set(_words((article.title, article.body))) for article in (one, other))
    return len(a & b) >= _SHARED * min(len(a), len(b))


def _words(texts: Iterable[str]) -> list[str]:
    return re.findall(r"\w+", " ".join(texts)[:_COMPARED].casefold())
