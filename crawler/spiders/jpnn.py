"""JPNN.com: https://www.jpnn.com, the network of Jawa Pos.

Dates are printed "Minggu, 18 Juli 2021 – 18:52 WIB" with an en dash. A title may end in a space; the text holds "Baca
Juga" lists, a sign-off such as (boy/jpnn), and ends in five related titles. Further pages are ``?page=2``.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class JpnnSpider(NewsSpider):
    """Watched topics by tag, and what the feed names."""

    name = "jpnn"
    scope = "topics"
    feeds = ("https://www.jpnn.com/rss",)
    searches = ("https://www.jpnn.com/tag/{tag}[?page={page}]",)
    page = Selectors(
        title="h1.judul",
        date="span.date-publish",
        body="div[itemprop=articleBody]",
        drop=(".baca-juga", "[id^=div-gpt-ad]"),
    )
