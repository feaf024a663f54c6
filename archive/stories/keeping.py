"""Stories kept up to date: what the archive does beside filing, removing and regrouping, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from archive import rows
from archive.article import Article
from archive.prepared import raw
from archive.stories import nodes, settling, waiting
from archive.stories.knowledge import Knowledge, Reading
from archive.stories.nodes import Unfolded
from archive.stories.placing import Placing


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a regrouping did: articles looked at, those in another place now, and the entries it left in the log."""

    articles: int = 0
    changed: int = 0
    merges: int = 0
    splits: int = 0

    def plus(self, other: Regrouped) -> Regrouped:
        """Both together."""
        return Regrouped(
            self.articles + other.articles,
            self.changed + other.changed,
            self.merges + other.merges,
            self.splits + other.splits,
        )


class StoryKeeper:
    """Keeps stories as its knowledge tells them; without any, or with other rules than the archive's, articles wait."""

    def __init__(self, knowledge: Knowledge | None) -> None:
        self._knowledge = knowledge
        self._unfolded = Unfolded()

    @property
    def knows(self) -> bool:
        """Whether it has any knowledge."""
        return self._knowledge is not None

    def prepare(self, articles: Sequence[Article]) -> None:
        """Read the articles that are filed next in one step."""
        if self._knowledge is not None:
            self._knowledge.prepare(articles)

    def ready(self, connection: Connection) -> Knowledge | None:
        """The knowledge, where it is that which told the stories here."""
        if self._knowledge is None:
            return None
        told_by = waiting.rules(raw(connection))
        if told_by is None:
            waiting.adopt(raw(connection), self._knowledge.rules)
        return self._knowledge if told_by in (None, self._knowledge.rules) else None

    def follow(
        self,
        connection: Connection,
        filed: tuple[str, int | None],
        article: Article | None,
        gone: Iterable[str],
        at: datetime,
    ) -> None:
        """Place an article that was filed: its id, and its entry in the change log if it got one.

        ``article`` is given where it is new and was first seen at ``at``; ``gone`` were folded into it.
        """
        article_id, sequence = filed
        knowledge = self.ready(connection)
        placing = Placing(connection, knowledge, self._unfolded)
        for one in gone:
            placing.leave(one)
        if knowledge is None:
            waiting.add(placing.tables, [article_id])
            self._postpone(placing)
            return
        if article is not None:
            placing.place(article_id, knowledge.read(article, article_id, at), new=True)
        else:
            placing.place(article_id, self._reading(connection, knowledge, article_id))
        logged = {} if sequence is None else {article_id: sequence}
        settling.settle(placing, knowledge, logged, at, f"{'came' if article else 'changed'}: {article_id}")

    def leave(self, connection: Connection, article_id: str, at: datetime) -> None:
        """An article is removed, with all that its text gave."""
        knowledge = self.ready(connection)
        placing = Placing(connection, knowledge, self._unfolded, thorough=True)
        placing.leave(article_id)
        waiting.done(placing.tables, [article_id])
        if knowledge is None:
            self._postpone(placing)
        else:
            settling.settle(placing, knowledge, {}, at, f"removed: {article_id}")

    def begin(self, connection: Connection) -> int:
        """Let every article wait to be grouped anew, or go on where that was cut short; how many wait."""
        waiting.begin(raw(connection), self._known().rules)
        return waiting.count(raw(connection))

    def regroup(self, connection: Connection, limit: int, at: datetime) -> Regrouped | None:
        """Group the next articles that wait; None, and the end of it, where none do."""
        knowledge, tables = self._known(), raw(connection)
        waiting.adopt(tables, knowledge.rules)
        ids = waiting.some(tables, limit)
        if not ids:
            waiting.end(tables)
            return None
        placing = Placing(connection, knowledge, self._unfolded)
        found = rows.stored(connection, ids)
        knowledge.prepare([stored.article for stored in found.values()])
        for article_id, stored in found.items():
            placing.place(article_id, knowledge.read(stored.article, article_id, stored.first_seen))
            placing.again(article_id)
        before = _log_size(placing)
        changed = settling.settle(placing, knowledge, {}, at, "regroup")
        waiting.done(tables, ids)
        events = [row[0] for row in tables.execute("SELECT event FROM story_log WHERE id > ?", (before,)).fetchall()]
        return Regrouped(len(ids), changed, events.count("merge"), events.count("split"))

    def _known(self) -> Knowledge:
        if self._knowledge is None:
            raise TypeError("open the archive with the knowledge of stories to group it")
        return self._knowledge

    def _reading(self, connection: Connection, knowledge: Knowledge, article_id: str) -> Reading:
        stored = rows.stored(connection, [article_id])[article_id]
        return knowledge.read(stored.article, article_id, stored.first_seen)

    def _postpone(self, placing: Placing) -> None:
        """Let the texts that are touched wait for somebody who can tell their stories."""
        moved, tables = placing.moved, placing.tables
        touched = nodes.by_ids(tables, [*moved.texts, *moved.again])
        for component in (*moved.loose, *moved.components):
            touched += nodes.of_component(tables, component)
        waiting.add(tables, [node.head for node in touched])


def _log_size(placing: Placing) -> int:
    found: int = placing.tables.execute("SELECT coalesce(max(id), 0) FROM story_log").fetchone()[0]
    return found
