"""Any collection put into stories, in memory; the order in which it is given makes no difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np

from crawler.stories.candidates import pairs
from crawler.stories.cluster import APART, WHOLE, cluster, components
from crawler.stories.compare import FEWEST, Link, Relation, compare
from crawler.stories.signature import Signature, StoryArticle, signature
from crawler.stories.words import common

OPAQUE = 0.02  # share of known everyday words below which a text's words are taken for opaque tokens
FREQUENT, FREQUENT_OF = 0.10, 50  # an opaque token in more of the opaque texts is an everyday word; of so many texts


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in its story. ``of`` is the article it comes from, None for the original; ``similarity`` to that."""

    id: str
    story: str
    relation: Relation
    of: str | None
    similarity: float


def group(articles: Sequence[StoryArticle]) -> list[Placed]:
    """The articles in their stories, in the order given. A story is called by the smallest id of its members.

    Raises:
        ValueError: where two articles have one id.
    """
    ids = Counter(article.id for article in articles)
    if len(ids) < len(articles):
        twice = min(id_ for id_, count in ids.items() if count > 1)
        raise ValueError(f"id {twice!r} is there twice: every article needs an id of its own")
    signed = [signature(article).to_bytes() for article in articles]
    return _Collection(articles, signed).placed()


class _Collection:
    """Texts that are the same word for word are one node, so ten thousand copies cost what one does."""

    def __init__(self, articles: Sequence[StoryArticle], signed: Sequence[bytes]) -> None:
        self.articles = articles
        self.signed = signed
        self.unfolded = lru_cache(maxsize=50_000)(lambda place: Signature.from_bytes(signed[place]))
        nodes: dict[tuple[bytes, int], list[int]] = {}
        for place in sorted(range(len(articles)), key=lambda place: articles[place].id):
            one = self.unfolded(place)
            nodes.setdefault((one.digest, one.outlet) if len(one.words) >= FEWEST else (one.digest, -1 - place), []).append(place)
        self.nodes = list(nodes.values())
        self.frequent = self._frequent()
        self.links: dict[tuple[int, int], Link | None] = {}

    def first(self, node: int) -> Signature:
        """The signature of a node."""
        return self.unfolded(self.nodes[node][0])

    def link(self, a: int, b: int) -> Link | None:
        """The link of two nodes, compared once."""
        if (a, b) not in self.links:
            self.links[a, b] = compare(self.first(a), self.first(b), self.frequent)
        return self.links[a, b]

    def placed(self) -> list[Placed]:
        """Every article in its story."""
        found: dict[int, Placed] = {}
        for story in self._stories():
            for placed, place in self._family(story):
                found[place] = placed
        return [found[place] for place in range(len(self.articles))]

    def _frequent(self) -> AbstractSet[int]:
        """The everyday words among opaque tokens, told by how many of the texts have them."""
        counts: Counter[int] = Counter()
        opaque = 0
        for node in range(len(self.nodes)):
            one = self.first(node)
            if len(one.words) >= FEWEST and len(one.words) - len(one.rare) < OPAQUE * len(one.words):
                opaque += 1
                counts.update(one.words)
        if opaque < FREQUENT_OF:
            return frozenset()
        return frozenset(word for word, count in counts.items() if count > FREQUENT * opaque)

    def _stories(self) -> Iterator[list[int]]:
        """The nodes of each story."""
        known = np.fromiter(common() | self.frequent, dtype=np.uint32)
        words = [np.setdiff1d(np.array(self.first(node).words, dtype=np.uint32), known) for node in range(len(self.nodes))]
        order = [(self.first(node).day or 0, self.first(node).digest) for node in range(len(self.nodes))]
        for a, b in pairs(words, order):
            self.link(a, b)
        weights = {pair: link.weight for pair, link in self.links.items() if link}
        alone = set(range(len(self.nodes)))
        for members in components(weights):
            alone.difference_update(members)
            if len(members) <= WHOLE:
                within = {pair: link.weight if (link := self.link(*pair)) else APART for pair in combinations(members, 2)}
            else:
                inside = set(members)
                within = {pair: weight for pair, weight in weights.items() if pair[0] in inside and pair[1] in inside}
            yield from cluster(members, within)
        yield from ([node] for node in sorted(alone))

    def _family(self, story: list[int]) -> Iterator[tuple[Placed, int]]:
        """Who comes from whom: the release itself, else the first published, is the original."""
        members = sorted(((self._precedence(place), node, place) for node in story for place in self.nodes[node]))
        name = min(self.articles[place].id for _, _, place in members)
        heads: list[tuple[int, int]] = []  # the first article of each node met
        for _, node, place in members:
            nearest = max(((self._likeness(node, other), -at) for at, (other, _) in enumerate(heads)), default=None)
            id_ = self.articles[place].id
            if nearest is None:
                yield Placed(id_, name, "original", None, 1.0), place
            else:
                other, origin = heads[-nearest[1]]
                link = compare(self.first(node), self.first(other), self.frequent) if node != other else None
                relation: Relation = "copy" if node == other else link.relation if link else "rewrite"
                similarity = 1.0 if node == other else link.similarity if link else 0.0
                yield Placed(id_, name, relation, self.articles[origin].id, round(similarity, 4)), place
            if all(other != node for other, _ in heads):
                heads.append((node, place))

    def _likeness(self, a: int, b: int) -> float:
        if a == b:
            return 2.0
        link = self.link(min(a, b), max(a, b))
        return link.similarity if link else 0.0

    def _precedence(self, place: int) -> tuple[bool, bool, float, int, str]:
        """Origin first, then the dated in their order, then the longest."""
        article = self.articles[place]
        at = article.at if article.at is not None else float(article.day) * 86_400 if article.day is not None else 0.0
        return not article.origin, article.day is None, at, -len(article.body), article.id
