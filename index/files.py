"""Files of a target's folder: written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from index.engine import EngineError, EngineState

_STATE = "kliping.json"


def write_whole(path: Path, text: str) -> None:
    """Replace a file by a new one that is on disk before it has the name.

    Raises:
        OSError: no room, or no right to write.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_state(folder: Path, state: EngineState) -> None:
    """Keep what an index says of itself beside its files."""
    write_whole(folder / _STATE, json.dumps(asdict(state)) + "\n")


def read_state(folder: Path) -> EngineState:
    """What ``write_state`` kept.

    Raises:
        EngineError: it is missing or damaged.
    """
    try:
        return EngineState(**json.loads((folder / _STATE).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise EngineError(
            f"{folder}: the index is incomplete or damaged ({_STATE}: {error}); `kliping index rebuild` makes it anew"
        ) from error


def borrowed_folder(files: Path) -> TemporaryDirectory[str]:
    """A folder of our own with links to a read-only index: tantivy locks the folder even to read."""
    own = TemporaryDirectory(prefix="kliping-", ignore_cleanup_errors=True)  # the engine may still write its lock file
    for path in files.iterdir():
        if path.name == "meta.json":
            copyfile(path, Path(own.name, path.name))
        elif not path.name.endswith(".lock"):
            Path(own.name, path.name).symlink_to(path.resolve())
    return own


@contextmanager
def trouble(folder: Path) -> Iterator[None]:
    """Say in one sentence what an engine or the disk could not do.

    Raises:
        EngineError: in place of OSError and ValueError.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:160]
        raise EngineError(
            f"{folder}: the index does not work ({reason}); if room and rights are fine, it is damaged and"
            " `kliping index rebuild` makes it anew from the archive"
        ) from error
