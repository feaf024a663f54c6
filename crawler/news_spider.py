"""The one spider; a source is a docstring and attributes over it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Literal

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import JsonResponse, Response, TextResponse
from twisted.python.failure import Failure

from archive.article import JAKARTA, Kind
from crawler.article_pages import ArticlePages
from crawler.dates import parse_date
from crawler.discovery import Found, Listing, expand, read_feed, read_listing, read_payload, read_sitemap
from crawler.discovery.paging import at_page, has_pages
from crawler.extract import NO_SELECTORS, Selectors
from crawler.fates import fate_of
from crawler.run import CrawlRun
from crawler.since import since_of
from crawler.topics import Topics

MAX_SITEMAPS = 50
_DATED_DAYS = 2  # days of a dated index that are asked for without --since

Reader = Callable[[bytes, str], Listing]


class NewsSpider(ArticlePages, Spider):
    """Crawls one outlet from where it announces its articles; the attributes say how.

    Attributes:
        name: the outlet's slug in ``outlets.toml``.
        access: ``open``; ``permission`` (off on the live web until the operator says they have it); ``blocked``.
        minimum: articles, new or known, that a healthy crawl meets.
        scope: ``all``, or ``topics``: no sections, and of feeds and sitemaps only what names a watched topic.
        feeds, sitemaps: addresses of RSS or Atom feeds, and of (news) sitemaps or indexes of them.
        sections, searches: templates of listing pages (``crawler.discovery.paging``), paged while there is news; a
            page that is JSON is read as a Nuxt payload.
        cards: CSS of one article's card on a listing; where empty, every link of the page counts.
        max_pages: the last page of a listing that is asked for.
        page: CSS selectors of an article page; all optional.
        kinds: part of an address to kind, where it tells a press release from news.
    """

    name: str
    access: ClassVar[Literal["open", "permission", "blocked"]] = "open"
    minimum: ClassVar[int] = 1
    scope: ClassVar[Literal["all", "topics"]] = "all"
    feeds: ClassVar[Sequence[str]] = ()
    sitemaps: ClassVar[Sequence[str]] = ()
    sections: ClassVar[Sequence[str]] = ()
    searches: ClassVar[Sequence[str]] = ()
    cards: ClassVar[str] = ""
    max_pages: ClassVar[int] = 50
    page: ClassVar[Selectors] = NO_SELECTORS
    kinds: ClassVar[Mapping[str, Kind]] = {}

    run: CrawlRun
    now: datetime
    since: datetime | None
    topics: Topics
    permitted: Sequence[str]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        """A spider with its run; the machine's clock is read here and nowhere below."""
        since = kwargs.pop("since", None) or crawler.settings.get("KLIPING_SINCE")
        spider: NewsSpider = super().from_crawler(crawler, *args, **kwargs)
        spider.open_run(crawler)
        spider.since = since_of(since, spider.now)
        spider.permitted = crawler.settings.getlist("KLIPING_PERMITTED")
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Recorded pages first in a replay, then what the outlet announces; nothing that its owner did not allow."""
        if not self.replay and self.access != "open" and self.name not in self.permitted:
            self.logger.error(
                "%s is off: its access rule is %s; README.md tells how to switch it on", self.name, self.access
            )
            return
        for request in self.recorded_pages():
            yield request
        for url in self.feeds:
            yield self._listing(url, read_feed, what="feeds")
        for url in self.sitemaps:
            yield self._listing(url, read_sitemap, what="sitemaps")
        days, names = self._days(), self.topics.names
        sections = () if self.scope == "topics" and not self.replay else self.sections
        for template in (*sections, *self.searches):
            for one in expand(template, days=days, names=names):
                yield self._listing(at_page(one, 1), None, what="listings", template=one)

    def _listing(self, url: str, reader: Reader | None, *, what: str, template: str = "", page: int = 1) -> Request:
        return Request(
            url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            dont_filter=True,
            cb_kwargs={"reader": reader, "what": what, "template": template, "page": page},
        )

    def parse_listing(
        self, response: Response, reader: Reader | None, what: str, template: str, page: int
    ) -> Iterator[Request]:
        """Requests for the articles of a listing, for its child listings, and for its next page while there is news."""
        self.run.count(what)
        self.keep(response, "listing")
        listing = reader(response.body, response.url) if reader else self._read_page(response)
        if listing.broken:
            self.run.count("broken_entries", listing.broken)
        recent = [found for found in listing.found if self._is_wanted(found, topical=reader is not None)]
        urls = [found.url for found in recent]
        for address in self.run.admit(urls):
            yield self.article_request(address.url)
        for child in listing.listings[:MAX_SITEMAPS] if page == 1 else ():
            if self._is_recent(child):
                yield self._listing(child.url, read_sitemap, what="sitemaps", page=2)
        if has_pages(template) and page < self.max_pages and self.run.brings_news(template, urls):
            yield self._listing(at_page(template, page + 1), None, what=what, template=template, page=page + 1)

    def listing_failed(self, failure: Failure) -> None:
        """A listing that could not be had is counted with its reason; the rest goes on.

        That a listing has no further page, or a tag or day no page at all, is no failure.
        """
        state, reason = fate_of(failure)
        template = failure.request.cb_kwargs["template"]  # type: ignore[attr-defined]
        further = failure.request.cb_kwargs["page"] > 1  # type: ignore[attr-defined]
        absent = reason in ("http 404", "http 410") and bool(template) and (further or template not in self.sections)
        self.run.count("listings absent" if absent else f"listings {state}: {reason}")
        self.logger.info("Listing %s: %s", failure.request.url, reason)  # type: ignore[attr-defined]

    def _read_page(self, response: Response) -> Listing:
        if isinstance(response, JsonResponse):
            return read_payload(response.body, response.url)
        if not isinstance(response, TextResponse):
            return Listing(broken=1)
        return read_listing(response.body, response.url, encoding=response.encoding, cards=self.cards)

    def _is_wanted(self, found: Found, *, topical: bool) -> bool:
        if topical and self.scope == "topics" and not self.replay and not self.topics.tag(found.title, ""):
            return False
        return self._is_recent(found)

    def _is_recent(self, found: Found) -> bool:
        """What shows no date that can be read may be recent."""
        if self.since is None or not found.date:
            return True
        if found.date.isdecimal() and len(found.date) in (10, 13):  # an epoch in seconds or milliseconds
            return datetime.fromtimestamp(int(found.date[:10]), UTC) >= self.since
        reading = parse_date(found.date, self.now.astimezone(JAKARTA), JAKARTA)
        if reading is None:
            return True
        moment = reading.moment(JAKARTA, found.date, "listing")
        limit = self.since if moment.precision != "day" else self.since - timedelta(days=1)
        return moment.at >= limit

    def _days(self) -> list[date]:
        last = self.now.astimezone(JAKARTA).date()
        span = (last - self.since.astimezone(JAKARTA).date()).days if self.since else _DATED_DAYS - 1
        return [last - timedelta(days=n) for n in range(min(max(span, 0), 366) + 1)]
