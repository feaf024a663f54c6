"""Two texts beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.stories.sides import side_by_side

LEFT = (
    "Perahu pustaka singgah di tujuh desa, Senin (13/3/2023). Warga meminjam 640 buku.\n\n"
    "“Bukunya kami bawa ke hulu,” kata Rustam. Pelayaran berikut berangkat bulan depan."
)
RIGHT = (
    "Warga meminjam 640 buku dari perahu itu. Tujuh desa disinggahi perahu pustaka, Senin (13/3/2023).\n\n"
    "“Bukunya kami bawa ke hulu,” kata Rustam Effendi.\n\nPemerintah kabupaten menanggung bahan bakarnya."
)


def told(pieces):
    return " ".join(text for text, _ in pieces)


def test_sentences_that_answer_each_other_stand_on_one_row() -> None:
    rows = [(told(row.left), told(row.right)) for row in side_by_side(LEFT, RIGHT)]
    assert ("Warga meminjam 640 buku.", "Warga meminjam 640 buku dari perahu itu.") in rows
    assert ("", "Pemerintah kabupaten menanggung bahan bakarnya.") in rows
    assert ("Pelayaran berikut berangkat bulan depan.", "") in rows


def test_words_that_differ_are_marked() -> None:
    row = next(row for row in side_by_side(LEFT, RIGHT) if "Rustam" in told(row.left))
    assert [text for text, marked in row.right if marked] == ["Rustam Effendi."]
    assert not row.same


def test_equal_texts_have_nothing_marked() -> None:
    assert all(row.same for row in side_by_side(LEFT, LEFT))


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_sentence_is_lost_or_doubled(left: str, right: str) -> None:
    rows = side_by_side(left, right)
    assert sorted(" ".join(told(row.left) for row in rows if row.left).split()) == sorted(left.split())
    assert " ".join(told(row.right) for row in rows if row.right).split() == right.split()
