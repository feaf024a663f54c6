"""robots.txt is obeyed (RFC 9309), also by the requests that wait while it is fetched."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.middlewares.retry import NETWORK_ERRORS
from crawler.refused import Refused

logger = logging.getLogger(__name__)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, mended: of the requests that wait for one robots.txt it stops the first only (2.19).

    A robots.txt that cannot be had (5xx, 429, no network) means wait: its site's requests fail as
    ``robots_unavailable`` for the rest of the crawl. One that is not there (other 4xx) allows everything.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._max_delay = crawler.settings.getfloat("KLIPING_MAX_CRAWL_DELAY")
        self._rules: dict[str, RobotParser | str] = {}  # by origin; a word for why they cannot be had
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of a request's origin, fetched once.

        Raises:
            Refused: ``robots_unavailable``, or why robots.txt itself was refused (``private_address`` …).
        """
        parts = urlparse_cached(request)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks[origin]:
            if origin not in self._rules:
                self._rules[origin] = await self._fetch(f"{origin}/robots.txt", request)
        rules = self._rules[origin]
        if isinstance(rules, str):
            raise Refused(rules, f"{request.url}: the site's robots.txt cannot be had ({rules}).")
        return rules

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Let an allowed request through, at the pace the site asks for.

        Raises:
            Refused: ``robots``.
        """
        agent = self._robotstxt_useragent or self._default_useragent
        if rp is None or not rp.allowed(request.url, agent):
            self._stats.inc_value("robotstxt/forbidden")
            raise Refused("robots", f"{request.url}: forbidden by robots.txt.")
        if delay := rp.crawl_delay(agent):
            self._slow_down(request, min(delay, self._max_delay))

    async def _fetch(self, url: str, request: Request) -> RobotParser | str:
        meta = {"dont_obey_robotstxt": True, "allow_offsite": True}
        robots = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        self._stats.inc_value("kliping/robots")
        try:
            response: Response = await self.crawler.engine.download_async(robots)
        except Refused as error:
            return error.reason
        except (IgnoreRequest, *NETWORK_ERRORS) as error:
            logger.warning("No robots.txt at %s: %r", url, error)
            return "robots_unavailable"
        if response.status >= 500 or response.status == 429:
            logger.warning("No robots.txt at %s: http %d", url, response.status)
            return "robots_unavailable"
        found = response.body if response.status < 300 else b""
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, found)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=rules, request=request)
        return rules

    def _slow_down(self, request: Request, seconds: float) -> None:
        """Keep Crawl-delay for a host, above what AutoThrottle would find."""
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self.crawler.engine.downloader
        host = downloader.get_slot_key(request)
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": seconds, "jitter": 0}
        if slot := downloader.slots.get(host):
            slot.delay, slot.jitter, slot.concurrency = seconds, 0.0, 1
