"""Words of a text as numbers: the same number for the same word everywhere and for ever.

A tokeniser over bytes: a regex would cost most of the time there is for an article.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from zlib import crc32

NAME, NUMBER, YEAR = 1, 2, 4  # what a word is, told by its letters alone
LONGEST = 1_000_000  # characters read of a body; nobody writes longer, and hostile pages end here
_BREAKS = re.compile(r"[\u00a0\u2000-\u206f\u3000]")  # typographic punctuation and spaces are no part of a word
_GROUPED = re.compile(r"(?<=[0-9])[.,](?=[0-9])")  # 10.000 and 10,000 are one number, 721,6 and 721.6 too
_KEPT = bytes(b if 48 <= b <= 57 or 65 <= b <= 90 or 97 <= b <= 122 or b >= 128 else 32 for b in range(256))


class _Marked(dict[bytes, int]):
    """For each word in its case: crc32 of its lower case, and above these 32 bits what it is.

    Remembered; forgotten all together before it grows without bound.
    """

    def __missing__(self, word: bytes) -> int:
        if len(self) > 2_000_000:
            self.clear()
        mark = 0
        if word.isdigit():
            mark = (NUMBER if len(word) > 1 else 0) | (YEAR if len(word) == 4 and word[:2] in (b"19", b"20") else 0)
        elif word[:1].isupper():
            mark = NAME
        value = self[word] = crc32(word.lower()) | mark << 32
        return value


_marked = _Marked()


def marked_words(text: str) -> list[int]:
    """The words of a text in their order: 32 bits of number, above them NAME, NUMBER, YEAR as the letters say."""
    text = text[:LONGEST]
    if not text.isascii():
        text = _BREAKS.sub(" ", text)
    text = _GROUPED.sub("", text)
    return list(map(_marked.__getitem__, text.encode("utf-8", "replace").translate(_KEPT).split()))


def words(text: str) -> list[int]:
    """The numbers of the words of a text, without case."""
    return [word & 0xFFFFFFFF for word in marked_words(text)]


@cache
def common() -> frozenset[int]:
    """The numbers of the words that connect nothing (``common.txt``)."""
    text = files(__package__).joinpath("common.txt").read_text(encoding="utf-8")
    return frozenset(number for line in text.splitlines() if not line.startswith("#") for number in words(line))
