"""Meta tags and head links of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml.html import HtmlElement

from .text import plain


@dataclass(frozen=True, slots=True)
class Metas:
    """Contents by lower-case name (property, name or itemprop) in order of appearance, and addresses by rel."""

    contents: Mapping[str, list[str]] = field(default_factory=dict)
    spelled: Mapping[str, str] = field(default_factory=dict)
    itemprops: Mapping[str, list[str]] = field(default_factory=dict)
    links: Mapping[str, list[str]] = field(default_factory=dict)
    base: str | None = None

    def first(self, *names: str) -> tuple[str, str] | None:
        """(text, origin) of the first of the names that holds anything."""
        for name in names:
            for content in self.contents.get(name, ()):
                if text := plain(content):
                    return text, f"meta:{self.spelled[name]}"
        return None

    def text(self, *names: str) -> str | None:
        """Text of the first of the names that holds anything."""
        found = self.first(*names)
        return found[0] if found else None

    def link(self, rel: str) -> str | None:
        """Absolute http address of a head link; None for broken ones (``<? //=$amp_url ?>``)."""
        return next(iter(self.addresses(self.links.get(rel, ()))), None)

    def address(self, *names: str) -> str | None:
        """Absolute http address in a meta."""
        return next(iter(self.addresses(c for name in names for c in self.contents.get(name, ()))), None)

    def addresses(self, hrefs: Iterable[str]) -> list[str]:
        """The usable ones of some addresses, made absolute."""
        return [url for href in hrefs if (url := absolute(href, self.base))]


def split_address(url: str | None) -> SplitResult | None:
    """Parts of an address, None for none and for one that is malformed ("http://[")."""
    try:
        return urlsplit(url) if url else None
    except ValueError:
        return None


def absolute(href: str, base: str | None) -> str | None:
    """An http(s) address made absolute, None where it is none."""
    href = href.strip()
    if not href or any(sign in href for sign in "<>[]{}|\\\"' \n") or href.startswith(("#", "javascript:", "mailto:")):
        return None
    try:
        url = urljoin(base or "", href)
        parts = urlsplit(url)
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def read_metas(root: HtmlElement, url: str | None) -> Metas:
    """Every meta and every head link that names a page."""
    contents: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    itemprops: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = meta.get("content", "").strip()
        if not content:
            continue
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv")
        if name:
            contents.setdefault(name.strip().lower(), []).append(content)
            spelled.setdefault(name.strip().lower(), name.strip())
        elif itemprop := meta.get("itemprop"):
            itemprops.setdefault(itemprop.strip(), []).append(content)
    links: dict[str, list[str]] = {}
    for link in root.iter("link"):
        for rel in link.get("rel", "").lower().split():
            if link.get("href"):
                links.setdefault(rel, []).append(link.get("href", ""))
    base = root.find(".//base[@href]")
    return Metas(contents, spelled, itemprops, links, absolute(base.get("href", ""), url) if base is not None else url)
