"""Canonical URLs, keys, pages and days, and what garbage does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.urls import Address, address_of, answer, outlet_of, outlets

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "pairs.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
KNOWN = sorted({url for one, other, _ in PAIRS for url in (one, other)})


@pytest.mark.parametrize(
    ("url", "canonical", "key"),
    [
        (
            "http://finance.detik.com/energi/d-7428519/judul-berita/amp?x=1#y",
            "https://finance.detik.com/energi/d-7428519/judul-berita",
            "detik:d-7428519",
        ),
        (
            "https://m.antaranews.com/amp/berita/4183210/judul",
            "https://www.antaranews.com/berita/4183210/judul",
            "antara:www.antaranews.com/4183210",
        ),
        (
            "https://amp.kompas.com/money/read/2024/07/02/144512381/judul-berita?page=2",
            "https://www.kompas.com/money/read/2024/07/02/144512381/judul-berita",
            "kompas:20240702144512381",
        ),
        (
            "https://m.liputan6.com/amp/5634021/judul-berita",
            "https://www.liputan6.com/read/5634021/judul-berita",
            "liputan6:5634021",
        ),
        (
            "https://news.okezone.com/amp/2024/07/02/337/3028811/judul",
            "https://news.okezone.com/read/2024/07/02/337/3028811/judul",
            "okezone:3028811",
        ),
        (
            "https://nasional.tempo.co/amp/1928595/judul-berita",
            "https://nasional.tempo.co/read/1928595/judul-berita",
            "tempo:read-1928595",
        ),
        (
            "https://tempo.co/politik/judul-berita-1208441",
            "https://tempo.co/politik/judul-berita-1208441",
            "tempo:1208441",
        ),
        (
            "https://khazanah.republika.co.id/berita//sg1ab2483/judul/",
            "https://khazanah.republika.co.id/berita/sg1ab2483/judul",
            "republika:sg1ab2483",
        ),
        (
            "http://dev-www.perpusnas.go.id/en/berita/judul-berita",
            "https://www.perpusnas.go.id/berita/judul-berita",
            "perpusnas:judul-berita",
        ),
        (
            "https://nasional.sindonews.com/read/1408071/15/judul-berita-1719900000/10",
            "https://nasional.sindonews.com/read/1408071/15/judul-berita-1719900000",
            "sindonews:1408071",
        ),
        (
            "https://m.jpnn.com/amp/news/judul-berita?page=2",
            "https://www.jpnn.com/news/judul-berita",
            "jpnn:judul-berita",
        ),
        (
            "HTTP://WWW.SuaraLiterasi.example:80/2024/07/Judul?b=2&utm_source=x&a=1#k",
            "https://www.suaraliterasi.example/2024/07/Judul?b=2&a=1",
            "https://suaraliterasi.example/2024/07/Judul?a=1&b=2",
        ),
        ("http://kabar.example:8080/a-b-c", "http://kabar.example:8080/a-b-c", "https://kabar.example:8080/a-b-c"),
        ("https://0x7f.1/a-b-c", "https://127.0.0.1/a-b-c", "https://127.0.0.1/a-b-c"),
        ("https://kabar.example/a b/é?q=%zz", "https://kabar.example/a%20b/%C3%A9?q=%25zz", None),
        (" \ufeffhttps://kabar.example/a-\nb ", "https://kabar.example/a-b", "https://kabar.example/a-b"),
        ("https://www.co.id/a-b", "https://www.co.id/a-b", "https://www.co.id/a-b"),
        (
            "https://historia.id/politik/articles/taman-baca-desa-vXl3X/page/3",
            "https://historia.id/politik/articles/taman-baca-desa-vXl3X",
            "historia:vXl3X",
        ),
        (
            "https://www.inews.id/news/nasional/taman-baca-desa/all",
            "https://www.inews.id/news/nasional/taman-baca-desa",
            "inews:taman-baca-desa",
        ),
        ("https://a.example/b.jsp;jsessionid=0A?id=1", "https://a.example/b.jsp?id=1", "https://a.example/b.jsp?id=1"),
    ],
)
def test_canonical_url_and_key(url: str, canonical: str, key: str | None) -> None:
    address = address_of(url)
    assert address is not None
    assert address.url == canonical
    assert key is None or address.key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "www.detik.com",
        "//www.detik.com/a",
        "ftp://www.detik.com/a",
        "javascript:alert(1)",
        "mailto:a@b.id",
        "data:text/html,x",
        "https://",
        "https:///",
        "https://?a",
        "https://:443/a",
        "https://a.example:99999/",
        "https://a.example:0/",
        "https://a.example:8a/",
        "https://a b.example/",
        "https://[::1/",
        "https://[::1]x/",
        "https://a..b/",
        "https://1.2.3.4.5/",
        "https://a.example/" + "x" * 5000,
        "https://a.example/\ud800",
        "https://\ud800.example/",
    ],
)
def test_unusable(text: str) -> None:
    assert address_of(text) is None
    assert answer(text) == "-\t-"


def test_a_line_is_one_address_and_a_link_may_hold_blanks() -> None:
    for text in ("https://kabar.example/a b", "https://a.example/ https://b.example/", "https://a.example/a\x01b"):
        assert answer(text) == "-\t-"
        assert address_of(text) is not None
    assert answer(" https://kabar.example/a%20b\r\n").startswith("https://kabar.example/a%20b\t")


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://news.detik.com/berita/d-7428519/judul-berita/3", 3),
        ("https://nasional.kompas.com/read/2024/07/02/144512381/judul?page=2", 2),
        ("https://nasional.kompas.com/read/2024/07/02/144512381/judul?page=all", 1),
        ("https://nasional.sindonews.com/read/1408071/15/judul-1719900000/5", 2),
        ("https://nasional.sindonews.com/read/1408071/15/judul-1719900000/10", 3),
        ("https://nasional.sindonews.com/read/1408071/15/judul-1719900000?showpage=all", 1),
        ("https://rm.id/baca-berita/nasional/224466/judul/2", 2),
        ("https://www.inews.id/news/nasional/taman-baca-desa/all", 1),
        ("https://www.inews.id/news/nasional/taman-baca-desa/3", 3),
        ("https://kumparan.com/kumparannews/perpusnas-rilis-buku-23AbCdEfGhI/full", 1),
        ("https://historia.id/politik/articles/taman-baca-desa-vXl3X/page/3", 3),
        ("https://news.detik.com/berita/d-7428519/judul-berita?single=1", 1),
        ("https://kabar.example/berita/tiga-kata-saja?page=4", 4),
        ("https://kabar.example/berita/tiga-kata-saja?page=0", 1),
        ("https://www.jpnn.com/news/judul?page=99999999999999999999", 1),
    ],
)
def test_page(url: str, page: int) -> None:
    address = address_of(url)
    assert address is not None
    assert address.page == page


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://nasional.kompas.com/read/2024/07/02/144512381/judul", date(2024, 7, 2)),
        ("https://nasional.kompas.com/read/2024/13/02/144512381/judul", None),
        ("https://www.cnnindonesia.com/nasional/20240702145600-20-1116400/judul", date(2024, 7, 2)),
        ("https://news.okezone.com/read/2020/07/08/320/2243366/judul", date(2020, 7, 8)),
        ("http://nasional.republika.co.id/berita/nasional/daerah/16/02/15/o2kab7361-judul", date(2016, 2, 15)),
        ("https://nasional.sindonews.com/read/1408071/15/judul-1719939600", date(2024, 7, 3)),  # 17:00 UTC
        ("https://www.jawapos.com/nasional/2607240011/judul", date(2026, 7, 24)),
        ("https://news.detik.com/berita/d-7428519/judul", None),
        ("https://kabar.example/2024/07/02/judul-berita-desa", None),
    ],
)
def test_day(url: str, day: date | None) -> None:
    address = address_of(url)
    assert address is not None
    assert address.date == day


def test_browsers_and_we_see_the_same_host() -> None:
    for url, host in [
        ("https://www.detik.com@jahat.example/d-1/a", "jahat.example"),
        ("https://jahat.example\\@www.detik.com/d-1/a", "jahat.example"),
        ("https://jahat.example\\.detik.com/berita/d-1234567/a", "jahat.example"),
        ("https:\\\\jahat.example\\a", "jahat.example"),
        ("https://jahat.example#@www.detik.com/", "jahat.example"),
        ("https://jahat.example?@www.detik.com/", "jahat.example"),
    ]:
        address = address_of(url)
        assert address is not None
        assert address.url.split("/")[2].split("?")[0] == host
        assert address.source is None


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=200))
@example("https://" + "[" * 50)
@example("http://a/%2e%2e/%2E./..%2f")
@example("https://a.example/%%34a")
def test_any_text_is_answered_in_one_line(text: str) -> None:
    line = answer(text)
    assert line.count("\t") == 1
    assert line.isprintable() or line.replace("\t", "").isprintable()
    assert answer(line.split("\t")[0]) == line


_PIECES = (
    " |%2e|%2E%2e|%41|%zz|%|//|/|amp|berita|d-7428519|é|;|&|=|?|#|page=2|utm_x=1|&amp;|:|@|\\|read|2024/07/02|144512381"
    "|a-b-c-d|.html|index.php|id=5|+|;jsessionid=1|.amp|option=com_content|Itemid=3|id=5:a|q=node/12|m=1|ref=x|kategori|tag"
    "|(S(abcdefghij0123456789abcd))|12|index.html|2020/07|sid=0123456789abcdef0123456789abcdef|a="
)
_HOSTS = (
    "www.detik.com|m.kompas.com|kabar.example|www.kabar.example|m.kabar.example|jabar.antaranews.com|perpusnas.go.id"
    "|www.tempo.co|nasional.sindonews.com|a.blogspot.co.id|m.blogspot.com|voi.id|historia.id|stylo.grid.id|amp.m.kabar.example|www.m.example|news.google.com|www.google.com"
)
_PIECE, _HOST = (st.sampled_from(text.split("|")) for text in (_PIECES, _HOSTS))


@settings(max_examples=500, deadline=None)
@given(_HOST, st.lists(_PIECE, max_size=12))
def test_idempotent(host: str, pieces: list[str]) -> None:
    first = address_of(f"https://{host}/{''.join(pieces)}")
    if first is None:
        return
    second = address_of(first.url)
    assert second is not None
    assert (second.url, second.key, second.source) == (first.url, first.key, first.source)
    if first.key and first.key.startswith("https://"):
        third = address_of(first.key)
        assert third is not None
        assert third.key == first.key


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(KNOWN),
    st.sampled_from(["utm_source=wa", "fbclid=IwAR1", "gclid=1&utm_medium=x", "UTM_CAMPAIGN=1"]),
    st.sampled_from(["http://", "https://"]),
)
def test_what_a_share_button_adds_changes_nothing(url: str, extra: str, scheme: str) -> None:
    before, mark, fragment = url.partition("#")
    changed = before + ("&" if "?" in before else "?") + extra + mark + fragment
    if ":8443" not in url:  # a port of its own says which scheme is meant
        changed = scheme + changed.partition("://")[2]
    plain, shared = address_of(url), address_of(changed)
    assert plain is not None
    assert shared is not None
    assert (shared.key, shared.url, shared.page) == (plain.key, plain.url, plain.page)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(KNOWN))
def test_case_of_a_path_is_kept(url: str) -> None:
    address = address_of(url)
    assert address is not None
    slug = url.split("#")[0].split("?")[0].rstrip("/").rpartition("/")[2]
    if slug.lower() != slug and "%" not in slug and slug in address.url:
        changed = address_of(url.replace(slug, slug.lower()))
        assert changed is not None
        assert changed.url != address.url


@pytest.mark.parametrize(
    "text",
    [
        "https://" + "a" * 2_000_000,
        "https://a.example/" + "%" * 2_000_000,
        "h" * 2_000_000,
        "https://news.detik.com/" + "a/" * 2000 + "d-",
        "https://news.detik.com/" + "foto-" * 800,
        "https://www.liputan6.com" + "/read" * 800,
        "https://nasional.sindonews.com/read/1/1/" + "-1" * 1900,
        "https://www.kompas.com/" + "read/2024/" * 400,
        "https://tirto.id/" + "a-" * 2000,
        "https://www.idntimes.com/" + "a/" * 100 + "a-1" * 1200,
        "https://kumparan.com/" + "a-" * 1000 + "/" + "-1a" * 600,
        "https://a.example/" + "../" * 1300,
        "https://a.example/?" + "&" * 4000,
        "https://a.example/" + "\\" * 4000,
        "https://www.google.com/amp/s/" * 140 + "a.example",
        "https://www.inews.id/" + "a-" * 2000 + "/all/1",
        "https://www.hukumonline.com/" + "a/a-lt" * 600,
        "https://historia.id/" + "a-" * 1000 + "/" + "a-" * 1000,
        "https://www.thejakartapost.com" + "/a-" * 1300,
        "https://www.voaindonesia.com/a/" + "1" * 4000,
        "https://a.example/" + ";jsessionid=" * 330,
        "https://a.example/" + "(S(" * 1300,
        "https://a.example/a" + ".amp" * 1000,
    ],
)
def test_hostile_lengths_end(text: str) -> None:
    address = address_of(text)
    assert address is None or isinstance(address, Address)


def test_outlet_of() -> None:
    for text, name in [
        ("www.perpusnas.go.id", "perpusnas"),
        ("https://perpusnas.go.id/berita", "perpusnas"),
        ("data.perpusnas.go.id", None),
        ("epaper.mediaindonesia.com", None),
        ("HEALTH.detik.com.", "detik"),
        ("20.detik.com", "detik"),
        ("notdetik.com", None),
        ("detik.com.jahat.example", None),
        ("www.suaraliterasi.example:8080", "suaraliterasi"),
        ("", None),
        ("https://[", None),
        ("com", None),
    ]:
        outlet = outlet_of(text)
        assert (outlet.name if outlet else None) == name, text


def test_every_outlet_says_what_it_is() -> None:
    for name, outlet in outlets().items():
        assert outlet.name == name
        assert name.isascii()
        assert name.isalnum()
        assert name == name.lower()
        assert outlet.title in outlet.brands
        assert "*" not in outlet.hosts[0]
        assert outlet_of(outlet.hosts[0]) is outlet
    assert outlets()["suaraliterasi"].title == "Suara Literasi"
    assert str(outlets()["nusabali"].zone) == "Asia/Makassar"
