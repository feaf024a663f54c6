"""One inspected page on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

_FIELDS = (
    "title", "published", "modified", "authors", "editor", "section", "tags", "dateline", "lead", "image",
    "language", "access", "kind", "topics", "source", "canonical_url", "article_key",
)  # fmt: skip


def print_page(page: Mapping[str, Any], console: Console) -> None:
    """The fields with their origins, each date signal with its verdict, then the body."""
    if not page["is_article"]:
        console.print(f"[bold]Refused:[/bold] {escape(str(page['reason']))}")
    fields = Table(box=None, show_header=False, pad_edge=False)
    for name in _FIELDS:
        value = page[name]
        if value:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            fields.add_row(f"[bold]{name}[/bold]", escape(shown), f"[dim]{escape(page['origins'].get(name, ''))}[/dim]")
    console.print(fields)
    if page["dates"]:
        dates = Table("date as printed", "where", "value", "verdict", box=None, pad_edge=False, header_style="bold")
        for signal in page["dates"]:
            dates.add_row(*(escape(str(signal[key] or "-")) for key in ("text", "origin", "value", "verdict")))
        console.print()
        console.print(dates)
    if page["body"]:
        console.print()
        console.print(escape(page["body"]))
