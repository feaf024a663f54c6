"""No request reaches a private address, whatever a page, a redirect, a feed or a DNS answer says."""

from __future__ import annotations

import socket
import unicodedata
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.handlers import fetch_via

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address

# names that resolved to a private address, and that address; Twisted keeps the name of an error but not the error
private_names: LocalCache[str, str] = LocalCache(10_000)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the public internet (IANA registries), also the one that an IPv6 address wraps."""
    if isinstance(address, IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(IPv4Address(int(address) & 0xFFFFFFFF))
        if not all(is_public(inner) for inner in wrapped if inner is not None):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address a host is without asking DNS: IPv6, or IPv4 in any notation of inet_aton (127.1, 0x7f.1, 2130706433).

    ``localhost`` and names under it are an address, too (RFC 6761). None for a name.
    """
    name = unicodedata.normalize("NFKC", host).replace("\u3002", ".").strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(name.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(name))
    except (OSError, UnicodeEncodeError):
        return None


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
        """The IPv4 address of a name, a DNSLookupError where that is private."""
        return super().getHostByName(name, timeout).addCallback(self._public, name)

    def _public(self, address: str, name: str) -> str:
        if name == self.allowed or is_public(ip_address(address)):
            return address
        private_names[name] = address
        raise DNSLookupError(f"{name} is at the private address {address}")
