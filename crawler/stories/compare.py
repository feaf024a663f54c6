"""Are two articles one story? Decided by the two of them and fixed tables alone.

Measured on real stories: the share of plain words, function words kept, tells a reworded copy from another report
best; the order of the shared words widens the margin. Names and numbers are what a rewrite keeps and a template
changes. All that is known beside the words only moves the bar, so that a text of opaque words is judged by overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from crawler.stories.signature import Signature
from crawler.stories.words import NUMBER, YEAR, common

Relation = Literal["original", "copy", "reprint", "rewrite"]

FEWEST = 12  # different words; below that nothing can be said but that two texts are the same
BAR = 0.44  # of likeness, between two outlets, when nothing else is known
NEAR_DAYS, NEAR = 2, 0.10  # the press carries a release within days
FAR_DAYS, FAR = 6, 0.12  # a follow-up comes later
PAST_DAYS, PAST = 120, 0.40  # a yearly event
FACTS, FACTS_USUAL, FACTS_MOST, FACTS_FEWEST = (
    0.30,
    0.40,
    0.70,
    4,
)  # what their agreement takes from the bar, from how many
QUOTED = 0.06  # the same clause in quotation marks
YEARS = 0.10  # each names years and none in common
TEMPLATE, TEMPLATE_ORDER = 0.27, 0.88  # words agree by so much more than names and numbers, in the same order
SAME_OUTLET, SAME_OUTLET_FACTS = 0.86, 0.80  # an outlet repeats its own words about other things
COPY, COPY_ORDER = 0.97, 0.93
REPRINT = 0.70  # share of the shorter text's words kept in order
FOREIGN, FOREIGN_BAR = 0.12, 0.10  # share of common words below which the languages differ; of rare words kept
WIDTH = 0.10  # of the band about the bar in which two articles count as half one story


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles compared, and what speaks for it.

    ``weight`` is -2000 to 1999: above 0 they are one story by themselves, from 1000 without doubt; ``relation`` is
    what the later would be to the earlier. ``similarity`` is the share of common words (cosine of the word sets), ``kept`` the
    share of the shorter text's words, ``ordered`` of them in the same order; ``quotes``, ``facts`` are counts of shared
    clauses of quotations and of shared names and numbers.
    """

    weight: int
    relation: Relation
    similarity: float
    kept: float
    ordered: float
    quotes: int
    facts: int


def compare(a: Signature, b: Signature, frequent: AbstractSet[int] = frozenset()) -> Link | None:
    """The link between two articles, None where they have hardly anything in common; symmetric.

    ``frequent`` are further words that connect nothing, for texts whose words no table knows.
    """
    if a.digest == b.digest:
        return Link(1999, "copy", 1.0, 1.0, 1.0, len(a.quotes), len(a.facts)) if len(a.words) >= FEWEST else None
    if (len(b.words), b.digest) < (len(a.words), a.digest):
        a, b = b, a
    fewer, more = len(a.words), len(b.words)
    if fewer < FEWEST:
        return None
    shared = a.places.keys() & b.places.keys()
    similarity = len(shared) / sqrt(fewer * more)
    if similarity < 0.02:
        return None
    apart = _apart(a, b, shared, frequent)
    if similarity < BAR - 0.26 and not apart:
        return None
    kept, order = len(shared) / fewer, _in_order(a, b, shared)
    margin = _foreign(a, b, shared, frequent) if apart else _margin(a, b, similarity, order, len(shared))
    weight = _weight(margin)
    if weight == -2000:
        return None
    ordered = order / fewer
    relation: Relation = "rewrite"
    if not apart and similarity >= COPY and ordered >= COPY_ORDER:
        relation = "copy"
    elif not apart and ordered >= REPRINT:
        relation = "reprint"
    quotes = len(set(a.quotes) & set(b.quotes))
    return Link(weight, relation, similarity, kept, ordered, quotes, len(a.facts & b.facts))


def _weight(margin: float) -> int:
    """Doubt counts in full, certainty hardly more than having no doubt."""
    return max(
        -2000, round(1000 * margin / WIDTH) if margin < WIDTH else min(1999, round(1000 + 1000 * (margin - WIDTH)))
    )


def _in_order(a: Signature, b: Signature, shared: AbstractSet[int]) -> int:
    """How many of the shared words come in the same order: the longest rising run of their places."""
    ends: list[int] = []
    there = b.places
    for place in [there[word] for word in a.words if word in shared]:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _margin(a: Signature, b: Signature, similarity: float, order: int, shared: int) -> float:
    """How far above the bar the likeness of two articles in one language is; ``a`` has no more words than ``b``."""
    size = sqrt(len(a.words) * len(b.words))
    likeness = similarity + (order - 2 * sqrt(shared)) / size / 2  # twice the root: in order by chance
    bar = BAR + _by_time(a, b)
    same_outlet = a.outlet != 0 and a.outlet == b.outlet
    if len(a.facts) >= FACTS_FEWEST:
        facts = _share(a.facts, b)
        template = order >= TEMPLATE_ORDER * shared and _share(a.rare - a.facts, b) - facts > TEMPLATE
        if template or (same_outlet and facts < SAME_OUTLET_FACTS):
            return -2 * WIDTH
        bar -= FACTS * (min(FACTS_MOST, facts) - FACTS_USUAL)
    if set(a.quotes) & set(b.quotes):
        bar -= QUOTED
    return similarity - SAME_OUTLET if same_outlet else likeness - bar


def _share(words: AbstractSet[int], other: Signature) -> float:
    """The share of some words that the other article has too."""
    return len(words & other.places.keys()) / len(words) if words else 0.0


def _by_time(a: Signature, b: Signature) -> float:
    """What the days between two articles, and the years they name, add to the bar."""
    years, others = a.marked(YEAR), b.marked(YEAR)
    clash = YEARS if years and others and not years & others else 0.0
    if a.day is None or b.day is None:
        return clash
    days = abs(a.day - b.day)
    if days <= NEAR_DAYS:
        return clash - NEAR
    return clash + (PAST if days > PAST_DAYS else FAR if days > FAR_DAYS else 0.0)


def _apart(a: Signature, b: Signature, shared: AbstractSet[int], frequent: AbstractSet[int]) -> bool:
    """Whether two texts are in two languages: each has everyday words, and they are not the same ones."""
    known = common() | frequent if frequent else common()
    least = min(sum(1 for word in one.words if word in known) for one in (a, b))
    return least >= FEWEST and sum(1 for word in shared if word in known) < FOREIGN * least


def _foreign(a: Signature, b: Signature, shared: AbstractSet[int], frequent: AbstractSet[int]) -> float:
    """How far above its bar the likeness of two texts in two languages is: names, numbers and rare words survive."""
    known = common() | frequent if frequent else common()
    least = min(sum(1 for word in one.words if word not in known) for one in (a, b))
    rare = [word for word in shared if word not in known]
    if len(rare) < 5 or not least:
        return -2 * WIDTH
    margin = len(rare) / least - FOREIGN_BAR + min(0.0, -_by_time(a, b)) / 2
    facts = min(len(a.facts), len(b.facts))
    if facts >= FACTS_FEWEST:
        margin += FACTS * (len(a.facts & b.facts) / facts - FACTS_USUAL)
    numbers = a.marked(NUMBER), b.marked(NUMBER)
    if min(map(len, numbers)) >= 2 and not numbers[0] & numbers[1]:
        margin -= WIDTH
    return margin
