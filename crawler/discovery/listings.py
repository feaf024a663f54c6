"""Section, tag and search pages: links, each with the date its card shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from lxml import html
from lxml.etree import ParserError

from crawler.discovery.found import Found, Listing

MAX_LINKS = 5_000


def read_listing(body: bytes, base: str, *, encoding: str = "utf-8", cards: str = "") -> Listing:
    """The links of a page in its order, an address once.

    ``cards`` is the CSS of what holds one article; where it is empty or finds nothing, every link of the page counts.
    A card's date is its true epoch or machine time if it has one, else the text that shows it.
    """
    try:
        root = html.document_fromstring(body, parser=html.HTMLParser(encoding=encoding))
    except (ParserError, ValueError, LookupError):
        return Listing(broken=1)
    held = root.cssselect(cards) if cards else []
    found: dict[str, Found] = {}
    for card in held or [root]:
        date = _date(card) if held else ""
        for url, title in _links(card, base):
            known = found.get(url)
            if known is None or (title and not known.title):
                found[url] = Found(url, date, title)
            if len(found) >= MAX_LINKS:
                break
    return Listing(tuple(found.values()))


def _links(card: html.HtmlElement, base: str) -> Iterator[tuple[str, str]]:
    anchors: Iterable[html.HtmlElement] = [card] if card.tag == "a" else card.iter("a")
    for anchor in anchors:
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        try:
            yield urljoin(base, href), " ".join(anchor.text_content().split())[:500]
        except ValueError:  # an address such as http://[half
            continue


def _date(card: html.HtmlElement) -> str:
    for attribute in ("d-time", "data-time", "datetime"):
        for element in card.iter():
            value = element.get(attribute)
            if value and value.strip():
                return value.strip()
    for element in card.iter():
        name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if "date" in name or "time" in name or element.tag == "time":
            text = element.get("title") or " ".join(element.text_content().split())
            if text and any(c.isdigit() for c in text):
                return text[:200]
    return ""
