"""What is kept of an article to compare it: its words as numbers, and which of them are names and numbers."""

from __future__ import annotations

import re
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import chain, compress, islice, pairwise
from typing import NamedTuple

import numpy as np

from crawler.stories.single import different, numbers, told_words
from crawler.stories.words import COMMON, LONGEST, NAME, NUMBER, YEAR, Told, common_form, common_sorted, told, within

MOST_WORDS = 2_048  # different words kept of one article, the first ones
MOST_QUOTES = 32  # clauses of quotations kept
_CLAUSE = 5  # words; shorter ones are said by anybody
_SHORTEST_QUOTE, _LONGEST_QUOTE = 20, 1_000  # characters
_BATCH, _BATCH_LENGTH = 64, 1_000_000  # articles, and characters, read in one step: what a processor's cache holds
_ALONE = 20_000  # characters from which even one text is read faster as many are
_STOPS = re.compile(r"[.,;:!?]")
_HEAD = struct.Struct("<16sQiHBB")
_NO_DAY = -1
_OWNER, _WORD = 54, 22  # bits below these of a sort key: a word's 32, and its place in the batch


def _table(says: Callable[[int], bool | int]) -> bytes:
    """A table that says of each mark whether a word so marked is of a kind."""
    return bytes(bool(says(mark)) for mark in range(256))


_FACTS, _NAMES = _table(lambda mark: mark & (NAME | NUMBER)), _table(lambda mark: mark & NAME)
_NUMBERS, _YEARS = _table(lambda mark: mark & (NUMBER | YEAR) == NUMBER), _table(lambda mark: mark & YEAR)
_EVERYDAY, RARE = _table(lambda mark: mark & COMMON), _table(lambda mark: not mark & COMMON)
_PLAIN = _table(lambda mark: not mark & (COMMON | NAME | NUMBER))


class Counts(NamedTuple):
    """How many words are of each kind: ``rare`` are not everyday, ``plain`` neither that nor names nor numbers."""

    names: int
    numbers: int
    years: int
    facts: int
    everyday: int
    rare: int
    plain: int


def counts(marks: bytes) -> Counts:
    """The counts of words with these marks; facts are names and numbers, years counted in, numbers are without."""
    kinds = _NAMES, _NUMBERS, _YEARS, _FACTS, _EVERYDAY, RARE, _PLAIN
    return Counts(*[marks.translate(kind).count(1) for kind in kinds])


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

    ``words`` are the different words in the order of their first use, ``marks`` a byte for each (NAME, NUMBER, YEAR,
    COMMON); ``quotes`` are clauses said in quotation marks; ``digest`` is of the text without case and punctuation;
    ``outlet`` is 0 where the source is unknown.
    """

    digest: bytes
    outlet: int
    day: int | None
    words: array[int]
    marks: bytes
    quotes: array[int]

    @cached_property
    def places(self) -> dict[int, int]:
        """Each word with its place among the different words."""
        return dict(zip(self.words, range(len(self.words)), strict=True))

    @cached_property
    def counts(self) -> Counts:
        """How many of its words are of each kind."""
        return counts(self.marks)

    @property
    def facts(self) -> AbstractSet[int]:
        """Names and numbers: what a rewrite keeps and a template changes."""
        return frozenset(compress(self.words, self.marks.translate(_FACTS)))

    @cached_property
    def said(self) -> AbstractSet[int]:
        """The clauses of quotations."""
        return frozenset(self.quotes)

    def knowing(self, known: AbstractSet[int]) -> Signature:
        """The same with these words everyday, too."""
        told = int.from_bytes(bytes(map(known.__contains__, self.words)), "big")  # a byte for each word
        return replace(self, marks=(int.from_bytes(self.marks, "big") | told * COMMON).to_bytes(len(self.marks), "big"))

    def to_bytes(self) -> bytes:
        """A compact form for a database: about five bytes a different word."""
        day = _NO_DAY if self.day is None else self.day
        head = _HEAD.pack(self.digest, self.outlet, day, len(self.words), len(self.quotes), common_form())
        return head + self.words.tobytes() + self.quotes.tobytes() + self.marks

    @classmethod
    def from_bytes(cls, kept: bytes) -> Signature:
        """The signature again.

        Raises:
            ValueError: where the bytes are no signature of this version.
        """
        if len(kept) < _HEAD.size:
            raise ValueError("a stored signature is too short: run `kliping archive regroup`")
        digest, outlet, day, count, quoted, form = _HEAD.unpack_from(kept)
        if form != common_form() or len(kept) != _HEAD.size + 5 * count + 4 * quoted:
            raise ValueError("a stored signature has another form: run `kliping archive regroup`")
        at = _HEAD.size
        return cls(
            digest=digest,
            outlet=outlet,
            day=None if day == _NO_DAY else day,
            words=array("I", kept[at : at + 4 * count]),
            quotes=array("I", kept[at + 4 * count : at + 4 * count + 4 * quoted]),
            marks=kept[at + 4 * count + 4 * quoted :],
        )


def signature(article: StoryArticle) -> Signature:
    """The signature of an article."""
    if len(article.body) > _ALONE:
        return next(signatures([article]))
    text = told_words(article.body)
    words, marks = different(text, MOST_WORDS)
    clauses = map(told_words, islice(_clauses(article.body), 8 * MOST_QUOTES))
    said = {_hash(numbers(clause), 4) for clause in clauses if len(clause) >= _CLAUSE}
    return Signature(_hash(numbers(text), 16), _outlet(article.source), article.day, words, marks, _quoted(said))


def _quoted(said: Iterable[bytes]) -> array[int]:
    return array("I", sorted(int.from_bytes(one, "big") for one in said)[:MOST_QUOTES])


def signatures(articles: Iterable[StoryArticle]) -> Iterator[Signature]:
    """The signatures of articles in their order: many at once cost a fifth of what they cost one by one."""
    batch: list[StoryArticle] = []
    length = 0
    for article in articles:
        batch.append(article)
        length += len(article.body)
        if len(batch) == _BATCH or length > _BATCH_LENGTH:
            yield from _signed(batch)
            batch, length = [], 0
    if batch:
        yield from _signed(batch)


def _signed(articles: list[StoryArticle]) -> Iterator[Signature]:
    """The signatures of a batch."""
    count = len(articles)
    clauses = [list(islice(_clauses(article.body), 8 * MOST_QUOTES)) for article in articles]
    text = told([article.body for article in articles] + list(chain.from_iterable(clauses)))
    every, ends = text.numbers.tobytes(), text.ends.tolist()
    size = ends[count - 1]
    words = _different(Told(text.numbers[:size], text.marks[:size], text.ends[:count]))
    kept, marks = words.numbers.tobytes(), words.marks.tobytes()
    begun = first = 0
    quoted = pairwise(ends[count - 1 :])
    for article, its, end, last in zip(articles, clauses, ends, words.ends.tolist(), strict=False):
        most = min(last, first + MOST_WORDS)
        said = {_hash(every[4 * a : 4 * b], 4) for a, b in islice(quoted, len(its)) if b - a >= _CLAUSE}
        yield Signature(
            digest=_hash(every[4 * begun : 4 * end], 16),
            outlet=_outlet(article.source),
            day=article.day,
            words=array("I", kept[4 * first : 4 * most]),
            marks=marks[first:most],
            quotes=_quoted(said),
        )
        begun, first = end, last


def _different(text: Told) -> Told:
    """The different words of each text in the order of their first use, and what they are by all their uses."""
    count = len(text.ends)
    owner = np.repeat(np.arange(count), np.diff(text.ends, prepend=0))
    order = np.sort(owner << _OWNER | text.numbers.astype(np.int64) << _WORD | np.arange(len(owner)))
    firsts = np.flatnonzero(np.diff(order >> _WORD, prepend=-1))
    places = order & (1 << _WORD) - 1
    uses = text.marks[places]
    marks, highest = np.empty_like(text.marks), np.empty_like(text.marks)
    places = places[firsts]
    marks[places] = np.minimum.reduceat(uses, firsts) if len(uses) else 0  # a name never stands small
    highest[places] = np.maximum.reduceat(uses, firsts) if len(uses) else 0
    first = np.zeros(len(owner), dtype=np.bool_)
    first[places] = True
    owner, numbers, marks, highest = owner[first], text.numbers[first], marks[first], highest[first]
    sizes = np.bincount(owner, minlength=count)
    shouting = 2 * np.bincount(owner[highest == NAME], minlength=count) >= sizes  # all words are written so
    table = 2 * np.bincount(owner[highest > NAME], minlength=count) > sizes  # half numbers: they tell nothing
    marks[(marks == NAME) & shouting[owner] | table[owner]] = 0
    everyday = within(numbers, common_sorted())
    marks[everyday] = marks[everyday] & ~np.uint8(NAME) | COMMON  # its capital is a sentence's beginning
    return Told(numbers, marks, np.cumsum(sizes))


@lru_cache(maxsize=10_000)
def _outlet(source: str | None) -> int:
    if not source:
        return 0
    return int.from_bytes(blake2b(source.casefold().encode(), digest_size=7).digest(), "big") + 1


def _hash(numbers: bytes, size: int) -> bytes:
    return blake2b(numbers, digest_size=size).digest()


def _clauses(body: str) -> Iterator[str]:
    """The clauses of what stands in quotation marks, neither a word nor half the article."""
    parts = body[:LONGEST].replace("“", '"').replace("”", '"').split('"')
    at = 1
    while at < len(parts) - 1:
        if _SHORTEST_QUOTE <= len(parts[at]) <= _LONGEST_QUOTE:
            yield from _STOPS.split(parts[at])
            at += 1  # what comes next stands between two quotations
        at += 1
