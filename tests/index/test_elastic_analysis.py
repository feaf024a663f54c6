"""The tokens of real servers are ours: word by word, text by text, letter by letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_elastic import fresh_index, server_of

from index.analysis import is_stop_word, stem, terms
from index.elastic_analysis import foldings, known_stems, token_pattern
from index.stems import overrides

EDITION = Path(__file__).parents[2] / "edition"
TEXTS = [path.read_text("utf-8") for path in sorted(EDITION.rglob("*")) if path.suffix in (".md", ".html", ".xml")]
CHEROKEE = (*range(0x13A0, 0x1400), *range(0xAB70, 0xABC0))
AT_ONCE = 1_500  # letters, words

Analyze = Callable[[str, str], list[tuple[str, int]]]


@pytest.fixture(scope="module", params=["8", "9"])
def analyze(request: pytest.FixtureRequest) -> Iterator[Analyze]:
    """``analyze(analyzer, text)``: tokens and positions as a real server has them."""
    with fresh_index(server_of(request, request.param)) as (client, index):

        def told(analyzer: str, text: str) -> list[tuple[str, int]]:
            found = client.indices.analyze(index=index, analyzer=analyzer, text=text)["tokens"]
            return [(token["token"], token["position"]) for token in found]

        yield told


def ours(analyzer: str, text: str) -> list[tuple[str, int]]:
    words, stems = terms(text)
    return [(token, at) for at, token in enumerate((words if analyzer == "words" else stems).split())]


@pytest.mark.parametrize("analyzer", ["words", "stems"])
def test_every_text_of_the_edition_has_our_tokens_at_our_positions(analyze: Analyze, analyzer: str) -> None:
    assert len(TEXTS) > 80
    for text in TEXTS:
        assert analyze(analyzer, text) == ours(analyzer, text)


@pytest.mark.parametrize("analyzer", ["words", "stems"])
def test_every_word_of_the_edition_by_itself_has_our_token(analyze: Analyze, analyzer: str) -> None:
    words = sorted({word for text in TEXTS for word in text.split()})
    assert len(words) > 5_000
    for start in range(0, len(words), AT_ONCE):
        text = " . ".join(words[start : start + AT_ONCE])
        assert analyze(analyzer, text) == ours(analyzer, text)


def test_every_word_of_the_table_of_stems_has_its_stem(analyze: Analyze) -> None:
    words = list(overrides())
    for start in range(0, len(words), 5_000):
        some = words[start : start + 5_000]
        assert [token for token, _ in analyze("stems", " ".join(some))] == [overrides()[word] for word in some]


NASTY = [
    "Jum'at Jum’at Jumʼat Al-Qur'an Qur’ān ‘kutipan’ 'a' o''b rock'n'roll",
    "e-book buku-buku 17,76 Rp17.500.000,00 2,5% covid-19 covid19nya b2b mengirim2kan H5N1",
    "Café Cafe\u0301 Beyoncé Gaẏyā Ñandú Straße STRASSE ẞ İstanbul ıI ﬁlologi ½ № ² ① ĳ Æsir Œuvre Łódź Đà",
    "per\u00adpus\u00adta\u200bkaan a\u200db\u2060c \u00adawal akhir\u00ad a\u0301'b a'\u0301b a\u0345b'\u0345c",
    "naskah_kuno www.perpusnas.go.id/naskah?x=1#y @perpusnas #literasi info@perpusnas.go.id",
    "a" * 63 + " " + "b" * 64 + " " + "c" * 65 + " " + "d" * 300 + " " + "menge" + "x" * 100 + "kannya",
    "مكتبة المَكْتَبَة ﷺ ﻻ الـعربية ٣٤٥ Библиотека БИБЛИОТЕКА й Ελλάς ΟΔΟΣ ספרייה हिन्दी किताब ห้องสมุด",
    "国家图书馆 図書館 ライブラリー ﾗｲﾌﾞﾗﾘｰ 한국 도서관 ＡＢＣ１２３ 𝐁𝐮𝐤𝐮 𝓫𝓾𝓴𝓾 𠮷野家 豈 \U0002f800",
    "memilih penulis perkenalkan pelajaran penyiar pemakai menteri berita perpustakaannya dibacakanlah kesiapankah",
    "👍buku👍 — … *** \x00nol\x00 tab\tbaru\nbaris\r\n\u2028baris\u2029 \u3000lebar\ufeff",
    "ʼ ʼa aʼ ª º ʰ ͺ ﾞ ー々〆 Ⅷ ㎏ ㋿ ﬆ ŉ ǆ ǅ",
]


@pytest.mark.parametrize("analyzer", ["words", "stems"])
@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_have_our_tokens(analyze: Analyze, analyzer: str, text: str) -> None:
    assert analyze(analyzer, text) == ours(analyzer, text)


@pytest.mark.parametrize("around", ["{}", "q{}b", "q’{}", "q{}'b"])
def test_every_letter_and_sign_has_our_token(analyze: Analyze, around: str) -> None:
    known = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x20000), *range(0x2F800, 0x2FA20))]
    signs = [sign for sign in known if unicodedata.category(sign) not in ("Cn", "Co") and ord(sign) not in CHEROKEE]
    if around == "q’{}":
        signs = [
            sign for sign in signs if not sign.isalnum() or 0x30 <= ord(sign) < 0x700 or 0x1E00 <= ord(sign) < 0x2000
        ]
    for start in range(0, len(signs), AT_ONCE):
        text = " . ".join(around.format(sign) for sign in signs[start : start + AT_ONCE])
        assert analyze("words", text) == ours("words", text)


TEXT = st.text(
    st.one_of(st.characters(codec="ascii"), st.sampled_from("aZé'’- \u00ad\u0301\u200bـ٣ﬁ½ßİ図한")), max_size=60
)


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_any_text_has_our_tokens(analyze: Analyze, text: str) -> None:
    if not any(f"{sign}{letter}" in text for sign in "'’" for letter in "図한"):
        assert analyze("stems", text) == ours("stems", text)


@pytest.mark.parametrize(
    ("text", "here", "there"),
    [
        ("a'図", "a図", "a 図"),  # an apostrophe before letters that come after none
        ("ㅋㅏ", "카", "\u110f\u1161"),  # single letters of Hangul stay single
        ("𐐨" * 40, "𐐨" * 40, "𐐨" * 32),  # letters outside the basic plane count twice
        ("Ꭰ", "Ꭰ", "ꭰ"),  # Cherokee folds to capitals with us
    ],
)
def test_the_tokens_that_are_not_ours(analyze: Analyze, text: str, here: str, there: str) -> None:
    assert terms(text)[0] == here
    assert " ".join(token for token, _ in analyze("words", text)) == there


def test_what_analysts_type_is_widened_by_synonyms_and_rid_of_stop_words(analyze: Analyze) -> None:
    found = {token for token, _ in analyze("stems_and_synonyms", "yang di PNRI")}
    assert found >= {stem(word) for word in ("pnri", "perpusnas", "nasional", "republik")}
    assert not any(map(is_stop_word, found))


def test_the_tables_stay_of_a_size_that_a_cluster_can_carry() -> None:
    assert sum(len(rule.encode()) for rule in (*foldings(), *known_stems(), token_pattern())) < 700_000
    assert len(known_stems()) < 1_000


def test_no_rule_has_a_sign_that_the_server_reads_otherwise() -> None:
    assert [rule for rule in foldings() if rule.count("=>") != 1 or "\\" in rule or " " in rule] == []
    assert [word for word in overrides() if not word.isascii() or not word.isalpha()] == []
