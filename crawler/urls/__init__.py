"""Which article an address is, from the address alone. Pure: no network, no clock."""

from crawler.urls.address import Address, address_of, answer
from crawler.urls.hosts import is_public_host
from crawler.urls.outlets import Outlet, outlet_of, outlets

__all__ = ["Address", "Outlet", "address_of", "answer", "is_public_host", "outlet_of", "outlets"]
