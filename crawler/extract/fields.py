"""The smaller fields, each by the order of evidence, each with its origin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.article import Kind

from .authors import Credit, people, printed_bylines, read_credits
from .evidence import Evidence
from .metas import absolute
from .selectors import select
from .text import squeeze
from .titles import agree, folded, without_site

_AUTHOR_METAS = (
    "content_author", "dtk:author", "jpnncom_news_author", "dable:author", "article:author_name", "parsely-author", "sailthru.author", "byl",
    "author", "article:author", "dc.creator", "dcterms.creator", "cxenseparse:author",
)  # fmt: skip
_EDITOR_METAS = ("content_editor", "editor", "article:editor", "dtk:editor")
_SECTION_METAS = (
    "content_subcategory",
    "content_category",
    "article:section",
    "section",
    "article:section2",
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
_LEAD_TAIL = re.compile(
    r"\s*(?:\.{3}|…|\[…\]|\[\.\.\.\]|\[&hellip;\])?\s*(?:Baca selengkapnya.*|Read more.*)?$", re.IGNORECASE
)
_CRUMBS = "//*[contains(@class,'breadcrumb') or contains(@class,'Breadcrumb') or @id='breadcrumb' or contains(@class,'breadcumb')]"
_TAG_LINKS = "//a[@rel='tag' or contains(@href,'/tag/') or contains(@href,'/tags/') or contains(@href,'/topik/') or contains(@href,'/topic/')]"
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


def find_people(
    page: Evidence, head: Sequence[HtmlElement], lines: Sequence[str]
) -> tuple[tuple[str, ...], str | None]:
    """Reporters and the editor.

    A name that is told to be the editor's is no reporter, whatever JSON-LD says (Kompas, Republika), unless a credit line
    gives the same person both parts.
    """
    credit = read_credits([*lines, *page.aside, *(block.text for block in [*page.blocks[:4], *page.blocks[-12:]])])
    editors = _editors(page, credit)
    barred = {folded(name) for name in editors} - {folded(name) for name in credit.reporters}
    for names, origin in _bylines(page, head, credit):
        if found := tuple(name for name in people(names, page.brands) if folded(name) not in barred):
            page.note("authors", origin)
            return found, editors[0] if editors else None
    return (), editors[0] if editors else None


def _editors(page: Evidence, credit: Credit) -> list[str]:
    """Names told to be the editor's, best evidence first."""
    sources: list[tuple[Iterable[str], str]] = [(page.data.names("editor"), "json-ld:editor")]
    sources += [
        (content, f"meta:{page.metas.spelled[name]}")
        for name in _EDITOR_METAS
        if (content := page.metas.contents.get(name))
    ]
    sources.append((_texts(page.root, page.selectors.editor), f"css:{page.selectors.editor}"))
    sources.append((credit.editors, "text"))
    names: list[str] = []
    for texts, origin in sources:
        cleaned = [re.sub(r"(?i)^\W*(?:editor|red(?:aktur)?|penyunting)\s*:?\s*", "", text) for text in texts]
        if found := people(cleaned, page.brands):
            if not names:
                page.note("editor", origin)
            names += found
    return names


def _bylines(page: Evidence, head: Sequence[HtmlElement], credit: Credit) -> Iterator[tuple[Iterable[str], str]]:
    """Bylines in the order of evidence."""
    yield page.data.names("author"), "json-ld:author"
    for name in _AUTHOR_METAS:
        for content in page.metas.contents.get(name, ()):
            yield [content], f"meta:{page.metas.spelled[name]}"
    selected = _texts(page.root, page.selectors.authors)
    told = read_credits(selected)
    yield told.reporters or selected, f"css:{page.selectors.authors}"
    if page.embedded is not None:
        yield page.embedded.authors, page.embedded.origin
    yield credit.reporters, "text"
    printed = [e for e in printed_bylines(page.root) if e in set(head)] or printed_bylines(page.root)[:3]
    for element in printed:
        text = squeeze("".join(element.itertext()))
        yield read_credits([text]).reporters or [text], "generic"


def _texts(root: HtmlElement, css: str) -> list[str]:
    return [text for e in select(root, css) if (text := squeeze("".join(e.itertext())))]


def find_lead(page: Evidence) -> str | None:
    """The teaser: JSON-LD, metas, the outlet's selector; hashtags and the outlet's name at its end are cut off."""
    candidates = [(page.data.text("description"), "json-ld:description")]
    if found := page.metas.first(*_LEAD_METAS):
        candidates.append(found)
    candidates += [(text, f"css:{page.selectors.lead}") for text in _texts(page.root, page.selectors.lead)[:1]]
    for text, origin in candidates:
        if (
            text
            and (lead := _LEAD_TAIL.sub("", _HASHTAGS.sub("", text)).strip())
            and not agree_exactly(lead, page.title)
        ):
            page.note("lead", origin)
            return lead
    return None


def agree_exactly(text: str, title: str | None) -> bool:
    """Whether a teaser only repeats the title."""
    return title is not None and folded(text) == folded(title)


def find_section(page: Evidence) -> str | None:
    """The most specific section told: JSON-LD, its breadcrumb, metas, the outlet's selector, the printed breadcrumb."""
    candidates: list[tuple[str | None, str]] = [(page.data.text("articleSection"), "json-ld:articleSection")]
    candidates += [(crumb, "json-ld:BreadcrumbList") for crumb in reversed(page.data.crumbs())]
    candidates += [found for name in _SECTION_METAS if (found := page.metas.first(name))]
    candidates += [
        (text, f"css:{page.selectors.section}") for text in reversed(_texts(page.root, page.selectors.section))
    ]
    if page.embedded is not None:
        candidates.append((page.embedded.section, page.embedded.origin))
    for crumbs in page.root.xpath(_CRUMBS)[:2]:
        links = [squeeze("".join(a.itertext())) for a in crumbs.iter("a", "span", "li")]
        candidates += [(text, "generic") for text in reversed(links)]
    for text, origin in candidates:
        if text and _is_section(page, text.strip(" /»›>|-")):
            page.note("section", origin)
            return text.strip(" /»›>|-")
    return None


def _is_section(page: Evidence, text: str) -> bool:
    if not text or len(text) > 40 or _NO_SECTION.match(text) or (page.title and agree(text, page.title)):
        return False
    return all(folded(text) != folded(brand) for brand in page.brands)


def find_tags(page: Evidence) -> tuple[str, ...]:
    """Tags, each once, without ``#``; lists that are words of a sentence (Merdeka) are not tags."""
    sources: list[tuple[list[str], str]] = [(page.data.keywords(), "json-ld:keywords")]
    for name in _TAG_METAS:
        words = [w.strip() for content in page.metas.contents.get(name, ()) for w in re.split(r"[,;]", content)]
        sources.append((words, f"meta:{page.metas.spelled.get(name, name)}"))
    sources.append((_texts(page.root, page.selectors.tags), f"css:{page.selectors.tags}"))
    if page.embedded is not None:
        sources.append((list(page.embedded.tags), page.embedded.origin))
    near = [a for a in page.root.xpath(_TAG_LINKS) if len("".join(a.itertext()).strip()) <= 50]
    sources.append(([squeeze("".join(a.itertext())) for a in near[:_MAX_TAGS]], "generic"))
    for words, origin in sources:
        if tags := _as_tags(words):
            page.note("tags", origin)
            return tags
    return ()


def _as_tags(words: list[str]) -> tuple[str, ...]:
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
    """``free``, ``paid`` (the whole text stands on the page), ``teaser`` (only its beginning does); None where nothing is told."""
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
    address = page.url or page.metas.link("canonical")
    path = urlsplit(address).path if address else ""
    told.append(("/" + "/".join(path.strip("/").split("/")[:-1]), "url"))
    for text, origin in told:
        for pattern, kind in _KINDS:
            if text and pattern.search(text):
                page.note("kind", origin)
                return kind
    return None
