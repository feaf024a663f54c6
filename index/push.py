"""From the archive's change log into an engine, in batches; the cursor moves only past what the engine has confirmed.

A crash between the two means that a batch is pushed twice, which changes nothing. An engine with several lanes gets
several batches at once; versions keep the newest of each article, whichever comes last.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.batches import Batch, of_articles, read
from index.engine import EngineError, EngineState, Rejected, SearchEngine

if TYPE_CHECKING:  # a search needs no SQLAlchemy
    from archive.store import Archive

BATCH = 1_000  #: changes of one commit, at most
_ADVICE = "`kliping index rebuild` makes it anew from this archive"

Progress = Callable[[int, int], None]  # the cursor, and the newest change of the archive
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class PushReport:
    """What a push did: documents put, articles taken out, documents refused; and where in the log it ended."""

    put: int = 0
    gone: int = 0
    dead: int = 0
    cursor: int = 0

    def plus(self, other: PushReport) -> PushReport:
        """Both together, ending where the other ended."""
        return PushReport(self.put + other.put, self.gone + other.gone, self.dead + other.dead, other.cursor)


class Pusher:
    """Feeds one generation from the archive. ``report`` tells what it has done so far, whatever ended it."""

    def __init__(
        self, archive: Archive, engine: SearchEngine, generation: str, *, progress: Progress | None = None
    ) -> None:
        """Refuse an index that is not one of this archive.

        Raises:
            EngineError: it was filled from another archive, or is ahead of this one.
        """
        self._archive = archive
        self._engine = engine
        self._generation = generation
        self._progress = progress
        state = check(archive, engine, generation)
        pushed, cursor = state.pushed, archive.cursor(generation)
        if state.sequence > cursor:  # left by a killed push, or by an archive of which an older copy was put back
            engine.replace_equals()
        self.report = PushReport(cursor=cursor if pushed is None else min(cursor, pushed))
        self._dead = {letter.article_id for letter in archive.dead(generation)}

    def push(self, stop: Stop | None = None) -> PushReport:
        """Drain the change log; ``stop`` is asked between batches, and what is under way is ended.

        Raises:
            EngineError: the index cannot be written; what was confirmed before stays.
        """
        under_way: deque[tuple[Batch, Future[list[Rejected]]]] = deque()
        at, several = self.report.cursor, self._engine.lanes > 1
        with ThreadPoolExecutor(self._engine.lanes) if several else nullcontext() as pool:
            try:
                while True:
                    batch = None if stop and stop() else read(self._archive, at, BATCH)
                    while under_way and (batch is None or len(under_way) >= self._engine.lanes):
                        self._settle(*under_way.popleft())
                    if batch is None:
                        return self.report
                    at = batch.last
                    under_way.append((batch, self._applied(batch, pool)))
                    if not several:
                        self._settle(*under_way.popleft())
            finally:
                for _, applied in under_way:
                    applied.cancel()

    def follow(
        self, stop: threading.Event, interval: float = 1.0, ended: Callable[[], None] | None = None
    ) -> PushReport:
        """Push whatever comes until ``stop`` is set, then drain once more; ``interval`` is seconds between looks.

        ``ended`` is called whenever runs have ended.
        """
        runs: list[int] | None = None
        last = False
        while True:
            if self._archive.last_sequence > self.report.cursor or runs is None:
                self.push()
            if ended and (now := [run.id for run in self._archive.last_runs(limit=5) if run.finished_at]) != runs:
                ended()
                runs = now
            runs = runs or []
            if last:
                return self.report
            last = stop.wait(interval)

    def replay(self) -> PushReport:
        """Try the dead letters once more, with what their articles are now; those that go in are letters no longer."""
        letters = self._archive.dead(self._generation)
        batch = of_articles(self._archive, letters)
        rejected = batch.unmade + self._engine.apply(batch.puts, batch.deletes)
        self._engine.commit(self.report.cursor)
        refused = {one.id for one in rejected}
        self._archive.exhume(self._generation, [one.article_id for one in letters if one.article_id not in refused])
        self._count(batch, rejected, self.report.cursor)
        return self.report

    def _applied(self, batch: Batch, pool: ThreadPoolExecutor | None) -> Future[list[Rejected]]:
        if pool is not None:
            return pool.submit(self._engine.apply, batch.puts, batch.deletes)
        done: Future[list[Rejected]] = Future()
        done.set_result(self._engine.apply(batch.puts, batch.deletes))
        return done

    def _settle(self, batch: Batch, applied: Future[list[Rejected]]) -> None:
        """The cursor moves past a batch that was confirmed; what was refused lies as a letter from the same moment."""
        from archive.log import DeadLetter

        rejected = batch.unmade + applied.result()
        self._engine.commit(batch.last)
        letters = [DeadLetter(self._generation, one.id, one.sequence, one.reason) for one in rejected]
        refused = {one.id for one in rejected}
        mended = [id_ for id_ in batch.ids if id_ in self._dead and id_ not in refused]
        if mended:
            self._archive.exhume(self._generation, mended)
        self._archive.advance(self._generation, batch.last, letters)
        self._dead = self._dead.difference(mended) | refused
        self._count(batch, rejected, batch.last)
        if self._progress:
            self._progress(batch.last, self._archive.last_sequence)

    def _count(self, batch: Batch, rejected: list[Rejected], cursor: int) -> None:
        put = len(batch.puts) - len(rejected) + len(batch.unmade)
        gone = len(batch.deletes) - len(batch.unmade)
        self.report = self.report.plus(PushReport(put, gone, len(rejected), cursor))


def own(archive: Archive, state: EngineState) -> None:
    """Refuse an index that cannot be one of this archive.

    Raises:
        EngineError: it was filled from another archive, or is ahead of this one.
    """
    if state.archive_id != archive.id:
        raise EngineError(f"the index was filled from another archive ({state.archive_id}); {_ADVICE}")
    ahead, last = max(state.pushed or 0, state.sequence), archive.last_sequence
    if ahead > last:
        raise EngineError(
            f"the index is ahead of the archive (change {ahead} of {last}): an older copy of it was put back; {_ADVICE}"
        )


def check(archive: Archive, engine: SearchEngine, generation: str) -> EngineState:
    """What an index says of itself, refused where it is not one of this archive as it is now.

    Raises:
        EngineError: as ``own``, or it is on another branch: an older copy of the archive was put back, and went on.
    """
    state = engine.state()
    own(archive, state)
    cursor = archive.cursor(generation)
    if state.sequence > cursor and not _of_one_branch(archive, engine, cursor):
        raise EngineError(f"the index holds changes that this archive does not: an older copy was put back; {_ADVICE}")
    return state


def _of_one_branch(archive: Archive, engine: SearchEngine, cursor: int) -> bool:
    """Whether the documents beyond the cursor, which a killed push leaves, are those of the log's entries there."""
    beyond = {sequence: article_id for article_id, sequence in engine.versions(cursor)}
    at, last = cursor, max(beyond, default=0)
    while at < last and (changes := archive.changes(at, BATCH)):
        if any(beyond.get(one.sequence, one.article_id) != one.article_id for one in changes):
            return False
        at = changes[-1].sequence
    return True
