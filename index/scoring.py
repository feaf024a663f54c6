"""What counts how much: the one table of weights, which every engine turns into its own clauses.

A word is looked for in title and body, itself and by its stem, and scores by its best field (BM25 with idf) and a
little for the others. Texts are indexed as ``title``, ``title_stem``, ``body`` and ``body_stem``.
"""

from __future__ import annotations

from typing import NamedTuple

from index.analysis import stem
from index.engine import Request
from index.query import Node, Phrase, Same, Word, words_in_order

TIE = 0.1  #: how much of their scores the fields add that are not the best one
_TITLE, _TITLE_STEM, _BODY, _BODY_STEM = 4.0, 2.0, 1.5, 1.0
_OTHER_NAME = 0.3  # what was typed stands above its synonyms, also where nearly every article has it and they are rare
_NEAR = 0.5  # the words of a query near one another and in order
_NEAR_WORDS = 8  # of more words nobody expects that


class Clause(NamedTuple):
    """Words side by side in a field, with ``slop`` moves allowed, times ``boost``."""

    field: str
    words: tuple[str, ...]
    boost: float
    slop: int = 0


def clauses(leaf: Word | Phrase) -> tuple[Clause, ...]:
    """Where a leaf of the query is looked for: any of these will do."""
    if isinstance(leaf, Phrase):
        return Clause("title", leaf.words, _TITLE), Clause("body", leaf.words, _BODY)
    word, root = (leaf.word,), (stem(leaf.word),)
    return (
        Clause("title", word, _TITLE),
        Clause("title_stem", root, _TITLE_STEM),
        Clause("body", word, _BODY),
        Clause("body_stem", root, _BODY_STEM),
    )


def weight(same: Same, other: Phrase) -> float:
    """The boost of another name: a longer one would else score higher, word by word, than what was typed."""
    return _OTHER_NAME * len(_typed(same.typed)) / len(other.words)


def near(request: Request) -> tuple[Clause, ...]:
    """What a request of several words may score on top, when they stand near one another."""
    words = words_in_order(request.node)
    if request.sort != "score" or not 1 < len(words) <= _NEAR_WORDS:
        return ()
    slop = 2 * len(words)
    return Clause("title", words, _TITLE * _NEAR, slop), Clause("body", words, _BODY * _NEAR, slop)


def _typed(node: Node) -> tuple[str, ...]:
    return node.words if isinstance(node, Phrase) else words_in_order(node)
