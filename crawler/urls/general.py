"""The rule for sites we know nothing of: fold what cannot matter, keep apart all else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.urls.canonical import TABLE, Parts

_LISTING_PARAMETERS = frozenset(TABLE["listing_parameters"])
_PAGE_PARAMETERS = frozenset(TABLE["page_parameters"])
_LISTING_ROOTS = frozenset(TABLE["listing_roots"])
_INDEX_WORDS = frozenset(TABLE["index_words"])
_SECTIONS = frozenset(TABLE["sections"])
_FILES = frozenset(TABLE["files"])

_TWIN = re.compile(r"\A(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_REGISTRY = re.compile(r"(?:co|com|go|or|org|ac|sch|web|my|net|biz|desa|mil)\.[a-z]{2}")  # co.id: no site of its own
_SCRIPT = re.compile(r"\.(?:php\d?|html?|aspx?|jsp|do|cfm)\Z", re.I)
_WORD = re.compile(r"[^\W_]+")
_ENCODED = re.compile(r"%[0-9A-F]{2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG_NUMBER = re.compile(r"\d{5}")
_PAGE = re.compile(r"all|\d{1,4}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the general rule makes of an address: ``key`` is an address itself, None for a listing."""

    key: str | None
    page: int = 1


def read_general(parts: Parts) -> Reading:
    """Fold scheme, ``www.``, ``m.`` and ``amp.`` hosts, a final slash or ``/amp``, order of parameters, page numbers.

    A page number counts as one only where the path ends in an article's words: ``index.php?page=12`` is article 12.
    """
    path = parts.path.rstrip("/")
    while path.endswith("/amp"):
        path = path.removesuffix("/amp").rstrip("/")
    segments = [segment for segment in path.split("/") if segment]
    if parts.route or is_listing(segments, parts.query):
        return Reading(None)
    query, page = [], 1
    for pair in parts.query:
        name, _, value = pair.partition("=")
        if _is_amp(name.lower(), value.lower()):
            continue
        if name.lower() in _PAGE_PARAMETERS and _PAGE.fullmatch(value) and is_slug(segments):
            page = page_number(name, value) or page
            continue
        query.append(pair)
    port = f":{parts.port}" if parts.port else ""
    tail = ("" if path else "/") + "?" + "&".join(sorted(query)) if query else ""
    return Reading(f"https://{plain_host(parts.host)}{port}{path}{tail}", page)


def plain_host(host: str) -> str:
    """The host without ``www.``, ``m.``, ``mobile.`` or ``amp.``, where a site is left."""
    while True:
        rest = _TWIN.sub("", host, count=1)
        if rest == host or _REGISTRY.fullmatch(rest):
            return host
        host = rest


def page_number(name: str, value: str) -> int | None:
    """The page that a page parameter asks for; None for the whole article (``page=all``, ``single=1``)."""
    if name.lower() == "single" or not (value.isascii() and value.isdecimal() and len(value) <= 4):
        return None
    return max(1, int(value))


def is_listing(segments: list[str], query: tuple[str, ...]) -> bool:
    """Whether path segments and parameters are those of a home page, a list, a search or a file."""
    parts = [segment.lower() for segment in segments]
    if parts and parts[-1].rpartition(".")[2] in _FILES and "." in parts[-1]:
        return True
    if any(pair.partition("=")[0].lower() not in _LISTING_PARAMETERS for pair in query):
        return bool(parts) and parts[0] in _LISTING_ROOTS
    parts = [_SCRIPT.sub("", part) for part in parts]
    if parts and parts[0] in ("en", "id"):
        parts = parts[1:]
    if not parts:
        return True
    if parts[0] in _LISTING_ROOTS or (len(parts) > 1 and parts[-2] == "page" and parts[-1].isdecimal()):
        return True
    words = _without_numbers(parts)
    is_dated = len(words) < len(parts) or len(parts) == 1  # /berita/2015 may be article 2015, /berita/2015/07 is not
    return all(part in _SECTIONS or part in _INDEX_WORDS or (is_dated and _YEAR.fullmatch(part)) for part in words)


def _without_numbers(parts: list[str]) -> list[str]:
    """Without page numbers and days at the end: those behind a word such as ``indeks`` or another number."""
    while len(parts) > 1 and parts[-1].isdecimal() and (parts[-2] in _INDEX_WORDS or parts[-2].isdecimal()):
        parts = parts[:-1]
    return parts


def is_slug(segments: list[str]) -> bool:
    """Whether a path ends in three words or more, as only articles do."""
    return bool(segments) and not _SCRIPT.search(segments[-1]) and _words(segments[-1]) >= 3


def looks_like_article(segments: list[str], query: tuple[str, ...]) -> bool:
    """Whether an address of an unknown shape, on a site whose articles are known, is an article all the same."""
    if is_listing(segments, query):
        return False
    last = _SCRIPT.sub("", segments[-1]) if segments else ""
    words = _words(last)
    numbered = any(_LONG_NUMBER.search(segment) for segment in segments)
    named = any(pair.partition("=")[0].lower() in ("id", "p", "newsid", "idnews", "berita") for pair in query)
    return words >= 4 or (words >= 2 and numbered) or named


def _words(segment: str) -> int:
    """How many words a slug has; an encoded space parts them, an encoded letter does not."""
    return len(_WORD.findall(_ENCODED.sub("x", segment.replace("%20", " "))))


def _is_amp(name: str, value: str) -> bool:
    return (name == "amp" and value in ("", "1", "true")) or (name == "outputtype" and value == "amp")
