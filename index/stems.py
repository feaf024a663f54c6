"""Stems of Indonesian words: the Snowball algorithm, and the words it would mistreat.

``words/families.txt`` holds one family a line (its first word is the stem of all), ``words/roots.txt`` roots whose
regular forms are built here. Both together give one table, word → stem, which wins over the algorithm; an engine
with a stemmer of its own is given the same table (``overrides``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import snowballstemmer

from index.wordlists import read_lines

CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
_SUFFIXES = ("", "kan", "i", "an")
_FORMER = ("di", "ter", "ber", "ke", "per", "memper", "diper", "pember")
_NASAL = {  # first letter of the root: (what comes before it, whether the letter falls)
    **dict.fromkeys("aeiou", ("ng", False)),
    **dict.fromkeys("gh", ("ng", False)),
    **dict.fromkeys("djcz", ("n", False)),
    **dict.fromkeys("bfv", ("m", False)),
    **dict.fromkeys("lmnrwy", ("", False)),
    "k": ("ng", True),
    "t": ("n", True),
    "s": ("ny", True),
    "p": ("m", True),
}


def forms(root: str) -> Iterator[str]:
    """Every regular form of a root, itself first; among them some that nobody says, which does no harm."""
    nasal, falls = _NASAL.get(root[0], ("", False))
    heads = [root, *(former + root for former in _FORMER)]
    for prefix in ("me", "pe"):
        heads.append(prefix + nasal + (root[1:] if falls else root))
        if falls:
            heads.append(prefix + ("n" if nasal == "ny" else nasal) + root)  # loanwords keep it: memproses
    for head in heads:
        yield from (head + suffix for suffix in _SUFFIXES)


@cache
def overrides() -> Mapping[str, str]:
    """Word → stem, clitics included; what stands in families.txt wins over what a root gives."""
    table: dict[str, str] = {}
    roots = tuple(read_lines("roots.txt"))
    for root in roots:
        for form in forms(root):
            table.setdefault(form, root)
    table.update((root, root) for root in roots)
    for line in read_lines("families.txt"):
        family = line.split()
        table.update((word, family[0]) for word in family)
    spoken = {word + clitic: found for word, found in table.items() for clitic in CLITICS}
    return MappingProxyType(spoken | table)


@cache
def _snowball() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("indonesian")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a folded word; a word with a digit in it is its own."""
    known = overrides().get(word)
    if known is not None:
        return known
    if not word.isascii() or not word.isalpha():
        return word
    return str(_snowball().stemWord(word)) or word
