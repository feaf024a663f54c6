"""What the embedded engine owes beside the contract: its folder, its state, its readers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from index_fakes import stored

from archive.article import article_id
from index import embedded
from index.document import Document, document_of
from index.embedded import EmbeddedEngine
from index.engine import Deletion, EngineError, Request


def corpus() -> list[Document]:
    keys = ("perpusnas:rusia", "detik:rusia", "tempo:taman", "kompas:lomba", "rmid:tanpa")
    return [document_of(stored(key, "Perpusnas", "Di Rusia.", sequence=at)) for at, key in enumerate(keys, 1)]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    made = EmbeddedEngine.create(tmp_path / "index", "an archive")
    made.apply(corpus(), [])
    made.commit(7)
    yield made
    made.close()


def test_state_tells_archive_version_and_place(full: EmbeddedEngine, tmp_path: Path) -> None:
    state = full.state()
    assert (state.archive_id, state.pushed, state.sequence, state.documents) == ("an archive", 7, 5, 5)
    reopened = EmbeddedEngine.open(tmp_path / "index")
    assert reopened.state() == state
    reopened.close()


def test_what_was_not_committed_is_lost(full: EmbeddedEngine, tmp_path: Path) -> None:
    full.apply([], [Deletion(one.id, 8) for one in corpus()])
    full.close()
    reopened = EmbeddedEngine.open(tmp_path / "index")
    assert reopened.search(Request("")).articles == 5
    reopened.close()


def test_a_folder_without_an_index_is_told_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="kliping index rebuild"):
        EmbeddedEngine.open(tmp_path)


@pytest.mark.parametrize("suffix", ["meta.json", ".store", ".term", ".fast"])
@pytest.mark.parametrize("how", ["gone", "half"])
def test_a_damaged_index_is_told_with_the_command(full: EmbeddedEngine, tmp_path: Path, suffix: str, how: str) -> None:
    full.close()
    for path in (tmp_path / "index" / "tantivy").iterdir():
        if path.name.endswith(suffix) and how == "gone":
            path.unlink()
        elif path.name.endswith(suffix):
            os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(EngineError, match="`kliping index rebuild`") as error:
        EmbeddedEngine.open(tmp_path / "index").search(Request("perpusnas"))
    assert "\n" not in str(error.value)


def test_an_index_of_another_version_is_not_opened(
    full: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "VERSION", "0-old")
    with pytest.raises(EngineError, match="`kliping push` builds it anew"):
        EmbeddedEngine.open(tmp_path / "index")


def test_a_read_only_index_answers(full: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.os, "access", lambda path, mode: False)
    (tmp_path / "index" / "tantivy" / ".tantivy-meta.lock").unlink()
    reader = EmbeddedEngine.open(tmp_path / "index")
    assert reader.search(Request("rusia")).articles == 5
    reader.close()
    assert not (tmp_path / "index" / "tantivy" / ".tantivy-meta.lock").exists()


def test_a_reader_follows_another_writer(full: EmbeddedEngine, tmp_path: Path) -> None:
    reader = EmbeddedEngine.open(tmp_path / "index")
    full.apply([], [Deletion(article_id("rmid:tanpa"), 8)])
    full.commit(8)
    assert reader.search(Request("")).articles == 4
    assert reader.state().pushed == 8
    reader.close()
