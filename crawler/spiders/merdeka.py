"""merdeka.com: https://www.merdeka.com; robots.txt bars every address with a question mark, so no search.

The mobile template of 2021 states local time as GMT in one meta and as -07:00 in another. JSON-LD names no author;
dates are printed "PERISTIWA | 17 Juni 2021 11:38". All pages of an article come in one document.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class MerdekaSpider(NewsSpider):
    """All that feed, sitemap and two sections announce."""

    name = "merdeka"
    feeds = ("https://www.merdeka.com/feed/",)
    sitemaps = ("https://www.merdeka.com/sitemap.xml",)
    sections = ("https://www.merdeka.com/peristiwa", "https://www.merdeka.com/politik")
    page = Selectors(
        body=".articles-content__body, .mdk-body-paragraph", date=".mdk-date-reporter", tags=".tags-articles__list a",
    )  # fmt: skip
