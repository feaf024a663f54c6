"""The candidate index: by which words a text finds those worth comparing.

Texts meet by the words they share in their own block of days and the ones beside it, and by keys of nearly the same
text at any distance in time. A word that more than ``FULL`` texts of a block have connects nothing there: so the work
for an article is bounded, and 10,000 texts alike cost no more than 10,000 others. That it is full depends on the texts
that are there and not on who came first: when a word fills up, bonds that rested on it are weakened
(``bonds.weaken``), and when it empties its texts meet anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

FULL = 128  # texts of one block with one word
ENOUGH = 4  # shared keys of two texts worth comparing
EVER, EVER_WORTH = -9, 4  # the block of keys for any time, far from the blocks of days; one of them is enough

Bucket = tuple[int, int]  # block, word


@dataclass(slots=True)
class Met:
    """How many keys a text shares with each other one that it shares enough with, and the buckets it filled up."""

    shared: dict[int, int]
    filled: list[Bucket]


def meet(tables: sqlite3.Connection, node: int, block: int, keys: tuple[list[int], list[int]]) -> Met:
    """Whom a text meets; it is written down, which may fill words up."""
    blocks = (block - 1, block, block + 1)
    full = _full(tables, (*blocks, EVER), [*keys[0], *keys[1]])
    words, filled = _filling(tables, node, block, _without(keys[0], full[block]))
    whole, overfull = _filling(tables, node, EVER, _without(keys[1], full[EVER]))
    alike = {other: EVER_WORTH * count for other, count in _sharing(tables, (EVER,), whole, 1, ())}
    shared = dict(alike)
    beside = [(there, _without(words, full[there])) for there in blocks]
    if all(open_ == words for _, open_ in beside):  # mostly; one statement is cheaper than three
        found = _sharing(tables, blocks, words, ENOUGH, alike)
    else:
        found = [pair for there, open_ in beside for pair in _sharing(tables, (there,), open_, ENOUGH, alike)]
    for other, count in found:
        shared[other] = alike.get(other, 0) + count
    rows = [(block, word, node) for word in keys[0]] + [(EVER, word, node) for word in keys[1]]
    tables.executemany("INSERT OR IGNORE INTO story_keys (block, word, node) VALUES (?, ?, ?)", rows)
    buckets = [(block, word) for word in filled] + [(EVER, word) for word in overfull]
    if buckets:
        tables.executemany("INSERT OR IGNORE INTO story_full (block, word) VALUES (?, ?)", buckets)
    shared.pop(node, None)
    return Met(shared, buckets)


def _filling(tables: sqlite3.Connection, node: int, block: int, words: list[int]) -> tuple[list[int], set[int]]:
    """The words that connect in a block when this text has come, and those that it fills up."""
    query = "SELECT 1 FROM story_keys WHERE block = ? AND word = ? AND node != ? LIMIT 1 OFFSET ?"
    filled = {word for word in words if tables.execute(query, (block, word, node, FULL - 1)).fetchone()}
    return _without(words, filled), filled


def _sharing(
    tables: sqlite3.Connection, blocks: Collection[int], words: list[int], least: int, also: Collection[int]
) -> list[tuple[int, int]]:
    """The texts of blocks with at least so many of the words, or that are named, and how many they have."""
    if not words:
        return []
    query = (
        f"SELECT node, count(*) FROM story_keys WHERE block IN ({_marks(blocks)}) AND word IN ({_marks(words)}) "  # noqa: S608
        f"GROUP BY node HAVING count(*) >= ? OR node IN ({_marks(also)})"
    )
    return tables.execute(query, (*blocks, *words, least, *also)).fetchall()


def _full(tables: sqlite3.Connection, blocks: Collection[int], words: Collection[int]) -> dict[int, set[int]]:
    """The words that are full, block by block."""
    found: dict[int, set[int]] = {block: set() for block in blocks}
    if words:
        query = f"SELECT block, word FROM story_full WHERE block IN ({_marks(blocks)}) AND word IN ({_marks(words)})"  # noqa: S608
        for block, word in tables.execute(query, (*blocks, *words)).fetchall():
            found[block].add(word)
    return found


def _without(words: list[int], full: Collection[int]) -> list[int]:
    return [word for word in words if word not in full] if full else words


def _marks(values: Collection[int]) -> str:
    return ",".join("?" * len(values))


def forget(tables: sqlite3.Connection, node: int, block: int, keys: tuple[list[int], list[int]]) -> list[Bucket]:
    """Take a text out of the index; the buckets that are full no more."""
    rows = [(block, word) for word in keys[0]] + [(EVER, word) for word in keys[1]]
    gone = "DELETE FROM story_keys WHERE block = ? AND word = ? AND node = ?"
    tables.executemany(gone, [(*bucket, node) for bucket in rows])
    full = [(block, word) for word in _full(tables, (block,), keys[0])[block]]
    full += [(EVER, word) for word in _full(tables, (EVER,), keys[1])[EVER]]
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
        if not _full(tables, (other,), [word])[other]:
            found |= texts_of(tables, (other, word))
    return found
