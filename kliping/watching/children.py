"""Commands that run as children of the watcher: a crash of one is an exit code, never the watcher's end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kliping.trouble import DONE, NEEDS_A_PERSON
from kliping.watching.guarded import GRACE

HURRY = 5.0  # seconds that a child has left after the second signal
_TAIL = 4096  # bytes of a child's log in which its last word is looked for


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended.

    Attributes:
        name: of the source, or ``push``.
        code: its exit code; below 0 the signal that killed it.
        began, ended: aware.
        took: seconds, by a clock that nobody sets.
        hung: it was ended for taking too long.
        printed: what it printed to standard output.
        said: the last line it wrote to standard error.
    """

    name: str
    code: int
    began: datetime
    ended: datetime
    took: float
    hung: bool
    printed: str
    said: str

    @property
    def told(self) -> dict[str, Any]:
        """What it printed as a JSON object; empty where it is none."""
        try:
            told = json.loads(self.printed)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    @property
    def is_crawl(self) -> bool:
        """Whether it came to the end of a crawl: a fault of ours has the exit code of a crawl that needs a person."""
        return self.code in (DONE, NEEDS_A_PERSON) and bool(self.told)

    @property
    def how(self) -> str:
        """How it ended, for people."""
        if self.hung:
            return "took too long and was ended"
        if self.code < 0:
            with suppress(ValueError):
                return f"was killed by {signal.Signals(-self.code).name}"
        return f"failed with exit code {self.code}"


class Nursery:
    """Starts children that end when this process does; use as a context manager.

    ``logs`` is the folder for what children say: a file for each command and source, begun anew each time.
    """

    def __init__(self, logs: Path) -> None:
        self._logs = logs

    def __enter__(self) -> Nursery:
        self._lifeline, self._mine = os.pipe()
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._mine)
        os.close(self._lifeline)

    def start(self, name: str, *words: str, ceiling: float) -> Child:
        """Start ``kliping WORDS`` for ``name``, to be ended when it takes longer than ``ceiling`` seconds.

        Raises:
            OSError: no process or file could be made.
        """
        self._logs.mkdir(parents=True, exist_ok=True)
        printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the child has ended
        log = self._logs / f"{'-'.join(word for word in words if word[0] != '-')}.log"
        try:
            with log.open("wb") as said:
                process = subprocess.Popen(  # noqa: S603 - our own command, the names of sources known
                    [sys.executable, "-m", "kliping.watching.guarded", str(self._lifeline), *words],
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=said,
                    pass_fds=(self._lifeline,),
                    start_new_session=True,  # Ctrl-C is for the watcher, who tells its children in its own way
                )
        except BaseException:
            printed.close()
            raise
        return Child(name, process, printed, log, ceiling)


class Child:
    """A running child. ``began`` is aware; ``hung`` once it was asked to end for taking too long."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], printed: Any, log: Path, ceiling: float) -> None:
        self.name = name
        self.pid = process.pid
        self.began = datetime.now(UTC)
        self._process = process
        self._printed = printed
        self._log = log
        self._since = time.monotonic()
        self._late = self._since + ceiling
        self._kill: float | None = None
        self.hung = False

    def look(self) -> Ended | None:
        """How it ended, None while it runs; one that hangs is asked to end, then made to."""
        code = self._process.poll()
        now = time.monotonic()
        if code is not None:
            return self._ended(code, now - self._since)
        if self._kill is None and now >= self._late:
            self.hung = True
            self.end(GRACE)
        if self._kill is not None and now >= self._kill:
            self._process.kill()
        return None

    def end(self, patience: float) -> None:
        """Ask it to end; after ``patience`` seconds ``look`` kills it."""
        self._process.terminate()
        self._kill = time.monotonic() + patience

    def until_late(self) -> float:
        """Seconds until ``look`` has to do something by itself."""
        return (self._late if self._kill is None else self._kill) - time.monotonic()

    def _ended(self, code: int, took: float) -> Ended:
        with self._printed as printed:
            printed.seek(0)
            text = printed.read().decode("utf-8", "replace")
        return Ended(self.name, code, self.began, datetime.now(UTC), took, self.hung, text, _last_line(self._log))


def _last_line(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - _TAIL, 0))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((line.removeprefix("kliping: ").strip() for line in reversed(lines) if line.strip()), "")
