"""Which article a page is: by its key, its address, and what the page itself claims."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import Connection

from archive import names
from archive.article import Article, Capture
from archive.errors import ArticleRemoved
from archive.rows import Standing, standing

_MOST_CLAIMS = 8  # keys a page may name; an honest one names two or three
_COMPARED = 20_000  # characters of a text that are looked at to tell whether two are one article
_SHARED = 0.9  # of the words of both; what extraction leaves in one twin and not in the other is less
_WORD = re.compile(r"\d[\d.,:/-]*\d|\w+")  # a date or a sum is one word, else 1/7 and 7/1 would be the same


@dataclass(frozen=True, slots=True)
class Identity:
    """What was found out about a page before it is filed.

    ``owners`` are the articles it is one with, none for a new one; more than one have to be folded.
    ``unknown`` are names still to be written down (see ``archive.names.add``).
    ``met`` says that the address it was fetched from is known.
    """

    owners: tuple[Standing, ...]
    unknown: dict[str, tuple[str, str]]
    met: bool


def identify(connection: Connection, article: Article, capture: Capture) -> Identity:
    """Find the articles a page is: by its own key, else its own address; and by what it claims, within bounds.

    A page's claim is evidence and no truth: it counts only for a key of its own outlet, and only if the two read as
    one article, so that a template with one wrong rel=canonical folds nothing.

    Raises:
        ArticleRemoved: one of its names belongs to an article that was removed.
    """
    claims = _claims(article)
    known = names.find(connection, (article.key, article.url, capture.url, *claims))
    for row in known.values():
        if row.reason is not None:
            raise ArticleRemoved(f"{article.url}: it was removed for good ({row.reason}) and is not archived again")
    had = {name: row.article_id for name, row in known.items() if row.basis != names.EVIDENCE}
    sure = had.get(article.key) or had.get(article.url)
    candidates = [known[name].article_id for name in (article.key, *claims) if name in known]
    owners = []
    for article_id in dict.fromkeys([sure, *candidates]):
        owner = None if article_id is None else standing(connection, article_id)
        if owner is not None and (article_id == sure or reads_as_one(owner.stored.article, article)):
            owners.append(owner)
    unknown = {name: (names.EVIDENCE, article.key) for name in claims if name not in known}
    unknown |= {url: (names.ADDRESS, article.key) for url in (article.url, capture.url) if url not in had}
    if article.key not in had:
        unknown[article.key] = (names.KEY, article.key)
    return Identity(tuple(owners), unknown, capture.url in had)


def _claims(article: Article) -> list[str]:
    outlet = outlet_of(article.key)
    claims = dict.fromkeys(key for key in article.aliases if key != article.key and outlet_of(key) == outlet)
    return list(claims)[:_MOST_CLAIMS]


def outlet_of(key: str) -> str:
    """The outlet a key belongs to: its prefix, or the host where the key is an address."""
    if "://" not in key:
        return key.partition(":")[0]
    try:
        return (urlsplit(key).hostname or "").removeprefix("www.")
    except ValueError:  # a broken IPv6 literal
        return key


def reads_as_one(one: Article, other: Article) -> bool:
    """Whether two pages of an outlet show the same article: the same title and day, and one text within the other.

    What extraction left in one of two twins only adds words to it; reports of two days or two places in the same
    words each have words that the other lacks.
    """
    if one.published and other.published and one.published.at.date() != other.published.at.date():
        return False
    a, b = _words(one.body), _words(other.body)
    is_within = (a <= b or b <= a) and len(a & b) >= _SHARED * len(a | b)
    return is_within and _words(one.title) == _words(other.title)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text[:_COMPARED].casefold()))
