"""What ``kliping sources`` tells of each source."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kliping.config import Config
from kliping.health import is_unreachable, met
from kliping.rooms import opened
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from archive.ledgers import SourceLedger
    from crawler.news_spider import NewsSpider

_RIGHTS = {
    "open": "open",
    "permission": "permission: off until you have it in writing",
    "blocked": "blocked by its owner",
}


def describe(config: Config, name: str | None) -> list[dict[str, Any]]:
    """A row a source; with a name its row alone, told in full; no row for an unknown name."""
    from crawler.sources import spiders
    from crawler.urls import outlets

    last = _last_runs(config, list(spiders()))
    rows = []
    for source, spider in spiders().items():
        if name in (None, source):
            outlet = outlets()[source]
            row = {"name": source, "title": outlet.title, "access": _access(spider, config)}
            row |= {"minimum": spider.minimum} | last.get(source, {"last_run": None, "health": "never crawled"})
            rows.append(row | (_in_full(spider, outlet.hosts) if name else {}))
    return rows


def _access(spider: type[NewsSpider], config: Config) -> str:
    if spider.access == "permission" and spider.name in config.permitted:
        return "permission: given"
    return _RIGHTS[spider.access]


def _in_full(spider: type[NewsSpider], hosts: Any) -> dict[str, Any]:
    return {
        "about": inspect.getdoc(spider),
        "hosts": list(hosts),
        "crawled for": _aim(spider),
        "feeds": list(spider.feeds),
        "sitemaps": list(spider.sitemaps),
        "sections": list(spider.sections),
        "searches": list(spider.searches),
    }


def _aim(spider: type[NewsSpider]) -> str:
    """What of its articles is asked for; tag and search pages are those of the watched topics whatever the scope."""
    if spider.scope == "topics":
        return "the watched topics"
    announced = [word for word in ("feeds", "sitemaps", "sections") if getattr(spider, word)]
    beside = ", and the watched topics by tag or search" if spider.searches else ""
    return f"all that its {' and '.join(announced)} announce{beside}"


def _last_runs(config: Config, names: list[str]) -> Mapping[str, dict[str, Any]]:
    """The last run of each source and what it says of its health; nothing where there is no archive yet."""
    try:
        with opened(config) as archive:
            found = {}
            for name in names:
                for run in archive.last_runs(name, limit=1):
                    row = next((row for row in archive.ledger(run.id) if row.source == name), None)
                    found[name] = {"last_run": run.started_at.isoformat(timespec="seconds"), "health": _health(row)}
            return found
    except Trouble:
        return {}


def _health(row: SourceLedger | None) -> str:
    if row is None:
        return "nothing met"
    if is_unreachable(row):
        return "unreachable"
    failed = f", {row.failed} failed" if row.failed else ""
    return f"{met(row)} articles met{failed}"
