"""Locks that die with their holder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kliping.trouble import BUSY, Trouble


@contextmanager
def held(folder: Path, names: list[str], what: str) -> Iterator[None]:
    """Hold a lock for each name while the block runs.

    Raises:
        Trouble: another process holds one (exit code 75), or the folder cannot be written.
    """
    with ExitStack() as stack:
        for name in sorted(names):
            stack.enter_context(_one(folder, name, what))
        yield


@contextmanager
def _one(folder: Path, name: str, what: str) -> Iterator[None]:
    path = folder / f"{name}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise Trouble(f"{path}: cannot be written: {error.strerror}; mend the folder or set KLIPING_DATA.") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(handle, 32).decode("ascii", "replace").strip() or "unknown"
            raise Trouble(f"Process {holder} is at {what} {name}; wait for it to end.", BUSY) from None
        os.truncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)
