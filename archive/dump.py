"""An archive as text that can be compared: what it knows, without when and in which order it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.store import Archive


def dump(archive: Archive) -> Iterator[str]:
    """One JSON line for each article, then one for each tombstone, both in order of their ids.

    Two archives that hold the same give the same lines: sequences, runs, row numbers, the archive's id and
    places in WARC files are left out.
    """
    for stored in archive.articles():
        revisions = [asdict(r) for r in archive.revisions(stored.id)]
        captures = [asdict(c) for c in archive.captures(stored.id)]
        for capture in captures:
            del capture["warc"], capture["offset"]
        values = asdict(stored) | {"names": archive.names(stored.id)}
        del values["sequence"]
        yield _line(values | {"revisions": revisions, "captures": captures})
    for stone in archive.tombstones():
        yield _line({"removed": asdict(stone)})


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
