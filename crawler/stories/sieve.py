"""What very many pairs of articles can reach at most, told by bitmaps: ``compare`` never finds more.

A word sets a bit of its article's bitmap; two words on one bit hide each other, and how many an article has hidden is
known. So the words of two articles can share no more than their bits do, and those the smaller number hidden.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crawler.stories.compare import (
    BAR,
    FACTS,
    FACTS_FEW,
    FACTS_USUAL,
    FAR,
    FAR_DAYS,
    FEWEST,
    FEWEST_RARE,
    LANGUAGE,
    NEAR,
    NEAR_DAYS,
    QUOTED,
    UNKNOWN,
)
from crawler.stories.signature import Signature
from crawler.stories.words import NAME, NUMBER, YEAR, Ints, Numbers, within

TOGETHER = 500  # articles read in one step
_RARE, _NAMES, _NUMBERS, _QUOTES = 4096, 512, 256, 64  # bits
_NO_DAY = -1_000_000

Bits = NDArray[np.uint64]
Floats = NDArray[np.float64]


class Rare(NamedTuple):
    """The words beyond the everyday ones of some articles: whose they are, and whether they are names or numbers."""

    owner: Ints
    words: Numbers
    facts: Ints


class Column:
    """A set of words of each article, as bitmaps."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.bits: Bits = np.empty((0, width // 64), dtype=np.uint64)
        self.sizes: Ints = np.empty(0, dtype=np.int64)
        self.hidden: Ints = np.empty(0, dtype=np.int64)
        self._parts: list[tuple[Bits, Ints]] = []

    def add(self, owner: Ints, words: NDArray[Any], count: int) -> None:
        """The words of so many more articles."""
        bits = np.zeros((count, self.width), dtype=np.bool_)
        bits[owner, words % self.width] = True
        self._parts.append((np.packbits(bits, axis=1).view(np.uint64), np.bincount(owner, minlength=count)))

    def settle(self) -> None:
        """Put together what was added."""
        self.bits = np.concatenate([self.bits, *(bits for bits, _ in self._parts)])
        self.sizes = np.concatenate([self.sizes, *(sizes for _, sizes in self._parts)])
        self.hidden = self.sizes - _counts(self.bits)
        self._parts = []

    def shared(self, low: Ints, high: Ints) -> Ints:
        """How many words the articles of each pair share at most."""
        most = _counts(self.bits[low] & self.bits[high]) + np.minimum(self.hidden[low], self.hidden[high])
        return np.minimum(most, self.fewer(low, high))

    def fewer(self, low: Ints, high: Ints) -> Ints:
        """How many words the article of each pair that has fewer has."""
        return np.minimum(self.sizes[low], self.sizes[high])


class Sieve:
    """Articles as bitmaps; ``known`` are the everyday words."""

    def __init__(self, known: AbstractSet[int]) -> None:
        self.known = np.sort(np.fromiter(known, dtype=np.uint32, count=len(known)))
        self.rare, self.names, self.numbers, self.quotes = map(Column, (_RARE, _NAMES, _NUMBERS, _QUOTES))
        self.everyday = Column(-(-len(self.known) // 64) * 64)  # a bit for each word: none is hidden
        self.days: list[int] = []

    def add(self, texts: list[Signature]) -> Rare:
        """Some more articles, put at the end; gives their rare words."""
        count, sizes = len(texts), [len(text.words) for text in texts]
        words = np.concatenate([np.frombuffer(text.words, dtype=np.uint32) for text in texts])
        marks = np.frombuffer(b"".join(text.marks for text in texts), dtype=np.uint8)
        owner = np.repeat(np.arange(count), sizes)
        everyday = within(words, self.known)
        self.everyday.add(owner[everyday], np.searchsorted(self.known, words[everyday]), count)
        for column, chosen in (
            (self.rare, ~everyday),
            (self.names, marks & NAME != 0),
            (self.numbers, marks & (NUMBER | YEAR) == NUMBER),
        ):
            column.add(owner[chosen], words[chosen], count)
        quotes = np.concatenate([np.frombuffer(text.quotes, dtype=np.uint32) for text in texts])
        self.quotes.add(np.repeat(np.arange(count), [len(text.quotes) for text in texts]), quotes, count)
        self.days += [_NO_DAY if text.day is None else text.day for text in texts]
        facts = (marks[~everyday] & (NAME | NUMBER) != 0).astype(np.int64)
        return Rare(owner[~everyday], words[~everyday], facts)

    def settle(self) -> None:
        """Put together what was added."""
        for column in (self.rare, self.names, self.numbers, self.quotes, self.everyday):
            column.settle()
        self.at = np.array(self.days, dtype=np.int64)

    def worth(self, low: Ints, high: Ints) -> NDArray[np.bool_]:
        """Whether the articles of each pair may be one story."""
        shared = self.rare.shared(low, high)
        size = np.sqrt(np.maximum(self.rare.sizes[low] * self.rare.sizes[high], 1))
        likeness = 2 * (shared - np.sqrt(shared)) / size  # all in the same order
        bar = BAR + LANGUAGE * self._language(low, high) + self._by_time(low, high)
        bar -= np.where(self.quotes.shared(low, high) > 0, QUOTED, 0)
        for column in (self.names, self.numbers):
            fewer = column.fewer(low, high)
            bar -= FACTS * (column.shared(low, high) - FACTS_USUAL * fewer) / (fewer + FACTS_FEW)
        worth: NDArray[np.bool_] = (shared >= FEWEST_RARE) & (likeness > bar)
        return worth

    def _language(self, low: Ints, high: Ints) -> Floats:
        here, there = self.everyday.sizes[low], self.everyday.sizes[high]
        size = np.sqrt(np.maximum(here, FEWEST) * np.maximum(there, FEWEST))
        unknown = np.maximum(here, there) < FEWEST
        return np.where(unknown, UNKNOWN, self.everyday.shared(low, high) / size)

    def _by_time(self, low: Ints, high: Ints) -> Floats:
        days = np.abs(self.at[low] - self.at[high])
        known = (self.at[low] != _NO_DAY) & (self.at[high] != _NO_DAY)
        return np.where(known & (days <= NEAR_DAYS), -NEAR, np.where(known & (days > FAR_DAYS), FAR, 0.0))


def _counts(bits: Bits) -> Ints:
    counts: Ints = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
    return counts
