"""Items into the archive: thin adapters over intake."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.items import RawArticle
from crawler.news_spider import NewsSpider


class ArchivePipeline:
    """Takes each article in before the spider moves on; a refused one is dropped with its reason, and counted."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchivePipeline:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_item(self, item: RawArticle) -> RawArticle:
        """Archive one article.

        Raises:
            DropItem: when it was refused, or the archive failed and the crawl is being stopped.
        """
        spider = self._crawler.spider
        if not isinstance(spider, NewsSpider):
            raise DropItem("only a NewsSpider brings articles")
        outcome = spider.run.take(item)
        if outcome is None:
            raise DropItem("the archive cannot be written")
        self._crawler.stats.inc_value(f"kliping/{outcome.fate}")
        if outcome.id is None:
            raise DropItem(f"{outcome.fate}: {outcome.reason}")
        return item
