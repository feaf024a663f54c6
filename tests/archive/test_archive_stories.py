"""Stories in the archive: at once, whoever came first; merges, splits, removal, folding; bad input; nothing half."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from story_samples import partition, places, put, reworded, text, told

from archive.errors import ArticleRemoved
from archive.store import Archive
from crawler.grouping import Grouping

NOW = datetime(2026, 9, 1, tzinfo=UTC)
BASE = text(1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.sqlite", stories=Grouping()) as opened:
        yield opened


def changed(archive: Archive, after: int) -> list[str]:
    """The keys of the articles in the log after a change."""
    ids = [change.article_id for change in archive.changes(after, 1_000)]
    stored = archive.stored(ids)
    return sorted(stored[id_].article.key for id_ in ids if id_ in stored)


def test_a_copy_a_reprint_and_a_rewrite_are_in_the_story_of_their_release_at_once(archive: Archive) -> None:
    _, copy, reprint, rewrite, other = put(
        archive,
        [
            told("asal:1", BASE),
            told("salin:1", BASE, day=0.1),
            told("potong:1", reworded(BASE, 5, 0.1), day=0.2),
            told("ulang:1", reworded(BASE, 6, 0.45), day=0.3),
            told("lain:1", text(2)),
        ],
    )
    told_now = {key: (relation, of) for key, (_, relation, of, _) in places(archive).items()}
    assert told_now == {
        "asal:1": ("original", None),
        "salin:1": ("copy", "asal:1"),
        "potong:1": ("reprint", "asal:1"),
        "ulang:1": ("rewrite", "asal:1"),
        "lain:1": ("original", None),
    }
    family = archive.family(copy)
    assert family is not None
    assert [member.article.article.key for member in family.members] == ["asal:1", "salin:1", "potong:1", "ulang:1"]
    kept = [member.evidence.kept for member in family.members if member.evidence]
    assert kept[0] == kept[1] == 1.0 > kept[2] > kept[3] > 0.3
    assert all(member.evidence and member.evidence.facts > 20 for member in family.members)
    assert archive.family(reprint) == archive.family(rewrite) == archive.family(family.story_id) == family
    assert (family.log, archive.family("nobody:1")) == ((), None)
    alone = archive.family(other)
    assert alone and alone.story_id == other and len(alone.members) == 1


def test_a_late_original_takes_over_and_only_what_changed_is_pushed(archive: Archive) -> None:
    put(archive, [told("salin:1", BASE, day=1), told("ulang:1", reworded(BASE, 5), day=2), told("lain:1", text(2))])
    last = archive.last_sequence
    put(archive, [told("perpusnas:1", BASE, day=3)])
    assert places(archive)["perpusnas:1"][1:3] == ("original", None)
    assert places(archive)["salin:1"][2] == places(archive)["ulang:1"][2] == "perpusnas:1"
    assert changed(archive, last) == ["perpusnas:1", "salin:1", "ulang:1"]


def bridged() -> tuple[str, str, str]:
    """Two texts that are no story by themselves, and a third that is one with each, more so than they are apart."""
    grouping, words = Grouping(), BASE.split()
    for shared in range(10, 80):
        a = " ".join(words[: 60 + shared // 2]) + " " + text(21, 40)
        b = " ".join(words[60 - shared // 2 :]) + " " + text(22, 40)
        signed = [grouping.read(told(f"o{at}:1", body)[0], f"o{at}", NOW) for at, body in enumerate((a, b, BASE))]
        x, y, z = (grouping.unfold(one.signed, one.outlet, one.day) for one in signed)
        bonds = [grouping.compare(x, y), grouping.compare(x, z), grouping.compare(y, z)]
        apart, one, other = (bond.weight if bond else -2_000 for bond in bonds)
        if apart < 0 < min(one, other) and max(one, other) > 0 < min(one, other) + apart:
            return a, b, BASE
    raise AssertionError("no such texts")


def test_late_evidence_merges_two_stories_and_says_so(archive: Archive) -> None:
    a, b, middle = bridged()
    first, second, _ = put(archive, [told("satu:1", a), told("dua:1", b, day=0.1), told("lain:1", text(2))])
    assert len(partition(archive)) == 3
    last = archive.last_sequence
    put(archive, [told("tengah:1", middle, day=0.2)])
    assert partition(archive) == {frozenset({"satu:1", "dua:1", "tengah:1"}), frozenset({"lain:1"})}
    family = archive.family("tengah:1")
    assert family is not None
    assert family.story_id == min(member.article.id for member in family.members)
    assert {event.event for event in family.log} == {"merge"}
    assert {first, second} <= {family.story_id, *family.aliases}
    assert archive.family(first) == archive.family(second) == family
    assert set(changed(archive, last)) <= {"satu:1", "dua:1", "tengah:1"}


def test_a_revision_that_tells_something_else_leaves_its_story(archive: Archive) -> None:
    put(archive, [told("asal:1", BASE), told("salin:1", BASE, day=0.1)])
    last = archive.last_sequence
    article, capture = told("salin:1", text(3), day=0.1)
    archive.put(article, replace(capture, fetched_at=NOW))
    assert partition(archive) == {frozenset({"asal:1"}), frozenset({"salin:1"})}
    family = archive.family("asal:1")
    assert family and [event.event for event in family.log] == ["split"]
    assert "salin:1" in changed(archive, last)


def test_an_outlet_that_corrects_its_article_revises_it_and_makes_no_copy(archive: Archive) -> None:
    article, capture = told("asal:1", BASE)
    archive.put(article, capture)
    done = archive.put(
        replace(article, body=BASE + " Ralat: bukan Selasa."), replace(capture, fetched_at=NOW, digest="2")
    )
    assert done.outcome == "revised"
    assert places(archive) == {"asal:1": ("asal:1", "original", None, 1.0)}


def rows_of(archive: Archive) -> dict[str, int]:
    with sqlite3.connect(archive.place) as file:
        tables = [
            row[0]
            for row in file.execute("SELECT name FROM sqlite_master WHERE name LIKE 'story_%' AND type = 'table'")
        ]
        counts = {table: file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
    file.close()
    return counts


@pytest.mark.parametrize("knows", [True, False])
def test_nothing_of_a_removed_article_stays_in_the_tables_of_stories(tmp_path: Path, knows: bool) -> None:
    place = tmp_path / "archive.sqlite"
    with Archive.open(place, stories=Grouping()) as archive:
        put(archive, [told("asal:1", BASE), told("lain:1", text(2))])
        before = rows_of(archive)
        put(archive, [told("ulang:1", reworded(BASE, 5), day=1)])
    with Archive.open(place, stories=Grouping() if knows else None) as archive:
        archive.remove("ulang:1", "putusan pengadilan", NOW)
        waiting = rows_of(archive).pop("story_waiting")
    with Archive.open(place, stories=Grouping()) as archive:
        assert rows_of(archive) | {"story_aliases": 0} == before | {"story_aliases": 0}
        assert waiting == (0 if knows else 1)
        assert places(archive)["asal:1"] == ("asal:1", "original", None, 1.0)
        with pytest.raises(ArticleRemoved):
            put(archive, [told("ulang:1", reworded(BASE, 5), day=1)])


def test_removing_the_original_regroups_what_is_left(archive: Archive) -> None:
    put(archive, [told("asal:1", BASE), told("salin:1", BASE, day=1), told("ulang:1", reworded(BASE, 5), day=2)])
    story = archive.family("asal:1")
    archive.remove("asal:1", "hak jawab", NOW)
    assert places(archive)["salin:1"][1:3] == ("original", None)
    assert places(archive)["ulang:1"][2] == "salin:1"
    assert story and archive.family(story.story_id) is not None


def test_a_folded_article_leaves_its_story(archive: Archive) -> None:
    put(
        archive,
        [told("asal:1", BASE), told("salin:1", BASE, day=1), told("salin:2", BASE, day=1, title="Judul salin:1")],
    )
    done = archive.put(*told("salin:1", BASE, day=1, aliases=("salin:2",), title="Judul salin:1"))
    assert done.outcome == "folded"
    assert partition(archive) == {frozenset({"asal:1", "salin:1"})}
    assert rows_of(archive)["story_members"] == 2


def test_a_page_of_two_articles_bridges_no_stories(archive: Archive) -> None:
    rows = [told(f"a{n}:1", f"{text(6)} nomor{n}", day=n / 9) for n in range(2)]
    rows += [told(f"b{n}:1", f"{text(7)} nomor{n}", day=n / 9) for n in range(2)]
    put(archive, [*rows, told("c:1", f"{text(6)} {text(7)}", day=1)])
    found = places(archive)
    assert found["a0:1"][0] == found["a1:1"][0] != found["b0:1"][0] == found["b1:1"][0]


def test_bad_input_is_harmless(archive: Archive) -> None:
    table = " ".join(str(number * 37 % 1_000) for number in range(400))
    other = " ".join(str(number * 41 % 1_000 + 1_000) for number in range(400))
    bodies = ["", "", "Segera kirim jawabanmu.", "Segera kirim jawabanmu.", table, table, other, "satu dua " * 600_000]
    put(archive, [told(f"o{place}:1", body) for place, body in enumerate(bodies)])
    assert frozenset({"o4:1", "o5:1"}) in partition(archive)
    assert len(partition(archive)) == 7
    assert archive.regroup(NOW).changed == 0


@pytest.mark.parametrize(
    ("count", "backwards"), [(400, False), (400, True), pytest.param(10_000, True, marks=pytest.mark.slow)]
)
def test_very_many_copies_cost_what_they_hold(archive: Archive, count: int, backwards: bool) -> None:
    rows = [told(f"o{n}:1", BASE, day=(-n if backwards else n) / count) for n in range(count)]
    for start in range(0, count, 100):
        with archive.batch():
            put(archive, rows[start : start + 100])
    counts = rows_of(archive)
    assert (counts["story_nodes"], counts["story_members"], counts["story_links"]) == (1, count, 0)
    assert len(partition(archive)) == 1
    family = archive.family("o0:1")
    assert family and family.members[0].article.article.key == (f"o{count - 1}:1" if backwards else "o0:1")
    assert [member.relation for member in family.members] == ["original"] + ["copy"] * (count - 1)
    assert archive.last_sequence < count * 20 + 200 * 200  # and not its square
    assert archive.regroup(NOW).changed == 0


def test_an_archive_of_schema_1_is_grouped_when_it_is_opened_or_by_regroup(tmp_path: Path) -> None:
    place = tmp_path / "archive.sqlite"
    with Archive.open(place) as archive:
        put(archive, [told("asal:1", BASE), told("salin:1", BASE, day=1)])
        assert (archive.waiting(), len(partition(archive))) == (2, 2)
    with Archive.open(place, stories=Grouping()) as archive:
        assert (archive.waiting(), len(partition(archive))) == (0, 1)


def test_other_rules_wait_until_all_is_regrouped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "archive.sqlite"
    with Archive.open(place, stories=Grouping()) as archive:
        put(archive, [told("asal:1", BASE), told("salin:1", BASE, day=1)])
    monkeypatch.setattr("crawler.grouping.VERSION", 99)
    with Archive.open(place, stories=Grouping()) as archive:
        assert archive.waiting(Grouping().rules) == 2
        put(archive, [told("ulang:1", reworded(BASE, 5), day=2)])
        assert len(partition(archive)) == 2
        assert archive.regroup(NOW).articles == 3
        assert (archive.waiting(Grouping().rules), len(partition(archive))) == (0, 1)
        assert rows_of(archive)["story_nodes"] == 2


def test_a_batch_is_one_transaction_in_which_a_refused_article_spoils_no_other(archive: Archive) -> None:
    archive.remove("buruk:1", "uji", NOW)
    with archive.batch():
        put(archive, [told("asal:1", BASE)])
        with pytest.raises(ArticleRemoved):
            put(archive, [told("buruk:1", BASE)])
        with pytest.raises(ValueError, match="surrogate"):
            put(archive, [told("buruk:2", BASE + "\ud800")])
        put(archive, [told("salin:1", BASE, day=1)])
    assert partition(archive) == {frozenset({"asal:1", "salin:1"})}


def test_what_fails_as_a_whole_leaves_nothing(archive: Archive) -> None:
    with pytest.raises(KeyboardInterrupt), archive.batch():
        put(archive, [told("asal:1", BASE)])
        raise KeyboardInterrupt
    assert places(archive) == {}
    put(archive, [told("lain:1", text(2)), told("asal:1", BASE), told("salin:1", BASE, day=1)])
    assert len(partition(archive)) == 2
