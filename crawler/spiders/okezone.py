"""Okezone: https://www.okezone.com and a host for each desk.

The itemprop date of the 2020 template is a constant of 2014, and its JSON-LD dates are not ISO. Dates are printed
"Senin, 16 Juni 2025 |15:20 WIB" after ", Jurnalis-". The day in an address is often not that of publication.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class OkezoneSpider(NewsSpider):
    """All that feed and index announce, and the watched topics by tag."""

    name = "okezone"
    feeds = ("https://sindikasi.okezone.com/index.php/rss/1/RSS2.0",)
    sections = ("https://nasional.okezone.com/indeks[/{offset:10}]",)
    searches = ("https://www.okezone.com/tag/{tag}[/{page}]",)
    page = Selectors(
        title=".title-article h1, .title h1", date=".journalist span, .namerep b",
        authors=".journalist a[title], .namerep", body=".c-detail.read, #contentx",
        tags="#tag .box-tag a, .detail-tag a", drop=("#baca-juga", ".flying_carpet_div", ".vicon"),
    )  # fmt: skip
