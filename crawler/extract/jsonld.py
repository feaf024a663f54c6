"""JSON-LD of a page, however badly written: comments, trailing junk, deep nesting, text that is no JSON at all."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement

from .text import plain

Node = Mapping[str, Any]

ARTICLE_TYPES = frozenset(
    [
        "NewsArticle",
        "Article",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "OpinionNewsArticle",
        "BackgroundNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "AdvertiserContentArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "TechArticle",
        "ScholarlyArticle",
        "SpecialAnnouncement",
        "Report",
        "SocialMediaPosting",
    ]
)
_MAX_NODES = 3_000
_MAX_TEXT = 1_000_000
_WRAPPERS = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|/\*\s*\*/")
_COMMENTS = re.compile(r"^\s*//[^\n]*$|/\*[^*]*\*/", re.MULTILINE)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_SALVAGE = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|isAccessibleForFree)"\s*:\s*"([^"\n]{1,300})"\s*[,}\n]'
)
_AUTHOR = re.compile(  # one name, its end certain: what follows is a comma, a bracket or a new line
    r'"author"\s*:\s*(?:\[\s*)?(?:"(?P<name>[^"\\\n]{3,80})"|\{(?:\s*"(?!name)[@\w]{1,20}"\s*:\s*"[^"\n]{0,200}"\s*,){0,6}'
    r'\s*"name"\s*:\s*"(?P<person>[^"\\\n]{3,80})")\s*[,}\]\n]'
)
_OPENING = re.compile(r"[\s,;]*[{\[]")
_MAX_VALUES = 50
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"(\w+)"')


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What the JSON-LD of one page says: its article node if it has one, the other nodes by type, the crumbs."""

    article: Node = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    ids: Mapping[str, Node] = field(default_factory=dict)

    @property
    def types(self) -> frozenset[str]:
        """All types of all nodes."""
        return frozenset(kind for node in self.nodes for kind in types_of(node))

    def text(self, key: str) -> str | None:
        """A property of the article as one line."""
        return _text(self.article.get(key))

    def body(self) -> str | None:
        """The article's text, line breaks kept, entities as they stand."""
        value = self.article.get("articleBody")
        return value if isinstance(value, str) and value.strip() else None

    def names(self, key: str) -> list[str]:
        """Names of persons or organisations under a property; references by @id are followed."""
        return [name for value in _listed(self.article.get(key)) if (name := self._name(value))]

    def _name(self, value: Any) -> str | None:
        if isinstance(value, Mapping):
            if "name" not in value and isinstance(value.get("@id"), str):
                value = self.ids.get(value["@id"], value)
            return _text(value.get("name"))
        return _text(value)

    def publishers(self) -> list[str]:
        """Names of publishers and sites on any node: brands, never authors."""
        kinds = ("Organization", "NewsMediaOrganization", "WebSite")
        named = [_text(node.get("name")) for node in self.nodes if any(kind in kinds for kind in types_of(node))]
        return [name for name in [*self.names("publisher"), *named] if name]

    def keywords(self) -> list[str]:
        """Keywords as a list, whether printed as one or parted by commas."""
        return [
            word
            for value in _listed(self.article.get("keywords"))
            if (text := _text(value.get("name") if isinstance(value, Mapping) else value))
            for word in (part.strip() for part in text.split(","))
            if word
        ]

    def image(self, base: str | None) -> str | None:
        """Address of the first image."""
        for value in [*_listed(self.article.get("image")), *_listed(self.article.get("thumbnailUrl"))]:
            address = (
                value.get("url") or value.get("@id") or value.get("contentUrl") if isinstance(value, Mapping) else value
            )
            if isinstance(address, list):
                address = next((item for item in address if isinstance(item, str)), None)
            if isinstance(address, str) and address.strip():
                return urljoin(base or "", address.strip())
        return None

    def crumbs(self) -> list[str]:
        """Names of the breadcrumb in order."""
        for node in self.nodes:
            if "BreadcrumbList" in types_of(node):
                names = []
                for entry in _listed(node.get("itemListElement")):
                    if isinstance(entry, Mapping):
                        item = entry.get("item")
                        names.append(
                            _text(entry.get("name")) or (_text(item.get("name")) if isinstance(item, Mapping) else None)
                        )
                return [name for name in names if name]
        return []

    def dates(self) -> Iterator[tuple[str, str]]:
        """(property, text as printed) of the article and of the page's own node, published before modified."""
        pages = [
            node for node in self.nodes if {"WebPage", "ItemPage"} & set(types_of(node)) and node is not self.article
        ]
        for key in ("datePublished", "dateModified"):
            for node in [self.article, *pages[:2]]:
                if value := _text(node.get(key)):
                    yield key, value

    def is_free(self) -> bool | None:
        """``isAccessibleForFree``, None where it is not told."""
        value = self.article.get("isAccessibleForFree")
        if value is None:
            return None
        return str(value).strip().lower() not in ("false", "0", "no")


def read_json_ld(root: HtmlElement, address: str | None = None) -> LinkedData:
    """All nodes of all JSON-LD blocks; the article is the one that names this address, else the first."""
    nodes: list[Node] = []
    for script in root.xpath("//script[contains(translate(@type,'LDJSON','ldjson'),'ld+json')]"):
        nodes += _nodes(_load((script.text or "")[:_MAX_TEXT]), _MAX_NODES - len(nodes))
    ids = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    articles = [node for node in nodes if ARTICLE_TYPES & set(types_of(node))]
    own = [node for node in articles if address and _names_address(node, address)]
    return LinkedData((own or articles or [{}])[0], tuple(nodes), ids)


def types_of(node: Node) -> tuple[str, ...]:
    """The types of a node, without their namespace."""
    return tuple(value.rsplit("/", 1)[-1] for value in _listed(node.get("@type")) if isinstance(value, str))


def _load(text: str) -> Any:
    """Parsed JSON, mended where that is safe; where nothing helps, the plain properties of an article."""
    text = _WRAPPERS.sub(" ", text).strip("\ufeff; \t\r\n")
    for mend in (str, _without_comments, html.unescape):
        try:
            return _values(mend(text))
        except (ValueError, RecursionError):
            continue
    kinds = set(_TYPE.findall(text)) & ARTICLE_TYPES
    if not kinds:
        return None
    authors = [name for match in _AUTHOR.finditer(text) if (name := match["person"] or match["name"])]
    return {"@type": sorted(kinds)[0], **dict(reversed(_SALVAGE.findall(text))), "author": authors[:1]}


def _without_comments(text: str) -> str:
    return _TRAILING_COMMA.sub("", _COMMENTS.sub("", text)).strip()


def _values(text: str) -> list[Any]:
    """All values of a block, which may hold several one behind the other; junk after the first is left out."""
    decoder = json.JSONDecoder(strict=False)
    value, end = decoder.raw_decode(text)
    values = [value]
    while len(values) < _MAX_VALUES and (start := _OPENING.match(text, end)):
        try:
            value, end = decoder.raw_decode(text, start.end() - 1)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _nodes(data: Any, limit: int) -> list[Node]:
    """Every object with a type, breadth first, so that an article comes before what is nested in it."""
    queue: list[Any] = [data]
    found: list[Node] = []
    for seen, value in enumerate(queue):
        if seen > 20_000 or len(found) >= limit:
            break
        if isinstance(value, Mapping):
            if "@type" in value:
                found.append(value)
            queue += [child for child in value.values() if isinstance(child, (Mapping, list))]
        elif isinstance(value, list):
            queue += [child for child in value if isinstance(child, (Mapping, list))]
    return found


def _names_address(node: Node, address: str) -> bool:
    main = node.get("mainEntityOfPage")
    named = [node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, Mapping) else main]
    wanted = address.split("#")[0].split("?")[0].rstrip("/")
    return any(isinstance(value, str) and value.split("#")[0].split("?")[0].rstrip("/") == wanted for value in named)


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("name")
    return plain(str(value)) if isinstance(value, (str, int, float)) else None
