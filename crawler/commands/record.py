"""``scrapy record NAME URL``: one page of a source, recorded as the fixture of its test."""

from __future__ import annotations

import argparse
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.inspection import inspect_page
from crawler.one_page import OnePage
from crawler.sources import spiders
from crawler.urls import address_of

FOLDER = Path("tests/pages")


class Command(ScrapyCommand):
    """Fetches through the downloader path of a crawl, keeps the WARC and what is read from it."""

    requires_project = True
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING", "ITEM_PIPELINES": {}}

    def syntax(self) -> str:
        """The words after the command."""
        return "NAME URL"

    def short_desc(self) -> str:
        """One line for `scrapy -h`."""
        return "Record a page of a source as the fixture of its test, with what is read from it to be checked"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write ``tests/pages/NAME/SLUG.warc.gz`` and ``SLUG.json``; the JSON is a draft until a person checked it.

        Raises:
            UsageError: wrong words, an unknown source, an address that is not the source's, or no answer.
        """
        if len(args) != 2:
            raise UsageError("record needs the name of a source and the address of one of its pages")
        name, url = args
        address = address_of(url)
        if name not in spiders():
            raise UsageError(f"there is no source {name!r}; 'scrapy list' lists them")
        if address is None or address.source != name:
            raise UsageError(f"{url} is not an address of {name}")
        slug = re.sub(r"[^a-z0-9]+", "-", url.rstrip("/").rpartition("/")[2].lower()).strip("-")[:80] or "page"
        target = FOLDER / name / f"{slug}.warc.gz"
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise UsageError(f"{target} is there already; remove it first")
        assert self.crawler_process is not None  # noqa: S101 - Scrapy sets it before run
        settings = {"KLIPING_RECORD": str(target), "KLIPING_KEEP_PAGES": False}
        self.crawler_process.settings.setdict(settings, priority="cmdline")
        found: list[OnePage] = []
        self.crawler_process.crawl(OnePage, url=url, found=found)
        self.crawler_process.start()
        if not found or found[0].body is None:
            target.unlink(missing_ok=True)
            raise UsageError(f"{url}: could not be fetched: {found[0].reason if found else 'no answer'}")
        page = found[0]
        now = datetime.now(UTC)
        reading = inspect_page(page.body or b"", url=page.final_url, content_type=page.content_type, fetched_at=now)
        draft = target.with_name(f"{slug}.json")
        draft.write_text(json.dumps(reading, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{target}\n{draft}: check every field by eye, then commit what you may")
