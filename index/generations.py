"""The generations of a target: concrete indexes of which one answers, one is kept to go back to, none is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from index.engine import EngineState, SearchEngine

if TYPE_CHECKING:
    from archive.store import Archive


class Generations(Protocol):
    """Where the generations of one target are. All methods raise ``EngineError``; writers hold the target's lock."""

    @property
    def place(self) -> str:
        """Where it is, as people are told."""

    def current(self) -> tuple[str | None, str | None]:
        """The generation that answers, and the one before it."""

    def create(self) -> str:
        """Make a new, empty one that does not answer yet; its name."""

    def outdated(self, generation: str) -> EngineState | None:
        """What one says of itself that another version of Kliping made and that is to be built anew by itself."""

    def open(self, generation: str, *, alone: bool = False) -> SearchEngine:
        """Open one to write; ``alone`` where it is not the one that answers. It must be of this version."""

    def reader(self) -> SearchEngine:
        """Open the one that answers, to read; it must be there and of this version."""

    def answer_from(self, generation: str, previous: str | None) -> None:
        """Let a generation answer from now on, in one step, and keep the previous one."""

    def sweep(self, archive_id: str) -> list[str]:
        """Remove those of this archive that neither answer nor are kept: of killed rebuilds, and older ones."""

    def tell_runs(self, archive: Archive) -> None:
        """Let those who look at this target see the ledgers of the runs that have ended."""

    def size(self) -> int:
        """Bytes of all of them, as far as that is known."""

    def close(self) -> None:
        """Let go of connections."""
