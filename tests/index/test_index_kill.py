"""Pushers killed with SIGKILL, against the real archive."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_fakes import SEEN, FakeArchive, article, day

from archive.article import Capture
from archive.store import Archive
from index.engine import Request
from index.target import Target
from index.targets import open_target

PUSHER = Path(__file__).with_name("index_pusher.py")


def capture(key: str) -> Capture:
    return Capture(f"https://detik.example/{key}", SEEN, 200, key.encode().hex().ljust(64, "0"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite") as made:
        for number in range(60):
            key = f"detik:d-{number}"
            body = f"Isi berita nomor {number} tentang perpustakaan dan pustakawan di daerah."
            made.put(article(key, f"Judul {number}", body, published=day(number % 9)), capture(key))
        yield made


def content(target: Target) -> list[tuple[str, str, int]]:
    with target.reader() as engine:
        return sorted((hit.document.id, hit.document.body, hit.document.sequence) for hit in engine.stream(Request("")))


def killed_after(commits: int, *arguments: str | Path) -> bool:
    """Run a pusher and kill it after some commits; whether it was still at work."""
    environment = os.environ | {"PYTHONPATH": str(PUSHER.parents[2])}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, PUSHER, *arguments], stdin=pipe, stdout=pipe, env=environment) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        for left in reversed(range(commits)):
            child.stdout.readline()
            if left and "wait" in arguments:
                child.stdin.write(b"\n")
                child.stdin.flush()
        child.kill()
    return child.returncode == -9


def test_a_pusher_killed_again_and_again_gives_the_same_index(archive: Archive, tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    undisturbed = open_target("embedded", tmp_path / "undisturbed", archive)
    undisturbed.push()
    target = open_target("embedded", tmp_path / "data", archive)
    kills = [killed_after(commits, place, tmp_path / "data", "push") for commits in (0, 1, 2, 1)]
    assert any(kills)
    target.push()
    assert content(target) == content(undisturbed)
    assert len(content(target)) == 60
    assert target.status().problem is None


def test_a_killed_rebuild_leaves_the_index_as_it_was(archive: Archive, tmp_path: Path) -> None:
    target = open_target("embedded", tmp_path / "data", archive)
    target.push()
    before = content(target)
    assert killed_after(2, tmp_path / "archive.sqlite", tmp_path / "data", "rebuild", "wait")
    assert content(target) == before
    target.push()
    folders = [path.name for path in (tmp_path / "data" / "index" / "embedded").glob("embedded-*")]
    assert folders == [target.status().generation]


class Killed(BaseException):
    """Stands in for a kill at one place."""


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 5), st.sampled_from(["satu", "dua", "tiga"])),
        st.tuples(st.just("drop"), st.integers(0, 5)),
        st.tuples(st.sampled_from(["push", "rebuild", "rollback"])),
        st.tuples(st.just("crash"), st.sampled_from(["advance", "changes", "stored"])),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whatever_happened_a_push_makes_the_index_equal_to_the_archive(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, ...]]
) -> None:
    archive = FakeArchive()
    target = open_target("embedded", tmp_path_factory.mktemp("data"), archive)
    for name, *values in steps:
        match name:
            case "put":
                archive.put(f"detik:{values[0]}", values[1])
            case "drop":
                archive.drop(f"detik:{values[0]}")
            case "crash":
                _crash(archive, target, str(values[0]))
            case "rollback":
                if target.status().previous:
                    target.rollback()
            case _:
                getattr(target, name)()
    target.push()
    told = {(id_, sequence) for id_, _, sequence in content(target)}
    assert told == {(one.id, one.sequence) for one in archive.now.values()}


def _crash(archive: FakeArchive, target: Target, method: str) -> None:
    def die(*_: object) -> None:
        raise Killed

    setattr(archive, method, die)
    try:
        target.push()
    except Killed:
        pass
    finally:
        delattr(archive, method)
