from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from archive_samples import BODY, article, at, capture

from archive.article import Moment, article_id
from archive.store import Archive

EDITED = BODY.replace("seratus dua puluh", "seratus empat puluh")


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "archive.sqlite") as opened:
        yield opened


def test_new_article_is_whole_and_found_by_every_name(archive: Archive) -> None:
    put = archive.put(article(), capture(url="https://kabar.example/baca/1/ruang-baca?utm=x"))
    assert (put.outcome, put.id, put.sequence, put.revision, put.cause) == ("new", article_id("kabar:1"), 1, 1, None)
    stored = archive.get(put.id)
    assert stored is not None
    assert stored.article == article()
    assert stored.story_id == put.id
    assert (stored.first_seen, stored.last_seen, stored.revision, stored.sequence) == (at(0), at(0), 1, 1)
    for name in ("kabar:1", article().url, article().url + "?utm=x"):
        assert archive.get(name) == stored
    assert archive.resolve("kabar:1") == put.id
    assert archive.resolve("kabar:2") is None
    assert archive.captures(put.id) == [capture(url="https://kabar.example/baca/1/ruang-baca?utm=x")]


def test_the_same_again_changes_nothing(archive: Archive) -> None:
    archive.put(article(), capture())
    put = archive.put(article(), capture())
    assert (put.outcome, put.sequence, put.revision) == ("unchanged", None, 1)
    assert archive.last_sequence == 1
    assert len(archive.captures(put.id)) == 1


def test_a_later_capture_of_the_same_text_moves_last_seen_only(archive: Archive) -> None:
    archive.put(article(), capture())
    put = archive.put(article(), capture(minutes=60))
    assert put.outcome == "unchanged"
    stored = archive.get(put.id)
    assert stored is not None
    assert (stored.first_seen, stored.last_seen, stored.sequence) == (at(0), at(60), 1)
    assert archive.last_fetched("kabar:1") == at(60)
    assert len(archive.captures(put.id)) == 2


def test_an_edit_is_a_revision_with_its_difference(archive: Archive) -> None:
    archive.put(article(), capture())
    put = archive.put(article(body=EDITED), capture(minutes=5))
    assert (put.outcome, put.revision, put.cause, put.sequence) == ("revised", 2, "outlet", 2)
    first, second = archive.revisions(put.id)
    assert (first.number, first.body, first.cause, first.at, first.diff) == (1, BODY, "outlet", at(0), None)
    assert (second.number, second.body, second.cause, second.at) == (2, EDITED, "outlet", at(5))
    assert second.diff is not None
    assert "[-dua-] {+empat+}" in second.diff
    stored = archive.get(put.id)
    assert stored is not None
    assert (stored.article.body, stored.revision, stored.sequence) == (EDITED, 2, 2)


def test_a_text_it_had_makes_no_revision_and_stays_past(archive: Archive) -> None:
    archive.put(article(), capture())
    archive.put(article(body=EDITED), capture(minutes=5))
    put = archive.put(article(), capture(minutes=9))
    assert (put.outcome, put.sequence, put.revision) == ("unchanged", None, 1)
    stored = archive.get(put.id)
    assert stored is not None
    assert stored.article.body == EDITED
    assert len(archive.revisions(put.id)) == 2


def test_an_older_capture_becomes_history_at_its_place_in_time(archive: Archive) -> None:
    archive.put(article(body="Naskah pertama."), capture(minutes=0))
    archive.put(article(body="Naskah ketiga."), capture(minutes=20))
    put = archive.put(article(body="Naskah kedua.", title="Judul lama"), capture(minutes=10))
    assert (put.outcome, put.revision, put.cause) == ("revised", 2, "outlet")
    assert [(r.number, r.body) for r in archive.revisions(put.id)] == [
        (1, "Naskah pertama."),
        (2, "Naskah kedua."),
        (3, "Naskah ketiga."),
    ]
    third = archive.revisions(put.id)[2]
    assert third.diff is not None
    assert "[-kedua.-] {+ketiga.+}" in third.diff
    stored = archive.get(put.id)
    assert stored is not None
    assert (stored.article.body, stored.revision) == ("Naskah ketiga.", 3)


def test_a_text_confirmed_later_is_not_displaced_by_one_in_between(archive: Archive) -> None:
    archive.put(article(), capture(minutes=0))
    archive.put(article(), capture(minutes=30))
    put = archive.put(article(body=EDITED), capture(minutes=10))
    assert put.outcome == "revised"
    stored = archive.get(put.id)
    assert stored is not None
    assert stored.article.body == BODY


def test_the_same_capture_read_better_is_the_parsers_doing(archive: Archive) -> None:
    archive.put(article(body="Baca juga: iklan. " + BODY), capture())
    put = archive.put(article(), capture())
    assert (put.outcome, put.cause) == ("revised", "parser")
    stored = archive.get(put.id)
    assert stored is not None
    assert stored.article.body == BODY
    assert len(archive.captures(put.id)) == 1


def test_the_same_bytes_fetched_again_and_read_better_are_the_parsers_doing(archive: Archive) -> None:
    archive.put(article(body="Iklan. " + BODY), capture(digest="d"))
    assert archive.put(article(), capture(minutes=3, digest="d")).cause == "parser"


def test_a_replay_that_lost_the_fraction_of_a_second_is_the_same_capture(archive: Archive) -> None:
    live = capture(fetched_at=at(0) + timedelta(milliseconds=730))
    archive.put(article(body="Iklan. " + BODY), live)
    put = archive.put(article(), replace(live, fetched_at=at(0), warc="salinan.warc.gz"))
    assert put.cause == "parser"
    stored = archive.get(put.id)
    assert stored is not None
    assert stored.article.body == BODY
    assert [c.fetched_at for c in archive.captures(put.id)] == [live.fetched_at]


def test_a_mistake_of_a_parser_is_taken_back_without_a_revision(archive: Archive) -> None:
    archive.put(article(), capture())
    archive.put(article(body="Rusak."), capture())
    put = archive.put(article(), capture())
    assert (put.outcome, put.cause, put.revision) == ("revised", "parser", 1)
    stored = archive.get(put.id)
    assert stored is not None
    assert (stored.article.body, stored.revision) == (BODY, 1)
    assert len(archive.revisions(put.id)) == 2
    assert archive.put(article(), capture()).outcome == "unchanged"


def test_mended_fields_of_the_same_capture_are_logged_without_a_revision(archive: Archive) -> None:
    archive.put(article(), capture())
    put = archive.put(article(authors=(), editor="Dewi"), capture())
    assert (put.outcome, put.sequence, put.revision) == ("unchanged", 2, 1)
    stored = archive.get(put.id)
    assert stored is not None
    assert (stored.article.authors, stored.article.editor) == ((), "Dewi")
    assert len(archive.revisions(put.id)) == 1


def test_empty_fields_of_a_later_capture_erase_nothing(archive: Archive) -> None:
    archive.put(article(lead="Ringkasan."), capture())
    put = archive.put(article(authors=(), published=None, section="Daerah"), capture(minutes=5))
    assert put.outcome == "unchanged"
    stored = archive.get(put.id)
    assert stored is not None
    assert stored.article == article(lead="Ringkasan.", section="Daerah")


def test_an_older_capture_never_overwrites_newer_fields(archive: Archive) -> None:
    archive.put(article(section="Daerah"), capture(minutes=5))
    put = archive.put(article(section="Lama"), capture(minutes=0))
    stored = archive.get(put.id)
    assert stored is not None
    assert (stored.article.section, stored.first_seen) == ("Daerah", at(0))
    assert put.sequence == 2  # first_seen moved, and people may chart by it


def test_a_zone_read_differently_is_a_change_though_the_instant_is_the_same(archive: Archive) -> None:
    stated = article().published
    assert stated is not None
    archive.put(article(), capture())
    put = archive.put(article(published=replace(stated, at=stated.at.astimezone(UTC))), capture())
    assert put.sequence == 2


def test_another_address_folds_and_its_twin_does_not_displace_the_article(archive: Archive) -> None:
    archive.put(article(), capture())
    amp = capture(minutes=3, url="https://kabar.example/amp/baca/1", digest="amp")
    put = archive.put(article(image="kecil.jpg"), amp)
    assert (put.outcome, put.sequence) == ("folded", None)
    assert archive.put(article(), amp).outcome == "unchanged"
    assert archive.get("https://kabar.example/amp/baca/1") == archive.get("kabar:1")
    archive.put(article(body="Potongan."), replace(amp, fetched_at=at(9), digest="amp2"))
    stored = archive.get("kabar:1")
    assert stored is not None
    assert (stored.article.body, stored.article.image) == (BODY, None)


def test_the_order_in_which_twins_arrive_does_not_matter(tmp_path: Path) -> None:
    page = (article(), capture())
    amp = (article(body=BODY + "\n\nVersi ringan.", lead="L"), capture(minutes=3, url="https://kabar.example/amp/1"))
    found = []
    for name, order in (("a", (page, amp)), ("b", (amp, page))):
        with Archive.open(tmp_path / name) as archive:
            for one in order:
                archive.put(*one)
            stored = archive.get("kabar:1")
            assert stored is not None
            found.append((replace(stored, sequence=0), archive.revisions(stored.id)))
    assert found[0] == found[1]


def test_moments_come_back_with_everything_they_had(archive: Archive) -> None:
    wita = timezone(timedelta(hours=8))
    moment = Moment(datetime(2026, 3, 2, tzinfo=wita), "day", "assumed", "2 Maret 2026", "meta:date")
    archive.put(article(published=None, modified=moment), capture())
    stored = archive.get("kabar:1")
    assert stored is not None
    assert stored.article.modified == moment
    assert stored.article.modified is not None
    assert stored.article.modified.at.utcoffset() == timedelta(hours=8)
    assert stored.date_basis == "first_seen"


def test_refused_captures_are_kept_and_may_be_mended(archive: Archive) -> None:
    refused = capture(refusal="no body")
    archive.refuse(refused)
    assert archive.last_fetched(refused.url) == at(0)
    put = archive.put(article(), capture())
    assert archive.captures(put.id) == [capture()]
    with pytest.raises(ValueError, match="must say why"):
        archive.refuse(capture())


def test_further_pages_belong_to_the_article(archive: Archive) -> None:
    second = capture(url="https://kabar.example/baca/1/ruang-baca?page=2", digest="p2")
    put = archive.put(article(), capture(), further=[second])
    assert second in archive.captures(put.id)


def test_what_cannot_be_stored_leaves_nothing(archive: Archive) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        archive.put(article(body="\ud800"), capture())
    with pytest.raises(ValueError, match="surrogate"):
        archive.put(article(editor="\ud800"), capture())
    with pytest.raises(ValueError, match="zone"):
        archive.put(article(), capture(fetched_at=datetime(2026, 3, 2)))  # noqa: DTZ001
    assert archive.last_sequence == 0
    assert list(archive.articles()) == []
    assert archive.put(article(), capture()).outcome == "new"


def test_all_articles_stream_in_order_of_id(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store._BATCH", 2)
    ids = [archive.put(article(n), capture(n)).id for n in range(5)]
    assert [stored.id for stored in archive.articles()] == sorted(ids)
    assert sorted(archive.stored([*ids, "unknown"])) == sorted(ids)
    assert archive.totals() == {"kabar": 5}


def test_topics_are_set_anew_without_revisions(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store._BATCH", 2)
    for n in range(5):
        archive.put(article(n), capture(n))
    assert archive.retag(lambda a: ("Desa",) if a.key < "kabar:3" else a.topics) == 3
    stored = archive.get("kabar:0")
    assert stored is not None
    assert stored.article == article(0, topics=("Desa",))
    assert (stored.revision, archive.last_sequence) == (1, 8)
    assert archive.retag(lambda a: a.topics) == 0
