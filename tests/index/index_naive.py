"""What a query means, told as simply as can be: the judge of engines and highlights in the tests."""

from __future__ import annotations

from hypothesis import strategies as st

from index.analysis import stem, tokens
from index.query import All, And, Node, Not, Or, Phrase, Same, Word

WORDS = ["perpusnas", "perpustakaan", "nasional", "pnri", "buku", "membaca", "bacaan", "kerja", "sama", "kerjasama"]


def words_of(text: str) -> list[str]:
    return [token.word for token in tokens(text)]


def matches(node: Node, *fields: str) -> bool:
    """Whether the fields (title, body) match."""
    match node:
        case All():
            return True
        case Word(word):
            return any(w == word or stem(w) == stem(word) for field in fields for w in words_of(field))
        case Phrase(words):
            return any(_holds(words_of(field), list(words)) for field in fields)
        case Same(typed, others):
            return matches(typed, *fields) or any(matches(other, *fields) for other in others)
        case And(parts):
            return all(matches(part, *fields) for part in parts)
        case Or(parts):
            return any(matches(part, *fields) for part in parts)
        case Not(part):
            return not matches(part, *fields)


def _holds(words: list[str], wanted: list[str]) -> bool:
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))


@st.composite
def typed_queries(draw: st.DrawFn) -> str:
    """Queries as people type them, all readable."""
    word = st.sampled_from(WORDS)
    phrase = st.lists(word, min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"')
    leaf = st.one_of(word, word, phrase)
    query = st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, min_size=2, max_size=3).map(" ".join),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " OR ".join(parts) + ")"),
            inner.map(lambda part: f"-({part})"),
        ),
        max_leaves=6,
    )
    return draw(query)


TEXTS = st.lists(st.sampled_from([*WORDS, "membacanya", "lain"]), min_size=1, max_size=8).map(" ".join)
