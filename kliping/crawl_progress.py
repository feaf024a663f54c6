"""Progress of a crawl, as an extension of Scrapy."""

from __future__ import annotations

from typing import ClassVar

from scrapy import signals
from scrapy.crawler import Crawler

from kliping.progress import Ticker


class CrawlProgress:
    """Shows pages and articles of all spiders of the process together."""

    _ticker: ClassVar[Ticker | None] = None
    _pages: ClassVar[int] = 0
    _articles: ClassVar[int] = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlProgress:
        """Listen to one spider's crawler."""
        progress = cls()
        CrawlProgress._ticker = CrawlProgress._ticker or Ticker("pages")
        crawler.signals.connect(progress.page, signals.response_received)
        crawler.signals.connect(progress.article, signals.item_scraped)
        crawler.signals.connect(progress.close, signals.engine_stopped)
        return progress

    def page(self) -> None:
        """One more response."""
        CrawlProgress._pages += 1
        if CrawlProgress._ticker:
            CrawlProgress._ticker.tell(CrawlProgress._pages, f", {CrawlProgress._articles:,} articles")

    def article(self) -> None:
        """One more article archived."""
        CrawlProgress._articles += 1

    def close(self) -> None:
        """Take the live line away."""
        if CrawlProgress._ticker:
            CrawlProgress._ticker.close()
