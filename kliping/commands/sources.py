"""``kliping sources``."""

from __future__ import annotations

import click
from rich.markup import escape
from rich.table import Table

from kliping.config import load
from kliping.console import emit, out
from kliping.trouble import Trouble


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source.")
def sources(name: str | None, as_json: bool) -> None:
    """What is crawled, how, by which right, and how the last run went.

    \b
    Examples:
      kliping sources
      kliping sources antara
    """
    from kliping.sources import describe

    rows = describe(load(), name)
    if not rows:
        raise Trouble(f"There is no source {name!r}; 'kliping sources' lists them.")
    if as_json:
        for row in rows:
            emit(row)
    elif name:
        one = Table(box=None, show_header=False, pad_edge=False)
        for field, value in rows[0].items():
            shown = "\n".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "-")
            one.add_row(f"[bold]{field}[/bold]", escape(shown))
        out().print(one)
    else:
        table = Table("source", "outlet", "access", "minimum", "last run", "health", box=None, pad_edge=False)
        for row in rows:
            cells = (row[key] for key in ("name", "title", "access", "minimum", "last_run", "health"))
            table.add_row(*(escape(str(cell if cell is not None else "-")) for cell in cells))
        out().print(table)
