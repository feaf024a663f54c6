"""The command as a user calls it, in a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KLIPING_")}
    return kept | {"KLIPING_DATA": str(data), "PYTHONWARNINGS": "error", "COLUMNS": "160"} | more


def kliping(
    *words: str, data: Path, cwd: Path, stdin: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kliping", *words],
        capture_output=True,
        text=True,
        input=stdin,
        env=environment(data, **more),
        cwd=cwd,
        timeout=300,
        check=False,
    )


def broken(code: str, *words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The command with a fault put into it first."""
    return subprocess.run(
        [sys.executable, "-c", f"{code}\nfrom kliping.cli import main; main()", *words],
        capture_output=True,
        text=True,
        env=environment(cwd / "data", **more),
        cwd=cwd,
        timeout=300,
        check=False,
    )


# Puts a disk that is full after five articles into the archive.
FULL = """
from archive.errors import ArchiveFull
from archive.store import Archive
done = []
def fails_after(method, n):
    def call(self, *args, **more):
        done.append(method)
        if len(done) > n:
            raise ArchiveFull(f"Archive {self.place}: the disk is full: free some space, then start again.")
        return method(self, *args, **more)
    return call
Archive.put = fails_after(Archive.put, 5)
Archive.close_run = fails_after(Archive.close_run, 5)"""


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample edition, packed."""
    path = tmp_path_factory.mktemp("edition") / "edition.warc.gz"
    subprocess.run([sys.executable, "-m", "edition.build", str(path)], cwd=ROOT, check=True, capture_output=True)
    return path


@pytest.fixture(scope="session")
def filled(edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the edition in it; for reading only."""
    folder = tmp_path_factory.mktemp("filled")
    done = kliping("crawl", "--replay", str(edition), data=folder / "data", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "data"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``run("search", "x", data=…)``; the data folder is a fresh one if none is given."""

    def call(*words: str, data: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        return kliping(*words, data=data or tmp_path / "data", cwd=tmp_path, **more)

    return call
