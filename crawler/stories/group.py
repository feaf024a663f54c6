"""Any collection put into stories, in memory; the order in which it is given makes no difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice

import numpy as np

from crawler.stories.candidates import Texts, pairs
from crawler.stories.cluster import APART, WHOLE, cluster, components
from crawler.stories.compare import FEWEST, Link, Relation, compare
from crawler.stories.signature import Signature, StoryArticle, signature
from crawler.stories.words import common

OPAQUE = 0.02  # share of known everyday words below which a text's words are taken for opaque tokens
UNFOLDED = 8_000  # signatures ready to be compared; about 30 kB each
AROUND = 12  # other members that each one of a very large component is compared with, beside its links
FREQUENT, FREQUENT_OF = 0.02, 20  # an opaque token in more of the opaque texts, and in more than so many, is everyday


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
    signed: bytes
    outlet: int
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
    members = [_member(article) for article in articles]
    counts = Counter(member.id for member in members)
    if len(counts) < len(members):
        twice = min(id_ for id_, count in counts.items() if count > 1)
        raise ValueError(f"id {twice!r} is there twice: every article needs an id of its own")
    return _Collection(members).placed()


def _member(article: StoryArticle) -> _Member:
    day = article.day
    at = article.at if article.at is not None else day * 86_400.0 if day is not None else 0.0
    undated = article.at is None and day is None
    one = signature(article)
    return _Member(article.id, one.to_bytes(), one.outlet, not article.origin, undated, at, len(article.body))


class _Collection:
    """Articles that are the same word for word are one node: ten thousand cost what one does."""

    def __init__(self, members: list[_Member]) -> None:
        self.members = members
        self.nodes = self._nodes()
        self.known = common() | self._frequent()
        self.first = lru_cache(maxsize=UNFOLDED)(self._signature)
        self.links: dict[tuple[int, int], Link] = {}

    def placed(self) -> list[Placed]:
        """Every article in its story."""
        found: dict[str, Placed] = {}
        for story in self._stories():
            found.update((placed.id, placed) for placed in self._family(story))
        return [found[member.id] for member in self.members]

    def _signature(self, node: int) -> Signature:
        """The signature of a text; of no outlet where several have it."""
        one = Signature.from_bytes(self.members[self.nodes[node][0]].signed, self.known)
        outlets = {self.members[place].outlet for place in self.nodes[node]}
        return one if len(outlets) == 1 else replace(one, outlet=0)

    def _nodes(self) -> list[list[int]]:
        """The places of the members of each node by their ids; the nodes by day, so that those compared are near."""
        nodes: dict[tuple[bytes, int], list[int]] = {}
        days: dict[tuple[bytes, int], int] = {}
        for place in sorted(range(len(self.members)), key=lambda place: self.members[place].id):
            one = Signature.from_bytes(self.members[place].signed)
            text = one.digest, place if len(one.words) < FEWEST else -1
            nodes.setdefault(text, []).append(place)
            days.setdefault(text, one.day or 0)
        return [
            nodes[text]
            for text in sorted(nodes, key=lambda text: (days[text], text[0], self.members[nodes[text][0]].id))
        ]

    def _frequent(self) -> AbstractSet[int]:
        """The everyday words among opaque tokens, told by how many of the texts have them."""
        counts: Counter[int] = Counter()
        opaque = 0
        for node in self.nodes:
            one = Signature.from_bytes(self.members[node[0]].signed)
            if len(one.words) >= FEWEST and len(common().intersection(one.words)) < OPAQUE * len(one.words):
                opaque += 1
                counts.update(one.words)
        return {word for word, count in counts.items() if count > max(FREQUENT * opaque, FREQUENT_OF)}

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
        texts = Texts(common(), self.known)
        for node in self.nodes:
            one = Signature.from_bytes(self.members[node[0]].signed, self.known)
            texts.add(np.frombuffer(one.words, dtype=np.uint32), one.day or 0)
        return texts

    def _within(self, members: list[int]) -> dict[tuple[int, int], int]:
        """The weights of the pairs of a component: all of them, in a large one of each member with some others."""
        chosen: Iterable[tuple[int, int]] = combinations(members, 2)
        if len(members) > WHOLE:
            around = sorted(members, key=lambda node: self.first(node).digest)
            ring = around + around[:AROUND]
            met = {(a, b) for at, a in enumerate(around) for b in ring[at + 1 : at + 1 + AROUND]}
            inside = set(members)
            met.update(pair for pair in self.links if inside.issuperset(pair))
            chosen = {(a, b) if a < b else (b, a) for a, b in met if a != b}
        return {pair: link.weight if (link := self._link(*pair)) else APART for pair in chosen}

    def _link(self, a: int, b: int) -> Link | None:
        """The link of two nodes, the one met before if they were."""
        pair = (a, b) if a < b else (b, a)
        return self.links.get(pair) or compare(self.first(a), self.first(b))

    def _family(self, story: list[int]) -> Iterator[Placed]:
        """Who comes from whom: the release itself, else the first published, is the original."""
        family = sorted((self.members[place].precedence, node, place) for node in story for place in self.nodes[node])
        name = min(self.members[place].id for _, _, place in family)
        most = WHOLE if len(story) <= WHOLE else AROUND
        heads: dict[int, str] = {}  # of each node met its first article
        for _, node, place in family:
            id_ = self.members[place].id
            if not heads:
                yield Placed(id_, name, "original", None, 1.0)
            elif node in heads:
                yield Placed(id_, name, "copy", heads[node], 1.0)
            else:
                links = ((self._link(node, other), origin) for other, origin in islice(heads.items(), most))
                likest = max(((link.similarity, link.relation, origin) for link, origin in links if link), default=None)
                similarity, relation, origin = likest or (0.0, "rewrite", next(iter(heads.values())))
                yield Placed(id_, name, relation, origin, round(similarity, 4))
            heads.setdefault(node, id_)
