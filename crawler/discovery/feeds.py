"""RSS 0.9x, 1.0, 2.0 and Atom."""

from __future__ import annotations

from urllib.parse import urljoin

from lxml import etree

from crawler.discovery.found import Found, Listing
from crawler.discovery.xml import MAX_ENTRIES, name_of, parse_xml, text_of

_DATES = ("pubdate", "published", "date", "updated")


def read_feed(body: bytes, base: str) -> Listing:
    """The entries of a feed; one without an address counts as broken, the others are taken."""
    root = parse_xml(body)
    if root is None:
        return Listing(broken=1)
    found: list[Found] = []
    broken = 0
    for entry in root.iter():
        if name_of(entry) not in ("item", "entry") or len(found) >= MAX_ENTRIES:
            continue
        link = _link(entry)
        try:
            url = urljoin(base, link) if link else ""
        except ValueError:  # an address such as http://[half
            url = ""
        if url:
            found.append(Found(url, text_of(entry, *_DATES), text_of(entry, "title")))
        else:
            broken += 1
    return Listing(tuple(found), broken=broken)


def _link(entry: etree._Element) -> str:
    """RSS puts the address in the text of ``link``, Atom in its ``href``; a permalink guid serves as the last."""
    for child in entry:
        if name_of(child) != "link":
            continue
        if child.text and child.text.strip():
            return child.text.strip()
        if child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href")).strip()
    guid = text_of(entry, "guid", "id")
    return guid if guid.startswith(("http://", "https://")) else ""
