"""Runs and their ledgers: where every address went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Row, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from archive.errors import LedgerError
from archive.schema import counts, ledger, run_sources, runs

State = Literal["skipped", "failed", "fetched"]

# What a fetched address came to, the most telling first: an address met twice in a run keeps that one.
OUTCOMES = ("new", "revised", "folded", "unchanged", "refused")
_RANK = {name: rank for rank, name in enumerate(OUTCOMES)} | dict.fromkeys(("failed", "skipped"), len(OUTCOMES))

_MET = insert(run_sources).on_conflict_do_nothing()
_SOURCES = select(run_sources.c.source).where(run_sources.c.run == bindparam("of")).order_by(run_sources.c.source)
_DISCOVER = insert(ledger).on_conflict_do_nothing()
_SETTLE = (
    update(ledger)
    .where(ledger.c.run == bindparam("of"), ledger.c.address == bindparam("at"))
    .where(ledger.c.outcome == bindparam("was"))
    .values(outcome=bindparam("is"), reason=bindparam("why"))
)
_SETTLED = select(ledger.c.outcome).where(ledger.c.run == bindparam("of"), ledger.c.address == bindparam("at"))
_COUNT = insert(counts)
_COUNT = _COUNT.on_conflict_do_update(
    index_elements=["run", "source", "what"], set_={"n": counts.c.n + _COUNT.excluded.n}
)


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl or import; ``finished_at`` and ``reason`` (``interrupted`` …) are None while it is open."""

    id: int
    command: str
    started_at: datetime
    finished_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SourceLedger:
    """Where the addresses of one source went in one run.

    ``outcomes`` counts addresses by new, revised, folded, unchanged, refused, failed, skipped and unfinished;
    ``reasons`` tells, for an outcome that has any, how often each was given. ``counted`` holds what is no
    candidate: listings, feeds, sitemaps, robots, further_pages. The sums are properties, so they always add up.
    """

    source: str
    outcomes: Mapping[str, int]
    reasons: Mapping[str, Mapping[str, int]]
    counted: Mapping[str, int]

    @property
    def discovered(self) -> int:
        """Addresses that may be articles: fetched + skipped + failed + unfinished."""
        return sum(self.outcomes.values())

    @property
    def fetched(self) -> int:
        """Addresses that were answered: new + revised + unchanged + folded + refused."""
        return sum(self.outcomes.get(name, 0) for name in OUTCOMES)

    @property
    def skipped(self) -> int:
        """Addresses not asked for, with the reason (robots, known, not_recorded …)."""
        return self.outcomes.get("skipped", 0)

    @property
    def failed(self) -> int:
        """Addresses asked for in vain."""
        return self.outcomes.get("failed", 0)

    @property
    def unfinished(self) -> int:
        """Addresses the run ended before."""
        return self.outcomes.get("unfinished", 0)

    @property
    def new(self) -> int:
        """Articles never seen before."""
        return self.outcomes.get("new", 0)

    @property
    def revised(self) -> int:
        """Articles with a text they never had before."""
        return self.outcomes.get("revised", 0)

    @property
    def unchanged(self) -> int:
        """Articles with a text they had before."""
        return self.outcomes.get("unchanged", 0)

    @property
    def folded(self) -> int:
        """Known articles met under an address not seen before, with a text they had before."""
        return self.outcomes.get("folded", 0)

    @property
    def refused(self) -> int:
        """Answers that are no articles."""
        return self.outcomes.get("refused", 0)


def start(connection: Connection, command: str, started_at: datetime) -> int:
    """Open a run."""
    values = {"command": command, "started_at": started_at}
    run: int = connection.execute(insert(runs), values).lastrowid
    return run


def unfinished(connection: Connection) -> list[int]:
    """The runs that were never closed."""
    return list(connection.execute(select(runs.c.id).where(runs.c.finished_at.is_(None))).scalars())


def close(connection: Connection, run: int, finished_at: datetime, reason: str) -> None:
    """Close a run; addresses it did not come to stay ``unfinished``.

    Raises:
        LedgerError: there is no such run.
    """
    values = {"finished_at": finished_at, "reason": reason}
    if not connection.execute(update(runs).where(runs.c.id == run).values(**values)).rowcount:
        raise LedgerError(f"run {run}: there is none with this number")


def discover(connection: Connection, run: int, source: str, addresses: Iterable[str]) -> None:
    """Note addresses that may be articles; one already noted in this run stays as it is."""
    rows = [{"run": run, "source": source, "address": a, "outcome": "unfinished"} for a in addresses]
    connection.execute(_MET, {"source": source, "run": run})
    if rows:
        connection.execute(_DISCOVER, rows)


def met_last(connection: Connection, run: int, source: str, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that the source's run before this one met, too."""
    last = select(func.max(run_sources.c.run)).where(run_sources.c.source == source, run_sources.c.run < run)
    query = select(ledger.c.address).where(ledger.c.run == last.scalar_subquery(), ledger.c.address.in_(addresses))
    return set(connection.execute(query).scalars())


def settle(
    connection: Connection, run: int, address: str, outcome: str, reason: str | None, source: str | None = None
) -> None:
    """Say what became of an address; a stronger outcome it had before stays.

    ``source`` is whose it is if it was not discovered before: what is archived always has its row.

    Raises:
        LedgerError: it was never discovered in this run and has no source.
    """
    place = {"of": run, "at": address}
    values: dict[str, str | None] = {"is": outcome, "why": reason}
    if connection.execute(_SETTLE, place | values | {"was": "unfinished"}).rowcount:
        return
    was = connection.execute(_SETTLED, place).scalar()
    if was is not None:
        if _RANK[outcome] <= _RANK[was]:
            connection.execute(_SETTLE, place | values | {"was": was})
        return
    if source is None:
        raise LedgerError(f"{address}: settled in run {run}, but never discovered there")
    discover(connection, run, source, [address])
    connection.execute(_SETTLE, place | values | {"was": "unfinished"})


def count(connection: Connection, run: int, source: str, what: str, n: int) -> None:
    """Count what is no candidate."""
    connection.execute(_MET, {"source": source, "run": run})
    connection.execute(_COUNT, {"run": run, "source": source, "what": what, "n": n})


def ledgers(connection: Connection, run: int) -> list[SourceLedger]:
    """The ledger of a run, one for each source it had to do with, by name."""
    columns = (ledger.c.source, ledger.c.outcome, ledger.c.reason)
    query = select(*columns, func.count().label("n")).where(ledger.c.run == run).group_by(*columns)
    outcomes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    reasons: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(query):
        outcomes[row.source][row.outcome] += row.n
        if row.reason is not None:
            reasons[row.source][row.outcome][row.reason] = row.n
    for row in connection.execute(select(counts).where(counts.c.run == run)):
        counted[row.source][row.what] = row.n
    names = connection.execute(_SOURCES, {"of": run}).scalars()
    return [SourceLedger(n, dict(outcomes.get(n, {})), dict(reasons.get(n, {})), counted.get(n, {})) for n in names]


def newest(connection: Connection, source: str | None, limit: int) -> list[Run]:
    """The newest runs, or those that had to do with a source."""
    query = select(runs).order_by(runs.c.id.desc()).limit(limit)
    if source is not None:
        query = query.join(run_sources, run_sources.c.run == runs.c.id).where(run_sources.c.source == source)
    return [_run(row) for row in connection.execute(query)]


def after(connection: Connection, run: int, limit: int) -> list[Run]:
    """The next runs after a number, in order."""
    query = select(runs).where(runs.c.id > run).order_by(runs.c.id).limit(limit)
    return [_run(row) for row in connection.execute(query)]


def _run(row: Row[tuple[int, str, datetime, datetime | None, str | None]]) -> Run:
    return Run(row.id, row.command, row.started_at, row.finished_at, row.reason)
