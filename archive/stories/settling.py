"""The stories of what a transaction moved: parted, named, their members placed; what changed is logged.

Only articles whose place changed get an entry in the change log, so that only they are pushed again.
"""

from __future__ import annotations

import json
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
_ORIGINAL = "SELECT story_id FROM articles WHERE id = ? AND relation = 'original'"
_PLACE = "UPDATE articles SET story_id = ?, relation = ?, of = ?, similarity = ? WHERE id = ?"
_MEMBERS = "SELECT article_id FROM story_members WHERE node = ?"
_SIZE = "SELECT count(*) FROM (SELECT 1 FROM story_members WHERE node = ? LIMIT ?)"

CROWD = 200  # articles of one text; in a larger crowd copies are of the one of the smallest id, which seldom changes:
# crawled from the newest to the oldest, each of ten thousand would otherwise change the place of all before it, and in
# a story of as many articles another original does not have all lags told anew

Told = tuple[str, Place]  # a story id, and the place in it


def settle(placing: Placing, knowledge: Knowledge, logged: Mapping[str, int], at: datetime, reason: str) -> int:
    """Tell the stories of all that was moved; how many articles have another place now.

    ``logged`` are the articles that this transaction has logged already; ``at`` and ``reason`` stand in the log of
    merges and splits.
    """
    placing.meet()
    telling = _Telling(placing, knowledge)
    told = telling.told()
    changed = _write(placing.tables, told, logged, telling.behind_another)
    renaming.follow(placing.tables, placing.moved, at, reason)
    return changed


class _Telling:
    """The components and texts that a transaction touched, told anew."""

    def __init__(self, placing: Placing, knowledge: Knowledge) -> None:
        self.tables = placing.tables
        self.moved = placing.moved
        self.unfolded = placing.unfolded
        self.knowledge = knowledge
        self.behind_another: set[str] = set()  # articles whose story has another original, or one of another date

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
            told |= self._copies(node, name)
            told[node.head] = name, place
        self._follow_original(story, name)
        return told

    def _follow_original(self, story: list[Node], name: str) -> None:
        """Lags are told after the original: where it is another one now, all articles of the story are told anew."""
        first = story[0].head
        if first not in self.moved.articles and self.tables.execute(_ORIGINAL, (first,)).fetchone() == (name,):
            return
        query = "SELECT article_id FROM story_members WHERE node IN (SELECT value FROM json_each(?)) LIMIT ?"
        members = self.tables.execute(query, (json.dumps([node.id for node in story]), CROWD + 1)).fetchall()
        if len(members) <= CROWD:
            self.behind_another.update(row[0] for row in members)

    def _copies(self, node: Node, name: str) -> dict[str, Told]:
        """The articles of a text that may have another place now, as copies of its first."""
        before, came = self.moved.texts[node.id], self.moved.came.get(node.id, [])
        size = self.tables.execute(_SIZE, (node.id, CROWD + 1 + len(came))).fetchone()[0]
        crowd, was_crowd = size > CROWD, size - len(came) + self.moved.left[node.id] > CROWD
        of = node.least if crowd else node.head
        if before and before.story == name and crowd == was_crowd and of == (before.least if crowd else before.head):
            moved = [id_ for id_ in (before.head, node.least) if crowd and self._is_of(id_, node)] + came
        else:
            moved = [row[0] for row in self.tables.execute(_MEMBERS, (node.id,)).fetchall()]
        return {id_: (name, Place("copy", node.head if id_ == of else of, 1.0)) for id_ in moved}

    def _is_of(self, article_id: str, node: Node) -> bool:
        member = self.tables.execute("SELECT node FROM story_members WHERE article_id = ?", (article_id,)).fetchone()
        return member is not None and member[0] == node.id


def _write(
    tables: sqlite3.Connection, told: Mapping[str, Told], logged: Mapping[str, int], behind_another: set[str]
) -> int:
    """Write the places that are other ones now, and say so in the change log; how many there were."""
    changed = 0
    for article_id, (story, place) in sorted(told.items()):
        now = (story, place.relation, place.of, place.similarity)
        if tables.execute(_KNOWN, (article_id,)).fetchone() != now:
            changed += 1
            tables.execute(_PLACE, (*now, article_id))
            behind_another.add(article_id)
    for article_id in sorted(behind_another.difference(logged)):
        change = tables.execute("INSERT INTO changes (op, article_id) VALUES ('put', ?)", (article_id,))
        tables.execute("UPDATE articles SET sequence = ? WHERE id = ?", (change.lastrowid, article_id))
    return changed
