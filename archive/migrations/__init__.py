"""The archive's schema, version by version: each ``NNNN_name.sql`` leads from the version before to NNNN."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive.errors import ArchiveDamaged, ArchiveMissing, ArchiveTooNew

_NAME = re.compile(r"(\d{4})_\w+\.sql")


def steps() -> list[str]:
    """The SQL scripts in order; the schema version an archive has is how many of them it went through."""
    scripts = {m[1]: f for f in files(__name__).iterdir() if (m := _NAME.fullmatch(f.name))}
    if sorted(scripts) != [f"{n:04}" for n in range(1, len(scripts) + 1)]:
        raise RuntimeError("archive/migrations: the numbers of the scripts must run 0001, 0002 … without a gap")
    return [scripts[number].read_text("utf-8") for number in sorted(scripts)]


def migrate(reader: Engine, writer: Engine, place: Path, scripts: Sequence[str], *, create: bool) -> str:
    """Bring the archive to the newest version, all steps in one transaction, and return its random id.

    Raises:
        ArchiveTooNew: its version is beyond the last script.
        ArchiveDamaged: the file holds another program's tables.
        ArchiveMissing: it is empty and ``create`` is false.
    """
    with reader.begin() as connection:
        known = _meta(connection, place)  # without a lock: nearly every opening finds all in order
    if known.get("schema") != str(len(scripts)):
        with writer.begin() as connection:
            known = _meta(connection, place)
            if not known and not create:
                raise ArchiveMissing(f"Archive {place}: it is empty; crawl or import something first.")
            known = _climb(connection, known, place, scripts)
    return known["id"]


def _climb(connection: Connection, known: dict[str, str], place: Path, scripts: Sequence[str]) -> dict[str, str]:
    version = int(known.get("schema", 0))
    if version > len(scripts):
        raise ArchiveTooNew(
            f"Archive {place}: a newer Kliping made it (schema {version}, this one knows {len(scripts)}); "
            "install that version or name another archive."
        )
    for script in scripts[version:]:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    known = {"id": secrets.token_hex(16), **known, "schema": str(len(scripts))}
    for item in known.items():
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", item)
    return known


def _meta(connection: Connection, place: Path) -> dict[str, str]:
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables:
        return {}
    rows = connection.exec_driver_sql("SELECT name, value FROM meta").all() if "meta" in tables else []
    known: dict[str, str] = {row[0]: row[1] for row in rows}
    if not known.get("schema", "").isdigit() or "id" not in known:
        raise ArchiveDamaged(f"Archive {place}: it is not an archive of Kliping: name another file in KLIPING_ARCHIVE.")
    return known
