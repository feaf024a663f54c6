"""The ledger of a crawl: where every address went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from archive.ledgers import SourceLedger
    from kliping.crawling import CrawlReport

COLUMNS = (
    "discovered", "fetched", "new", "revised", "unchanged", "folded", "refused", "skipped", "failed", "unfinished",
)  # fmt: skip


def print_ledger(report: CrawlReport, console: Console) -> None:
    """A row a source, the reasons under the table."""
    table = Table("source", box=None, pad_edge=False, header_style="bold")
    for column in COLUMNS:
        table.add_column(column, justify="right")
    for row in report.ledger:
        table.add_row(row.source, *(str(getattr(row, column)) for column in COLUMNS))
    totals = {column: sum(getattr(row, column) for row in report.ledger) for column in COLUMNS}
    table.add_row("[bold]all[/bold]", *(f"[bold]{totals[column]}[/bold]" for column in COLUMNS))
    console.print(table)
    console.print("[dim]discovered = fetched + skipped + failed + unfinished; "
                  "fetched = new + revised + unchanged + folded + refused[/dim]")  # fmt: skip
    for row in report.ledger:
        for line in _reasons(row):
            console.print(f"  {row.source}: {escape(line)}")
    for name, reason in report.off.items():
        console.print(f"  {name}: off: {escape(reason)}")


def ledger_fields(report: CrawlReport) -> str:
    """The ledger as one JSON object."""
    sources: list[dict[str, Any]] = [
        {"source": row.source}
        | {column: getattr(row, column) for column in COLUMNS}
        | {"reasons": {name: dict(reasons) for name, reasons in row.reasons.items()}, "counted": dict(row.counted)}
        for row in report.ledger
    ]
    return json.dumps({"sources": sources, "off": report.off, "notices": report.notices}, ensure_ascii=False)


def _reasons(row: SourceLedger) -> list[str]:
    lines = []
    for outcome in ("refused", "skipped", "failed"):
        reasons = row.reasons.get(outcome)
        if reasons:
            lines.append(f"{outcome}: " + ", ".join(f"{n} {reason}" for reason, n in sorted(reasons.items())))
    if row.counted:
        lines.append("besides: " + ", ".join(f"{n} {what}" for what, n in sorted(row.counted.items())))
    return lines
