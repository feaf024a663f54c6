"""Records taken out of a WARC file, all others left at their offsets."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from crawler.warc.errors import WarcCorrupt, WarcError, WarcMissing
from crawler.warc.frames import GZIP_MAGIC, Frame, frame_at
from crawler.warc.record import split_record

_ID = "<urn:kliping:erased>"
_ERASED = (
    f"WARC/1.0\r\nWARC-Type: metadata\r\nWARC-Record-ID: {_ID}\r\nWARC-Date: 1970-01-01T00:00:00Z\r\n"
    "Content-Length: 0\r\n\r\n\r\n\r\n"
).encode()


def erase_records(path: str | Path, offsets: Iterable[int]) -> int:
    """Overwrite the response records at these byte offsets, and their request records, with padding of equal length.

    The file is replaced in one step, so a crash leaves the old or the new one. Offsets that were erased before are
    passed over. Gives the number of responses erased.

    Raises:
        WarcError: the file is missing, a crawl is writing to it, or no record begins at an offset.
    """
    path = Path(path)
    try:
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            exchanges = [list(_exchange(file, path, offset)) for offset in sorted(set(offsets))]
            if frames := list(chain.from_iterable(exchanges)):
                _rewrite(file, path, frames)
    except BlockingIOError as error:
        raise WarcError(path, "a crawl is writing to it; try again when that has ended.") from error
    except OSError as error:
        raise WarcMissing(path, f"cannot be rewritten: {error.strerror}.") from error
    return sum(1 for exchange in exchanges if exchange)


def _rewrite(file: BinaryIO, path: Path, frames: Iterable[Frame]) -> None:
    draft = path.with_name(f".{path.name}.erasing")
    try:
        with draft.open("wb") as new:
            file.seek(0)
            shutil.copyfileobj(file, new)
            for frame in frames:
                new.seek(frame.offset)
                new.write(_padding(frame.end - frame.offset, path, frame.offset))
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(path, draft)
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _exchange(file: BinaryIO, path: Path, offset: int) -> Iterator[Frame]:
    """The record at an offset and the request that belongs to it; nothing where they were erased before."""
    frame = frame_at(file, path, offset)
    if frame is None:
        raise WarcCorrupt(path, "no record begins here.", offset)
    file.seek(offset)
    if file.read(2) != GZIP_MAGIC:
        raise WarcError(path, "only compressed records can be erased in place.", offset)
    fields, _ = split_record(frame.data)
    if fields.get("warc-record-id") == _ID:
        return
    if fields.get("warc-type") not in ("response", "revisit"):
        raise WarcCorrupt(path, "the record here is no response.", offset)
    yield frame
    following = frame_at(file, path, frame.end)
    if following and split_record(following.data)[0].get("warc-concurrent-to", "") == fields.get("warc-record-id"):
        yield following


def _padding(length: int, path: Path, offset: int) -> bytes:
    """A gzip member of exactly that many bytes: a small record that says "erased", after a comment of blanks."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(_ERASED) + deflate.flush()
    header = GZIP_MAGIC + b"\x08\x10" + bytes(4) + b"\x00\xff"  # flag 0x10: a comment follows
    trailer = struct.pack("<LL", zlib.crc32(_ERASED), len(_ERASED))
    blanks = length - len(header) - 1 - len(packed) - len(trailer)
    if blanks < 0:
        raise WarcError(path, f"the record is too small to be erased in place ({length} bytes).", offset)
    return header + b" " * blanks + b"\0" + packed + trailer


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
