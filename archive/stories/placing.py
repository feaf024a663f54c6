"""Articles into stories, inside the transaction that files them.

What comes out depends on the articles that are there and on nothing else: not on who came first, nor on what was
there and went. So an article that changes leaves and comes again, and grouping all of them anew changes nothing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from archive.prepared import raw
from archive.stories import bonds, nodes, postings
from archive.stories.bonds import Kept
from archive.stories.knowledge import Knowledge, Pair, Reading
from archive.stories.nodes import Node, Unfolded
from archive.stories.postings import ENOUGH

_MEMBER = "SELECT node, rank, outlet, day, seen FROM story_members WHERE article_id = ?"


@dataclass(slots=True)
class Moved:
    """What one transaction did, as far as stories have to be told anew.

    ``texts`` has each text as it was before, None for a new one; ``articles`` the story of each article that moved,
    None for a new one; ``came`` those that came to a known text, ``left`` how many left one that others still have.
    ``components`` and ``alone`` (texts without one) are to be parted into stories; ``loose`` are components that lost
    bonds; ``again`` are texts that have to meet the others.
    """

    texts: dict[int, Node | None] = field(default_factory=dict)
    articles: dict[str, str | None] = field(default_factory=dict)
    came: dict[int, list[str]] = field(default_factory=dict)
    left: Counter[int] = field(default_factory=Counter)
    components: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)
    again: dict[int, None] = field(default_factory=dict)

    def note(self, node: Node) -> None:
        """Remember a text as it was before anything was done to it."""
        self.texts.setdefault(node.id, node)

    def touch(self, node: Node) -> None:
        """The story of a text has to be told anew."""
        if node.component is None:
            self.alone.add(node.id)
        else:
            self.components.add(node.component)

    def merge(self, into: int, more: list[int]) -> None:
        """Components were taken up by another."""
        self.components.add(into)
        self.components.difference_update(more)
        if self.loose.intersection(more):
            self.loose.difference_update(more)
            self.loose.add(into)


class Placing:
    """One transaction's work: articles are placed or leave, then their texts meet; ``settling`` tells the stories."""

    def __init__(
        self, connection: Connection, knowledge: Knowledge | None, unfolded: Unfolded, *, thorough: bool = False
    ) -> None:
        """Without knowledge articles can only leave; ``thorough`` looks through the whole index for what they leave."""
        self.tables: sqlite3.Connection = raw(connection)
        self.knowledge = knowledge
        self.unfolded = unfolded
        self.thorough = thorough
        self.moved = Moved()

    def place(self, article_id: str, reading: Reading, *, new: bool = False) -> None:
        """An article reads so now; nothing is done where it read so before."""
        node = nodes.by_text(self.tables, reading.text)
        if new:
            self.moved.articles.setdefault(article_id, None)
        else:
            had = self.tables.execute(_MEMBER, (article_id,)).fetchone()
            if had and node and had == (node.id, reading.rank, reading.outlet, reading.day, reading.seen):
                return
            self.leave(article_id)
            node = nodes.by_text(self.tables, reading.text)
        if node is None:
            made = nodes.create(self.tables, article_id, reading)
            self.moved.texts[made.id] = None
            self.moved.again[made.id] = None
        nodes.join(self.tables, node.id if node else made.id, article_id, reading)
        if node is not None:
            self.moved.came.setdefault(node.id, []).append(article_id)
            self._change(node, nodes.widened(node, article_id, reading))

    def leave(self, article_id: str) -> None:
        """An article goes, or its text does; a text that nobody has any more is forgotten with all that it gave."""
        story = self.tables.execute("SELECT story_id FROM articles WHERE id = ?", (article_id,)).fetchone()
        self.moved.articles.setdefault(article_id, story[0] if story else None)
        member = self.tables.execute(_MEMBER, (article_id,)).fetchone()
        node = nodes.by_id(self.tables, member[0]) if member else None
        self.tables.execute("DELETE FROM story_members WHERE article_id = ?", (article_id,))
        if node is None:
            return
        left = nodes.summed(self.tables, node)
        if left is not None:
            self.moved.left[node.id] += 1
            self._change(node, left)
            return
        self.moved.note(node)
        self._unbind(node)
        self._forget_keys(node)
        nodes.drop(self.tables, node)
        self.moved.again.pop(node.id, None)
        self.moved.alone.discard(node.id)

    def again(self, article_id: str) -> None:
        """The text of an article is to meet the others anew."""
        member = self.tables.execute(_MEMBER, (article_id,)).fetchone()
        if member:
            self.moved.again[member[0]] = None

    def meet(self) -> None:
        """The texts that came or changed meet the others, and components grow, meet and fall apart."""
        while self.moved.again:
            node = nodes.by_id(self.tables, next(iter(self.moved.again)))
            if node is not None:
                self._meet(node)
                del self.moved.again[node.id]
        for component in self.moved.loose:
            left, alone = bonds.part(self.tables, component)
            self.moved.components.discard(component)
            self.moved.components.update(left)
            self.moved.alone.update(alone)
        self.moved.loose.clear()

    def _meet(self, node: Node) -> None:
        self.moved.note(node)
        node = self._unbind(node)
        text = self.unfolded.get(self.tables, self.knowledge, node)
        if self.knowledge is None or text is None:
            return
        met = postings.meet(self.tables, node.id, node.block, self.knowledge.keys(text))
        for bucket in met.filled:
            self.moved.loose.update(bonds.weaken(self.tables, bucket))
        found: dict[Pair, Kept] = {}
        bound = [node]
        enough = {other: shared for other, shared in met.shared.items() if shared >= ENOUGH}
        for other in nodes.by_ids(self.tables, enough):
            like = self.unfolded.get(self.tables, self.knowledge, other)
            bond = None if like is None else self.knowledge.compare(text, like, above=0)
            if bond:
                pair = (node.id, other.id) if node.id < other.id else (other.id, node.id)
                found[pair] = Kept(enough[other.id], bond)
                bound.append(other)
        if not found:
            self.moved.alone.add(node.id)
            return
        into, more = bonds.join(self.tables, bound)
        bonds.keep(self.tables, into, found)
        self.moved.merge(into, more)
        self.moved.alone.difference_update(one.id for one in bound)

    def _change(self, before: Node, after: Node) -> None:
        """A text has other articles now."""
        self.moved.note(before)
        nodes.write(self.tables, after)
        if after.block != before.block:
            self._forget_keys(before)
        if after.compared_as != before.compared_as:
            self.moved.again[after.id] = None
        self.moved.touch(after)

    def _unbind(self, node: Node) -> Node:
        """Take a text out of its component."""
        if node.component is None:
            return node
        bonds.drop(self.tables, node.component, node.id)
        self.tables.execute("UPDATE story_nodes SET component = NULL WHERE id = ?", (node.id,))
        self.moved.loose.add(node.component)
        return replace(node, component=None)

    def _forget_keys(self, node: Node) -> None:
        """Take a text out of the index; words that are full no more let their texts meet anew."""
        text = self.unfolded.get(self.tables, self.knowledge, node)
        if self.knowledge is None or text is None:
            if self.thorough:
                self.tables.execute("DELETE FROM story_keys WHERE node = ?", (node.id,))
            return
        for bucket in postings.forget(self.tables, node.id, node.block, self.knowledge.keys(text)):
            self.moved.again.update(dict.fromkeys(postings.texts_of(self.tables, bucket)))
