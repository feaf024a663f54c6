"""Requests to private addresses are refused, with the reason."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError

from crawler.netguard import private_names
from crawler.refused import Refused
from crawler.urls import is_public_host


class PrivateAddressMiddleware:
    """Between retry and redirect: every hop passes here, and nothing it refuses is tried again."""

    def process_request(self, request: Request) -> None:
        """Refuse a host that is private by itself: an address in any notation, a name of the local network.

        Raises:
            Refused: ``private_address``.
        """
        parts = urlsplit(request.url)
        if parts.hostname and not is_public_host(parts.hostname):
            raise Refused("private_address", f"{request.url}: {parts.hostname} is a private address.")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name that resolved to a private address from one that does not resolve.

        Raises:
            Refused: ``private_address``.
        """
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in private_names:
            sentence = f"{request.url}: {host} is at the private address {private_names[host]}."
            raise Refused("private_address", sentence) from exception
