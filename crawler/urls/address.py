"""From a URL to the article it names (design, decision 6): by its outlet's row, else by the general rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from crawler.urls.canonical import AROUND, Parts, parts_of
from crawler.urls.general import page_number, plain_segments, read_general
from crawler.urls.listings import looks_like_article
from crawler.urls.outlets import Outlet, Shape, owner_of

_SLASHES = re.compile(r"/{2,}")
_PAGE_PARAMETERS = ("page", "showpage")
_BROKEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Address:
    """An address and what it alone tells.

    Attributes:
        url: canonical: https, without fragment, tracking and page number; can still be fetched, so it keeps the
            desk's host, and gives up AMP, mobile and staging hosts only where the plain form is known.
        key: ``outlet:id``, on other sites the address in its plainest form; None for a listing or home page.
        source: the outlet that owns the host, None on other sites.
        page: the article's page that is asked for, from 1; 1 also for all of it.
        date: the day that the address names, which is only support for a date of the page.
    """

    url: str
    key: str | None
    source: str | None = None
    page: int = 1
    date: date | None = None


@lru_cache(maxsize=256)
def address_of(url: str) -> Address | None:
    """Read an address; None where it is no usable http(s) address. Raises nothing, whatever the text."""
    parts = parts_of(url)
    if parts is None:
        return None
    outlet = owner_of(parts.host)
    if outlet is None or parts.port:  # another port is another service
        return _general(parts, outlet.name if outlet else None)
    return _of_outlet(parts, outlet)


def answer(line: str) -> str:
    """One line of ``kliping urls``: the canonical URL, a tab, the article key; ``-`` for what there is none of.

    A link in a page may hold blanks, as browsers have it; a line that does is no address, or more than one.
    """
    line = line.strip(AROUND)
    is_whole = (line.isprintable() and " " not in line) or not _BROKEN.search(line)
    address = address_of(line) if is_whole else None
    return f"{address.url}\t{address.key or '-'}" if address else "-\t-"


def _general(parts: Parts, source: str | None) -> Address:
    reading = read_general(parts)
    return Address(str(parts), reading.key, source, reading.page)


def _of_outlet(parts: Parts, outlet: Outlet) -> Address:
    if parts.host in outlet.no_article_hosts:
        return Address(str(parts), None, outlet.name)
    host = outlet.plain_host(parts.host)
    for path in _paths(parts.path):
        if outlet.no_articles and outlet.no_articles.match(path):
            return Address(str(parts), None, outlet.name)
        for shape in outlet.shapes:
            match = shape.path.fullmatch(path) if not shape.hosts or host in shape.hosts else None
            if match:
                return _article(parts, outlet, host, shape, match)
    if outlet.shapes and not looks_like_article(plain_segments(parts.path), parts.query):
        return Address(str(parts), None, outlet.name)
    return _general(parts, outlet.name)


def _paths(path: str) -> Iterator[str]:
    """The path without AMP at either end and, where it is another, as the general rule has it."""
    seen = _SLASHES.sub("/", path) if "//" in path else path
    seen = seen.removesuffix("/")
    while seen.endswith("/amp"):
        seen = seen.removesuffix("/amp")
    while seen.startswith("/amp/"):
        seen = seen.removeprefix("/amp")
    yield seen
    plain = "/" + "/".join(plain_segments(path))
    if plain != seen:
        yield plain


def _article(parts: Parts, outlet: Outlet, host: str, shape: Shape, match: re.Match[str]) -> Address:
    groups = {name: value or "" for name, value in match.groupdict().items()}
    digits = groups.get("date", "").replace("/", "")
    key = f"{outlet.name}:{shape.key.format(host=host, day=digits, **groups)}"
    page = groups.get("page", "")
    path = shape.url.format(**groups).removesuffix("/").removesuffix("/amp") if shape.url else match.string
    if page and not shape.url:
        path = path[: match.start("page")].removesuffix("/")
    number = _page_of(page, shape.step) if page else _asked_page(parts.query)
    url = str(parts.at(_fetchable(parts.host, host), path))
    return Address(url, key, outlet.name, number, _day(digits, outlet.zone))


def _fetchable(seen: str, plain: str) -> str:
    """The host seen, unless it is a twin's: with and without ``www.`` a site answers alike."""
    return seen if seen.removeprefix("www.") == plain.removeprefix("www.") else plain


def _page_of(text: str, step: int) -> int:
    number = int(text) if text.isdecimal() else 0  # a word asks for all of it
    return max(1, number if step == 1 else number // step + 1)


def _asked_page(query: tuple[str, ...]) -> int:
    for pair in query:
        name, _, value = pair.partition("=")
        if name.lower() in _PAGE_PARAMETERS:
            return page_number(name, value) or 1
    return 1


def _day(digits: str, zone: ZoneInfo) -> date | None:
    """The day in an address: ``YYYYMMDD…``, ``YYMMDD``, or an epoch of ten digits, which is a day of the outlet's."""
    try:
        if len(digits) == 10:
            return datetime.fromtimestamp(int(digits), zone).date()
        if len(digits) == 6:
            digits = f"20{digits}"
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except (ValueError, OverflowError):
        return None
