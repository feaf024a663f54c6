"""``kill -9`` of pushers, rebuilds and servers: nothing is lost, nothing doubled, and readers never see fewer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from index_elastic import access_to
from index_elastic_pusher import run
from index_faults import NAME, Following, Readers, Room, hurried, room_on, wait
from support.elasticsearch import Running, Server

from index.push import PushReport

Prefix = Callable[[Running], str]
ALL = pytest.param(50, marks=pytest.mark.faults)


@pytest.fixture
def room(elastic_server: Running, fresh_prefix: Prefix, tmp_path: Path) -> Iterator[Room]:
    with room_on(elastic_server, fresh_prefix(elastic_server), tmp_path) as made:
        yield made


def child(room: Room, work: str, die: int | None = None) -> int:
    """Questions asked by a process that does that work; -1 where it was killed at that point."""
    return run(access_to(room.server, room.prefix), NAME, room.data, room.place, work, die)


def points(questions: int, count: int) -> list[int]:
    """Random points before and after a process's questions, the first and the last among them."""
    every = range(2 * questions)
    return [every[0], every[-1], *Random(count).sample(every, min(count, len(every)) - 2)]  # noqa: S311


@pytest.mark.parametrize("count", [12, ALL])
def test_a_pusher_killed_at_any_point_loses_and_doubles_nothing(room: Room, count: int) -> None:
    room.write(60)
    room.target().push()
    room.write(60)
    questions = child(room, "push")
    killed = 0
    for point in points(questions, count):
        keys = room.write(60)
        room.put(keys[7], "Diralat")
        killed += child(room, "push", point) == -1
        assert room.target().push().cursor == room.archive.last_sequence
        room.check()
    assert killed >= min(count, 2 * questions) * 0.8  # two lanes: the last question is not always asked


@pytest.mark.parametrize("count", [4, ALL])
def test_a_rebuild_killed_at_any_point_is_invisible(room: Room, count: int) -> None:
    room.write(60)
    room.target().push()
    with Readers(room.server, room.prefix) as readers:
        questions = child(room, "rebuild")
        killed = 0
        for number, point in enumerate(points(questions, count)):
            room.write(20)
            died = child(room, "rebuild", point) == -1
            killed += died
            if number % 4 == 3:  # started again by hand; else the next push clears up
                child(room, "rebuild")
            room.target().push()
            room.check()
            assert len(room.generations()) <= 2, "leftovers"
    assert killed >= min(count, 2 * questions) * 0.8
    assert readers.looks > count


@pytest.mark.faults
@pytest.mark.parametrize("version", ["8", "9"])
@pytest.mark.parametrize("batch", [1, 4])
def test_a_server_killed_in_the_middle_of_a_push_and_started_again(
    start_elastic_server: Callable[..., Server],
    version: str,
    batch: int,
    fresh_prefix: Prefix,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = start_elastic_server(version)
    hurried(monkeypatch)
    with room_on(server, fresh_prefix(server), tmp_path) as room:
        room.write(20)
        room.target().push()
        room.write(300)
        report = pushed_over_a_kill(room, server, room.archive.last_sequence - 300 + batch * 20)
        assert report.dead == 0
        room.check()


def pushed_over_a_kill(room: Room, server: Server, kill_at: int) -> PushReport:
    """Follow the archive; when the cursor has come so far the server is killed, and started again."""
    killed: list[int] = []

    def progress(at: int, _last: int) -> None:
        if at >= kill_at and not killed:
            killed.append(at)
            server.kill()

    following = Following(room.target(), progress)
    wait(lambda: killed, "the server is killed")
    wait(lambda: following.told, "the fault is told")
    assert room.behind() > 0
    room.write(40)  # meanwhile the crawl goes on
    server.start()
    wait(lambda: room.behind() == 0, "the target catches up")
    assert len(following.told) == 1
    assert "does not answer" in following.told[0] or "closed the connection" in following.told[0]
    return following.end()
