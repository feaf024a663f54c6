"""Sitemaps, news sitemaps and sitemap indexes (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO
from urllib.parse import urljoin

from crawler.discovery.found import Found, Listing
from crawler.discovery.xml import MAX_ENTRIES, name_of, parse_xml, text_of

MAX_BYTES = 50 * 1024 * 1024  # the protocol's own limit, unpacked


def read_sitemap(body: bytes, base: str) -> Listing:
    """The pages of a sitemap and the sitemaps of an index; gzip is understood, bombs are cut at 50 MiB."""
    root = parse_xml(_unpacked(body))
    if root is None:
        return Listing(broken=1)
    pages: list[Found] = []
    children: list[Found] = []
    broken = 0
    for entry in root:
        kind = name_of(entry)
        if kind not in ("url", "sitemap") or len(pages) + len(children) >= MAX_ENTRIES:
            continue
        try:
            url = urljoin(base, text_of(entry, "loc"))
        except ValueError:
            url = base
        if url == base:
            broken += 1
            continue
        date = text_of(entry, "publication_date") or text_of(entry, "lastmod")
        (pages if kind == "url" else children).append(Found(url, date, text_of(entry, "title")))
    return Listing(tuple(pages), tuple(children), broken)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as file:
            return file.read(MAX_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""
