"""All matches of a request in order, with the exact counts that no engine gives: stories, and outlets of a story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from index.engine import MAX_FOLDED, Bucket, Interval, Request
from index.query import All

Address = TypeVar("Address")


@dataclass(frozen=True)
class Ranking(Generic[Address]):
    """Matching articles, best first: where they are, their scores (None where sorted by date) and their stories."""

    addresses: Sequence[Address]
    scores: Sequence[float] | None
    stories: Sequence[int]

    @cached_property
    def in_story(self) -> Mapping[int, int]:
        """How many matching articles each story has."""
        return Counter(self.stories)

    def page(self, request: Request) -> list[int]:
        """Places of the requested page: folded, the first of each story."""
        first, end = request.offset, request.offset + request.limit
        if not request.fold:
            return list(range(len(self.addresses))[first:end])
        seen: dict[int, int] = {}
        for place, story in enumerate(self.stories):
            if len(seen) >= min(end, MAX_FOLDED):
                break
            seen.setdefault(story, place)
        return list(seen.values())[first:end]

    def places_of(self, stories: Collection[int]) -> list[int]:
        """Places of all matching articles of some stories."""
        wanted = frozenset(stories)
        return [place for place, story in enumerate(self.stories) if story in wanted]


def by_score(scores: Sequence[float], ranks: Sequence[int]) -> list[int]:
    """The order of hits by score, then newest, then id (see ``columns.rank_of``): two stable sorts."""
    newest = sorted(range(len(ranks)), key=ranks.__getitem__, reverse=True)
    return sorted(newest, key=scores.__getitem__, reverse=True)


def by_count(counts: Mapping[str, int]) -> tuple[Bucket, ...]:
    """A facet: the most frequent value first, equal ones by name."""
    return tuple(Bucket(value, n) for value, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def over_time(days: Mapping[str, int], interval: Interval) -> tuple[Bucket, ...]:
    """A histogram from counts by day (``20240702``)."""
    counts: Counter[str] = Counter()
    for day, articles in sorted(days.items()):
        counts[f"{day[:4]}-{day[4:6]}-{day[6:]}" if interval == "day" else f"{day[:4]}-{day[4:6]}"] += articles
    return tuple(Bucket(value, n) for value, n in counts.items())


def notice(request: Request, stories: int) -> str | None:
    """What the user should be told beside the results."""
    if isinstance(request.node, All) and request.node.ignored:
        words = " ".join(request.node.ignored)
        return f"Only stop words ({words}), which are ignored: everything is shown. Quote them to search for them."
    if request.fold and stories > MAX_FOLDED and request.offset + request.limit > MAX_FOLDED:
        return f"Folded results end at {MAX_FOLDED:,} of {stories:,} stories; unfold them (--no-fold) to get all."
    return None
