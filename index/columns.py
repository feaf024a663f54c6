"""A document as columns of the embedded index, and back."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from index.analysis import terms
from index.document import Document

_EPOCH = 2**33  # seconds added, so that dates before 1970 sort too
_NAMES = tuple(field.name for field in fields(Document))
_ID_BITS = 28  # seven hex digits of the id


def columns_of(document: Document) -> dict[str, Any]:
    """What is indexed, sorted by, counted and stored; words and stems joined by spaces.

    Raises:
        ValueError: the id is not hexadecimal, or a text is no Unicode (half a surrogate pair).
    """
    title, title_stem = terms(document.title)
    body, body_stem = terms(document.body)
    return {
        "id": document.id,
        "title": title,
        "title_stem": title_stem,
        "body": body,
        "body_stem": body_stem,
        "source": document.source,
        "kind": document.kind,
        "topic": list(document.topics),
        "section": [document.section] if document.section else [],
        "day": day_number(document.day),
        "rank": rank_of(document.date, document.id),
        "story": int(document.story_id[:15], 16),
        "outlet": number_of(document.source),
        "sequence": document.sequence,
        "document": _stored(document),
    }


def document_from(stored: bytes) -> Document:
    """The document that ``columns_of`` stored."""
    told = json.loads(stored)
    for name in ("date", "first_seen"):
        told[name] = datetime.fromisoformat(told[name])
    for name in ("authors", "tags", "topics"):
        told[name] = tuple(told[name])
    return Document(**told)


def day_number(day: date) -> int:
    """A day as a number that sorts: 20240702."""
    return day.year * 10_000 + day.month * 100 + day.day


def rank_of(at: datetime, article_id: str) -> int:
    """Sorts by instant (whole seconds), then by id: greater is newer, or the smaller id of the same second."""
    seconds = max(int(at.timestamp()) + _EPOCH, 0)
    return (seconds << _ID_BITS) + (1 << _ID_BITS) - 1 - int(article_id[:7], 16)


def number_of(name: str) -> int:
    """A number for a name, to count distinct ones by."""
    return int.from_bytes(blake2b(name.encode(), digest_size=7).digest())


def _stored(document: Document) -> bytes:
    told = {name: getattr(document, name) for name in _NAMES}
    told |= {"date": document.date.isoformat(), "first_seen": document.first_seen.astimezone(UTC).isoformat()}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
