"""The bonds between the texts of a component, and how components grow, meet and fall apart.

A component holds the texts that are bound to each other, directly or through others; of its texts all pairs are
weighed and kept, those too that speak against. Only pairs that met (``postings``) join a component.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archive.stories import postings
from archive.stories.knowledge import Bond, Pair
from archive.stories.nodes import Node
from archive.stories.postings import ENOUGH, EVER, EVER_WORTH, Bucket

_INSERT = "INSERT OR REPLACE INTO story_links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COMPONENTS_OF = (
    "SELECT DISTINCT n.component FROM story_keys k JOIN story_nodes n ON n.id = k.node "
    "WHERE k.block = ? AND k.word = ? AND n.component IS NOT NULL"
)


class Kept(NamedTuple):
    """A bond as it is kept; ``shared`` counts the keys by which the two met, 0 where they only are in one component."""

    shared: int
    bond: Bond

    @property
    def joins(self) -> bool:
        """Whether it makes the two one component."""
        return self.shared >= ENOUGH and self.bond.weight > 0


Bonds = dict[Pair, Kept]


def of(tables: sqlite3.Connection, component: int) -> Bonds:
    """All pairs of a component that were weighed."""
    query = (
        "SELECT a, b, shared, weight, relation, similarity, words, quotes, facts FROM story_links WHERE component = ?"
    )
    rows = tables.execute(query, (component,)).fetchall()
    return {(a, b): Kept(shared, Bond(*bond)) for a, b, shared, *bond in rows}


def keep(tables: sqlite3.Connection, component: int, bonds: Mapping[Pair, Kept]) -> None:
    """Write bonds of a component down."""
    tables.executemany(_INSERT, [(component, *pair, shared, *bond) for pair, (shared, bond) in bonds.items()])


def drop(tables: sqlite3.Connection, component: int, node: int) -> None:
    """Forget the bonds of a text."""
    tables.execute("DELETE FROM story_links WHERE component = ? AND (a = ? OR b = ?)", (component, node, node))


def join(tables: sqlite3.Connection, texts: Iterable[Node]) -> tuple[int, list[int]]:
    """Make texts and the components they are in one; its number, and those it took up."""
    texts = list(texts)
    known = sorted({text.component for text in texts if text.component is not None})
    into, *more = known or [_fresh(tables)]
    for one in more:
        tables.execute("UPDATE story_links SET component = ? WHERE component = ?", (into, one))
        tables.execute("UPDATE story_nodes SET component = ? WHERE component = ?", (into, one))
    alone = [(into, text.id) for text in texts if text.component is None]
    tables.executemany("UPDATE story_nodes SET component = ? WHERE id = ?", alone)
    return into, more


def _fresh(tables: sqlite3.Connection) -> int:
    query = "SELECT max(component) FROM story_nodes WHERE component IS NOT NULL"
    return (tables.execute(query).fetchone()[0] or 0) + 1


def part(tables: sqlite3.Connection, component: int) -> tuple[list[int], list[int]]:
    """Let a component fall apart where bonds were lost; the components that are left, and the texts left alone."""
    query = "SELECT id FROM story_nodes WHERE component = ?"
    members = {row[0] for row in tables.execute(query, (component,)).fetchall()}
    bonds = of(tables, component)
    parts = _connected(members, [pair for pair, kept in bonds.items() if kept.joins])
    if len(parts) == 1 and len(members) > 1:
        return [component], []
    tables.execute("DELETE FROM story_links WHERE component = ?", (component,))
    left: list[int] = []
    alone: list[int] = []
    for at, one in enumerate(sorted(parts, key=len, reverse=True)):
        number = None if len(one) == 1 else component if at == 0 else _fresh(tables)
        tables.executemany("UPDATE story_nodes SET component = ? WHERE id = ?", [(number, node) for node in one])
        if number is not None:
            keep(tables, number, {pair: kept for pair, kept in bonds.items() if one.issuperset(pair)})
            left.append(number)
        else:
            alone += one
    return left, alone


def _connected(members: set[int], pairs: Iterable[Pair]) -> list[set[int]]:
    group = {one: {one} for one in members}
    for a, b in pairs:
        into, out = group[a], group[b]
        if into is not out:
            if len(into) < len(out):
                into, out = out, into
            into |= out
            group.update(dict.fromkeys(out, into))
    return list({id(one): one for one in group.values()}.values())


def weaken(tables: sqlite3.Connection, bucket: Bucket) -> list[int]:
    """Take back what a word that is full now gave to bonds; the components that lost one."""
    worth = EVER_WORTH if bucket[0] == EVER else 1
    its, met = postings.texts_of(tables, bucket), postings.beside(tables, bucket)
    lost: list[int] = []
    for (component,) in tables.execute(_COMPONENTS_OF, bucket).fetchall():
        for (a, b), (shared, bond) in of(tables, component).items():
            if shared and ((a in its and b in met) or (b in its and a in met)):
                now = Kept(max(shared - worth, 0), bond)
                keep(tables, component, {(a, b): now})
                if bond.weight > 0 and shared >= ENOUGH > now.shared:
                    lost.append(component)
    return list(dict.fromkeys(lost))
