"""Every response of a WARC file by address, so that a replay only seeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urldefrag

from w3lib.url import safe_url_string

from crawler.warc.errors import WarcCorrupt, WarcEmpty, WarcError, WarcMissing, WarcTruncated
from crawler.warc.frames import HEAD_LIMIT, Frame, frame_at
from crawler.warc.record import (
    HttpResponse,
    Unusable,
    http_head,
    http_response,
    split_record,
    target_uri,
    warc_date,
)


@dataclass(frozen=True, slots=True)
class WarcEntry:
    """One recorded response.

    ``date`` is the record's WARC-Date, aware, UTC; ``digest`` its WARC-Payload-Digest as written there, if any;
    ``size`` the bytes of the record. A revisit record holds no body: ``body_at`` is where that stands in this file.
    """

    offset: int
    url: str
    date: datetime
    status: int
    content_type: str | None
    digest: str | None
    size: int
    body_at: int


@dataclass(slots=True)
class WarcIndex:
    """The responses of one file, in file order.

    ``damage`` is set when the file is cut or corrupt: the entries are all whole records before that byte.
    ``unusable`` has a sentence for each whole record that cannot be replayed (no date, no HTTP, a lost original).
    """

    path: Path
    entries: list[WarcEntry] = field(default_factory=list)
    damage: WarcTruncated | WarcCorrupt | None = None
    unusable: list[str] = field(default_factory=list)
    _by_url: dict[str, list[WarcEntry]] = field(default_factory=dict)
    _by_offset: dict[int, WarcEntry] = field(default_factory=dict)

    @classmethod
    def open(cls, path: str | Path) -> WarcIndex:
        """Read the whole file once and index it.

        Raises:
            WarcError: the file is missing, empty, no WARC, or damaged before its first response.
        """
        index = cls(Path(path))
        try:
            with index.path.open("rb") as file:
                index._read(file)
        except OSError as error:
            raise WarcMissing(index.path, f"cannot be read: {error.strerror}.") from error
        if not index.entries:
            raise index.damage or WarcEmpty(index.path, "holds no response to replay.")
        return index

    def __iter__(self) -> Iterator[WarcEntry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def captures(self, url: str) -> list[WarcEntry]:
        """All captures of an address, oldest first; the other of http and https where this one has none."""
        key = _key(url)
        other = key.replace("http:", "https:", 1) if key.startswith("http:") else key.replace("https:", "http:", 1)
        return self._by_url.get(key) or self._by_url.get(other) or []

    def find(self, url: str, offset: int | None = None) -> WarcEntry | None:
        """The capture of an address that stands at ``offset``, else the newest one."""
        captures = self.captures(url)
        return next((e for e in captures if e.offset == offset), captures[-1] if captures else None)

    def read(self, entry: WarcEntry) -> HttpResponse:
        """The recorded response.

        Raises:
            WarcError: the file was changed since it was indexed.
        """
        try:
            with self.path.open("rb") as file:
                own = self._block(file, entry.offset)
                body = self._block(file, entry.body_at) if entry.body_at != entry.offset else own
        except OSError as error:
            raise WarcMissing(self.path, f"cannot be read: {error.strerror}.") from error
        status, headers, _ = http_head(own)
        original = http_response(body)
        return HttpResponse(status, headers or original.headers, original.body)

    def _block(self, file: BinaryIO, offset: int) -> bytes:
        frame = frame_at(file, self.path, offset, limit=self._by_offset[offset].size)
        if frame is None or frame.size != self._by_offset[offset].size:
            raise WarcCorrupt(self.path, "the record is not the one that was indexed.", offset)
        fields, rest = split_record(frame.data)
        return rest[: int(fields["content-length"])]

    def _read(self, file: BinaryIO) -> None:
        revisits: list[tuple[Frame, dict[str, str]]] = []
        originals: dict[str, int] = {}
        offset = 0
        try:
            while frame := frame_at(file, self.path, offset):
                offset = frame.end
                self._take(frame, revisits, originals)
        except (WarcTruncated, WarcCorrupt) as damage:
            self.damage = damage
        for frame, fields in revisits:
            self._take_revisit(frame, fields, originals)
        self.entries.sort(key=lambda entry: entry.offset)
        for captures in self._by_url.values():
            captures.sort(key=lambda entry: (entry.date, entry.offset))

    def _take(self, frame: Frame, revisits: list[tuple[Frame, dict[str, str]]], originals: dict[str, int]) -> None:
        try:
            fields, block = split_record(frame.data)
            if fields.get("warc-type") == "revisit":
                revisits.append((frame, fields))
            if fields.get("warc-type") != "response" or not target_uri(fields).startswith(("http:", "https:")):
                return
            self._add(frame, fields, block, frame.offset)
        except Unusable as reason:
            self.unusable.append(f"{self.path}, byte {frame.offset}: {reason}.")
            return
        for name in _names(fields["warc-target-uri"], fields):
            originals[name] = frame.offset

    def _take_revisit(self, frame: Frame, fields: dict[str, str], originals: dict[str, int]) -> None:
        uri = fields.get("warc-refers-to-target-uri", fields.get("warc-target-uri", ""))
        names = [
            fields.get("warc-refers-to", ""),
            f"{_bare(uri)} {fields.get('warc-refers-to-date', '')}",
            fields.get("warc-payload-digest", ""),
        ]
        body_at = next((originals[name] for name in names if name in originals), None)
        try:
            if body_at is None:
                raise Unusable("it repeats a record that is not in this file")
            self._add(frame, fields, split_record(frame.data)[1], body_at)
        except Unusable as reason:
            self.unusable.append(f"{self.path}, byte {frame.offset}: {reason}.")

    def _add(self, frame: Frame, fields: dict[str, str], block: bytes, body_at: int) -> None:
        if not block.strip() and body_at != frame.offset:  # a revisit may leave its HTTP headers out
            original = self._by_offset[body_at]
            status, content_type = original.status, original.content_type
        else:
            status, headers, _ = http_head(block[:HEAD_LIMIT])
            content_type = HttpResponse(status, headers, b"").header("content-type")
        entry = WarcEntry(
            offset=frame.offset,
            url=target_uri(fields),
            date=warc_date(fields),
            status=status,
            content_type=content_type,
            digest=fields.get("warc-payload-digest"),
            size=frame.size,
            body_at=body_at,
        )
        self.entries.append(entry)
        self._by_offset[entry.offset] = entry
        self._by_url.setdefault(_key(entry.url), []).append(entry)


def open_index(path: str | Path) -> WarcIndex:
    """The index of a file, read once per process as long as the file does not change.

    Raises:
        WarcError: as ``WarcIndex.open``.
    """
    resolved = Path(path)
    try:
        stat = resolved.stat()
    except OSError as error:
        raise WarcMissing(resolved, f"cannot be read: {error.strerror}.") from error
    return _open_index(resolved, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _open_index(path: Path, size: int, modified: int) -> WarcIndex:
    return WarcIndex.open(path)


def _names(uri: str, fields: dict[str, str]) -> list[str]:
    """What a revisit record may call this record by."""
    candidates = [fields.get("warc-record-id", ""), f"{_bare(uri)} {fields.get('warc-date', '')}"]
    return [name for name in [*candidates, fields.get("warc-payload-digest", "")] if name]


def _bare(uri: str) -> str:
    return uri.removeprefix("<").removesuffix(">")


def _key(url: str) -> str:
    """An address as Scrapy would request it, without its fragment."""
    return safe_url_string(urldefrag(url).url)


__all__ = ["WarcEntry", "WarcError", "WarcIndex", "open_index"]
