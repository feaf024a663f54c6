"""RM.id, Rakyat Merdeka: https://rm.id.

Its search gives the newest articles whatever is asked, so it is not used. A date is "Senin, 13 September 2021 23:31
WIB", in a span of today's template "2024-07-02 14:56:00 || …"; further pages are a trailing /2.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class RmidSpider(NewsSpider):
    """The newest articles of all sections, a few pages deep."""

    name = "rmid"
    sections = ("https://rm.id/page/{page}/",)
    max_pages = 5
    cards = ".card-berita"
    page = Selectors(title="h1", body="div.content-berita")
