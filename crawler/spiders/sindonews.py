"""SINDOnews.com: https://www.sindonews.com and a host for each desk.

The body has no paragraphs, only ``<br>``, with "Baca Juga:" as bare text between them. Further pages count paragraphs
(/5, /10) and lack JSON-LD; ``?showpage=all`` has the whole. Dates are printed "Jum'at, 24 Juli 2026 - 13:39 WIB".
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class SindonewsSpider(NewsSpider):
    """Watched topics by search, what the feed names, and in a replay the index of Edukasi."""

    name = "sindonews"
    scope = "topics"
    feeds = ("https://www.sindonews.com/feed", "https://edukasi.sindonews.com/rss")
    sections = ("https://www.sindonews.com/indeks/144/{offset:20}",)
    searches = ("https://www.sindonews.com/search/go?q={query}&type=artikel[&p={page}]",)
    page = Selectors(
        title="h1.detail-title", date=".detail-date-artikel", authors=".detail-nama-redaksi a[rel=author]",
        body="#detail-desc", drop=(".editor", "[class^='v-']"),
    )  # fmt: skip
