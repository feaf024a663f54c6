"""How a target is, as people are told it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """How a target is. ``problem`` is a sentence, None where all is well; ``pusher`` the process that is at it.

    ``behind`` counts changes not pushed yet, ``dead`` the documents it refused, ``size`` is in bytes.
    """

    name: str
    generation: str | None
    previous: str | None
    documents: int
    pushed: int
    behind: int
    dead: int
    size: int
    pusher: int | None
    problem: str | None
