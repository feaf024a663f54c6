"""Requests to private addresses are refused, with the reason."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError

from crawler.netguard import is_public, literal_address, private_names
from crawler.refused import Refused


class PrivateAddressMiddleware:
    """Between retry and redirect: every hop passes here, and nothing it refuses is tried again."""

    def process_request(self, request: Request) -> None:
        """Refuse a host that is a private address by itself.

        Raises:
            Refused: ``private_address``.
        """
        host = urlsplit(request.url).hostname or ""
        address = literal_address(host)
        if address is not None and not is_public(address):
            raise Refused("private_address", f"{request.url}: {host} is a private address.")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Tell a name that resolved to a private address from one that does not resolve.

        Raises:
            Refused: ``private_address``.
        """
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and host in private_names:
            sentence = f"{request.url}: {host} is at the private address {private_names[host]}."
            raise Refused("private_address", sentence) from exception
