"""Names of the same thing; they work at search time only, so that other ones need no other index.

A group is a line of names, comma separated, each of one word or several; ``#`` begins a comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from index.analysis import tokens
from index.wordlists import read_lines

Name = tuple[str, ...]  # folded words


class SynonymsError(ValueError):
    """A file of synonyms that cannot be used: the sentence names the line."""


_chosen: Path | None = None


def synonyms() -> Mapping[Name, tuple[Name, ...]]:
    """Name → all names of its group, itself among them; a name is a tuple of folded words."""
    return _synonyms(_chosen)


def synonym_rules() -> tuple[str, ...]:
    """A line for each group, its names folded and comma separated: as an engine with synonyms of its own takes it."""
    groups = dict.fromkeys(synonyms().values())
    return tuple(", ".join(" ".join(name) for name in group) for group in groups)


def use_synonyms(file: Path | None) -> None:
    """Let this process take synonyms from a file (see ``index.wordlists``), or from the table that comes with it.

    Raises:
        SynonymsError: it cannot be read, or a line makes no sense.
    """
    global _chosen
    _synonyms(file)
    _chosen = file


@cache
def _synonyms(file: Path | None) -> Mapping[Name, tuple[Name, ...]]:
    table: dict[Name, tuple[Name, ...]] = {}
    for number, line in _synonym_lines(file):
        group = tuple(dict.fromkeys(tuple(token.word for token in tokens(name)) for name in line.split(",")))
        told = f"{file or 'synonyms.txt'}, line {number}"
        if len(group) < 2 or () in group:
            raise SynonymsError(f"{told}: write two names or more of the same thing, comma separated.")
        for name in group:
            if name in table:
                raise SynonymsError(f"{told}: {' '.join(name)!r} is in an earlier line, too; put both in one.")
            table[name] = group
    return MappingProxyType(table)


def _synonym_lines(file: Path | None) -> list[tuple[int, str]]:
    if file is None:
        return list(enumerate(read_lines("synonyms.txt"), 1))
    try:
        told = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SynonymsError(f"{file}: the synonyms cannot be read as UTF-8 text ({error}).") from error
    lines = ((number, line.partition("#")[0].strip()) for number, line in enumerate(told, 1))
    return [(number, line) for number, line in lines if line]


@cache
def _longest_name(file: Path | None) -> int:
    return max(map(len, _synonyms(file)), default=0)


def longest_synonym(words: tuple[str, ...], at: int) -> int:
    """How many words from ``at`` on are the longest name in the table; 0 where none begins."""
    for length in range(min(_longest_name(_chosen), len(words) - at), 0, -1):
        if words[at : at + length] in synonyms():
            return length
    return 0
