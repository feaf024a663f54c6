"""A target: one index that is fed from the archive, whatever engine it is and in whichever generation it stands."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.engine import Away, EngineError, EngineState, SearchEngine
from index.generations import Generations
from index.lock import hold, holder
from index.push import Progress, Pusher, PushReport, Stop, own
from index.target_status import TargetStatus
from index.verify import Verified, verify

if TYPE_CHECKING:  # a search needs no SQLAlchemy
    from archive.store import Archive

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  #: seconds between two looks at a target that is away

Tell = Callable[[str], None]


class Target:
    """One target with its own cursor, letters and lock. Nothing is made before the first push.

    Methods that write raise ``Busy`` where another process is at it, ``EngineError`` where the index is not of this
    archive or cannot be written, and ``Away`` where that may pass.
    """

    def __init__(self, name: str, generations: Generations, lock: Path, archive: Archive) -> None:
        self.name = name
        self._generations = generations
        self._lock = lock
        self._archive = archive

    @contextmanager
    def reader(self) -> Iterator[SearchEngine]:
        """The engine that answers searches, also beside a pusher.

        Raises:
            EngineError: there is no index yet, it is damaged, of another version, not of this archive, or away.
        """
        with closing(self._generations.reader()) as engine:
            own(self._archive, engine.state())
            yield engine

    def push(self, *, progress: Progress | None = None, stop: Stop | None = None) -> PushReport:
        """Drain the change log; an index of another version, or none, is built from the archive."""
        with hold(self._lock, self.name):
            built = self._ready(progress)
            with self._pusher(progress) as pusher:
                pusher.push(stop)
                self._generations.tell_runs(self._archive)
                return built.plus(pusher.report)

    def follow(
        self,
        stop: threading.Event,
        *,
        progress: Progress | None = None,
        interval: float = 1.0,
        tell: Tell | None = None,
    ) -> PushReport:
        """Push whatever comes until ``stop`` is set, and all the while keep other pushers out.

        A target that is away is paused and tried again, told once by ``tell``; only if it is away at the end, too,
        that is raised.
        """
        done, pause = PushReport(), FIRST_PAUSE
        with hold(self._lock, self.name):
            while True:
                pusher: Pusher | None = None
                ended = stop.is_set()
                try:
                    done = done.plus(self._ready(progress))
                    with self._pusher(progress) as pusher:
                        pusher.follow(stop, interval, lambda: self._generations.tell_runs(self._archive))
                        return done.plus(pusher.report)
                except Away as away:
                    if pusher is not None and pusher.report.put + pusher.report.gone:
                        done, pause = done.plus(pusher.report), FIRST_PAUSE
                    if ended:
                        raise
                    if tell:
                        tell(f"{str(away).rstrip('.')}; it is tried again, and catches up by itself")
                        tell = None
                stop.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 # so that two pushers don't knock together
                pause = min(pause * 2, LONGEST_PAUSE)

    def replay(self) -> PushReport:
        """Try the dead letters once more."""
        with hold(self._lock, self.name):
            self._ready(None)
            with self._pusher(None) as pusher:
                return pusher.replay()

    def rebuild(self, *, progress: Progress | None = None) -> PushReport:
        """Fill a new generation from the whole archive, compare, then let it answer; the old one is kept.

        Meanwhile the old one is fed, too, so that readers never see less than there is.
        """
        with hold(self._lock, self.name):
            return self._build(progress)[1]

    def purge(self) -> PushReport:
        """Fill a new generation and drop every older one, so that nothing is left of what was removed."""
        with hold(self._lock, self.name):
            generation, report = self._build(None)
            self._generations.answer_from(generation, None)
            self._sweep()
            return report

    def rollback(self) -> str:
        """Let the generation before the current one answer again, brought up to date first; its name."""
        with hold(self._lock, self.name):
            current, previous = self._generations.current()
            if current is None or previous is None:
                raise EngineError(
                    f"{self._generations.place}: there is no earlier index to go back to; `kliping index rebuild`"
                )
            with closing(self._generations.open(previous, alone=True)) as engine:
                Pusher(self._archive, engine, previous).push()
            self._generations.answer_from(previous, current)
            return previous

    def verify(self) -> Verified:
        """Compare archive and index wholly."""
        generation, _ = self._generations.current()
        with self.reader() as engine:
            return verify(self._archive, engine, generation or "")

    def generation(self) -> str | None:
        """The generation that answers."""
        return self._generations.current()[0]

    def status(self) -> TargetStatus:
        """How the target is; what is wrong with it is told, not raised."""
        state = EngineState("", "", None, 0, 0)
        generation, previous, size = None, None, 0
        problem = None
        try:
            generation, previous = self._generations.current()
            size = self._generations.size()
            with self.reader() as engine:
                state = engine.state()
        except EngineError as error:
            problem = str(error)
        pushed = self._archive.cursor(generation) if generation else 0
        if state.pushed is not None:
            pushed = min(pushed, state.pushed)
        return TargetStatus(
            name=self.name,
            generation=generation,
            previous=previous,
            documents=state.documents,
            pushed=pushed,
            behind=max(self._archive.last_sequence - pushed, 0),
            dead=len(self._archive.dead(generation)) if generation else 0,
            size=size,
            pusher=holder(self._lock),
            problem=problem,
        )

    def close(self) -> None:
        """Let go of connections."""
        self._generations.close()

    @contextmanager
    def _pusher(self, progress: Progress | None) -> Iterator[Pusher]:
        generation, _ = self._generations.current()
        if generation is None:
            raise EngineError(f"{self._generations.place}: the index vanished; `kliping push` makes it anew")
        with closing(self._generations.open(generation)) as engine:
            yield Pusher(self._archive, engine, generation, progress=progress)

    def _ready(self, progress: Progress | None) -> PushReport:
        """See that there is a generation to push to: an empty one where there was none, or one of this version."""
        self._sweep()
        generation, _ = self._generations.current()
        if generation is None:
            self._generations.answer_from(self._generations.create(), None)
        elif outdated := self._generations.outdated(generation):
            own(self._archive, outdated)
            return self._build(progress)[1]
        return PushReport()

    def _build(self, progress: Progress | None) -> tuple[str, PushReport]:
        try:
            previous, _ = self._generations.current()
        except Away:
            raise
        except EngineError:
            previous = None
        generation = self._generations.create()
        with closing(self._generations.open(generation, alone=True)) as engine:
            pusher = Pusher(self._archive, engine, generation, progress=progress)
            with self._beside(previous) as feed:
                while pusher.push(stop=feed).cursor < self._archive.last_sequence:
                    continue
            found = verify(self._archive, engine, generation)
            if not found.clean:
                raise EngineError(
                    f"{self._generations.place}: the new index is not as the archive is, and does not answer: {found}"
                )
            pusher.push()  # so that nothing the old one was fed meanwhile is lacking
        self._generations.answer_from(generation, previous)
        self._sweep()
        return generation, pusher.report

    @contextmanager
    def _beside(self, generation: str | None) -> Iterator[Stop]:
        """Feed the generation that answers whatever the archive gets; asked between batches of a build."""
        with ExitStack() as stack:
            old = self._fed(generation, stack)

            def feed() -> bool:
                if old is not None and self._archive.last_sequence > old.report.cursor:
                    old.push()
                return False

            yield feed

    def _fed(self, generation: str | None, stack: ExitStack) -> Pusher | None:
        """What feeds a generation; None where it cannot be fed, which the build is to mend."""
        try:
            if generation is None or self._generations.outdated(generation):
                return None
            engine = stack.enter_context(closing(self._generations.open(generation)))
            return Pusher(self._archive, engine, generation)
        except Away:
            raise
        except EngineError:
            return None

    def _sweep(self) -> None:
        for generation in self._generations.sweep(self._archive.id):
            self._archive.forget(generation)
