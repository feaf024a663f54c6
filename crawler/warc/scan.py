"""One pass over a WARC file: what each response record is, where it stands, where a repeated one has its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from crawler.warc.errors import WarcCorrupt, WarcTruncated
from crawler.warc.frames import Frame, frame_at
from crawler.warc.record import HttpResponse, Unusable, http_head, split_record, target_uri, warc_date


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

    @property
    def is_page(self) -> bool:
        """Whether it was answered with a page: success, and HTML as far as one knows."""
        return 200 <= self.status < 300 and (self.content_type is None or "html" in self.content_type.lower())


class Scan:
    """The entries of a file up to its damage, if there is any; see ``WarcIndex``."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.entries: list[WarcEntry] = []
        self.unusable: list[str] = []
        self.damage: WarcTruncated | WarcCorrupt | None = None
        self._originals: dict[str, WarcEntry] = {}
        revisits = []
        offset = 0
        try:
            while frame := frame_at(file, path, offset):
                offset = frame.end
                try:
                    if self._take(frame) == "revisit":
                        revisits.append(frame)
                except Unusable as reason:
                    self.unusable.append(f"{path}, byte {frame.offset}: the record cannot be replayed, {reason}.")
        except (WarcTruncated, WarcCorrupt) as damage:
            self.damage = damage
        for frame in revisits:  # the record they repeat may stand behind them
            try:
                self._take_revisit(frame)
            except Unusable as reason:
                self.unusable.append(f"{path}, byte {frame.offset}: the record cannot be replayed, {reason}.")

    def _take(self, frame: Frame) -> str:
        fields, block = split_record(frame.data)
        kind = fields.get("warc-type", "")
        if kind == "response" and target_uri(fields).startswith(("http:", "https:")):
            status, headers, _ = http_head(block)
            content_type = HttpResponse(status, headers, b"").header("content-type")
            entry = _entry(frame, fields, status, content_type, frame.offset)
            self.entries.append(entry)
            self._originals |= dict.fromkeys(_names(fields), entry)
        return kind

    def _take_revisit(self, frame: Frame) -> None:
        fields, block = split_record(frame.data)
        refers = {
            "warc-record-id": fields.get("warc-refers-to", ""),
            "warc-target-uri": fields.get("warc-refers-to-target-uri", fields.get("warc-target-uri", "")),
            "warc-date": fields.get("warc-refers-to-date", ""),
            "warc-payload-digest": fields.get("warc-payload-digest", ""),
        }
        original = next((self._originals[name] for name in _names(refers) if name in self._originals), None)
        if original is None:
            raise Unusable("it repeats one that is not in this file")
        status = http_head(block)[0] if block.strip() else original.status
        self.entries.append(_entry(frame, fields, status, original.content_type, original.offset))


def _entry(frame: Frame, fields: Mapping[str, str], status: int, content_type: str | None, body_at: int) -> WarcEntry:
    return WarcEntry(
        offset=frame.offset,
        url=target_uri(fields),
        date=warc_date(fields),
        status=status,
        content_type=content_type,
        digest=fields.get("warc-payload-digest"),
        size=frame.size,
        body_at=body_at,
    )


def _names(fields: Mapping[str, str]) -> list[str]:
    """What a revisit record may call a record by, the surest first."""
    record_id, date = fields.get("warc-record-id"), fields.get("warc-date")
    at = f"{target_uri(fields)} {date}" if date and fields.get("warc-target-uri") else None
    return [name for name in (record_id, at, fields.get("warc-payload-digest")) if name]
