"""``python -m kliping.watching.guarded FD COMMAND…``: a command that does not outlive its watcher, however that dies.

FD is the read end of a pipe whose other end the watcher alone holds: the kernel closes it with the watcher.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

GRACE = 100.0  # seconds between asking a command to end and ending it; pages under way take 30 of them at most


def main() -> None:
    """The command of the words after the first, guarded."""
    lifeline = int(sys.argv.pop(1))
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    from kliping.cli import main as kliping

    kliping()


def _end_with(lifeline: int) -> None:
    os.read(lifeline, 1)  # nobody ever writes
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
