"""The archive's schema, version by version: each ``NNNN_name.sql`` leads from the version before to NNNN."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection

from archive.errors import ArchiveDamaged, ArchiveTooNew

_NAME = re.compile(r"(\d{4})_\w+\.sql")


@cache
def steps() -> tuple[str, ...]:
    """The SQL scripts in order; the schema version an archive has is how many of them it went through."""
    scripts = {m[1]: f for f in files(__name__).iterdir() if (m := _NAME.fullmatch(f.name))}
    if sorted(scripts) != [f"{n:04}" for n in range(1, len(scripts) + 1)]:
        raise RuntimeError("archive/migrations: the numbers of the scripts must run 0001, 0002 … without a gap")
    return tuple(scripts[number].read_text("utf-8") for number in sorted(scripts))


def state(connection: Connection, place: Path, newest: int) -> tuple[str | None, int]:
    """The archive's random id, None for an empty file, and its schema version.

    Raises:
        ArchiveTooNew: its version is beyond ``newest``.
        ArchiveDamaged: the file holds another program's tables.
    """
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables:
        return None, 0
    rows = connection.exec_driver_sql("SELECT name, value FROM meta").all() if "meta" in tables else []
    known: dict[str, str] = {row[0]: row[1] for row in rows}
    if "id" not in known or not known.get("schema", "").isdigit():
        raise ArchiveDamaged(f"Archive {place}: it is not an archive of Kliping: name another file in KLIPING_ARCHIVE.")
    if int(known["schema"]) > newest:
        raise ArchiveTooNew(
            f"Archive {place}: a newer Kliping made it (schema {known['schema']}, this one knows {newest}); "
            "install that version or name another archive."
        )
    return known["id"], int(known["schema"])


def migrate(connection: Connection, place: Path, scripts: Sequence[str]) -> str:
    """Bring the archive to the newest version inside the caller's transaction, and return its id, new if need be.

    Raises:
        ArchiveTooNew: its version is beyond the last script.
        ArchiveDamaged: the file holds another program's tables.
    """
    archive_id, version = state(connection, place, len(scripts))
    for script in scripts[version:]:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    archive_id = archive_id or secrets.token_hex(16)
    for item in (("id", archive_id), ("schema", str(len(scripts)))):
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", item)
    return archive_id
