"""A server on this machine that plays the hosts of a WARC file, and may misbehave.

Point ``KLIPING_FETCH_VIA`` at ``server.origin``; it answers by Host and ``X-Forwarded-Proto``. Run by hand, to try a
live crawl without the web: ``python tests/support/edition_server.py FILE.warc.gz [PORT]``.
"""

from __future__ import annotations

import socket
import struct
import sys
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

from crawler.warc import HttpResponse, WarcIndex

HOLD_LIMIT = 20  # seconds after which a held answer goes out by itself, so that a failing test ends


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent once; None of its parts is checked.

    ``hold``: not before that event is set. ``length``: Content-Length to claim, where it is not the body's.
    ``reset``: no answer, the connection breaks; ``stall``: the headers come, the body never does.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hold: Event | None = None
    length: int | None = None
    reset: bool = False
    stall: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived, under the address it was meant for."""

    url: str
    headers: Mapping[str, str]


class EditionServer:
    """A context manager; ``pages`` stand above the recording, ``faults`` above both, each used up in its turn."""

    def __init__(self, warc: Path | None = None, pages: Mapping[str, Answer] | None = None, port: int = 0) -> None:
        self._index = WarcIndex.open(warc) if warc else None
        self.pages = dict(pages or {})
        self.faults: defaultdict[str, list[Answer]] = defaultdict(list)
        self.seen: list[Seen] = []
        self.busiest: defaultdict[str, int] = defaultdict(int)  # host → most requests at once
        self._busy: defaultdict[str, int] = defaultdict(int)
        self._lock = Lock()
        self._closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def origin(self) -> str:
        """What KLIPING_FETCH_VIA is set to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def urls(self) -> list[str]:
        """Addresses that were asked for, in order."""
        return [seen.url for seen in self.seen]

    def __enter__(self) -> EditionServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, url: str) -> Answer:
        """What this request gets: the next fault, a page, the recording's newest capture, or 404."""
        with self._lock:
            if self.faults[url]:
                return self.faults[url].pop(0)
        if url in self.pages:
            return self.pages[url]
        entry = self._index.find(url) if self._index else None
        if self._index is None or entry is None:
            return Answer(404, {"Content-Type": "text/plain"}, b"not here")
        return _recorded(self._index.read(entry))

    def begin(self, url: str, headers: Mapping[str, str]) -> None:
        """Note a request and how many of its host are under way."""
        host = urlsplit(url).hostname or ""
        with self._lock:
            self.seen.append(Seen(url, headers))
            self._busy[host] += 1
            self.busiest[host] = max(self.busiest[host], self._busy[host])

    def end(self, url: str) -> None:
        """Note that it was answered."""
        with self._lock:
            self._busy[urlsplit(url).hostname or ""] -= 1

    def wait(self, event: Event) -> None:
        """Until the event, the end of the server, or the limit."""
        for _ in range(HOLD_LIMIT * 50):
            if event.wait(0.02) or self._closing.is_set():
                return


def _recorded(response: HttpResponse) -> Answer:
    framing = {b"content-length", b"transfer-encoding", b"connection", b"keep-alive"}
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in response.headers if k.lower() not in framing}
    return Answer(response.status, headers, response.body)


def _handler(server: EditionServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one segment

        def do_GET(self) -> None:
            scheme, host = self.headers.get("X-Forwarded-Proto", "http"), self.headers.get("Host", "")
            url = f"{scheme}://{host}{self.path}"
            server.begin(url, dict(self.headers))
            try:
                answer = server.answer(url)
                if answer.hold:
                    server.wait(answer.hold)
            finally:
                server.end(url)  # before the answer leaves: its reader may ask again at once
            with suppress(ConnectionError):
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            if answer.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            length = len(answer.body) if answer.length is None else answer.length
            self.send_response(answer.status)
            for name, value in {**answer.headers, "Content-Length": str(length)}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()
            if answer.stall:
                server.wait(Event())
            if length != len(answer.body):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


if __name__ == "__main__":
    with EditionServer(Path(sys.argv[1]), port=int(sys.argv[2]) if sys.argv[2:] else 0) as running:
        print(f"KLIPING_FETCH_VIA={running.origin}", flush=True)
        with suppress(KeyboardInterrupt):
            Event().wait()
