"""Bytes become text as browsers read them, lies about the charset aside; what is hidden is not read."""

from __future__ import annotations

import unicodedata

import pytest

from crawler.extract import read_page
from crawler.extract.document import decode
from crawler.extract.text import repair, squeeze

SENTENCE = (
    "“Naskah itu ditulis Sjahrir di Café Batavia – tahun 1934,” kata kurator, sambil menunjuk halaman yang sobek itu."
)


def page(meta: str) -> str:
    return (
        f"<html><head>{meta}<title>Naskah di Kafe Tua Batavia</title></head><body><h1>Naskah di "
        f"Kafe Tua Batavia</h1><p>{SENTENCE}</p><p>{SENTENCE[::1]} Lagi.</p></body></html>"
    )


@pytest.mark.parametrize(
    ("meta", "encoding", "header"),
    [
        ('<meta charset="utf-8">', "utf-8", None),
        ("", "utf-8", None),
        ('<meta charset="iso-8859-1">', "utf-8", None),
        ('<meta charset="iso-8859-1">', "utf-8", "text/html; charset=ISO-8859-1"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252", None),
        ('<meta charset="iso-8859-1">', "cp1252", None),
        ("", "cp1252", "text/html; charset=windows-1252"),
        ("", "cp1252", None),
        ('<meta charset="utf-8">', "cp1252", None),
        ("", "utf-8-sig", None),
        ('<meta charset="utf-8">', "utf-16", None),
        ('<meta charset="no-such-charset">', "utf-8", "text/html; charset=nonsense"),
    ],
)
def test_the_charset_is_told_from_the_bytes(meta: str, encoding: str, header: str | None) -> None:
    reading = read_page(page(meta).encode(encoding), url=None, content_type=header)
    assert reading.body is not None
    assert reading.body.split("\n\n")[0] == SENTENCE


def test_one_stray_byte_spoils_nothing_else() -> None:
    raw = page('<meta charset="utf-8">').encode().replace("–".encode(), b"\x96", 1)
    assert "Café Batavia – tahun 1934" in decode(raw)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("â€œBuku itu hidup,â€\x9d katanya", "“Buku itu hidup,” katanya"),
        ("â€œBuku itu hidup,â€ katanya", "“Buku itu hidup,” katanya"),
        ("Jumâ€™at", "Jum’at"),
        ("CafÃ© Batavia", "Café Batavia"),
        ("S\u00c5\x82upsk", "Słupsk"),
        ("1.â\x81\xa0 Danu", "1. Danu"),
        ("harga: â\x80¢ satu", "harga: • satu"),
    ],
)
def test_mojibake_is_repaired_where_it_is_certain(broken: str, whole: str) -> None:
    assert squeeze(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "São Paulo",
        "Château â la carte",
        "Ârt",
        "naïve",
        "“sudah benar”",
        "di CAFÉ” katanya",
        "café”–kata",
        "“São”",
        "step by step,†ujarnya",
        "Ã",
        "â",
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert repair(text) == text


def test_text_is_nfc_and_holds_one_kind_of_blank() -> None:
    text = squeeze("Cafe\u0301 \u00a0 Rp\u00a014,5\u2003juta\u200b \u200f \ufeff👩\u200d🏫\u00ad")
    assert text == "Café Rp 14,5 juta 👩\u200d🏫"
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE !important",
        "visibility:hidden",
        "position:absolute;left:-9999px",
        "text-indent:-9999px",
        "font-size:0",
        "height:1px;overflow:hidden",
        "overflow:hidden;height:0",
    ],
)
def test_hidden_spam_is_not_read(style: str) -> None:
    spam = (
        f'<div style="{style}"><p>Situs judi terpercaya dengan bonus melimpah setiap hari bagi '
        f"semua pengguna baru kami.</p></div>"
    )
    html = page("").replace("<p>", spam + "<p>")
    body = read_page(html.encode(), url=None).body
    assert body is not None
    assert "judi" not in body


@pytest.mark.parametrize(
    "style",
    ["display:block", "opacity:0", "height:100px;overflow:hidden", "font-size:0.9em", "padding-bottom:56%;height:0"],
)
def test_visible_text_stays(style: str) -> None:
    html = (
        f'<html><body><h1>Naskah di Kafe Tua</h1><div><p style="{style}">{SENTENCE}</p><p>'
        f"{SENTENCE} Lagi.</p></div></body></html>"
    )
    body = read_page(html.encode(), url=None).body
    assert body is not None
    assert body.startswith(SENTENCE)
