"""The next page of an article is told from the next article; its pages become one reading."""

from __future__ import annotations

import pytest

from crawler.extract import Selectors, join_pages, read_page
from crawler.items import PageReading

TEXT = "".join(
    f"<p>Kalimat nomor {i} tentang pelabuhan lama dan gudang buku, ditulis cukup panjang untuk sebuah paragraf.</p>"
    for i in range(4)
)
URL = "https://kota.example/budaya/551/gudang-buku-di-pelabuhan"


def read(links: str, url: str = URL, head: str = "", css: str = "") -> PageReading:
    html = (
        f"<html><head><title>Gudang Buku di Pelabuhan</title>{head}</head><body><h1>Gudang Buku "
        f"di Pelabuhan</h1><div>{TEXT}</div>{links}</body></html>"
    )
    return read_page(html.encode(), url=url, selectors=Selectors(next_page=css))


@pytest.mark.parametrize(
    ("url", "links", "next_page"),
    [
        (URL, '<a href="?page=2">2</a><a href="?page=3">3</a>', f"{URL}?page=2"),
        (URL, '<a href="?page=all">Semua</a><a href="?page=2">2</a>', f"{URL}?page=2"),
        (f"{URL}?page=2", '<a href="?page=1">1</a><a href="?page=3">3</a>', f"{URL}?page=3"),
        (f"{URL}?page=3", '<a href="?page=1">1</a><a href="?page=2">2</a>', None),
        (URL, f'<a href="{URL}/2">Selanjutnya</a>', f"{URL}/2"),
        (f"{URL}/2", f'<a href="{URL}/3">3</a><a href="{URL}">1</a>', f"{URL}/3"),
        (f"{URL}?utm_source=x", f'<a href="{URL}?page=2">2</a>', f"{URL}?page=2"),
        (URL, '<a href="/budaya/552/artikel-yang-lain-lagi?page=2">lain</a>', None),
        (URL, '<a href="/foto/551/gudang-buku-di-pelabuhan?page=2">galeri</a>', None),
        (URL, '<a rel="next" href="/budaya/552/artikel-yang-lain-lagi">berikutnya</a>', None),
        (URL, '<a href="javascript:void(0)?page=2">2</a>', None),
        ("https://kota.example/berita/12", '<a href="https://kota.example/berita/13">13</a>', None),
        (
            "https://nasional.sindonews.com/read/1/2/gudang-buku-di-pelabuhan-171",
            '<a href="/read/1/2/gudang-buku-di-pelabuhan-171/5">2</a>',
            "https://nasional.sindonews.com/read/1/2/gudang-buku-di-pelabuhan-171/5",
        ),
    ],
)
def test_next_page(url: str, links: str, next_page: str | None) -> None:
    assert read(links, url).next_page == next_page


def test_rel_next_in_the_head_counts_only_for_this_article() -> None:
    assert read("", head=f'<link rel="next" href="{URL}?page=2">').next_page == f"{URL}?page=2"
    assert read("", head='<link rel="next" href="/budaya/552/lain-lagi-ceritanya">').next_page is None


def test_the_selector_of_the_outlet_is_believed() -> None:
    assert (
        read('<div class=pg><a href="/lanjut/551">lanjut</a></div>', css=".pg a").next_page
        == "https://kota.example/lanjut/551"
    )


def test_a_selector_that_finds_all_numbers_ends_on_the_last_page() -> None:
    links = '<div class=pg><a href="?page=1">1</a><a href="?page=2">2</a></div>'
    assert read(links, css=".pg a").next_page == f"{URL}?page=2"
    assert read(links, f"{URL}?page=2", css=".pg a").next_page is None


@pytest.mark.parametrize(
    "url", ["http://[", "nonsense", "", "//", "http://x.example:port/a", "http://x.example/?page=²"]
)
def test_addresses_that_are_none(url: str) -> None:
    assert read('<a href="http://[/?page=2">2</a>', url).refusal is None or not url.strip("/")


def test_page_number() -> None:
    assert read("", URL).page == 1
    assert read("", f"{URL}?page=2").page == 2
    assert read("", f"{URL}?page=all").page == 1
    assert read("", URL, '<meta name="content_current_page" content="3">').page == 3


def test_pages_are_joined_without_repeats() -> None:
    first = PageReading(title="Judul", body="Satu.\n\nRingkasan.", authors=(), next_page="x", page=1)
    second = PageReading(title="Judul", body="Ringkasan.\n\nDua.", authors=("Danu Wijaya",), editor="Sri Hadi", page=2)
    broken = PageReading(refusal="empty: nothing")
    joined = join_pages([first, second, broken])
    assert joined.body == "Satu.\n\nRingkasan.\n\nDua."
    assert (joined.authors, joined.editor, joined.next_page, joined.page) == (("Danu Wijaya",), "Sri Hadi", None, 1)


def test_a_refused_first_page_stays_refused() -> None:
    assert join_pages([PageReading(refusal="listing: x"), PageReading(body="Dua.")]).refusal == "listing: x"
