"""From links to stories: average linkage within components, the same for any order of arrival.

Single links chain: a page that holds two articles would join two stories. Here two groups join only if the mean of
the weights between all their members is above zero; two members that have hardly anything in common weigh -1500.
"""

from __future__ import annotations

from collections.abc import Mapping
from heapq import heapify, heappop, heappush

APART = -1500
WHOLE = 200  # members of a component whose every pair is weighed; in a larger one the known links must do

Weights = Mapping[tuple[int, int], int]


def components(weights: Weights) -> list[list[int]]:
    """The members joined by links above zero, each group sorted, the groups in order of their first member."""
    root: dict[int, int] = {}

    def find(one: int) -> int:
        while root.setdefault(one, one) != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for (a, b), weight in weights.items():
        if weight > 0:
            low, high = sorted((find(a), find(b)))
            root[high] = low
    groups: dict[int, list[int]] = {}
    for one in sorted(root):
        groups.setdefault(find(one), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def cluster(members: list[int], weights: Weights) -> list[list[int]]:
    """The groups of one component, each sorted, in order of their first member.

    ``weights`` has the pairs (lower, higher) that were weighed; a pair that is not there is unknown and not counted.
    Whole numbers, so that sums are exact in any order; ties go to the lower members.
    """
    known: dict[int, dict[int, tuple[int, int]]] = {one: {} for one in members}
    for (a, b), weight in weights.items():
        known[a][b] = known[b][a] = (weight, 1)
    groups = {one: [one] for one in members}
    heap = [(-float(weight), a, b) for (a, b), weight in weights.items() if weight > 0]
    heapify(heap)
    while heap:
        mean, a, b = heappop(heap)
        if a not in groups or b not in groups or _mean(known[a].get(b)) != -mean:
            continue  # told before one of them grew
        if len(known[a]) < len(known[b]):
            a, b = b, a  # the smaller into the larger, else a large component costs its square
        groups[a] += groups.pop(b)
        for other, (total, count) in known.pop(b).items():
            known[other].pop(b, None)
            if other != a:
                before = known[a].get(other, (0, 0))
                known[a][other] = known[other][a] = pair = (before[0] + total, before[1] + count)
                if (now := _mean(pair)) > 0:
                    heappush(heap, (-now, min(a, other), max(a, other)))
    return sorted(sorted(group) for group in groups.values())


def _mean(pair: tuple[int, int] | None) -> float:
    return pair[0] / pair[1] if pair else float(APART)
