"""The ledgers of runs in a small index of their own, for those who watch over the crawls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from elasticsearch import Elasticsearch

from index.access import Access
from index.elastic_client import explained, kind_and_reason
from index.elastic_template import PRIORITY, mapping
from index.engine import EngineError
from index.run_documents import run_documents

if TYPE_CHECKING:
    from archive.store import Archive

VERSION = 1  #: of the mapping in ``mapping/run.json``
_AT_ONCE = 100  # runs of one request


def push_runs(client: Elasticsearch, access: Access, archive: Archive) -> None:
    """Send the runs that have ended since; the index is made where it is not there.

    Raises:
        EngineError: the cluster refuses; ``Away`` where that may pass. What was sent is sent again, to the same ids.
    """
    index, alias = f"{access.prefix}-runs-v{VERSION}", f"{access.prefix}-runs"
    with explained(access.place, index):
        if not client.indices.exists(index=index):
            _create(client, access.prefix, index, alias)
        told = client.indices.get_settings(index=index)[index]["settings"]["index"]
        cursor = f"{index}-{told['uuid']}"  # another index of that name is filled anew
        sent = archive.cursor(cursor)
        while runs := archive.runs_after(sent, _AT_ONCE):
            ended = [run for run in runs if run.finished_at is not None]
            _send(client, access, index, [one for run in ended for one in run_documents(run, archive.ledger(run.id))])
            open_ones = [run.id for run in runs if run.finished_at is None]
            reached = min(open_ones, default=runs[-1].id + 1) - 1  # one that is under way is waited for
            archive.advance(cursor, reached)
            if open_ones:
                return
            sent = reached


def _create(client: Elasticsearch, prefix: str, index: str, alias: str) -> None:
    settings = {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}
    analysis = {"normalizer": {"lowercase": {"type": "custom", "filter": ["lowercase"]}}}
    template: dict[str, Any] = {
        "settings": {**settings, "analysis": analysis},
        "mappings": mapping("run"),
        "aliases": {alias: {}},
    }
    client.indices.put_index_template(
        name=f"{prefix}-runs-template", index_patterns=[f"{prefix}-runs-v*"], priority=PRIORITY, template=template
    )
    client.indices.create(index=index)


def _send(client: Elasticsearch, access: Access, index: str, documents: list[Any]) -> None:
    lines: list[dict[str, Any]] = []
    for one in documents:
        lines += [{"index": {"_id": one.id}}, one.fields()]
    if not lines:
        return
    answer = client.bulk(index=index, operations=lines, filter_path="items.*.error")
    for item in answer.get("items", []):
        kind, reason = kind_and_reason(item["index"])
        raise EngineError(f"{access.place}/{index}: a ledger was refused ({kind}: {reason}); see the log of the server")
