"""What can go wrong with an archive, each in one sentence that says what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class ArchiveError(RuntimeError):
    """The archive cannot be used as asked; its text is one sentence for the user."""


class ArchiveMissing(ArchiveError):
    """There is no archive at the place named, and none was to be made."""


class ArchiveUnwritable(ArchiveError):
    """Its file or folder cannot be opened or written."""


class ArchiveFull(ArchiveUnwritable):
    """The disk has no room left."""


class ArchiveBusy(ArchiveError):
    """Another process held the write lock longer than the busy timeout."""


class ArchiveDamaged(ArchiveError):
    """The file is no archive of Kliping, or is broken."""


class ArchiveTooNew(ArchiveError):
    """A newer Kliping made it."""


class ArticleRemoved(ValueError):
    """The article was removed for good; neither it nor its addresses may come back."""


class LedgerError(ValueError):
    """A run or an address was settled that was never opened or discovered."""


_BY_NAME: tuple[tuple[str, type[ArchiveError], str], ...] = (
    ("SQLITE_FULL", ArchiveFull, "the disk is full: free some space, then start again; nothing archived was lost"),
    ("SQLITE_READONLY", ArchiveUnwritable, "it cannot be written: give this user write access to it and its folder"),
    ("SQLITE_CANTOPEN", ArchiveUnwritable, "it cannot be opened: check that its folder exists and may be written"),
    ("SQLITE_PERM", ArchiveUnwritable, "this user may not open it: give it access to the file and its folder"),
    (
        "SQLITE_IOERR",
        ArchiveUnwritable,
        "the disk failed while reading or writing it: check the disk and its free space",
    ),
    ("SQLITE_BUSY", ArchiveBusy, "another process has been writing to it for too long: wait for it, then start again"),
    (
        "SQLITE_LOCKED",
        ArchiveBusy,
        "another process has been writing to it for too long: wait for it, then start again",
    ),
    ("SQLITE_NOTADB", ArchiveDamaged, "it is not an archive of Kliping: name another file in KLIPING_ARCHIVE"),
    ("SQLITE_CORRUPT", ArchiveDamaged, "the file is damaged: restore it from a backup, or name another file"),
)


def explain(error: BaseException | None, place: Path) -> ArchiveError | None:
    """Turn a database error into one of ours, or None where it is a bug of ours and no fault of the machine."""
    name = getattr(error, "sqlite_errorname", "") if isinstance(error, sqlite3.Error) else ""
    for prefix, kind, sentence in _BY_NAME:
        if name.startswith(prefix):
            return kind(f"Archive {place}: {sentence}.")
    if name == "SQLITE_ERROR" and str(error).startswith("no such"):
        return ArchiveDamaged(f"Archive {place}: a part of it is gone ({error}): restore it from a backup.")
    return None
