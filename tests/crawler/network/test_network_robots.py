"""robots.txt: obeyed by all that wait for it, and waited for when it cannot be had."""

from __future__ import annotations

from threading import Event, Timer

import pytest
from support.edition_server import Answer

SITE = "https://www.contoh.example"
PAGE = Answer(headers={"Content-Type": "text/html"}, body=b"<p>halo</p>")


def rules(text: str, **more: object) -> Answer:
    return Answer(headers={"Content-Type": "text/plain"}, body=text.encode(), **more)  # type: ignore[arg-type]


def test_no_request_slips_through_while_robots_txt_is_on_its_way(crawl, server):
    arrived = Event()
    forbidden = [f"{SITE}/rahasia/{n}" for n in range(16)]
    server.pages = dict.fromkeys(forbidden, PAGE)
    server.pages[f"{SITE}/robots.txt"] = rules("User-agent: *\nDisallow: /rahasia/\n", hold=arrived)
    timer = Timer(0.1, arrived.set)  # late enough that all 16 wait; earlier would only make the test easier
    timer.start()
    outcome = crawl(*forbidden, via=server, CONCURRENT_REQUESTS=32, CONCURRENT_REQUESTS_PER_DOMAIN=16)
    timer.join()
    assert server.urls == [f"{SITE}/robots.txt"]
    assert [answer["reason"] for answer in outcome["answers"]] == ["robots"] * 16
    assert outcome["stats"]["kliping/robots"] == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_robots_txt_in_trouble_means_wait(crawl, server, status):
    server.pages = {f"{SITE}/1": PAGE, f"{SITE}/robots.txt": Answer(status)}
    outcome = crawl(f"{SITE}/1", f"{SITE}/2", via=server)
    assert {answer["reason"] for answer in outcome["answers"]} == {"robots_unavailable"}
    assert set(server.urls) == {f"{SITE}/robots.txt"}
    assert len(server.urls) == 4  # tried again, but once for both


def test_a_robots_txt_that_breaks_off_means_wait(crawl, server):
    server.pages = {f"{SITE}/1": PAGE, f"{SITE}/robots.txt": Answer(reset=True)}
    outcome = crawl(f"{SITE}/1", via=server)
    assert [answer["reason"] for answer in outcome["answers"]] == ["robots_unavailable"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_allows_everything(crawl, server, status):
    server.pages = {f"{SITE}/1": PAGE, f"{SITE}/robots.txt": Answer(status, body=b"User-agent: *\nDisallow: /\n")}
    outcome = crawl(f"{SITE}/1", via=server)
    assert [answer.get("status") for answer in outcome["answers"]] == [200]


def test_a_robots_txt_that_recovers_is_heeded(crawl, server):
    server.pages = {f"{SITE}/1": PAGE, f"{SITE}/robots.txt": rules("User-agent: *\nAllow: /\n")}
    server.faults[f"{SITE}/robots.txt"] = [Answer(500), Answer(reset=True)]
    outcome = crawl(f"{SITE}/1", via=server)
    assert [answer.get("status") for answer in outcome["answers"]] == [200]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: Scrapy\nDisallow: /\n\nUser-agent: *\nDisallow: /cari\n", True),
        ("User-agent: kliping\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Kliping\nAllow: /\n", True),
        ("User-agent: *\nDisallow: /*?\n", True),
    ],
)
def test_rules_that_name_us_win_over_those_for_all(crawl, server, text, allowed):
    server.pages = {f"{SITE}/berita/1": PAGE, f"{SITE}/robots.txt": rules(text)}
    (answer,) = crawl(f"{SITE}/berita/1", via=server)["answers"]
    assert answer.get("status") == (200 if allowed else None)


def test_a_page_that_redirects_to_a_forbidden_one_is_not_followed(crawl, server):
    server.pages = {
        f"{SITE}/robots.txt": rules("User-agent: *\nDisallow: /rahasia\n"),
        f"{SITE}/1": Answer(302, {"Location": "/rahasia"}),
        f"{SITE}/rahasia": PAGE,
    }
    (answer,) = crawl(f"{SITE}/1", via=server)["answers"]
    assert answer["reason"] == "robots"
    assert f"{SITE}/rahasia" not in server.urls


def test_each_origin_has_its_own_rules(crawl, server):
    other = "https://lain.example"
    server.pages = {
        f"{SITE}/robots.txt": rules("User-agent: *\nDisallow: /\n"),
        f"{SITE}/1": PAGE,
        f"{other}/1": PAGE,
    }
    outcome = crawl(f"{SITE}/1", f"{other}/1", via=server)
    assert {a["url"]: a.get("status") or a["reason"] for a in outcome["answers"]} == {
        f"{SITE}/1": "robots",
        f"{other}/1": 200,
    }
    assert outcome["stats"]["kliping/robots"] == 2


@pytest.mark.parametrize(("asked", "kept"), [("0.1", 0.1), ("3600", 0.2)])
def test_crawl_delay_is_kept_up_to_a_limit(crawl, server, asked, kept):
    server.pages = {f"{SITE}/1": PAGE, f"{SITE}/robots.txt": rules(f"User-agent: *\nCrawl-delay: {asked}\n")}
    outcome = crawl(f"{SITE}/1", via=server, KLIPING_MAX_CRAWL_DELAY=0.2)
    assert outcome["slots"]["www.contoh.example"] == {"concurrency": 1, "delay": kept, "jitter": 0}
