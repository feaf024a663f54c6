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

from crawler.stories.compare import (
    BAR,
    FACTS,
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
from crawler.stories.words import Ints, Numbers, within

KEYS = 40  # rarest known words of an article: 20 connect every true pair in one language, 40 across languages
RARE = 32  # words of fewer articles are equally rare
NEIGHBOURS = 16  # articles met along one word, on either side
FEWEST_SHARED = 2  # rare words shared by a pair that is worth comparing
CHUNK = 50_000  # articles looked at together: bounds memory
_FOLD = 1 << 22  # counters of words; two words on one counter only look a little less rare
_BITS = 2048  # of the bitmap of an article's rare words
_NO_DAY = -1_000_000

Bitmaps = NDArray[np.uint64]


class Texts:
    """The words of many articles, as arrays; ``known`` are the everyday words."""

    def __init__(self, known: AbstractSet[int]) -> None:
        self.known = np.sort(np.fromiter(known, dtype=np.uint32, count=len(known)))
        self.rare: list[Numbers] = []
        self.order: list[tuple[int, int, int]] = []
        self.days: list[int] = []
        self.bits: list[Bitmaps] = []
        self.everyday: list[Bitmaps] = []
        self._waiting: list[Numbers] = []

    def __len__(self) -> int:
        return len(self.order)

    def add(self, text: Signature) -> None:
        """One more article."""
        self.order.append((text.day or 0, 0, 0))
        self.days.append(_NO_DAY if text.day is None else text.day)
        self._waiting.append(np.frombuffer(text.words, dtype=np.uint32))
        if len(self._waiting) == 1_000:
            self.settle()

    def settle(self) -> None:
        """Read the articles that wait."""
        if not self._waiting:
            return
        sizes = [len(words) for words in self._waiting]
        words = np.concatenate(self._waiting)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        everyday = within(words, self.known)
        places = np.searchsorted(self.known, words[everyday])
        self.everyday.append(_bitmaps(owner[everyday], places, len(sizes), -(-len(self.known) // 64) * 64))
        owner, words = owner[~everyday], words[~everyday]
        self.bits.append(_bitmaps(owner, words & np.uint32(_BITS - 1), len(sizes), _BITS))
        ends = np.cumsum(np.bincount(owner, minlength=len(sizes)))
        rare = np.split(words, ends[:-1])
        first = len(self.order) - len(sizes)
        for at, one in enumerate(rare, first):
            # near in this order are texts of a day, and among them those with the same lowest words
            low = np.sort(np.partition(one, 1)[:2] if len(one) > 2 else one).tolist()
            self.order[at] = (self.order[at][0], low[0] if low else 0, low[-1] if low else 0)
        self.rare += rare
        self._waiting = []


def _bitmaps(owner: Ints, places: NDArray[Any], count: int, width: int) -> Bitmaps:
    bits = np.zeros((count, width), dtype=bool)
    bits[owner, places] = True
    return np.packbits(bits, axis=1).view(np.uint64)


def _counts(bits: Bitmaps) -> Ints:
    counts: Ints = np.bitwise_count(bits).sum(axis=1, dtype=np.int64)
    return counts


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
    sieve = Sieve(texts)
    for start in range(0, total, CHUNK):
        met, shared = np.unique(_meetings(owners, keys, start, start + CHUNK, total), return_counts=True)
        met = met[shared >= FEWEST_SHARED]
        for some in range(0, len(met), CHUNK):
            low, high = np.divmod(met[some : some + CHUNK], total)
            worth = sieve.worth(low, high)
            yield from zip(low[worth].tolist(), high[worth].tolist(), strict=True)


class Sieve:
    """What many pairs can reach at most, told by bitmaps; what ``compare`` finds is never more."""

    def __init__(self, texts: Texts) -> None:
        texts.settle()
        self.bits, self.everyday = np.concatenate(texts.bits), np.concatenate(texts.everyday)
        self.days = np.array(texts.days)
        self.rare = np.array([len(words) for words in texts.rare])
        self.hidden = self.rare - _counts(self.bits)  # words on a bit that another word has
        self.daily = _counts(self.everyday)

    def worth(self, low: Ints, high: Ints) -> NDArray[np.bool_]:
        """Whether each pair may be one story."""
        fewer = np.minimum(self.rare[low], self.rare[high])
        shared = _counts(self.bits[low] & self.bits[high]) + np.minimum(self.hidden[low], self.hidden[high])
        shared = np.minimum(shared, fewer)
        size = np.sqrt(np.maximum(self.rare[low] * self.rare[high], 1))
        likeness = 2 * (shared - np.sqrt(shared)) / size
        here, there = self.daily[low], self.daily[high]
        language = _counts(self.everyday[low] & self.everyday[high]) / np.sqrt(
            np.maximum(here, FEWEST) * np.maximum(there, FEWEST)
        )
        language[np.maximum(here, there) < FEWEST] = UNKNOWN
        days = np.abs(self.days[low] - self.days[high])
        days[(self.days[low] == _NO_DAY) | (self.days[high] == _NO_DAY)] = NEAR_DAYS + 1
        time = np.where(days <= NEAR_DAYS, -NEAR, np.where(days > FAR_DAYS, FAR, 0))
        most = QUOTED + 2 * FACTS * (1 - FACTS_USUAL)
        bar = BAR + LANGUAGE * language + time - most
        worth: NDArray[np.bool_] = (shared >= FEWEST_RARE) & (likeness > bar)
        return worth


def _keys(words: list[Numbers]) -> tuple[Ints, Numbers]:
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
