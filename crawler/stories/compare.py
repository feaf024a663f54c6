"""Are two articles one story? Decided by the two of them and fixed tables alone.

Measured on real and on written collections: what tells a reworded, cut or translated release best is the share of its
words beyond the everyday ones, and their order. How high it must be depends on the language: two texts that share no
everyday words are of two languages and share little by chance. Names and numbers are what a rewrite keeps and another
report of the same event does not; a template keeps all but them, in the same order. All that is known beside the words
only moves the bar, so that a text of opaque words is judged by overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from crawler.stories.signature import Signature

Relation = Literal["original", "copy", "reprint", "rewrite"]

FEWEST = 12  # different words; below that nothing can be said but that two texts are the same
FEWEST_RARE = 5  # words beyond the everyday ones shared by two articles of one story
BAR, LANGUAGE = 0.04, 0.50  # of likeness, and what is added to it per share of everyday words in common
UNKNOWN = 0.80  # share of everyday words where none are known: all words are compared, and strangers share many
FACTS, FACTS_USUAL, FACTS_FEW = 0.60, 0.47, 6.0  # agreement of names, and of numbers, moves the bar; few move it less
NEAR_DAYS, NEAR = 2, 0.03  # the press carries a release within days
FAR_DAYS, FAR = 6, 0.12  # a follow-up comes later
PAST_DAYS = 120  # a yearly event tells of itself in its own old words
QUOTED = 0.06  # the same clause in quotation marks
YEARS = 0.05  # each names years and none in common
TEMPLATE_ORDER = 0.85  # share of the shared words in the same order, as of one form filled in twice
EXCHANGED = 0.05  # share of words that others stand for there; an editor changes fewer
TEMPLATE, FACTS_FEWEST = 0.05, 4  # names and numbers kept no better than other words, where there are so many
OPAQUE_LEAST, OPAQUE_MOST = 0.08, 0.33  # words exchanged where no names are known; a spinner changes more
LONGEST = 6  # words exchanged in one place; more are a passage put in
AGAIN, AGAIN_FACTS = 0.86, 0.80  # similarity, and facts kept, of an outlet's own words, or of old ones, about the same
COPY, COPY_ORDER = 0.97, 0.93
REPRINT = 0.70  # share of the shorter text's words kept in order
LEAST_WEIGHT = -1499  # of a link; less is nothing in common
WIDTH = 0.10  # of the band about the bar in which two articles count as half one story


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles compared, and what speaks for it.

    ``weight`` is -1500 to 1999: above 0 they are one story by themselves, from 1000 without doubt; ``relation`` is
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
    if len(a.words) < FEWEST:
        return None
    rare = _met(a.rare, b)
    if len(rare) < FEWEST_RARE:
        return None
    size, bar = sqrt(len(a.rare) * len(b.rare)), _bar(a, b)
    if _weight(_likeness(len(rare), len(rare), size) - bar) < least:  # even if all are in the same order
        return None
    margin = _likeness(len(rare), _in_order(rare), size) - bar
    if _weight(margin) < least:
        return None
    shared = _met(a.words, b)
    similarity = len(shared) / sqrt(len(a.words) * len(b.words))
    order = _in_order(shared)
    if _again(a, b):
        margin = similarity - AGAIN if _share(a.facts, b) >= AGAIN_FACTS or len(a.facts) < FACTS_FEWEST else -2 * WIDTH
    elif _template(a, b, order, len(shared)):
        margin = -2 * WIDTH
    weight = _weight(margin)
    if weight < least:
        return None
    ordered = order / len(a.words)
    relation: Relation = "rewrite"
    if similarity >= COPY and ordered >= COPY_ORDER:
        relation = "copy"
    elif ordered >= REPRINT:
        relation = "reprint"
    return Link(
        weight,
        relation,
        similarity,
        len(shared) / len(a.words),
        ordered,
        len(a.said & b.said),
        len(a.facts & b.facts),
    )


def _met(words: Iterable[int], other: Signature) -> list[int]:
    """The places that these words have in another text, if it has them, in the order of the words."""
    return [place for place in map(other.places.get, words) if place is not None]


def _in_order(places: list[int]) -> int:
    """How many come in the same order: the longest rising run."""
    ends: list[int] = []
    highest = -1
    for place in places:
        if place > highest:
            ends.append(place)
            highest = place
        else:
            ends[bisect_left(ends, place)] = place
            highest = ends[-1]
    return len(ends)


def _likeness(shared: int, order: int, size: float) -> float:
    """How much two texts have in common beyond what the language has, more if in the same order."""
    return (shared + order - 2 * sqrt(shared)) / size  # twice the root: in order by chance


def _bar(a: Signature, b: Signature) -> float:
    """The likeness from which two articles are one story."""
    bar = BAR + LANGUAGE * _language(a, b) + _by_time(a, b) - (QUOTED if a.said & b.said else 0.0)
    for here, there in ((a.names, b.names), (a.numbers, b.numbers)):
        fewer = min(len(here), len(there))  # a few tell little
        bar -= FACTS * (len(here & there) - FACTS_USUAL * fewer) / (fewer + FACTS_FEW)
    return bar


def _language(a: Signature, b: Signature) -> float:
    """How much of their everyday words two texts share: hardly any in two languages."""
    here, there = len(a.everyday), len(b.everyday)
    if max(here, there) < FEWEST:
        return UNKNOWN
    return len(a.everyday & b.everyday) / sqrt(max(here, FEWEST) * max(there, FEWEST))


def _weight(margin: float) -> int:
    """Doubt counts in full, certainty hardly more than having no doubt."""
    return max(
        LEAST_WEIGHT - 1,
        round(1000 * margin / WIDTH) if margin < WIDTH else min(1999, round(1000 + 1000 * (margin - WIDTH))),
    )


def _again(a: Signature, b: Signature) -> bool:
    """Whether two articles may well have the same words about two things: of one outlet, or long apart."""
    if a.outlet and a.outlet == b.outlet:
        return True
    return a.day is not None and b.day is not None and abs(a.day - b.day) > PAST_DAYS


def _template(a: Signature, b: Signature, order: int, shared: int) -> bool:
    """Whether one form was filled in twice, as for Bali and Riau: the same order, some words exchanged one for one.

    Who rewords a text keeps its names and numbers. Where they are unknown: an edited text has fewer words exchanged,
    a spun one more.
    """
    if order < TEMPLATE_ORDER * shared or len(a.words) - order < EXCHANGED * len(a.words):
        return False
    exchanged = _exchanged(a, b) / len(a.words)
    if len(a.facts) >= FACTS_FEWEST:
        return exchanged >= EXCHANGED and _share(a.facts, b) - _share(a.plain, b) < TEMPLATE
    return OPAQUE_LEAST < exchanged < OPAQUE_MOST


def _exchanged(a: Signature, b: Signature) -> int:
    """How many words stand in another text where others stand here, between those that come in the same order."""
    steps = [(here, there) for word, here in a.places.items() if (there := b.places.get(word)) is not None]
    ends: list[int] = []
    last: list[int] = []  # of the runs that end there the last step, and before each step the one it follows
    before: list[int] = []
    for step, (_, place) in enumerate(steps):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [step]
        before.append(last[at - 1] if at else -1)
    exchanged, step = 0, last[-1]
    while before[step] >= 0:
        (here, there), (first, other) = steps[step], steps[before[step]]
        exchanged += min(here - first - 1, there - other - 1, LONGEST)
        step = before[step]
    return exchanged


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
