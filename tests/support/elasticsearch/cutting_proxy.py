"""A loopback proxy in front of a server that cuts, holds or refuses on command; it reads no HTTP, so TLS passes too."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

from support.elasticsearch.ports import free_ports

_RESET = struct.pack("ii", 1, 0)  # closing then sends RST instead of FIN


class CuttingProxy:
    """A context manager; ``url`` takes the place of the server's.

    Every byte passes unchanged until told otherwise. Commands hold for connections that are open, too.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.hostname is None or parts.port is None:
            raise ValueError(f"{url} has no host and port")
        self._upstream = (parts.hostname, parts.port)
        self._port = free_ports(1)[0]
        self.url = f"{parts.scheme}://127.0.0.1:{self._port}"
        self.cuts = 0  # connections cut so far by `cut_after`
        self._lock = Lock()
        self._count = self._left = 0  # bytes of answers until a cut; until the next one
        self._times, self._reset, self._marker = 0, False, b""
        self._open = Event()
        self._open.set()
        self._wait: float | None = None
        self._pairs: set[_Pair] = set()
        self._threads: list[Thread] = []
        self._listener: socket.socket | None = None

    def __enter__(self) -> CuttingProxy:
        self.accept()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        self.refuse()
        for thread in self._threads:
            thread.join()

    def cut_after(self, count: int, *, times: int = 1, reset: bool = False, on: bytes = b"") -> None:
        """Cut the connection once ``count`` bytes of the next answers have passed; with 0 none does.

        Args:
            count: bytes, counted anew for each of the cuts.
            times: how many cuts are made.
            reset: break the connection (RST) instead of ending it (FIN).
            on: only answers to requests that hold these bytes, for example ``b"/_bulk"`` (plain http only).
        """
        with self._lock:
            self._count = self._left = count
            self._times, self._reset, self._marker = times, reset, on

    def cut_now(self) -> None:
        """Cut every connection that is open."""
        with self._lock:
            pairs = list(self._pairs)
        for pair in pairs:
            pair.cut(reset=True)

    def refuse(self) -> None:
        """Nobody listens any more, and what was open is cut."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
            listener.close()
        self.cut_now()

    def accept(self) -> None:
        """Listen (again), on the same port."""
        if self._listener is not None:
            return
        self._listener = socket.create_server(("127.0.0.1", self._port), backlog=64)
        self._run(self._serve, self._listener)

    def hold(self, seconds: float | None = None) -> None:
        """Answers wait until `release`, or each piece of one for some seconds."""
        self._wait = seconds
        self._open.clear()

    def release(self) -> None:
        """Answers pass again."""
        self._open.set()

    def _run(self, work: Callable[..., None], *words: object) -> None:
        thread = Thread(target=work, args=words, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:  # closed by `refuse`
                return
            try:
                server = socket.create_connection(self._upstream)
            except OSError:  # the server is away: so is its proxy
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                client.close()
                continue
            pair = _Pair(client, server)
            with self._lock:
                self._pairs.add(pair)
            if self._listener is not listener:  # refused in this moment
                pair.cut(reset=True)
            self._run(self._requests, pair)
            self._run(self._answers, pair)

    def _requests(self, pair: _Pair) -> None:
        with suppress(OSError):
            while data := pair.client.recv(65536):
                with self._lock:
                    pair.asked(self._marker in data)
                pair.server.sendall(data)
        pair.cut()
        self._ended(pair)

    def _answers(self, pair: _Pair) -> None:
        with suppress(OSError):
            while data := pair.server.recv(65536):
                self._open.wait(self._wait)
                kept, cut, reset = self._allowed(pair, data)
                pair.client.sendall(kept)
                if cut:
                    pair.cut(reset)
                    break
            else:
                pair.cut()
        self._ended(pair)

    def _allowed(self, pair: _Pair, data: bytes) -> tuple[bytes, bool, bool]:
        """How much of a piece of an answer passes, and whether the connection is then cut."""
        with self._lock:
            pair.answered = True
            if not self._times or not (pair.meant or not self._marker):
                return data, False, False
            if len(data) <= self._left and self._left:
                self._left -= len(data)
                return data, False, False
            kept = data[: self._left]
            self._left, self._times, self.cuts = self._count, self._times - 1, self.cuts + 1
            return kept, True, self._reset

    def _ended(self, pair: _Pair) -> None:
        if pair.close():
            with self._lock:
                self._pairs.discard(pair)


class _Pair:
    """A client's connection and the one to the server for it."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self.meant = False  # a request with the marker is under way
        self.answered = False  # its answer has begun
        self._broken = False
        self._ends = 0
        self._lock = Lock()

    def asked(self, meant: bool) -> None:
        """A piece of a request; the first one after an answer begins the next request."""
        self.meant = meant or (self.meant and not self.answered)
        self.answered = False

    def cut(self, reset: bool = False) -> None:
        """Both ends; the threads that read them wake and close."""
        with suppress(OSError):
            self._broken = self._broken or reset
            if self._broken:
                self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            # To break, only reading is shut: shutting writing would send a FIN first; closing then sends the RST.
            self.client.shutdown(socket.SHUT_RD if self._broken else socket.SHUT_RDWR)
        with suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)

    def close(self) -> bool:
        """Closed once both threads are through with it."""
        with self._lock:
            self._ends += 1
            last = self._ends == 2
        if last:
            self.client.close()
            self.server.close()
        return last
