"""``scrapy crawl NAME``, with a sentence for a name that is none."""

from __future__ import annotations

import argparse
import difflib

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.sources import spiders


class Command(ScrapyCrawl):
    """Scrapy's own command; an unknown spider is told instead of raised."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl one source.

        Raises:
            UsageError: there is no such source.
        """
        if len(args) == 1 and args[0] not in spiders():
            near = difflib.get_close_matches(args[0], spiders(), 1)
            hint = f"did you mean {near[0]!r}?" if near else "'scrapy list' lists them"
            raise UsageError(f"there is no source {args[0]!r}; {hint}")
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before run
        if not self.settings["KLIPING_FETCH_VIA"] and not self.settings["KLIPING_CONTACT"]:
            raise UsageError(
                "a live crawl needs KLIPING_CONTACT, a mail address or page where a site's owner reaches you"
            )
        super().run(args, opts)
