"""Stories as the archive asks for them: what is known of texts (``crawler.stories``), in the archive's words."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b

from archive.article import JAKARTA, Article, Place
from archive.stories.knowledge import Bond, Pair, Reading
from crawler.stories.cluster import APART, cluster
from crawler.stories.compare import FEWEST, LEAST_WEIGHT, compare
from crawler.stories.families import descents, weighed
from crawler.stories.keys import keys
from crawler.stories.origin import RELEASES
from crawler.stories.signature import Signature, StoryArticle, signature, signatures
from crawler.stories.words import common_form

VERSION = 1  # of what is kept and found; another one makes all stories anew
_RANK = struct.Struct(">BBQI")  # the release itself, the dated, the earlier, the longer
_EPOCH = 719_163  # ordinal of 1 January 1970
_NOON = 5 * 3_600  # in Jakarta, as seconds of its day in UTC: where only the day is known
_NEVER = 1 << 62


class Grouping:
    """Implements ``archive.stories.knowledge.Knowledge``."""

    apart = Bond(APART, "rewrite", 0.0, 0, 0, 0)

    @property
    def rules(self) -> str:
        """The version of the code and of its table of words."""
        return f"{VERSION}.{common_form()}"

    def __init__(self) -> None:
        self._signed: dict[StoryArticle, Signature] = {}

    def prepare(self, articles: Sequence[Article]) -> None:
        """Sign articles in one step."""
        asked = [_asked(article) for article in articles]
        self._signed = dict(zip(asked, signatures(asked), strict=True))

    def read(self, article: Article, article_id: str, seen: datetime) -> Reading:
        """What is kept of an article."""
        moment, asked = article.published, _asked(article)
        day, origin = asked.day, article.source in RELEASES
        one = self._signed.get(asked) or signature(asked)
        at = None if moment is None or moment.precision == "day" else moment.at.timestamp()
        if at is None and day is not None:
            at = (day - _EPOCH) * 86_400.0 + _NOON
        told = b"".join((self.rules.encode(), one.digest, one.marks, one.quotes.tobytes()))
        if len(one.words) < FEWEST:
            told += article_id.encode()  # nobody can say that two such texts are the same
        return Reading(
            text=blake2b(told, digest_size=16).digest(),
            signed=one.to_bytes(),
            outlet=one.outlet,
            day=day,
            seen=seen.astimezone(JAKARTA).date().toordinal(),
            rank=_rank(not origin, at, len(article.body)),
            words=len(one.words),
            quotes=len(one.said),
            facts=len(one.facts),
        )

    def unfold(self, signed: bytes, outlet: int, day: int | None) -> Signature:
        """A text to be compared."""
        one = Signature.from_bytes(signed)
        return Signature(one.digest, outlet, day, one.words, one.marks, one.quotes)

    def keys(self, text: Signature) -> tuple[list[int], list[int]]:
        """What it is found by."""
        return keys(text)

    def compare(self, a: Signature, b: Signature, *, above: int | None = None) -> Bond | None:
        """The bond of two texts."""
        link = compare(a, b, LEAST_WEIGHT if above is None else above + 1)
        if link is None:
            return None
        common = round(link.kept * min(len(a.words), len(b.words)))
        return Bond(link.weight, link.relation, link.similarity, common, link.quotes, link.facts)

    def weighed(self, members: Sequence[int], texts: Callable[[int], bytes], met: Iterable[Pair]) -> set[Pair]:
        """The pairs of a component that are weighed."""
        return weighed(members, texts, met)

    def parted(self, members: list[int], weights: Mapping[Pair, int]) -> list[list[int]]:
        """The stories of a component."""
        return cluster(members, weights)

    def descents(self, heads: Sequence[tuple[int, str]], bond: Callable[[int, int], Bond | None]) -> list[Place]:
        """Who comes from whom."""
        return [Place(one.relation, one.of, one.similarity) for one in descents(heads, bond)]


def _asked(article: Article) -> StoryArticle:
    """An article as it is signed; who it is makes no difference to that."""
    moment = article.published
    day = moment.at.date().toordinal() if moment else None
    return StoryArticle("", article.body, article.title, article.source, day)


def _rank(later: bool, at: float | None, length: int) -> bytes:
    """Sorts as ``crawler.stories.group`` puts articles in order: bytes that a database can compare."""
    instant = _NEVER if at is None else _NEVER + round(at * 1_000)
    return _RANK.pack(later, at is None, instant, 0xFFFFFFFF - min(length, 0xFFFFFFFF))
