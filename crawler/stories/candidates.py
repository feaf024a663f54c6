"""Which pairs are worth comparing: articles that share rare words, and enough words at all.

Of each article the rarest words that another one has too; articles are laid beside each other by each of these words,
ordered by day, and meet their nearest there. So a word that many articles have connects each of them to few, and the
work grows with the number of articles, whatever they hold. Bitmaps of their words then tell which pairs to compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEYS = 40  # rarest known words of an article: 20 connect every true pair in one language, 40 across languages
RARE = 32  # words of fewer articles are equally rare
NEIGHBOURS = 16  # articles met along one word, on either side
FEWEST_SHARED = 2  # rare words shared by a pair that is worth comparing, and across languages:
FOREIGN_SHARED = 3
LIKE, FOREIGN = 0.24, 0.25  # likeness of bitmaps that is worth comparing; of everyday words, below it two languages
CHUNK = 50_000  # articles looked at together: bounds memory
_FOLD = 1 << 22  # counters of words; two words on one counter only look a little less rare
_BITS, _EVERYDAY_BITS = 2048, 512

Ints = NDArray[np.int64]
Words = NDArray[np.uint32]
Bitmaps = NDArray[np.uint64]


class Texts:
    """The words of many articles, as arrays. ``common`` words connect nothing, ``known`` ones tell the language."""

    def __init__(self, common: AbstractSet[int], known: AbstractSet[int]) -> None:
        self.common, self.known = _sorted(common), _sorted(known)
        self.rare: list[Words] = []
        self.order: list[tuple[int, int, int]] = []
        self.bits: list[Bitmaps] = []
        self.everyday: list[Bitmaps] = []
        self._waiting: list[Words] = []

    def __len__(self) -> int:
        return len(self.order)

    def add(self, words: Words, day: int) -> None:
        """One more article: its different words, its day (0 where unknown)."""
        self.order.append((day, 0, 0))
        self._waiting.append(words)
        if len(self._waiting) == 1_000:
            self.settle()

    def settle(self) -> None:
        """Read the articles that wait."""
        if not self._waiting:
            return
        sizes = [len(words) for words in self._waiting]
        words = np.concatenate(self._waiting)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        everyday, common = _within(words, self.known), _within(words, self.common)
        self.bits.append(_bitmaps(owner, words, len(sizes), _BITS))
        self.everyday.append(_bitmaps(owner[everyday], words[everyday], len(sizes), _EVERYDAY_BITS))
        ends = np.cumsum(np.bincount(owner[~common], minlength=len(sizes)))
        rare = np.split(words[~common], ends[:-1])
        first = len(self.order) - len(sizes)
        for at, one in enumerate(rare, first):
            # near in this order are texts of a day, and among them those with the same lowest words
            low = np.sort(np.partition(one, 1)[:2] if len(one) > 2 else one).tolist()
            self.order[at] = (self.order[at][0], low[0] if low else 0, low[-1] if low else 0)
        self.rare += rare
        self._waiting = []


def _sorted(words: AbstractSet[int]) -> Words:
    return np.sort(np.fromiter(words, dtype=np.uint32, count=len(words)))


def _within(words: Words, table: Words) -> NDArray[np.bool_]:
    """Which of the words are in a sorted table."""
    found: NDArray[np.bool_] = table[np.minimum(np.searchsorted(table, words), len(table) - 1)] == words
    return found


def _bitmaps(owner: Ints, words: Words, count: int, width: int) -> Bitmaps:
    bits = np.zeros((count, width), dtype=bool)
    bits[owner, words & np.uint32(width - 1)] = True
    return np.packbits(bits, axis=1).view(np.uint64)


def pairs(texts: Texts) -> Iterator[tuple[int, int]]:
    """Pairs of articles worth comparing, as their places (lower, higher) in the order they were added."""
    texts.settle()
    total = len(texts)
    if total < 2:
        return
    owners, keys = _keys(texts.rare)
    rank = np.empty(total, dtype=np.int64)
    rank[np.lexsort(np.array(texts.order, dtype=np.int64).T[::-1])] = np.arange(total)
    arranged = np.lexsort((rank[owners], keys))
    owners, keys = owners[arranged], keys[arranged]
    bits, everyday = np.concatenate(texts.bits), np.concatenate(texts.everyday)
    counts = np.bitwise_count(bits).sum(axis=1, dtype=np.int64), np.bitwise_count(everyday).sum(axis=1, dtype=np.int64)
    for start in range(0, total, CHUNK):
        met, shared = np.unique(_meetings(owners, keys, start, start + CHUNK, total), return_counts=True)
        met, shared = met[shared >= FEWEST_SHARED], shared[shared >= FEWEST_SHARED]
        for some in range(0, len(met), CHUNK):
            low, high = np.divmod(met[some : some + CHUNK], total)
            both = np.bitwise_count(bits[low] & bits[high]).sum(axis=1, dtype=np.int64)
            chance = (counts[0][low] - both) * (counts[0][high] - both) / _BITS
            like = both - chance >= LIKE * np.sqrt(counts[0][low] * counts[0][high])
            daily = np.bitwise_count(everyday[low] & everyday[high]).sum(axis=1, dtype=np.int64)
            foreign = daily <= FOREIGN * np.minimum(counts[1][low], counts[1][high])
            worth = like | (foreign & (shared[some : some + CHUNK] >= FOREIGN_SHARED))
            yield from zip(low[worth].tolist(), high[worth].tolist(), strict=True)


def _keys(words: list[Words]) -> tuple[Ints, Words]:
    """The owner and the word of each key."""
    counts = np.zeros(_FOLD, dtype=np.int32)
    for start in range(0, len(words), CHUNK):
        counts += np.bincount(_folded(np.concatenate(words[start : start + CHUNK])), minlength=_FOLD).astype(np.int32)
    owners, keys = [], []
    for start in range(0, len(words), CHUNK):
        some = words[start : start + CHUNK]
        owner = np.repeat(np.arange(start, start + len(some)), [len(one) for one in some])
        word = np.concatenate(some)
        count = counts[_folded(word)]
        kept = count > 1
        owner, word, count = owner[kept], word[kept], count[kept]
        # by number among equally rare words: by rarity alone an article with a twin would keep only their common words
        arranged = np.lexsort((word, count // RARE, owner))
        owner, word = owner[arranged], word[arranged]
        place = np.arange(len(owner)) - np.searchsorted(owner, owner)
        owners.append(owner[place < KEYS])
        keys.append(word[place < KEYS])
    return np.concatenate(owners), np.concatenate(keys)


def _folded(words: Words) -> Words:
    return words & np.uint32(_FOLD - 1)


def _meetings(owners: Ints, keys: Words, low: int, high: int, total: int) -> Ints:
    """Every meeting of two articles along a word, the lower one in [low, high), as lower * total + higher."""
    found: list[Any] = [np.empty(0, dtype=np.int64)]
    for apart in range(1, min(NEIGHBOURS, len(keys) - 1) + 1):
        same = np.flatnonzero(keys[:-apart] == keys[apart:])
        one, other = owners[same], owners[same + apart]
        lower, higher = np.minimum(one, other), np.maximum(one, other)
        mine = (lower >= low) & (lower < high)
        found.append(lower[mine] * total + higher[mine])
    return np.concatenate(found)
