"""A live crawl says who answers for it, and goes to the web or to one server of this machine."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.handlers import fetch_via


class LiveCheck:
    """Refuses to begin; a download handler would only log the fault and go on.

    Raises:
        ValueError: no contact in the user agent, or a ``KLIPING_FETCH_VIA`` that is no server on this machine.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if settings["KLIPING_REPLAY"]:
            raise NotConfigured
        if not fetch_via(settings["KLIPING_FETCH_VIA"]) and "(+" not in settings["USER_AGENT"]:
            raise ValueError(
                "A live crawl needs KLIPING_CONTACT, a mail address or page where a site's owner reaches you."
            )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LiveCheck:
        """As Scrapy makes it."""
        return cls(crawler)
