"""The rule for sites we know nothing of: fold what cannot matter, keep apart all else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.urls.canonical import TABLE, Parts
from crawler.urls.listings import is_listing, is_slug

_PAGE_PARAMETERS = frozenset(TABLE["page_parameters"])
_READER_PARAMETERS = frozenset(TABLE["reader_parameters"])
_READER_PAIRS = frozenset(TABLE["reader_pairs"])
_SWITCHES = frozenset(TABLE["switches"])
_JOOMLA_PARAMETERS = frozenset(TABLE["joomla_parameters"])
_SHELLS = frozenset(TABLE["shells"])
_FOLDER_PAGES = frozenset(TABLE["folder_pages"])
_REGISTRIES = frozenset(TABLE["registries"])

_TWIN = re.compile(rf"\A(?:{'|'.join(TABLE['twin_hosts'])})\.(?=[^.]+\.)")
_REGISTRY = re.compile(r"(?:co|com|go|or|org|ac|sch|web|my|net|biz|desa|mil)\.[a-z]{2}")  # co.id: no site of its own
_BLOGSPOT = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}\Z")  # one blog under the domains of all countries
_AMP_END = re.compile(r"(?<=[^.])(?:\.amp)+(?=(?:\.html?)?\Z)")
_DRUPAL = re.compile(r"q=(node/\d+)")
_PAGE = re.compile(r"all|\d{1,4}")
_ON_OR_OFF = ("", "0", "1", "true", "false")  # "" is a name alone


@dataclass(frozen=True, slots=True)
class Reading:
    """What the general rule makes of an address: ``key`` is an address itself, None for a listing."""

    key: str | None
    page: int = 1


def read_general(parts: Parts) -> Reading:
    """Fold scheme, twin hosts, what stands for program or AMP in the path, order of parameters, page numbers.

    A page number counts as one only where the path names the article: ``index.php?page=12`` is article 12.
    """
    segments, query, page = plain_segments(parts.path), list(parts.query), 1
    if query:
        segments, query = _without_routers(segments, query)
        query, page = _plain_query(query, named=is_slug(segments))
    if parts.route or is_listing(segments, query):
        return Reading(None)
    port = f":{parts.port}" if parts.port else ""
    tail = "?" + "&".join(sorted(query)) if query else ""
    return Reading(f"https://{plain_host(parts.host)}{port}/{'/'.join(segments)}{tail}", page)


def plain_segments(path: str) -> list[str]:
    """The parts of a path without those that only say how the page is made: AMP, ``index.php``, a folder's own page."""
    segments = [segment for segment in path.split("/") if segment and segment not in _SHELLS]
    while segments:
        last = _AMP_END.sub("", segments[-1])
        if last != segments[-1]:
            segments[-1] = last
        elif last.lower() in _FOLDER_PAGES:
            segments.pop()
        else:
            break
    return segments


def plain_host(host: str) -> str:
    """The host without ``www.``, ``m.`` and the like, where a site is left; a blog under its main domain."""
    if ".blogspot." in host:
        host = _BLOGSPOT.sub(".blogspot.com", host)
    while True:
        rest = _TWIN.sub("", host, count=1)
        if rest == host or rest in _REGISTRIES or _REGISTRY.fullmatch(rest):
            return host
        host = rest


def page_number(name: str, value: str) -> int | None:
    """The page that a page parameter asks for; None for the whole article (``page=all``, ``single=1``)."""
    if name.lower() == "single" or not (value.isascii() and value.isdecimal() and len(value) <= 4):
        return None
    return max(1, int(value))


def _without_routers(segments: list[str], query: list[str]) -> tuple[list[str], list[str]]:
    """Drupal's ``?q=node/12`` as a path; Joomla's parameters without its menus, and the number alone as id."""
    if not segments and (match := _DRUPAL.fullmatch(query[0])):
        return match[1].split("/"), query[1:]
    if not any(pair.startswith("option=com_") for pair in query) or not any(pair.startswith("id=") for pair in query):
        return segments, query
    kept = (pair for pair in query if pair.partition("=")[0].lower() not in _JOOMLA_PARAMETERS)
    return segments, [pair.partition(":")[0] if pair.startswith("id=") else pair for pair in kept]


def _plain_query(query: Sequence[str], *, named: bool) -> tuple[list[str], int]:
    """The parameters that may tell articles apart, and the page asked for; ``named``: the path tells them itself."""
    kept, page = [], 1
    for pair in query:
        name, mark, value = pair.partition("=")
        name = name.lower()
        if (mark and not value) or _is_amp(name, value.lower()):
            continue
        if named and name in _PAGE_PARAMETERS and _PAGE.fullmatch(value):
            page = page_number(name, value) or page
        elif not (named and _is_for_reader(name, value.lower())):
            kept.append(pair)
    return kept, page


def _is_for_reader(name: str, value: str) -> bool:
    """Whether a parameter tells nothing where the path names the article."""
    if name in _READER_PARAMETERS or f"{name}={value}" in _READER_PAIRS:
        return True
    return name in _SWITCHES and value in _ON_OR_OFF


def _is_amp(name: str, value: str) -> bool:
    return (name == "amp" and value in ("", "1", "true")) or (name == "outputtype" and value == "amp")
