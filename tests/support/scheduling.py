"""Which worker gets which tests, where several run them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

TESTS = Path(__file__).parents[1]
SERVERS = ("elastic_server", "secure_elastic_server", "server_of(")  # what files of tests on real servers speak of


class ServersTogether(LoadScopeScheduling):
    """Files of tests on real servers are one scope, which the first worker gets; every other test is its own."""

    def _split_scope(self, nodeid: str) -> str:
        return "servers" if _on_servers(nodeid.partition("::")[0]) else nodeid


@cache
def _on_servers(path: str) -> bool:
    text = (TESTS.parent / path).read_text(encoding="utf-8")
    return any(word in text for word in SERVERS)
