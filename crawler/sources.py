"""The sources: every spider of ``crawler.spiders`` by its name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import crawler.spiders
from crawler.news_spider import NewsSpider


@cache
def spiders() -> Mapping[str, type[NewsSpider]]:
    """Name to spider class, in the order of the names."""
    found: dict[str, type[NewsSpider]] = {}
    for module in pkgutil.iter_modules(crawler.spiders.__path__):
        for value in vars(importlib.import_module(f"crawler.spiders.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, NewsSpider) and value is not NewsSpider:
                found[value.name] = value
    return dict(sorted(found.items()))
