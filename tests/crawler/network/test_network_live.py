"""The live downloader through a server that plays the web."""

from __future__ import annotations

import gzip
import hashlib

from support.edition_server import Answer

HTML = {"Content-Type": "text/html; charset=utf-8"}


def test_fetch_via_keeps_host_scheme_and_address(crawl, server):
    url = "https://www.contoh.example/berita/1?page=2"
    server.pages[url] = Answer(headers=HTML, body=b"<p>halo</p>")
    outcome = crawl(url, via=server)
    (answer,) = outcome["answers"]
    assert (answer["url"], answer["status"], answer["body"]) == (url, 200, "<p>halo</p>")
    assert server.urls == ["https://www.contoh.example/robots.txt", url]
    assert server.seen[1].headers["User-Agent"].startswith("Kliping/")
    assert answer["capture"][0] == url
    assert answer["capture"][3] == hashlib.sha256(b"<p>halo</p>").hexdigest()
    assert answer["capture"][4:] == [None, None]


def test_digest_is_over_the_wire_and_the_body_is_inflated(crawl, server):
    packed = gzip.compress(b"<p>halo</p>", mtime=0)
    url = "https://www.contoh.example/berita/1"
    server.pages[url] = Answer(headers={**HTML, "Content-Encoding": "gzip"}, body=packed)
    (answer,) = crawl(url, via=server)["answers"]
    assert answer["body"] == "<p>halo</p>"
    assert answer["capture"][3] == hashlib.sha256(packed).hexdigest()
