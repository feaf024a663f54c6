"""No DNS answer leads to a private address."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.handlers import fetch_via
from crawler.urls import is_public_host

# names that resolved to a private address, and that address; of an error Twisted keeps the name only
private_names: LocalCache[str, str] = LocalCache(10_000)


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, which gives no private address away; ``KLIPING_FETCH_VIA`` is the one exception."""

    allowed: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """As Scrapy makes it."""
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.allowed = urlsplit(fetch_via(crawler.settings.get("KLIPING_FETCH_VIA")) or "").hostname
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The IPv4 address of a name, a DNSLookupError where that is private; cached answers are checked, too."""
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if name == self.allowed or is_public_host(address):
            return address
        private_names[name] = address
        raise DNSLookupError(f"{name} is at the private address {address}")
