from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_naive import typed_queries

from index import query
from index.query import All, And, Node, Not, Or, Phrase, QueryError, Same, Word, parse_query, words_in_order

A, B, C = Word("alfa"), Word("beta"), Word("gama")
NOTA = Same(Phrase(("siaran", "pers")), (Phrase(("press", "release")), Phrase(("rilis", "pers"))))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", All()),
        ('  ""  ', All()),
        ("alfa", A),
        ("Alfa BETA", And((A, B))),
        ("alfa AND beta", And((A, B))),
        ("alfa OR beta gama", Or((A, And((B, C))))),
        ("alfa or beta", And((A, Word("or"), B))),
        ("(alfa OR beta) gama", And((Or((A, B)), C))),
        ("alfa -beta", And((A, Not(B)))),
        ("-alfa", Not(A)),
        ("alfa --beta", And((A, Not(B)))),
        ('-"alfa beta"', Not(Phrase(("alfa", "beta")))),
        ("-(alfa OR beta)", Not(Or((A, B)))),
        ("-perpusnas", Not(Word("perpusnas"))),
        ("alfa - beta", And((A, B))),
        ("alfa-beta", Phrase(("alfa", "beta"))),
        ("alfa,beta", Phrase(("alfa", "beta"))),
        ("alfa-alfa", A),
        ('"alfa"', Phrase(("alfa",))),
        ("“alfa beta”", Phrase(("alfa", "beta"))),
        ('alfa"beta"gama', And((A, Phrase(("beta",)), C))),
        ("yang alfa di beta", And((A, B))),
        ('"yang di alfa"', Phrase(("yang", "di", "alfa"))),
        ("yang dan", All(("yang", "dan"))),
        ("alfa OR yang", A),
        ("-yang alfa", A),
        ("alfa & beta ?", And((A, B))),
        ('alfa ""', A),
        ("siaran-pers", NOTA),
        ("((((alfa))))", A),
    ],
)
def test_reads(text: str, node: Node) -> None:
    assert parse_query(text) == node


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ('alfa "beta', 6, "never closed"),
        ("“alfa", 1, "never closed"),
        ("(alfa", 1, "never closed"),
        ("(alfa (beta)", 1, "never closed"),
        ("alfa) beta", 5, "no opening"),
        ("alfa ()", 6, "empty"),
        ("OR", 1, "nothing on one of its sides"),
        ("OR alfa", 1, "nothing on one of its sides"),
        ("alfa OR", 6, "nothing on one of its sides"),
        ("alfa OR OR beta", 6, "nothing on one of its sides"),
        ("(alfa OR) beta", 7, "nothing on one of its sides"),
        ("(OR alfa)", 2, "nothing on one of its sides"),
        ("???", 1, "no letter or digit"),
        ("-", 1, "no letter or digit"),
        ("a" * 2001, 2001, "longer than 2,000"),
        ("a " * 101, 1, "more than 100 words"),
        ("(" * 21 + "a" + ")" * 21, 21, "more than 20 parentheses"),
    ],
)
def test_refuses_in_one_sentence(text: str, position: int, told: str) -> None:
    with pytest.raises(QueryError, match=told) as error:
        parse_query(text)
    assert error.value.position == position
    assert "\n" not in str(error.value)


def test_a_short_name_stands_for_the_long_ones() -> None:
    node = parse_query("perpusnas")
    assert isinstance(node, Same)
    assert node.typed == Word("perpusnas")
    assert {" ".join(other.words) for other in node.others} == {
        "pnri",
        "perpustakaan nasional",
        "perpustakaan nasional ri",
        "perpustakaan nasional republik indonesia",
    }


def test_a_long_name_stands_for_the_short_ones_and_its_words_may_stand_apart() -> None:
    node = parse_query("rusia perpustakaan nasional")
    assert isinstance(node, And)
    assert node.parts[0] == Word("rusia")
    name = node.parts[1]
    assert isinstance(name, Same)
    assert name.typed == And((Word("perpustakaan"), Word("nasional")))
    assert Phrase(("perpusnas",)) in name.others


def test_a_name_may_hold_stop_words() -> None:
    node = parse_query("kementerian pendidikan dan kebudayaan")
    assert isinstance(node, Same)
    assert node.typed == And((Word("kementerian"), Word("pendidikan"), Word("kebudayaan")))


def test_a_name_inside_a_phrase_is_replaced_there() -> None:
    node = parse_query('"kepala perpusnas"')
    assert isinstance(node, Same)
    assert Phrase(("kepala", "perpustakaan", "nasional")) in node.others


def test_names_do_not_multiply_without_end() -> None:
    node = parse_query('"' + "pnri " * 90 + '"')
    assert isinstance(node, Same)
    assert len(node.others) == query.MAX_PHRASES


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab "()-“”OR AND yang\u0000é&'), max_size=40))
def test_any_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        node = parse_query(text)
    except QueryError as error:
        assert 1 <= error.position <= len(text)
    else:
        assert hash(node) == hash(parse_query(text))


@settings(max_examples=100, deadline=None)
@given(typed_queries())
def test_more_parentheses_change_nothing(text: str) -> None:
    node = parse_query(text)
    assert parse_query(f"({text})") == node
    assert parse_query(f"  {text} -") == node


def test_words_in_order() -> None:
    assert words_in_order(parse_query("kerja sama rusia -buku")) == ("kerja", "sama", "rusia")
    assert words_in_order(parse_query("alfa")) == ("alfa",)
    assert words_in_order(parse_query("alfa OR beta")) == ()
    assert words_in_order(parse_query('alfa "beta gama"')) == ()
    assert words_in_order(parse_query("")) == ()
