"""Perpusnas, the National Library: https://www.perpusnas.go.id, news, press releases, announcements, agenda.

No feed and no sitemap were found. Text is pasted from Word, a second ``div.entry-content`` holds the pictures, and
older pages show no date at all but in running text ("Jumat (3/5/2024)"). An English prefix and a staging host repeat
pages.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.extract import Selectors
from crawler.news_spider import NewsSpider

_SITE = "https://www.perpusnas.go.id"


class PerpusnasSpider(NewsSpider):
    """Everything that Perpusnas publishes, in every section."""

    name = "perpusnas"
    minimum = 3
    sections = tuple(f"{_SITE}/{part}[/page/{{page}}]" for part in ("berita", "siaran-pers", "pengumuman", "agenda"))
    kinds: ClassVar = {"/siaran-pers/": "press_release", "/pengumuman/": "announcement", "/agenda/": "event"}
    page = Selectors(title="h1", body="div.entry-content", drop=("div.entry-gallery",))
