"""Pushing beside a crawl or import, with another pusher at the same target."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from index_fakes import article

from archive.article import Capture
from archive.store import Archive
from index.lock import hold
from index.push import PushReport
from index.target import Target
from kliping import pushing
from kliping.config import Config
from kliping.pushing import push_beside

AT = datetime(2024, 7, 10, 3, tzinfo=UTC)


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def put(archive: Archive, key: str) -> None:
    one = article(key, "Judul", f"Isi berita {key}.")
    archive.put(one, Capture(one.url, AT, 200, key))


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(pushing, "_KNOCK", 0.01)
    return Config(data=tmp_path, archive=f"sqlite:///{tmp_path / 'archive.db'}")


def test_a_target_that_has_a_pusher_is_taken_over_when_that_ends(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow, calls = Target.follow, []

    def counted(*words: Any, **more: Any) -> PushReport:
        calls.append(1)
        return follow(*words, **more)

    monkeypatch.setattr(Target, "follow", counted)
    with Archive.open(tmp_path / "archive.db") as archive:
        first = hold(tmp_path / "index" / "embedded.lock", "embedded")
        first.__enter__()
        with push_beside(config, archive) as pushed:
            put(archive, "detik:1")
            wait(lambda: len(calls) > 2)
            assert archive.cursors() == {}
            first.__exit__(None, None, None)
            wait(lambda: 1 in archive.cursors().values())
            put(archive, "detik:2")
        assert not pushed.busy
        assert pushed.lines == {"embedded": "embedded: 2 documents put, 0 taken out."}


def test_one_that_has_a_pusher_to_the_end_is_left_to_it(config: Config, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db") as archive:
        with hold(tmp_path / "index" / "embedded.lock", "embedded"), push_beside(config, archive) as pushed:
            put(archive, "detik:1")
        assert pushed.busy
        assert "is pushing to it" in pushed.lines["embedded"]
