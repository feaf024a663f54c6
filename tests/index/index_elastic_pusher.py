"""A process that pushes or rebuilds, and is killed at its nth question to the cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.store import Archive
from index import push
from index.access import Access
from index.elastic_client import _Node
from index.targets import open_target

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["archive.store", "index.targets", "index.elastic_generations"])
CEILING = 240.0


def run(access: Access, name: str, data: Path, place: Path, work: str, die: int | None = None) -> int:
    """Let a process do ``push`` or ``rebuild``; how many questions it asked if it came to its end, -1 if it was killed.

    With ``die`` the process is killed before its question of half that number is sent, or, where it is odd, after the
    answer came.
    """
    count = _context.Value("i", 0)
    process = _context.Process(target=_work, args=(access, name, data, place, work, die, count))
    process.start()
    process.join(CEILING)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return -1 if process.exitcode else int(count.value)


def _work(access: Access, name: str, data: Path, place: Path, work: str, die: int | None, count: Any) -> None:
    push.BATCH = 20  # type: ignore[misc]
    asked = _Node.perform_request

    def dying(*words: Any, **more: Any) -> Any:
        with count.get_lock():
            number, count.value = count.value, count.value + 1
        if die == 2 * number:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = asked(*words, **more)
        if die == 2 * number + 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    _Node.perform_request = dying  # type: ignore[method-assign]
    with Archive.open(place) as archive, closing(open_target(name, data, archive, access)) as target:
        getattr(target, work)()
