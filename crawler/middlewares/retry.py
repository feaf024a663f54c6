"""Failed requests are tried again, later each time; a site that asks for patience gets it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic, time
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.utils.response import response_status_message
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from crawler.refused import Refused

TRANSIENT_ERRORS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
)
NETWORK_ERRORS = (*TRANSIENT_ERRORS, DownloadCancelledError)  # cancelled: larger than DOWNLOAD_MAXSIZE, so for good
BUSY = frozenset({429, 503})  # the site, not the page, is in trouble
_GLANCE = 1.0  # seconds between two looks whether the crawl is to end
DEAD_AFTER = 5  # addresses of a host given up in a row before it is taken for dead


class RetryLaterMiddleware:
    """Retries with exponential back-off.

    A single broken page waits alone; after 429, 503 or any Retry-After the whole host rests. A host that asks for more
    than ``KLIPING_RETRY_MAX_DELAY`` seconds, or does not answer at all, is left in peace for the rest of the crawl. A
    crawl that was told to end tries nothing again.
    """

    def __init__(
        self,
        crawler: Crawler,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time,
    ) -> None:
        settings = crawler.settings
        if not settings.getbool("RETRY_ENABLED"):
            raise NotConfigured
        self._crawler = crawler
        self._codes = {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}
        self._delay = settings.getfloat("KLIPING_RETRY_DELAY")
        self._max_delay = settings.getfloat("KLIPING_RETRY_MAX_DELAY")
        self._sleep, self._clock = sleep, clock
        self._closed: dict[str, str] = {}  # host → reason
        self._given_up: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryLaterMiddleware:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Nothing more to a host that asked for peace or is dead.

        Raises:
            Refused: ``asked_to_wait`` or ``unreachable``.
        """
        if reason := self._closed.get(_host(request)):
            raise Refused(reason, f"{request.url}: no more requests to this host in this crawl.")

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Try again what the server could not answer now."""
        self._given_up.pop(_host(request), None)
        if response.status not in self._codes or request.meta.get("dont_retry"):
            return response
        stated = retry_after(response, self._clock())
        wait = self._backoff(request) if stated is None else stated
        if wait > self._max_delay:
            self._closed[_host(request)] = "asked_to_wait"
            return response
        retry = self._retry(request, response_status_message(response.status))
        if response.status in BUSY or stated is not None:
            self._rest(request, wait)
        elif retry is not None and not await self._waited(wait):
            return response
        return retry or response

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Try again what the network lost."""
        if not isinstance(exception, TRANSIENT_ERRORS) or request.meta.get("dont_retry"):
            return None
        retry = self._retry(request, exception)
        if retry is not None:
            return retry if await self._waited(self._backoff(request)) else None
        host = _host(request)
        self._given_up[host] += 1
        if self._given_up[host] >= DEAD_AFTER:
            self._closed[host] = "unreachable"
        return None

    def _retry(self, request: Request, reason: str | Exception) -> Request | None:
        spider = self._crawler.spider
        if spider is None or not self._crawler.crawling:
            return None
        return get_retry_request(request, spider=spider, reason=reason)

    async def _waited(self, seconds: float) -> bool:
        """Whether the crawl still goes on after so many seconds; it is not waited on once it ends."""
        while seconds > 0 and self._crawler.crawling:
            await self._sleep(min(seconds, _GLANCE))
            seconds -= _GLANCE
        return self._crawler.crawling

    def _backoff(self, request: Request) -> float:
        """Seconds before the next try: the delay, doubled with each one before."""
        times: int = request.meta.get("retry_times", 0)
        return min(self._delay * float(2**times), self._max_delay)

    def _rest(self, request: Request, seconds: float) -> None:
        """No request to this host, also of those that wait in its queue, for so many seconds."""
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.delay = slot.delay or 0.001  # without a delay Scrapy does not look when the host was last seen
            slot.lastseen = max(slot.lastseen, monotonic() + seconds)


def retry_after(response: Response, now: float) -> float | None:
    """Seconds a response asks to wait (RFC 9110, 10.2.3: a number or a date); None where it does not say.

    ``now`` is in seconds since the epoch.
    """
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.fromtimestamp(now, UTC)).total_seconds())


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
