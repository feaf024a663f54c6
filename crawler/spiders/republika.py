"""Republika: https://republika.co.id and a host for each desk; the code in an address is the article's own.

robots.txt bars Scrapy and other robots by name, a product's own user agent falls under ``*``. The JSON-LD author is
the editor. Dates are printed "Rabu 18 Jun 2025 22:02 WIB". Tag pages do not filter. An endless scroll adds other
articles.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class RepublikaSpider(NewsSpider):
    """The newest of all sections, a few pages deep, for lack of a list by topic."""

    name = "republika"
    feeds = ("https://www.republika.co.id/rss",)
    sections = ("https://republika.co.id/index/{offset:50}",)
    max_pages = 3
    page = Selectors(
        title=".max-card__title h1", lead=".max-card__teaser", body=".article-content article, .artikel",
        section=".breadcrumb a:last-of-type",
        drop=(".picked-article", "[id^=bn_]", "[id^=div-gpt-ad]", "#next-article"),
    )  # fmt: skip
