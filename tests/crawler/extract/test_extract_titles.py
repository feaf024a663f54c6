"""A title loses the outlet's name and keeps its own dashes."""

from __future__ import annotations

import pytest

from crawler.extract import read_page
from crawler.extract.titles import without_site

BRANDS = ["Kabar Kita", "kabarkita.com"]


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Buku Langka Kembali - ANTARA News", "Buku Langka Kembali"),
        ("Buku Langka Kembali | Republika Online", "Buku Langka Kembali | Republika Online"),
        ("Buku Langka Kembali dari Leiden | Kabar Kita", "Buku Langka Kembali dari Leiden"),
        ("Buku Langka Kembali dari Leiden : Kabar Kita Budaya", "Buku Langka Kembali dari Leiden"),
        ("Buku Langka Kembali dari Leiden - Ragam Kabarkita.com", "Buku Langka Kembali dari Leiden"),
        ("Buku Langka Kembali dari Leiden Halaman all - Kabarkita.com", "Buku Langka Kembali dari Leiden"),
        ("Buku Langka Kembali dari Leiden Halaman 2 - Kabar Kita", "Buku Langka Kembali dari Leiden"),
        ("Kabar Kita: Buku Langka Kembali dari Leiden", "Kabar Kita: Buku Langka Kembali dari Leiden"),
        ("Kabar Kita - Buku Langka Kembali dari Leiden", "Buku Langka Kembali dari Leiden"),
        ("Jakarta - Bandung Ditempuh 40 Menit", "Jakarta - Bandung Ditempuh 40 Menit"),
        ("Timnas U-23 vs Thailand: 2-1", "Timnas U-23 vs Thailand: 2-1"),
        ("Kereta Jakarta – Surabaya Penuh", "Kereta Jakarta – Surabaya Penuh"),
        ("Perpusnas - Kemenag Sepakat Soal Naskah Kuno", "Perpusnas - Kemenag Sepakat Soal Naskah Kuno"),
    ],
)
def test_site_names_go_and_dashes_stay(printed: str, title: str) -> None:
    assert without_site(printed, BRANDS) == title


BODY = "".join(
    f"<p>Kalimat nomor {i} tentang buku langka yang pulang, cukup panjang untuk menjadi paragraf berita.</p>"
    for i in range(4)
)


def read(head: str, body: str) -> str | None:
    return read_page(
        f"<html><head>{head}</head><body>{body}<div>{BODY}</div></body></html>".encode(), url=None, brands=BRANDS
    ).title


def test_the_printed_title_wins_over_a_shortened_claim() -> None:
    head = '<meta property="og:title" content="Buku Langka Kembali dari Leiden Setelah">'
    assert (
        read(head, "<h1>Kabar Kita</h1><h1> Buku Langka Kembali dari Leiden   Setelah 90 Tahun</h1>")
        == "Buku Langka Kembali dari Leiden Setelah 90 Tahun"
    )


def test_a_logo_in_h1_is_no_title() -> None:
    assert (
        read("<title>Buku Langka Kembali - Kabar Kita</title>", "<h1><a href=/>Kabar Kita</a></h1>")
        == "Buku Langka Kembali"
    )


def test_entities_escaped_twice() -> None:
    head = '<meta property="og:title" content="Jum&amp;#039;at Membaca &amp;amp; Menulis di Balai Desa">'
    assert read(head, "") == "Jum'at Membaca & Menulis di Balai Desa"


def test_only_a_heading() -> None:
    assert read("", "<h1>Buku Langka Kembali</h1>") == "Buku Langka Kembali"


def test_a_heading_that_goes_on_is_the_whole_title() -> None:
    head = '<title>Buku Langka</title><meta property="og:title" content="Buku Langka Kembali">'
    title = "Buku Langka Kembali: 5 Hal yang Harus Diketahui Pembaca di Rumah"
    assert read(head, f"<h1>{title}</h1>") == title


@pytest.mark.parametrize(
    "heading",
    [
        "<span class=kicker>HUT ke-46</span> Buku Langka Kembali dari Leiden",
        "<small>Pulang</small>Buku Langka <i>Kembali</i> dari Leiden",
        "Buku Langka Kembali dari Leiden <span>Sebuah laporan panjang</span>",
        "Buku Langka Kembali dari Leiden Oleh Danu Wijaya, Wartawan Kabar Kita",
        "Buku Langka Kembali dari Leiden Jumat, 24 Juli 2026 pukul 09:10 WIB",
    ],
)
def test_what_is_apart_from_the_title_in_its_heading_is_left_off(heading: str) -> None:
    head = '<meta property="og:title" content="Buku Langka Kembali dari Leiden">'
    assert read(head, f"<h1>{heading}</h1>") == "Buku Langka Kembali dari Leiden"


def test_a_heading_whose_words_come_back_in_the_text_refutes_a_teasing_claim() -> None:
    head = '<meta property="og:title" content="Wow! Ini yang Terjadi di Sana">'
    assert read(head, "<h1>Buku Langka Pulang untuk Paragraf Berita</h1>") == "Buku Langka Pulang untuk Paragraf Berita"
    assert read(head, "<h1>Portal Cakrawala Khatulistiwa</h1>") == "Wow! Ini yang Terjadi di Sana"


def test_keywords_glued_to_the_lead_are_cut_off() -> None:
    head = '<meta name="description" content="Sebuah buku, langka, pulang.,Buku,Kota Leiden,Covid-19">'
    html = f"<title>Buku Langka Kembali</title>{head}<h1>Buku Langka Kembali</h1><div>{BODY}</div>"
    assert read_page(html.encode(), url=None).lead == "Sebuah buku, langka, pulang."
