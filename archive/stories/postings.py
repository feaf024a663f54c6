"""The candidate index: by which words a text finds those worth comparing.

Texts meet by the words they share in their own block of days and the ones beside it, and by keys of nearly the same
text at any distance in time. A word that more than ``FULL`` texts of a block have connects nothing there: so the work
for an article is bounded, and 10,000 texts alike cost no more than 10,000 others. That it is full depends on the texts
that are there and not on who came first: when a word fills up, bonds that rested on it are weakened
(``bonds.weaken``), and when it empties its texts meet anew.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field

FULL = 256  # texts of one block with one word
ENOUGH = 3  # shared keys of two texts worth comparing
EVER, EVER_WORTH = -9, 3  # the block of keys for any time, far from the blocks of days; one of them is enough

Bucket = tuple[int, int]  # block, word


@dataclass(slots=True)
class Met:
    """What was found for a text: how many keys it shares with each other one, and the buckets it filled up."""

    shared: Counter[int] = field(default_factory=Counter)
    filled: list[Bucket] = field(default_factory=list)


def meet(tables: sqlite3.Connection, node: int, block: int, keys: tuple[list[int], list[int]]) -> Met:
    """Whom a text meets; it is written down, which may fill words up."""
    met = Met()
    for own, words, beside, worth in ((block, keys[0], (-1, 1), 1), (EVER, keys[1], (), EVER_WORTH)):
        words = _open(tables, own, words)
        found = [(word, other) for word, other in _postings(tables, own, words) if other != node]
        counts = Counter([word for word, _ in found])
        filled = {word for word, count in counts.items() if count >= FULL}
        if filled:
            met.filled += [(own, word) for word in filled]
            words = [word for word in words if word not in filled]
            found = [(word, other) for word, other in found if word not in filled]
        for apart in beside:
            found += _postings(tables, own + apart, _open(tables, own + apart, words))
        for _, other in found:
            met.shared[other] += worth
    rows = [(block, word, node) for word in keys[0]] + [(EVER, word, node) for word in keys[1]]
    tables.executemany("INSERT OR IGNORE INTO story_keys (block, word, node) VALUES (?, ?, ?)", rows)
    if met.filled:
        tables.executemany("INSERT OR IGNORE INTO story_full (block, word) VALUES (?, ?)", met.filled)
    return met


def forget(tables: sqlite3.Connection, node: int, block: int, keys: tuple[list[int], list[int]]) -> list[Bucket]:
    """Take a text out of the index; the buckets that are full no more."""
    rows = [(block, word) for word in keys[0]] + [(EVER, word) for word in keys[1]]
    gone = "DELETE FROM story_keys WHERE block = ? AND word = ? AND node = ?"
    tables.executemany(gone, [(*bucket, node) for bucket in rows])
    full = [(block, word) for word in set(keys[0]).difference(_open(tables, block, keys[0]))]
    full += [(EVER, word) for word in set(keys[1]).difference(_open(tables, EVER, keys[1]))]
    emptied = [bucket for bucket in full if len(texts_of(tables, bucket)) <= FULL]
    tables.executemany("DELETE FROM story_full WHERE block = ? AND word = ?", emptied)
    return emptied


def texts_of(tables: sqlite3.Connection, bucket: Bucket) -> set[int]:
    """The texts of a bucket, one more than make it full at most."""
    query = "SELECT node FROM story_keys WHERE block = ? AND word = ? LIMIT ?"
    return {row[0] for row in tables.execute(query, (*bucket, FULL + 1)).fetchall()}


def beside(tables: sqlite3.Connection, bucket: Bucket) -> set[int]:
    """The texts that those of a bucket met by its word, themselves included."""
    block, word = bucket
    found = texts_of(tables, bucket)
    for other in () if block == EVER else (block - 1, block + 1):
        if _open(tables, other, [word]):
            found |= texts_of(tables, (other, word))
    return found


def _open(tables: sqlite3.Connection, block: int, words: list[int]) -> list[int]:
    """The words that are not full in a block."""
    if not words:
        return []
    marks = ",".join("?" * len(words))
    query = f"SELECT word FROM story_full WHERE block = ? AND word IN ({marks})"  # noqa: S608
    full = {row[0] for row in tables.execute(query, (block, *words)).fetchall()}
    return [word for word in words if word not in full] if full else words


def _postings(tables: sqlite3.Connection, block: int, words: list[int]) -> list[tuple[int, int]]:
    """Each word with each text of a block that has it."""
    if not words:
        return []
    marks = ",".join("?" * len(words))
    query = f"SELECT word, node FROM story_keys WHERE block = ? AND word IN ({marks})"  # noqa: S608
    return tables.execute(query, (block, *words)).fetchall()
