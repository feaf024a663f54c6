from __future__ import annotations

import multiprocessing
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from index_fakes import FakeArchive, day

from archive.article import article_id
from index import document, embedded, embedded_generations, files, push
from index.embedded import EmbeddedEngine
from index.engine import EngineError, Request
from index.files import read_state, write_state
from index.lock import Busy, hold, holder
from index.target import Target
from index.targets import open_target


@pytest.fixture
def archive() -> FakeArchive:
    made = FakeArchive()
    for number in range(5):
        made.put(f"detik:{number}", f"Judul {number}", "Isi perpustakaan.", published=day(number))
    return made


@pytest.fixture
def embedded_target(archive: FakeArchive, tmp_path: Path) -> Target:
    return open_target("embedded", tmp_path, archive)


def content(target_: Target) -> list[tuple[str, str, int]]:
    with target_.reader() as engine:
        return [(hit.document.id, hit.document.title, hit.document.sequence) for hit in engine.stream(Request(""))]


def in_archive(archive: FakeArchive) -> set[tuple[str, str, int]]:
    return {(one.id, one.article.title, one.sequence) for one in archive.now.values()}


def test_the_first_push_makes_the_index(archive: FakeArchive, embedded_target: Target) -> None:
    with pytest.raises(EngineError, match="`kliping push` makes it"), embedded_target.reader():
        pass
    report = embedded_target.push()
    assert (report.put, report.gone, report.dead, report.cursor) == (5, 0, 0, 5)
    assert set(content(embedded_target)) == in_archive(archive)
    status = embedded_target.status()
    assert (status.documents, status.behind, status.dead, status.problem) == (5, 0, 0, None)
    assert status.size > 0


def test_a_second_push_takes_only_what_is_new(archive: FakeArchive, embedded_target: Target) -> None:
    embedded_target.push()
    archive.put("detik:1", "Judul baru", "Isi.")
    archive.drop("detik:2")
    archive.drop("detik:3", "removed")
    assert embedded_target.status().behind == 3
    report = embedded_target.push()
    assert (report.put, report.gone, report.cursor) == (1, 2, 8)
    assert set(content(embedded_target)) == in_archive(archive)
    assert embedded_target.push() == push.PushReport(cursor=8)


def test_an_article_is_fetched_once_a_batch_and_put_once(
    archive: FakeArchive, embedded_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "BATCH", 4)
    for number in range(3):
        archive.put("detik:0", f"Versi {number}", "Isi.")
    archive.drop("detik:1")
    archive.put("detik:1", "Kembali", "Isi.")
    report = embedded_target.push()
    assert report.put == 5
    assert set(content(embedded_target)) == in_archive(archive)
    assert archive.fetched.count(article_id("detik:4")) == 1


def test_progress_tells_each_commit_and_stop_keeps_what_was_done(
    archive: FakeArchive, embedded_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded_target.push()
    monkeypatch.setattr(push, "BATCH", 2)
    for number in range(6):
        archive.put(f"tempo:{number}")
    told: list[tuple[int, int]] = []
    embedded_target.push(progress=lambda done, of: told.append((done, of)), stop=lambda: len(told) == 2)
    assert told == [(7, 11), (9, 11)]
    assert len(content(embedded_target)) == 9
    assert embedded_target.push().cursor == 11


def test_a_crash_between_commit_and_cursor_changes_nothing(
    archive: FakeArchive, embedded_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded_target.push()
    archive.put("detik:1", "Judul baru", "Isi.")
    archive.drop("detik:2")
    with monkeypatch.context() as patch:
        patch.setattr(archive, "advance", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            embedded_target.push()
    assert set(content(embedded_target)) == in_archive(archive)
    assert embedded_target.push().put == 1
    assert set(content(embedded_target)) == in_archive(archive)
    assert embedded_target.status().behind == 0


def test_an_older_copy_of_the_index_is_brought_up_again(
    archive: FakeArchive, embedded_target: Target, tmp_path: Path
) -> None:
    embedded_target.push()
    generation = embedded_target.status().generation
    folder = tmp_path / "index" / "embedded" / generation
    copy = tmp_path / "copy"
    folder.rename(copy)
    _copy(copy, folder)
    archive.put("detik:9", "Baru", "Isi.")
    embedded_target.push()
    _remove(folder)
    _copy(copy, folder)
    assert embedded_target.status().behind == 1
    assert embedded_target.push().put == 1
    assert set(content(embedded_target)) == in_archive(archive)


def _copy(source: Path, to: Path) -> None:
    to.mkdir(parents=True)
    for path in source.rglob("*"):
        if path.is_dir():
            (to / path.relative_to(source)).mkdir()
    for path in source.rglob("*"):
        if path.is_file():
            (to / path.relative_to(source)).write_bytes(path.read_bytes())


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def test_a_document_that_is_refused_is_a_dead_letter_until_it_goes_in(
    archive: FakeArchive, embedded_target: Target
) -> None:
    archive.put("detik:1", "Judul baru", "setengah \ud800 pasang")
    archive.put("detik:7", "a" * 3_000_000, "Isi.")
    report = embedded_target.push()
    assert (report.put, report.dead) == (4, 2)
    status = embedded_target.status()
    letters = {letter.article_id: letter for letter in archive.dead(status.generation)}
    assert set(letters) == {article_id("detik:1"), article_id("detik:7")}
    assert letters[article_id("detik:1")].sequence == 6
    assert "longer than" in letters[article_id("detik:7")].reason
    assert status.dead == 2
    assert article_id("detik:1") not in {id_ for id_, _, _ in content(embedded_target)}  # nor its older self
    assert embedded_target.replay().dead == 2
    archive.put("detik:1", "Judul baru", "utuh")
    assert embedded_target.push().put == 1
    assert [letter.article_id for letter in archive.dead(status.generation)] == [article_id("detik:7")]
    archive.now[article_id("detik:7")] = replace(archive.now[article_id("detik:1")], id=article_id("detik:7"))
    assert embedded_target.replay().put == 1
    assert archive.dead(status.generation) == []


def test_an_index_of_another_archive_is_refused_and_rebuilt_on_demand(
    archive: FakeArchive, embedded_target: Target, tmp_path: Path
) -> None:
    embedded_target.push()
    other = FakeArchive("another")
    other.put("tempo:1", "Lain", "Isi.")
    mistaken = open_target("embedded", tmp_path, other)
    for work in (mistaken.push, mistaken.reader().__enter__):
        with pytest.raises(EngineError, match=r"another archive \(a1\).*`kliping index rebuild`"):
            work()
    assert "another archive" in mistaken.status().problem
    assert len(content(embedded_target)) == 5
    mistaken.rebuild()
    assert {title for _, title, _ in content(mistaken)} == {"Lain"}


def test_an_index_ahead_of_the_archive_is_refused(archive: FakeArchive, embedded_target: Target) -> None:
    embedded_target.push()
    archive.now.pop(archive.log.pop().article_id)
    for work in (embedded_target.push, embedded_target.reader().__enter__):
        with pytest.raises(EngineError, match=r"ahead of the archive \(change 5 of 4\).*`kliping index rebuild`"):
            work()
    embedded_target.rebuild()
    assert set(content(embedded_target)) == in_archive(archive)


def test_an_index_of_another_version_is_rebuilt_by_the_next_push(
    archive: FakeArchive, embedded_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded_target.push()
    before = embedded_target.status().generation
    for module in (embedded, embedded_generations):
        monkeypatch.setattr(module, "VERSION", "2-new")
    assert "kliping push" in embedded_target.status().problem
    report = embedded_target.push()
    assert (report.put, report.cursor) == (5, 5)
    after = embedded_target.status()
    assert (after.generation != before, after.previous, after.problem) == (True, before, None)


def test_searches_go_on_during_a_rebuild_and_a_killed_one_is_swept_away(
    archive: FakeArchive, embedded_target: Target, tmp_path: Path
) -> None:
    embedded_target.push()
    folder = tmp_path / "index" / "embedded"

    def die(done: int, of: int) -> None:
        assert len(content(embedded_target)) == 5
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embedded_target.rebuild(progress=die)
    assert len(list(folder.glob("embedded-*"))) == 2
    assert len(content(embedded_target)) == 5
    embedded_target.push()
    assert len(list(folder.glob("embedded-*"))) == 1
    assert list(archive.cursors) == [embedded_target.status().generation]


def test_one_earlier_generation_is_kept_for_a_rollback(archive: FakeArchive, embedded_target: Target) -> None:
    embedded_target.push()
    with pytest.raises(EngineError, match="no earlier index"):
        embedded_target.rollback()
    first = embedded_target.status().generation
    embedded_target.rebuild()
    embedded_target.rebuild()
    second = embedded_target.status().previous
    assert second != first
    archive.put("detik:9", "Baru", "Isi.")
    embedded_target.push()
    assert embedded_target.rollback() == second
    assert embedded_target.status().behind == 0
    assert set(content(embedded_target)) == in_archive(archive)


def test_an_older_copy_of_the_archive_that_went_on_from_there_is_refused(
    archive: FakeArchive, embedded_target: Target
) -> None:
    embedded_target.push()
    copy = list(archive.log), dict(archive.now)
    archive.put("detik:9", "Hanya di sini", "Isi.")
    embedded_target.push()
    generation = embedded_target.status().generation
    archive.log, archive.now = copy
    archive.cursors[generation] = 5
    for number in range(20, 23):
        archive.put(f"detik:{number}", "Hanya di salinan", "Isi.")
    with pytest.raises(EngineError, match="changes that this archive does not"):
        embedded_target.push()
    embedded_target.rebuild()
    assert set(content(embedded_target)) == in_archive(archive)


def test_a_comparison_finds_what_lacks_what_is_too_much_and_what_is_old(
    archive: FakeArchive, embedded_target: Target
) -> None:
    embedded_target.push()
    assert str(embedded_target.verify()) == "5 documents, each as the archive has it"
    first, second, *_ = sorted(archive.now)
    archive.now[first] = replace(archive.now[first], sequence=0)
    del archive.now[second]
    lost = replace(archive.now[_[0]], id="ffffffffffffffffffff")
    archive.now[lost.id] = lost
    found = embedded_target.verify()
    assert (found.same, found.missing, found.extra, found.stale) == (3, 1, 1, 1)
    assert found.named == ("ffffffffffffffffffff", second, first)
    assert not found.clean


def test_what_is_not_pushed_yet_and_what_was_refused_is_no_difference(
    archive: FakeArchive, embedded_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded_target.push()
    archive.put("detik:7", "x" * 50, "Isi.")
    monkeypatch.setattr(document, "MAX_BODY", 40)
    embedded_target.push()
    archive.put("detik:8", "Baru", "Isi.")
    archive.drop("detik:0")
    assert embedded_target.verify().clean


@pytest.mark.parametrize("damage", ["current", "state", "folder", "meta"])
def test_a_damaged_target_is_told_with_the_command_that_mends_it(
    archive: FakeArchive, embedded_target: Target, tmp_path: Path, damage: str
) -> None:
    embedded_target.push()
    folder = tmp_path / "index" / "embedded"
    generation = folder / embedded_target.status().generation
    match damage:
        case "current":
            (folder / "current").write_bytes(b"\xff\x00../..")
        case "state":
            (generation / "kliping.json").write_text("{")
        case "folder":
            generation.rename(tmp_path / "away")
        case "meta":
            (generation / "tantivy" / "meta.json").unlink()
    for work in (embedded_target.push, embedded_target.reader().__enter__):
        with pytest.raises(EngineError, match="`kliping index rebuild`") as error:
            work()
        assert "\n" not in str(error.value)
    assert embedded_target.status().problem
    embedded_target.rebuild()
    assert set(content(embedded_target)) == in_archive(archive)
    assert embedded_target.status().problem is None


def test_a_lost_index_is_filled_again_by_a_push(archive: FakeArchive, embedded_target: Target, tmp_path: Path) -> None:
    embedded_target.push()
    (tmp_path / "index").rename(tmp_path / "away")
    assert embedded_target.push().put == 5
    assert set(content(embedded_target)) == in_archive(archive)


def _hold(path: Path, ready: multiprocessing.synchronize.Event) -> None:
    with hold(path, "embedded"):
        ready.set()
        threading.Event().wait()


def test_a_second_pusher_is_told_who_is_at_it_and_a_killed_one_lets_go(embedded_target: Target, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=_hold, args=(tmp_path / "index" / "embedded.lock", ready))
    other.start()
    assert ready.wait(60)
    try:
        for work in (embedded_target.push, embedded_target.rebuild, embedded_target.replay, embedded_target.rollback):
            with pytest.raises(Busy, match=f"process {other.pid} ") as error:
                work()
            assert error.value.pid == other.pid
        assert embedded_target.status().pusher == other.pid
    finally:
        other.kill()
        other.join()
    assert embedded_target.push().put == 5
    assert holder(tmp_path / "index" / "embedded.lock") is None


def test_following_pushes_what_comes_and_drains_at_the_end(archive: FakeArchive, embedded_target: Target) -> None:
    stop = threading.Event()
    seen: list[int] = []

    def more(done: int, of: int) -> None:
        seen.append(done)
        if len(seen) < 3:
            archive.put(f"tempo:{done}", "Baru", "Isi.")
        else:
            archive.put("tempo:akhir", "Terakhir", "Isi.") if not stop.is_set() else None
            stop.set()

    report = embedded_target.follow(stop, progress=more, interval=0.001)
    assert report.cursor == archive.last_sequence == 8
    assert report.put == 8
    assert set(content(embedded_target)) == in_archive(archive)


def test_an_unknown_target_is_named(archive: FakeArchive, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="elastik: no such index; KLIPING_INDEX knows embedded"):
        open_target("elastik", tmp_path, archive)


def test_a_full_disk_is_told_and_the_old_index_answers_on(
    archive: FakeArchive, embedded_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded_target.push()
    archive.put("detik:9", "Baru", "Isi.")

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", full)
        with pytest.raises(EngineError, match="No space left on device"):
            embedded_target.push()
        with pytest.raises(EngineError, match="No space left on device"):
            embedded_target.rebuild()
    assert len(content(embedded_target)) >= 5
    embedded_target.push()
    assert set(content(embedded_target)) == in_archive(archive)


def test_state_is_written_whole(tmp_path: Path) -> None:
    EmbeddedEngine.create(tmp_path / "index", "a").close()
    state = replace(read_state(tmp_path / "index"), pushed=7)
    write_state(tmp_path / "index", state)
    assert read_state(tmp_path / "index") == state
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == ["kliping.json", "tantivy"]
