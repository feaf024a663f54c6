"""What is kept of an article to compare it: its words as numbers, and which of them are names and numbers."""

from __future__ import annotations

import re
import struct
from array import array
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b

from crawler.stories.words import LONGEST, NAME, NUMBER, YEAR, common, marked_words, words

MOST_WORDS = 2_048  # different words kept of one article, the first ones
MOST_QUOTES = 32  # clauses of quotations kept
_CLAUSE = 5  # words; shorter ones are said by anybody
_QUOTED = re.compile(r'["“”]([^"“”]{20,1000})["“”]')
_STOPS = re.compile(r"[.,;:!?]")
_HEAD = struct.Struct("<16sQiHBB")
_NO_DAY = -1


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article as grouping sees it; all but id and body may be unknown.

    ``day`` is the proleptic Gregorian ordinal of its publication in its own zone, ``at`` the instant as POSIX seconds
    for order only; ``origin`` says that it is the press release itself (a page of Perpusnas).
    """

    id: str
    body: str
    title: str | None = None
    source: str | None = None
    day: int | None = None
    at: float | None = None
    origin: bool = False


@dataclass(frozen=True)
class Signature:
    """What two articles are compared by; depends on the article and fixed tables only.

    ``words`` are the different words in the order of their first use, ``marks`` a byte for each (NAME, NUMBER, YEAR);
    ``quotes`` are clauses said in quotation marks; ``digest`` is of the text without case and punctuation;
    ``outlet`` is 0 where the source is unknown. ``known`` are the everyday words that connect nothing.
    """

    digest: bytes
    outlet: int
    day: int | None
    words: array[int]
    marks: bytes
    quotes: array[int]
    known: AbstractSet[int] = field(default_factory=common, repr=False, compare=False)

    @cached_property
    def places(self) -> dict[int, int]:
        """Each word with its place among the different words."""
        return {word: place for place, word in enumerate(self.words)}

    @cached_property
    def everyday(self) -> AbstractSet[int]:
        """The words that any article of the language may have."""
        return frozenset(self.words) & self.known

    @cached_property
    def rare(self) -> AbstractSet[int]:
        """The words that are not everyday."""
        return frozenset(self.words) - self.known

    @cached_property
    def plain(self) -> AbstractSet[int]:
        """The rare words that are neither names nor numbers."""
        return self.rare - self.facts

    @cached_property
    def facts(self) -> AbstractSet[int]:
        """Names and numbers: what a rewrite keeps and a template changes."""
        return self._marked(NAME | NUMBER)

    @cached_property
    def numbers(self) -> AbstractSet[int]:
        """The numbers of two digits and more."""
        return self._marked(NUMBER)

    @cached_property
    def years(self) -> AbstractSet[int]:
        """The numbers that look like years."""
        return self._marked(YEAR)

    @cached_property
    def said(self) -> AbstractSet[int]:
        """The clauses of quotations."""
        return frozenset(self.quotes)

    def _marked(self, mark: int) -> AbstractSet[int]:
        return frozenset([word for word, its in zip(self.words, self.marks, strict=True) if its & mark])

    def to_bytes(self) -> bytes:
        """A compact form for a database: about five bytes a different word."""
        day = _NO_DAY if self.day is None else self.day
        head = _HEAD.pack(self.digest, self.outlet, day, len(self.words), len(self.quotes), 1)
        return head + self.words.tobytes() + self.quotes.tobytes() + self.marks

    @classmethod
    def from_bytes(cls, kept: bytes, known: AbstractSet[int] | None = None) -> Signature:
        """The signature again, with other everyday words than the table's if given.

        Raises:
            ValueError: where the bytes are no signature of this version.
        """
        if len(kept) < _HEAD.size:
            raise ValueError("a stored signature is too short: run `kliping archive regroup`")
        digest, outlet, day, count, quoted, version = _HEAD.unpack_from(kept)
        if version != 1 or len(kept) != _HEAD.size + 5 * count + 4 * quoted:
            raise ValueError("a stored signature has another form: run `kliping archive regroup`")
        at = _HEAD.size
        return cls(
            digest=digest,
            outlet=outlet,
            day=None if day == _NO_DAY else day,
            words=array("I", kept[at : at + 4 * count]),
            quotes=array("I", kept[at + 4 * count : at + 4 * count + 4 * quoted]),
            marks=kept[at + 4 * count + 4 * quoted :],
            known=common() if known is None else known,
        )


def signature(article: StoryArticle) -> Signature:
    """The signature of an article."""
    text = marked_words(article.body)
    plain = [word & 0xFFFFFFFF for word in text]
    kept = list(dict.fromkeys(plain))[:MOST_WORDS]
    forms = set(text)
    capital = {word & 0xFFFFFFFF for word in forms if word >> 32 == NAME}
    marks = {word & 0xFFFFFFFF: word >> 32 for word in forms if word >> 32 > NAME}
    names = capital.difference([word for word in forms if word <= 0xFFFFFFFF], common())  # not a sentence's beginning
    if 2 * len(capital) < len(kept):  # else all words are written so
        marks.update(dict.fromkeys(names, NAME))
    return Signature(
        digest=blake2b(array("I", plain).tobytes(), digest_size=16).digest(),
        outlet=_outlet(article.source),
        day=article.day,
        words=array("I", kept),
        marks=_telling(bytes([marks.get(word, 0) for word in kept])),
        quotes=array("I", _quotes(article.body)),
    )


def _telling(marks: bytes) -> bytes:
    """The marks; in a table, a text that is half numbers, they tell nothing."""
    words = marks.translate(None, bytes((NUMBER, NUMBER | YEAR)))
    return marks if 2 * len(words) >= len(marks) else bytes(len(marks))


@lru_cache(maxsize=10_000)
def _outlet(source: str | None) -> int:
    if not source:
        return 0
    return int.from_bytes(blake2b(source.casefold().encode(), digest_size=7).digest(), "big") + 1


def _quotes(body: str) -> list[int]:
    """The clauses of the quotations as numbers, sorted."""
    found: set[int] = set()
    for said in _QUOTED.findall(body[:LONGEST]):
        for clause in _STOPS.split(said):
            told = words(clause)
            if len(told) >= _CLAUSE:
                found.add(int.from_bytes(blake2b(array("I", told).tobytes(), digest_size=4).digest(), "big"))
        if len(found) > 4 * MOST_QUOTES:
            break
    return sorted(found)[:MOST_QUOTES]
