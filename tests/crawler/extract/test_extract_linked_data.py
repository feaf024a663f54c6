"""Broken JSON-LD still tells who wrote and when, where that is certain."""

from __future__ import annotations

import pytest

from crawler.extract import read_page

TEXT = "".join(
    f"<p>Kalimat nomor {i} tentang becak buku di gang sempit, ditulis panjang agar menjadi paragraf sungguhan.</p>"
    for i in range(5)
)
GOOD = (
    '{"@type":"NewsArticle","headline":"Becak Buku","datePublished":"2026-07-24T08:10:33+07:00",'
    '"author":{"@type":"Person","name":"Danu Wijaya"}}'
)


def read(block: str):
    html = (
        f'<title>Becak Buku</title><script type="application/ld+json">{block}</script><body><h1>Becak Buku</h1>{TEXT}'
    )
    return read_page(html.encode(), url=None)


@pytest.mark.parametrize(
    "block",
    [
        GOOD,
        "\ufeff" + GOOD,
        '{"@type":"WebPage"}' + GOOD,
        '{"@type":"WebPage"},\n' + GOOD + "{broken",
        GOOD.replace('"', "&quot;"),
        GOOD.replace('"Becak Buku"', '"Becak "Buku" Itu"'),
        GOOD[:-1] + ',"articleBody":"Kalimat yang terp',
        GOOD.replace('"author":{"@type":"Person","name":"Danu Wijaya"}', '"author":"Danu Wijaya"')[:-1] + ',"x":"y',
        GOOD[:-1] + ',"publisher":{"name":"Kabar "Kita"","author":"Orang Lain"}}',
        f"<!-- //<![CDATA[\n{GOOD}\n//]]> -->",
    ],
)
def test_author_and_date_of_a_broken_block(block: str) -> None:
    reading = read(block)
    assert reading.authors == ("Danu Wijaya",)
    assert [(signal.text, signal.origin) for signal in reading.dates] == [
        ("2026-07-24T08:10:33+07:00", "json-ld:datePublished")
    ]


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"NewsArticle","author":{"name":"Danu "Kecil" Wijaya"},"x":"',
        '{"@type":"NewsArticle","author":{"name":"Danu Wij',
        '{"@type":"Organization","author":{"name":"Danu Wijaya"},"x":"',
        '{"@type":"NewsArticle","publisher":{"name":"Danu Wijaya"},"x":"',
    ],
)
def test_what_is_not_certain_is_not_told(block: str) -> None:
    assert read(block).authors == ()
