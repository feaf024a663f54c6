"""Article pages of a spider: requested, read, joined with their further pages, handed on as RawArticle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from archive.article import Capture, Kind
from archive.store import Archive
from crawler.extract import Selectors, join_pages, read_page
from crawler.fates import fate_of, fault_of
from crawler.grouping import Grouping
from crawler.items import PageReading, RawArticle
from crawler.middlewares.record import page_kept
from crawler.run import CrawlRun
from crawler.stop import stop
from crawler.topics import Topics
from crawler.urls import address_of, outlet_of
from crawler.warc import WarcIndex

MAX_PAGES = 20


class ArticlePages(Spider):
    """What a spider does with the page of one article; every address that is requested here is settled here."""

    page: ClassVar[Selectors]
    kinds: ClassVar[Mapping[str, Kind]]

    run: CrawlRun
    now: datetime
    topics: Topics
    replay: str | None

    def open_run(self, crawler: Crawler) -> None:
        """Open the archive and this spider's side of the run; settings say which.

        Raises:
            archive.store.ArchiveError: when there is no archive to be had.
        """
        settings = crawler.settings
        self.replay = settings.get("KLIPING_REPLAY")
        self.topics = Topics(settings.getdict("KLIPING_TOPICS") or None)
        self.now = WarcIndex.open(self.replay).newest if self.replay else datetime.now(UTC)
        self._archive = Archive.open(settings["KLIPING_ARCHIVE"], stories=Grouping())
        number = settings.getint("KLIPING_RUN")
        self._own_run = None if number else self._archive.start_run(f"scrapy crawl {self.name}", datetime.now(UTC))
        self.run = CrawlRun(
            self._archive,
            self.name,
            self.topics,
            run=number or int(self._own_run or 0),
            replay=bool(self.replay),
            now=self.now,
            stop=partial(stop, crawler),
        )
        crawler.signals.connect(self._page_kept, page_kept)
        crawler.signals.connect(self._callback_failed, signals.spider_error)
        crawler.signals.connect(self._item_failed, signals.item_error)
        crawler.signals.connect(self._close_run, signals.spider_closed)

    def recorded_pages(self) -> Iterator[Request]:
        """Requests for every recorded page that is this outlet's, in the recording's order; none on the live web."""
        if not self.replay:
            return
        entries = [e for e in WarcIndex.open(self.replay).entries() if e.is_page]
        own = [(e, a) for e in entries if (a := address_of(e.url)) and a.source == self.name]
        first_pages = {a.key for _, a in own if a.page == 1}
        times: dict[str, int] = {}
        for entry, address in own:
            if address.page > 1 and address.key in first_pages:
                continue  # comes with its first page
            times[entry.url] = times.get(entry.url, 0) + 1
            name = entry.url if times[entry.url] == 1 else f"{entry.url} ({times[entry.url]})"
            if address.key:
                self.run.admit_recorded(name, address.key)
            yield self.article_request(entry.url, address=name, offset=entry.offset, listing=address.key is None)

    def article_request(
        self, url: str, *, address: str | None = None, offset: int | None = None, listing: bool = False
    ) -> Request:
        """A request for one article; ``listing`` says that only the page can tell whether it is one."""
        meta: dict[str, Any] = {} if offset is None else {"warc_offset": offset}
        return Request(
            url,
            callback=self.parse_article,
            errback=self.article_failed,
            dont_filter=True,
            meta=meta,
            cb_kwargs={"address": address or url, "listing": listing},
        )

    def parse_article(self, response: Response, address: str, listing: bool) -> Iterator[RawArticle | Request]:
        """Read one page; an article of several pages goes on with the next one."""
        reading = self._read(response)
        if listing:
            if reading.refusal:
                self.run.count("listings")
                return
            self.run.admit_recorded(address, None)
        raw = RawArticle(
            url=response.url,
            fetched_at=_capture(response).fetched_at,
            reading=reading,
            capture=_capture(response),
            source=self.name,
            kind=self._kind(response.url),
            address=address,
            way=_way(response),
        )
        yield from self._next_page(raw, [reading])

    def _next_page(self, raw: RawArticle, readings: list[PageReading]) -> Iterator[RawArticle | Request]:
        last, first = readings[-1], address_of(raw.url)
        follows = address_of(last.next_page) if last.next_page and not last.refusal else None
        seen = {raw.url, *(capture.url for capture in raw.further)}
        is_next = follows and first and follows.key == first.key and follows.page > 1 and last.next_page not in seen
        if is_next and len(readings) < MAX_PAGES:
            yield Request(
                str(last.next_page),
                callback=self.parse_further,
                errback=self.further_failed,
                dont_filter=True,
                cb_kwargs={"raw": raw, "readings": readings},
            )
        else:
            yield replace(raw, reading=join_pages(readings)) if len(readings) > 1 else raw

    def parse_further(
        self, response: Response, raw: RawArticle, readings: list[PageReading]
    ) -> Iterator[RawArticle | Request]:
        """Read a further page and join it to those before."""
        self.run.count("further_pages")
        reading = self._read(response)
        raw = replace(raw, way=(*raw.way, *_way(response)))
        if reading.refusal:
            self.keep(response, reading.refusal)
            yield from self._without(raw, readings, reading.refusal)
            return
        raw = replace(raw, further=(*raw.further, _capture(response)))
        yield from self._next_page(raw, [*readings, reading])

    def further_failed(self, failure: Failure) -> Iterator[RawArticle | Request]:
        """The pages that were read are not lost with the one that was not."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        yield from self._without(kwargs["raw"], kwargs["readings"], fate_of(failure)[1])

    def _without(self, raw: RawArticle, readings: list[PageReading], reason: str) -> Iterator[RawArticle]:
        self.run.count(f"further_pages failed: {reason}")
        yield replace(raw, reading=join_pages(readings), complete=False)

    def article_failed(self, failure: Failure) -> None:
        """Settle an address that gave no page."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        state, reason = fate_of(failure)
        if kwargs["listing"]:
            self.run.count(f"listings {state}: {reason}")
        else:
            self.run.settle(kwargs["address"], state, reason)

    def keep(self, response: Response, refusal: str) -> None:
        """Why a response that is kept gave no article, in its capture row."""
        capture = response.meta.get("capture")
        if capture and capture.warc and not self.replay:
            self.run.keep(capture, refusal)

    def _page_kept(self, capture: Capture) -> None:
        """Nothing is kept without a row that says where; whoever reads the page overwrites why it gave no article."""
        answered = "robots" if urlsplit(capture.url).path == "/robots.txt" else "not read"
        self.run.keep(capture, answered if 200 <= capture.status < 300 else _unanswered(capture))

    def _read(self, response: Response) -> PageReading:
        landed = address_of(response.url)
        if landed is None or landed.source != self.name:
            return PageReading(refusal="redirected to another site")
        if not isinstance(response, TextResponse):
            return PageReading(refusal="not a page: " + _content_type(response))
        outlet = outlet_of(response.url)
        return read_page(
            response.body,
            url=response.url,
            content_type=_content_type(response),
            selectors=self.page,
            brands=outlet.brands if outlet else (),
        )

    def _kind(self, url: str) -> Kind | None:
        path = urlsplit(url).path
        return next((kind for part, kind in self.kinds.items() if part in path), None)

    def _callback_failed(self, failure: Failure, response: Response, spider: Spider) -> None:
        """A fault of ours is a row in the ledger, too; the traceback is in the log."""
        kwargs = response.request.cb_kwargs if response.request else {}
        address = kwargs.get("address") or getattr(kwargs.get("raw"), "address", None)
        if address and kwargs.get("listing"):
            self.run.admit_recorded(address, None)
        if address:
            self.run.settle(address, "failed", fault_of(failure))
        else:
            self.run.count(f"listings failed: {fault_of(failure)}")

    def _item_failed(self, item: RawArticle, failure: Failure) -> None:
        """The same for an article that was read, but met the fault on its way into the archive."""
        self.run.settle(item.address or item.url, "failed", fault_of(failure))

    def _close_run(self, spider: Spider, reason: str) -> None:
        robots = self.crawler.stats.get_value("kliping/robots", 0) if self.crawler.stats else 0
        if robots:
            self.run.count("robots", robots)
        if self._own_run:
            self._archive.close_run(self._own_run, datetime.now(UTC), reason)
            for row in self._archive.ledger(self._own_run):
                self.logger.info("Ledger: %s", row)
        self._archive.close()


def _capture(response: Response) -> Capture:
    capture: Capture = response.meta["capture"]
    return capture


def _way(response: Response) -> tuple[Capture, ...]:
    """The captures of redirects and failed tries that led to a response."""
    return tuple(replace(capture, refusal=_unanswered(capture)) for capture in response.meta.get("kept", ())[:-1])


def _unanswered(capture: Capture) -> str:
    return f"http {capture.status}"


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")
