"""The title of a page and the element that prints it: chosen before the text is read, mended after it."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from .evidence import Evidence
from .metas import split_address
from .text import label_of, squeeze
from .titles import choose_title

_HEADINGS = (
    "preceding::*[self::h1 or self::h2 or self::h3 or self::h4 or self::font[@size >= 4] or contains(@class, 'judul')]"
    " | descendant::*[self::h1 or self::h2 or self::h3 or self::font[@size >= 4] or contains(@class, 'judul')]"
)
_PRINTERS = "//body//*[self::div or self::td or self::span or self::p or self::b or self::strong or self::font]"


def read_title(page: Evidence) -> None:
    """Fill the page's title, its origin and its heading from what is told and what is printed."""
    metas, data = page.metas, page.data
    told = [(data.text("headline"), "json-ld:headline")]
    told += [
        found
        for name in ("og:title", "originaltitle", "twitter:title", "title", "dc.title")
        if (found := metas.first(name))
    ]
    told.append((page.document_title, "title"))
    printed = [(e, f"css:{page.selectors.title}") for e in page.tree.select(page.selectors.title)]
    printed += [(e, name) for name in ("h1", "h2", "h3") for e in page.root.iter(name)]
    page.title, origin, page.heading = choose_title(
        [(text, origin) for text, origin in told if text],
        [(text, e, origin) for e, origin in printed[:60] if (text := label_of(e, 400))],
        page.brands,
    )
    if origin:
        page.note("title", origin)
    if page.heading is None and page.title:
        page.heading = _printed(page.root, page.title)


def mend_title(page: Evidence) -> None:
    """Take the heading nearest above the text where the head names a site or section, as on small sites, or teases.

    The words of an article's title come back in its text, those of a site's name do not.
    """
    if page.heading is not None or not page.lines:
        return
    is_claimed = page.origins.get("title") not in ("title", None)  # by the article's own data, which only an h1 refutes
    text = set(" ".join(page.lines).lower().split())
    parts = split_address(page.url or page.metas.link("canonical"))
    host = (parts.hostname or "") if parts else ""
    is_site = any(len(word) > 4 and word in host for word in (page.title or "").lower().split())
    best, most = None, _echo(page.title or "", text) - 0.5 * is_site
    for element in page.containers[0].xpath(_HEADINGS)[-12:] if page.containers else ():
        title = label_of(element, 250) if element.tag == "h1" or not is_claimed else None
        if title and len(title.split()) > 2 and (echo := _echo(title, text)) >= max(0.5, most + 0.2):
            best, most = element, echo
            page.title = title
    if best is not None:
        page.heading = best
        page.note("title", best.tag)
        page.lines = [line for line in page.lines if line != page.title]


def _echo(title: str, text: Collection[str]) -> float:
    words = [word for word in re.findall(r"\w+", title.lower()) if len(word) > 3]
    return sum(word in text for word in words) / len(words) if words else 0.0


def _printed(root: HtmlElement, title: str) -> HtmlElement | None:
    """The element that prints a title without being a heading (old templates: a td, a div, a span)."""
    start = title[:40].replace('"', "").replace("'", "")
    if len(start) < 15:
        return None
    candidates: list[HtmlElement] = root.xpath(_PRINTERS)
    for element in candidates[:3000]:
        if element.text and squeeze(element.text) == title:
            return element
    return None
