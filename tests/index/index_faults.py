"""What the tests of faults share: an archive and its target on a real cluster, readers that look all the time."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from index_elastic import access_to
from index_fakes import article, day
from support.elasticsearch import Running

from archive.article import Capture
from archive.store import Archive
from index import push, target
from index.elastic_bulk import BulkWriter
from index.push import PushReport
from index.target import Target
from index.targets import open_target

NOW = datetime(2024, 7, 10, 3, tzinfo=UTC)
CEILING = 240.0  #: seconds that a condition is waited for; a test that meets it has failed
NAME = "far"  #: of the target
WORDS = ("perpustakaan", "pustakawan", "naskah", "literasi", "daerah", "koleksi", "layanan", "membaca", "buku", "desa")

writers: list[BulkWriter] = []  # every one that the test at work has made; see `hurried`


def wait(condition: Callable[[], Any], what: str, ceiling: float = CEILING) -> None:
    """Until it is so."""
    end = time.monotonic() + ceiling
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.01)


def hurried(monkeypatch: pytest.MonkeyPatch, batch: int = 20, patience: float = 0.3) -> None:
    """Small batches, so that there are many; short pauses; and `writers` counts anew."""
    writers.clear()
    made = BulkWriter.__init__

    def noted(self: BulkWriter, *words: Any, **more: Any) -> None:
        made(self, *words, **({"patience": patience} | more))
        writers.append(self)

    monkeypatch.setattr(BulkWriter, "__init__", noted)
    monkeypatch.setattr(push, "BATCH", batch)
    monkeypatch.setattr(target, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(target, "LONGEST_PAUSE", 0.2)


def stale() -> int:
    """How many documents were sent that the index had already."""
    return sum(writer.stale for writer in writers)


@dataclass
class Room:
    """An archive in a file, and its target on a cluster; ``url`` where that is reached by another way."""

    server: Running
    prefix: str
    folder: Path
    archive: Archive
    url: str
    dice: Random = field(default_factory=lambda: Random(6))  # noqa: S311
    made: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)

    @property
    def place(self) -> Path:
        """The archive's file."""
        return self.folder / "archive.sqlite"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def write(self, count: int, *, length: int = 30, **more: Any) -> list[str]:
        """Archive that many new articles in one go; their keys."""
        keys = [f"detik:d-{number}" for number in range(self.made, self.made + count)]
        self.made += count
        with self.archive.batch():
            for key in keys:
                self.put(key, f"Berita {key}", length, **more)
        return keys

    def put(self, key: str, title: str, length: int = 30, **more: Any) -> None:
        """Archive a new text of an article, fetched later than all before."""
        body = more.pop("body", None) or " ".join(self.dice.choices(WORDS, k=length))
        one = article(key, title, f"{title}. {body}", published=day(self.made % 9), **more)
        fetched = NOW + timedelta(seconds=self.archive.last_sequence)
        self.archive.put(one, Capture(one.url, fetched, 200, f"{title} {body}"))

    def target(self, archive: Archive | None = None, *, url: str | None = None, name: str = NAME) -> Target:
        """The target, opened anew, as another process would."""
        access = access_to(self.server, self.prefix)
        access = type(access)(**{one: getattr(access, one) for one in access.__slots__} | {"url": url or self.url})
        return self._stack.enter_context(closing(open_target(name, self.data, archive or self.archive, access)))

    def copied(self, to: Path) -> None:
        """A copy of the archive as it is now."""
        with closing(sqlite3.connect(self.place)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)

    def restored(self, copy: Path) -> None:
        """An older copy put back in the archive's place, and opened."""
        self.archive.close()
        for ending in ("-wal", "-shm"):
            self.place.with_name(self.place.name + ending).unlink(missing_ok=True)
        shutil.copy(copy, self.place)
        self.archive = Archive.open(self.place)

    def cursor(self) -> int:
        """How far the generation that answers has come; 0 where none does."""
        return max((at for name, at in self.archive.cursors().items() if self._is_generation(name)), default=0)

    def behind(self) -> int:
        return self.archive.last_sequence - self.cursor()

    def _is_generation(self, name: str) -> bool:
        return name.startswith(f"{self.prefix}-v")

    def generations(self) -> dict[str, list[str]]:
        """Those on the cluster, each with its aliases."""
        _, told = self.server.ask("GET", f"/{self.prefix}-v*/_alias?expand_wildcards=all")
        return {name: sorted(its["aliases"]) for name, its in told.items()}

    def documents(self) -> list[dict[str, Any]]:
        """What readers find, asked of the server itself."""
        self.server.ask("POST", f"/{self.prefix}/_refresh")
        body = {"size": 10_000, "_source": ["id", "title", "body", "sequence"]}
        status, told = self.server.ask("POST", f"/{self.prefix}/_search", body)
        assert status == 200, told
        return [hit["_source"] for hit in told["hits"]["hits"]]

    def letters(self) -> dict[str, str]:
        """Dead letters of the generation that answers: article → reason."""
        return {one.article_id: one.reason for one in self.archive.dead(self.target().generation() or "")}

    def check(self, refused: Collection[str] = ()) -> None:
        """Nothing lost, nothing doubled, archive and index equal, but for the ids of those refused.

        Asked of the server itself, and of the product.
        """
        found = self.documents()
        ours = {one.id: (one.article.title, one.article.body, one.sequence) for one in self.archive.articles()}
        expected = {id_: told for id_, told in ours.items() if id_ not in set(refused)}
        assert {one["id"]: (one["title"], one["body"], one["sequence"]) for one in found} == expected
        assert len(found) == len(expected)
        verified = self.target().verify()
        assert verified.clean, str(verified)
        assert verified.same == len(expected)
        status = self.target().status()
        assert (status.documents, status.behind, status.dead) == (len(expected), 0, len(set(refused))), status
        assert status.problem is None
        assert set(self.letters()) == set(refused)
        aliases = [name for its in self.generations().values() for name in its]
        assert sorted(aliases).count(self.prefix) == aliases.count(f"{self.prefix}-write") == 1

    def close(self) -> None:
        self._stack.close()
        self.archive.close()


@contextmanager
def room_on(server: Running, prefix: str, folder: Path, url: str | None = None) -> Iterator[Room]:
    """A new archive, and a target on this server under this prefix."""
    made = Room(server, prefix, folder, Archive.open(folder / "archive.sqlite"), url or server.url)
    with closing(made):
        yield made


class Following(threading.Thread):
    """A target followed as beside a crawl; `end` stops it and gives what it did."""

    def __init__(self, followed: Target, progress: Callable[[int, int], None] | None = None) -> None:
        super().__init__(daemon=True)
        self.told: list[str] = []
        self.error: Exception | None = None
        self._target, self._progress, self._stop_it = followed, progress, threading.Event()
        self._report = PushReport()
        self.start()

    def run(self) -> None:
        try:
            self._report = self._target.follow(
                self._stop_it, progress=self._progress, interval=0.02, tell=self.told.append
            )
        except Exception as error:  # noqa: BLE001 - given to who waits
            self.error = error

    def end(self) -> PushReport:
        self._stop_it.set()
        self.join(CEILING)
        assert not self.is_alive(), "following never ended"
        if self.error is not None:
            raise self.error
        return self._report


class Readers(threading.Thread):
    """Count through the read alias all the time, as people's dashboards do; they must never see fewer.

    A context manager: at its end it is judged.
    """

    def __init__(self, server: Running, prefix: str) -> None:
        super().__init__(daemon=True)
        self.looks, self.most = 0, 0
        self.wrong: list[str] = []
        self._server, self._prefix, self._stop_it = server, prefix, threading.Event()

    def __enter__(self) -> Readers:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stop_it.set()
        self.join(CEILING)
        if kind is None:
            assert not self.wrong, self.wrong[:5]
            assert self.looks > 0

    def run(self) -> None:
        while not self._stop_it.is_set():
            status, told = self._server.ask("GET", f"/{self._prefix}/_count")
            count = told.get("count", -1) if status == 200 else -1
            if count < self.most:
                self.wrong.append(f"{count} after {self.most}: HTTP {status} {told}")
            self.most = max(self.most, count)
            self.looks += 1
