"""The smaller fields, each by the order of evidence, each with its origin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from archive.article import Kind

from .evidence import Evidence
from .metas import absolute, split_address
from .text import label_of, squeeze
from .titles import agree, folded

_SECTION_METAS = (
    "content_category",
    "content_subcategory",
    "article:section",
    "article:section2",
    "section",
    "dable:section",
    "adx:sections",
    "category",
    "cxenseparse:category",
)
_TAG_METAS = ("content_tags", "content_tag", "article:tag", "news_keywords", "dtk:keywords", "keywords")
_IMAGE_METAS = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "thumbnailurl",
    "thumbnail",
)
_LEAD_METAS = ("og:description", "description", "twitter:description")
_NO_SECTION = re.compile(
    r"^(?:home|beranda|article|artikel|news article|berita|website|index|depan|https?:.*|halaman depan|utama|#?)$",
    re.IGNORECASE,
)
_HASHTAGS = re.compile(r"(?:\s+#\w+)+\s*$")
_GLUED = re.compile(r"(?<=[.!?”\"])(?:,[^\s,][^,]{1,60}){1,30}$")  # keywords behind the last sentence (Merdeka)
_LEAD_TAIL = re.compile(
    r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\]|\[&hellip;\])?\s*(?:Baca selengkapnya.*|Read more.*)?$", re.IGNORECASE
)
_CRUMBS = "//*[@id='breadcrumb' or contains(@class,'readcrumb') or contains(@class,'breadcumb')]"
_TAG_LINKS = (
    "//a[@rel='tag' or contains(@href,'/tag/') or contains(@href,'/tags/')"
    " or contains(@href,'/topik/') or contains(@href,'/topic/')]"
)
_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (
        re.compile(
            r"siaran[- _]?pers|press[- _]?release|rilis[- _]?pers|pers[- _]?rilis|news[- _]?release|pressrelease",
            re.IGNORECASE,
        ),
        "press_release",
    ),
    (
        re.compile(r"^pengumuman\b|^announcements?$|/(?:pengumuman|announcements?)(?:/|$)", re.IGNORECASE),
        "announcement",
    ),
    (re.compile(r"^agenda\b|^events?$|/(?:agenda|events?)(?:/|$)", re.IGNORECASE), "event"),
)
_MAX_TAGS = 30


def find_lead(page: Evidence) -> str | None:
    """The teaser: JSON-LD, metas, the outlet's selector; hashtags and keywords at its end are cut off."""
    candidates = [(page.data.text("description"), "json-ld:description")]
    if found := page.metas.first(*_LEAD_METAS):
        candidates.append(found)
    candidates += [(text, f"css:{page.selectors.lead}") for text in page.tree.texts(page.selectors.lead)[:1]]
    for text, origin in candidates:
        if (
            text
            and (lead := _LEAD_TAIL.sub("", _HASHTAGS.sub("", _GLUED.sub("", text))).strip())
            and not agree_exactly(lead, page.title)
        ):
            page.note("lead", origin)
            return lead
    return None


def agree_exactly(text: str, title: str | None) -> bool:
    """Whether a teaser only repeats the title."""
    return title is not None and folded(text) == folded(title)


def find_section(page: Evidence) -> str | None:
    """The section told by JSON-LD, its breadcrumb, metas and the outlet's selector; of several the one in the address.

    Where nothing is told, the last word of the printed breadcrumb.
    """
    told = [(clean, origin) for text, origin in _told_sections(page) if (clean := _as_section(page, text))]
    path = {folded(part) for part in _path(page).split("/")}
    found = next((item for item in told if folded(item[0]) in path), told[0] if told else None)
    if found is None:
        found = next(((text, "generic") for label in _printed_crumbs(page) if (text := _as_section(page, label))), None)
    if found is None:
        return None
    page.note("section", found[1])
    return found[0]


def _path(page: Evidence) -> str:
    parts = split_address(page.url or page.metas.link("canonical"))
    return parts.path if parts else ""


def _told_sections(page: Evidence) -> Iterator[tuple[str | None, str]]:
    yield page.data.text("articleSection"), "json-ld:articleSection"
    for crumb in reversed(page.data.crumbs()):
        yield crumb, "json-ld:BreadcrumbList"
    for name in _SECTION_METAS:
        if found := page.metas.first(name):
            yield found
    for text in reversed(page.tree.texts(page.selectors.section)):
        yield text, f"css:{page.selectors.section}"
    if page.embedded is not None:
        yield page.embedded.section, page.embedded.origin


def _printed_crumbs(page: Evidence) -> Iterator[str]:
    """Labels of the breadcrumb and of category links, then of any link whose words are those of the address."""
    for crumbs in page.root.xpath(_CRUMBS)[:2]:
        yield from reversed([label for a in crumbs.iter("a", "span", "li") if (label := label_of(a, 60))])
    yield from (label for a in page.root.xpath("//a[contains(@rel,'category')]")[:3] if (label := label_of(a, 60)))
    parts = split_address(page.url or page.metas.link("canonical"))
    if parts is not None:
        words = {*parts.path.lower().split("/")[1:-1], (parts.hostname or "").split(".")[0]} - {"", "www", "m", "amp"}
        yield from (label for a in page.root.iter("a") if (label := label_of(a, 40)) and label.lower() in words)


def _as_section(page: Evidence, text: str | None) -> str | None:
    """The text as a section's name, None where it is a title, the outlet or no name at all."""
    text = (text or "").strip(" /»›>|-")
    if not text or len(text) > 40 or _NO_SECTION.match(text) or (page.title and agree(text, page.title)):
        return None
    return None if any(folded(text) == folded(brand) for brand in page.brands) else text


def find_tags(page: Evidence) -> tuple[str, ...]:
    """Tags, each once, without ``#``; lists that are words of a sentence (Merdeka) are not tags."""
    for words, origin in _told_tags(page):
        if tags := _as_tags(words):
            page.note("tags", origin)
            return tags
    return ()


def _told_tags(page: Evidence) -> Iterator[tuple[Sequence[str], str]]:
    yield page.data.keywords(), "json-ld:keywords"
    for name in _TAG_METAS:
        if contents := page.metas.contents.get(name):
            yield re.split(r"[,;]", ",".join(contents)), f"meta:{page.metas.spelled[name]}"
    yield page.tree.texts(page.selectors.tags), f"css:{page.selectors.tags}"
    if page.embedded is not None:
        yield page.embedded.tags, page.embedded.origin
    links: list[HtmlElement] = page.root.xpath(_TAG_LINKS)
    yield [text for a in links[:_MAX_TAGS] if (text := label_of(a, 50))], "generic"


def _as_tags(words: Sequence[str]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for word in words:
        tag = squeeze(word).lstrip("#").strip(" .,")
        if 1 < len(tag) <= 60:
            tags.setdefault(tag.lower(), tag)
    if len(tags) > 12 and sum(" " in tag for tag in tags) < 0.2 * len(tags):
        return ()  # a sentence cut into words
    return tuple(tags.values())[:_MAX_TAGS]


def find_image(page: Evidence) -> str | None:
    """Absolute address of the article's picture."""
    if image := page.data.image(page.metas.base):
        page.note("image", "json-ld:image")
        return absolute(image, page.metas.base)
    for name in _IMAGE_METAS:
        if image := page.metas.address(name):
            page.note("image", f"meta:{page.metas.spelled[name]}")
            return image
    return None


def find_access(page: Evidence, words: int) -> str | None:
    """``free``, ``paid`` (the whole text is here), ``teaser`` (only its beginning is); None where nothing is told."""
    free, origin = page.data.is_free(), "json-ld:isAccessibleForFree"
    if free is None and page.embedded is not None and page.embedded.access:
        free, origin = page.embedded.access.upper() == "FREE", page.embedded.origin
    if free is None and (told := page.metas.text("article:content_tier", "content_tier")):
        free, origin = told.lower() == "free", "meta:article:content_tier"
    if free is None:
        return None
    page.note("access", origin)
    return "free" if free else "paid" if words >= 300 else "teaser"


def find_kind(page: Evidence, section: str | None) -> Kind | None:
    """Press release, announcement or event, where the section, the breadcrumb or the address says so."""
    if "Event" in page.data.types and not page.data.article:
        page.note("kind", "json-ld:@type")
        return "event"
    told = [(section, "section"), *((crumb, "json-ld:BreadcrumbList") for crumb in page.data.crumbs()[:-1])]
    told.append(("/" + "/".join(_path(page).strip("/").split("/")[:-1]), "url"))
    for text, origin in told:
        for pattern, kind in _KINDS:
            if text and pattern.search(text):
                page.note("kind", origin)
                return kind
    return None
