"""Retries: later each time, as the site asks, and not for ever."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.core.downloader import Slot
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, NotConfigured
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from support.edition_server import Answer

from crawler.middlewares.retry import DEAD_AFTER, RetryLaterMiddleware, retry_after
from crawler.refused import Refused

SITE = "https://www.contoh.example"
NOW = 1_784_000_000.0  # Tue, 14 Jul 2026 03:33:20 GMT
PAGE = Answer(headers={"Content-Type": "text/html"}, body=b"<p>halo</p>")


class Fixture:
    """The middleware with a clock that stands still and sleeps that take no time."""

    def __init__(self, **told: Any) -> None:
        settings = {"KLIPING_RETRY_DELAY": 2, "KLIPING_RETRY_MAX_DELAY": 60, "RETRY_TIMES": 3, **told}
        crawler = get_crawler(Spider, settings)
        crawler.spider = Spider(name="s")
        crawler.spider.crawler = crawler
        crawler.crawling = True
        self.crawler = crawler
        self.slot = Slot(1, 1.0, 0.0)
        crawler.engine = SimpleNamespace(downloader=SimpleNamespace(slots={"contoh.example": self.slot}))
        self.slept: list[float] = []
        self.middleware = RetryLaterMiddleware(crawler, sleep=self._sleep, clock=lambda: NOW)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def answered(self, request: Request, status: int, **headers: str) -> Request | Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(self.middleware.process_response(request, Response(request.url, status, headers=named)))

    def failed(self, request: Request, error: Exception) -> Request | None:
        return asyncio.run(self.middleware.process_exception(request, error))


def request() -> Request:
    return Request("https://contoh.example/1", meta={"download_slot": "contoh.example"})


def test_a_broken_page_waits_longer_each_time_and_alone():
    fixture = Fixture()
    current: Any = request()
    while isinstance(current, Request):
        current = fixture.answered(current, 500)
    assert current.status == 500
    assert sum(fixture.slept) == 2 + 4 + 8
    assert fixture.slot.lastseen == 0


def test_a_lost_connection_waits_the_same():
    fixture = Fixture(RETRY_TIMES=2)
    current: Any = request()
    while current is not None:
        current = fixture.failed(current, DownloadTimeoutError())
    assert sum(fixture.slept) == 2 + 4


def test_the_wait_has_a_limit():
    fixture = Fixture(KLIPING_RETRY_MAX_DELAY=5, RETRY_TIMES=4)
    current: Any = request()
    while isinstance(current, Request):
        current = fixture.answered(current, 502)
    assert sum(fixture.slept) == 2 + 4 + 5 + 5


@pytest.mark.parametrize(("status", "header", "rest"), [(503, {}, 2), (429, {"Retry_After": "30"}, 30)])
def test_a_busy_site_rests_as_a_whole(monkeypatch, status, header, rest):
    monkeypatch.setattr("crawler.middlewares.retry.monotonic", lambda: 1000.0)
    fixture = Fixture()
    assert isinstance(fixture.answered(request(), status, **header), Request)
    assert fixture.slept == []
    assert fixture.slot.lastseen == 1000 + rest


def test_a_site_that_asks_for_an_hour_is_left_in_peace():
    fixture = Fixture()
    answer = fixture.answered(request(), 429, Retry_After="3600")
    assert isinstance(answer, Response)
    with pytest.raises(Refused) as refused:
        fixture.middleware.process_request(request())
    assert refused.value.reason == "asked_to_wait"
    fixture.middleware.process_request(Request("https://lain.example/"))


def test_a_dead_host_is_not_asked_for_ever():
    fixture = Fixture(RETRY_TIMES=0)
    for _ in range(DEAD_AFTER - 1):
        fixture.failed(request(), DownloadTimeoutError())
    fixture.answered(request(), 200)  # one answer, and it counts anew
    for _ in range(DEAD_AFTER - 1):
        fixture.failed(request(), DownloadTimeoutError())
    fixture.middleware.process_request(request())
    fixture.failed(request(), DownloadTimeoutError())
    with pytest.raises(Refused) as refused:
        fixture.middleware.process_request(request())
    assert refused.value.reason == "unreachable"


def test_a_crawl_that_ends_tries_nothing_again_and_waits_for_nothing():
    fixture = Fixture()
    fixture.crawler.crawling = False
    assert isinstance(fixture.answered(request(), 500), Response)
    assert fixture.failed(request(), DownloadTimeoutError()) is None
    assert fixture.slept == []


def test_a_crawl_told_to_end_while_a_page_waits_does_not_wait_longer(monkeypatch):
    fixture = Fixture(KLIPING_RETRY_DELAY=60)
    monkeypatch.setattr(fixture.middleware, "_sleep", ended := Ended(fixture.crawler))
    assert isinstance(fixture.answered(request(), 500), Response)
    assert ended.slept == 1


class Ended:
    """A sleep in which the crawl is told to end."""

    def __init__(self, crawler: Any) -> None:
        self.crawler, self.slept = crawler, 0

    async def __call__(self, seconds: float) -> None:
        self.slept += 1
        self.crawler.crawling = False


@pytest.mark.parametrize("status", [200, 301, 403, 404])
def test_other_answers_stand(status):
    assert isinstance(Fixture().answered(request(), status), Response)


def test_what_is_too_large_stays_too_large():
    assert Fixture().failed(request(), DownloadCancelledError()) is None


def test_dont_retry_is_heeded():
    fixture, once = Fixture(), Request("https://contoh.example/1", meta={"dont_retry": True})
    assert isinstance(fixture.answered(once, 500), Response)
    assert fixture.failed(once, DownloadTimeoutError()) is None


def test_it_can_be_turned_off():
    with pytest.raises(NotConfigured):
        Fixture(RETRY_ENABLED=False)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("99999999999999999999", 999999999),
        ("Tue, 14 Jul 2026 03:34:20 GMT", 60),
        ("Tue, 14 Jul 2026 03:30:00 GMT", 0),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        ("²", None),
    ],
)
def test_retry_after(text, seconds):
    response = Response(SITE, headers={"Retry-After": text.encode("latin-1", "ignore")})
    assert retry_after(response, NOW) == seconds


def test_no_retry_after():
    assert retry_after(Response(SITE), NOW) is None


def test_live_what_fails_first_and_then_works(crawl, server):
    server.pages = {f"{SITE}/{n}": PAGE for n in range(4)}
    server.faults |= {
        f"{SITE}/0": [Answer(500), Answer(502)],
        f"{SITE}/1": [Answer(503, {"Retry-After": "0"})],
        f"{SITE}/2": [Answer(reset=True), Answer(reset=True)],
        f"{SITE}/3": [Answer(200, PAGE.headers, b"<p>ha", length=100)],  # breaks off
    }
    outcome = crawl(*server.pages, via=server)
    assert {a["url"]: a.get("body") for a in outcome["answers"]} == dict.fromkeys(server.pages, "<p>halo</p>")
    assert not any(server.faults.values())


def test_live_what_never_works_is_told(crawl, server):
    server.pages = {f"{SITE}/0": Answer(500), f"{SITE}/1": Answer(reset=True), f"{SITE}/2": PAGE}
    outcome = crawl(*server.pages, via=server, RETRY_TIMES=1)
    told = {a["url"][-1]: a.get("status") or a["error"] for a in outcome["answers"]}
    assert told == {"0": 500, "1": "DownloadFailedError", "2": 200}


def test_live_one_request_at_a_time(crawl, server):
    server.pages = {f"{SITE}/{n}": PAGE for n in range(8)}
    crawl(*server.pages, via=server)
    assert dict(server.busiest) == {"www.contoh.example": 1}


def test_live_a_page_that_is_too_large(crawl, server):
    server.pages[f"{SITE}/1"] = Answer(headers=PAGE.headers, body=b"x" * 2000)
    (answer,) = crawl(f"{SITE}/1", via=server, DOWNLOAD_MAXSIZE=1000)["answers"]
    assert answer["error"] == "DownloadCancelledError"
    assert len(server.urls) == 2


def test_live_a_page_that_never_ends(crawl, server):
    server.pages[f"{SITE}/1"] = Answer(headers=PAGE.headers, length=10, stall=True)
    (answer,) = crawl(f"{SITE}/1", via=server, DOWNLOAD_TIMEOUT=0.1, RETRY_TIMES=0, ROBOTSTXT_OBEY=False)["answers"]
    assert answer["error"] == "DownloadTimeoutError"


def test_live_a_bomb_is_not_inflated(crawl, server):
    import gzip

    url = f"{SITE}/bomb"
    server.pages[url] = Answer(headers={**PAGE.headers, "Content-Encoding": "gzip"}, body=gzip.compress(bytes(1 << 20)))
    (answer,) = crawl(url, via=server, DOWNLOAD_MAXSIZE=100_000)["answers"]
    assert answer["error"] == "IgnoreRequest"


def test_live_a_redirect_loop_ends(crawl, server):
    server.pages = {f"{SITE}/a": Answer(302, {"Location": "/b"}), f"{SITE}/b": Answer(302, {"Location": "/a"})}
    (answer,) = crawl(f"{SITE}/a", via=server)["answers"]
    assert answer["message"] == "max redirections reached"
    assert len(server.urls) == 12  # robots.txt, the page, ten hops
