"""The Elasticsearch server that is measured: one that runs, or a test server of its own with nothing else on it."""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "tests")]

from support.elasticsearch import Running, Server, Unavailable, newest_cached
from support.elasticsearch.fetch import GET_ONE

from index.elastic_generations import ElasticGenerations
from kliping.accesses import ELASTICSEARCH, access_of
from kliping.config import Config

HEAP = "1g"
_SETTLED = 120.0  # seconds that what the server still does with an index is waited for


@dataclass(slots=True)
class Cluster:
    """A server and what to call it; ``warmth`` counts documents it was given only to warm up."""

    server: Running
    name: str
    warmth: int = 0

    @contextmanager
    def empty(self, archive_id: str) -> Iterator[tuple[dict[str, str], str]]:
        """An empty target, ready to be pushed to: its environment and the name of its index; gone afterwards."""
        prefix = f"kliping-bench-{secrets.token_hex(4)}"
        environment = self.server.environment(prefix)
        access = access_of(ELASTICSEARCH, Config(Path(), ""), {**os.environ, **environment})
        assert access is not None
        try:
            with closing(ElasticGenerations(access, archive_id)) as generations:
                index = generations.create()
                generations.answer_from(index, None)
            yield environment, index
        finally:
            self.server.clear(prefix)

    def settle(self, index: str) -> None:
        """Wait until nothing more is merged, with everything on the disk."""
        self.server.ask("POST", f"/{index}/_flush?wait_if_ongoing=true", timeout=_SETTLED)
        until = time.monotonic() + _SETTLED
        while time.monotonic() < until:
            told = self.server.ask("GET", f"/{index}/_stats/merge")[1]
            if not told["_all"]["total"]["merges"]["current"]:
                return
            time.sleep(0.2)

    def processor(self) -> float:
        """Seconds of the processor that the server has used, on all nodes."""
        nodes = self.server.ask("GET", "/_nodes/stats/process")[1]["nodes"].values()
        return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)) / 1000


@contextmanager
def cluster(address: str | None) -> Iterator[Cluster | None]:
    """The server of an address, else a cached test server; None, and how to get one, where there is none."""
    if address is not None:
        server = Running.at(address, os.environ.get("KLIPING_ELASTICSEARCH_CA_CERTS"))
        status, told = server.ask("GET", "/")
        if status != 200:
            raise SystemExit(f"{server.url} answers {status}: see the address, and user and password in it.")
        yield Cluster(server, f"Elasticsearch {told['version']['number']}")
        return
    version = newest_cached()
    if version is None:
        print(f"No Elasticsearch is cached: `{GET_ONE}` fetches one; the embedded index alone is measured.\n")
        yield None
        return
    try:
        server = Server(version, heap=HEAP)
    except Unavailable as error:
        print(f"{error} The embedded index alone is measured.\n")
        yield None
        return
    with server:
        yield Cluster(server, f"Elasticsearch {server.number}, {HEAP} of heap")
