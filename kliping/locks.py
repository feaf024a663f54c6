"""Locks that die with their holder."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kliping.trouble import BUSY, Trouble

_GLANCE = 0.02  # seconds; `holder` takes a lock for less than that to see whether it is free
_TRIES = 5


@contextmanager
def held(folder: Path, names: list[str], what: str) -> Iterator[None]:
    """Hold a lock for each name while the block runs.

    Raises:
        Trouble: another process holds one (exit code 75), or the folder cannot be written.
    """
    with ExitStack() as stack:
        for name in sorted(names):
            sentence = f"{{holder}} is at {what} {name.removeprefix('crawl-')}; wait for it to end."
            stack.enter_context(hold(folder, name, sentence))
        yield


@contextmanager
def hold(folder: Path, name: str, sentence: str) -> Iterator[None]:
    """Hold one lock while the block runs; ``sentence`` is what is told where ``{holder}`` has it.

    Raises:
        Trouble: as ``held``.
    """
    path = _path(folder, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Trouble(f"{path}: cannot be written: {error.strerror}; mend the folder or set KLIPING_DATA.") from None
    try:
        if not _taken(handle, path):
            raise Trouble(sentence.format(holder=_named(handle)), BUSY)
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()} {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.close(handle)


def holder(folder: Path, name: str) -> str | None:
    """Who holds a lock, as ``Process 123``; None where nobody does."""
    try:
        handle = os.open(_path(folder, name), os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named(handle)
    except OSError:
        return None
    else:
        return None
    finally:
        os.close(handle)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.lock"


def _taken(handle: int, path: Path) -> bool:
    """Whether the lock is ours now; somebody who only looks at it lets go at once."""
    for last in (*(False,) * (_TRIES - 1), True):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if last:
                return False
            time.sleep(_GLANCE)
        except OSError as error:
            raise Trouble(
                f"{path}: cannot be locked: {error.strerror}; put KLIPING_DATA on a disk of this machine."
            ) from None
        else:
            return True
    return False


def _named(handle: int) -> str:
    """The process that a lock file names, with its host where that is another, such as a container."""
    told = os.pread(handle, 300, 0).decode("utf-8", "replace").split()
    if not told:
        return "Another process"
    host = f" on {told[1]}" if len(told) > 1 and told[1] != socket.gethostname() else ""
    return f"Process {told[0]}{host}"
