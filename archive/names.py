"""Every key, address and folded id that leads to an article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, String, bindparam, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.prepared import run, run_many
from archive.schema import names, tombstones

# Why a name leads to an article. A page had this key; a page was met at this address; a page of the article
# named this key as its own too; the id of an article that was folded into it.
KEY, ADDRESS, EVIDENCE, FOLDED = "key", "address", "evidence", "folded"

_ADD = upsert(names)
_ADD = _ADD.on_conflict_do_update(
    index_elements=["name"],
    set_={"article_id": _ADD.excluded.article_id, "basis": _ADD.excluded.basis, "key": _ADD.excluded.key},
    where=names.c.basis == EVIDENCE,  # what was only claimed goes to the page that has it
)
_OWNER = select(names.c.article_id).where(names.c.name == bindparam("name"))
_IS_ID = select(names.c.article_id).where(names.c.article_id == bindparam("name")).limit(1)


@lru_cache
def _find(n: int) -> Select[Any]:
    """Who has n names; the placeholders are spelt out, since expanding an IN takes longer than the query."""
    among = names.c.name.in_([bindparam(f"name{i}", type_=String) for i in range(n)])
    stone = tombstones.c.article_id == names.c.article_id
    return select(names, tombstones.c.reason).join_from(names, tombstones, stone, isouter=True).where(among)


class Known(NamedTuple):
    """A name: whose it is and why, with the key it came with; ``reason`` where that article was removed."""

    name: str
    article_id: str
    basis: str
    key: str | None
    reason: str | None


def find(connection: Connection, wanted: Iterable[str]) -> dict[str, Known]:
    """What is known of these names."""
    values = {f"name{i}": name for i, name in enumerate(dict.fromkeys(wanted))}
    rows = run(connection, _find(len(values)), values).fetchall()
    return {row[0]: Known(*row) for row in rows}


def add(connection: Connection, article_id: str, found: Mapping[str, tuple[str, str]]) -> None:
    """Write down names of an article, each with its basis and the key it came with.

    A name somebody has stays theirs, unless they only claimed it.
    """
    rows = [{"name": n, "article_id": article_id, "basis": basis, "key": key} for n, (basis, key) in found.items()]
    run_many(connection, _ADD, rows)


def hand_over(connection: Connection, loser: str, survivor: str) -> None:
    """All names of a folded article become the survivor's; its id stays as one more."""
    connection.execute(update(names).where(names.c.article_id == loser).values(article_id=survivor))
    row = {"name": loser, "article_id": survivor, "basis": FOLDED, "key": None}
    connection.execute(insert(names), row)


def owner(connection: Connection, name: str) -> str | None:
    """The id that an id, a key or an address leads to, also that of a removed article."""
    for query in (_OWNER, _IS_ID):
        found: str | None = connection.execute(query, {"name": name}).scalar()
        if found is not None:
            return found
    return None


def of(connection: Connection, article_id: str) -> list[str]:
    """All names of an article, sorted."""
    query = select(names.c.name).where(names.c.article_id == article_id).order_by(names.c.name)
    return list(connection.execute(query).scalars())


def addresses(connection: Connection, article_id: str) -> list[str]:
    """The names of an article that are addresses, sorted."""
    return [name for name in of(connection, article_id) if "://" in name]
