"""Two articles found to be one become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from archive import history, log, names
from archive.rows import Standing, standing
from archive.schema import articles, captures

_STAYS = {"id", "story_id", "relation", "of", "similarity"}
_STAYS |= {"key", "url", "source", "first_seen", "last_seen", "sequence"}


def fold(connection: Connection, owners: Sequence[Standing]) -> Standing:
    """Fold articles into the one seen first (the smaller id where equal), and return it as it is then.

    The survivor gets every text, capture and name of the others, whose ids go on leading to it, and its
    newest reading; the log says ``gone`` for each of the others. That it changed itself the caller logs.
    """
    survivor, *losers = sorted(owners, key=lambda o: (o.stored.first_seen, o.stored.id))
    for loser in losers:
        survivor = _absorb(connection, survivor, loser)
    return survivor


def _absorb(connection: Connection, survivor: Standing, loser: Standing) -> Standing:
    into, out = survivor.stored.id, loser.stored.id
    columns: dict[str, Any] = {"last_seen": max(survivor.stored.last_seen, loser.stored.last_seen)}
    connection.execute(update(captures).where(captures.c.article_id == out).values(article_id=into))
    history.merge(connection, out, into)
    if loser.read_at > survivor.read_at:
        row = connection.execute(select(articles).where(articles.c.id == out)).one()
        columns |= {name: value for name, value in row._mapping.items() if name not in _STAYS}
        columns["current"] = history.find(connection, into, loser.digest)
    names.hand_over(connection, out, into)
    connection.execute(delete(articles).where(articles.c.id == out))
    connection.execute(update(articles).where(articles.c.id == into).values(**columns))
    log.forget_article(connection, out)
    log.append(connection, "gone", out)
    found = standing(connection, into)
    if found is None:
        raise LookupError(into)
    return found
