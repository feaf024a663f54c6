"""What is gathered of one page before its reading is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from .blocks import Block
from .embedded import Embedded
from .jsonld import LinkedData, read_json_ld
from .metas import Metas, read_metas, split_address
from .selectors import Selectors, Tree
from .text import text_of

_SECOND_LEVEL = frozenset({"co", "go", "or", "ac", "web", "my", "sch", "desa", "net", "biz"})
_MAX_SCRIPT = 3_000_000


@dataclass(slots=True)
class Evidence:
    """One page's tree and what was read from it; ``origins`` fills as fields are decided.

    ``prose`` is weighed only where the outlet's own selector found too little; ``blocks`` are those of the article's
    container as they stood, ``lines`` what is left of them, ``aside`` the short texts that were left out as no prose
    (credits stand there).
    """

    root: HtmlElement
    tree: Tree
    url: str | None
    metas: Metas
    data: LinkedData
    selectors: Selectors
    brands: tuple[str, ...]
    scripts: list[tuple[str, str]]
    document_title: str | None
    html_language: str | None
    origins: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    heading: HtmlElement | None = None
    prose: Mapping[HtmlElement, float] = field(default_factory=dict)
    containers: list[HtmlElement] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    embedded: Embedded | None = None

    def note(self, name: str, origin: str) -> None:
        """Remember where a field came from."""
        self.origins[name] = origin


def gather(root: HtmlElement, url: str | None, selectors: Selectors, brands: Collection[str]) -> Evidence:
    """Evidence of a tree whose scripts still stand in it."""
    metas = read_metas(root, url)
    data = read_json_ld(root, metas.link("canonical") or url)
    title = root.find(".//title")
    return Evidence(
        root,
        Tree(root, selectors),
        url,
        metas,
        data,
        selectors,
        _brand_names(metas, data, brands, url),
        [
            (s.get("id") or "", s.text[:_MAX_SCRIPT])
            for s in root.iter("script")
            if s.text and "ld+json" not in (s.get("type") or "")
        ],
        (text_of(title) or None) if title is not None else None,
        (root.get("lang") or "").strip().lower()[:2] or None,
    )


def _brand_names(metas: Metas, data: LinkedData, brands: Collection[str], url: str | None) -> tuple[str, ...]:
    """Names of the outlet: those given, those of publisher and site, and the host in its usual spellings."""
    names = [*brands, *data.publishers()]
    for name in (
        "og:site_name",
        "application-name",
        "copyright",
        "twitter:site",
        "publisher",
        "apple-mobile-web-app-title",
    ):
        if text := metas.text(name):
            names += [text.removeprefix("@"), re.split(r"[,|©]| - ", text)[0].strip()]
    for address in (url, metas.link("canonical")):
        parts = split_address(address)
        host = parts.hostname if parts else None
        if host:
            labels = host.removeprefix("www.").split(".")
            owner = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2
            names += [host, ".".join(labels[owner:]), labels[owner] if len(labels) >= -owner else labels[0]]
    return tuple(dict.fromkeys(name for name in names if name and len(name) <= 60))
