"""What the archive has to be told to keep stories: how texts are read and compared is the knowledge of others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from archive.article import Article, Place, Relation

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is kept of an article to find and compare it.

    ``text`` (16 bytes) is the same for texts that are word for word the same, ``signed`` all that comparing needs of
    it. ``outlet`` is a number for the source; ``day`` the ordinal of the publication, ``seen`` of the day it was
    first seen. The smaller ``rank``, the earlier in its story. ``words``, ``quotes``, ``facts`` are counts.
    """

    text: bytes
    signed: bytes
    outlet: int
    day: int | None
    seen: int
    rank: bytes
    words: int
    quotes: int
    facts: int


class Bond(NamedTuple):
    """Two texts compared: above a ``weight`` of 0 they are one story by themselves.

    ``similarity`` is 0 to 1; ``words``, ``quotes``, ``facts`` count what the two have in common.
    """

    weight: int
    relation: Relation
    similarity: float
    words: int
    quotes: int
    facts: int


class Knowledge(Protocol):
    """How articles are told to be one story; everything here depends on its arguments and fixed tables only."""

    @property
    def rules(self) -> str:
        """The version of all of it: what other rules made has to be made anew."""

    @property
    def apart(self) -> Bond:
        """The bond of two texts that have hardly anything in common."""

    def prepare(self, articles: Sequence[Article]) -> None:
        """Read these in one step, which is several times faster; ``read`` is asked for each of them next."""

    def read(self, article: Article, article_id: str, seen: datetime) -> Reading:
        """What is kept of an article that was first seen then."""

    def unfold(self, signed: bytes, outlet: int, day: int | None) -> Any:
        """A text to be compared, as of this outlet (0 for several) and day.

        Raises:
            ValueError: other rules signed it.
        """

    def keys(self, text: Any) -> tuple[list[int], list[int]]:
        """What a text is found by: words by texts near in time, others by texts of any time; 32 bits, signed."""

    def compare(self, a: Any, b: Any, *, above: int | None = None) -> Bond | None:
        """The bond of two texts, None where there is hardly any, or none above a weight."""

    def weighed(self, members: Sequence[int], texts: Callable[[int], bytes], met: Iterable[Pair]) -> set[Pair]:
        """The pairs of texts joined by bonds that have to be weighed before they are parted into stories."""

    def parted(self, members: list[int], weights: Mapping[Pair, int]) -> list[list[int]]:
        """The stories among texts joined by bonds; ties go to the lower members."""

    def descents(self, heads: Sequence[tuple[int, str]], bond: Callable[[int, int], Bond | None]) -> list[Place]:
        """The place of each text of a story; given in order of rank, with the id of its first article."""
