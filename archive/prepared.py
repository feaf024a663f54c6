"""Statements of every article, run on the driver itself: what SQLAlchemy adds to each would cost more than they do.

The statements are SQLAlchemy's own, spelt out once; the values are put as the columns' types would put them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects.sqlite import dialect

_DIALECT = dialect(paramstyle="named")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def raw(connection: Connection) -> sqlite3.Connection:
    """The driver's connection, in the very transaction; it keeps its statements prepared."""
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError("the archive is kept in SQLite only")
    return found


def run(connection: Connection, statement: ClauseElement, values: Mapping[str, Any]) -> sqlite3.Cursor:
    """Run a statement with a value for each of its named parameters, or of the columns of an insert."""
    sql, fixed = _spelt(statement, tuple(values))
    return raw(connection).execute(sql, {name: _plain(value) for name, value in values.items()} | fixed)


def run_many(connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run it for each row; all have the same names."""
    if rows:
        sql, fixed = _spelt(statement, tuple(rows[0]))
        plain = [{name: _plain(value) for name, value in row.items()} | fixed for row in rows]
        raw(connection).executemany(sql, plain)


@lru_cache(maxsize=100)
def _spelt(statement: ClauseElement, names: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """A statement as text, with the values it always has."""
    compiled = statement.compile(dialect=_DIALECT, column_keys=list(names))
    return str(compiled), {name: value for name, value in compiled.params.items() if name not in names}


def _plain(value: Any) -> Any:
    """As ``schema.Instant`` and JSON columns put it.

    Raises:
        ValueError: for a naive datetime, which would be an instant nobody can name.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value}: an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return _JSON(value) if isinstance(value, dict) else value
