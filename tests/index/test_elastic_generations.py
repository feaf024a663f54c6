"""A target on a real cluster: aliases that move at once, what is not ours refused, ledgers of runs beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from index_elastic import access_to
from index_fakes import article, day
from support.elasticsearch import Running

from archive.article import Capture
from archive.store import Archive
from index import elastic_template
from index.engine import EngineError, Request
from index.lock import Busy, hold
from index.target import Target
from index.targets import open_target

NOW = datetime(2024, 7, 10, 3, tzinfo=UTC)


@dataclass
class Room:
    """An archive, and a target of it on a cluster."""

    server: Running
    prefix: str
    archive: Archive
    data: Path

    def target(self, archive: Archive | None = None) -> Target:
        return open_target("far", self.data, archive or self.archive, access_to(self.server, self.prefix))

    def put(self, *keys: str, **more) -> None:
        for key in keys:
            one = article(key, f"Judul {key}", "Isi perpustakaan.", published=day(1), **more)
            self.archive.put(one, Capture(one.url, NOW, 200, key + str(more)))

    def aliases(self) -> dict[str, list[str]]:
        """What is under the prefix: index → aliases."""
        _, told = self.server.ask("GET", f"/{self.prefix}*/_alias?expand_wildcards=all")
        return {name: sorted(its["aliases"]) for name, its in told.items()}

    def found(self, query: str = "perpustakaan") -> int:
        self.server.ask("POST", f"/{self.prefix}/_refresh")
        with self.target().reader() as engine:
            return engine.search(Request(query)).articles


@pytest.fixture
def room(each_elastic_server: Running, fresh_prefix: Callable[[Running], str], tmp_path: Path) -> Room:
    with Archive.open(tmp_path / "archive.db") as archive:
        made = Room(each_elastic_server, fresh_prefix(each_elastic_server), archive, tmp_path / "data")
        made.put("detik:1", "tempo:2", "rmid:3")
        yield made


def test_a_push_makes_what_an_empty_cluster_lacks_and_goes_on_from_its_cursor(room: Room) -> None:
    with pytest.raises(EngineError, match=r"no index yet; `kliping push`"):
        room.found()
    assert room.target().push().put == 3
    room.put("kompas:4")
    assert room.target().push().put == 1
    assert room.found() == 4
    generation = room.target().generation()
    assert generation.startswith(f"{room.prefix}-v1-20")
    assert room.aliases()[generation] == [room.prefix, f"{room.prefix}-write"]
    status = room.target().status()
    assert (status.documents, status.behind, status.problem, status.previous) == (4, 0, None, None)
    assert status.size > 0
    assert room.target().verify().clean


def test_what_the_archive_lost_leaves_the_cluster(room: Room) -> None:
    room.target().push()
    room.archive.remove("tempo:2", "hak jawab", NOW)
    assert room.target().push().gone == 1
    assert room.found() == 2
    assert room.target().verify().clean


def test_a_rebuild_swaps_at_once_keeps_the_one_before_and_removes_older_ones(room: Room) -> None:
    room.target().push()
    first = room.target().generation()
    assert room.target().rebuild().put == 3
    second = room.target().generation()
    room.target().rebuild()
    third = room.target().generation()
    held = {name: its for name, its in room.aliases().items() if "-runs-" not in name}
    assert held == {second: [f"{room.prefix}-previous"], third: [room.prefix, f"{room.prefix}-write"]}
    assert len({first, second, third}) == 3
    assert set(room.archive.cursors()) >= {second, third}
    assert first not in room.archive.cursors()
    room.put("kompas:4")
    room.target().push()
    assert room.target().rollback() == second
    assert room.found() == 4
    assert room.target().status().previous == third
    settings = room.server.ask("GET", f"/{second}/_settings")[1][second]["settings"]["index"]
    assert settings["refresh_interval"] == "1s"


def test_what_a_killed_rebuild_left_is_swept_away_by_the_next_push_and_nothing_else(room: Room) -> None:
    room.target().push()

    def die(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.target().rebuild(progress=die)
    foreign = f"{room.prefix}-v1-20200101000000-foreig"
    room.server.ask("PUT", f"/{foreign}", {"mappings": {"_meta": {"kliping": {"archive": "another", "version": "1"}}}})
    assert len([name for name in room.aliases() if "-v1-" in name and "-runs-" not in name]) == 3
    assert room.found() == 3
    room.target().push()
    assert {name for name in room.aliases() if "-runs-" not in name} == {room.target().generation(), foreign}


def test_purging_leaves_no_older_generation(room: Room) -> None:
    room.target().push()
    room.archive.remove("tempo:2", "hak jawab", NOW)
    room.target().purge()
    assert len([name for name in room.aliases() if "-runs-" not in name]) == 1
    assert room.found() == 2


def test_one_pusher_at_a_time(room: Room) -> None:
    with hold(room.data / "index" / "far.lock", "far"), pytest.raises(Busy, match="is pushing to it"):
        room.target().push()


def test_an_index_of_another_archive_is_refused_and_rebuilt_on_command(room: Room, tmp_path: Path) -> None:
    room.target().push()
    with Archive.open(tmp_path / "other.db") as other:
        for work in (room.target(other).push, room.target(other).reader().__enter__):
            with pytest.raises(EngineError, match=r"filled from another archive.*`kliping index rebuild`"):
                work()
        room.target(other).rebuild()
        with pytest.raises(EngineError, match="filled from another archive"):
            room.target().push()


def test_an_index_of_another_version_is_refused_with_the_command_to_run(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.target().push()
    monkeypatch.setattr(elastic_template, "version", lambda: "2-new")
    for work in (room.target().push, room.target().reader().__enter__):
        with pytest.raises(EngineError, match=r"this Kliping needs 2-new; `kliping index rebuild`"):
            work()
    assert room.target().status().problem
    room.target().rebuild()
    assert room.found() == 3


def test_an_index_or_alias_made_by_hand_is_refused(room: Room) -> None:
    room.server.ask("PUT", f"/{room.prefix}")
    for work in (room.target().push, room.target().rebuild, room.target().reader().__enter__):
        with pytest.raises(EngineError, match="is an index and must be an alias: give the target another prefix"):
            work()
    room.server.ask("DELETE", f"/{room.prefix}")
    for name in ("hand-1", "hand-2"):
        room.server.ask("PUT", f"/{room.prefix}-{name}", {"aliases": {room.prefix: {}}})
    with pytest.raises(EngineError, match=r"the alias leads to .*-hand-1, .*-hand-2 and must lead to one"):
        room.target().push()
    room.server.ask("DELETE", f"/{room.prefix}-hand-2")
    for work in (room.target().push, room.target().reader().__enter__):
        with pytest.raises(EngineError, match=r"hand-1: the index was not made by Kliping; `kliping index rebuild`"):
            work()
    room.target().rebuild()
    assert room.found() == 3
    assert f"{room.prefix}-hand-1" in room.aliases()


def test_a_write_alias_that_somebody_moved_or_removed_is_told(room: Room) -> None:
    room.target().push()
    generation = room.target().generation()
    room.put("kompas:4")
    alias = f"{room.prefix}-write"
    room.server.ask("POST", "/_aliases", {"actions": [{"remove": {"index": generation, "alias": alias}}]})
    with pytest.raises(EngineError, match="`kliping index rebuild`"):
        room.target().push()
    assert not room.archive.dead(generation)
    room.server.ask("PUT", f"/{room.prefix}-hand", {"aliases": {alias: {"is_write_index": True}}})
    with pytest.raises(EngineError, match=r"leads to .*-hand now"):
        room.target().push()
    room.target().rebuild()
    assert room.found() == 4


def test_ledgers_of_runs_are_there_once_they_ended(room: Room) -> None:
    archive = room.archive
    first, second = archive.start_run("crawl", NOW), archive.start_run("crawl", NOW)
    archive.discover(first, "detik", ["https://detik.example/1", "https://detik.example/2"])
    archive.settle(first, "https://detik.example/1", "skipped", "robots")
    archive.discover(second, "tempo", ["https://tempo.example/1"])
    archive.close_run(second, NOW, "finished")
    room.target().push()

    def told() -> set[tuple[int, str, str, str | None, int]]:
        room.server.ask("POST", f"/{room.prefix}-runs/_refresh")
        _, answer = room.server.ask("GET", f"/{room.prefix}-runs/_search?size=100")
        rows = [hit["_source"] for hit in answer["hits"]["hits"]]
        return {(r["run"], r["source"], r["outcome"], r.get("reason"), r["addresses"]) for r in rows}

    late = (second, "tempo", "unfinished", None, 1)
    assert told() == {late}
    archive.close_run(first, NOW, "finished")
    room.target().push()
    assert told() == {late, (first, "detik", "skipped", "robots", 1), (first, "detik", "unfinished", None, 1)}
    room.server.ask("DELETE", f"/{room.prefix}-runs-v1")
    room.target().push()
    assert len(told()) == 3


def test_two_clusters_have_cursors_of_their_own(room: Room) -> None:
    other = replace(room, prefix=f"{room.prefix}-b", data=room.data / "b")
    room.target().push()
    room.put("kompas:4")
    assert other.target().push().put == 4
    assert room.target().status().behind == 1
    room.target().push()
    assert (room.found(), other.found()) == (4, 4)
    assert room.target().generation() != other.target().generation()
