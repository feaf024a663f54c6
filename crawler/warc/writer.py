"""Responses appended to a WARC file: each is whole on the disk before anything builds on it.

The format is warcio's work; here is what makes it safe: one write per exchange, fsync, and a cut back to the last
whole record when the disk is full. A kill in the middle leaves a torn last record, which the reader reports.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from warcio.warcwriter import WARCWriter

from crawler.warc.errors import WarcError
from crawler.warc.index import WarcIndex

HeaderLines = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer; ``body`` out of its chunks, compressed if it came so; ``fetched_at`` aware."""

    url: str
    fetched_at: datetime
    status: int
    headers: HeaderLines
    body: bytes
    method: str = "GET"
    request_headers: HeaderLines = ()


class WarcWriter:
    """An open file; use ``open`` and ``close``. Crawlers of one process may share it, other processes may not."""

    _open: ClassVar[dict[Path, WarcWriter]] = {}

    def __init__(self, path: Path, info: Mapping[str, str]) -> None:
        self.path = path
        self._users = 0
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(self._fd).st_size == 0:
                self._append(_info_record(path.name, info))
            elif damage := WarcIndex.open(path).damage:
                raise WarcError(
                    path, f"cannot be written on, it is damaged at byte {damage.offset}; name another file."
                )
        except BlockingIOError as error:
            os.close(self._fd)
            raise WarcError(path, "another process is writing to it.") from error
        except BaseException:
            os.close(self._fd)
            raise

    @classmethod
    def open(cls, path: str | Path, info: Mapping[str, str] | None = None) -> WarcWriter:
        """Open a file to append to, made with its folder where it is missing; ``info`` goes into its first record.

        Raises:
            WarcError: what stands there is no whole WARC file, or another process writes to it.
            OSError: it cannot be written.
        """
        path = Path(path).absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = cls._open.get(path) or cls(path, info or {})
        cls._open[path] = writer
        writer._users += 1
        return writer

    @classmethod
    def is_open(cls, path: str | Path) -> bool:
        """Whether this process is writing to the file."""
        return Path(path).absolute() in cls._open

    def close(self) -> None:
        """Let go of the file; the last user closes it."""
        self._users -= 1
        if self._users == 0:
            del self._open[self.path]
            os.close(self._fd)

    def write(self, exchange: Exchange) -> int:
        """Append one exchange and give the byte offset of its response record, once that is on the disk.

        Raises:
            OSError: it could not be written; the file is as it was before.
        """
        return self._append(_records(exchange))

    def _append(self, data: bytes) -> int:
        offset = os.fstat(self._fd).st_size
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._fd, rest) :]
            os.fsync(self._fd)
        except OSError:
            with suppress(OSError):  # the first error is the one to tell
                os.ftruncate(self._fd, offset)
            raise
        return offset


class _RawHead:
    """Header lines as they came, where warcio wants its own kind; that would percent-encode what is not ASCII."""

    def __init__(self, first: bytes, lines: HeaderLines) -> None:
        self.headers_buff = b"".join([first, b"\r\n", *(b"%s: %s\r\n" % line for line in lines), b"\r\n"])

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Nothing to compute."""


def _records(exchange: Exchange) -> bytes:
    """The response record and the request record behind it, each a gzip member of its own."""
    out = BytesIO()
    writer = WARCWriter(out)
    date = {"WARC-Date": exchange.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    status = f"HTTP/1.1 {exchange.status} {_phrase(exchange.status)}".encode()
    length = (b"Content-Length", str(len(exchange.body)).encode())
    kept = [(name, value) for name, value in exchange.headers if name.lower() not in _FRAMING]
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=_RawHead(status, [*kept, length]),
        warc_headers_dict=date,
    )
    request = writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=_RawHead(f"{exchange.method} {_target(exchange.url)} HTTP/1.1".encode(), exchange.request_headers),
        warc_headers_dict=date,
    )
    writer.write_request_response_pair(request, response)
    return out.getvalue()


def _info_record(name: str, info: Mapping[str, str]) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out)
    writer.write_record(writer.create_warcinfo_record(name, {**info, "format": "WARC File Format 1.0"}))
    return out.getvalue()


_FRAMING = {b"content-length", b"transfer-encoding"}  # of the wire; the record states the length of what it holds


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _target(url: str) -> str:
    """The path and query of an address, as a request line has them."""
    return "/" + url.split("://", 1)[-1].partition("/")[2]
