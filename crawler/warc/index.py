"""Every response of a WARC file by address, so that a replay only seeks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from crawler.warc.errors import WarcCorrupt, WarcEmpty, WarcMissing, WarcTruncated
from crawler.warc.frames import frame_at
from crawler.warc.record import HttpResponse, http_head, http_response, split_record
from crawler.warc.scan import Scan, WarcEntry


@dataclass(frozen=True, slots=True)
class WarcIndex:
    """The responses of one file.

    ``damage`` is set when the file is cut or corrupt: the entries are all whole records before that byte.
    ``unusable`` has a sentence for each whole record that cannot be replayed (no date, no HTTP, a lost original).
    """

    path: Path
    damage: WarcTruncated | WarcCorrupt | None
    unusable: Sequence[str]
    _entries: Sequence[WarcEntry]
    _by_url: dict[str, list[WarcEntry]]
    _sizes: dict[int, int]

    @staticmethod
    def open(path: str | Path) -> WarcIndex:
        """Read the whole file and index it; once per process, as long as the file does not change.

        Raises:
            WarcError: the file is missing, empty, no WARC, or damaged before its first response.
        """
        try:
            stat = Path(path).stat()
            return _open(Path(path), stat.st_size, stat.st_mtime_ns)
        except OSError as error:
            raise WarcMissing(Path(path), f"cannot be read: {error.strerror}.") from error

    def __len__(self) -> int:
        return len(self._entries)

    def entries(self) -> Iterator[WarcEntry]:
        """All responses, in file order."""
        return iter(self._entries)

    @property
    def newest(self) -> datetime:
        """When the last of them was captured, aware, UTC."""
        return max(entry.date for entry in self._entries)

    def captures(self, url: str) -> Sequence[WarcEntry]:
        """All captures of an address, oldest first; the other of http and https where this one has none."""
        key = _key(url)
        scheme, colon, rest = key.partition(":")
        other = {"http": "https", "https": "http"}.get(scheme, scheme) + colon + rest
        return self._by_url.get(key) or self._by_url.get(other) or ()

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
        original = http_response(body)
        headers = http_head(own)[1] if own.strip() else original.headers
        return HttpResponse(entry.status, headers, original.body)

    def _block(self, file: BinaryIO, offset: int) -> bytes:
        frame = frame_at(file, self.path, offset, limit=self._sizes[offset])
        if frame is None or frame.size != self._sizes[offset]:
            raise WarcCorrupt(self.path, "the record is not the one that was indexed.", offset)
        fields, rest = split_record(frame.data)
        return rest[: int(fields["content-length"])]


@lru_cache(maxsize=4)
def _open(path: Path, size: int, modified: int) -> WarcIndex:
    with path.open("rb") as file:
        scan = Scan(file, path)
    entries = sorted(scan.entries, key=lambda entry: entry.offset)
    if not entries:
        raise scan.damage or WarcEmpty(path, " ".join(["holds no response to replay.", *scan.unusable[:1]]))
    captures = sorted(((_key(entry.url), entry.date, entry.offset, entry) for entry in entries), key=lambda c: c[:3])
    by_url = {key: [c[3] for c in group] for key, group in groupby(captures, key=lambda c: c[0])}
    sizes = {entry.offset: entry.size for entry in entries}
    return WarcIndex(path, scan.damage, tuple(scan.unusable), entries, by_url, sizes)


def _key(url: str) -> str:
    """An address as Scrapy would request it, without its fragment."""
    parts = urlsplit(safe_url_string(url))
    return parts._replace(path=parts.path or "/", fragment="").geturl()
