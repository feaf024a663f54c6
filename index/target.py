"""Targets: where an index lives, which of its generations is the current one, and what state it is in."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedded import VERSION, EmbeddedEngine
from index.engine import EngineError, EngineState
from index.files import read_state, write_whole
from index.lock import hold, holder
from index.push import Progress, PushReport, Stop, check, follow, push, replay

if TYPE_CHECKING:  # a search needs no SQLAlchemy
    from archive.store import Archive

NAMES = ("embedded",)  #: of the targets there are


@dataclass(frozen=True, slots=True)
class TargetStatus:
    """How a target is. ``problem`` is a sentence, None where all is well; ``pusher`` the process that is at it.

    ``behind`` counts changes not pushed yet, ``dead`` the documents it refused, ``size`` is in bytes.
    """

    name: str
    generation: str | None
    previous: str | None
    documents: int
    pushed: int
    behind: int
    dead: int
    size: int
    pusher: int | None
    problem: str | None


def open_target(name: str, data: Path, archive: Archive) -> EmbeddedTarget:
    """The target of a name; nothing is made before the first push.

    Raises:
        EngineError: there is no such target.
    """
    if name not in NAMES:
        raise EngineError(f"{name}: no such index; KLIPING_INDEX knows {', '.join(NAMES)}")
    return EmbeddedTarget(name, data / "index", archive)


class EmbeddedTarget:
    """The embedded index of a data folder.

    ``<data>/index/embedded/`` holds one folder for each generation, and ``current``: the name of the generation that
    answers and, on the next line, the one before it. A rebuild fills a new folder and then replaces ``current``, so
    that searches go on, and a killed rebuild leaves nothing but a folder that the next push sweeps away.
    """

    def __init__(self, name: str, place: Path, archive: Archive) -> None:
        self.name = name
        self._archive = archive
        self._folder = place / name
        self._lock = place / f"{name}.lock"

    @contextmanager
    def reader(self) -> Iterator[EmbeddedEngine]:
        """The engine that answers searches, also beside a pusher and from a read-only folder.

        Raises:
            EngineError: there is no index yet, it is damaged, of another version, or not of this archive.
        """
        generation, _ = self._generations()
        if generation is None:
            raise EngineError(f"{self._folder}: there is no index yet; `kliping push` makes it from the archive")
        with _closing(EmbeddedEngine.open(self._folder / generation)) as engine:
            check(self._archive, engine.state())
            yield engine

    def push(self, *, progress: Progress | None = None, stop: Stop | None = None) -> PushReport:
        """Drain the change log; an index of another version, or none, is built from the archive.

        Raises:
            Busy: another process is at it.
            EngineError: the index is damaged, not of this archive, or cannot be written.
        """
        with hold(self._lock, self.name):
            generation, built = self._ready(progress)
            with _closing(EmbeddedEngine.open(self._folder / generation)) as engine:
                return built.plus(push(self._archive, engine, generation=generation, progress=progress, stop=stop))

    def follow(self, stop: threading.Event, *, progress: Progress | None = None, interval: float = 1.0) -> PushReport:
        """Push whatever comes until ``stop`` is set, and all the while keep other pushers out; raises as ``push``."""
        with hold(self._lock, self.name):
            generation, built = self._ready(progress)
            with _closing(EmbeddedEngine.open(self._folder / generation)) as engine:
                followed = follow(
                    self._archive, engine, generation=generation, stop=stop, progress=progress, interval=interval
                )
            return built.plus(followed)

    def replay(self) -> PushReport:
        """Try the dead letters once more; raises as ``push``."""
        with hold(self._lock, self.name):
            generation, _ = self._ready(None)
            with _closing(EmbeddedEngine.open(self._folder / generation)) as engine:
                return replay(self._archive, engine, generation=generation)

    def rebuild(self, *, progress: Progress | None = None) -> PushReport:
        """Fill a new generation from the whole archive, then let it answer; the old one is kept for a rollback.

        Raises:
            Busy: another process is at it.
            EngineError: it cannot be written.
        """
        with hold(self._lock, self.name):
            return self._build(progress)[1]

    def purge(self) -> PushReport:
        """Fill a new generation and drop every older one, so that nothing is left of what was removed."""
        with hold(self._lock, self.name):
            generation, report = self._build(None)
            self._answer_from(generation, None)
            self._sweep()
            return report

    def rollback(self) -> str:
        """Let the generation before the current one answer again; its name.

        Raises:
            Busy: another process is at it.
            EngineError: there is none.
        """
        with hold(self._lock, self.name):
            current, previous = self._generations()
            if current is None or previous is None:
                raise EngineError(f"{self._folder}: there is no earlier index to go back to; `kliping index rebuild`")
            with _closing(EmbeddedEngine.open(self._folder / previous)) as engine:
                check(self._archive, engine.state())
            self._answer_from(previous, current)
            return previous

    def status(self) -> TargetStatus:
        """How the target is; what is wrong with it is told, not raised."""
        state = EngineState("", "", 0, 0, 0)
        generation, previous = None, None
        problem = None
        try:
            generation, previous = self._generations()
            with self.reader() as engine:
                state = engine.state()
        except EngineError as error:
            problem = str(error)
        pushed = min(self._archive.cursor(generation), state.pushed) if generation else 0
        return TargetStatus(
            name=self.name,
            generation=generation,
            previous=previous,
            documents=state.documents,
            pushed=pushed,
            behind=max(self._archive.last_sequence - pushed, 0),
            dead=len(self._archive.dead(generation)) if generation else 0,
            size=_size(self._folder),
            pusher=holder(self._lock),
            problem=problem,
        )

    def _generations(self) -> tuple[str | None, str | None]:
        """The current generation and the one before."""
        try:
            names = (self._folder / "current").read_text("utf-8").split()
        except FileNotFoundError:
            return None, None
        except (OSError, ValueError) as error:
            raise EngineError(f"{self._folder}: `current` cannot be read ({error}); `kliping index rebuild`") from error
        if not names or not all(name.replace("-", "").isalnum() for name in names):
            raise EngineError(f"{self._folder}: `current` is damaged; `kliping index rebuild` makes the index anew")
        return names[0], names[1] if len(names) > 1 else None

    def _ready(self, progress: Progress | None) -> tuple[str, PushReport]:
        """The generation to push to: a new, empty one where there is none, a rebuilt one for another version."""
        self._sweep()
        generation, _ = self._generations()
        if generation is None:
            generation = self._new_name()
            EmbeddedEngine.create(self._folder / generation, self._archive.id).close()
            self._answer_from(generation, None)
        elif self._outdated(generation):
            return self._build(progress)
        return generation, PushReport()

    def _outdated(self, generation: str) -> bool:
        state = read_state(self._folder / generation)
        if state.version == VERSION:
            return False
        check(self._archive, state)
        return True

    def _build(self, progress: Progress | None) -> tuple[str, PushReport]:
        generation = self._new_name()
        with _closing(EmbeddedEngine.create(self._folder / generation, self._archive.id)) as engine:
            report = push(self._archive, engine, generation=generation, progress=progress)
        try:
            previous, _ = self._generations()
        except EngineError:
            previous = None
        self._answer_from(generation, previous)
        self._sweep()
        return generation, report

    def _new_name(self) -> str:
        return f"{self.name}-{secrets.token_hex(6)}"

    def _answer_from(self, generation: str, previous: str | None) -> None:
        try:
            write_whole(self._folder / "current", "\n".join(filter(None, (generation, previous))) + "\n")
        except OSError as error:
            raise EngineError(f"{self._folder}: `current` cannot be written ({error}); mend room or rights") from error

    def _sweep(self) -> None:
        """Remove generations that neither answer nor are kept: of killed rebuilds, and older ones."""
        kept = set(self._generations())
        for folder in self._folder.glob(f"{self.name}-*"):
            if folder.name not in kept:
                shutil.rmtree(folder)
                self._archive.forget(folder.name)


@contextmanager
def _closing(engine: EmbeddedEngine) -> Iterator[EmbeddedEngine]:
    try:
        yield engine
    finally:
        engine.close()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
