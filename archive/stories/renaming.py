"""What became of the names of stories: a name that is no story's any more leads to the story that took it up.

A story is named by the smallest id of its articles, so the smaller name survives when two stories meet.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import UTC, datetime

from archive.stories.placing import Moved

_LOG = "INSERT INTO story_log (at, event, story, other, reason) VALUES (?, ?, ?, ?, ?)"


def follow(tables: sqlite3.Connection, moved: Moved, at: datetime, reason: str) -> None:
    """Write down the aliases, merges and splits that a transaction left."""
    went: dict[str, set[str]] = defaultdict(set)  # of each story before, the stories its texts and articles are in now
    came: dict[str, set[str]] = defaultdict(set)
    for before, now in _now(tables, moved):
        if before is not None:
            went[before] |= {now} if now else set()
        if now:
            came[now] |= {before} if before else set()
    events: set[tuple[str, str, str]] = set()
    heirs = {old: old if old in came else min(places, default=None) for old, places in went.items()}
    for old, places in went.items():
        events |= {("split", heirs[old] or old, new) for new in places if new != heirs[old]}
    for new, olds in came.items():
        if len(olds) > 1:
            events |= {("merge", new, old) for old in olds if old != new and heirs[old] == new}
    for old, heir in heirs.items():
        _lead(tables, old, heir)
    for new in came:
        tables.execute("DELETE FROM story_aliases WHERE alias = ?", (new,))
    told = at.astimezone(UTC).isoformat(timespec="microseconds")
    tables.executemany(_LOG, [(told, *event, reason) for event in sorted(events)])


def _now(tables: sqlite3.Connection, moved: Moved) -> list[tuple[str | None, str | None]]:
    """Of each text and each article that moved the story before (None: it is new) and now (None: it is gone)."""
    found: list[tuple[str | None, str | None]] = []
    for node, before in moved.texts.items():
        row = tables.execute("SELECT story FROM story_nodes WHERE id = ?", (node,)).fetchone()
        found.append((before.story if before else None, row[0] if row else None))
    for article_id, story in moved.articles.items():
        row = tables.execute("SELECT story_id FROM articles WHERE id = ?", (article_id,)).fetchone()
        found.append((story, row[0] if row else None))
    return found


def _lead(tables: sqlite3.Connection, old: str, heir: str | None) -> None:
    """Let a name, and all that led to it, lead to the story that took it up; to none where nothing is left of it."""
    if heir == old:
        return
    if heir is None:
        tables.execute("DELETE FROM story_aliases WHERE story = ?", (old,))
        return
    tables.execute("UPDATE story_aliases SET story = ? WHERE story = ?", (heir, old))
    tables.execute("INSERT OR REPLACE INTO story_aliases (alias, story) VALUES (?, ?)", (old, heir))
