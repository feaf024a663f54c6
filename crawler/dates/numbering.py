"""Numbers before a month that are no day: ``U-19 Juli``, ``HUT ke-12 Mei``, ``Edisi 3 Juli``, ``Liga 1 Juli``.

What such a number counts or names is language data; only what stands right before it decides.
"""

from __future__ import annotations

import re
from typing import Final

from crawler.dates import language as words

_LABELS: Final = frozenset(words.LABELS.split())
_EDITIONS: Final = frozenset(words.EDITIONS.split())
_ORDERED: Final = _LABELS | _EDITIONS | frozenset(words.ORDERED.split())
_NAMES: Final = {word: frozenset(numbers.split()) for word, numbers in words.NAMES.items()}
_HYPHENED: Final = frozenset(words.HYPHENED.split())
MAGNITUDES: Final = frozenset(words.MAGNITUDES.split())
COUNTED: Final = MAGNITUDES | frozenset(words.LENGTHS.split())
_NUMBERED: Final = re.compile(r"B[.|,]{0,2}$")
_CLOCK_AFTER: Final = re.compile(r"[,|\-]{0,2}[pj]?\.?[tuc]")
_APART: Final = ",WwJ()/o"
"""Classes of what stands between a date and whatever a number would belong to."""
_TIMES: Final = ("x", "X", "\u00d7")


def is_no_day(tokens: list[str], classes: str, start: int, end: int, *, alone: bool) -> bool:
    """Whether the figure at ``start``, of a date ending before ``end``, belongs to the word before it.

    ``alone`` says that it is one figure, no range. A clock after the date shows that the word is a rubric.
    """
    if not start:
        return False
    if "B" in classes and _NUMBERED.search(classes, max(0, start - 3), start):
        return True
    if classes[start - 1] in _APART:
        return False  # most dates, so asked early
    before = tokens[start - 1].lower()
    if start > 1:
        if before == "-":
            return is_grown_on(tokens[start - 2])
        if before in _TIMES and classes[start - 2] in "dDn":
            return True
        if before == "ke":
            return tokens[start - 2].lower() in _ORDERED
        if before in ".#":
            before = tokens[start - 2].lower()
    if before in _LABELS or (alone and before in _EDITIONS) or (before in _NAMES and tokens[start] in _NAMES[before]):
        return _CLOCK_AFTER.match(classes, end) is None
    return False


def is_grown_on(word: str) -> bool:
    """Whether a number after this word and a hyphen is part of a name or an order."""
    return (len(word) < 3 and word.isalpha()) or word.lower() in _HYPHENED


def is_counted(tokens: list[str], classes: str, at: int, amounts: frozenset[str] = COUNTED) -> bool:
    """Whether the word at a place says that the figure before it is an amount."""
    return at < len(classes) and classes[at] in "xI|" and tokens[at].lower() in amounts


def is_telephone(tokens: list[str], at: int) -> bool:
    """Whether an area code stands before figures with hyphens: ``(0274) 12-07-24``, ``+62 12-07-24``."""
    if "-" not in tokens[at]:
        return False
    if at > 2 and tokens[at - 1] == ")" and tokens[at - 3] == "(":
        return _is_area(tokens[at - 2])
    return _is_area(tokens[at - 1]) or (at > 1 and tokens[at - 2] == "+" and tokens[at - 1].isdigit())


def _is_area(token: str) -> bool:
    return len(token) > 2 and token[0] == "0" and token.isdigit()
