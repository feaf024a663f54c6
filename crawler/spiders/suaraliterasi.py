"""Suara Literasi: https://www.suaraliterasi.example, invented: a small WordPress site that copies and rewords others.

Nothing is said of its markup: it shows what a source without a selector gives. Its dates are those of its generator.
"""

from __future__ import annotations

from crawler.news_spider import NewsSpider


class SuaraLiterasiSpider(NewsSpider):
    """Its feed and its one category."""

    name = "suaraliterasi"
    feeds = ("https://www.suaraliterasi.example/feed/atom/",)
    sections = ("https://www.suaraliterasi.example/category/literasi/[page/{page}/]",)
