"""One recorded response: what a server would have sent, to the byte."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Exchange:
    """A response under its address at its time (aware). ``body`` is as it went over the wire."""

    url: str
    at: datetime
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def _chunked(body: bytes) -> bytes:
    pieces = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def respond(url: str, at: datetime, text: str, options: Mapping[str, Any]) -> Exchange:
    """A response. Options: ``status``, ``type``, ``charset`` (of the bytes), ``gzip``, ``chunked``, ``headers``.

    ``type`` is the whole Content-Type; an empty one is not sent. ``mojibake`` is UTF-8 once read as cp1252.
    """
    charset = options.get("charset", "utf-8")
    if options.get("mojibake"):
        text = text.encode().decode("cp1252", "ignore")
    body = text.encode(charset)
    headers = [("Date", format_datetime(at.astimezone(UTC), usegmt=True)), ("Server", "nginx")]
    if kind := options.get("type", "text/html; charset=UTF-8"):
        headers.append(("Content-Type", kind))
    headers += list(options.get("headers", {}).items())
    if options.get("gzip"):
        body = gzip.compress(body, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    if options.get("chunked"):
        body = _chunked(body)
        headers.append(("Transfer-Encoding", "chunked"))
    else:
        headers.append(("Content-Length", str(len(body))))
    status = HTTPStatus(int(options.get("status", 200)))
    return Exchange(url, at, f"{status.value} {status.phrase}", tuple(headers), body)
