"""What is known of outlets without asking them: the rows of ``crawler/outlets.toml``, checked and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.urls.canonical import TABLE
from crawler.urls.hosts import normal_host

_TWINS = tuple(f"{name}." for name in TABLE["twin_hosts"] if name != "www")
_FIELDS = frozenset(
    ("title", "hosts", "other_sites", "twins", "zone", "articles", "no_articles", "no_article_hosts", "brands")
)


@dataclass(frozen=True, slots=True)
class Shape:
    """One form of an outlet's article addresses.

    Attributes:
        path: matches a whole path without ``/amp`` and final slash; groups ``id``, ``page`` (a number, or a word that
            asks for all pages), ``date`` and any others.
        key: template of the article key after ``outlet:``, over the groups, ``host`` and ``day`` (digits of ``date``).
        url: template of the path of the canonical URL, where the one seen is not it (AMP), else None.
        hosts: the only hosts it holds for; empty for all.
        step: what the page group counts: 1 for pages, 5 where it is the paragraph that the page begins with.
    """

    path: re.Pattern[str]
    key: str
    url: str | None
    hosts: frozenset[str]
    step: int = 1


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet: its slug and title, the hosts that are its own, its zone, and the names that are no authors.

    ``hosts[0]`` is its main host; ``*.x`` stands for x and every host under it. ``shapes`` is empty where its
    articles have ordinary addresses.
    """

    name: str
    title: str
    hosts: tuple[str, ...]
    zone: ZoneInfo
    brands: frozenset[str] = frozenset()
    other_sites: frozenset[str] = frozenset()
    twins: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[Shape, ...] = ()
    no_articles: re.Pattern[str] | None = None
    no_article_hosts: frozenset[str] = frozenset()

    def plain_host(self, host: str) -> str:
        """The host without its mobile, AMP or staging twin's name; a bare domain is its main host."""
        host = self.twins.get(host, host)
        for twin in _TWINS:
            host = host.removeprefix(twin)
        main = self.hosts[0]
        return main if host.removeprefix("www.") == main.removeprefix("www.") else host


@lru_cache(maxsize=1)
def outlets() -> Mapping[str, Outlet]:
    """Every outlet by its name (slug)."""
    return MappingProxyType(load(files("crawler").joinpath("outlets.toml").read_text("utf-8")))


def load(text: str) -> dict[str, Outlet]:
    """The outlets of a table in TOML.

    Raises:
        ValueError: a sentence that names the outlet and the field.
    """
    rows = {name: _outlet(name, row) for name, row in tomllib.loads(text).items()}
    owners: dict[str, str] = {}
    for outlet in rows.values():
        for host in outlet.hosts:
            other = owners.setdefault(host, outlet.name)
            if other != outlet.name:
                raise ValueError(f"outlets.toml: {outlet.name}.hosts: {host} is already {other}'s; take it out of one")
    return rows


def outlet_of(host_or_url: str) -> Outlet | None:
    """The outlet that owns a host (or the host of a URL); None for unknown sites and garbage."""
    text = host_or_url.strip()
    if "/" in text:
        try:
            text = urlsplit(text).hostname or ""
        except ValueError:
            return None
    host = normal_host(text.partition(":")[0])
    return owner_of(host) if host else None


def owner_of(host: str) -> Outlet | None:
    """The outlet that owns a host in its normal form."""
    owners = _owners()
    outlet = owners.get(host)
    if outlet is not None and host in outlet.hosts:
        return outlet
    suffix = host
    while suffix:
        outlet = owners.get(f"*.{suffix}")
        if outlet is not None:
            return None if _is_under(host, outlet.other_sites) else outlet
        suffix = suffix.partition(".")[2]
    return None


@lru_cache(maxsize=1)
def _owners() -> dict[str, Outlet]:
    return {host: outlet for outlet in outlets().values() for host in outlet.hosts}


def _is_under(host: str, sites: frozenset[str]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _outlet(name: str, row: dict[str, Any]) -> Outlet:
    unknown = sorted(row.keys() - _FIELDS)
    if unknown:
        raise ValueError(f"outlets.toml: {name}: unknown field {unknown[0]!r}; known are {', '.join(sorted(_FIELDS))}")
    missing = sorted({"title", "hosts"} - row.keys())
    if missing or not row["hosts"]:
        raise ValueError(f"outlets.toml: {name}: {(missing or ['hosts'])[0]} is missing")
    no_articles = "|".join(f"(?:{pattern})" for pattern in row.get("no_articles", ()))
    return Outlet(
        name=name,
        title=row["title"],
        hosts=tuple(row["hosts"]),
        zone=_zone(name, row.get("zone", "Asia/Jakarta")),
        brands=frozenset(row.get("brands", ())) | {row["title"]},
        other_sites=frozenset(row.get("other_sites", ())),
        twins=MappingProxyType(row.get("twins", {})),
        shapes=tuple(_shape(name, shape) for shape in row.get("articles", ())),
        no_articles=_pattern(name, "no_articles", no_articles) if no_articles else None,
        no_article_hosts=frozenset(row.get("no_article_hosts", ())),
    )


def _zone(name: str, zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise ValueError(f"outlets.toml: {name}.zone: {zone!r} is no time zone; Asia/Jakarta is one") from error


def _shape(name: str, row: dict[str, Any]) -> Shape:
    if "path" not in row:
        raise ValueError(f"outlets.toml: {name}.articles: path is missing in {row!r}")
    pattern = _pattern(name, "articles", row["path"])
    shape = Shape(pattern, row.get("key", "{id}"), row.get("url"), frozenset(row.get("hosts", ())), row.get("step", 1))
    known = pattern.groupindex.keys() | {"host", "day"}
    for template in (shape.key, shape.url or ""):
        for _, used, _, _ in Formatter().parse(template):
            if used and used not in known:
                raise ValueError(f"outlets.toml: {name}.articles: {{{used}}} is no group of {row['path']!r}")
    return shape


def _pattern(name: str, where: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"outlets.toml: {name}.{where}: {text!r} is no regular expression: {error}") from error
