"""Words of texts as numbers: the same number for the same word everywhere and for ever.

Read by bytes, many texts in one step: word by word would cost most of the time there is for an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NAME, NUMBER, YEAR, COMMON = 1, 2, 4, 8  # what a word is; COMMON ones are in the table
LONGEST = 1_000_000  # characters read of a body; nobody writes longer, and hostile pages end here
_PARTS = 16  # of eight bytes each, that tell a word from others
_LOWER = bytes(b + 32 if 65 <= b <= 90 else b if 48 <= b <= 57 or 97 <= b <= 122 or b >= 128 else 0 for b in range(256))
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], dtype=np.uint64)
_ODDS = [pow(0x9E3779B97F4A7C15, 2 * at + 1, 1 << 64) for at in range(_PARTS + 1)]
_ODD = np.array(_ODDS, dtype=np.uint64)
_WHOLE = (1 << 64) - 1
_HALF = np.uint64(32)

Ints = NDArray[np.int64]
Numbers = NDArray[np.uint32]
Bytes = NDArray[np.uint8]


class Told(NamedTuple):
    """The words of some texts in their order: a number and a mark for each; ``ends`` has a place for each text."""

    numbers: Numbers
    marks: Bytes
    ends: Ints


def told(texts: Sequence[str]) -> Told:
    """The words of texts; marks are NAME, NUMBER, NUMBER | YEAR, as the letters of this one place say."""
    coded = [text[:LONGEST].encode("utf-8", "replace") for text in texts]
    raw = np.frombuffer(b"\0".join([b"", *coded, bytes(8 * _PARTS)]), dtype=np.uint8)
    raw, bounds = _grouped(_broken(raw), np.cumsum([len(code) + 1 for code in coded], dtype=np.int64))
    low = np.frombuffer(raw.tobytes().translate(_LOWER), dtype=np.uint8)
    inside = low != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    first = raw[starts]
    letters = np.cumsum(low > ord("9"), dtype=np.int32)
    digits = letters[ends - 1] == letters[starts - 1]
    second = raw[starts + 1]
    century = (first == ord("1")) & (second == ord("9")) | (first == ord("2")) & (second == ord("0"))
    marks = NAME * (first - ord("A") < 26).view(np.uint8)
    marks[digits & (ends - starts > 1)] = NUMBER
    marks[digits & (ends - starts == 4) & century] = NUMBER | YEAR
    return Told(_numbers(low, starts, ends - starts), marks, np.searchsorted(starts, bounds))


def _broken(raw: Bytes) -> Bytes:
    """Typographic punctuation and spaces (U+00A0, U+2000 to U+206F, U+3000) are no part of a word."""
    if raw.max() < 128:
        return raw
    raw = raw.copy()
    two = np.flatnonzero((raw[:-1] == 0xC2) & (raw[1:] == 0xA0))
    three = np.flatnonzero((raw == 0xE2) | (raw == 0xE3))
    lead, second, third = raw[three], raw[three + 1], raw[three + 2]
    general = (lead == 0xE2) & ((second == 0x80) | ((second == 0x81) & (third < 0xB0)))
    three = three[general | ((lead == 0xE3) & (second == 0x80) & (third == 0x80))]
    for places in (two, two + 1, three, three + 1, three + 2):
        raw[places] = 0
    return raw


def _grouped(raw: Bytes, bounds: Ints) -> tuple[Bytes, Ints]:
    """10.000 and 10,000 are one number, 721,6 and 721.6 too: a stop or comma between digits is nothing."""
    stops = np.flatnonzero((raw == ord(".")) | (raw == ord(",")))
    zero = np.uint8(ord("0"))
    stops = stops[(raw[stops - 1] - zero < 10) & (raw[stops + 1] - zero < 10)]
    return (np.delete(raw, stops), bounds - np.searchsorted(stops, bounds)) if len(stops) else (raw, bounds)


def _numbers(low: Bytes, starts: Ints, sizes: Ints) -> Numbers:
    """A number of 32 bits for each word, from its first 128 bytes."""
    parts: NDArray[np.uint64] = np.ndarray(len(low) - 7, dtype="<u8", buffer=low.data, strides=(1,))
    mixed = (parts[starts] & _MASKS[np.minimum(sizes, 8)]) * _ODD[0]
    for at in range(1, _PARTS):
        longer = np.flatnonzero(sizes > 8 * at)
        if not len(longer):
            break
        mixed[longer] += (parts[starts[longer] + 8 * at] & _MASKS[np.minimum(sizes[longer] - 8 * at, 8)]) * _ODD[at]
    mixed ^= mixed >> _HALF
    mixed *= _ODD[_PARTS]
    numbers: Numbers = (mixed >> _HALF).astype(np.uint32)
    return numbers


def number_of(word: bytes) -> int:
    """The number of one word in small letters."""
    mixed = int.from_bytes(word[:8], "little") * _ODDS[0]
    for at in range(8, min(len(word), 8 * _PARTS), 8):
        mixed += int.from_bytes(word[at : at + 8], "little") * _ODDS[at // 8]
    mixed &= _WHOLE
    return ((mixed ^ mixed >> 32) * _ODDS[_PARTS] & _WHOLE) >> 32


def words(text: str) -> list[int]:
    """The numbers of the words of a text, without case."""
    numbers: list[int] = told([text]).numbers.tolist()
    return numbers


@cache
def common() -> frozenset[int]:
    """The numbers of the words that connect nothing (``common.txt``)."""
    return frozenset(words("\n".join(line for line in _table().splitlines() if not line.startswith("#"))))


@cache
def common_form() -> int:
    """A byte that changes with the table."""
    return sum(_table().encode()) % 255 + 1


@cache
def common_sorted() -> Numbers:
    """The numbers of ``common`` as an array, sorted."""
    return np.sort(np.fromiter(common(), dtype=np.uint32))


@cache
def _table() -> str:
    return files(__package__).joinpath("common.txt").read_text(encoding="utf-8")


def within(numbers: Numbers, table: Numbers) -> NDArray[np.bool_]:
    """Which of the numbers are in a sorted table."""
    found: NDArray[np.bool_] = table[np.minimum(np.searchsorted(table, numbers), len(table) - 1)] == numbers
    return found
