from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import analysis
from index.stems import overrides
from index.synonyms import longest_synonym, synonyms
from index.wordlists import read_lines

TEXT = st.text(st.one_of(st.characters(), st.sampled_from("aZé'’- ­­́ـ٣ﬁ½ßİ")), max_size=60)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Perpusnas, Jakarta!", ["perpusnas", "jakarta"]),
        ("Jum’at dan Al-Qur'an", ["jumat", "dan", "al", "quran"]),
        ("'kutipan' ‘kecil’", ["kutipan", "kecil"]),
        ("Rp17,76 triliun", ["rp17", "76", "triliun"]),
        ("www.perpusnas.go.id", ["www", "perpusnas", "go", "id"]),
        ("Perpus\u00adtakaan", ["perpustakaan"]),
        ("Café Cafe\u0301", ["cafe", "cafe"]),
        ("naskah_kuno", ["naskah", "kuno"]),
        ("ﬁlologi", ["filologi"]),
        ("— … ***", []),
        ("Библиотека", ["библиотека"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.word for token in analysis.tokens(text)] == words


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_tokens_are_in_order_and_their_place_folds_to_them(text: str) -> None:
    end = 0
    for token in analysis.tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert analysis.fold(text[token.start : token.end]) == token.word
        end = token.end


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_what_is_indexed_is_the_tokens_and_their_stems_at_the_same_places(text: str) -> None:
    words, stems = analysis.terms(text)
    assert words.split() == words.split(" ") if words else stems == ""
    assert words.split() == [token.word for token in analysis.tokens(text)]
    assert stems.split() == [analysis.stem(word) for word in words.split()]


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        TEXT, st.text("aZ9½é²ª'’‘“– _-\u00a0\u00ad\u0085.\n", max_size=30), st.text(st.characters(max_codepoint=255))
    )
)
def test_words_are_counted_as_tokens_are_found(text: str) -> None:
    assert analysis.word_count(text) == len(analysis.tokens(text))


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = analysis.fold(text)
    assert analysis.fold(once) == once
    assert once.isalnum() or not once


def test_a_word_without_end_is_cut() -> None:
    (token,) = analysis.tokens("a" * 100_000)
    assert token.word == "a" * analysis.MAX_TOKEN
    assert token.end == 100_000


SAME_STEM = [
    "menulis penulis tulisan ditulis tertulis menuliskan penulisan",
    "membaca pembaca bacaan dibaca membacakan terbaca",
    "kunjungan pengunjung mengunjungi berkunjung kunjungi dikunjungi",
    "terbit terbitan menerbitkan penerbit diterbitkan penerbitan",
    "mengelola pengelolaan dikelola kelola pengelola",
    "perpustakaan perpustakaannya",
    "pustakawan pustakawannya",
    "berita pemberitaan diberitakan memberitakan beritanya",
    "menteri menterinya",
    "mengatakan dikatakan katanya kata",
    "terjemahan penerjemah menerjemahkan diterjemahkan",
    "koleksi mengoleksi koleksinya",
    "menandatangani ditandatangani penandatanganan tandatangan",
    "digital digitalisasi mendigitalkan",
    "meminjam peminjam pinjaman dipinjam",
    "memproses pemrosesan diproses",
    "himpunan menghimpun terhimpun",
    "naskah naskahnya",
    "sekolah bersekolah sekolahnya",
]


@pytest.mark.parametrize("family", SAME_STEM)
def test_words_of_one_family_share_a_stem(family: str) -> None:
    assert len({analysis.stem(word) for word in family.split()}) == 1


APART = [
    "perpustakaan pustaka pustakawan perpusnas kepustakaan",
    "menteri kementerian",
    "pemuda muda",
    "ketua tua",
    "kepala pala",
    "pemerintah perintah",
    "penghargaan harga",
    "peserta serta",
    "media dia",
    "masalah masa",
    "perusahaan usaha",
    "pengumuman umum",
    "pengadilan adil",
    "perhatian hati",
    "berita ita",
    "naskah nas",
    "selatan selat",
    "relawan rela",
    "pelajaran belajar",
    "direktur rektur",
]


@pytest.mark.parametrize("words", APART)
def test_different_things_keep_different_stems(words: str) -> None:
    assert len({analysis.stem(word) for word in words.split()}) == len(words.split())


def test_a_word_that_is_no_plain_word_is_its_own_stem() -> None:
    assert [analysis.stem(word) for word in ("2024", "covid19", "библиотека", "")] == [
        "2024",
        "covid19",
        "библиотека",
        "",
    ]


def test_every_word_in_the_tables_is_folded_so_that_it_can_match() -> None:
    named = {word for group in synonyms().values() for name in group for word in name}
    for words in (overrides(), overrides().values(), read_lines("stopwords.txt"), named):
        assert [word for word in words if analysis.fold(word) != word] == []


@pytest.mark.parametrize("name", ["stopwords.txt", "roots.txt", "families.txt"])
def test_no_word_stands_twice_in_a_table(name: str) -> None:
    words = [word for line in read_lines(name) for word in line.split()]
    assert sorted(words) == sorted(set(words))


def test_no_name_is_in_two_groups_of_synonyms() -> None:
    names = [name.strip() for line in read_lines("synonyms.txt") for name in line.split(",")]
    assert sorted(names) == sorted(set(names))
    assert all(len(group) > 1 for group in synonyms().values())


def test_the_longest_name_is_found() -> None:
    words = ("kepala", "perpustakaan", "nasional", "republik", "indonesia", "hadir")
    assert [longest_synonym(words, at) for at in range(6)] == [0, 4, 0, 0, 0, 0]
    assert longest_synonym(("perpustakaan", "nasional"), 0) == 2
    assert longest_synonym(("perpustakaan", "daerah"), 0) == 0
