"""Reading the tables in ``words/``: UTF-8, ``#`` begins a comment, blank lines don't count.

``stopwords.txt``: one word a line. ``roots.txt``: one root a line, stem of all its regular forms. ``families.txt``:
words of one stem, which is the first of them; a line of one word keeps it whole. ``synonyms.txt``: names of the same
thing, comma separated. Roots and families make the tokens, so a change to them rebuilds the index at the next push;
stop words and synonyms work at the next search.
"""

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
