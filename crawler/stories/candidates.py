"""Which pairs are worth comparing: articles that share rare words.

Of each article the rarest words that another one has too; articles are laid beside each other by each of these words,
ordered by day, and meet their nearest there. So a word that many articles have connects each of them to few, and the
work grows with the number of articles, whatever they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEYS = 40  # rarest known words of an article: 20 connect every true pair in one language, 40 across languages
RARE = 32  # words of fewer articles are equally rare
NEIGHBOURS = 24  # articles met along one word, on either side
FEWEST_SHARED = 2  # rare words shared by a pair that is worth comparing
CHUNK = 50_000  # articles whose words are looked at together: bounds memory
_FOLD = 1 << 22  # counters of words; two words on one counter only look a little less rare

Ints = NDArray[np.int64]
Words = NDArray[np.uint32]


def pairs(words: Sequence[Words], order: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Pairs of places (lower, higher) in ``words``, the rare words of each article.

    ``order`` has for each a sort key that does not depend on arrival: near in it means likely to be one story.
    """
    if len(words) < 2:
        return
    owners, keys = _keys(words)
    rank = np.empty(len(words), dtype=np.int64)
    rank[sorted(range(len(words)), key=order.__getitem__)] = np.arange(len(words))
    arranged = np.lexsort((rank[owners], keys))
    owners, keys = owners[arranged], keys[arranged]
    for start in range(0, len(words), CHUNK):
        codes = _meetings(owners, keys, start, start + CHUNK, len(words))
        met, shared = np.unique(codes, return_counts=True)
        for code in met[shared >= FEWEST_SHARED].tolist():
            yield divmod(code, len(words))


def _keys(words: Sequence[Words]) -> tuple[Ints, Words]:
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
    found = []
    for apart in range(1, min(NEIGHBOURS, len(keys) - 1) + 1):
        same = np.flatnonzero(keys[:-apart] == keys[apart:])
        if not len(same):
            break
        one, other = owners[same], owners[same + apart]
        lower, higher = np.minimum(one, other), np.maximum(one, other)
        mine = (lower >= low) & (lower < high)
        found.append(lower[mine] * total + higher[mine])
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)
