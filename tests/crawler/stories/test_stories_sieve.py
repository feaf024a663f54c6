"""Pairs left out before they are compared are none that would be joined."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.stories import Signature, StoryArticle, compare, signature
from crawler.stories.candidates import Texts, frequent, pairs
from crawler.stories.sieve import Sieve
from crawler.stories.signature import signatures
from crawler.stories.words import common, told
from edition.stories import tellings

EVERYDAY = [
    "yang",
    "dan",
    "di",
    "ke",
    "dari",
    "untuk",
    "dengan",
    "pada",
    "dalam",
    "ini",
    "itu",
    "oleh",
    "akan",
    "juga",
    "sudah",
]
NAMES = [f"{place}ang" for place in "Bdglmnprstw"] + [str(number) for number in range(2015, 2030)]
PLAIN = [f"{first}{middle}{last}" for first in "bdgklm" for middle in "aiu" for last in ("kar", "pus", "tol")]
SAID = ' "buku ini dibaca oleh semua orang di sana," '
WORDS = st.sampled_from([*EVERYDAY, *NAMES, *PLAIN, *PLAIN, SAID])
BODIES = st.lists(WORDS, min_size=5, max_size=90).map(" ".join)


def bounds(texts: list[Signature]) -> dict[tuple[int, int], bool]:
    sieve = Sieve(common())
    sieve.add(texts)
    sieve.settle()
    both = list(combinations(range(len(texts)), 2))
    low, high = np.array(both, dtype=np.int64).T
    return dict(zip(both, sieve.worth(low, high).tolist(), strict=True))


def kept(texts: list[Signature]) -> None:
    for (a, b), worth in bounds(texts).items():
        assert worth or compare(texts[a], texts[b], least=1) is None or texts[a].digest == texts[b].digest


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(BODIES, st.none() | st.integers(1, 12)), min_size=2, max_size=6))
def test_no_pair_that_would_be_joined_is_left_out(made: list[tuple[str, int | None]]) -> None:
    kept([signature(StoryArticle("a", body, day=day)) for body, day in made])


def test_nor_any_of_the_edition() -> None:
    texts = list(signatures(StoryArticle(t.url, t.body, day=t.published.date().toordinal()) for t in tellings()))
    kept(texts)
    found = Texts(common())
    for text in texts:
        found.add(text)
    met = set(pairs(found))
    joined = {
        pair
        for pair in combinations(range(len(texts)), 2)
        if (link := compare(texts[pair[0]], texts[pair[1]], least=1)) and link.similarity < 1
    }
    assert joined <= met
    assert len(met) < len(texts) * 20


PARTS = st.sampled_from(
    [
        *'aBZ019.,!"“” \0éğ字ß\u00a0\u2019\u2070\u206f\u3000\u3001\ud800',
        *["19", "20", "2024", "10.000", "yang", "Yang", "YANG", "BUDI", "budi"],
    ]
)
TEXTS = st.text(max_size=200) | st.lists(PARTS, max_size=150).map("".join) | BODIES


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_many_texts_are_read_as_each_by_itself(bodies: list[str]) -> None:
    articles = [StoryArticle(str(at), body) for at, body in enumerate(bodies)]
    assert list(signatures(articles)) == [signature(article) for article in articles]
    assert [len(told([body]).numbers) for body in bodies] == np.diff(told(bodies).ends, prepend=0).tolist()


def test_different_words_have_different_numbers() -> None:
    made = [f"kata{first:x}z{second:o}" for first in range(120) for second in range(90)]
    made += ["a" * length for length in range(1, 128)] + [str(number) for number in range(2_000)]
    assert len(set(told([" ".join(made)]).numbers.tolist())) == len(made)


def test_words_that_many_have_are_frequent() -> None:
    texts = [np.array([1, 2, 10 + at], dtype=np.uint32) for at in range(9)] + [np.array([2], dtype=np.uint32)]
    assert frequent(texts, 8) == {1, 2}
    assert frequent(texts, 9) == {2}
