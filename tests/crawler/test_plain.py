"""Text of strangers, fit to be shown."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archive.article import Article
from crawler.intake import normalise
from crawler.items import PageReading, RawArticle
from crawler.plain import plain
from crawler.topics import Topics


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Lu", "Ll", "Mn", "Cs", "Zs"]), max_size=80))
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = plain(text)
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c != "\n"]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert shown == unicodedata.normalize("NFC", shown) == plain(shown)
    shown.encode("utf-8")


def test_money_names_and_quotes_stay() -> None:
    text = "“Rp721,6 miliar,” kata Siti ‘Aisyah — 3½ kg, 20.15 WIB"
    assert plain(text) == text


def test_an_escape_sequence_in_a_title_never_reaches_a_terminal() -> None:
    body = "Perpustakaan daerah membuka layanan malam untuk pelajar yang menyiapkan ujian akhir sekolah."
    reading = PageReading(title="Layanan\x1b[2J malam\u202e", body=body, authors=("Si\x07ti",), tags=("\x1b",))
    raw = RawArticle("https://contoh.example/berita/layanan-malam-hari", datetime(2024, 7, 2, tzinfo=UTC), reading)
    article = normalise(raw, Topics())
    assert isinstance(article, Article)
    assert (article.title, article.authors, article.tags) == ("Layanan[2J malam", ("Siti",), ())
