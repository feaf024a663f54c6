"""One page from the web for ``kliping inspect``, by the rules of a crawl: robots.txt, no private address, limits."""

from __future__ import annotations

from dataclasses import dataclass

from kliping.config import load
from kliping.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: the address it was found at after redirects, its body, its Content-Type."""

    url: str
    body: bytes
    content_type: str


def fetch(url: str) -> Page:
    """Fetch one page; nothing is kept.

    Raises:
        Trouble: the address is none, or the page could not be had, with the reason.
    """
    from crawler.one_page import OnePage
    from crawler.urls import address_of
    from kliping.crawling import live_settings, require_contact, run_crawlers

    if address_of(url) is None:
        raise Trouble(f"{url!r} is no http or https address.")
    config = load()
    require_contact(config)
    found: list[OnePage] = []
    settings = live_settings(config) | {"KLIPING_KEEP_PAGES": False, "ITEM_PIPELINES": {}, "LOG_LEVEL": "CRITICAL"}
    run_crawlers([(OnePage, {"url": url, "found": found})], settings)
    if not found or found[0].body is None:
        raise Trouble(f"{url}: could not be fetched: {(found[0].reason if found else '') or 'no answer'}.")
    return Page(found[0].final_url, found[0].body, found[0].content_type)
