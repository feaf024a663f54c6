"""detikcom: https://www.detik.com and a host for each desk; the desks share their numbering.

Metas state local time with a false Z ("2023-11-02T20-59-53Z"), true epochs stand beside them. Dates are printed
"Kamis, 02 Nov 2023 20:59 WIB"; lists show relative times over a true ``d-time``. Tags and a video embed stand inside
the body.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class DetikSpider(NewsSpider):
    """All that feed, news sitemap and index announce, and the watched topics by tag."""

    name = "detik"
    feeds = ("https://news.detik.com/rss",)
    sitemaps = ("https://news.detik.com/berita/sitemap_news.xml",)
    sections = ("https://news.detik.com/indeks[/{page}]",)
    searches = ("https://www.detik.com/tag/{tag}/[?page={page}]",)
    max_pages = 5
    cards = "article"
    page = Selectors(
        title="h1.detail__title", date=".detail__date", authors=".detail__author", body=".detail__body-text",
        tags=".detail__body-tag a", next_page="a.detail__btn-next",
        drop=(".linksisip", ".parallaxindetail", ".lihatjg", ".staticdetail_container", ".detail__long-nav"),
    )  # fmt: skip
