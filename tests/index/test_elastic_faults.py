"""Faults of what is sent and of what is there: refused documents, cut answers, archives put back; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from index_faults import Room, hurried, room_on, stale
from support.elasticsearch import Running, Server
from support.elasticsearch.cutting_proxy import CuttingProxy

from archive.article import article_id
from index.engine import EngineError

Prefix = Callable[[Running], str]
ADVICE = "`kliping index rebuild`"


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    hurried(monkeypatch)


@pytest.fixture
def room(elastic_server: Running, fresh_prefix: Prefix, tmp_path: Path) -> Iterator[Room]:
    with room_on(elastic_server, fresh_prefix(elastic_server), tmp_path) as made:
        yield made


def sub_field(room: Room, **parameters: object) -> None:
    """Somebody adds a field of numbers under `section`: from then on a section that is no number is refused."""
    properties = {"section": {"type": "keyword", "ignore_above": 1024, "fields": {"number": parameters}}}
    generation = room.target().generation()
    status, told = room.server.ask("PUT", f"/{generation}/_mapping", {"properties": properties})
    assert status == 200, told


def test_of_a_hundred_documents_the_one_that_the_mapping_refuses_is_a_letter(room: Room) -> None:
    room.target().push()
    sub_field(room, type="integer")
    refused = set()
    for hundred in range(4):
        keys = room.write(100)
        room.put(keys[hundred * 23 + 7], f"Terkini {hundred}", section="Ekonomi")
        refused.add(article_id(keys[hundred * 23 + 7]))
    report = room.target().push()
    assert (report.put, report.dead, report.cursor) == (396, 4, room.archive.last_sequence)
    room.check(refused)
    assert all("section.number" in reason and "Ekonomi" in reason for reason in room.letters().values())
    assert room.target().push().dead == 0  # they are not sent again and again
    assert room.target().replay().dead == 4  # nor lost by trying
    room.check(refused)

    better = sorted(refused)[0]
    key = next(name for name in room.archive.names(better) if name.startswith("detik:"))
    room.put(key, "Diralat", section="12")
    assert room.target().push().put == 1  # a later success clears the letter
    room.check(refused - {better})

    sub_field(room, type="integer", ignore_malformed=True)
    report = room.target().replay()
    assert (report.put, report.dead) == (3, 0)
    room.check()


CUTS = [(0, False), (1, True), (16, False), (200, True)]
MORE_CUTS = [pytest.param(0, True, marks=pytest.mark.faults)] + [
    pytest.param(point, point % 2 == 0, marks=pytest.mark.faults)
    for point in sorted(Random(6).sample(range(1, 900), 15))  # noqa: S311
]


@pytest.mark.parametrize(("count", "reset"), CUTS + MORE_CUTS)
def test_answers_cut_in_the_middle_are_asked_for_again(room: Room, count: int, reset: bool) -> None:
    room.write(200)
    with CuttingProxy(room.server.url) as proxy:
        room.url = proxy.url
        room.target().push()
        room.write(200)
        proxy.cut_after(count, times=3, reset=reset, on=b"/_bulk")
        assert room.target().push().put == 200
        cuts = proxy.cuts
        room.check()
    assert cuts == 3
    # A batch whose answer was cut is sent again, and found to be there; one that was answered never is.
    assert 0 < stale() <= 3 * 20


def test_an_archive_made_anew_under_a_full_index_is_refused(room: Room, tmp_path: Path) -> None:
    room.write(60)
    room.target().push()
    old = room.target().generation()
    with room_on(room.server, room.prefix, tmp_path / "anew") as anew:
        anew.write(20)
        for work in (anew.target().push, anew.target().replay, anew.target().reader().__enter__):
            with pytest.raises(EngineError, match=rf"filled from another archive .*{ADVICE}"):
                work()
        assert len(room.documents()) == 60
        with pytest.raises(EngineError, match=ADVICE):
            anew.target().verify()
        anew.target().rebuild()
        anew.check()
        anew.write(5)
        anew.target().push()
        anew.check()
        assert old in anew.generations()  # another archive's, which is not ours to remove


def test_an_older_copy_of_the_archive_is_refused_and_so_is_what_went_on_from_it(room: Room, tmp_path: Path) -> None:
    room.write(50)
    room.target().push()
    room.copied(tmp_path / "older")
    first = room.write(40)
    room.put(first[0], "Diralat")
    room.target().push()
    foreign = f"{room.prefix}-v1-20200101000000-foreig"
    marks = {"mappings": {"_meta": {"kliping": {"archive": "another", "version": "1"}}}}
    room.server.ask("PUT", f"/{foreign}", marks)
    room.restored(tmp_path / "older")
    for work in (room.target().push, room.target().replay, room.target().reader().__enter__):
        with pytest.raises(EngineError, match=rf"ahead of the archive \(change 91 of 50\).*{ADVICE}"):
            work()
    room.made = 1_000
    room.write(60)  # goes on, and beyond what the index has: another branch
    with pytest.raises(EngineError, match=rf"holds changes that this archive does not.*{ADVICE}"):
        room.target().push()
    assert room.cursor() == 50
    assert len(room.documents()) == 90
    room.target().rebuild()
    room.check()
    assert foreign in room.generations()
    room.target().push()
    assert foreign in room.generations()


def test_the_same_articles_read_again_after_an_older_copy_was_put_back(room: Room, tmp_path: Path) -> None:
    room.write(50)
    room.target().push()
    room.copied(tmp_path / "older")
    room.write(40)
    room.target().push()
    room.restored(tmp_path / "older")
    room.made = 50
    room.write(60)  # the same keys in the same order, in other words
    assert room.target().push().put == 60
    room.check()


@pytest.mark.faults
@pytest.mark.parametrize("version", ["8", "9"])
def test_what_is_larger_than_the_server_takes_is_a_letter_and_nothing_else_is(
    start_elastic_server: Callable[..., Server],
    version: str,
    fresh_prefix: Prefix,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = start_elastic_server(version, settings={"http.max_content_length": "1mb"})
    hurried(monkeypatch, batch=200)
    with room_on(server, fresh_prefix(server), tmp_path) as room:
        room.write(100)
        room.write(30, body="naskah kuno " * 15_000)  # 180 kB each: twenty-nine requests of them have to be halved
        large = room.write(2, body="naskah kuno " * 100_000)
        room.write(100)
        report = room.target().push()
        assert (report.put, report.dead) == (230, 2)
        refused = {article_id(key) for key in large}
        room.check(refused)
        assert all("larger than the server takes" in reason for reason in room.letters().values())
        assert all("http.max_content_length" in reason for reason in room.letters().values())
        assert stale() == 0
        room.put(large[0], "Diringkas")
        room.target().push()
        room.check(refused - {article_id(large[0])})
