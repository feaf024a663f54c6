"""Watched names and their false friends."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.topics import Topics

DEFAULT = Topics()


@pytest.mark.parametrize(
    "text",
    [
        "Perpusnas",
        "Kepala PERPUSNAS hadir.",
        "Gedung Perpustakaan Nasional di Jalan Merdeka Selatan",
        "Perpustakaan\n   Nasional",
        "perpustakaan\u00a0nasional",
        "Perpustakaan Nasional RI",
        "Perpustakaan Nasional Republik Indonesia (Perpusnas)",
        "PNRI",
        "(PNRI)",
        "the National Library of Indonesia",
        "Perpus\u00adnas",
        "Perpustakaan Nasional Indonesia",
        "Antara Perpustakaan Nasional Federasi Rusia dan Perpustakaan Nasional",
        "Perpustakaan Nasional Malaysia menerima Perpusnas",
        "Ia bekerja di Perpustakaan Nasional. Malaysia adalah tujuan berikutnya.",
        "koleksi Perpustakaan Nasional, Rusia, dan Jepang",
        "buku Perpustakaan Nasional\n\nMalaysia",
    ],
)
def test_mentions(text: str) -> None:
    assert DEFAULT.tag("", text) == ("Perpusnas",)
    assert DEFAULT.tag(text, "") == ("Perpusnas",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Perpustakaan Nasional Federasi Rusia",
        "perpustakaan nasional\nsingapura",
        "Perpustakaan Nasional Prancis dan Perpustakaan Nasional Republik Ceko",
        "Perpustakaan Nasional Republik Rakyat Tiongkok",
        "Perum PNRI mencetak blanko",
        "Perum Percetakan Negara Republik Indonesia (PNRI)",
        "National Library of Australia",
        "Perpustakaan Negara Malaysia",
        "perpusnasional",
        "Perpustakaan. Nasional",
        "PNRIX",
        "Perpustakaan Daerah Nasional",
    ],
)
def test_no_mention(text: str) -> None:
    assert DEFAULT.tag("", text) == ()


def test_a_name_does_not_run_from_title_into_body() -> None:
    assert DEFAULT.tag("Perpustakaan", "Nasional") == ()


def test_names_to_search_for_leave_out_longer_forms() -> None:
    assert DEFAULT.names == ("Perpusnas", "Perpustakaan Nasional", "PNRI", "National Library of Indonesia")


def test_topics_do_not_hide_each_other() -> None:
    topics = Topics(
        {
            "Perpusnas": {"names": ["Perpustakaan Nasional"], "not": ["Perpustakaan Nasional Rusia"]},
            "Rusia": {"names": ["Rusia"]},
            "Buku": {"names": ["buku anak", "buku"]},
        }
    )
    assert topics.tag("Perpustakaan Nasional Rusia", "buku") == ("Buku", "Rusia")
    assert topics.names == ("Perpustakaan Nasional", "Rusia", "buku")


def test_the_longest_false_friend_wins_over_a_name_inside_it() -> None:
    topics = Topics({"A": {"names": ["Dewan Buku", "Buku Kota"], "not": ["Dewan Buku Kota Lama", "Dewan Buku Kota"]}})
    assert topics.tag("", "Dewan Buku Kota Lama") == ()
    assert topics.tag("", "Dewan Buku Kota") == ()
    assert topics.tag("", "Dewan Buku Desa") == ("A",)


def test_no_topics() -> None:
    assert Topics({}).tag("Perpusnas", "Perpusnas") == ()


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"A": ["x"]}, "topics.A: a table is needed"),
        ({"A": {}}, "topics.A.names: at least one name"),
        ({"A": {"names": "x"}}, "topics.A.names: a list of strings"),
        ({"A": {"names": [1]}}, "topics.A.names: a list of strings"),
        ({"A": {"names": ["x"], "not": "y"}}, "topics.A.not: a list of strings"),
        ({"A": {"names": [" -- "]}}, "holds no word"),
        ({"A": {"names": ["x"], "nots": []}}, "unknown key 'nots'"),
        ({"A": {"names": ["x"], "not": ["X"]}}, "'x' is a name and a false friend"),
    ],
)
def test_bad_table_is_one_sentence(config: Any, says: str) -> None:
    with pytest.raises(ValueError, match="topics") as error:
        Topics(config)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_tagged_without_error(title: str, body: str) -> None:
    assert DEFAULT.tag(title, body + " Perpusnas") == ("Perpusnas",)
    assert set(DEFAULT.tag(title, body)) <= {"Perpusnas"}


def test_long_texts() -> None:
    for text in ("perpustakaan " * 20_000, "\n " * 500_000, "\n" * 1_000_000, "perpustakaan nasional rusia " * 10_000):
        assert DEFAULT.tag("", text) == ()
