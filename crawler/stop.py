"""How a crawl is ended from within."""

from __future__ import annotations

import logging

from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro

logger = logging.getLogger(__name__)


def stop(crawler: Crawler, reason: str) -> None:
    """Close the spider with this finish reason; requests under way end first. Calling it again changes nothing.

    ``CloseSpider`` is ignored where pipelines and middlewares raise it.
    """
    if crawler.engine is None or not crawler.engine.running:
        return
    logger.info("The crawl stops: %s", reason)
    deferred_from_coro(crawler.engine.close_spider_async(reason=reason))
