"""One text read word by word: what ``words.told`` and ``signature`` find for many texts in one step, for one in less.

What a word is told once and remembered: news says mostly what it said before.
"""

from __future__ import annotations

import re
from array import array

from crawler.stories.words import COMMON, LONGEST, NAME, NUMBER, YEAR, common, number_of

MOST = 1 << 16  # words remembered, about 12 MB; all are forgotten when there are more
_KIND, _BITS = 15, 4  # the mark of a word stands in the lowest bits, its number above
_SPACE = re.compile("[\u00a0\u2000-\u206f\u3000]")  # see ``words._broken``
_GROUPING = re.compile(rb"[.,](?<=[0-9].)(?=[0-9])")  # see ``words._grouped``
_LETTERS = bytes(b if 48 <= b <= 57 or 65 <= b <= 90 or 97 <= b <= 122 or b >= 128 else 32 for b in range(256))
_CENTURIES = b"19", b"20"


class _Words(dict[bytes, int]):
    """Of each word as it is written its number and its mark; COMMON in it says that the number is everyday."""

    def __missing__(self, written: bytes) -> int:
        number = number_of(written.lower())
        told = self[written] = number << _BITS | _mark(written) | COMMON * (number in common())
        if len(self) > MOST:
            self.clear()
        return told


_told = _Words().__getitem__


def _mark(written: bytes) -> int:
    if not written.isdigit():
        return NAME if b"A" <= written[:1] <= b"Z" else 0
    if len(written) == 4 and written[:2] in _CENTURIES:
        return NUMBER | YEAR
    return NUMBER if len(written) > 1 else 0


def told_words(text: str) -> list[int]:
    """The words of a text in their order, each with its mark; ``numbers`` has them without."""
    text = text[:LONGEST]
    if not text.isascii():
        text = _SPACE.sub(" ", text)
    written = _GROUPING.sub(b"", text.encode("utf-8", "replace")).translate(_LETTERS).split()
    return list(map(_told, written))


def numbers(told: list[int]) -> bytes:
    """The numbers of words, as ``words.told`` has them."""
    return array("I", [one >> _BITS for one in told]).tobytes()


def different(told: list[int], most: int) -> tuple[array[int], bytes]:
    """The first so many different words in the order of their first use, and what they are by all their uses."""
    lowest: dict[int, int] = {}  # of each number the marks: a name never stands small
    highest: dict[int, int] = {}
    for one in dict.fromkeys(told):
        number = one >> _BITS
        if number not in lowest:
            lowest[number] = highest[number] = one & _KIND
        elif one & _KIND < lowest[number]:
            lowest[number] = one & _KIND
        elif one & _KIND > highest[number]:
            highest[number] = one & _KIND
    kinds = bytes(highest.values()).translate(_PLAIN)
    names = kinds.count(NAME)
    shouting = 2 * names >= len(kinds)  # all words are written so
    table = 2 * (len(kinds) - names - kinds.count(0)) > len(kinds)  # half numbers: they tell nothing
    marks = bytes(lowest.values())[:most].translate(_MARKS[shouting, table])
    return array("I", list(lowest)[:most]), marks


def _final(mark: int, shouting: bool, table: bool) -> int:
    """The mark of a word once all of its text is known."""
    kind = mark & ~COMMON
    if table or (kind == NAME and shouting):
        kind = 0
    return kind & ~NAME | COMMON if mark & COMMON else kind  # its capital is a sentence's beginning


_PLAIN = bytes(mark & ~COMMON for mark in range(256))
_MARKS = {(s, t): bytes(_final(mark, s, t) for mark in range(256)) for s in (False, True) for t in (False, True)}
