"""Articles of several pages: which page this is, where the next one is, and how their readings become one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlunsplit

from lxml.html import HtmlElement

from crawler.items import PageReading

from .metas import Metas, absolute, split_address
from .selectors import select

_NUMBER = re.compile(r"(?<=[\w-])/(\d{1,2})/?$")
_SLUG = re.compile(r"/[^/]*[a-z][^/]*[-_][^/]*[-_][^/]*/\d{1,2}$")
_KEYS = ("page", "hal", "halaman")
_STEPPED = ("sindonews.com",)  # numbers its pages by paragraphs: /5, /10
MAX_PAGES = 60


def page_number(url: str | None, metas: Metas) -> int:
    """The page's own number; 1 where nothing says otherwise, and for ``?page=all``."""
    told = metas.text("content_current_page")
    if told and told.isdecimal() and 0 < int(told) <= MAX_PAGES:
        return int(told)
    return _number(url)[1] if url else 1


def _number(url: str) -> tuple[str, int]:
    """An address without its page number, and that number."""
    parts = split_address(url)
    if parts is None:
        return url, 1
    query = parse_qsl(parts.query)
    number = next((int(v) for k, v in query if k in _KEYS and v.isdecimal() and 0 < int(v) <= MAX_PAGES), None)
    rest = urlencode([(k, v) for k, v in query if k not in (*_KEYS, "single", "showpage") and not k.startswith("utm_")])
    path = parts.path.rstrip("/")
    if number is None and (match := _NUMBER.search(path)) and _SLUG.search(path) and int(match.group(1)) <= MAX_PAGES:
        number, path = int(match.group(1)), path[: match.start()]
    return urlunsplit(("", parts.netloc.lower().removeprefix("www."), path, rest, "")), number or 1


def next_page(root: HtmlElement, url: str | None, metas: Metas, css: str, number: int) -> str | None:
    """Absolute address of the article's next page, None on its last.

    The outlet's selector is believed first; then rel=next and any link that differs from this address in its number.
    """
    own = url or metas.link("canonical")
    chosen = metas.addresses(e.get("href", "") for e in select(root, css))
    if own is None:
        return chosen[0] if chosen else None
    bare, _ = _number(own)
    if others := [address for address in chosen if _number(address)[0] != bare]:
        return others[0]
    base = metas.base or own
    slug = bare.rsplit("/", 1)[-1]
    hrefs = [*metas.links.get("next", ()), *(a.get("href", "") for a in root.iter("a"))]
    near = (absolute(href, base) for href in hrefs if (slug in href or href.startswith("?")) and _may_page(href))
    return _later([*chosen, *(address for address in near if address)], bare, number)


def _may_page(href: str) -> bool:
    return "page=" in href or "hal=" in href or "halaman=" in href or href.rstrip("/")[-1:].isdecimal()


def _later(addresses: Sequence[str], bare: str, number: int) -> str | None:
    """The address with the number after this one's; of outlets that number by paragraphs the nearest above it."""
    later: dict[int, str] = {}
    for address in addresses:
        same, its = _number(address)
        if same == bare and its > number and "page=all" not in address:
            later.setdefault(its, address)
    nearest = min(later, default=None)
    if nearest is None or not (nearest == number + 1 or any(host in bare for host in _STEPPED)):
        return None
    return later[nearest]


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
