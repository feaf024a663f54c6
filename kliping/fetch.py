"""One page from the web for ``kliping inspect``, by the rules of a crawl: robots.txt, no private address, limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from kliping.config import load
from kliping.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: the address it was found at after redirects, its body, its Content-Type."""

    url: str
    body: bytes
    content_type: str


def fetch(url: str) -> Page:
    """Fetch one page; nothing is kept.

    Raises:
        Trouble: the address is none, or the page could not be had, with the reason.
    """
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response
    from scrapy.settings import Settings
    from twisted.python.failure import Failure

    from crawler.fates import fate_of
    from crawler.settings import user_agent
    from crawler.urls import address_of
    from kliping.crawling import require_contact

    if address_of(url) is None:
        raise Trouble(f"{url!r} is no http or https address.")
    config = load()
    require_contact(config)
    pages: list[Page] = []
    reasons: list[str] = []

    class OnePage(Spider):
        name = "inspect"

        async def start(self) -> AsyncIterator[Any]:
            yield Request(url, callback=self.parse, errback=self.failed, dont_filter=True)

        def parse(self, response: Response) -> None:
            kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
            pages.append(Page(response.url, response.body, kind))

        def failed(self, failure: Failure) -> None:
            reasons.append(fate_of(failure)[1])

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(
        {
            "KLIPING_CONTACT": config.contact,
            "KLIPING_FETCH_VIA": config.fetch_via,
            "KLIPING_KEEP_PAGES": False,
            "USER_AGENT": user_agent(config.contact),
            "ITEM_PIPELINES": {},
            "LOG_LEVEL": "CRITICAL",
        },
        priority="cmdline",
    )
    process = AsyncCrawlerProcess(settings)
    process.crawl(OnePage)
    process.start()
    if not pages:
        raise Trouble(f"{url}: could not be fetched: {reasons[0] if reasons else 'no answer'}.")
    return pages[0]
