"""ANTARA, the news agency: https://www.antaranews.com and a host for each province, which number for themselves.

Its pages forbid crawling and automatic indexing without written permission. Dates are printed "Selasa, 2 Juli 2024
14:56 WIB" (WITA, WIT in the provinces); lists show relative times. Credits and the notice end the text: "Pewarta: …
Editor: …".
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider

_SITE = "https://www.antaranews.com"
_PROVINCE = "https://{}.antaranews.com/rss/terkini.xml"


class AntaraSpider(NewsSpider):
    """The feeds of culture and of two provinces, and the watched topics by tag and search."""

    name = "antara"
    access = "permission"
    feeds = (f"{_SITE}/rss/humaniora.xml", _PROVINCE.format("bali"), _PROVINCE.format("riau"))
    searches = (f"{_SITE}/tag/{{tag}}[/{{page}}]", f"{_SITE}/search?q={{query}}[&page={{page}}]")
    cards = ".card__post"
    page = Selectors(
        title=".wrap__article-detail-title h1, .wrap__article-detail-title", date=".wrap__article-detail-info",
        body=".wrap__article-detail-content", section=".breadcrumbs__item:nth-child(2)", tags=".blog-tags a",
        drop=("span.baca-juga", ".wrap__article-detail-image", ".alert"),
    )  # fmt: skip
