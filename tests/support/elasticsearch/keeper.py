"""Keeps one server: obeys lines on standard input; when they end, the server and its folder go.

A process of its own, so that the server goes with its owner however that one dies, and Ctrl-C in a terminal reaches
the owner alone. ``python keeper.py SPEC`` where SPEC is JSON: command, environment, home, folder, user (uid and gid, or
null). Each line gets one line back: ``start``; ``alive`` → yes or no; ``stop`` in order; ``kill`` at once.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

LINGER = 1_000  # hundredths of a second that a killed server is waited for
PATIENCE = 60  # seconds a server gets to stop in order


class Keeper:
    """Holds the launcher, which holds the server; all of them are one process group."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._spec = spec
        self._folder = Path(spec["folder"])
        self._launcher: subprocess.Popen[bytes] | None = None

    def obey(self, word: str) -> str:
        match word:
            case "start":
                self._start()
            case "alive":
                return "yes" if self._launcher is not None and self._launcher.poll() is None else "no"
            case "stop":
                self._stop()
            case "kill":
                self._kill()
        return "done"

    def close(self) -> None:
        self._kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        uid, gid = self._spec["user"] or (None, None)
        with (self._folder / "console.log").open("ab") as log:
            self._launcher = subprocess.Popen(
                self._spec["command"],
                env=self._spec["environment"],
                cwd=self._spec["home"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=uid,
                group=gid,
                extra_groups=None if uid is None else [],
                start_new_session=True,
            )

    def _stop(self) -> None:
        """The launcher alone is asked: it tells the server to stop in order, and waits for it."""
        if self._launcher is not None:
            self._launcher.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._launcher.wait(PATIENCE)
            self._kill()

    def _kill(self) -> None:
        if self._launcher is not None:
            group = self._launcher.pid
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
                self._launcher.wait()
                for _ in range(LINGER):  # the server goes a moment after its launcher, and its port with it
                    os.killpg(group, 0)
                    time.sleep(0.01)
            self._launcher.wait()


def main() -> None:
    """Until standard input ends, or a signal."""
    keeper = Keeper(json.loads(sys.argv[1]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    signal.signal(signal.SIGHUP, lambda *_: sys.exit())
    try:
        for line in sys.stdin:
            print(keeper.obey(line.strip()), flush=True)
    finally:
        keeper.close()


if __name__ == "__main__":
    main()
