"""An archive in a folder where nothing may be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from archive_samples import article, at, capture

from archive.errors import ArchiveUnwritable
from archive.store import Archive


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "arsip #1?"
    folder.mkdir()
    with Archive.open(folder / "archive.db") as archive:
        archive.put(article(1), capture(1))
    return folder / "archive.db"


@pytest.fixture
def read_only(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file as one sees it who may write neither it nor its folder; root may write anywhere."""
    asked = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != place.parent and asked(path, mode))
    return place


def test_it_is_read_and_nothing_is_written_beside_it(read_only: Path) -> None:
    before = sorted(path.name for path in read_only.parent.iterdir())
    with Archive.open(read_only, create=False) as archive:
        stored = archive.get("kabar:1")
        assert stored is not None
        assert archive.captures(stored.id) == [capture(1)]
        assert archive.last_sequence == 1
        assert sorted(path.name for path in read_only.parent.iterdir()) == before


def test_writing_is_refused_in_a_sentence(read_only: Path) -> None:
    with Archive.open(read_only, create=False) as archive:
        with pytest.raises(ArchiveUnwritable, match="cannot be written: give this user write access"):
            archive.put(article(2), capture(2))
        with pytest.raises(ArchiveUnwritable):
            archive.remove("kabar:1", "hak jawab", at(1))
        assert archive.get("kabar:1")


def test_what_a_writer_has_not_put_into_the_file_yet_is_read_too(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(place) as writer:
        writer.put(article(2), capture(2))
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        with Archive.open(place, create=False) as reader:
            assert reader.get("kabar:2")
            writer.put(article(3), capture(3))
            assert reader.get("kabar:3")
