"""Runs crawls in a process of its own, as Twisted has one reactor for life: a JSON scenario a line in, its outcome out.

Scenario: ``requests`` (list of ``{url, meta?}``), ``settings`` (above ``crawler.settings``), ``dns`` (name → IPv4
address; any other name does not resolve). Outcome: ``answers`` in the order they came, ``stats``, ``slots`` and
``closed`` (finish reason), or ``error`` where the crawl did not begin.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.http import Response
from scrapy.resolver import dnscache
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor
from twisted.python.failure import Failure

BASE = {
    "SPIDER_MODULES": [],
    "ITEM_PIPELINES": {},
    "LOG_LEVEL": "CRITICAL",
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0.001,  # above 0, else Scrapy holds no limit of concurrency
    "KLIPING_KEEP_PAGES": False,
    "KLIPING_RETRY_DELAY": 0.001,
}


class Probe(Spider):
    """Asks for what it is told and notes what becomes of each."""

    name = "probe"

    def __init__(self, wanted: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
        super().__init__()
        self.wanted, self.answers = wanted, answers

    async def start(self) -> AsyncIterator[Request]:
        for one in self.wanted:
            meta = {"handle_httpstatus_list": [404, 429, 500, 503], **one.get("meta", {})}
            yield Request(one["url"], self.parse, errback=self.failed, meta=meta, dont_filter=True)

    def parse(self, response: Response) -> None:
        capture = response.meta.get("capture")
        answer = {
            "url": response.url,
            "status": response.status,
            "headers": {k.decode(): v[0].decode("latin-1") for k, v in response.headers.items()},
            "body": response.body.decode("latin-1"),
        }
        if capture:
            at = capture.fetched_at.isoformat()
            answer["capture"] = [capture.url, at, capture.status, capture.digest, capture.warc, capture.offset]
        self.answers.append(answer)

    def failed(self, failure: Failure) -> None:
        error = failure.value
        self.answers.append(
            {
                "url": failure.request.url,  # type: ignore[attr-defined]
                "error": type(error).__name__,
                "reason": getattr(error, "reason", None),
                "message": str(error),
            }
        )


async def crawl(scenario: dict[str, Any]) -> dict[str, Any]:
    from twisted.internet import reactor

    from crawler.netguard import PublicResolver, private_names

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(BASE | scenario.get("settings", {}), priority="cmdline")
    dnscache.clear()
    private_names.clear()
    names = scenario.get("dns", {})
    socket.gethostbyname = lambda name: names.get(name) or _no_such(name)
    answers: list[dict[str, Any]] = []
    closed: list[str] = []
    crawler = AsyncCrawlerRunner(settings).create_crawler(Probe)
    crawler.signals.connect(lambda spider, reason: closed.append(reason), signals.spider_closed, weak=False)
    try:
        PublicResolver.from_crawler(crawler, reactor).install_on_reactor()
        await AsyncCrawlerRunner(settings).crawl(crawler, scenario["requests"], answers)
    except ValueError as error:
        return {"error": str(error)}
    stats = {key: value for key, value in crawler.stats.get_stats().items() if isinstance(value, int | str)}
    slots = crawler.engine.downloader.per_slot_settings
    return {"answers": answers, "stats": stats, "closed": closed[0], "slots": slots}


def _no_such(name: str) -> str:
    if name.replace(".", "").isdigit():
        return name
    raise socket.gaierror(-2, f"{name} is not known here")


async def main() -> None:
    from twisted.internet import reactor

    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            outcome = await crawl(json.loads(line))
        except Exception as error:  # the test that asked must hear of it, whatever it is
            logging.exception("scenario failed")
            outcome = {"fault": repr(error)}
        print(json.dumps(outcome), flush=True)
    reactor.stop()


if __name__ == "__main__":
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    tasks: list[asyncio.Future[None]] = []
    reactor.callWhenRunning(lambda: tasks.append(asyncio.ensure_future(main())))
    reactor.run()
