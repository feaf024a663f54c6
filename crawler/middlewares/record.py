"""Every response is kept as it came, before anything is made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response

from archive.article import Capture
from crawler.refused import Refused
from crawler.stop import stop
from crawler.warc import WarcError
from crawler.warc.writer import Exchange, WarcWriter

page_kept = object()  #: signal, once a response is on the disk; ``capture`` says where


class RecordMiddleware:
    """Next to the downloader: redirects, errors and robots.txt are kept, too, still compressed.

    ``KLIPING_KEEP_PAGES`` keeps them beside the archive, one file a run, and the capture then says where;
    ``KLIPING_RECORD`` copies them to a file of the operator's own. Not kept means not used: when a response cannot
    be written, it is refused and the crawl stops.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._keep = settings.getbool("KLIPING_KEEP_PAGES")
        self._folder = Path(settings["KLIPING_DATA"], "captures")
        self._copy = settings["KLIPING_RECORD"]
        self._run = settings.getint("KLIPING_RUN")
        self._spider = crawler.spidercls.name
        self._info = {"software": settings["USER_AGENT"]}
        if not self._keep and not self._copy:
            raise NotConfigured
        self._writers: dict[str, WarcWriter] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RecordMiddleware:
        """As Scrapy makes it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the response, and where it is kept into its capture.

        Raises:
            Refused: ``cannot_record``; the crawl is being stopped.
        """
        capture: Capture | None = request.meta.get("capture")
        if capture is None:
            return response
        exchange = _exchange(capture, request, response)
        try:
            if self._copy:
                self._writer("copy", Path(self._copy)).write(exchange)
            if self._keep:
                self._keep_page(request, capture, exchange)
        except (OSError, WarcError) as error:
            stop(self._crawler, f"cannot_record: {error.strerror if isinstance(error, OSError) else error}")
            raise Refused("cannot_record", f"{request.url}: the response could not be kept: {error}") from error
        return response

    def _keep_page(self, request: Request, capture: Capture, exchange: Exchange) -> None:
        """Into the file of this run; ``meta["kept"]`` gathers what a page was reached by: redirects, failed tries."""
        writer = self._writer("kept", self._file(capture))
        capture = replace(capture, warc=writer.path.name, offset=writer.write(exchange))
        request.meta["capture"] = capture
        request.meta["kept"] = (*request.meta.get("kept", ()), capture)
        self._crawler.signals.send_catch_log(page_kept, capture=capture)

    def spider_closed(self, spider: Spider) -> None:
        """Let go of the files."""
        for writer in self._writers.values():
            writer.close()

    def _writer(self, name: str, path: Path) -> WarcWriter:
        if name not in self._writers:
            self._writers[name] = WarcWriter.open(path, self._info)
        return self._writers[name]

    def _file(self, capture: Capture) -> Path:
        """One file for all sources of a run, ``run-000012.warc.gz``; a crawl without a number names its start."""
        if "kept" in self._writers:
            return self._writers["kept"].path
        name = f"run-{self._run:06}" if self._run else f"{capture.fetched_at:%Y%m%dT%H%M%SZ}-{self._spider}"
        paths = (self._folder / f"{name}{suffix}.warc.gz" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
        return next(path for path in paths if WarcWriter.is_open(path) or not path.exists())


def _exchange(capture: Capture, request: Request, response: Response) -> Exchange:
    return Exchange(
        url=capture.url,
        fetched_at=capture.fetched_at,
        status=response.status,
        headers=_lines(response.headers),
        body=response.body,
        method=request.method,
        request_headers=_lines(request.headers),
    )


def _lines(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name in headers for value in headers.getlist(name)]
