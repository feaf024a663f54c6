"""Search results for people and for pipes."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from rich.markup import escape

from archive.article import JAKARTA
from index.engine import Hit, Request, Results, SearchEngine
from index.highlight import Highlight
from kliping.console import emit, note, out

COLUMNS = ("id", "story_id", "date", "source", "kind", "title", "url", "topics", "score", "articles", "outlets")


def write_table(engine: SearchEngine, request: Request, *, full: bool, unlimited: bool) -> None:
    """A hit in three lines: what and when, where, and why it matched."""
    results = engine.search(request)
    console = out()
    for number, hit in enumerate(results.hits, 1):
        document = hit.document
        copies = f"  [dim]{hit.articles} articles, {hit.outlets} outlets[/dim]" if hit.articles > 1 else ""
        console.print(f"[bold]{number:>2}. {_marked_title(hit)}[/bold]{copies}")
        basis = "" if document.date_basis == "published" else " (first seen)"
        day = document.date.astimezone(JAKARTA).strftime(
            "%Y-%m-%d %H:%M" if document.precision != "day" else "%Y-%m-%d"
        )
        console.print(
            f"    {day}{basis} · {escape(document.source)} · {document.id} · [dim]{escape(document.url)}[/dim]"
        )
        for light in [light for light in hit.highlights if light.field == "body"][:1]:
            console.print(f"    {_marked(light)}")
    _tell(results)


def write_json(engine: SearchEngine, request: Request, *, full: bool, unlimited: bool) -> None:
    """One object with counts, hits and facets."""
    results = engine.search(request)
    facets = {name: _buckets(buckets) for name, buckets in results.facets.items()}
    emit(
        {
            "query": results.query,
            "articles": results.articles,
            "stories": results.stories,
            "stories_about": results.about,
            "hits": [hit_fields(hit, full=full) for hit in _hits(engine, request, results, unlimited)],
            "facets": facets | {"date": _buckets(results.histogram)},
        }
    )
    if results.notice:
        note(results.notice)


def write_jsonl(engine: SearchEngine, request: Request, *, full: bool, unlimited: bool) -> None:
    """One hit a line."""
    results = engine.search(request)
    for hit in _hits(engine, request, results, unlimited):
        emit(hit_fields(hit, full=full))
    _tell(results)


def write_csv(engine: SearchEngine, request: Request, *, full: bool, unlimited: bool) -> None:
    """One hit a row, a header first; cells that a spreadsheet would run as formulas are made text."""
    results = engine.search(request)
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    for hit in _hits(engine, request, results, unlimited):
        fields = hit_fields(hit, full=False) | {"articles": hit.articles, "outlets": hit.outlets}
        fields["topics"] = ", ".join(fields["topics"])
        writer.writerow([_cell(fields[name]) for name in COLUMNS])
    _tell(results)


WRITERS = {"table": write_table, "json": write_json, "jsonl": write_jsonl, "csv": write_csv}


def hit_fields(hit: Hit, *, full: bool) -> dict[str, Any]:
    """A hit as the contract writes it."""
    document = hit.document
    fields: dict[str, Any] = {
        "id": document.id,
        "story_id": document.story_id,
        "url": document.url,
        "source": document.source,
        "kind": document.kind,
        "title": document.title,
        "published": document.published,
        "date": document.date_text,
        "date_basis": document.date_basis,
        "topics": list(document.topics),
        "score": hit.score,
        "highlights": [
            {"field": light.field, "text": light.text, "spans": [list(span) for span in light.spans]}
            for light in hit.highlights
        ],
        "articles": hit.articles,
        "outlets": hit.outlets,
    }
    return fields | ({"body": document.body} if full else {})


def _hits(engine: SearchEngine, request: Request, results: Results, unlimited: bool) -> Iterator[Hit]:
    """The hits of the page; unfolded without a limit all of them, however many."""
    if request.fold or (not unlimited and request.limit <= len(results.hits)):
        yield from results.hits
    else:
        yield from islice(engine.stream(replace(request)), None if unlimited else request.limit)


def _buckets(buckets: Any) -> list[dict[str, Any]]:
    return [{"value": bucket.value, "articles": bucket.articles} for bucket in buckets]


def _tell(results: Results) -> None:
    stories, articles = results.stories, results.articles
    about = "≈ " if results.about else ""
    note(f"{about}{stories:,} stor{'y' if stories == 1 else 'ies'}, {articles:,} article{'' if articles == 1 else 's'}")
    if results.notice:
        note(results.notice)


def _marked_title(hit: Hit) -> str:
    title = next((light for light in hit.highlights if light.field == "title"), None)
    return _marked(title) if title else escape(hit.document.title)


def _marked(light: Highlight) -> str:
    parts: list[str] = []
    at = 0
    for start, end in light.spans:
        parts += [escape(light.text[at:start]), "[yellow]", escape(light.text[start:end]), "[/yellow]"]
        at = end
    return " ".join("".join([*parts, escape(light.text[at:])]).split())


def _cell(value: Any) -> Any:
    """OWASP's rule for CSV: a cell must not begin like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
