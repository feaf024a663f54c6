"""Configuration: an option over the environment over ``kliping.toml`` over the default."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kliping.trouble import Trouble

_YES, _NO = {"yes", "true", "1", "on"}, {"no", "false", "0", "off"}
_KEYS = ("data", "archive", "targets", "contact", "keep_pages", "fetch_via", "permitted", "synonyms", "topics", "index")
_ENVIRONMENT = {
    "data": "KLIPING_DATA",
    "archive": "KLIPING_ARCHIVE",
    "targets": "KLIPING_INDEX",
    "contact": "KLIPING_CONTACT",
    "keep_pages": "KLIPING_KEEP_PAGES",
    "fetch_via": "KLIPING_FETCH_VIA",
    "permitted": "KLIPING_PERMITTED",
    "synonyms": "KLIPING_SYNONYMS",
}


@dataclass(frozen=True, slots=True)
class Config:
    """What this installation is told.

    Attributes:
        data: folder of archive, embedded index, captures and locks.
        archive: SQLAlchemy URL of the archive.
        targets: names of the indexes to feed; the first answers searches.
        contact: how a site's owner reaches the operator; required for a live crawl.
        keep_pages: whether live responses are kept as WARC.
        fetch_via: the origin that every request goes to instead, for tests of a live crawl.
        permitted: sources whose owners gave the operator permission to crawl.
        synonyms: a file of names that mean the same thing; none for those that come with Kliping.
        topics: the table of watched names; None for the default.
        indexes: the tables of further targets by name, without secrets.
    """

    data: Path
    archive: str
    targets: tuple[str, ...] = ("embedded",)
    contact: str = ""
    keep_pages: bool = True
    fetch_via: str = ""
    permitted: tuple[str, ...] = ()
    synonyms: Path | None = None
    topics: Mapping[str, Any] | None = field(default=None)
    indexes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def captures(self) -> Path:
        """Where live responses are kept."""
        return self.data / "captures"

    @property
    def locks(self) -> Path:
        """Where lock files are."""
        return self.data / "locks"


def load(environ: Mapping[str, str] = os.environ, cwd: Path | None = None) -> Config:
    """The configuration of this process.

    Raises:
        Trouble: an unreadable file, an unknown key (the nearest known one is named) or a value of the wrong kind.
    """
    path = _file(environ, cwd or Path.cwd())
    told = _read(path) if path else {}
    for key, variable in _ENVIRONMENT.items():
        if environ.get(variable):
            told[key] = environ[variable]
    data = Path(_text(told, "data", "data"))
    return Config(
        data=data,
        archive=_text(told, "archive", "") or f"sqlite:///{(data / 'archive.db').absolute()}",
        targets=_names(told, "targets") or ("embedded",),
        contact=_text(told, "contact", ""),
        keep_pages=_flag(told, "keep_pages", default=True),
        fetch_via=_text(told, "fetch_via", ""),
        permitted=_names(told, "permitted"),
        synonyms=Path(synonyms) if (synonyms := _text(told, "synonyms", "")) else None,
        topics=_table(told, "topics"),
        indexes=_tables(told, "index"),
    )


def _file(environ: Mapping[str, str], cwd: Path) -> Path | None:
    named = environ.get("KLIPING_CONFIG")
    if named and not Path(named).is_file():
        raise Trouble(f"KLIPING_CONFIG names {named}, which is no file: mend the path or unset the variable.")
    path = Path(named) if named else cwd / "kliping.toml"
    return path if path.is_file() else None


def _read(path: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Trouble(f"{path}: cannot be read as TOML: {error}.") from None
    for key in told:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1, 0.0)[0]
            raise Trouble(f"{path}: unknown key {key!r}; did you mean {near!r}?")
    return told


def _text(told: Mapping[str, Any], key: str, default: str) -> str:
    value = told.get(key, default)
    if not isinstance(value, str):
        raise Trouble(f"Configuration: {key} must be a text, not {value!r}.")
    return value


def _names(told: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = told.get(key, "")
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Trouble(f"Configuration: {key} must be a list of names, not {value!r}.")
    return tuple(name.strip() for name in names if name.strip())


def _flag(told: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = told.get(key, default)
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise Trouble(f"Configuration: {key} must be yes or no, not {value!r}.")
    return word in _YES


def _table(told: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    value = told.get(key)
    if value is not None and not isinstance(value, dict):
        raise Trouble(f"Configuration: [{key}] must be a table, not {value!r}.")
    return value


def _tables(told: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
    tables = _table(told, key) or {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise Trouble(f"Configuration: [{key}.{name}] must be a table, not {table!r}.")
    return tables
