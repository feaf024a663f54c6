"""From the archive's change log into an engine: in batches, each committed before the cursor moves on.

A crash between the commit and the cursor means that a batch is pushed twice, which changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.article import StoredArticle
from index.engine import Document, EngineError, EngineState, Rejected, SearchEngine, document_of

if TYPE_CHECKING:  # a search needs no SQLAlchemy
    from archive.log import Change
    from archive.store import Archive

BATCH = 1_000  #: changes of one commit

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


def check(archive: Archive, state: EngineState) -> None:
    """Refuse an index that is not one of this archive.

    Raises:
        EngineError: it was filled from another archive, or is ahead of this one.
    """
    advice = "`kliping index rebuild` makes it anew from this archive"
    if state.archive_id != archive.id:
        raise EngineError(f"the index was filled from another archive ({state.archive_id}); {advice}")
    ahead, last = max(state.pushed, state.sequence), archive.last_sequence
    if ahead > last:
        raise EngineError(
            f"the index is ahead of the archive (change {ahead} of {last}): an older copy of it was put back; {advice}"
        )


def push(
    archive: Archive,
    engine: SearchEngine,
    *,
    generation: str,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> PushReport:
    """Drain the change log into an engine, from wherever index and archive agree that it was.

    ``stop`` is asked between batches; what was committed stays.

    Raises:
        EngineError: the index is not of this archive, or cannot be written.
    """
    state = engine.state()
    check(archive, state)
    report = PushReport(cursor=min(archive.cursor(generation), state.pushed))
    while not (stop and stop()):
        changes = archive.changes(report.cursor, BATCH)
        if not changes:
            break
        report = report.plus(_push_batch(archive, engine, generation, changes))
        if progress:
            progress(report.cursor, archive.last_sequence)
    return report


def follow(
    archive: Archive,
    engine: SearchEngine,
    *,
    generation: str,
    stop: threading.Event,
    progress: Progress | None = None,
    interval: float = 1.0,
) -> PushReport:
    """Push whatever comes until ``stop`` is set, then drain once more; ``interval`` is seconds between looks."""
    report = push(archive, engine, generation=generation, progress=progress)
    ended = False
    while not ended:
        ended = stop.wait(interval)
        if archive.last_sequence > report.cursor:
            report = report.plus(push(archive, engine, generation=generation, progress=progress))
    return report


def replay(archive: Archive, engine: SearchEngine, *, generation: str) -> PushReport:
    """Try the dead letters of a generation once more; those that go in are letters no longer."""
    state = engine.state()
    check(archive, state)
    ids = [letter.article_id for letter in archive.dead(generation)]
    stored = archive.stored(ids)
    rejected = _apply(engine, list(stored.values()), [id_ for id_ in ids if id_ not in stored])
    engine.commit(state.pushed)
    kept = {one.id for one in rejected}
    archive.exhume(generation, [id_ for id_ in ids if id_ not in kept])
    return PushReport(len(stored) - len(kept), len(ids) - len(stored), len(kept), state.pushed)


def _push_batch(archive: Archive, engine: SearchEngine, generation: str, changes: Sequence[Change]) -> PushReport:
    last = changes[-1].sequence
    ops = {change.article_id: change.op for change in changes}  # the last one of each article counts
    stored = archive.stored([article_id for article_id, op in ops.items() if op == "put"])
    # One that changes again after this batch is fetched then; one that vanished since is deleted.
    puts = [article for article in stored.values() if article.sequence <= last]
    deletes = [article_id for article_id in ops if article_id not in stored]
    rejected = _apply(engine, puts, deletes)
    engine.commit(last)
    for one in rejected:
        archive.bury(generation, one.id, one.sequence, one.reason)
    settled = {*deletes, *(article.id for article in puts)} - {one.id for one in rejected}
    mended = [letter.article_id for letter in archive.dead(generation) if letter.article_id in settled]
    if mended:
        archive.exhume(generation, mended)
    archive.advance(generation, last)
    return PushReport(len(puts) - len(rejected), len(deletes), len(rejected), last)


def _apply(engine: SearchEngine, articles: Sequence[StoredArticle], deletes: Sequence[str]) -> list[Rejected]:
    """Hand over documents and deletions; an article that makes no document leaves the index too."""
    documents: list[Document] = []
    rejected: list[Rejected] = []
    for article in articles:
        try:
            documents.append(document_of(article))
        except ValueError as error:
            rejected.append(Rejected(article.id, article.sequence, str(error)))
    return rejected + engine.apply(documents, [*deletes, *(one.id for one in rejected)])
