"""Dry run of one page: the reading, its dates judged, its identity; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from archive.article import Article
from crawler.extract import NO_SELECTORS, Selectors, read_page
from crawler.intake import judged_dates, normalise, source_of
from crawler.items import RawArticle
from crawler.topics import Topics
from crawler.urls import address_of, outlet_of

_TEXTS = (
    "title",
    "published",
    "modified",
    "body",
    "lead",
    "editor",
    "section",
    "image",
    "dateline",
    "language",
    "access",
)
_LISTS = ("authors", "tags", "topics")
UNKNOWN_ADDRESS = "https://unknown.invalid/an-article-of-unknown-address"  # RFC 6761: an address that is nobody's


def inspect_page(
    body: bytes,
    *,
    url: str | None,
    content_type: str | None,
    fetched_at: datetime,
    topics: Topics | None = None,
) -> dict[str, Any]:
    """The object of ``kliping inspect --json`` for one page; never raises for what a page holds."""
    known = url if url and address_of(url) else None
    outlet = outlet_of(known) if known else None
    reading = read_page(
        body,
        url=known,
        content_type=content_type,
        selectors=_selectors(outlet.name) if outlet else NO_SELECTORS,
        brands=outlet.brands if outlet else (),
    )
    claimed = address_of(reading.canonical) if reading.canonical else None
    named = known or (reading.canonical if claimed and claimed.key else None)  # a home page's address names no article
    raw = RawArticle(named or UNKNOWN_ADDRESS, fetched_at, reading)
    article = normalise(raw, topics or _topics())
    dates = [asdict(signal) for signal in _signals(raw, article)]
    identity = _identity(raw, named=named is not None)
    if not isinstance(article, Article):
        return {**refused(article.reason), **identity, "dates": dates}
    return {
        **refused(""),  # one order of keys for every answer
        "is_article": True,
        "reason": None,
        "title": article.title,
        "published": article.published.iso() if article.published else None,
        "modified": article.modified.iso() if article.modified else None,
        "authors": list(article.authors),
        "body": article.body,
        "lead": article.lead,
        "editor": article.editor,
        "section": article.section,
        "tags": list(article.tags),
        "image": article.image,
        "dateline": article.dateline,
        "language": article.language,
        "access": article.access,
        "kind": article.kind,
        "topics": list(article.topics),
        **identity,
        "dates": dates,
        "origins": dict(article.origins),
    }


def refused(reason: str) -> dict[str, Any]:
    """The same object for what is no article: its fields are null."""
    return {
        "is_article": False,
        "reason": reason,
        **dict.fromkeys(_TEXTS),
        **dict.fromkeys(_LISTS),
        "kind": None,
        "source": None,
        "canonical_url": None,
        "article_key": None,
        "dates": [],
        "origins": {},
    }


def _signals(raw: RawArticle, article: object) -> Any:
    if isinstance(article, Article):
        return article.dates
    address = address_of(raw.url)
    return judged_dates(raw, outlet_of(raw.url), address).signals if address else ()


def _identity(raw: RawArticle, *, named: bool) -> dict[str, str | None]:
    address = address_of(raw.url) if named else None
    if address is None:
        return {"source": None, "canonical_url": None, "article_key": None}
    return {"source": source_of(raw, address), "canonical_url": address.url, "article_key": address.key}


def _selectors(source: str) -> Selectors:
    return _all_selectors().get(source, NO_SELECTORS)


@cache
def _topics() -> Topics:
    return Topics()


@cache
def _all_selectors() -> Mapping[str, Selectors]:
    from crawler.sources import spiders

    return {name: spider.page for name, spider in spiders().items()}
