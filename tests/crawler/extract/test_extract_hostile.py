"""Whatever comes in, an answer comes out: no exception, no endless reading."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import Selectors, clean_body, join_pages, read_page
from crawler.extract.dateline import split_dateline
from crawler.extract.document import MAX_BYTES, decode, parse
from crawler.extract.jsonld import read_json_ld
from crawler.extract.text import squeeze
from crawler.items import PageReading

PROSE = "".join(
    f"<p>Kalimat nomor {i} tentang perpustakaan desa yang ramai setiap sore, dengan anak-anak dan kakek nenek.</p>"
    for i in range(5)
)


def article(head: str = "", body: str = PROSE) -> bytes:
    return (
        f"<html><head><title>Perpustakaan Desa Ramai Setiap Sore</title>{head}</head><body>"
        f"<h1>Perpustakaan Desa Ramai Setiap Sore</h1><div>{body}</div></body></html>"
    ).encode()


def ld(text: str) -> bytes:
    return article(f'<script type="application/ld+json">{text}</script>')


DEEP_LIST = "[" * 10_000 + "]" * 10_000
DEEP_NODE = '{"@type":"Thing","x":' * 10_000 + "1" + "}" * 10_000


@pytest.mark.parametrize(
    "text",
    [
        DEEP_LIST,
        DEEP_NODE,
        "{",
        "",
        "null",
        '[null, 7, "x"]',
        "{'@type': 'NewsArticle'}",
        "<!-- -->",
        "\x00",
        "{" * 50_000,
        '{"@type": 7, "@graph": "x", "author": {"name": {"name": []}}}',
    ],
)
def test_json_ld_that_is_deep_or_no_json(text: str) -> None:
    reading = read_page(ld(text), url=None)
    assert reading.refusal is None
    assert reading.title == "Perpustakaan Desa Ramai Setiap Sore"


@pytest.mark.parametrize(
    "text",
    [
        '{"@type":"NewsArticle","headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00",}',
        '/* tanda */ {"@type":"NewsArticle","headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00"}',
        '<!-- {"@type":"NewsArticle","headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00"}\n//]]>',
        '{"@type":"NewsArticle","headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00"}; var x = 1;',
        '[{"@type":["Article","NewsArticle"],"headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00"}]',
        '{"@graph":[{"@type":"WebSite","name":"Situs"},{"@type":"NewsArticle","headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00"}]}',
        (
            '{"@type":"NewsArticle","headline":"Judul","description":"kata "dia" '
            'tadi","datePublished":"2024-05-06T07:08:09+07:00"}'
        ),
        (
            '{"@type":"NewsArticle","headline":"Judul","description":"baris\nbaru\tdi '
            'dalam","datePublished":"2024-05-06T07:08:09+07:00"}'
        ),
        '{"@type":"http://schema.org/NewsArticle","headline":"Judul","datePublished":"2024-05-06T07:08:09+07:00"}',
    ],
)
def test_json_ld_badly_written(text: str) -> None:
    root = parse(ld(text))
    assert root is not None
    data = read_json_ld(root)
    assert data.text("headline") == "Judul"
    assert next(data.dates()) == ("datePublished", "2024-05-06T07:08:09+07:00")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"\x00" * 50,
        b"<",
        b"<!--",
        b"\xef\xbb\xbf",
        b"{}",
        b"[1,2",
        b"<html>",
        b"<frameset><frame src=x>",
        b"%PDF-1.4 \xe2\xe3",
    ],
)
def test_what_is_no_page_is_refused(raw: bytes) -> None:
    assert read_page(raw, url=None).refusal is not None


def test_a_page_of_fifty_megabytes_is_read_to_its_bound() -> None:
    html = article() + b"<p>isi</p>" * 5_000_000
    assert len(html) > 50_000_000
    assert len(decode(html)) <= MAX_BYTES
    assert read_page(html, url=None).refusal is None


def test_nesting_of_a_hundred_thousand_levels() -> None:
    html = article(body=PROSE + "<div>" * 100_000 + "dalam" + "</div>" * 100_000)
    assert read_page(html, url=None).refusal is None


@pytest.mark.parametrize(
    "unit", ["(", "[", "-", " - ", "JAKARTA, ", "(a/", "Baca ", "#a ", "&amp;", "â€", "20", "\u200f", "*", "foto: "]
)
def test_long_runs_take_no_long_time(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    clean_body(text)
    split_dateline(text)
    read_page(article(head=f"<title>{text[:50_000]}</title>", body=f"<p>{text}</p>{PROSE}"), url=None)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.binary(max_size=3_000))
def test_any_bytes(raw: bytes) -> None:
    reading = read_page(raw, url="https://www.warga.example/a/1/b-c-d")
    assert (reading.refusal is None) == (reading.body is not None)


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "br",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "h1",
        "h2",
        "a",
        "b",
        "strong",
        "span",
        "article",
        "time",
        "script",
        "style",
        "title",
        "body",
        "html",
        "head",
        "form",
        "blockquote",
        "figure",
    ]
)
NAMES = st.sampled_from(
    [
        "",
        ' class="entry-content"',
        ' class="baca-juga"',
        ' style="display:none"',
        ' datetime="2024-01-02"',
        ' itemprop="articleBody"',
        ' href="?page=2"',
        ' rel="author"',
        " hidden",
    ]
)
WORDS = st.sampled_from(
    [
        "Kalimat panjang tentang buku dan taman baca di kampung kami yang ramai. ",
        "Baca juga: ",
        "JAKARTA - ",
        "(a/b)",
        "2 Mei 2024",
        "Editor: Ani Lestari",
        "\u00a0",
        "&",
        "“",
        "😀",
    ]
)
SOUP = st.lists(
    st.one_of(st.builds(lambda t, n: f"<{t}{n}>", TAGS, NAMES), st.builds(lambda t: f"</{t}>", TAGS), WORDS),
    max_size=60,
).map("".join)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(SOUP)
def test_any_markup(soup: str) -> None:
    selectors = Selectors(
        title="h1", body=".entry-content", date="time", authors="[rel=author]", tags="a", drop=(".baca-juga", "figure")
    )
    for chosen in (Selectors(), selectors):
        reading = read_page(soup.encode(), url="https://www.warga.example/a/1/b-c-d", selectors=chosen)
        assert isinstance(reading, PageReading)
        if reading.body is not None:
            assert all(line == squeeze(line) and line for line in reading.body.split("\n\n"))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    cleaned = clean_body(text)
    assert all(line and line == squeeze(line) for line in cleaned.split("\n\n") if cleaned)
    head, rest = split_dateline(text)
    assert head is None or len(head) + len(rest) <= len(text)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "author",
                    "name",
                    "headline",
                    "datePublished",
                    "image",
                    "keywords",
                    "articleBody",
                    "publisher",
                    "itemListElement",
                    "item",
                    "isAccessibleForFree",
                ]
            ),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(JSON)
def test_any_json_ld(data: object) -> None:
    node = (
        {"@type": "NewsArticle", **data}
        if isinstance(data, dict)
        else {"@type": "NewsArticle", "author": data, "image": data, "articleBody": data}
    )
    crumbs = {"@type": "BreadcrumbList", "itemListElement": data}
    assert read_page(ld(json.dumps([node, crumbs])), url=None) is not None
    assert (
        read_page(
            article(f'<script id="__NEXT_DATA__">{json.dumps({"content": "x" * 300, "title": data})}</script>', ""),
            url=None,
        )
        is not None
    )


def test_a_selector_that_is_no_css_is_named() -> None:
    with pytest.raises(ValueError, match="selector body: 'div\\['"):
        Selectors(body="div[")
    with pytest.raises(ValueError, match="selector drop"):
        Selectors(drop=("p", "::("))


def test_joining_nothing_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        join_pages([])
