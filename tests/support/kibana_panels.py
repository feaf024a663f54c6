"""What the pack shows: every chart's numbers as a table, from a server or counted from an archive.

``python -m support.kibana_panels --server http://127.0.0.1:9200`` (in ``tests/``) asks a server that was pushed to;
``--archive sqlite:///data/archive.db`` counts without one. ``--from`` and ``--to`` are days in Jakarta.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields as fields_of
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from support import kibana_count, kibana_query
from support.elasticsearch.running import Running
from support.kibana_pack import Layer, Saved, layers, objects
from support.kibana_query import Ask, Row, Span

from index.kibana.pack import ndjson

if TYPE_CHECKING:
    from archive.store import Archive

SHOWN = 25  # rows of a chart that are printed


def article_fields(archive: Archive) -> list[dict[str, Any]]:
    """Every article as the fields that its document has, straight from the archive."""
    from index.document import document_of

    stored = list(archive.articles())
    after = archive.provenance(stored)
    documents = [document_of(one, after.get(one.id)) for one in stored]
    told = [{field.name: getattr(one, field.name) for field in fields_of(one)} for one in documents]
    for one in told:
        if not one["published"]:
            one["date"] = one["date"].replace(microsecond=0)  # of what was only seen the second is told
        one["published_at"] = one["date"] if one["published"] else None
        one["source"] = one["source"].lower()
        one["tags"] = sorted({tag.lower() for tag in one["tags"]})
    return told


def run_fields(archive: Archive) -> list[dict[str, Any]]:
    """Every address's fate in the ledgers, counted by run, source, outcome and kind of reason."""
    told = []
    for run in archive.last_runs(limit=1_000_000):
        if run.finished_at is None:
            continue
        base = {"run": run.id, "command": run.command, "started": run.started_at, "ended": run.reason}
        for ledger in archive.ledger(run.id):
            for outcome, n in ledger.outcomes.items():
                reasons = dict(ledger.reasons.get(outcome, {}))
                for reason, many in [*reasons.items(), (None, n - sum(reasons.values()))]:
                    short = reason.split(": ")[0] if reason else None
                    told.append(
                        base | {"source": ledger.source, "outcome": outcome, "reason": short, "addresses": many}
                    )
            if not ledger.outcomes:
                told.append(base | {"source": ledger.source, "outcome": "new", "addresses": 0})
    return told


def asking(running: Running, prefix: str = "kliping") -> Ask:
    """Questions to a server; the pack's own prefix is exchanged for another one."""

    def ask(index: str, body: dict[str, Any]) -> dict[str, Any]:
        name = prefix + index.removeprefix("kliping")
        status, answer = running.ask("POST", f"/{name}/_search", body)
        if status != 200:
            raise RuntimeError(f"{name}: {status}: {answer}")
        found: dict[str, Any] = answer
        return found

    return ask


def shown(saved: Sequence[Saved], rows: Callable[[Layer], list[Row]], *, limit: int = SHOWN) -> Iterator[str]:
    """Lines of text: the dashboards, their charts, and the numbers of each."""
    for dashboard, charts in groupby(layers(saved), lambda layer: layer.dashboard):
        yield f"\n=== {dashboard} ==="
        for layer in charts:
            found = rows(layer)
            columns = [id_ for id_ in layer.order if id_ not in layer.hidden]
            yield f"\n--- {layer.title}" + (f"   [{layer.query}]" if layer.query else "")
            table = [[layer.columns[id_]["label"] for id_ in columns]]
            table += [[_cell(layer, id_, row[id_]) for id_ in columns] for row in found[:limit]]
            widths = [max(len(line[n]) for line in table) for n in range(len(columns))]
            for line in table:
                yield "    " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            if len(found) > limit:
                yield f"    … {len(found) - limit} more"


def _cell(layer: Layer, id_: str, value: Any) -> str:
    """A value as the column and the data view have it shown."""
    column = layer.columns[id_]
    if value is None:
        return "-"
    shown_as = column["params"].get("format")
    if shown_as and isinstance(value, (int, float)):
        kind = "%" if shown_as["id"] == "percent" else "f"
        return f"{value:.{shown_as['params']['decimals']}{kind}}"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.2f}"
    text = str(layer.names.get(column.get("sourceField", ""), {}).get(value, value))
    if len(text) >= 19 and text[4] == text[7] == "-" and text[10] == "T":
        return text[:16].replace("T", " ").removesuffix(" 00:00")
    return text[:60]


def main() -> int:
    """Print the tables; exit 0."""
    parser = argparse.ArgumentParser(prog="support.kibana_panels", description=__doc__.partition("\n")[0])
    parser.add_argument("--server", default=os.environ.get("KLIPING_ELASTICSEARCH_URL"), help="address of a server")
    parser.add_argument("--archive", help="SQLAlchemy URL of an archive to count from instead")
    parser.add_argument("--prefix", default=os.environ.get("KLIPING_ELASTICSEARCH_PREFIX", "kliping"))
    parser.add_argument("--from", dest="first", type=date.fromisoformat, help="first day, in Jakarta")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day, in Jakarta")
    words = parser.parse_args()
    span = _span(words.first, words.last)
    saved = objects(ndjson())
    if words.archive:
        from archive.store import Archive

        with Archive.open(words.archive) as archive:
            told = {"kliping": article_fields(archive), "kliping-runs": run_fields(archive)}
        lines = shown(saved, lambda layer: kibana_count.rows(layer, told[layer.index], span))
    elif words.server:
        ask = asking(_running(words.server), words.prefix)
        lines = shown(saved, lambda layer: kibana_query.rows(layer, ask, span))
    else:
        parser.error("say --server or --archive")
    try:
        sys.stdout.writelines(line + "\n" for line in lines)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _span(first: date | None, last: date | None) -> Span | None:
    if first is None and last is None:
        return None
    begin = datetime.combine(first or date(1900, 1, 1), time(), kibana_count.JAKARTA)
    end = datetime.combine((last or date(2100, 1, 1)) + timedelta(days=1), time(), kibana_count.JAKARTA)
    return begin, end - timedelta(milliseconds=1)


def _running(address: str) -> Running:
    told = os.environ.get
    bare = Running.at(address, told("KLIPING_ELASTICSEARCH_CA_CERTS"))
    user, password = told("KLIPING_ELASTICSEARCH_USERNAME"), told("KLIPING_ELASTICSEARCH_PASSWORD")
    return bare if bare.username else Running(bare.url, user, password, bare.ca_certs)


if __name__ == "__main__":
    sys.exit(main())
