"""ANTARA, the news agency: https://www.antaranews.com and a host for each province, which number for themselves.

Its pages forbid crawling and automatic indexing without written permission. Dates are printed "Selasa, 2 Juli 2024
14:56 WIB" (WITA, WIT in the provinces); lists show relative times. Credits and the notice end the text: "Pewarta: …
Editor: …".
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class AntaraSpider(NewsSpider):
    """Watched topics by tag and search, and the feeds of culture and of two provinces."""

    name = "antara"
    access = "permission"
    scope = "topics"
    feeds = tuple(f"https://{part}.xml" for part in (
        "www.antaranews.com/rss/humaniora", "bali.antaranews.com/rss/terkini", "riau.antaranews.com/rss/terkini"
    ))  # fmt: skip
    searches = (
        "https://www.antaranews.com/tag/{tag}[/{page}]",
        "https://www.antaranews.com/search?q={query}[&page={page}]",
    )
    cards = ".card__post"
    page = Selectors(
        title=".wrap__article-detail-title h1, .wrap__article-detail-title", date=".wrap__article-detail-info",
        body=".wrap__article-detail-content", section=".breadcrumbs__item:nth-child(2)", tags=".blog-tags a",
        drop=("span.baca-juga", ".wrap__article-detail-image", ".alert"),
    )  # fmt: skip
