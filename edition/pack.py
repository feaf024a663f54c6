"""Packing recorded responses as WARC, always to the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from edition.exchange import Exchange

MADE = datetime(2025, 11, 10, tzinfo=UTC)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identity(url: str, moment: datetime) -> str:
    """A Record-ID that depends on address and time only."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{url} {_stamp(moment)}')}>"


def pack(exchanges: Iterable[Exchange], target: Path) -> int:
    """Write the responses in order of time, then address; gives how many."""
    ordered = sorted(exchanges, key=lambda one: (one.at, one.url))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        dates = {"WARC-Date": _stamp(MADE), "WARC-Record-ID": _identity("about:" + target.name, MADE)}
        info = BytesIO(b"software: kliping edition\r\nformat: WARC File Format 1.0\r\norigin: hand-made\r\n")
        size = len(info.getvalue())
        writer.write_record(
            writer.create_warc_record(
                "", "warcinfo", payload=info, length=size, warc_content_type="application/warc-fields",
                warc_headers_dict=dates,
            )
        )  # fmt: skip
        for one in ordered:
            head = {"WARC-Date": _stamp(one.at), "WARC-Record-ID": _identity(one.url, one.at)}
            writer.write_record(
                writer.create_warc_record(
                    one.url, "response", payload=BytesIO(one.body), length=len(one.body), warc_headers_dict=head,
                    http_headers=StatusAndHeaders(one.status, list(one.headers), protocol="HTTP/1.1"),
                )
            )  # fmt: skip
    return len(ordered)
