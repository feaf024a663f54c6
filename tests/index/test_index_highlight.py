from __future__ import annotations

from hypothesis import given, settings
from index_naive import TEXTS, matches, typed_queries

from index.highlight import FRAGMENT, MAX_FRAGMENTS, highlight
from index.query import Not, parse_query


def marked(query: str, title: str, body: str) -> list[tuple[str, list[str]]]:
    found = highlight(parse_query(query), title, body)
    return [(one.field, [one.text[start:end] for start, end in one.spans]) for one in found]


def test_marks_the_words_in_the_original_text() -> None:
    assert marked("perpustakaan rusia", "Dua Perpustakaan", "Di RUSIA, kata Perpustakaan-nya.") == [
        ("title", ["Perpustakaan"]),
        ("body", ["RUSIA", "Perpustakaan"]),
    ]


def test_marks_what_matched_by_stem() -> None:
    assert marked("membaca", "Minat baca naik", "Bacaan anak; pembaca muda dibacakan cerita.") == [
        ("title", ["baca"]),
        ("body", ["Bacaan", "pembaca", "dibacakan"]),
    ]


def test_marks_the_other_names_whole() -> None:
    assert marked("perpusnas", "Kepala Perpustakaan Nasional RI", "PNRI atau Perpusnas. Nasional saja tidak.") == [
        ("title", ["Perpustakaan Nasional RI"]),
        ("body", ["PNRI", "Perpusnas"]),
    ]


def test_marks_a_phrase_only_where_it_stands() -> None:
    body = "Kerja keras, sama rata; kerja sama, kerja, sama saja."
    assert marked('"kerja sama"', "", body) == [("body", ["kerja sama", "kerja, sama"])]


def test_marks_accents_and_apostrophes_with_their_word() -> None:
    assert marked("jumat quran", "Jum’at", "Al-Qur'an; qur\u00adan") == [
        ("title", ["Jum’at"]),
        ("body", ["Qur'an", "qur\u00adan"]),
    ]


def test_marks_nothing_for_everything_or_for_what_is_not_wanted() -> None:
    assert marked("", "Judul", "Isi") == []
    assert marked("-isi", "Judul", "Isi") == []
    assert marked("judul -isi", "Judul", "Isi") == [("title", ["Judul"])]


def test_fragments_are_short_few_in_order_and_show_the_most() -> None:
    fill = [f"kalimat panjang ke{number} tanpa arti " * 15 for number in range(5)]
    paragraphs = [f"{fill[0]}rusia", fill[1], f"rusia dan perpustakaan {fill[2]}", f"{fill[3]}rusia {fill[4]}"]
    body = "\n\n".join(paragraphs)
    found = highlight(parse_query("perpustakaan rusia"), "", body)
    assert len(found) == MAX_FRAGMENTS
    assert any({one.text[s:e] for s, e in one.spans} == {"rusia", "perpustakaan"} for one in found)
    places = [body.index(one.text) for one in found]
    assert places == sorted(places)
    for one in found:
        assert len(one.text) <= FRAGMENT + 20
        assert "\n" not in one.text
        assert one.text == one.text.strip()


def test_a_hostile_body_is_marked_in_bounded_work() -> None:
    found = highlight(parse_query("a"), "", "a " * 200_000)
    assert len(found) == MAX_FRAGMENTS


@settings(max_examples=150, deadline=None)
@given(typed_queries(), TEXTS, TEXTS)
def test_spans_lie_inside_are_sorted_and_stand_where_the_query_matches(query: str, title: str, body: str) -> None:
    node = parse_query(query)
    body = body.replace("buku", "buku\n\nlalu")
    found = highlight(node, title, body)
    for one in found:
        assert one.text == title if one.field == "title" else one.text in body
        end = 0
        for span in one.spans:
            assert end <= span[0] < span[1] <= len(one.text)
            end = span[1]
        assert one.spans
    if matches(node, title, body) and not isinstance(node, Not) and "-" not in query:
        assert found
