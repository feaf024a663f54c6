"""A spider's side of one run: what it found, what became of it, and the archive it all goes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from archive.article import Capture
from archive.errors import ArchiveError
from archive.store import Archive
from crawler.fates import State
from crawler.intake import Intake, Outcome
from crawler.items import RawArticle
from crawler.revisit import is_due
from crawler.topics import Topics
from crawler.urls import Address, address_of

T = TypeVar("T")


class CrawlRun:
    """Every address goes through here once: ``admit`` it, fetch it, then ``take`` or ``settle`` it.

    An archive that cannot be written stops the crawl; nothing goes on with lost items.
    """

    def __init__(
        self,
        archive: Archive,
        source: str,
        topics: Topics,
        *,
        run: int,
        replay: bool,
        now: datetime,
        stop: Callable[[str], None],
    ) -> None:
        self._archive = archive
        self._source = source
        self._run = run
        self._replay = replay
        self._now = now
        self._stop = stop
        self._intake = Intake(archive, topics, run=run)
        self._failed = False
        self._news: dict[str, bool] = {}  # key → whether this run was the first to meet it
        self._listed: dict[str, set[str]] = {}

    def admit(self, urls: Iterable[str]) -> list[Address]:
        """The addresses of a listing that are articles of this source, met for the first time, to be fetched now.

        Those that need no fetching (known and not due, removed) are settled as skipped.
        """
        fresh = [address for address in self._own(urls) if address.key not in self._news]

        def discover() -> list[Address]:
            urls = [address.url for address in fresh]
            self._archive.discover(self._run, self._source, urls)
            met = set() if self._replay else self._archive.met_last(self._run, self._source, urls)
            return [address for address in fresh if self._is_wanted(address, met)]

        return self._do(discover, [])

    def admit_recorded(self, address: str, key: str | None) -> None:
        """A recorded page is an address of its own, under the very address it was recorded."""
        if key:
            self._news[key] = True
        self._do(lambda: self._archive.discover(self._run, self._source, [address]), None)

    def brings_news(self, listing: str, urls: Iterable[str]) -> bool:
        """Whether a page of a listing holds an article that this run met first and that no earlier page held."""
        before = self._listed.setdefault(listing, set())
        news = {str(a.key) for a in self._own(urls) if self._news.get(str(a.key))} - before
        before |= news
        return bool(news)

    def take(self, raw: RawArticle) -> Outcome | None:
        """Archive one article; None when the archive failed and the crawl is being stopped."""
        return self._do(lambda: self._intake.take(raw), None)

    def settle(self, address: str, state: State, reason: str) -> None:
        """Say what became of an address that gave no article."""
        self._do(lambda: self._archive.settle(self._run, address, state, reason), None)

    def keep(self, capture: Capture, refusal: str) -> None:
        """A capture row for a response that is no article."""
        self._do(lambda: self._archive.refuse(replace(capture, refusal=refusal)), None)

    def count(self, what: str, n: int = 1) -> None:
        """Count what is not an article: listings, feeds, further pages."""
        self._do(lambda: self._archive.count(self._run, self._source, what, n), None)

    def _own(self, urls: Iterable[str]) -> list[Address]:
        found = {a.key: a for a in map(address_of, urls) if a and a.key and a.source == self._source}
        return list(found.values())

    def _is_wanted(self, address: Address, met: set[str]) -> bool:
        key = str(address.key)
        if self._archive.is_removed(key):
            return self._skip(address, "removed")
        known = not self._replay and self._archive.resolve(key) is not None
        self._news[key] = not known and address.url not in met
        if not known:
            return True
        stored, last = self._archive.get(key), self._archive.last_fetched(key)
        if stored and last and not is_due(stored.date, last, self._now):
            return self._skip(address, "known")
        return True

    def _skip(self, address: Address, reason: str) -> bool:
        self._news[str(address.key)] = False
        self._archive.settle(self._run, address.url, "skipped", reason)
        return False

    def _do(self, action: Callable[[], T], otherwise: T) -> T:
        """The action, or ``otherwise`` once the archive has failed: then the crawl is on its way to its end."""
        if self._failed:
            return otherwise
        try:
            return action()
        except ArchiveError as error:
            self._failed = True
            self._stop(f"archive: {error}")
            return otherwise
