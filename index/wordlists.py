"""Reading the tables in ``words/``: UTF-8, ``#`` begins a comment, blank lines don't count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files


def read_lines(name: str) -> Iterator[str]:
    """The lines of a table that say something."""
    for line in files("index").joinpath("words", name).read_text("utf-8").splitlines():
        said = line.partition("#")[0].strip()
        if said:
            yield said


def digest(*names: str) -> str:
    """A short fingerprint of what tables say; comments don't count."""
    said = "\n".join(line for name in names for line in (name, *read_lines(name)))
    return hashlib.sha256(said.encode()).hexdigest()[:8]
