"""Tempo: https://www.tempo.co, where rubrics are empty shells and each paragraph is a ``div#content-wrapper``.

The text stands whole in JSON-LD (``articleBody``), of subscribers' articles only a teaser. Dates are printed "18 Juni
2025 | 20.04 WIB". Feeds of 2025 still give the old form of addresses, which counts for itself.
"""

from __future__ import annotations

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider


class TempoSpider(NewsSpider):
    """All that its feeds and the data of its rubrics announce; no list of a topic can be read without a browser."""

    name = "tempo"
    feeds = tuple(f"https://rss.tempo.co/{rubric}" for rubric in ("", "politik", "nasional", "hukum", "ekonomi"))
    sections = tuple(f"https://www.tempo.co/{rubric}/_payload.json" for rubric in ("politik", "hukum", "ekonomi"))
    page = Selectors(title="h1", tags="a[href^='/tag/']")
