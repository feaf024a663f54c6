"""What a word is to the index: tokens, folding, stop words, stems. The only definition of each.

A token is a run of letters and digits, with the marks and apostrophes inside it (``Jum'at``, ``Qur’an``). Folding
takes away case, accents and apostrophes. Title and body are indexed twice, as folded words and as their stems, at
the same positions; stop words are indexed, and ignored in queries.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from index.stems import stem
from index.wordlists import digest, read_lines

__all__ = ["Token", "fold", "is_stop_word", "stem", "terms", "tokens", "version", "word_count"]

MAX_TOKEN = 64  #: characters of a folded word that count; longer ones are no words
_RULES = 3  #: raise it when the code below, or that of index/stems.py, gives other tokens
_INSIDE = "\u00ad\u200b-\u200d\u2060\u0300-\u036f\u064b-\u065f\u0670"  # marks, and what is not seen
_TOKEN = re.compile(rf"[^\W_]+(?:(?:[{_INSIDE}]+|['’‘ʼ](?=[^\W_]))[^\W_]*)*")
_MARKS = [("’", "'"), ("‘", "'"), ("“", " "), ("”", " "), ("–", " "), ("—", " "), ("…", " "), ("•", " ")]
_SPACED = bytes(byte if chr(byte).isalnum() or byte == ord("'") else ord(" ") for byte in range(256))  # of Latin-1
_IOTA = {0x345: None}  # under a Greek vowel; of this mark alone case folding would make a letter
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


class Token(NamedTuple):
    """A folded word and its place: ``text[start:end]`` of the original text folds to ``word``."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and anything else that is no letter or digit.

    Folding twice changes nothing. The result has at most ``MAX_TOKEN`` characters and may be empty.
    """
    if text.isascii() and text.isalnum():
        return text.lower()[:MAX_TOKEN]
    marked = unicodedata.normalize("NFKD", text).translate(_IOTA)
    plain = unicodedata.normalize("NFKD", marked.casefold()).translate(_LETTERS)
    bare = "".join(char for char in plain if char.isalnum()).casefold()
    return unicodedata.normalize("NFC", bare)[:MAX_TOKEN]  # Hangul as syllables again


def tokens(text: str) -> list[Token]:
    """The words of a text, in order, with their offsets in characters."""
    found = ((match, fold(match.group())) for match in _TOKEN.finditer(text))
    return [Token(word, match.start(), match.end()) for match, word in found if word]


def word_count(text: str) -> int:
    """How many words a text has: as many as ``tokens`` finds."""
    for mark, plain in _MARKS:
        text = text.replace(mark, plain)
    try:
        told = text.encode("latin-1")
    except UnicodeEncodeError:
        told = b"\xad"
    if b"\xad" in told:
        return sum(1 for found in _TOKEN.findall(text) if fold(found))
    return len(told.replace(b"''", b" ").translate(_SPACED, b"'").split())  # an eighth of the time of the line above


def terms(text: str) -> tuple[str, str]:
    """What an engine indexes for a text: its words, and their stems, each joined by single spaces."""
    words = [word for word in map(fold, _TOKEN.findall(text)) if word]
    return " ".join(words), " ".join(map(stem, words))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(read_lines("stopwords.txt"))


def is_stop_word(word: str) -> bool:
    """Whether a folded word is ignored in a query outside quotes."""
    return word in _stop_words()


def version() -> str:
    """Changes whenever the tokens of some text may: an index of another version is rebuilt."""
    return f"{_RULES}-{digest('roots.txt', 'families.txt')}"
