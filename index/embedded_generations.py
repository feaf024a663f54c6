"""Generations of the embedded index: folders of the data folder."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedded import VERSION, EmbeddedEngine
from index.engine import EngineError, EngineState
from index.files import read_state, write_whole

if TYPE_CHECKING:
    from archive.store import Archive


class EmbeddedGenerations:
    """Implements ``Generations`` in one folder.

    It holds a folder for each generation, and ``current``: the name of the generation that answers and, on the next
    line, the one before it. A rebuild fills a new folder and then replaces ``current``, so that searches go on, and a
    killed rebuild leaves nothing but a folder that the next push sweeps away.
    """

    def __init__(self, name: str, folder: Path, archive_id: str) -> None:
        self._name = name
        self._folder = folder
        self._archive_id = archive_id

    @property
    def place(self) -> str:
        """See ``Generations``."""
        return str(self._folder)

    def current(self) -> tuple[str | None, str | None]:
        """See ``Generations``."""
        try:
            names = (self._folder / "current").read_text("utf-8").split()
        except FileNotFoundError:
            return None, None
        except (OSError, ValueError) as error:
            raise EngineError(f"{self._folder}: `current` cannot be read ({error}); `kliping index rebuild`") from error
        if not names or not all(name.replace("-", "").isalnum() for name in names):
            raise EngineError(f"{self._folder}: `current` is damaged; `kliping index rebuild` makes the index anew")
        return names[0], names[1] if len(names) > 1 else None

    def create(self) -> str:
        """See ``Generations``."""
        name = f"{self._name}-{secrets.token_hex(6)}"
        EmbeddedEngine.create(self._folder / name, self._archive_id).close()
        return name

    def outdated(self, generation: str) -> EngineState | None:
        """See ``Generations``."""
        state = read_state(self._folder / generation)
        return None if state.version == VERSION else state

    def open(self, generation: str, *, alone: bool = False) -> EmbeddedEngine:
        """See ``Generations``."""
        return EmbeddedEngine.open(self._folder / generation)

    def reader(self) -> EmbeddedEngine:
        """See ``Generations``; also beside a pusher, and from a read-only folder."""
        generation, _ = self.current()
        if generation is None:
            raise EngineError(f"{self._folder}: there is no index yet; `kliping push` makes it from the archive")
        return EmbeddedEngine.open(self._folder / generation)

    def answer_from(self, generation: str, previous: str | None) -> None:
        """See ``Generations``."""
        try:
            write_whole(self._folder / "current", "\n".join(filter(None, (generation, previous))) + "\n")
        except OSError as error:
            raise EngineError(f"{self._folder}: `current` cannot be written ({error}); mend room or rights") from error

    def sweep(self, archive_id: str) -> list[str]:
        """See ``Generations``."""
        kept = set(self.current())
        swept = [folder for folder in self._folder.glob(f"{self._name}-*") if folder.name not in kept]
        for folder in swept:
            shutil.rmtree(folder)
        return [folder.name for folder in swept]

    def tell_runs(self, archive: Archive) -> None:
        """See ``Generations``; whoever has the folder has the archive, too."""

    def size(self) -> int:
        """See ``Generations``."""
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def close(self) -> None:
        """See ``Generations``."""
