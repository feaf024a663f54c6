"""Where each record of a WARC file begins and ends, and whether its bytes are whole.

warcio's iterator prints decompression errors and goes on as if the file had ended, so it cannot tell a cut file
from a damaged one; here every gzip member must end and its checksum must hold.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from crawler.warc.errors import WarcCorrupt, WarcNotWarc, WarcTruncated

GZIP_MAGIC = b"\x1f\x8b"
HEAD_LIMIT = 256 * 1024  # bytes of a record that are read for its WARC and HTTP headers
BLOCK = 64 * 1024  # bytes per step of reading and inflating, so that a bomb costs no memory

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)

_DIGEST = re.compile(rb"^WARC-Block-Digest:[ \t]*(sha1|sha256|md5):([A-Za-z2-7=0-9]+)[ \t]*\r?$", re.IGNORECASE | re.M)


@dataclass(frozen=True, slots=True)
class Frame:
    """One record: bytes ``offset`` to ``end`` of its file, ``size`` bytes once inflated, the first ones in ``data``."""

    offset: int
    end: int
    size: int
    data: bytes


def frame_at(file: BinaryIO, path: Path, offset: int, limit: int = HEAD_LIMIT) -> Frame | None:
    """The record that begins at a byte offset, with at most ``limit`` bytes of it; None at the end of the file.

    Raises:
        WarcNotWarc: the file begins with something else.
        WarcTruncated: the file ends inside the record.
        WarcCorrupt: the bytes contradict themselves.
    """
    file.seek(offset)
    start = file.read(5)
    file.seek(offset)
    if not start:
        return None
    if start[:2] == GZIP_MAGIC[: len(start)]:
        frame = _gzip_frame(file, path, offset, limit)
        return _checked(frame, path)
    if start == b"WARC/"[: len(start)]:
        return _plain_frame(file, path, offset, limit)
    if offset == 0:
        raise WarcNotWarc(path, "not a WARC file; expected WARC/1.0 or WARC/1.1, plain or gzip.", 0)
    if not start.strip(b"\r\n\0") and not _rest_but(file, b"\r\n\0"):
        raise WarcTruncated(path, "the file ends in filler bytes where a record should begin.", offset)
    raise WarcCorrupt(path, "no WARC record begins here; the file was damaged.", offset)


def _gzip_frame(file: BinaryIO, path: Path, offset: int, limit: int) -> Frame:
    inflate = zlib.decompressobj(wbits=31)
    kept, size = bytearray(), 0
    while not inflate.eof:
        block = inflate.unconsumed_tail or file.read(BLOCK)
        if not block:
            raise WarcTruncated(path, "the file ends in the middle of a compressed record.", offset)
        try:
            out = inflate.decompress(block, BLOCK)
        except zlib.error as error:
            raise WarcCorrupt(path, f"the compressed record is damaged ({error}).", offset) from error
        size += len(out)
        kept += out[: max(0, limit - len(kept))]
    return Frame(offset, file.tell() - len(inflate.unused_data), size, bytes(kept))


def _checked(frame: Frame, path: Path) -> Frame:
    """A gzip member must hold exactly one record, else offsets say nothing."""
    if not frame.data.startswith(b"WARC/"):
        error = WarcNotWarc if frame.offset == 0 else WarcCorrupt
        raise error(path, "the compressed data is no WARC record.", frame.offset)
    surplus = frame.size - _stated_size(frame.data, path, frame.offset)
    if surplus < 0:
        raise WarcCorrupt(path, f"the record is {-surplus} bytes shorter than its header says.", frame.offset)
    if surplus > 4:
        advice = "the gzip member holds more than one record; rewrite it with: warcio recompress OLD NEW."
        raise WarcCorrupt(path, advice, frame.offset)
    return frame


def _plain_frame(file: BinaryIO, path: Path, offset: int, limit: int) -> Frame:
    data = file.read(limit)
    if len(data) < HEAD_LIMIT and not _HEAD_END.search(data):
        raise WarcTruncated(path, "the file ends in the middle of a record's header.", offset)
    size = _stated_size(data, path, offset)
    file.seek(0, 2)
    if offset + size > file.tell():
        raise WarcTruncated(path, "the file ends in the middle of a record.", offset)
    if not _digest_holds(file, data, offset, size):
        raise WarcCorrupt(path, "the record is not what its digest says.", offset)
    file.seek(offset + size)
    separator = file.read(4)
    end = offset + size + len(separator) - len(separator.lstrip(b"\r\n"))
    return Frame(offset, end, size, data[:size])


def _digest_holds(file: BinaryIO, data: bytes, offset: int, size: int) -> bool:
    """Whether a plain record's block is the one its digest was taken of; also where it has none that we know."""
    head = _HEAD_END.search(data)
    stated = _DIGEST.search(data, 0, head.end()) if head else None
    if head is None or stated is None:
        return True
    digest, left = hashlib.new(stated[1].decode().lower(), usedforsecurity=False), size - head.end()
    file.seek(offset + head.end())
    while left and (block := file.read(min(BLOCK, left))):
        digest.update(block)
        left -= len(block)
    value = stated[2].decode()
    return value.lower() == digest.hexdigest() or value.upper() == base64.b32encode(digest.digest()).decode()


def _stated_size(data: bytes, path: Path, offset: int) -> int:
    """Bytes of WARC header and block, as the header tells, without the blank lines that follow."""
    head = _HEAD_END.search(data[:HEAD_LIMIT])
    length = _LENGTH.search(data, 0, head.end()) if head else None
    if head is None or length is None:
        raise WarcCorrupt(path, "the record's header has no end or no Content-Length.", offset)
    return head.end() + int(length[1])


def _rest_but(file: BinaryIO, filler: bytes) -> bool:
    """Whether anything but filler bytes follows."""
    return any(block.strip(filler) for block in iter(lambda: file.read(BLOCK), b""))
