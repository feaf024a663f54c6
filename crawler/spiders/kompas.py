"""Kompas.com: https://www.kompas.com and a host for each desk; crawled after permission only.

``content_PublishedDate`` is local time without a zone, the other metas are true UTC. Dates are printed "Kompas.com -
02/11/2023, 21:34 WIB", or after "Diperbarui". Twenty dates of other articles stand beside the text; meta author is a
brand.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class KompasSpider(NewsSpider):
    """Watched topics by tag and search, and what the news sitemap names."""

    name = "kompas"
    access = "permission"
    scope = "topics"
    sitemaps = ("https://www.kompas.com/sitemap.xml",)
    searches = (
        "https://www.kompas.com/tag/{tag}[?page={page}]",
        "https://search.kompas.com/search?q={query}&sort=latest[&page={page}]",
    )
    cards = ".articleItem"
    page = Selectors(
        title="h1.read__title", date=".read__time", authors=".credit-title-name", body=".read__content",
        drop=(".ads-on-body", ".video", ".inner-link-baca-juga", ".kompasidRec", ".fb-quote"),
    )  # fmt: skip
