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
from dataclasses import dataclass
from itertools import compress, pairwise
from math import sqrt
from typing import Literal, NamedTuple

from crawler.stories.signature import RARE, Counts, Signature, counts

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
OPAQUE_LEAST, OPAQUE_MOST = 0.08, 0.28  # words exchanged where no names are known; a spinner changes more
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
        return Link(1999, "copy", 1.0, 1.0, 1.0, len(a.said), a.counts.facts) if len(a.words) >= FEWEST else None
    if (len(b.words), b.digest) < (len(a.words), a.digest):
        a, b = b, a
    if len(a.words) < FEWEST:
        return None
    met = _met(a, b)
    if met.both.rare < FEWEST_RARE:
        return None
    size, bar = sqrt(a.counts.rare * b.counts.rare), _bar(a, b, met)
    if _weight(_likeness(met.both.rare, met.both.rare, size) - bar) < least:  # even if all are in the same order
        return None
    rare = _in_order(compress(met.places, met.marks.translate(RARE)))
    margin = _likeness(met.both.rare, rare, size) - bar
    if _weight(margin) < least:
        return None
    shared = len(met.places)
    similarity = shared / sqrt(len(a.words) * len(b.words))
    order = _in_order(met.places)
    if _again(a, b):
        known = a.counts.facts >= FACTS_FEWEST
        margin = -2 * WIDTH if known and counts(met.marks).facts < AGAIN_FACTS * a.counts.facts else similarity - AGAIN
    elif _template(a, b, met, order):
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
    kept = shared / len(a.words)
    return Link(weight, relation, similarity, kept, ordered, len(a.said & b.said), met.both.facts)


class _Met(NamedTuple):
    """The words of one text that another has: their places there, in the order here, and their marks here.

    ``both`` counts them by what they are here and there.
    """

    places: list[int]
    marks: bytes
    both: Counts


def _met(a: Signature, b: Signature) -> _Met:
    found = list(map(b.places.get, a.words))
    places = [place for place in found if place is not None]
    marks = bytes(compress(a.marks, [place is not None for place in found]))
    theirs = bytes(map(b.marks.__getitem__, places))
    both = int.from_bytes(marks, "big") & int.from_bytes(theirs, "big")
    return _Met(places, marks, counts(both.to_bytes(len(marks), "big")))


def _in_order(places: Iterable[int]) -> int:
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


def _run(places: list[int]) -> list[int]:
    """The longest rising run, as the indices of its places."""
    ends: list[int] = []  # of the runs of each length the lowest end there is, and where it stands
    last: list[int] = []
    before: list[int] = []  # of each place the one it follows
    highest = -1
    for at, place in enumerate(places):
        if place > highest:
            before.append(last[-1] if last else -1)
            ends.append(place)
            last.append(at)
            highest = place
        else:
            length = bisect_left(ends, place)
            before.append(last[length - 1] if length else -1)
            ends[length], last[length] = place, at
            highest = ends[-1]
    found: list[int] = []
    at = last[-1]
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]


def _likeness(shared: int, order: int, size: float) -> float:
    """How much two texts have in common beyond what the language has, more if in the same order."""
    return (shared + order - 2 * sqrt(shared)) / size  # twice the root: in order by chance


def _bar(a: Signature, b: Signature, met: _Met) -> float:
    """The likeness from which two articles are one story."""
    here, there, both = a.counts, b.counts, met.both
    bar = BAR + LANGUAGE * _language(here.everyday, there.everyday, both.everyday) + _by_time(a, b)
    if here.years and there.years and not both.years:
        bar += YEARS
    if a.said & b.said:
        bar -= QUOTED
    for shared, fewer in (
        (both.names, min(here.names, there.names)),
        (both.numbers, min(here.numbers, there.numbers)),
    ):
        bar -= FACTS * (shared - FACTS_USUAL * fewer) / (fewer + FACTS_FEW)  # a few tell little
    return bar


def _language(here: int, there: int, both: int) -> float:
    """How much of their everyday words two texts share: hardly any in two languages."""
    if max(here, there) < FEWEST:
        return UNKNOWN
    return both / sqrt(max(here, FEWEST) * max(there, FEWEST))


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


def _template(a: Signature, b: Signature, met: _Met, order: int) -> bool:
    """Whether one form was filled in twice, as for Bali and Riau: the same order, some words exchanged one for one.

    Who rewords a text keeps its names and numbers. Where they are unknown: an edited text has fewer words exchanged,
    a spun one more.
    """
    least, most = (EXCHANGED, 1.0) if a.counts.facts >= FACTS_FEWEST else (OPAQUE_LEAST, OPAQUE_MOST)
    if order < TEMPLATE_ORDER * len(met.places) or len(a.words) - order < least * len(a.words):
        return False
    if a.counts.facts >= FACTS_FEWEST:
        kept = counts(met.marks)
        if kept.facts / a.counts.facts - kept.plain / max(1, a.counts.plain) >= TEMPLATE:
            return False
    steps = [(here, there) for here, there in enumerate(map(b.places.get, a.words)) if there is not None]
    most_moved = LONGEST * (len(steps) - order)  # that is how much each word out of order may hide
    if _exchanged(steps) + most_moved < least * len(a.words):
        return False
    return least < _exchanged([steps[at] for at in _run(met.places)]) / len(a.words) < most


def _exchanged(steps: list[tuple[int, int]]) -> int:
    """How many words of one text stand where the other has others, between shared ones at these places in both."""
    return sum(
        min(here - before, there - other, LONGEST + 1) - 1
        for (before, other), (here, there) in pairwise(steps)
        if here > before + 1 and there > other + 1
    )


def _by_time(a: Signature, b: Signature) -> float:
    """What the days between two articles add to the bar."""
    if a.day is None or b.day is None:
        return 0.0
    days = abs(a.day - b.day)
    return -NEAR if days <= NEAR_DAYS else FAR if days > FAR_DAYS else 0.0
