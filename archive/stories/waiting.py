"""Articles whose story is still to be told: of an older archive, or filed by somebody who could not tell it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_RULES, _UNDER_WAY = "story_rules", "story_regroup"


def add(tables: sqlite3.Connection, article_ids: Iterable[str]) -> None:
    """These wait."""
    tables.executemany("INSERT OR IGNORE INTO story_waiting VALUES (?)", [(one,) for one in article_ids])


def some(tables: sqlite3.Connection, limit: int) -> list[str]:
    """The next that wait, by id."""
    query = "SELECT article_id FROM story_waiting ORDER BY article_id LIMIT ?"
    return [row[0] for row in tables.execute(query, (limit,)).fetchall()]


def done(tables: sqlite3.Connection, article_ids: Iterable[str]) -> None:
    """These wait no more."""
    tables.executemany("DELETE FROM story_waiting WHERE article_id = ?", [(one,) for one in article_ids])


def count(tables: sqlite3.Connection) -> int:
    """How many wait."""
    found: int = tables.execute("SELECT count(*) FROM story_waiting").fetchone()[0]
    return found


def rules(tables: sqlite3.Connection) -> str | None:
    """The rules that the stories here were told by, None where none were."""
    return _meta(tables, _RULES)


def adopt(tables: sqlite3.Connection, rules: str) -> None:
    """From now on stories are told by these rules; what others made to find texts by is dropped."""
    if _meta(tables, _RULES) not in (None, rules):
        tables.execute("DELETE FROM story_keys")
        tables.execute("DELETE FROM story_full")
    tables.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_RULES, rules))


def begin(tables: sqlite3.Connection, rules: str) -> bool:
    """Let every article wait; False where a regrouping by the same rules was cut short, which then goes on."""
    if _meta(tables, _UNDER_WAY) == rules:
        return False
    adopt(tables, rules)
    tables.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_UNDER_WAY, rules))
    tables.execute("INSERT OR IGNORE INTO story_waiting SELECT id FROM articles")
    return True


def end(tables: sqlite3.Connection) -> None:
    """All were told."""
    tables.execute("DELETE FROM meta WHERE name = ?", (_UNDER_WAY,))


def _meta(tables: sqlite3.Connection, name: str) -> str | None:
    row = tables.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None
