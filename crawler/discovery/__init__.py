"""Where articles are announced: feeds, news sitemaps, section, tag and search pages. Pure functions over bytes."""

from crawler.discovery.feeds import read_feed
from crawler.discovery.found import Found, Listing
from crawler.discovery.listings import read_listing
from crawler.discovery.paging import expand
from crawler.discovery.payload import read_payload
from crawler.discovery.sitemaps import read_sitemap

__all__ = ["Found", "Listing", "expand", "read_feed", "read_listing", "read_payload", "read_sitemap"]
