"""A bare ``streaming_bulk`` of documents held in memory, as the client's documentation shows it; nothing of ours.

python bench/index_bare.py URL INDEX DOCUMENTS.jsonl SPAWNED: prints what it took as JSON. SPAWNED is the monotonic
clock when the process was started; reading the documents counts for nothing.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk


def connected(url: str) -> Elasticsearch:
    """The client with its defaults, but for who we are to a secured server."""
    told = {name: os.environ.get(f"KLIPING_ELASTICSEARCH_{name.upper()}") for name in ("api_key", "ca_certs")}
    given: dict[str, Any] = {name: value for name, value in told.items() if value}
    if user := os.environ.get("KLIPING_ELASTICSEARCH_USERNAME"):
        given["basic_auth"] = (user, os.environ.get("KLIPING_ELASTICSEARCH_PASSWORD", ""))
    return Elasticsearch(url, **given)


def actions(documents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One action a document."""
    for document in documents:
        yield {"_id": document["id"], "_source": document}


def main() -> None:
    url, index, path, spawned = sys.argv[1:]
    reading = time.monotonic()
    with Path(path).open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    read = time.monotonic() - reading
    with connected(url) as client:
        begin, processor = time.monotonic(), time.process_time()
        done = sum(ok for ok, _ in streaming_bulk(client, actions(documents), index=index))
        end = time.monotonic()
        used = time.process_time() - processor
    told = {"documents": done, "seconds": end - begin, "processor": used, "whole": end - float(spawned) - read}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
