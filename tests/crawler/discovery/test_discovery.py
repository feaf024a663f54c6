"""Feeds, sitemaps, listings and their paging, well-formed and hostile."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery import expand, read_feed, read_listing, read_payload, read_sitemap
from crawler.discovery.paging import at_page, has_pages, slug

RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<link>https://a.id/</link>
<item><title>Satu</title><link>https://a.id/1</link><pubDate>Thu, 23 Jul 2026 20:26:20 +0700</pubDate></item>
<item><title>Dua</title><link>/2</link><dc:date>2026-07-23</dc:date></item>
<item><title>Tanpa alamat</title></item>
<item><title>Tiga</title><guid isPermaLink="true">https://a.id/3</guid></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Satu</title>
<link rel="self" href="https://a.id/self"/><link href="https://a.id/1"/><updated>2026-07-23T20:26:20+07:00</updated>
</entry></feed>"""
NEWS = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/n">
<url><loc> https://a.id/1 </loc><news:news><news:publication_date>2026-07-23T20:26:20+07:00</news:publication_date>
<news:title>Satu</news:title></news:news></url><url><lastmod>2026</lastmod></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://a.id/s1.xml</loc><lastmod>2026-07-23</lastmod></sitemap></sitemapindex>"""
BOMB = b"""<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&f;&b;</title><link>https://a.id/1</link></item></channel></rss>"""
CARDS = """<div><a href="/menu">Menu</a><article><a href="/1?x=1"><img></a><h3><a href="/1?x=1">Satu</a></h3>
<span d-time="1728045268" title="Jumat, 04 Okt 2024 19:34 WIB">7 menit yang lalu</span></article>
<article><a href="/2">Dua</a><span class="date">Rabu, 18 Jun 2025 07:30 WIB</span></article>
<article><a href="javascript:void(0)">x</a><a href="http://[half">y</a></article></div>"""


# Two articles, one of them told twice, one without an address, and places that lead nowhere.
PAYLOAD = b"""[{"data":1},["Reactive",2],{"rubric-content":3},{"latest":4},{"data":5},[6,10,6,14,15,16],
{"title_digital":7,"canonical_url":8,"published_at":9,"access":-1},"Satu","politik/satu-11111","2026-07-23 20:26:20",
{"title_digital":11,"canonical_url":12,"published_at":13},"Dua","https://a.id/hukum/dua-22222",-1,
{"title_digital":7,"canonical_url":99},{"canonical_url":13},{"canonical_url":[8]},
{"title_digital":11,"canonical_url":8}]"""


def test_a_payload_is_read_without_its_page() -> None:
    listing = read_payload(PAYLOAD, "https://a.id/politik/_payload.json")
    assert [(f.url, f.date, f.title) for f in listing.found] == [
        ("https://a.id/politik/satu-11111", "2026-07-23 20:26:20", "Satu"),
        ("https://a.id/hukum/dua-22222", "", "Dua"),
    ]
    assert listing.broken == 3


@pytest.mark.parametrize("body", [b"", b"{}", b"[" * 100_000, b'["\xff"', b"null", b"[1, [2]]"])
def test_what_is_no_payload(body: bytes) -> None:
    listing = read_payload(body, "https://a.id/")
    assert listing.found == ()


def test_rss_entries_with_their_dates_and_broken_ones_counted() -> None:
    listing = read_feed(RSS, "https://a.id/rss")
    assert [(f.url, f.title) for f in listing.found] == [
        ("https://a.id/1", "Satu"),
        ("https://a.id/2", "Dua"),
        ("https://a.id/3", "Tiga"),
    ]
    assert [f.date for f in listing.found] == ["Thu, 23 Jul 2026 20:26:20 +0700", "2026-07-23", ""]
    assert listing.broken == 1


def test_atom_takes_the_alternate_link() -> None:
    assert [(f.url, f.date) for f in read_feed(ATOM, "https://a.id/").found] == [
        ("https://a.id/1", "2026-07-23T20:26:20+07:00")
    ]


@pytest.mark.parametrize("body", [b"", b"<html><body>not a feed", b"\x00\xff\x00", b"{}"])
def test_what_is_no_feed_holds_nothing(body: bytes) -> None:
    assert read_feed(body, "https://a.id/").found == ()


def test_entities_are_not_expanded() -> None:
    (found,) = read_feed(BOMB, "https://a.id/").found
    assert "aaaa" not in found.title
    assert "root" not in found.title


def test_news_sitemap_and_index() -> None:
    listing = read_sitemap(NEWS, "https://a.id/sitemap.xml")
    assert [(f.url, f.date, f.title) for f in listing.found] == [
        ("https://a.id/1", "2026-07-23T20:26:20+07:00", "Satu")
    ]
    assert listing.broken == 1
    assert [f.url for f in read_sitemap(INDEX, "https://a.id/").listings] == ["https://a.id/s1.xml"]
    assert read_sitemap(gzip.compress(NEWS), "https://a.id/sitemap.xml.gz").found == listing.found
    assert read_sitemap(gzip.compress(NEWS)[:-20], "https://a.id/x").found == ()


def test_cards_bring_their_true_dates() -> None:
    listing = read_listing(CARDS.encode(), "https://a.id/indeks", cards="article")
    assert [(f.url, f.title, f.date) for f in listing.found] == [
        ("https://a.id/1?x=1", "Satu", "1728045268"),
        ("https://a.id/2", "Dua", "Rabu, 18 Jun 2025 07:30 WIB"),
    ]


def test_without_cards_every_link_counts() -> None:
    urls = [f.url for f in read_listing(CARDS.encode(), "https://a.id/indeks", cards=".gone").found]
    assert urls == ["https://a.id/menu", "https://a.id/1?x=1", "https://a.id/2"]


def test_paging() -> None:
    assert at_page("https://a.id/berita[/page/{page}]", 1) == "https://a.id/berita"
    assert at_page("https://a.id/berita[/page/{page}]", 3) == "https://a.id/berita/page/3"
    assert at_page("https://a.id/indeks/{offset:20}/40", 3) == "https://a.id/indeks/40/40"
    assert has_pages("https://a.id/{offset:20}")
    assert not has_pages("https://a.id/peristiwa")


def test_templates_expand_over_days_and_names() -> None:
    days, names = [date(2024, 7, 2), date(2024, 7, 1)], ["Perpusnas", "Perpustakaan Nasional"]
    assert list(expand("https://a.id/{date:%Y/%m/%d}[/{page}]", days=days, names=names)) == [
        "https://a.id/2024/07/02[/{page}]",
        "https://a.id/2024/07/01[/{page}]",
    ]
    assert list(expand("https://a.id/s?q={query}", days=days, names=names)) == [
        "https://a.id/s?q=perpusnas",
        "https://a.id/s?q=perpustakaan+nasional",
    ]
    assert list(expand("https://a.id/tag/{tag}", days=days, names=names))[1] == "https://a.id/tag/perpustakaan-nasional"
    assert slug("Perpustakaan Nasional RI!") == "perpustakaan-nasional-ri"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda t: f"<rss><item><link>{t}</link></item>".encode()))
def test_strangers_bytes_never_raise(body: bytes) -> None:
    for found in (*read_feed(body, "https://a.id/").found, *read_sitemap(body, "https://a.id/").found):
        assert found.url
    read_listing(body, "https://a.id/", cards="article")
