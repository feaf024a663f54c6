"""Liputan6.com: https://www.liputan6.com; m., hot. and enamplus. show the same articles in other templates.

Home and section pages carry ``[publishdate]`` and the og:url of some article; modified times lie before published
ones. The desktop prints "Diperbarui 18 Jun 2025, 14:05 WIB". All pages of an article come in one document; tweets
stand in the body.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class Liputan6Spider(NewsSpider):
    """Watched topics by tag, and what the feed names."""

    name = "liputan6"
    scope = "topics"
    feeds = tuple(f"https://feed.liputan6.com/rss/{channel}" for channel in ("news", "regional", "citizen6"))
    sections = ("https://www.liputan6.com/news/indeks[?page={page}]",)
    searches = ("https://www.liputan6.com/tag/{tag}[?page={page}]",)
    cards = "article"
    page = Selectors(
        title="h1.read-page--header--title, .article-header__title", body=".article-content-body, .article-raw-content",
        date=".read-page-box__author__updated, .article-header__datetime",
        authors=".read-page-box__author__name, .article-header__authors",
        drop=(".baca-juga", ".baca-juga-collections", ".seamless-ads", "blockquote.twitter-tweet", "[class*=advert]"),
    )  # fmt: skip
