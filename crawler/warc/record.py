"""One WARC record read: its named fields, the HTTP response in it, the body as it went over the wire."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.clock import clock_of

HttpHeaders = tuple[tuple[bytes, bytes], ...]

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]|$)")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Unusable(ValueError):
    """A whole record that cannot be replayed; the message says why."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A recorded response; ``body`` without transfer coding, with content coding (gzip) as it was sent."""

    status: int
    headers: HttpHeaders
    body: bytes

    @property
    def digest(self) -> str:
        """Hex sha256 of the body as it went over the wire."""
        return hashlib.sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """The first header of that name, as text."""
        wanted = name.lower().encode()
        return next((value.decode("latin-1") for key, value in self.headers if key.lower() == wanted), None)


def split_record(data: bytes) -> tuple[dict[str, str], bytes]:
    """The WARC header fields (names in lower case) and what follows them."""
    head = _HEAD_END.search(data)
    if head is None:
        raise Unusable("its WARC header has no end")
    lines = data[: head.start()].decode("utf-8", "replace").splitlines()[1:]
    fields = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in fields}, data[head.end() :]


def target_uri(fields: Mapping[str, str]) -> str:
    """The address a record is about; WARC 1.0 put it in angle brackets."""
    uri = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
    if not uri:
        raise Unusable("it has no WARC-Target-URI")
    return uri


def warc_date(fields: Mapping[str, str]) -> datetime:
    """When the record was captured, aware and in UTC (the standard's zone, also where none is written)."""
    try:
        return clock_of(fields.get("warc-date", ""), UTC).astimezone(UTC)
    except ValueError as error:
        raise Unusable(f"its WARC-Date {error}") from None


def http_head(block: bytes) -> tuple[int, HttpHeaders, int]:
    """Status, headers and where the body begins in the block of a response record."""
    head = _HEAD_END.search(block)
    end = head.start() if head else len(block.rstrip(b"\r\n"))
    first, *lines = re.split(rb"\r?\n(?![ \t])", block[:end])  # a line that begins with a blank goes on
    status = _STATUS_LINE.match(first)
    if status is None:
        raise Unusable("it does not begin with an HTTP status line")
    pairs = (line.partition(b":") for line in lines if b":" in line)
    return int(status[1]), tuple((k.strip(), v.strip()) for k, _, v in pairs), head.end() if head else len(block)


def http_response(block: bytes) -> HttpResponse:
    """The response in the block of a response record."""
    status, headers, start = http_head(block)
    body = block[start:]
    if any(k.lower() == b"transfer-encoding" and b"chunked" in v.lower() for k, v in headers):
        body = dechunk(body)
    return HttpResponse(status, headers, body)


def dechunk(body: bytes) -> bytes:
    """Undo chunked transfer coding; a body that is not in chunks (some archivers undo them) is given unchanged."""
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)
    return b"".join(parts) if parts and at >= len(body) else body
