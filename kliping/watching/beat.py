"""The watcher's sign of life: ``watch.json`` in the data folder, and words to systemd."""

from __future__ import annotations

import json
import os
import shutil
import socket
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kliping.config import Config
from kliping.locks import holder

LOCK = "watch"
EVERY = 15.0  # seconds between two signs of life
_STALE = timedelta(minutes=3)  # longer than the archive keeps a reader waiting
_PATIENCE = timedelta(minutes=15)  # how long the archive may be away before a person should know


def beat_path(config: Config) -> Path:
    """The file that the watcher writes every few seconds."""
    return config.data / "watch.json"


def write_beat(config: Config, beat: dict[str, Any]) -> None:
    """Put the new state in the old one's place, whole or not at all.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    path = beat_path(config)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(beat, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def read_beat(config: Config) -> dict[str, Any] | None:
    """The last state that a watcher wrote, None where there is none that can be read."""
    try:
        beat = json.loads(beat_path(config).read_text(encoding="utf-8"))
        datetime.fromisoformat(beat["time"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return beat if isinstance(beat, dict) else None


def living_beat(config: Config) -> dict[str, Any] | None:
    """The state of a watcher that is at work now."""
    return read_beat(config) if holder(config.locks, LOCK) else None


def health(config: Config, now: datetime) -> tuple[bool, str]:
    """Whether a watcher is at work and gets on with it, in a sentence."""
    who = holder(config.locks, LOCK)
    if not who:
        return False, "No watcher is at work: start 'kliping watch'."
    beat = read_beat(config)
    if beat is None:
        return False, f"{who} watches, but has told nothing yet."
    age = now - datetime.fromisoformat(beat["time"])
    if age > _STALE:
        return False, f"{who} is stuck: its last sign of life is {round(age.total_seconds())} seconds old."
    trouble = beat.get("trouble")
    if trouble and now - datetime.fromisoformat(trouble["since"]) > _PATIENCE:
        return False, f"{who} watches, but can start nothing since {trouble['since']}: {trouble['sentence']}"
    sources, running = len(beat.get("sources", ())), len(beat.get("running", ()))
    return True, f"{who} watches {sources} sources, {running} crawls under way."


def free_room(folder: Path) -> int | None:
    """Bytes that are free on the folder's disk, None where nobody can tell."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def who_beats() -> dict[str, Any]:
    """The first fields of every beat."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "time": now}


def tell_systemd(*words: str) -> None:
    """Words as ``READY=1`` to the service manager, if one listens (sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect(address)
        line.sendall("\n".join(words).encode())
