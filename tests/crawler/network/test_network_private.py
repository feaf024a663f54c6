"""No request to a private address, whatever says so."""

from __future__ import annotations

import pytest
from support.edition_server import Answer

from crawler.handlers import fetch_via

SITE = "https://www.contoh.example"
HTML = {"Content-Type": "text/html"}
PRIVATE_HOSTS = [
    "127.0.0.1",
    "127.1",
    "0",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "2130706433",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fc00::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "localhost",
    "LOCALHOST.",
    "app.localhost",
    "127.0.0.1.",
    "intranet",
    "①②⑦.0.0.1",
    "127。0。0。1",
]


def test_every_notation_is_refused_before_anything_is_sent(crawl, server):
    urls = [f"http://{host}/x" for host in PRIVATE_HOSTS]
    outcome = crawl(*urls, via=server, ROBOTSTXT_OBEY=False, CONCURRENT_REQUESTS=4)
    assert [a["reason"] for a in outcome["answers"]] == ["private_address"] * len(urls)
    assert server.urls == []
    assert "retry/count" not in outcome["stats"]


def test_a_redirect_to_a_private_address(crawl, server):
    targets = ["http://127.0.0.1:9200/", "http://169.254.169.254/latest/", "//[::1]/", "http://2130706433/"]
    for n, target in enumerate(targets):
        server.pages[f"{SITE}/{n}"] = Answer(302, {"Location": target})
    outcome = crawl(*(f"{SITE}/{n}" for n in range(len(targets))), via=server)
    assert [a["reason"] for a in outcome["answers"]] == ["private_address"] * len(targets)
    assert all(url.startswith(SITE) for url in server.urls)


def test_a_meta_refresh_to_a_private_address(crawl, server):
    body = b'<meta http-equiv="refresh" content="0; url=http://10.0.0.1/">'
    server.pages[f"{SITE}/1"] = Answer(headers=HTML, body=body)
    (answer,) = crawl(f"{SITE}/1", via=server)["answers"]
    assert answer["reason"] == "private_address"


def test_a_name_that_resolves_to_a_private_address(crawl):
    names = {"dalam.example": "10.0.0.1", "jebakan.example": "127.0.0.1", "siar.example": "224.0.0.1"}
    outcome = crawl(*(f"https://{name}/1" for name in names), dns=names, ROBOTSTXT_OBEY=False, USER_AGENT="K (+x)")
    assert {a["reason"] for a in outcome["answers"]} == {"private_address"}
    assert len(outcome["answers"]) == 3
    assert "retry/count" not in outcome["stats"]


def test_a_robots_txt_behind_a_private_address_lets_nothing_through(crawl):
    outcome = crawl("http://dalam.example/1", dns={"dalam.example": "10.0.0.1"}, USER_AGENT="K (+x)")
    assert [a["reason"] for a in outcome["answers"]] == ["private_address"]


def test_a_name_that_does_not_resolve_is_told_apart(crawl):
    outcome = crawl("http://tiada.example/1", ROBOTSTXT_OBEY=False, USER_AGENT="K (+x)")
    assert [(a["error"], a["reason"]) for a in outcome["answers"]] == [("CannotResolveHostError", None)]
    assert outcome["stats"]["retry/count"] == 3


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://contoh.example/x", "data:text/html,x"])
def test_only_the_web(crawl, url):
    (answer,) = crawl(url, USER_AGENT="K (+x)", ROBOTSTXT_OBEY=False)["answers"]
    assert answer["error"] == "NotSupported"


def test_no_proxy_stands_between_us_and_fetch_via(crawl, server):
    server.pages[f"{SITE}/1"] = Answer(headers=HTML, body=b"x")
    for meta in ({}, {"proxy": "http://127.0.0.1:9"}):
        (answer,) = crawl(f"{SITE}/1", via=server, meta=meta)["answers"]
        assert answer["status"] == 200


@pytest.mark.parametrize("value", ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "http://[::1]:80"])
def test_fetch_via_takes_a_server_on_this_machine(value):
    assert fetch_via(value) == value.rstrip("/")


@pytest.mark.parametrize(
    "value",
    [
        "https://127.0.0.1:1",
        "http://10.0.0.1:1",
        "http://contoh.example",
        "127.0.0.1:80",
        "http://127.0.0.1:80/path",
        "http://127.0.0.1:99999",
        "http://a@127.0.0.1:1",
    ],
)
def test_fetch_via_takes_nothing_else(crawl, value):
    with pytest.raises(ValueError, match="KLIPING_FETCH_VIA"):
        fetch_via(value)
    outcome = crawl(f"{SITE}/1", KLIPING_FETCH_VIA=value)
    assert "KLIPING_FETCH_VIA" in outcome["error"]


def test_a_live_crawl_needs_a_contact(crawl):
    assert "KLIPING_CONTACT" in crawl(f"{SITE}/1", USER_AGENT="Kliping/0.1.0")["error"]
