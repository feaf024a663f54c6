"""What the archive knows of each source's crawls, as visits for the schedule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.schedule import MEMORY, Visit
from kliping.config import Config
from kliping.health import is_unreachable
from kliping.rooms import opened, sqlite_path

if TYPE_CHECKING:
    from archive.ledgers import Run, SourceLedger
    from archive.store import Archive

_RUNS = 2 * MEMORY  # runs of a source that are looked at: imports and replays are among them


@dataclass(frozen=True, slots=True)
class Known:
    """The visits of each source, and the newest change of the archive; 0 where there is no archive yet."""

    visits: Mapping[str, list[Visit]]
    sequence: int


class Visits:
    """Reads visits; those that are over are read once."""

    def __init__(self) -> None:
        self._over: dict[tuple[str, int, datetime], Visit] = {}

    def read(self, config: Config, sources: Iterable[str]) -> Known:
        """What is known now; the archive is opened anew, as it may have been restored in between.

        Raises:
            archive.errors.ArchiveError: it cannot be read.
        """
        from archive.errors import ArchiveMissing

        names = list(sources)
        path = sqlite_path(config.archive)
        if path and not path.is_file():
            return Known({name: [] for name in names}, 0)
        try:
            with opened(config) as archive:
                return Known(self._visits(archive, names), archive.last_sequence)
        except ArchiveMissing:
            return Known({name: [] for name in names}, 0)

    def _visits(self, archive: Archive, names: list[str]) -> dict[str, list[Visit]]:
        before, self._over = self._over, {}
        ledgers: dict[int, list[SourceLedger]] = {}
        found: dict[str, list[Visit]] = {}
        for name in names:
            runs = [run for run in archive.last_runs(name, limit=_RUNS) if "crawl" in run.command.split()]
            found[name] = []
            for run in runs[:MEMORY]:
                place = (name, run.id, run.started_at)
                visit = before.get(place)
                if visit is None:
                    if run.id not in ledgers:
                        ledgers[run.id] = archive.ledger(run.id)
                    visit = _visit(run, next((row for row in ledgers[run.id] if row.source == name), None))
                if visit.finished_at:
                    self._over[place] = visit
                found[name].append(visit)
        return found


def _visit(run: Run, row: SourceLedger | None) -> Visit:
    """A crawl that was interrupted reached nothing: it is done again soon, and later and later if it always is."""
    reached = run.reason == "finished" and row is not None and not is_unreachable(row)
    return Visit(run.id, run.started_at, run.finished_at, row.new if row else 0, reached)


def with_failures(visits: Mapping[str, list[Visit]], failures: Mapping[str, list[Visit]]) -> dict[str, list[Visit]]:
    """Visits, with those failures of crawls that the archive does not tell: they died before they met anything."""
    merged = {}
    for name, told in visits.items():
        merged[name] = list(told)
        for failure in failures.get(name, ()):
            same = [visit for visit in told if _within(visit, failure)]
            if all(visit.reached for visit in same):
                merged[name] = [visit for visit in merged[name] if visit not in same] + [failure]
    return merged


def _within(visit: Visit, failure: Visit) -> bool:
    """Whether the archive's visit is that of a child known to have failed."""
    return failure.started_at <= visit.started_at <= (failure.finished_at or failure.started_at)
