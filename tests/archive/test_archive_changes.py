from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from archive_samples import article, at, capture
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from archive.article import StoredArticle
from archive.errors import ArticleRemoved
from archive.store import Archive, Change, DeadLetter


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        yield opened


def test_the_log_is_read_in_parts(archive: Archive) -> None:
    ids = [archive.put(article(n), capture(n)).id for n in range(5)]
    assert archive.last_sequence == 5
    assert archive.changes(0, 2) == [Change(1, "put", ids[0]), Change(2, "put", ids[1])]
    assert [change.sequence for change in archive.changes(3, 100)] == [4, 5]
    assert archive.changes(5, 100) == []


def test_cursors_only_move_forward_and_are_forgotten(archive: Archive) -> None:
    assert archive.cursor("g1") == 0
    archive.advance("g1", 7)
    archive.advance("g1", 3)
    archive.advance("g2", 1, [DeadLetter("g2", "a", 1, "mapping")])
    assert archive.cursors() == {"g1": 7, "g2": 1}
    archive.forget("g2")
    assert (archive.cursor("g2"), archive.dead("g2")) == (0, [])


def test_dead_letters_are_kept_replaced_and_exhumed(archive: Archive) -> None:
    archive.bury("g", "b", 9, "too large")
    archive.bury("g", "a", 2, "mapping")
    archive.bury("g", "a", 5, "mapping again")
    archive.bury("h", "a", 5, "other")
    assert archive.dead("g") == [DeadLetter("g", "a", 5, "mapping again"), DeadLetter("g", "b", 9, "too large")]
    assert archive.exhume("g", ["a", "z"]) == 1
    assert [letter.article_id for letter in archive.dead("g")] == ["b"]
    assert archive.exhume("g") == 1
    assert (archive.dead("g"), len(archive.dead("h"))) == ([], 1)


def test_letters_on_a_removed_article_go_with_it(archive: Archive) -> None:
    put = archive.put(article(), capture())
    archive.bury("g", put.id, 1, "quotes the text")
    archive.remove(put.id, "hak jawab", at(1))
    assert archive.dead("g") == []


class Readers(RuleBasedStateMachine):
    """Any history of puts, folds and removals, and a reader that follows the log in parts of any size."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        folder = Path(self.undo.enter_context(tempfile.TemporaryDirectory()))
        self.archive = self.undo.enter_context(Archive.open(folder / "archive.sqlite"))
        self.index: dict[str, StoredArticle] = {}
        self.place = 0
        self.archived: set[str] = set()
        self.barred: set[str] = set()

    def teardown(self) -> None:
        self.undo.close()

    @rule(
        key=st.integers(1, 5),
        text=st.sampled_from(["", " Disunting.", " Disunting lagi."]),
        minutes=st.integers(0, 6),
        claims=st.sets(st.integers(1, 5), max_size=2),
        twin=st.booleans(),
        section=st.sampled_from([None, "Daerah"]),
    )
    def put(self, key: int, text: str, minutes: int, claims: set[int], twin: bool, section: str | None) -> None:
        made = article(key, article().body + text, aliases=tuple(f"kabar:{n}" for n in claims), section=section)
        got = capture(key, minutes)
        if twin:
            got = replace(got, url=got.url + "?amp")
        before = self.archive.last_sequence
        try:
            put = self.archive.put(made, got)
        except ArticleRemoved:
            assert self.archive.last_sequence == before
            return
        assert made.key not in self.barred
        assert self.archive.resolve(made.key) == put.id
        assert (put.outcome == "revised") == (put.cause is not None)
        assert put.sequence is None or put.sequence == self.archive.last_sequence
        revisions = self.archive.revisions(put.id)
        assert revisions[put.revision - 1].body == made.body
        assert (got.url, got.fetched_at) in {(c.url, c.fetched_at) for c in self.archive.captures(put.id)}
        self.archived.add(made.key)

    @rule(key=st.integers(1, 5))
    def remove(self, key: int) -> None:
        self.archive.remove(f"kabar:{key}", "hak jawab", at(9))
        self.barred.add(f"kabar:{key}")
        self.archived -= {key for key in self.archived if self.archive.is_removed(key)}

    @rule(limit=st.integers(1, 4))
    def read(self, limit: int) -> None:
        found = self.archive.changes(self.place, limit)
        assert [c.sequence for c in found] == [*range(self.place + 1, self.place + 1 + len(found))]
        stored = self.archive.stored(c.article_id for c in found if c.op == "put")
        for change in found:
            if change.op != "put":
                self.index.pop(change.article_id, None)
            elif change.article_id in stored:
                self.index[change.article_id] = stored[change.article_id]
            self.place = change.sequence

    @rule()
    def catch_up(self) -> None:
        while self.place < self.archive.last_sequence:
            self.read(3)
        assert self.index.keys() == {stored.id for stored in self.archive.articles()}
        for stored in self.archive.articles():
            assert replace(self.index[stored.id], last_seen=stored.last_seen) == stored

    @invariant()
    def what_was_archived_is_found(self) -> None:
        for key in self.archived:
            stored = self.archive.get(key)
            assert stored is not None
            assert self.archive.get(stored.id) == stored
            revisions = self.archive.revisions(stored.id)
            assert [r.number for r in revisions] == [*range(1, len(revisions) + 1)]
            assert [r.at for r in revisions] == sorted(r.at for r in revisions)
            assert len({r.body for r in revisions}) == len(revisions) or len({r.title for r in revisions}) > 1
            assert [r.diff is None for r in revisions] == [True] + [False] * (len(revisions) - 1)
            assert revisions[stored.revision - 1].body == stored.article.body
            seen = [c.fetched_at for c in self.archive.captures(stored.id)]
            assert (stored.first_seen, stored.last_seen) == (min(seen), max(seen))


TestReaders = Readers.TestCase
TestReaders.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
