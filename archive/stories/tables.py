"""The connection beneath SQLAlchemy: stories are many small statements, and it would cost more than they do."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Connection


def raw(connection: Connection) -> sqlite3.Connection:
    """The very connection, in the very transaction; SQLite keeps its statements prepared."""
    found = connection.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError("stories are kept in SQLite only")
    return found
