"""Pushing over several lanes to an engine that fails now and then: nothing is lost, nothing doubled."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_fakes import FakeArchive

from index import push, target
from index.document import Document
from index.engine import Away, Deletion, EngineError, EngineState, Rejected
from index.push import Pusher
from index.target import Target


class FlakyEngine:
    """Keeps versions as a cluster does; ``faults`` says for each call of ``apply`` what goes wrong."""

    lanes = 2

    def __init__(self, archive_id: str = "a1") -> None:
        self.archive_id = archive_id
        self.documents: dict[str, int] = {}
        self.deleted: dict[str, int] = {}
        self.faults: list[str] = []
        self.refused: set[str] = set()
        self.guard = threading.Lock()
        self.under_way = self.most = 0
        self.closed = False

    def apply(self, puts: Sequence[Document], deletes: Sequence[Deletion]) -> list[Rejected]:
        with self.guard:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            fault = self.faults.pop(0) if self.faults else ""
        try:
            if fault == "away":
                raise Away("no answer")
            if fault == "half":
                self._keep(puts[: len(puts) // 2], [])
                raise Away("cut in the middle")
            return self._keep(puts, deletes)
        finally:
            with self.guard:
                self.under_way -= 1

    def _keep(self, puts: Sequence[Document], deletes: Sequence[Deletion]) -> list[Rejected]:
        with self.guard:
            for one in deletes:
                if one.sequence > max(self.documents.get(one.id, 0), self.deleted.get(one.id, 0)):
                    self.documents.pop(one.id, None)
                    self.deleted[one.id] = one.sequence
            taken = [one for one in puts if one.id not in self.refused]
            for one in taken:
                if one.sequence > max(self.documents.get(one.id, 0), self.deleted.get(one.id, 0)):
                    self.documents[one.id] = one.sequence
        return [Rejected(one.id, one.sequence, "mapping") for one in puts if one.id in self.refused]

    def replace_equals(self) -> None: ...

    def commit(self, pushed: int) -> None: ...

    def state(self) -> EngineState:
        return EngineState(self.archive_id, "1", None, max(self.documents.values(), default=0), len(self.documents))

    def versions(self, after: int = 0) -> Iterator[tuple[str, int]]:
        yield from sorted((id_, n) for id_, n in self.documents.items() if n > after)

    def close(self) -> None:
        self.closed = True


class Standing:
    """Generations of which one stands there already; ``away`` counts how often it cannot be asked."""

    place = "the cluster"

    def __init__(self, engine: FlakyEngine, away: int = 0) -> None:
        self.engine = engine
        self.away = away

    def current(self) -> tuple[str | None, str | None]:
        if self.away:
            self.away -= 1
            raise Away("no answer")
        return "g1", None

    def outdated(self, generation: str) -> None:
        return None

    def tell_runs(self, archive: FakeArchive) -> None: ...

    def open(self, generation: str, *, alone: bool = False) -> FlakyEngine:
        return self.engine

    def sweep(self, archive_id: str) -> list[str]:
        return []


CHANGES = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=60)
FAULTS = st.lists(st.sampled_from(["", "", "away", "half"]), max_size=12)


@given(changes=CHANGES, faults=FAULTS, refused=st.sets(st.integers(0, 12), max_size=3), size=st.integers(1, 7))
@settings(max_examples=150, deadline=None)
def test_whatever_fails_the_index_comes_to_what_the_archive_is(changes, faults, refused, size) -> None:
    archive, engine = FakeArchive(), FlakyEngine()
    refused_ids = set()
    for number, there in changes:
        if there:
            id_ = archive.put(f"detik:{number}")
            refused_ids |= {id_} if number in refused else set()
        else:
            archive.drop(f"detik:{number}")
    engine.faults, engine.refused = list(faults), refused_ids
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(push, "BATCH", size)
        for _ in range(len(faults) + 2):
            try:
                Pusher(archive, engine, "g1").push()
            except Away:
                assert archive.cursor("g1") <= archive.last_sequence
    wanted = {one.id: one.sequence for one in archive.now.values()}
    assert archive.cursor("g1") == archive.last_sequence
    assert engine.documents == {id_: n for id_, n in wanted.items() if id_ not in refused_ids}
    assert {letter.article_id for letter in archive.dead("g1")} >= refused_ids & set(wanted)

    engine.refused, engine.faults = set(), []
    Pusher(archive, engine, "g1").replay()
    assert engine.documents == wanted
    assert not archive.dead("g1")


def test_several_batches_are_under_way_at_once_and_the_cursor_waits_for_the_first(monkeypatch) -> None:
    archive, engine = FakeArchive(), FlakyEngine()
    for number in range(40):
        archive.put(f"detik:{number}")
    monkeypatch.setattr(push, "BATCH", 5)
    both, plain = threading.Barrier(2, timeout=60), engine._keep
    engine._keep = lambda puts, deletes: (both.wait(), plain(puts, deletes))[1]  # each waits for another beside it
    assert Pusher(archive, engine, "g1").push().put == 40
    assert engine.most == 2

    late = FlakyEngine()
    late.faults = ["away"]
    archive.forget("g1")
    with pytest.raises(Away):
        Pusher(archive, late, "g1").push()
    assert archive.cursor("g1") == 0


def test_a_target_that_is_away_is_paused_told_once_and_catches_up(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(target, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(target, "LONGEST_PAUSE", 0.002)
    archive, engine = FakeArchive(), FlakyEngine()
    archive.put("detik:1")
    engine.faults = ["away", "away", "half"]
    one, stop, told = Target("far", Standing(engine, away=2), tmp_path / "lock", archive), threading.Event(), []
    done: list[push.PushReport] = []
    thread = threading.Thread(target=lambda: done.append(one.follow(stop, interval=0.001, tell=told.append)))
    thread.start()
    for _ in range(60_000):
        if archive.cursor("g1") == 1:
            break
        stop.wait(0.001)
    archive.put("detik:2")
    stop.set()
    thread.join(60)
    assert done[0].cursor == 2
    assert engine.documents == {one.id: one.sequence for one in archive.now.values()}
    assert told == ["no answer; it is tried again, and catches up by itself"]


def test_a_target_still_away_at_the_end_is_told_and_loses_nothing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(target, "FIRST_PAUSE", 0.001)
    archive, engine = FakeArchive(), FlakyEngine()
    archive.put("detik:1")
    stop = threading.Event()
    stop.set()
    one = Target("far", Standing(engine, away=1), tmp_path / "lock", archive)
    with pytest.raises(Away):
        one.follow(stop)
    assert one.push().put == 1


def test_what_will_not_pass_is_told_at_once(tmp_path: Path) -> None:
    archive, engine = FakeArchive(), FlakyEngine("another")
    with pytest.raises(EngineError, match="filled from another archive"):
        Target("far", Standing(engine), tmp_path / "lock", archive).follow(threading.Event())
    assert engine.closed
