"""Texts that are word for word the same are one node: ten thousand copies cost what one does."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from archive.stories.knowledge import Knowledge, Reading

SPAN = 14  # days of a block: texts meet those of their own block and of the ones beside it
_AT_ONCE = 500  # nodes asked for in one statement
_UNFOLDED = 2_000  # texts ready to be compared, held in memory; up to 30 kB each
_NODE = "SELECT id, text, outlet, day, block, component, story, least, head, rank FROM story_nodes "
_BY_TEXT = _NODE + "WHERE text = ?"
_BY_ID = _NODE + "WHERE id = ?"
_OF_COMPONENT = _NODE + "WHERE component = ?"
_INSERT = (
    "INSERT INTO story_nodes (text, outlet, day, block, story, least, head, rank, words, quotes, facts) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE story_nodes SET outlet = ?, day = ?, block = ?, component = ?, story = ?, least = ?, head = ?, rank = ? "
    "WHERE id = ?"
)
_JOIN = "INSERT INTO story_members (article_id, node, rank, outlet, day, seen) VALUES (?, ?, ?, ?, ?, ?)"
_ALL = (
    "SELECT count(*), min(outlet), max(outlet), min(day), min(seen), min(article_id) FROM story_members WHERE node = ?"
)
_FIRST = "SELECT article_id, rank FROM story_members WHERE node = ? ORDER BY rank, article_id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Node:
    """A text: ``outlet`` is 0 where several have it, ``day`` the earliest known, ``block`` the span it is found in.

    ``component`` holds the texts it is bound to, directly or through others, None where there are none. ``least`` is
    the smallest id of its articles, ``head`` the one of the smallest ``rank``.
    """

    id: int
    text: bytes
    outlet: int
    day: int | None
    block: int
    component: int | None
    story: str
    least: str
    head: str
    rank: bytes

    @property
    def compared_as(self) -> tuple[int, int | None, int]:
        """What decides, beside the text, whom it meets and how it compares."""
        return self.outlet, self.day, self.block


class Unfolded:
    """Texts ready to be compared, by what they depend on, so that no transaction that fails leaves a wrong one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[bytes, int, int | None], Any] = OrderedDict()

    def get(self, tables: sqlite3.Connection, knowledge: Knowledge | None, node: Node) -> Any | None:
        """The text of a node; None where other rules signed it, so that it waits to be read anew."""
        if knowledge is None:
            return None
        key = (node.text, node.outlet, node.day)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        row = tables.execute("SELECT signature FROM story_texts WHERE node = ?", (node.id,)).fetchone()
        try:
            found = knowledge.unfold(row[0], node.outlet, node.day)
        except ValueError:
            return None
        self._kept[key] = found
        if len(self._kept) > _UNFOLDED:
            self._kept.popitem(last=False)
        return found


def by_text(tables: sqlite3.Connection, text: bytes) -> Node | None:
    """The node of a text."""
    row = tables.execute(_BY_TEXT, (text,)).fetchone()
    return Node(*row) if row else None


def by_id(tables: sqlite3.Connection, node: int) -> Node | None:
    """The node of this number."""
    row = tables.execute(_BY_ID, (node,)).fetchone()
    return Node(*row) if row else None


def by_ids(tables: sqlite3.Connection, ids: Iterable[int]) -> list[Node]:
    """The nodes of these numbers, those that are there."""
    wanted = sorted(set(ids))
    found: list[Node] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = tables.execute(f"{_NODE} WHERE id IN ({','.join('?' * len(some))})", some)
        found += [Node(*row) for row in rows.fetchall()]
    return found


def of_component(tables: sqlite3.Connection, component: int) -> list[Node]:
    """The nodes bound to each other."""
    return [Node(*row) for row in tables.execute(_OF_COMPONENT, (component,)).fetchall()]


def block_of(day: int | None, seen: int) -> int:
    """The span of days that a text is found in; where its day is unknown, by when it was seen."""
    return (seen if day is None else day) // SPAN


def create(tables: sqlite3.Connection, article_id: str, reading: Reading) -> Node:
    """The node of a text nobody had."""
    block = block_of(reading.day, reading.seen)
    counts = reading.words, reading.quotes, reading.facts
    values = (reading.text, reading.outlet, reading.day, block, article_id, article_id, article_id, reading.rank)
    id_ = tables.execute(_INSERT, (*values, *counts)).lastrowid or 0
    tables.execute("INSERT INTO story_texts (node, signature) VALUES (?, ?)", (id_, reading.signed))
    return Node(
        id_, reading.text, reading.outlet, reading.day, block, None, article_id, article_id, article_id, reading.rank
    )


def join(tables: sqlite3.Connection, node: int, article_id: str, reading: Reading) -> None:
    """An article has this text."""
    values = (article_id, node, reading.rank, reading.outlet, reading.day, reading.seen)
    tables.execute(_JOIN, values)


def widened(node: Node, article_id: str, reading: Reading) -> Node:
    """A node with one more article."""
    days = [day for day in (node.day, reading.day) if day is not None]
    day = min(days, default=None)
    head, rank = min((node.rank, node.head), (reading.rank, article_id))[::-1]
    return replace(
        node,
        outlet=node.outlet if node.outlet == reading.outlet else 0,
        day=day,
        block=min(node.block, block_of(None, reading.seen)) if day is None else block_of(day, 0),
        least=min(node.least, article_id),
        head=head,
        rank=rank,
    )


def summed(tables: sqlite3.Connection, node: Node) -> Node | None:
    """A node as its articles make it; None where it has none any more."""
    count, low, high, day, seen, least = tables.execute(_ALL, (node.id,)).fetchone()
    if not count:
        return None
    head, rank = tables.execute(_FIRST, (node.id,)).fetchone()
    outlet = low if low == high else 0
    return replace(node, outlet=outlet, day=day, block=block_of(day, seen), least=least, head=head, rank=rank)


def write(tables: sqlite3.Connection, node: Node) -> None:
    """Write a node down."""
    values = (node.outlet, node.day, node.block, node.component, node.story, node.least, node.head, node.rank)
    tables.execute(_UPDATE, (*values, node.id))


def drop(tables: sqlite3.Connection, node: Node) -> None:
    """Forget a text wholly; its keys and bonds are forgotten by those who keep them."""
    tables.execute("DELETE FROM story_nodes WHERE id = ?", (node.id,))
    tables.execute("DELETE FROM story_texts WHERE node = ?", (node.id,))
