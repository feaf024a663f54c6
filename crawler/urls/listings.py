"""Which addresses are lists by their form, and which are articles for all that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.urls.canonical import TABLE

_LISTING_PARAMETERS = frozenset(TABLE["listing_parameters"])
_LISTING_PAIRS = frozenset(TABLE["listing_pairs"])
_IDENTITY_PARAMETERS = frozenset(TABLE["identity_parameters"])
_LISTING_ROOTS = frozenset(TABLE["listing_roots"])
_CATEGORY_ROOTS = frozenset(TABLE["category_roots"])
_LISTING_PARENTS = frozenset(TABLE["listing_parents"])
_LISTING_PARTS = frozenset(TABLE["listing_parts"])
_LISTING_ENDS = frozenset(TABLE["listing_ends"])
_INDEX_WORDS = frozenset(TABLE["index_words"])
_SECTIONS = frozenset(TABLE["sections"])
_FILES = frozenset(TABLE["files"])

_SCRIPT = re.compile(r"\.(?:php\d?|html?|aspx?|jsp|do|cfm)\Z", re.I)
_PROGRAM = re.compile(r"\.(?:php\d?|aspx?|jsp|do|cfm)\Z", re.I)  # its parameters may name the article
_WORD = re.compile(r"[^\W_]+")
_ENCODED = re.compile(r"%[0-9A-F]{2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
_ARCHIVE = re.compile(r"(?:19|20)\d\d(?:_\d\d){1,2}_archive")  # Blogger's weeks and months
_LONG_NUMBER = re.compile(r"\d{5}")


def is_listing(segments: Sequence[str], query: Sequence[str]) -> bool:
    """Whether path segments and parameters are those of a home page, a list, a search or a file."""
    parts = [segment.lower() for segment in segments]
    if parts and "." in parts[-1] and parts[-1].rpartition(".")[2] in _FILES:
        return True
    if len(parts) > 1 and parts[-2] == "page" and parts[-1].isdecimal():
        return True
    if query and not _LISTING_PAIRS.isdisjoint(pair.lower() for pair in query):
        return True
    is_plain = all(pair.partition("=")[0].lower() in _LISTING_PARAMETERS for pair in query)
    parts = [_SCRIPT.sub("", part) for part in parts]
    if len(parts) > 1 and parts[0] in ("en", "id"):
        parts = parts[1:]
    if not parts:
        return is_plain
    if _is_in_list(parts) or _ARCHIVE.fullmatch(parts[-1]):
        return True
    if not is_plain:
        return False
    words = _without_numbers(parts)
    is_dated = len(words) < len(parts) or len(parts) == 1  # /berita/2015 may be article 2015, /berita/2015/07 is not
    return all(part in _SECTIONS or part in _INDEX_WORDS or (is_dated and _YEAR.fullmatch(part)) for part in words)


def is_slug(segments: Sequence[str]) -> bool:
    """Whether a path names an article by itself: it ends in three words or more, or a name behind year and month."""
    if not segments or _PROGRAM.search(segments[-1]):
        return False
    if _words(_SCRIPT.sub("", segments[-1])) >= 3:
        return True
    parents = [part for part in segments[:-1] if part.isdecimal()][:2]
    is_dated = len(parents) == 2 and bool(_YEAR.fullmatch(parents[0]) and _MONTH.fullmatch(parents[1]))
    return is_dated and not segments[-1].isdecimal()


def looks_like_article(segments: Sequence[str], query: Sequence[str]) -> bool:
    """Whether an address of an unknown shape, on a site whose articles are known, is an article all the same."""
    if is_listing(segments, query):
        return False
    words = _words(_SCRIPT.sub("", segments[-1])) if segments else 0
    numbered = any(_LONG_NUMBER.search(segment) for segment in segments)
    pairs = (pair.partition("=") for pair in query)
    named = any(value and name.lower() in _IDENTITY_PARAMETERS for name, _, value in pairs)
    return words >= 4 or (words >= 2 and numbered) or named


def _is_in_list(parts: Sequence[str]) -> bool:
    """Whether a part of the path makes a list of what follows it."""
    if parts[-1] in _LISTING_ENDS or not _LISTING_PARTS.isdisjoint(parts):
        return True
    if parts[0] in _LISTING_ROOTS:
        root = parts[0]
    elif len(parts) > 1 and parts[-2] in _LISTING_PARENTS:
        root = parts[-2]
    else:
        return False
    return root not in _CATEGORY_ROOTS or _words(parts[-1]) < 5


def _without_numbers(parts: list[str]) -> list[str]:
    """Without page numbers and days at the end: those behind a word such as ``indeks`` or another number."""
    while len(parts) > 1 and parts[-1].isdecimal() and (parts[-2] in _INDEX_WORDS or parts[-2].isdecimal()):
        parts = parts[:-1]
    return parts


def _words(segment: str) -> int:
    """How many words a slug has; an encoded space parts them, an encoded letter does not."""
    return len(_WORD.findall(_ENCODED.sub("x", segment.replace("%20", " "))))
