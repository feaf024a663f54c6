"""What is not an article, and why: a short slug, then the reason in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs

from .blocks import Block
from .cards import body_is_list, read_cards
from .evidence import Evidence
from .jsonld import LinkedData
from .metas import Metas, split_address
from .tables import any_of
from .titles import folded

MIN_WORDS = 20  # three short sentences are a brief; three words are not
_TEASER = 80  # characters from which a block is a paragraph or a teaser
_LEADER = 80  # words of the longest teaser of a front page, which prints no title of its own
_BRIEF = 12  # words of a brief on a page that says it is an article
_INTRODUCTION, _INTRODUCED = 120, 300  # characters of prose that introduce a list, and that may at most do so
_ALBUM = 4  # captions that make a gallery
_ILLUSTRATED, _TOLD = 900, 600  # characters of text beside pictures or a film that are an article
_LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage"})
_MANY = 6  # titles of other articles that make a page without text a list

_DATED_PAGE = re.compile(r"/(?:19|20)\d\d/[01]?\d/[0-3]?\d/.*[^/]\.\w{3,5}$")  # /arsip/2009/07/23/kota/k3.htm

_TYPES = {
    "indeksberita": "listing",
    "indeks": "listing",
    "photo": "gallery",
    "foto": "gallery",
    "singlevideo": "video",
    "video": "video",
    "tag": "listing",
    "search": "listing",
}


def refused_early(url: str | None, title: str | None, metas: Metas) -> str | None:
    """A refusal that needs no text: a challenge, an error page, a list by its address or its own word."""
    if title:
        if any_of("challenges").match(title):
            return f"challenge page: it is titled {title[:60]!r}"
        if any_of("errors").match(title):
            return f"error page: it is titled {title[:60]!r}"
        if any_of("about").fullmatch(re.split(r"\s[-–—|:]\s", title)[0].strip()):
            return f"about page: {title[:60]!r} is no news"
    if url and title and _is_section(url, title):
        return f"listing: {title[:60]!r} is a section of the address"
    if url and (kind := _address_kind(url)) in ("home", "listing"):
        return (
            "home page: the address is that of a whole site"
            if kind == "home"
            else "listing: its address is that of a list of articles"
        )
    own = (metas.text("contenttype", "content_type", "page_type") or "").lower()
    if _TYPES.get(own) == "listing":
        return f"listing: the page calls itself {own!r}"
    return None


def refused(page: Evidence, is_dated: Callable[[], bool]) -> str | None:
    """Why a page that was read is no article, or None; ``is_dated`` looks for a date of publication."""
    url, title, data = page.url, page.title, page.data
    words = sum(len(line.split()) for line in page.lines)
    size = sum(len(line) for line in page.lines)
    kind = _media_kind(url, data, page.metas)
    if kind and size < (_TOLD if _og_type(page.metas) == "video.other" else _ILLUSTRATED):
        return f"{kind}: {size} characters of text beside it"
    if title and any_of("list-titles").match(title) and not data.article:
        return f"listing: it is titled {title[:60]!r}"
    if reason := _list_of_blocks(page, words, size) or _list_of_cards(page, words, is_dated):
        return reason
    if words < MIN_WORDS and not (words >= _BRIEF and _says_so(page, is_dated)):
        return f"too short: {words} words" if words else "empty: no text of an article on the page"
    if not title:
        return "untitled: the page has text but no title"
    return None


def _says_so(page: Evidence, is_dated: Callable[[], bool]) -> bool:
    """Whether the page's data calls it an article."""
    return bool(page.data.article) or (_og_type(page.metas) == "article" and is_dated())


def _list_of_blocks(page: Evidence, words: int, size: int) -> str | None:
    """A reason where titles of other articles part the text of the container as only a list does."""
    is_told = bool(page.data.article)
    pointers, prose, runs, longest = _pattern(page.blocks)
    is_list = (runs >= 3 and longest <= 2) or (pointers >= 8 * prose and words < 80)
    if pointers >= 4 and is_list and not (is_told and size > 600):
        return f"listing: {pointers} titles of other articles between {prose} paragraphs"
    if not is_told and (words < MIN_WORDS or (words < _LEADER and page.heading is None)):
        headlines = _headlines(page)
        if headlines >= _MANY:
            return f"listing: {headlines} titles of articles and {words} words of text"
    return None


def _list_of_cards(page: Evidence, words: int, is_dated: Callable[[], bool]) -> str | None:
    """A reason where the page's prose is that of other articles' cards, or the little that introduces them.

    Only for text that no selector of the outlet vouches for and no data calls an article.
    """
    if page.data.article or not page.origins.get("body", "").startswith(("generic", "trafilatura")):
        return None
    cards = read_cards(page)
    told, rest = sum(cards.teasers), cards.rest
    reason = f"listing: {cards.titles} titles that lead to other articles"
    if cards.titles >= 2 and (body_is_list(page.root) or page.data.types & _LIST_TYPES):
        return f"{reason} on a page that calls itself a list"
    if len(cards.teasers) >= 3 and rest < min(told, _INTRODUCED):
        return None if rest >= _INTRODUCTION and is_dated() else f"{reason}, each with its teaser"
    if cards.titles >= 3 and told + rest < _INTRODUCTION:
        return reason
    if cards.teasers and rest < _INTRODUCTION / 2 and page.title and len(page.title.split()) <= 3:
        return f"{reason} below the name of a section"
    if told + rest < _INTRODUCED and (pictured := _captions(page)) >= _ALBUM:
        return f"gallery: {pictured} captions and no other text"
    if words < _LEADER and _og_type(page.metas) != "article" and _headlines(page) >= 3 and not is_dated():
        return f"listing: {words} words without a date above titles of other articles"
    return None


def _captions(page: Evidence) -> int:
    """Captions of pictures that are sentences."""
    found = page.root.xpath("//body//*[self::figcaption or contains(@class, 'caption')]")
    return sum(len("".join(e.itertext()).strip()) >= _TEASER for e in found)


def _og_type(metas: Metas) -> str:
    return (metas.text("og:type") or "").lower()


def _pattern(blocks: Sequence[Block]) -> tuple[int, int, int, int]:
    """Titles of other articles, paragraphs, runs of paragraphs between titles, and the longest run.

    In a list a teaser or two follow each title; in an article paragraphs stand together, whatever list follows them.
    """
    pointers = prose = runs = run = longest = 0
    for block in blocks:
        if block.is_link and len(block.text) >= 25:
            pointers += 1
            run = 0
        elif len(block.text) >= _TEASER and not block.is_link:
            prose += 1
            run += 1
            runs += run == 1
            longest = max(longest, run)
    return pointers, prose, runs, longest


def _headlines(page: Evidence) -> int:
    """Links on the whole page that read like titles of articles."""
    return sum(len("".join(a.itertext()).strip()) >= 30 for a in page.root.iter("a"))


def _is_section(url: str, title: str) -> bool:
    """Whether the title is the only word of the address, as on /pengumuman."""
    parts = split_address(url)
    segments = [segment for segment in parts.path.split("/") if segment] if parts else []
    short = re.split(r"\s[-–—|:]\s", title)[0]
    return len(segments) == 1 and len(short.split()) <= 3 and folded(segments[0]) == folded(short)


def _address_kind(url: str) -> str | None:
    parts = split_address(url)
    if parts is None:
        return None
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    query = parse_qs(parts.query)
    if not segments or segments in (["index.html"], ["index.php"], ["home"], ["beranda"], ["amp"], ["id"], ["en"]):
        return (
            "listing"
            if {"s", "q", "query", "tag", "cat"} & set(query)
            else None
            if query and segments != ["home"]
            else "home"
        )
    if {"q", "s", "query", "keyword"} & set(query) and len(segments) <= 2:
        return "listing"
    is_page = (segments[0] == "index" and "-" in segments[-1]) or _DATED_PAGE.search(parts.path)
    if any_of("list-paths").fullmatch(segments[0]) and not (len(segments) > 1 and is_page):
        return "listing"
    tail = segments[-2:]
    if len(tail) == 2 and (
        tail[0]
        in ("tag", "tags", "topik", "topic", "page", "category", "kategori", "label", "author", "penulis", "indeks")
    ):
        return "listing"
    return "listing" if tail[-1] in ("indeks", "terpopuler", "terkini", "feed") else None


def _media_kind(url: str | None, data: LinkedData, metas: Metas) -> str | None:
    """``gallery`` or ``video`` by the address, the page's own word, or the types it states."""
    own = _TYPES.get((metas.text("contenttype", "content_type", "dtk:contenttype") or "").lower())
    if own in ("gallery", "video"):
        return own
    if (parts := split_address(url)) is not None:
        segments = [*parts.path.lower().split("/")[:-1], (parts.hostname or "").split(".")[0]]
        if any(any_of("gallery-paths").fullmatch(segment) for segment in segments):
            return "gallery"
        if any(any_of("video-paths").fullmatch(segment) for segment in segments) or segments[-1] == "20":
            return "video"
    if _og_type(metas).startswith("video") and not data.article:
        return "video"
    types = data.types
    if not data.article and types & {"ImageGallery", "MediaGallery"}:
        return "gallery"
    return "video" if not data.article and "VideoObject" in types else None
