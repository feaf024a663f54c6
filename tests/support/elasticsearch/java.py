"""Which Java runs a server, and which compiles its plugin."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

SYSTEM = Path("/usr/lib/jvm")


class Unavailable(Exception):
    """A real server cannot be had here; the message is one sentence that says what to do."""


def newest(least: int, tool: str = "java") -> Path:
    """The home of the newest Java that is ``least`` or newer and has this tool.

    Raises:
        Unavailable: there is none.
    """
    fitting = [(release, home) for home in _homes() if (home / "bin" / tool).exists() and (release := major(home))]
    release, home = max(fitting, default=(0, Path()))
    if release < least:
        kind = "runtime" if tool == "java" else "development kit"
        raise Unavailable(f"Java {least} or newer ({kind}) is missing: install one under {SYSTEM} or set JAVA_HOME.")
    return home


def major(home: Path) -> int:
    """21 for Java 21.0.3; 0 where nobody knows."""
    try:
        told = (home / "release").read_text(encoding="utf-8")
    except OSError:
        asked = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, check=False)
        told = asked.stderr
    found = re.search(r'(?:JAVA_VERSION=|version )"(?:1\.)?(\d+)', told)
    return int(found[1]) if found else 0


def _homes() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home)
    if command := shutil.which("java"):
        yield Path(command).resolve().parent.parent
    if SYSTEM.is_dir():
        yield from sorted({path.resolve() for path in SYSTEM.iterdir() if path.is_dir()})
