"""Language knowledge as data: one entry a line, most of them regular expressions; ``# `` begins a comment."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def entries(name: str) -> tuple[str, ...]:
    """Entries of a table: its lines without comments and blank lines."""
    text = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("# "))


@cache
def any_of(name: str) -> re.Pattern[str]:
    """One pattern that matches where any entry of a table does, case folded."""
    return re.compile("|".join(f"(?:{entry})" for entry in entries(name)), re.IGNORECASE)


@cache
def folded(name: str) -> re.Pattern[str]:
    """The same for a text in lower case, three times as fast; of tables whose entries have no capitals."""
    return re.compile("|".join(f"(?:{entry})" for entry in entries(name)))


@cache
def border(name: str, *, weak: bool = False) -> re.Pattern[str]:
    """Pattern of class words between borders: blanks, hyphens, underscores, the ends; ``? `` marks weak entries."""
    chosen = (entry for entry in entries(name) if entry.startswith("? ") == weak)
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(e.removeprefix('? ') for e in chosen)})(?=$|[\s_-])", re.IGNORECASE)


@cache
def names(name: str) -> frozenset[str]:
    """Names of a table that prints several on a line, parted by commas."""
    return frozenset(word for line in entries(name) for part in line.split(",") if (word := part.strip()))
