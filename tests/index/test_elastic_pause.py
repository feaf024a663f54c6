"""Targets that are away, full, blocked, gone or closed to us: paused without a letter, told once, and caught up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from index_elastic import access_to
from index_faults import NAME, Following, Room, hurried, room_on, wait
from support.elasticsearch import Running, Server
from support.elasticsearch.cutting_proxy import CuttingProxy

from index.engine import EngineError
from index.targets import open_target

Prefix = Callable[[Running], str]


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    hurried(monkeypatch)


@pytest.fixture
def room(elastic_server: Running, fresh_prefix: Prefix, tmp_path: Path) -> Iterator[Room]:
    with room_on(elastic_server, fresh_prefix(elastic_server), tmp_path) as made:
        yield made


def test_a_server_that_is_away_for_the_whole_crawl(room: Room) -> None:
    room.write(20)
    room.target().push()
    before = room.cursor()
    with CuttingProxy(room.server.url) as proxy:
        room.url = proxy.url
        proxy.refuse()
        following = Following(room.target())
        wait(lambda: following.told, "the fault is told")
        room.write(100)  # the crawl goes on untouched
        following._stop_it.set()
        following.join()
        assert isinstance(following.error, EngineError)
        assert len(following.told) == 1
        assert room.cursor() == before
        assert room.archive.dead(str(room.target(url=room.server.url).generation())) == []
        proxy.accept()
        assert room.target().push().put == 100
    room.url = room.server.url
    room.check()


def test_a_server_that_goes_and_comes_back_in_the_middle(room: Room) -> None:
    room.write(20)
    with CuttingProxy(room.server.url) as proxy:
        room.url = proxy.url
        following = Following(room.target())
        wait(lambda: room.cursor() == 20, "the first ones are there")
        for _ in range(3):
            proxy.refuse()
            proxy.cut_now()
            room.write(50)
            wait(lambda: following.told, "the fault is told")
            proxy.accept()
            wait(lambda: room.behind() == 0, "the target catches up")
        report = following.end()
        assert (report.put, report.dead) == (170, 0)
        assert len(following.told) == 1, "told again and again"
    room.url = room.server.url
    room.check()


@pytest.mark.parametrize("block", ["read_only_allow_delete", "write", "read_only"])
def test_a_full_disk_that_is_later_freed(room: Room, block: str) -> None:
    room.write(20)
    following = Following(room.target())
    wait(lambda: room.cursor() == 20, "the first ones are there")
    setting = f"/{room.target().generation()}/_settings"
    room.server.ask("PUT", setting, {f"index.blocks.{block}": True})
    room.write(60)
    wait(lambda: following.told, "the block is told")
    assert "takes no writes" in following.told[0]
    assert "free disk space" in following.told[0]
    assert room.letters() == {}
    assert room.behind() == 60
    room.server.ask("PUT", setting, {f"index.blocks.{block}": None})
    wait(lambda: room.behind() == 0, "the target catches up")
    assert following.end().dead == 0
    room.check()


def test_an_index_that_somebody_deleted_makes_no_letters_and_is_made_anew(room: Room) -> None:
    room.write(40)
    room.target().push()
    generation = room.target().generation()
    following = Following(room.target())
    wait(lambda: room.target().status().pusher, "the target is followed")
    assert room.server.ask("DELETE", f"/{generation}")[0] == 200
    room.write(20)
    following.join()
    assert "is not there" in str(following.error)
    assert "`kliping index rebuild`" in str(following.error)
    assert room.archive.dead(str(generation)) == []
    assert room.target().push().put == 60
    room.check()


def test_a_key_that_is_revoked_makes_no_letters(
    secure_elastic_server: Running, fresh_prefix: Prefix, tmp_path: Path
) -> None:
    server = secure_elastic_server
    with room_on(server, fresh_prefix(server), tmp_path) as room:
        room.write(20)
        room.target().push()
        made = server.ask("POST", "/_security/api_key", {"name": room.prefix})[1]
        access = replace(access_to(server, room.prefix), username=None, password=None, api_key=made["encoded"])
        with closing(open_target(NAME, room.data, room.archive, access)) as target:
            following = Following(target)
            wait(lambda: target.status().pusher, "the target is followed")
            assert server.ask("DELETE", "/_security/api_key", {"ids": [made["id"]]})[0] == 200
            room.write(20)
            following.join()
        assert "does not accept the credentials" in str(following.error)
        assert made["encoded"] not in str(following.error)
        assert room.letters() == {}
        assert room.target().push().put == 20
        room.check()


@pytest.mark.faults
@pytest.mark.parametrize("version", ["8", "9"])
def test_a_full_queue(
    start_elastic_server: Callable[..., Server], version: str, fresh_prefix: Prefix, tmp_path: Path
) -> None:
    settings = {"thread_pool.write.size": 1, "thread_pool.write.queue_size": 1, "node.processors": 1}
    server = start_elastic_server(version, settings=settings)
    prefix = fresh_prefix(server)
    stop, refusals = threading.Event(), []
    lines = [line for number in range(400) for line in ({"index": {}}, {"teks": f"naskah {number} " * 40})]

    def hammer() -> None:
        while not stop.is_set():
            with suppress(OSError):
                status, told = server.ask("POST", f"/{prefix}-others/_bulk", lines)
                refusals.extend(one for one in [status, *map(_status, _items(told))] if one == 429)

    server.ask("PUT", f"/{prefix}-others")
    others = [threading.Thread(target=hammer, daemon=True) for _ in range(6)]
    with room_on(server, prefix, tmp_path) as room:
        room.write(300, length=200)
        for other in others:
            other.start()
        wait(lambda: len(refusals) > 20, "the queue is full")
        before = len(refusals)
        following = Following(room.target())
        wait(lambda: room.behind() == 0 or following.error, "everything is pushed")
        wait(lambda: len(refusals) > before, "it was full meanwhile")
        stop.set()
        for other in others:
            other.join()
        assert following.end().dead == 0
        room.check()


def _items(told: object) -> list[dict[str, dict[str, int]]]:
    return told.get("items", []) if isinstance(told, dict) else []


def _status(item: dict[str, dict[str, int]]) -> int:
    return item["index"]["status"]
