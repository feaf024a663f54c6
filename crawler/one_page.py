"""A spider for a single page, by the rules of a crawl."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.fates import fate_of


class OnePage(Spider):
    """Fetches ``url`` and puts itself into ``found``: ``body`` with its address and type, or the ``reason`` of none."""

    name = "one_page"
    body: bytes | None = None
    final_url: str = ""
    content_type: str = ""
    reason: str = ""

    def __init__(self, url: str, found: list[OnePage], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._url = url
        found.append(self)

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self._url, callback=self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Keep what came."""
        self.body, self.final_url = response.body, response.url
        self.content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")

    def failed(self, failure: Failure) -> None:
        """Keep why nothing came."""
        self.reason = fate_of(failure)[1]
