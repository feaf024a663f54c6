"""The stories of what a transaction moved: parted, named, their members placed; what changed is logged.

Only articles whose place changed get an entry in the change log, so that only they are pushed again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from archive.article import Place
from archive.stories import bonds, nodes, renaming
from archive.stories.bonds import Kept
from archive.stories.knowledge import Bond, Knowledge, Pair
from archive.stories.nodes import Node
from archive.stories.placing import Placing

_KNOWN = "SELECT story_id, relation, of, similarity FROM articles WHERE id = ?"
_PLACE = "UPDATE articles SET story_id = ?, relation = ?, of = ?, similarity = ? WHERE id = ?"
_MEMBERS = "SELECT article_id FROM story_members WHERE node = ?"

Told = tuple[str, Place]  # a story id, and the place in it


def settle(placing: Placing, knowledge: Knowledge, logged: Mapping[str, int], at: datetime, reason: str) -> int:
    """Tell the stories of all that was moved; how many articles have another place now.

    ``logged`` are the articles that this transaction has logged already; ``at`` and ``reason`` stand in the log of
    merges and splits.
    """
    placing.meet()
    told = _Telling(placing, knowledge).told()
    changed = _write(placing.tables, told, logged)
    renaming.follow(placing.tables, placing.moved, at, reason)
    return changed


class _Telling:
    """The components and texts that a transaction touched, told anew."""

    def __init__(self, placing: Placing, knowledge: Knowledge) -> None:
        self.tables = placing.tables
        self.moved = placing.moved
        self.unfolded = placing.unfolded
        self.knowledge = knowledge

    def told(self) -> dict[str, Told]:
        """The articles whose place may be another one now, with their places."""
        told: dict[str, Told] = {}
        for component in self.moved.components:
            kept = bonds.of(self.tables, component)
            for story in self._parted(component, nodes.of_component(self.tables, component), kept):
                told |= self._story(story, kept)
        for node in nodes.by_ids(self.tables, self.moved.alone):
            if node.component is None:
                told |= self._story([node], {})
        return told

    def _parted(self, component: int, members: list[Node], kept: dict[Pair, Kept]) -> list[list[Node]]:
        """The stories of a component; pairs that have to be weighed and were not yet are added to ``kept``."""
        members.sort(key=lambda node: node.text)
        by_id = {node.id: node for node in members}
        met = [pair for pair, its in kept.items() if its.joins]
        chosen = self.knowledge.weighed(list(by_id), lambda node: by_id[node].text, met)
        fresh = {(a, b): Kept(0, self._compared(by_id[a], by_id[b])) for a, b in chosen if (a, b) not in kept}
        bonds.keep(self.tables, component, fresh)
        kept |= fresh
        if all(kept[pair].bond.weight > 0 for pair in chosen):
            return [members]  # as parting would find, at a tenth of its cost
        place = {node.id: at for at, node in enumerate(members)}
        weights: dict[Pair, int] = {}
        for a, b in chosen:
            x, y = place[a], place[b]
            weights[min(x, y), max(x, y)] = kept[a, b].bond.weight
        parted = self.knowledge.parted(list(range(len(members))), weights)
        return [[members[at] for at in story] for story in parted]

    def _compared(self, a: Node, b: Node) -> Bond:
        one, other = (self.unfolded.get(self.tables, self.knowledge, node) for node in (a, b))
        bond = None if one is None or other is None else self.knowledge.compare(one, other)
        return bond or self.knowledge.apart

    def _story(self, story: list[Node], kept: Mapping[Pair, Kept]) -> dict[str, Told]:
        """Name a story and place its articles."""
        name = min(node.least for node in story)
        story = sorted(story, key=lambda node: (node.rank, node.head))
        by_id = {node.id: node for node in story}

        def bond(a: int, b: int) -> Bond | None:
            known = kept.get((a, b) if a < b else (b, a))
            found = known.bond if known else self._compared(by_id[a], by_id[b])
            return None if found == self.knowledge.apart else found

        places = self.knowledge.descents([(node.id, node.head) for node in story], bond)
        told: dict[str, Told] = {}
        for node, place in zip(story, places, strict=True):
            self.moved.note(node)
            if node.story != name:
                self.tables.execute("UPDATE story_nodes SET story = ? WHERE id = ?", (name, node.id))
            told |= dict.fromkeys(self._restless(node, name), (name, Place("copy", node.head, 1.0)))
            told[node.head] = name, place
        return told

    def _restless(self, node: Node, name: str) -> list[str]:
        """The articles of a text that may have another place now: of ten thousand copies mostly the one that came."""
        if self.moved.texts[node.id] == (name, node.head):
            return self.moved.came.get(node.id, [])
        return [row[0] for row in self.tables.execute(_MEMBERS, (node.id,)).fetchall()]


def _write(tables: sqlite3.Connection, told: Mapping[str, Told], logged: Mapping[str, int]) -> int:
    """Write the places that are other ones now, and say so in the change log; how many there were."""
    changed = 0
    for article_id, (story, place) in sorted(told.items()):
        now = (story, place.relation, place.of, place.similarity)
        if tables.execute(_KNOWN, (article_id,)).fetchone() == now:
            continue
        changed += 1
        tables.execute(_PLACE, (*now, article_id))
        if article_id not in logged:
            change = tables.execute("INSERT INTO changes (op, article_id) VALUES ('put', ?)", (article_id,))
            tables.execute("UPDATE articles SET sequence = ? WHERE id = ?", (change.lastrowid, article_id))
    return changed
