"""Runs as an index holds them: one document for each run, source, outcome and reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a search needs no SQLAlchemy
    from archive.ledgers import Run, SourceLedger


@dataclass(frozen=True, slots=True)
class RunDocument:
    """How many ``addresses`` of a source came to one outcome for one reason in one run.

    ``ended`` is why the run ended (finished, interrupted …). ``reason`` is None where none was given; of one that
    goes into detail (``too short: 3 words``) it is what stands before the colon, so that the like can be counted.
    """

    run: int
    command: str
    source: str
    started: datetime
    finished: datetime
    ended: str
    outcome: str
    reason: str | None
    addresses: int

    @property
    def id(self) -> str:
        """The same for the same run, source, outcome and reason."""
        told = "\n".join((str(self.run), self.source, self.outcome, self.reason or ""))
        return hashlib.sha256(told.encode()).hexdigest()[:20]

    def fields(self) -> dict[str, Any]:
        """As JSON: instants in UTC, without what is not known."""
        fields = {
            "run": self.run,
            "command": self.command,
            "source": self.source,
            "started": self.started.astimezone(UTC).isoformat(),
            "finished": self.finished.astimezone(UTC).isoformat(),
            "ended": self.ended,
            "outcome": self.outcome,
            "reason": self.reason,
            "addresses": self.addresses,
        }
        return {name: value for name, value in fields.items() if value is not None}


def run_documents(run: Run, ledgers: Iterable[SourceLedger]) -> list[RunDocument]:
    """The documents of a run that has ended; their addresses add up to those discovered.

    A source that was crawled and gave no address at all has one document with 0 new ones: its silence can be seen.

    Raises:
        ValueError: the run is still open; what it comes to may yet change.
    """
    if run.finished_at is None or run.reason is None:
        raise ValueError(f"run {run.id} has not ended yet")
    return [
        RunDocument(run.id, run.command, ledger.source, run.started_at, run.finished_at, run.reason, outcome, reason, n)
        for ledger in ledgers
        for outcome, reason, n in _counted(ledger)
    ]


def _counted(ledger: SourceLedger) -> Iterator[tuple[str, str | None, int]]:
    """Outcome, reason and how many; what has no reason is what the reasons do not make up."""
    if not ledger.discovered:
        yield "new", None, 0
    for outcome, n in sorted(ledger.outcomes.items()):
        by_class: dict[str, int] = {}
        for reason, many in ledger.reasons.get(outcome, {}).items():
            of = reason.partition(": ")[0]
            by_class[of] = by_class.get(of, 0) + many
        yield from ((outcome, reason, many) for reason, many in sorted(by_class.items()))
        rest = n - sum(by_class.values())
        if rest:
            yield outcome, None, rest
