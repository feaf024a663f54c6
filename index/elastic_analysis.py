"""Our analysis told to Elasticsearch: the tables by which its analyzers give the tokens of ``index.analysis``.

Folding goes letter by letter, so a ``mapping`` char filter does it before the text is cut; runs of letters and
digits are tokens, which lose their case. ``snowball`` with ``Indonesian`` is the algorithm of ``index.stems`` (the
``indonesian`` stemmer is another one: of ``penulis`` it makes ``tulis``, where ours makes ``ulis``), and what our own
table stems otherwise is in ``known_stems``. Positions are the same, too.

Other tokens than ours come of:

- an apostrophe before a letter outside ``_AFTER_APOSTROPHE`` (Thai, Chinese): it parts the word;
- single letters of Hangul side by side (``ㅋㅏ``): there they stay two letters, ours are one syllable;
- a word of more than 64 UTF-16 units with letters outside the basic plane: there these count twice;
- Cherokee: there in small letters, ours in capitals;
- letters that are in Unicode only since after the Python that fills the template: they part words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import snowballstemmer

from index.analysis import fold, tokens
from index.stems import overrides

_FOLDED = (range(0xD800), range(0xE000, 0x20000), range(0x2F800, 0x2FA20))  # where letters fold to other ones
_AFTER_APOSTROPHE = (range(0x30, 0x700), range(0x1E00, 0x2000))  # Latin to Arabic, and more Latin and Greek


@cache
def foldings() -> tuple[str, ...]:
    """Rules of a ``mapping`` char filter: what folds to more than its small letter, and what goes inside words."""
    kept, dropped, apostrophes = _letters(), _inside(), _apostrophes()
    rules = [_rule(letter, folded) for letter, folded in kept.items() if folded != letter.lower()]
    rules += [_rule(mark, fold(mark)) for mark in dropped]
    rules += [_rule(sign + mark, sign) for sign in apostrophes for mark in dropped]  # no letter: the word ends here
    after = [letter for letter in kept if any(ord(letter) in part for part in _AFTER_APOSTROPHE)]
    return (*rules, *(_rule(sign + letter, kept[letter]) for sign in apostrophes for letter in after))


@cache
def token_pattern() -> str:
    """A token as Lucene's regular expressions say it: a run of letters and digits."""
    parts = (first if first == last else f"{first}-{last}" for first, last in _runs())
    return f"[{''.join(parts)}]+"


@cache
def known_stems() -> tuple[str, ...]:
    """Rules of a ``stemmer_override`` filter: words that the algorithm alone stems otherwise than our table."""
    algorithm = snowballstemmer.stemmer("indonesian")
    families: dict[str, list[str]] = {}
    for word, stem in overrides().items():
        if algorithm.stemWord(word) != stem:
            families.setdefault(stem, []).append(word)
    return tuple(f"{','.join(words)} => {stem}" for stem, words in families.items())


def _rule(what: str, becomes: str) -> str:
    return f"{what}=>{becomes}"


def _letters() -> dict[str, str]:
    """Every letter or digit that may fold to another one, and what it folds to."""
    every = (chr(code) for part in _FOLDED for code in part)
    return {letter: fold.__wrapped__(letter) for letter in every if letter.isalnum()}  # not through fold's cache


def _inside() -> list[str]:
    """What belongs to the word before it, and there folds to nothing."""
    signs = (chr(code) for code in range(0xD800) if not chr(code).isalnum())
    return [sign for sign in signs if tokens(f"a{sign}")[0].end == 2]


def _apostrophes() -> list[str]:
    """What belongs to a word only where a letter follows at once."""
    signs = (chr(code) for code in range(0xD800) if not chr(code).isalnum())
    return [sign for sign in signs if len(tokens(f"a{sign}a")) == 1 and tokens(f"a{sign}")[0].end == 1]


def _runs() -> Iterator[tuple[str, str]]:
    """Runs of characters that are letters or digits: the first and the last of each."""
    first: int | None = None
    for code in range(0x110001):
        inside = code < 0x110000 and not 0xD800 <= code < 0xE000 and chr(code).isalnum()
        if inside and first is None:
            first = code
        elif not inside and first is not None:
            yield chr(first), chr(code - 1)
            first = None
