"""A stand-in for Kibana's import over HTTP, as strict about what it is sent as the real one, with faults on request."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TYPES = {"index-pattern", "search", "lens", "dashboard"}
Fault = Callable[["_Handler"], None]


@dataclass
class KibanaStub:
    """What it knows, what it was asked, and what was ``said`` to the user meanwhile.

    ``faults`` are done, one a request, instead of an answer to an import. ``starting`` is how many questions about its
    status are answered with "not ready"; ``refuse`` are ids of objects that it will not take.
    """

    user: str | None = None
    password: str | None = None
    api_key: str | None = None
    spaces: set[str] = field(default_factory=lambda: {"default"})
    may: bool = True
    starting: int = 0
    starting_as: Fault | None = None
    refuse: set[str] = field(default_factory=set)
    faults: deque[Fault] = field(default_factory=deque)
    objects: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    url: str = ""

    @contextmanager
    def running(self, certificate: tuple[Path, Path] | None = None) -> Iterator[KibanaStub]:
        """Serve on a free port of loopback; with a certificate and its key over TLS."""
        server = _Server(("127.0.0.1", 0), _Handler)
        server.stub = self
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    stub: KibanaStub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections that end in the middle are what is being tested."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    @property
    def stub(self) -> KibanaStub:
        return self.server.stub

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        self.stub.asked.append(("GET", self.path))
        if self.path != "/api/status":
            return self.tell(404, error(404, "Not Found"))
        if self.stub.starting:
            self.stub.starting -= 1
            return (self.stub.starting_as or not_ready)(self)
        if not self.known():
            return self.tell(401, error(401, "[security_exception] unable to authenticate user"))
        return self.tell(200, {"name": "kibana", "status": {"overall": {"level": "available"}}})

    def do_POST(self) -> None:
        self.stub.asked.append(("POST", self.path))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.stub.faults:
            return self.stub.faults.popleft()(self)
        path = urlsplit(self.path)
        space, _, rest = (
            path.path.removeprefix("/s/").partition("/")
            if path.path.startswith("/s/")
            else ("default", "", path.path[1:])
        )
        if rest != "api/saved_objects/_import":
            return self.tell(404, error(404, "Not Found"))
        if "kbn-xsrf" not in self.headers:
            return self.tell(400, error(400, "Request must contain a kbn-xsrf header."))
        if not self.known():
            return self.tell(401, error(401, "[security_exception] unable to authenticate user"))
        if not self.stub.may:
            return self.tell(403, error(403, "Unable to bulk_create index-pattern,lens"))
        if space not in self.stub.spaces:
            return self.tell(404, error(404, f"Saved object [space/{space}] not found"))
        try:
            sent = _sent(self.headers["Content-Type"], body)
        except ValueError as wrong:
            return self.tell(400, error(400, str(wrong)))
        return self.tell(200, self.take(sent, space, overwrite="overwrite" in parse_qs(path.query)))

    def take(self, sent: list[dict[str, Any]], space: str, *, overwrite: bool) -> dict[str, Any]:
        """Keep what can be kept, and say of each object what became of it."""
        done, failed = [], []
        known = {(one["type"], one["id"]) for one in sent} | {key[1:] for key in self.stub.objects if key[0] == space}
        for one in sent:
            told = {"type": one["type"], "id": one["id"], "meta": {"title": one["attributes"].get("title")}}
            missing = [r for r in one["references"] if (r["type"], r["id"]) not in known]
            if one["type"] not in TYPES:
                failed.append(told | {"error": {"type": "unsupported_type"}})
            elif one["id"] in self.stub.refuse:
                failed.append(
                    told | {"error": {"type": "unknown", "message": "mapper_parsing_exception", "statusCode": 400}}
                )
            elif missing:
                failed.append(told | {"error": {"type": "missing_references", "references": missing}})
            elif (space, one["type"], one["id"]) in self.stub.objects and not overwrite:
                failed.append(told | {"error": {"type": "conflict"}})
            else:
                self.stub.objects[space, one["type"], one["id"]] = one
                done.append(told)
        answer = {"success": not failed, "successCount": len(done), "successResults": done, "warnings": []}
        return answer | ({"errors": failed} if failed else {})

    def known(self) -> bool:
        """Whether the credentials are right; without any asked for everyone is known."""
        stub, told = self.stub, self.headers.get("Authorization", "")
        if stub.user is None and stub.api_key is None:
            return True
        if stub.api_key is not None and told == f"ApiKey {stub.api_key}":
            return True
        pair = base64.b64encode(f"{stub.user}:{stub.password}".encode()).decode()
        return stub.user is not None and told == f"Basic {pair}"

    def tell(self, status: int, body: Any) -> None:
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(body, str) else "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def _sent(kind: str, body: bytes) -> list[dict[str, Any]]:
    """The objects of a form.

    Raises:
        ValueError: it is no form with one NDJSON file of saved objects.
    """
    form = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    parts = list(form.iter_parts())
    if len(parts) != 1 or parts[0].get_param("name", header="content-disposition") != "file":
        raise ValueError("[request body.file]: expected value of type [Stream] but got [undefined]")
    if not str(parts[0].get_filename()).endswith(".ndjson"):
        raise ValueError("Invalid file extension")
    sent = [json.loads(line) for line in parts[0].get_content().decode().splitlines() if line.strip()]
    for one in sent:
        if not {"type", "id", "attributes", "references"} <= set(one):
            raise ValueError("Unexpected saved object")
    return sent


def error(status: int, message: str) -> dict[str, Any]:
    return {"statusCode": status, "error": "Error", "message": message}


def not_ready(handler: _Handler) -> None:
    """What Kibana says while it starts."""
    handler.tell(503, "Kibana server is not ready yet.")


def unavailable(handler: _Handler) -> None:
    """What it says when it has started, but Elasticsearch is away."""
    handler.tell(503, {"status": {"overall": {"level": "unavailable", "summary": "Elasticsearch is unavailable"}}})


def web_page(handler: _Handler) -> None:
    """What a proxy says when it has trouble."""
    handler.tell(200, "<!DOCTYPE html><html><body>Log in</body></html>")


def cut(handler: _Handler) -> None:
    """An answer that ends in the middle."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"success": true, "successCount"')
    handler.wfile.flush()
    handler.close_connection = True


def saying(status: int, body: Any) -> Fault:
    """An answer of one's choice."""
    return lambda handler: handler.tell(status, body)


def leading(elsewhere: str) -> Fault:
    """A redirect."""

    def fault(handler: _Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", elsewhere)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return fault
