"""Where responses come from: the web, one origin that plays the web, or a recording. Each leaves its capture.

Every handler sets ``request.meta["capture"]`` to an ``archive.article.Capture`` (none for the robots.txt that a
recording lacks); ``digest`` there is over the body as it went over the wire, still compressed, but out of its chunks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.article import Capture
from crawler.refused import NotRecorded, Refused
from crawler.warc import HttpResponse, WarcEntry, WarcError, WarcIndex

_FRAMING = {b"transfer-encoding", b"content-length"}  # of the wire; Scrapy gets the body whole


def utc_now() -> datetime:
    """The machine's clock, in whole seconds as WARC 1.0 keeps them."""
    return datetime.now(UTC).replace(microsecond=0)


def fetch_via(value: str | None) -> str | None:
    """``KLIPING_FETCH_VIA`` as an origin without a slash at its end, None where it is not set.

    Raises:
        ValueError: anything but ``http://`` and a loopback address with an optional port.
    """
    if not value:
        return None
    parts = urlsplit(value)
    try:
        loopback = ip_address(parts.hostname or "").is_loopback and parts.port != 0
    except ValueError:
        loopback = False
    if parts.scheme != "http" or not loopback or parts.username or parts.path not in ("", "/") or parts.query:
        raise ValueError(f"KLIPING_FETCH_VIA={value}: expected http://127.0.0.1:PORT, a server on this machine.")
    return f"http://{parts.netloc}"


class LiveHandler(HTTP11DownloadHandler):
    """The web; with ``KLIPING_FETCH_VIA`` one local origin that is told host and scheme, and plays the web."""

    lazy = False

    def __init__(self, crawler: Crawler, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(crawler)
        self._via = fetch_via(crawler.settings.get("KLIPING_FETCH_VIA"))
        self._now = now

    async def download_request(self, request: Request) -> Response:
        """The response of the web, or of the origin that plays it, under the address that was asked for."""
        fetched_at = self._now()
        sent = rerouted(request, self._via) if self._via else request
        response: Response = await super().download_request(sent)
        if sent is not request:
            request.meta["download_latency"] = sent.meta.get("download_latency")
            response = response.replace(url=request.url)
        digest = hashlib.sha256(response.body).hexdigest()
        request.meta["capture"] = Capture(_bare(request.url), fetched_at, response.status, digest)
        return response


def rerouted(request: Request, origin: str) -> Request:
    """The same request to another origin: Host kept, the scheme in ``X-Forwarded-Proto``, no proxy."""
    parts = urlsplit(request.url)
    headers = request.headers.copy()
    headers["Host"] = parts.netloc.rpartition("@")[2]
    headers["X-Forwarded-Proto"] = parts.scheme
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    meta = {key: value for key, value in request.meta.items() if key != "proxy"}
    return request.replace(url=origin + path, headers=headers, meta=meta)


class ReplayHandler(BaseDownloadHandler):
    """A recording (``KLIPING_REPLAY``): by exact address, the newest capture or the one at ``meta["warc_offset"]``."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._index = WarcIndex.open(crawler.settings["KLIPING_REPLAY"])
        self._place = _place(self._index.path, Path(crawler.settings["KLIPING_DATA"], "captures"))
        self._max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Request) -> Response:
        """The recorded response; 404 for a robots.txt that was not recorded.

        Raises:
            NotRecorded: the address is not in the recording.
            Refused: the record is larger than ``DOWNLOAD_MAXSIZE``, or was changed since the replay began.
        """
        entry = self._index.find(request.url, request.meta.get("warc_offset"))
        if entry is None or request.method != "GET":
            if urlsplit(request.url).path == "/robots.txt":
                request.meta.pop("capture", None)  # of the redirect that led here, if any
                return Response(request.url, status=404)
            raise NotRecorded(request.url)
        if self._max_size and entry.size > self._max_size:
            raise Refused("too_large", f"{request.url}: the recorded response is larger than {self._max_size} bytes.")
        try:
            recorded = self._index.read(entry)
        except WarcError as error:
            raise Refused("unreadable", str(error)) from error
        request.meta["capture"] = self._capture(request.url, entry, recorded)
        return _response(request.url, recorded)

    def _capture(self, url: str, entry: WarcEntry, recorded: HttpResponse) -> Capture:
        return Capture(_bare(url), entry.date, entry.status, recorded.digest, self._place, entry.offset)


def _place(path: Path, captures: Path) -> str:
    """What a capture calls its recording: by name where it is one of ours, by its whole path anywhere else."""
    whole = path.resolve()
    return whole.name if whole.parent == captures.resolve() else str(whole)


def _response(url: str, recorded: HttpResponse) -> Response:
    headers = Headers()
    for name, value in recorded.headers:
        if name.lower() not in _FRAMING:
            headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=url, body=recorded.body)
    response: Response = kind(url, status=recorded.status, headers=headers, body=recorded.body)
    return response


def _bare(url: str) -> str:
    """The address without its fragment, which never leaves us."""
    return urldefrag(url).url
