"""Any collection put into stories, in memory; the order in which it is given makes no difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import tee

import numpy as np

from crawler.stories.candidates import Texts, frequent, pairs
from crawler.stories.cluster import APART, WHOLE, cluster, components
from crawler.stories.compare import FEWEST, Link, Relation, compare
from crawler.stories.families import Descent, Pair, descents, weighed
from crawler.stories.signature import Signature, StoryArticle, signatures
from crawler.stories.words import COMMON, common

OPAQUE = 0.02  # share of known everyday words below which a text's words are taken for opaque tokens
UNFOLDED = 8_000  # signatures ready to be compared; about 15 kB each
FREQUENT, FREQUENT_OF = 0.05, 12  # an opaque token in more of the opaque texts, and in more than so many, is everyday


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in its story. ``of`` is the article it comes from, None for the original; ``similarity`` to that."""

    id: str
    story: str
    relation: Relation
    of: str | None
    similarity: float


@dataclass(frozen=True, slots=True)
class _Member:
    """What is kept of an article: its signature, and what decides who came first."""

    id: str
    signed: Signature
    later: bool
    undated: bool
    at: float
    length: int

    @property
    def precedence(self) -> tuple[bool, bool, float, int, str]:
        """The release itself first, then the dated in their order, then the longest."""
        return self.later, self.undated, self.at, -self.length, self.id


def group(articles: Iterable[StoryArticle]) -> list[Placed]:
    """The articles in their stories, in the order given. A story is called by the smallest id of its members.

    Raises:
        ValueError: where two articles have one id.
    """
    signed, kept = tee(articles)
    members = [_member(article, one) for article, one in zip(kept, signatures(signed), strict=True)]
    counts = Counter(member.id for member in members)
    if len(counts) < len(members):
        twice = min(id_ for id_, count in counts.items() if count > 1)
        raise ValueError(f"id {twice!r} is there twice: every article needs an id of its own")
    return _Collection(members).placed()


def _member(article: StoryArticle, one: Signature) -> _Member:
    day = article.day
    at = article.at if article.at is not None else day * 86_400.0 if day is not None else 0.0
    undated = article.at is None and day is None
    return _Member(article.id, one, not article.origin, undated, at, len(article.body))


class _Collection:
    """Articles that are the same word for word are one node: ten thousand cost what one does."""

    def __init__(self, members: list[_Member]) -> None:
        self.members = members
        self.nodes = self._nodes()
        self.frequent = self._frequent()
        self.first = lru_cache(maxsize=UNFOLDED)(self._signature)
        self.links: dict[Pair, Link] = {}
        self.apart: set[Pair] = set()

    def placed(self) -> list[Placed]:
        """Every article in its story."""
        found: dict[str, Placed] = {}
        for story in self._stories():
            found.update((placed.id, placed) for placed in self._family(story))
        return [found[member.id] for member in self.members]

    def _signature(self, node: int) -> Signature:
        """The signature of a text, a new one so that its sets go with it; of no outlet where several have it."""
        one = self.members[self.nodes[node][0]].signed
        outlets = {self.members[place].signed.outlet for place in self.nodes[node]}
        one = replace(one, outlet=one.outlet if len(outlets) == 1 else 0)
        return one.knowing(self.frequent) if self.frequent else one

    def _nodes(self) -> list[list[int]]:
        """The places of the members of each node by their ids; the nodes by day, so that those compared are near."""
        nodes: dict[tuple[bytes, int], list[int]] = {}
        days: dict[tuple[bytes, int], int] = {}
        for place in sorted(range(len(self.members)), key=lambda place: self.members[place].id):
            one = self.members[place].signed
            text = one.digest, place if len(one.words) < FEWEST else -1
            nodes.setdefault(text, []).append(place)
            days.setdefault(text, one.day or 0)
        return [
            nodes[text]
            for text in sorted(nodes, key=lambda text: (days[text], text[0], self.members[nodes[text][0]].id))
        ]

    def _frequent(self) -> AbstractSet[int]:
        """The everyday words among opaque tokens, told by how many of the texts have them."""
        texts = [
            np.frombuffer(one.words, dtype=np.uint32)
            for one in (self.members[node[0]].signed for node in self.nodes)
            if len(one.words) >= FEWEST and one.marks.count(COMMON) < OPAQUE * len(one.words)
        ]
        return frequent(texts, max(FREQUENT * len(texts), FREQUENT_OF))

    def _stories(self) -> Iterator[list[int]]:
        """The nodes of each story."""
        for a, b in pairs(self._texts()):
            if link := compare(self.first(a), self.first(b), least=1):
                self.links[a, b] = link
        weights = {pair: link.weight for pair, link in self.links.items()}
        alone = set(range(len(self.nodes)))
        for members in components(weights):
            alone.difference_update(members)
            yield from cluster(members, self._within(members))
        yield from ([node] for node in alone)

    def _texts(self) -> Texts:
        """What candidates are found by."""
        texts = Texts(common() | self.frequent)
        for node in self.nodes:
            texts.add(self.members[node[0]].signed)
        return texts

    def _within(self, members: list[int]) -> dict[Pair, int]:
        """The weights of the pairs of a component: all of them, in a large one of each member with some others."""
        inside = set(members)
        met = [] if len(members) <= WHOLE else [pair for pair in self.links if inside.issuperset(pair)]
        chosen = weighed(members, lambda node: self.first(node).digest, met)
        return {pair: link.weight if (link := self._link(*pair)) else APART for pair in chosen}

    def _link(self, a: int, b: int) -> Link | None:
        """The link of two nodes, the one met before if they were."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self.links and pair not in self.apart:
            if link := compare(self.first(a), self.first(b)):
                self.links[pair] = link
            else:
                self.apart.add(pair)
        return self.links.get(pair)

    def _family(self, story: list[int]) -> Iterator[Placed]:
        """Who comes from whom: the release itself, else the first published, is the original."""
        family = sorted((self.members[place].precedence, node, place) for node in story for place in self.nodes[node])
        name = min(self.members[place].id for _, _, place in family)
        heads: dict[int, str] = {}  # of each node its first article
        for _, node, place in family:
            heads.setdefault(node, self.members[place].id)
        descent = dict(zip(heads.values(), descents(list(heads.items()), self._link), strict=True))
        for _, node, place in family:
            id_ = self.members[place].id
            its = descent.get(id_) or Descent("copy", heads[node], 1.0)
            yield Placed(id_, name, its.relation, its.of, its.similarity)
