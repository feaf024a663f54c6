"""Archive and index compared wholly: every id, every version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engine import SearchEngine

if TYPE_CHECKING:
    from archive.log import Change
    from archive.store import Archive

SHOWN = 20  #: ids that are named of each kind


@dataclass(frozen=True, slots=True)
class Verified:
    """What a comparison found; ids are named up to ``SHOWN``, counts are of all.

    ``missing`` are in the archive alone, ``extra`` in the index alone, ``stale`` differ in version. What is not pushed
    yet and what lies as a dead letter is none of them.
    """

    same: int
    missing: int
    extra: int
    stale: int
    named: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether the two hold the same."""
        return not (self.missing or self.extra or self.stale)

    def __str__(self) -> str:
        """One sentence."""
        if self.clean:
            return f"{self.same:,} documents, each as the archive has it"
        told = f"{self.missing:,} missing, {self.extra:,} that the archive has not, {self.stale:,} of another version"
        return f"{told} ({', '.join(self.named)}); {self.same:,} as the archive has them"


def verify(archive: Archive, engine: SearchEngine, generation: str) -> Verified:
    """Compare the archive with a generation, whatever is pushed to it meanwhile being left out.

    Raises:
        EngineError: the index cannot be read.
    """
    cursor = archive.cursor(generation)
    excused = {letter.article_id for letter in archive.dead(generation)}
    found: dict[str, list[str]] = {"missing": [], "extra": [], "stale": []}
    same = 0
    for article_id, ours, theirs in _paired(archive.versions(), engine.versions()):
        if ours == theirs:
            same += 1
        elif article_id in excused or max(ours or 0, theirs or 0) > cursor:
            continue
        else:
            found["missing" if theirs is None else "extra" if ours is None else "stale"].append(article_id)
    # What looks wrong may only have changed while we looked: its newest change tells.
    changed = {change.article_id for change in _since(archive, cursor)}
    left = {kind: [id_ for id_ in ids if id_ not in changed] for kind, ids in found.items()}
    named = [id_ for ids in left.values() for id_ in ids[:SHOWN]]
    return Verified(same, len(left["missing"]), len(left["extra"]), len(left["stale"]), tuple(named[:SHOWN]))


def _since(archive: Archive, cursor: int) -> Iterator[Change]:
    while changes := archive.changes(cursor, 1_000):
        yield from changes
        cursor = changes[-1].sequence


def _paired(
    ours: Iterator[tuple[str, int]], theirs: Iterator[tuple[str, int]]
) -> Iterator[tuple[str, int | None, int | None]]:
    """Two lists in order of id as one; None for the side that lacks an id."""
    a, b = next(ours, None), next(theirs, None)
    while a is not None or b is not None:
        if a is not None and (b is None or a[0] < b[0]):
            yield a[0], a[1], None
            a = next(ours, None)
        elif b is not None and (a is None or b[0] < a[0]):
            yield b[0], None, b[1]
            b = next(theirs, None)
        elif a is not None and b is not None:
            yield a[0], a[1], b[1]
            a, b = next(ours, None), next(theirs, None)
