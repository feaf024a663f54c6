"""What can be wrong with a WARC file, each in one sentence that names the file and the byte."""

from __future__ import annotations

from pathlib import Path


class WarcError(ValueError):
    """A WARC file that cannot be used as asked; ``offset`` is the byte where the trouble begins, if it has a place."""

    def __init__(self, path: Path, sentence: str, offset: int | None = None) -> None:
        place = str(path) if offset is None else f"{path}, byte {offset}"
        super().__init__(f"{place}: {sentence}")
        self.path = path
        self.offset = offset


class WarcMissing(WarcError):
    """There is no such file, or it cannot be read."""


class WarcEmpty(WarcError):
    """A file without a single response."""


class WarcNotWarc(WarcError):
    """A file in another format."""


class WarcTruncated(WarcError):
    """The file ends inside a record; everything before ``offset`` is whole."""


class WarcCorrupt(WarcError):
    """Bytes were changed; everything before ``offset`` is whole, what follows cannot be trusted."""
