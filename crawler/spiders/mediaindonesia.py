"""Media Indonesia: https://mediaindonesia.com, which has written of libraries under Humaniora for years.

og:type says website, the author meta is a developer's, dateModified lies before datePublished. Dates are printed
"20/1/2026 18:30", day first, without a zone. A paragraph leads to Google News and WhatsApp; the text ends in a desk's
code, "(H-2)".
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class MediaIndonesiaSpider(NewsSpider):
    """The section Humaniora and the feed; its search takes POST only."""

    name = "mediaindonesia"
    feeds = ("https://mediaindonesia.com/feed/all",)
    sections = ("https://mediaindonesia.com/humaniora[/{offset:20}]",)
    max_pages = 5
    page = Selectors(
        title="h1", date="span.datetime", authors=".author-2", editor=".info-author", body="div.article",
        section="ul.mi-breadcrumb li:last-child",
        drop=("figure.main-img", ".flying-carpet", ".amp-flying-carpet-wrapper", "p.related-news", ".ext-channel"),
    )  # fmt: skip
