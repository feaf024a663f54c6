"""One pusher for each target: a lock file that dies with its holder."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.engine import EngineError

_GLANCE = 0.02  # seconds; `holder` takes the lock for less than that to see whether it is free


class Busy(EngineError):
    """Another process is at the target. ``pid`` is its number, None if it has not written it yet."""

    def __init__(self, target: str, pid: int | None) -> None:
        super().__init__(f"{target}: process {pid or 'another'} is pushing to it; it will push everything there is")
        self.pid = pid


@contextmanager
def hold(path: Path, target: str) -> Iterator[None]:
    """Hold the lock file of a target while the block runs; a killed holder lets go too.

    Raises:
        Busy: another process holds it.
        EngineError: the file cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise EngineError(f"{path}: the lock cannot be made ({error.strerror}); mend room or rights") from error
    with file:
        for last in (False, False, True):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if last:
                    raise Busy(target, _pid(path)) from error
                time.sleep(_GLANCE)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def holder(path: Path) -> int | None:
    """The process that holds a lock file, None where nobody does."""
    try:
        with path.open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _pid(path) or 0
    except OSError:
        return None
    return None


def _pid(path: Path) -> int | None:
    told = path.read_text("utf-8").strip()
    return int(told) if told.isdecimal() else None
