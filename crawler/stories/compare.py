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

Relation = Literal["original", "copy", "reprint", "rewrite"]

FEWEST = 12  # different words; below that nothing can be said but that two texts are the same
BAR = 0.44  # of likeness, between two outlets, when nothing else is known
NEAR_DAYS, NEAR = 2, 0.10  # the press carries a release within days
FAR_DAYS, FAR = 6, 0.12  # a follow-up comes later
PAST_DAYS = 120  # a yearly event tells of itself in its own old words
FACTS, FACTS_USUAL, FACTS_MOST = 0.30, 0.40, 0.70  # agreement of names and numbers moves the bar
FACTS_FEWEST = 4  # names and numbers that tell anything
QUOTED = 0.06  # the same clause in quotation marks
YEARS = 0.10  # each names years and none in common
TEMPLATE, TEMPLATE_ORDER = 0.27, 0.88  # words agree by so much more than names and numbers, in the same order
AGAIN, AGAIN_FACTS = 0.86, 0.80  # similarity, and facts kept, of an outlet's own words, or of old ones, about the same
COPY, COPY_ORDER = 0.97, 0.93
REPRINT = 0.70  # share of the shorter text's words kept in order
FOREIGN, FOREIGN_BAR = 0.12, 0.10  # share of common words below which the languages differ; of rare words kept
FOREIGN_FEWEST = 5  # rare words shared across languages
LEAST_WEIGHT = -1999  # of a link; less is nothing in common
LEAST = 0.02  # similarity below which nothing is looked at
WIDTH = 0.10  # of the band about the bar in which two articles count as half one story


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles compared, and what speaks for it.

    ``weight`` is -2000 to 1999: above 0 they are one story by themselves, from 1000 without doubt; ``relation`` is
    what the later would be to the earlier. ``similarity`` is the share of common words (cosine of the word sets),
    ``kept`` the share of the shorter text's words, ``ordered`` of them in the same order; ``quotes``, ``facts`` are
    counts of shared clauses of quotations and of shared names and numbers.
    """

    weight: int
    relation: Relation
    similarity: float
    kept: float
    ordered: float
    quotes: int
    facts: int


def compare(a: Signature, b: Signature, least: int = LEAST_WEIGHT) -> Link | None:
    """The link between two articles, None where its weight would be below ``least``; symmetric."""
    if a.digest == b.digest:
        return Link(1999, "copy", 1.0, 1.0, 1.0, len(a.said), len(a.facts)) if len(a.words) >= FEWEST else None
    if (len(b.words), b.digest) < (len(a.words), a.digest):
        a, b = b, a
    fewer, more = len(a.words), len(b.words)
    shared = a.places.keys() & b.places.keys()
    similarity = len(shared) / sqrt(fewer * more) if shared else 0.0
    if fewer < FEWEST or similarity < LEAST:
        return None
    apart = _apart(a, b)
    margin = _foreign(a, b) if apart else _margin(a, b, similarity, len(shared), len(shared))
    if _weight(margin) < least:  # even in the same order; counting the order is most of the work
        return None
    order = _in_order(a, b, shared)
    if not apart:
        margin = -2 * WIDTH if _template(a, b, order, len(shared)) else _margin(a, b, similarity, order, len(shared))
    weight = _weight(margin)
    if weight < least:
        return None
    ordered = order / fewer
    relation: Relation = "rewrite"
    if not apart and similarity >= COPY and ordered >= COPY_ORDER:
        relation = "copy"
    elif not apart and ordered >= REPRINT:
        relation = "reprint"
    return Link(
        weight, relation, similarity, len(shared) / fewer, ordered, len(a.said & b.said), len(a.facts & b.facts)
    )


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
    bar = BAR + _by_time(a, b) - (QUOTED if a.said & b.said else 0.0)
    again = _again(a, b)
    if len(a.facts) >= FACTS_FEWEST:
        facts = _share(a.facts, b)
        if again and facts < AGAIN_FACTS:
            return -2 * WIDTH
        bar -= FACTS * (min(FACTS_MOST, facts) - FACTS_USUAL)
    return similarity - AGAIN if again else likeness - bar


def _again(a: Signature, b: Signature) -> bool:
    """Whether two articles may well have the same words about two things: of one outlet, or long apart."""
    if a.outlet and a.outlet == b.outlet:
        return True
    return a.day is not None and b.day is not None and abs(a.day - b.day) > PAST_DAYS


def _template(a: Signature, b: Signature, order: int, shared: int) -> bool:
    """Whether two texts say the same in the same order about other names and numbers: Bali and Riau."""
    if len(a.facts) < FACTS_FEWEST or order < TEMPLATE_ORDER * shared:
        return False
    return _share(a.plain, b) - _share(a.facts, b) > TEMPLATE


def _share(words: AbstractSet[int], other: Signature) -> float:
    """The share of some words that the other article has too."""
    return len(words & other.places.keys()) / len(words) if words else 0.0


def _by_time(a: Signature, b: Signature) -> float:
    """What the days between two articles, and the years they name, add to the bar."""
    clash = YEARS if a.years and b.years and not a.years & b.years else 0.0
    if a.day is None or b.day is None:
        return clash
    days = abs(a.day - b.day)
    if days <= NEAR_DAYS:
        return clash - NEAR
    return clash + (FAR if days > FAR_DAYS else 0.0)


def _apart(a: Signature, b: Signature) -> bool:
    """Whether two texts are in two languages: each has everyday words, and they are not the same ones."""
    least = min(len(a.everyday), len(b.everyday))
    return least >= FEWEST and len(a.everyday & b.everyday) < FOREIGN * least


def _foreign(a: Signature, b: Signature) -> float:
    """How far above its bar the likeness of two texts in two languages is: names, numbers and rare words survive."""
    rare = len(a.rare & b.rare)
    if rare < FOREIGN_FEWEST:
        return -2 * WIDTH
    margin = rare / min(len(a.rare), len(b.rare)) - FOREIGN_BAR + min(0.0, -_by_time(a, b)) / 2
    facts = min(len(a.facts), len(b.facts))
    if facts >= FACTS_FEWEST:
        margin += FACTS * (len(a.facts & b.facts) / facts - FACTS_USUAL)
    if min(len(a.numbers), len(b.numbers)) >= 2 and not a.numbers & b.numbers:
        margin -= WIDTH
    return margin
