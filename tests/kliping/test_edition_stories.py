"""After a replay of the sample edition every article is in the story that the edition wrote it in, and in no other."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Run

from archive.dump import dump
from archive.store import Archive, StoredArticle
from crawler.grouping import Grouping
from edition import truth
from edition.stories import Telling, stories, tellings

# tellings so free that no reader of texts alone would join them: they share fewer words than strangers do
TOO_FREE = {("naskah-khastara", "republika"), ("isbn-baru", "rmid"), ("anugerah-literasi-2025", "kompas")}


def families() -> dict[str, str]:
    """The address of the telling that each telling goes back to; a story file may hold follow-ups of their own."""
    found: dict[str, str] = {}
    for story in stories():
        urls = {told.name: told.url for told in story.tellings}
        for told in story.tellings:
            found[told.url] = found[urls[told.of]] if told.of else told.url
    return found


@pytest.fixture(scope="module")
def archived(filled: Path) -> dict[str, StoredArticle]:
    """The articles of the replay, by the address of their telling."""
    keys = {one.url: one.key for one in truth.articles()}
    with Archive.open(filled / "archive.db", create=False) as archive:
        stored = {one.article.key: one for one in archive.articles()}
    return {told.url: stored[keys[told.url]] for told in tellings()}


@pytest.mark.parametrize("told", tellings(), ids=lambda told: f"{told.story}-{told.name}")
def test_a_telling_is_in_the_story_of_its_family(told: Telling, archived: dict[str, StoredArticle]) -> None:
    family = families()
    for other in tellings():
        same = family[other.url] == family[told.url]
        if same and {(told.story, told.name), (other.story, other.name)} & TOO_FREE:
            continue
        together = archived[other.url].story_id == archived[told.url].story_id
        assert together is same, f"{other.story}-{other.name}"


def test_releases_are_originals_copies_copies_and_the_spun_copy_a_rewrite(archived: dict[str, StoredArticle]) -> None:
    for told in tellings():
        place = archived[told.url].place
        if told.outlet == "perpusnas":
            assert place.relation == "original", told.name
        elif told.relation == "copy":
            assert place.relation == "copy", told.name
        elif (told.story, told.outlet) == ("rusia", "suaraliterasi"):
            assert place.relation == "rewrite"


def test_regrouping_the_edition_changes_nothing(edition: Path, run: Run, tmp_path: Path) -> None:
    run("crawl", "--replay", str(edition))
    place = tmp_path / "data" / "archive.db"
    with Archive.open(place, stories=Grouping()) as archive:
        before = list(dump(archive))
        done = archive.regroup(datetime(2026, 9, 1, tzinfo=UTC))
        assert (done.changed, done.merges, done.splits, list(dump(archive))) == (0, 0, 0, before)
    told = run("archive", "regroup")
    assert told.returncode == 0, told.stderr
    assert "0 have another place now, 0 merges, 0 splits" in told.stdout
    assert "are in none yet" not in run("doctor").stdout
