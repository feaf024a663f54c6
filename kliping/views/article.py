"""One archived article on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from archive.article import StoredArticle


def print_article(stored: StoredArticle, revisions: Sequence[Any], captures: Sequence[Any], console: Console) -> None:
    """The article, how its dates were judged, what changed in it, and from which responses it was read."""
    article = stored.article
    console.print(f"[bold]{escape(article.title)}[/bold]")
    console.print(f"{escape(article.source)} · {article.kind} · {escape(article.url)}")
    facts = Table(box=None, show_header=False, pad_edge=False)
    published = article.published.iso() if article.published else "unknown"
    for name, value in (
        ("id", stored.id),
        ("story", stored.story_id),
        ("key", article.key),
        ("published", published),
        ("modified", article.modified.iso() if article.modified else ""),
        ("first seen", stored.first_seen.isoformat()),
        ("last seen", stored.last_seen.isoformat()),
        ("authors", ", ".join(article.authors)),
        ("editor", article.editor or ""),
        ("section", article.section or ""),
        ("topics", ", ".join(article.topics)),
    ):
        if value:
            facts.add_row(f"[dim]{name}[/dim]", escape(value))
    console.print(facts)
    _rows(console, "Dates", ("as printed", "where", "value", "verdict"), [
        (signal.text, signal.origin, signal.value or "-", signal.verdict) for signal in article.dates
    ])  # fmt: skip
    _rows(console, "Captures", ("fetched", "status", "address", "kept in"), [
        (c.fetched_at.isoformat(), str(c.status), c.url, f"{c.warc} @{c.offset}" if c.warc else "-") for c in captures
    ])  # fmt: skip
    console.print(f"\n[bold]Revisions[/bold] ({len(revisions)})")
    for revision in revisions:
        cause = "first text" if revision.number == 1 else revision.cause
        console.print(f"  {revision.number}. {revision.at.isoformat()}  {cause}")
        for line in (revision.diff or "").splitlines():
            colour = "green" if line.startswith("+") else "red" if line.startswith("-") else "dim"
            console.print(f"     [{colour}]{escape(line)}[/{colour}]")
    console.print(f"\n{escape(article.body)}")


def _rows(console: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    table = Table(*heads, box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console.print(f"\n[bold]{title}[/bold]")
    console.print(table)
