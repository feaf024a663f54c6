"""Articles of several pages: which page this is, where the next one is, and how their readings become one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.items import PageReading

from .metas import Metas, absolute
from .selectors import select

_NUMBER = re.compile(r"(?<=[\w-])/(\d{1,2})/?$")
_SLUG = re.compile(r"/[^/]*[a-z][^/]*[-_][^/]*[-_][^/]*/\d{1,2}$")
_KEYS = ("page", "hal", "halaman")
_STEPPED = ("sindonews.com",)  # numbers its pages by paragraphs: /5, /10
MAX_PAGES = 60


def page_number(url: str | None, metas: Metas) -> int:
    """The page's own number; 1 where nothing says otherwise, and for ``?page=all``."""
    told = metas.text("content_current_page")
    if told and told.isdigit() and 0 < int(told) <= MAX_PAGES:
        return int(told)
    return _number(url)[1] if url else 1


def _number(url: str) -> tuple[str, int]:
    """An address without its page number, and that number."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, 1
    query = parse_qsl(parts.query)
    number = next((int(v) for k, v in query if k in _KEYS and v.isdigit() and 0 < int(v) <= MAX_PAGES), None)
    rest = urlencode([(k, v) for k, v in query if k not in (*_KEYS, "single", "showpage") and not k.startswith("utm_")])
    path = parts.path.rstrip("/")
    if number is None and (match := _NUMBER.search(path)) and _SLUG.search(path) and int(match.group(1)) <= MAX_PAGES:
        number, path = int(match.group(1)), path[: match.start()]
    return urlunsplit(("", parts.netloc.lower().removeprefix("www."), path, rest, "")), number or 1


def next_page(root: HtmlElement, url: str | None, metas: Metas, css: str, number: int) -> str | None:
    """Absolute address of the article's next page: the outlet's selector, rel=next, or a link that differs in the page number alone."""
    chosen = [absolute(e.get("href", ""), metas.base) for e in select(root, css)]
    for address in chosen:
        if address and address != url:
            return address
    own = url or metas.link("canonical")
    if not own:
        return None
    bare, _ = _number(own)
    hrefs = [*metas.links.get("next", ()), *(a.get("href", "") for a in root.iter("a") if _may_page(a.get("href", "")))]
    later: dict[int, str] = {}
    for href in hrefs:
        address = absolute(href, metas.base or own)
        if address is None or "page=all" in address:
            continue
        same, its = _number(address)
        if same == bare and its > number:
            later.setdefault(its, address)
    if not later:
        return None
    nearest = min(later)
    stepped = any(host in bare for host in _STEPPED)
    return later[nearest] if nearest == number + 1 or stepped else None


def _may_page(href: str) -> bool:
    return "page=" in href or "hal=" in href or "halaman=" in href or href.rstrip("/")[-1:].isdigit()


def join_pages(readings: Sequence[PageReading]) -> PageReading:
    """One reading of an article read page by page, in order.

    The first page's fields stand; what it lacks is taken from later ones, where the credits often are. A paragraph
    that an earlier page had (a summary box, ``?page=all``) is not repeated. Refused pages after the first are left out.
    Raises ValueError for no pages at all.
    """
    if not readings:
        raise ValueError("join_pages: needs at least one page, got none")
    first = readings[0]
    if first.refusal is not None:
        return first
    rest = [reading for reading in readings[1:] if reading.refusal is None and reading.body]
    paragraphs = dict.fromkeys(p for reading in [first, *rest] for p in (reading.body or "").split("\n\n") if p)
    return replace(
        first,
        body="\n\n".join(paragraphs),
        authors=next((r.authors for r in [first, *rest] if r.authors), ()),
        editor=next((r.editor for r in [first, *rest] if r.editor), None),
        tags=tuple(dict.fromkeys(tag for r in [first, *rest] for tag in r.tags)),
        next_page=None,
    )
