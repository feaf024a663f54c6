"""How late an article followed the original of its story, and how much of it was kept: told for many at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.article import Moment, StoredArticle
from archive.lags import Lag, lag

_CHAIN = 100  # articles from a copy up to its original; of a longer chain nothing is told

# From each article up the chain of those it comes from, which ends at the original.
_ORIGINALS = """
WITH RECURSIVE up (id, at, hops) AS (
    SELECT id, "of", 1 FROM articles WHERE id IN (SELECT value FROM json_each(:ids)) AND "of" IS NOT NULL
    UNION ALL
    SELECT up.id, a."of", up.hops + 1 FROM up JOIN articles a ON a.id = up.at
    WHERE a."of" IS NOT NULL AND up.hops < :chain
)
SELECT up.id, o.source, json_extract(o.reading, '$.published'), CASE WHEN mine.node = its.node THEN 1.0 ELSE (
    SELECT CAST(l.words AS REAL) / nullif(n.words, 0) FROM story_links l
    WHERE l.component = n.component AND l.a = min(mine.node, its.node) AND l.b = max(mine.node, its.node)
) END
FROM up JOIN articles o ON o.id = up.at AND o."of" IS NULL
LEFT JOIN story_members mine ON mine.article_id = up.id
LEFT JOIN story_members its ON its.article_id = o.id
LEFT JOIN story_nodes n ON n.id = its.node
"""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an article is after the original of its story.

    ``lag`` is None where either date is unknown; ``kept`` is the share of the original's different words that the
    article has too, 0 to 1, None where the two were never compared. ``source`` is the original's.
    """

    lag: Lag | None = None
    kept: float | None = None
    source: str | None = None


def provenance(tables: sqlite3.Connection, articles: Sequence[StoredArticle]) -> dict[str, Provenance]:
    """Of each of these articles that is no original itself, by id."""
    published = {one.id: one.article.published for one in articles if one.place.of is not None}
    if not published:
        return {}
    rows = tables.execute(_ORIGINALS, {"ids": json.dumps(list(published)), "chain": _CHAIN}).fetchall()
    return {id_: Provenance(lag(_moment(first), published[id_]), kept, source) for id_, source, first, kept in rows}


def _moment(told: str | None) -> Moment | None:
    """A publication as a row of ``articles`` has it."""
    if told is None:
        return None
    at, *rest = json.loads(told)
    return Moment(datetime.fromisoformat(at), *rest)
