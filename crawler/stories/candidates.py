"""Which pairs are worth comparing: articles that share rare words, and enough of them.

Of each article the rarest words that another one has too; articles are laid beside each other by each of these words,
ordered by day, and meet their nearest there. So a word that many articles have connects each of them to few, and the
work grows with the number of articles, whatever they hold. Bitmaps of their words then tell which of those that met
may reach the bar; none that does is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.stories.sieve import TOGETHER, Rare, Sieve
from crawler.stories.signature import Signature
from crawler.stories.words import Ints, Numbers

KEYS = 40  # rarest known words of an article: 20 connect every true pair in one language, 40 across languages
RARE = 32  # words of fewer articles are equally rare
NEIGHBOURS = 16  # articles met along one word, on either side
FEWEST_SHARED = 2  # rare words shared by a pair that is worth comparing
CHUNK = 50_000  # articles looked at together: bounds memory
_FOLD = 1 << 22  # counters of words; two words on one counter only look a little less rare


class Texts:
    """The words of many articles, as arrays; ``known`` are the everyday words."""

    def __init__(self, known: AbstractSet[int]) -> None:
        self.sieve = Sieve(known)
        self.rare: list[Rare] = []  # of so many articles together
        self.order: list[Ints] = []
        self.count = 0
        self._waiting: list[Signature] = []

    def add(self, text: Signature) -> None:
        """One more article."""
        self._waiting.append(text)
        if len(self._waiting) == TOGETHER:
            self._read()

    def settle(self) -> None:
        """Read the articles that wait."""
        if self._waiting:
            self._read()
        self.sieve.settle()

    def _read(self) -> None:
        rare = self.sieve.add(self._waiting)
        # near in this order are texts of a day, and among them those with the same lowest words
        words = np.sort(rare.owner << 32 | rare.words)
        ends = np.cumsum(np.bincount(rare.owner, minlength=len(self._waiting)))
        first, last = np.concatenate([[0], ends[:-1]]), np.maximum(ends - 1, 0)
        words = np.append(words, 0)
        days = [text.day or 0 for text in self._waiting]
        self.order.append(np.array([days, words[np.minimum(first, last)], words[np.minimum(first + 1, last)]]))
        self.rare.append(rare)
        self.count += len(self._waiting)
        self._waiting = []


def pairs(texts: Texts) -> Iterator[tuple[int, int]]:
    """Pairs of articles worth comparing, as their places (lower, higher) in the order they were added."""
    texts.settle()
    total = texts.count
    if total < 2:
        return
    owners, keys = _keys(texts.rare)
    rank = np.empty(total, dtype=np.int64)
    rank[np.lexsort(np.concatenate(texts.order, axis=1)[::-1])] = np.arange(total)
    arranged = np.lexsort((rank[owners], keys))
    owners, keys = owners[arranged], keys[arranged]
    for start in range(0, total, CHUNK):
        met, shared = np.unique(_meetings(owners, keys, start, start + CHUNK, total), return_counts=True)
        met = met[shared >= FEWEST_SHARED]
        for some in range(0, len(met), CHUNK):
            low, high = np.divmod(met[some : some + CHUNK], total)
            worth = texts.sieve.worth(low, high)
            yield from zip(low[worth].tolist(), high[worth].tolist(), strict=True)


def _keys(texts: list[Rare]) -> tuple[Ints, Numbers]:
    """The owner and the word of each key, half of them names and numbers where there are so many."""
    counts = _counted([some.words for some in texts])
    owners, keys = [], []
    for place, some in enumerate(texts):
        count = counts[_folded(some.words)]
        kept = count > 1
        owner, word, fact, count = some.owner[kept], some.words[kept], some.facts[kept], count[kept]
        # by number among equally rare words: by rarity alone an article with a twin would keep only their common words
        arranged = np.lexsort((word, count // RARE, fact, owner))
        owner, word, fact = owner[arranged], word[arranged], fact[arranged]
        group = 2 * owner + fact
        rarity = np.arange(len(owner)) - np.searchsorted(group, group)
        others = np.bincount(group, minlength=2 * TOGETHER)[group ^ 1]
        taken = rarity < KEYS - np.minimum(KEYS // 2, others)
        owners.append(owner[taken] + place * TOGETHER)
        keys.append(word[taken])
    return np.concatenate(owners), np.concatenate(keys)


def frequent(words: list[Numbers], bar: float) -> set[int]:
    """The words that more than so many of the articles have."""
    counts = _counted(words)
    found: set[int] = set()
    for start in range(0, len(words), CHUNK):
        some = np.concatenate(words[start : start + CHUNK])
        found.update(np.unique(some[counts[_folded(some)] > bar]).tolist())
    return found


def _counted(words: list[Numbers]) -> NDArray[np.int32]:
    """In how many articles each word is, by its folded number."""
    counts = np.zeros(_FOLD, dtype=np.int32)
    for start in range(0, len(words), CHUNK):
        counts += np.bincount(_folded(np.concatenate(words[start : start + CHUNK])), minlength=_FOLD).astype(np.int32)
    return counts


def _folded(words: Numbers) -> Numbers:
    return words & np.uint32(_FOLD - 1)


def _meetings(owners: Ints, keys: Numbers, low: int, high: int, total: int) -> Ints:
    """Every meeting of two articles along a word, the lower one in [low, high), as lower * total + higher."""
    found: list[Any] = [np.empty(0, dtype=np.int64)]
    for apart in range(1, min(NEIGHBOURS, len(keys) - 1) + 1):
        same = np.flatnonzero(keys[:-apart] == keys[apart:])
        one, other = owners[same], owners[same + apart]
        lower, higher = np.minimum(one, other), np.maximum(one, other)
        mine = (lower >= low) & (lower < high)
        found.append(lower[mine] * total + higher[mine])
    return np.concatenate(found)
