"""A story as people are shown it: its articles, who has it from whom, and what became of the story itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection

from archive import names, rows
from archive.article import Relation, StoredArticle
from archive.prepared import raw

_NODES_OF = (
    "SELECT n.id, n.head, n.words, n.quotes, n.facts FROM story_nodes n JOIN story_nodes mine ON mine.id = ? "
    "WHERE n.id = mine.id OR (n.component = mine.component AND n.story = mine.story) ORDER BY n.rank, n.head"
)
_LINKS = (
    "SELECT a, b, words, quotes, facts FROM story_links "
    "WHERE component = (SELECT component FROM story_nodes WHERE id = ?1) AND (a = ?1 OR b = ?1)"
)
_LOG = "SELECT at, event, story, other, reason FROM story_log WHERE story = ?1 OR other = ?1 ORDER BY id"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an article has in common with the original of its story.

    ``quotes`` and ``facts`` count shared clauses of quotations, and shared names and numbers; ``kept`` is the share
    of the original's different words that the article has too, 0 to 1.
    """

    quotes: int
    facts: int
    kept: float


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, with its place there; ``evidence`` is None where the two were never compared."""

    article: StoredArticle
    evidence: Evidence | None

    @property
    def relation(self) -> Relation:
        """What it is in its story."""
        return self.article.place.relation

    @property
    def of(self) -> str | None:
        """The id of the article it comes from, None for the original."""
        return self.article.place.of

    @property
    def similarity(self) -> float:
        """To the article it comes from, 0 to 1."""
        return self.article.place.similarity


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """``merge``: ``other`` was taken up by ``story``. ``split``: ``other`` was parted from ``story``."""

    at: datetime
    event: Literal["merge", "split"]
    story: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Family:
    """A story: ``members`` in order of precedence, the original first.

    ``aliases`` are ids that the story had or that were merged into it, sorted; ``log`` tells how, oldest first.
    """

    story_id: str
    aliases: tuple[str, ...]
    members: tuple[Member, ...]
    log: tuple[StoryEvent, ...]


def family(connection: Connection, name: str) -> Family | None:
    """The story of the article with this id, key or address, or with this id itself, now or once."""
    tables = raw(connection)
    found = rows.standing(connection, names.owner(connection, name) or name)
    if found is None:
        story = tables.execute("SELECT story FROM story_aliases WHERE alias = ?", (name,)).fetchone()
        found = rows.standing(connection, story[0]) if story else None
        if found is None:
            return None
    story_id = found.stored.story_id
    node = tables.execute("SELECT node FROM story_members WHERE article_id = ?", (found.stored.id,)).fetchone()
    members = _members(connection, tables, node[0]) if node else (Member(found.stored, None),)
    known = tables.execute("SELECT alias FROM story_aliases WHERE story = ? ORDER BY alias", (story_id,))
    aliases = tuple(row[0] for row in known.fetchall())
    return Family(story_id, aliases, members, _log(tables, (story_id, *aliases)))


def _members(connection: Connection, tables: sqlite3.Connection, node: int) -> tuple[Member, ...]:
    """The articles of all texts of the story that this text is in."""
    nodes = tables.execute(_NODES_OF, (node,)).fetchall()
    evidence = _evidence(tables, nodes)
    ranked: list[tuple[bytes, str, int]] = []
    for id_, *_ in nodes:
        own = tables.execute("SELECT rank, article_id FROM story_members WHERE node = ?", (id_,))
        ranked += [(rank, article_id, id_) for rank, article_id in own.fetchall()]
    ranked.sort()
    stored = rows.stored(connection, [article_id for _, article_id, _ in ranked])
    return tuple(Member(stored[article_id], evidence.get(id_)) for _, article_id, id_ in ranked)


def _evidence(tables: sqlite3.Connection, nodes: list[Any]) -> dict[int, Evidence]:
    """What the texts of a story, the original's first, have in common with the first."""
    first, _, words, quotes, facts = nodes[0]
    found = {first: Evidence(quotes, facts, 1.0)}
    if len(nodes) > 1:
        for a, b, common, quotes, facts in tables.execute(_LINKS, (first,)).fetchall():
            found[b if a == first else a] = Evidence(quotes, facts, common / words if words else 0.0)
    return found


def _log(tables: sqlite3.Connection, ids: Iterable[str]) -> tuple[StoryEvent, ...]:
    told = {row: None for id_ in ids for row in tables.execute(_LOG, (id_,)).fetchall()}
    return tuple(sorted((StoryEvent(datetime.fromisoformat(at), *row) for at, *row in told), key=lambda e: e.at))
