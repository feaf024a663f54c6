"""Clusters that cannot be pushed to: one sentence each, nothing lost, no letters."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from index_elastic import access_to
from index_faults import NAME, Room, hurried, room_on
from support.elasticsearch import Running
from support.elasticsearch.ports import free_ports

from index import elastic_bulk
from index.access import Access
from index.engine import Away, EngineError
from index.targets import open_target

Prefix = Callable[[Running], str]


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    hurried(monkeypatch)


@pytest.fixture
def room(each_elastic_server: Running, fresh_prefix: Prefix, tmp_path: Path) -> Iterator[Room]:
    with room_on(each_elastic_server, fresh_prefix(each_elastic_server), tmp_path) as made:
        made.write(3)
        yield made


def refused(room: Room, access: Access, says: str, kind: type[EngineError] = EngineError) -> str:
    """What push, search and status say of an access; each the same sentence, without a secret."""
    with closing(open_target(NAME, room.data, room.archive, access)) as target:
        told = [str(target.status().problem)]
        for work in (target.push, target.reader().__enter__):
            with pytest.raises(EngineError, match=says) as error:
                work()
            assert type(error.value) is kind, error.value
            told.append(str(error.value))
    assert not [one for one in told if "\n" in one or "Traceback" in one]
    assert not [one for one in told for secret in (access.password, access.api_key) if secret and secret in one]
    assert room.archive.last_sequence == 3
    assert not [generation for generation in room.archive.cursors() if room.archive.dead(generation)]
    return told[0]


def test_a_closed_port_an_unknown_host_and_https_to_plain_http(room: Room) -> None:
    plain = access_to(room.server, room.prefix)
    refused(room, replace(plain, url=f"http://127.0.0.1:{free_ports(1)[0]}"), "does not answer: start the server", Away)
    refused(room, replace(plain, url="http://nowhere.invalid:9200"), "there is no host of that name", Away)
    refused(room, replace(plain, url=plain.url.replace("http:", "https:")), "does not speak https: .* with http://")
    room.target().push()
    room.check()


def test_of_a_secure_server(secure_elastic_server: Running, fresh_prefix: Prefix, tmp_path: Path) -> None:
    server = secure_elastic_server
    with room_on(server, fresh_prefix(server), tmp_path) as room:
        room.write(3)
        right = access_to(server, room.prefix)
        bare = replace(right, username=None, password=None)
        wrong = replace(right, password="salah-sekali")  # noqa: S106
        refused(room, wrong, "does not accept the credentials, HTTP 401: see API key, or user name and password")
        refused(room, replace(bare, api_key="c2FsYWg6c2VrYWxp"), "does not accept the credentials")
        refused(room, bare, "does not accept the credentials")
        refused(room, replace(right, ca_certs=None), "is not trusted; name the file of its authority")
        refused(room, replace(right, ca_certs=None, fingerprint="0" * 64), "certificate of another fingerprint")
        plain = replace(right, url=right.url.replace("https:", "http:"), ca_certs=None)
        refused(room, plain, "a server that speaks https does so to http://: see the address", Away)
        assert room.target().push().put == 3
        room.check()


def test_a_key_that_has_expired_or_may_not(
    secure_elastic_server: Running, fresh_prefix: Prefix, tmp_path: Path
) -> None:
    server = secure_elastic_server
    with room_on(server, fresh_prefix(server), tmp_path) as room:
        room.write(3)
        bare = replace(access_to(server, room.prefix), username=None, password=None)

        def key(**more: object) -> str:
            told = server.ask("POST", "/_security/api_key", {"name": room.prefix, **more})[1]
            return str(told["encoded"])

        reads = {"reads": {"cluster": ["monitor"], "indices": [{"names": ["lain"], "privileges": ["read"]}]}}
        refused(room, replace(bare, api_key=key(role_descriptors=reads)), "may not do this.*`kliping index key`")
        short = key(expiration="1ms")
        refused(room, replace(bare, api_key=short), "does not accept the credentials")


STUBS = {
    "7": {"version": {"number": "7.17.9"}, "tagline": "You Know, for Search"},
    "OpenSearch": {"version": {"distribution": "opensearch", "number": "2.11.0"}, "tagline": "The OpenSearch Project"},
    "a page": "<html>Selamat datang</html>",
}


@contextmanager
def answering(body: bytes, product: bool) -> Iterator[str]:
    """A server that answers every request alike; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json" if body.startswith(b"{") else "text/html")
            self.send_header("Content-Length", str(len(body)))
            if product:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.end_headers()
            self.wfile.write(body)

        do_PUT = do_POST = do_HEAD = do_GET

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("stub", "product", "says"),
    [
        ("7", True, "is Elasticsearch 7.17.9: Kliping needs version 8 or 9; upgrade it"),
        ("OpenSearch", False, "is not Elasticsearch .OpenSearch, or a proxy that hides it."),
        ("a page", False, "is not Elasticsearch"),
    ],
)
def test_what_is_another_server(tmp_path: Path, stub: str, product: bool, says: str) -> None:
    body = STUBS[stub] if isinstance(STUBS[stub], str) else json.dumps(STUBS[stub])
    with answering(str(body).encode(), product) as url, room_on(Running(url), "x", tmp_path) as room:
        room.write(3)
        refused(room, Access(url, "x"), says)


def test_what_kibana_or_a_person_made_unreadable_is_told_by_its_name(room: Room) -> None:
    room.target().push()
    room.write(2)
    generation = room.target().generation()
    room.server.ask("PUT", f"/{generation}/_settings", {"index.blocks.read_only": True})
    with pytest.raises(Away, match=r"takes no writes .*lift the block; pushing goes on then"):
        room.target().push()
    assert room.letters() == {}
    assert room.behind() == 2
    room.server.ask("PUT", f"/{generation}/_settings", {"index.blocks.read_only": None})
    room.target().push()
    room.check()


def test_a_red_cluster_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_bulk, "SHARDS", "1s")
    room.target().push()
    old = room.target().generation()
    meta = room.server.ask("GET", f"/{old}/_mapping")[1][old]["mappings"]["_meta"]
    red = f"{room.prefix}-v1-20240101000000-abcdef"
    settings = {"index.routing.allocation.require.kliping": "nowhere"}
    body = {"settings": settings, "mappings": {"_meta": meta}}
    assert room.server.ask("PUT", f"/{red}?wait_for_active_shards=0", body)[0] == 200
    actions = []
    for alias in (room.prefix, f"{room.prefix}-write"):
        actions.append({"remove": {"index": old, "alias": alias}})
        actions.append({"add": {"index": red, "alias": alias, "is_write_index": True}})
    assert room.server.ask("POST", "/_aliases", {"actions": actions})[0] == 200
    room.write(1)
    with pytest.raises(Away, match=r"its shards are not there.*GET _cluster/health"):
        room.target().push()
    assert "its shards are not there" in str(room.target().status().problem)
    assert room.archive.dead(red) == []
