"""Words, signatures, comparison and clusters by themselves."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.stories import Signature, StoryArticle, compare, signature
from crawler.stories.cluster import cluster, components
from crawler.stories.words import words

REPORT = (
    "Perpustakaan Desa Sukamaju di Kabupaten Lembayung menerima 1.250 buku dari Yayasan Pelita Aksara, Senin "
    "(3/3/2025). Kepala Desa Harjo Winoto menuturkan buku itu akan dipinjamkan berkeliling memakai gerobak. "
    "“Anak-anak kami sudah lama menunggu bacaan baru yang layak,” kata Harjo. Ketua yayasan, Mirah Andaryani, "
    "berjanji datang kembali pada Oktober untuk melihat hasilnya dan menambah rak."
)
ELSEWHERE = (
    REPORT.replace("Sukamaju", "Tanjungsari")
    .replace("Lembayung", "Karangwangi")
    .replace("Harjo", "Broto")
    .replace("Winoto", "Sutikno")
    .replace("1.250", "860")
    .replace("Pelita Aksara", "Obor Pustaka")
    .replace("Mirah Andaryani", "Ninuk Prabasari")
)
CUT = REPORT.partition(" Ketua yayasan")[0] + " Acara ditutup dengan makan bersama warga di balai."


def signed(body: str, **known: object) -> Signature:
    return signature(StoryArticle("a", body, **known))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rp721,6 miliar", "rp721.6 MILIAR"),
        ("10.000", "10,000"),
        ("“kata”—dia", "kata dia"),
        ("tukar-menukar", "Tukar menukar"),
    ],
)
def test_words_without_case_and_punctuation(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_names_are_capitals_that_never_stand_small() -> None:
    one = signed("Buku itu milik Harjo. Itu buku baru, kata Harjo pada 2025 di rumah nomor 17.")
    assert one.facts == set(words("Harjo 2025 17"))
    assert (one.counts.names, one.counts.numbers, one.counts.years) == (1, 1, 1)


def test_a_text_in_capitals_tells_no_names() -> None:
    assert not signed(REPORT.upper()).facts & set(words("Harjo"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.none() | st.integers(1, 900_000), st.none() | st.text(max_size=8))
def test_a_signature_survives_the_database(body: str, day: int | None, source: str | None) -> None:
    one = signature(StoryArticle("a", body, day=day, source=source))
    assert Signature.from_bytes(one.to_bytes()) == one


@pytest.mark.parametrize("kept", [b"", b"short", signed(REPORT).to_bytes()[:-1]])
def test_bytes_that_are_no_signature_are_refused(kept: bytes) -> None:
    with pytest.raises(ValueError, match="regroup"):
        Signature.from_bytes(kept)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([REPORT, ELSEWHERE, CUT]), st.sampled_from([REPORT, ELSEWHERE, CUT]), st.integers(0, 400))
def test_comparing_is_symmetric(one: str, other: str, days: int) -> None:
    a, b = signed(one, day=1_000, source="x"), signed(other, day=1_000 + days, source="y")
    assert compare(a, b) == compare(b, a)


@pytest.mark.parametrize("least", [-1999, 1])
def test_the_same_words_about_another_place_are_another_story(least: int) -> None:
    link = compare(signed(REPORT), signed(ELSEWHERE), least)
    assert link is None or link.weight <= 0


def test_a_cut_text_is_one_story_and_keeps_its_evidence() -> None:
    link = compare(signed(REPORT, source="x"), signed(CUT, source="y"))
    assert link is not None
    assert link.weight > 0
    assert (link.relation, link.quotes) == ("reprint", 1)


def test_one_outlet_must_say_nearly_the_same() -> None:
    assert (link := compare(signed(REPORT, source="x"), signed(CUT, source="x"))) is None or link.weight <= 0


def test_the_same_event_in_another_year_is_another_story() -> None:
    later = REPORT.replace("3/3/2025", "2/3/2026").replace("1.250", "1.400")
    near, far = (compare(signed(CUT, day=10), signed(later, day=10 + days)) for days in (1, 365))
    assert near is not None
    assert near.weight > 0
    assert far is None or far.weight <= 0


def test_clusters_do_not_depend_on_the_order_of_links() -> None:
    weights = {(0, 1): 900, (1, 2): 900, (0, 2): -2000, (2, 3): 900, (1, 3): 100, (0, 3): -2000}
    found = {str(cluster([0, 1, 2, 3], dict(pairs))) for pairs in permutations(weights.items())}
    assert len(found) == 1


def test_one_link_does_not_bridge_two_groups() -> None:
    apart = {(a, b): -2000 for a in (0, 1) for b in (3, 4)}
    weights = {(0, 1): 1500, (3, 4): 1500, (0, 2): 1200, (1, 2): 1200, (2, 3): 1000, (2, 4): 1000} | apart
    assert components(weights) == [[0, 1, 2, 3, 4]]
    assert cluster([0, 1, 2, 3, 4], weights) == [[0, 1, 2], [3, 4]]
