"""One crawl: sources chosen, spiders run in this process, the indexes fed beside them."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kliping.config import Config
from kliping.health import damage, faults, is_unreachable, short, stopped
from kliping.trouble import Trouble

if TYPE_CHECKING:
    from scrapy import Spider

    from archive.ledgers import SourceLedger
    from archive.store import Archive
    from crawler.news_spider import NewsSpider

_NOT_ENDED = "could not start"


@dataclass(slots=True)
class CrawlReport:
    """What a crawl gave: the ledger, sources that stayed off and why, how each spider finished, and notices."""

    ledger: Sequence[SourceLedger] = ()
    off: dict[str, str] = field(default_factory=dict)
    finished: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    interrupted: bool = False

    @property
    def all_failed_by_network(self) -> bool:
        """Whether every source met nothing but errors outside us."""
        tried = [row for row in self.ledger if row.source in self.finished]
        return bool(tried) and all(is_unreachable(row) for row in tried)


def names_of(names: Sequence[str], config: Config, replay: Path | None, since: str | None) -> list[str]:
    """The sources that a crawl with these words would run; everything that forbids it is told here.

    Raises:
        Trouble: as ``choose`` and ``require_contact``.
        ValueError: ``since`` is no time.
    """
    from crawler.handlers import fetch_via
    from crawler.since import since_of
    from crawler.topics import Topics

    since_of(since, datetime.now(UTC))
    Topics(config.topics)
    chosen, _ = choose(names, config, replay)
    if replay is None:
        require_contact(config)
        try:
            fetch_via(config.fetch_via)
        except ValueError as error:
            raise Trouble(str(error)) from None
    return [spider.name for spider in chosen]


def choose(names: Sequence[str], config: Config, replay: Path | None) -> tuple[list[type[NewsSpider]], dict[str, str]]:
    """The spiders to run, and those that stay off with the reason.

    Raises:
        Trouble: an unknown source, one asked for by name that must stay off, or a replay with no page of any source.
    """
    from crawler.sources import spiders

    known = spiders()
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else "'kliping sources' lists them."
            raise Trouble(f"There is no source {name!r}; {hint}")
    if replay is not None:
        recorded = _recorded_sources(replay)
        chosen = [spider for name, spider in known.items() if name in (names or recorded)]
        if not chosen:
            raise Trouble(f"{replay}: no recorded page belongs to a source; 'kliping sources' lists their hosts.")
        return chosen, {}
    off = {name: reason for name, spider in known.items() if (reason := _off(spider, config))}
    for name in names:
        if name in off:
            raise Trouble(f"The source {name} is off: {off[name]}")
    chosen = [spider for name, spider in known.items() if name not in off and (not names or name in names)]
    return chosen, {} if names else off


def _off(spider: type[NewsSpider], config: Config) -> str | None:
    if spider.access == "blocked":
        return "its owner bars crawlers."
    if spider.access == "permission" and spider.name not in config.permitted:
        return (
            f"its owner asks for written permission; once you have it, add {spider.name!r} "
            "to permitted in kliping.toml (or KLIPING_PERMITTED)."
        )
    return None


def _recorded_sources(replay: Path) -> set[str]:
    from crawler.urls import outlet_of
    from crawler.warc import WarcIndex

    owners = (outlet_of(entry.url) for entry in WarcIndex.open(replay).entries())
    return {outlet.name for outlet in owners if outlet}


def live_settings(config: Config) -> dict[str, Any]:
    """Scrapy settings above those of ``crawler.settings``, for priority ``cmdline``."""
    from crawler.settings import EXTENSIONS, user_agent

    told: dict[str, Any] = {
        "KLIPING_ARCHIVE": config.archive,
        "KLIPING_DATA": str(config.data),
        "KLIPING_TOPICS": dict(config.topics or {}),
        "KLIPING_CONTACT": config.contact,
        "KLIPING_FETCH_VIA": config.fetch_via,
        "KLIPING_KEEP_PAGES": config.keep_pages,
        "KLIPING_PERMITTED": list(config.permitted),
        "USER_AGENT": user_agent(config.contact),
        "EXTENSIONS": EXTENSIONS | {"kliping.crawl_progress.CrawlProgress": 500},
        "LOG_LEVEL": "WARNING",  # the ledger and the progress line say the rest
        "LOG_FORMAT": "%(asctime)s %(name)s: %(message)s",
    }
    if config.fetch_via:  # a server of this machine is spared nothing by waiting; AutoThrottle still follows it
        told |= {"DOWNLOAD_DELAY": 0.001, "AUTOTHROTTLE_START_DELAY": 0.001}  # at 0 Scrapy holds no limit a host
    return told


def require_contact(config: Config) -> None:
    """A live crawl says who answers for it; a local server that plays the web need not be told.

    Raises:
        Trouble: there is no contact.
    """
    if not config.contact and not config.fetch_via:
        raise Trouble("A live crawl needs KLIPING_CONTACT, a mail address or page where a site's owner reaches you.")


def run_crawlers(
    spiders: Sequence[tuple[type[Spider], Mapping[str, Any]]], settings: Mapping[str, Any]
) -> dict[str, str]:
    """Run spiders with their arguments in this process until they end; each one's finish reason by its name."""
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    base = Settings()
    base.setmodule("crawler.settings", priority="project")
    base.setdict(dict(settings), priority="cmdline")
    process = AsyncCrawlerProcess(base)
    finished = {str(spider.name): _NOT_ENDED for spider, _ in spiders}
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards is a row in the ledger

    def closed(spider: Spider, reason: str) -> None:
        finished[spider.name] = reason

    for spider, arguments in spiders:
        crawler = process.create_crawler(spider)
        crawler.signals.connect(closed, signals.spider_closed, weak=False)
        process.crawl(crawler, **arguments)
    process.start()
    if not process.bootstrap_failed:  # Ctrl-C before a spider was open: nobody told how it ended
        finished = {name: "shutdown" if reason == _NOT_ENDED else reason for name, reason in finished.items()}
    return finished


def crawl(
    config: Config,
    archive: Archive,
    names: Sequence[str],
    *,
    replay: Path | None,
    record: Path | None,
    since: str | None,
) -> CrawlReport:
    """Crawl into the archive; the run is closed whatever happens, and if it cannot be, a notice says why.

    Raises:
        Trouble: nothing could be started.
    """
    from archive.errors import ArchiveError
    from crawler.replay import replay_settings

    chosen, off = choose(names, config, replay)
    report = CrawlReport(off=off)
    run = archive.start_run("replay" if replay else "crawl", datetime.now(UTC))
    reason = "failed"
    try:
        settings = live_settings(config) | {
            "KLIPING_RUN": run,
            "KLIPING_SINCE": since,
            "KLIPING_RECORD": str(record or ""),
        }
        settings |= replay_settings(replay) if replay else {}
        report.finished = run_crawlers([(spider, {}) for spider in chosen], settings)
        report.interrupted = "shutdown" in report.finished.values()
        reason = "interrupted" if report.interrupted else "finished"
    finally:
        try:
            archive.close_run(run, datetime.now(UTC), reason)
        except ArchiveError as error:  # the next run closes it; what this one did is told all the same
            report.notices.append(f"The run could not be closed: {error}")
        report.ledger = archive.ledger(run)
    report.notices += damage(replay) if replay else short(report.ledger, chosen)
    report.notices += stopped(report.finished) + faults(report.ledger, report.finished)
    return report
