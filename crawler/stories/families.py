"""The same for any collection, in memory or archived: which pairs of a component are weighed, who comes from whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from crawler.stories.cluster import WHOLE
from crawler.stories.compare import Relation

AROUND = 12  # other members that each one of a very large component is compared with, beside its links

Pair = tuple[int, int]


class Likeness(Protocol):
    """What a link tells of two texts, in memory or archived."""

    @property
    def similarity(self) -> float:
        """0 to 1."""

    @property
    def relation(self) -> Relation:
        """Of the later to the earlier."""


@dataclass(frozen=True, slots=True)
class Descent:
    """What a text is in its story; ``of`` is the id of the first article of the text it comes from."""

    relation: Relation
    of: str | None
    similarity: float


def weighed(members: Sequence[int], texts: Callable[[int], bytes], met: Iterable[Pair]) -> set[Pair]:
    """The pairs (lower, higher) of a component that are weighed: all of them, in a large one each member with some.

    ``texts`` gives an order among members that is the same whoever came first, ``met`` the links that joined them.
    """
    if len(members) <= WHOLE:
        return set(combinations(sorted(members), 2))
    around = sorted(members, key=texts)
    ring = around + around[:AROUND]
    chosen = {(a, b) for at, a in enumerate(around) for b in ring[at + 1 : at + 1 + AROUND]}
    chosen.update(met)
    return {(a, b) if a < b else (b, a) for a, b in chosen if a != b}


def descents(heads: Sequence[tuple[int, str]], link: Callable[[int, int], Likeness | None]) -> list[Descent]:
    """Of the texts of a story in order of precedence, each with the id of its first article: who comes from whom.

    The first is the original; every other one comes from the likest of those before it.
    """
    most = WHOLE if len(heads) <= WHOLE else AROUND
    found = [Descent("original", None, 1.0)]
    for place, (node, _) in enumerate(heads[1:], 1):
        links = ((link(node, other), id_) for other, id_ in heads[: min(place, most)])
        likest = max(((one.similarity, one.relation, id_) for one, id_ in links if one), default=None)
        similarity, relation, of = likest or (0.0, "rewrite", heads[0][1])
        found.append(Descent(relation, of, round(similarity, 4)))
    return found
