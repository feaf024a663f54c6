"""What ``kliping watch --status`` tells: of a watcher at work, else what one would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.schedule import Bounds, Plan, plans
from kliping.config import Config
from kliping.watching.beat import living_beat
from kliping.watching.words import clock, span

if TYPE_CHECKING:
    from rich.console import Console


def bounds_fields(bounds: Bounds) -> dict[str, float]:
    """Bounds as JSON, in seconds."""
    return {"at_least_seconds": bounds.least.total_seconds(), "at_most_seconds": bounds.most.total_seconds()}


def plan_fields(plan: Plan) -> dict[str, Any]:
    """A plan as JSON: times in UTC, the interval in seconds."""
    last = plan.last
    return {
        "due": plan.due.isoformat(timespec="seconds"),
        "interval_seconds": round(plan.interval.total_seconds()),
        "failures": plan.failures,
        "last_run": last.started_at.isoformat(timespec="seconds") if last else None,
        "last_new": plan.last_new.isoformat(timespec="seconds") if plan.last_new else None,
    }


def status(config: Config, names: Sequence[str], bounds: Bounds, now: datetime) -> dict[str, Any]:
    """The state of the watcher at work (``pid`` is None if there is none) and a plan for each source.

    Raises:
        archive.errors.ArchiveError: the archive cannot be read.
    """
    from kliping.watching.visits import Visits

    beat = living_beat(config) or {}
    if told := beat.get("bounds"):
        least, most = (timedelta(seconds=told[f"at_{which}_seconds"]) for which in ("least", "most"))
        bounds = Bounds(least, most)
    found = plans(Visits().read(config, names).visits, now, bounds)
    rows = {name: plan_fields(plan) for name, plan in found.items()}
    rows |= {name: row for name, row in beat.get("sources", {}).items() if name in rows}  # it knows of more failures
    running = beat.get("running", {})
    return {
        "pid": beat.get("pid"),
        "host": beat.get("host"),
        "time": beat.get("time"),
        "trouble": beat.get("trouble"),
        **bounds_fields(bounds),
        "sources": [{"source": name, "running": running.get(name), **row} for name, row in rows.items()],
    }


def print_status(told: dict[str, Any], now: datetime, console: Console) -> None:
    """A row a source, those due first at the top."""
    from rich.table import Table

    table = Table("source", "last run", "last new", "interval", "failures", "next", box=None, pad_edge=False)
    for row in sorted(told["sources"], key=lambda row: str(row["due"])):
        last, new = (_at(row[key], now) for key in ("last_run", "last_new"))
        interval = span(timedelta(seconds=row["interval_seconds"]))
        table.add_row(row["source"], last, new, interval, str(row["failures"] or "-"), _next(row, now))
    console.print(table)


def _next(row: dict[str, Any], now: datetime) -> str:
    if row["running"]:
        return f"under way (process {row['running']['pid']})"
    due = datetime.fromisoformat(row["due"])
    return "due" if due <= now else f"{clock(due, now)}, in {span(due - now)}"


def _at(time: str | None, now: datetime) -> str:
    return clock(datetime.fromisoformat(time), now) if time else "-"
