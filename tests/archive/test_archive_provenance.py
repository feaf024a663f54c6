"""How late an article followed the original of its story, and what it kept: what an index document says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from story_samples import put, reworded, text, told

from archive.article import Moment
from archive.lags import Lag
from archive.store import Archive
from archive.stories.provenance import Provenance
from crawler.grouping import Grouping


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db", stories=Grouping()) as opened:
        yield opened


def provenance(archive: Archive) -> dict[str, Provenance]:
    stored = list(archive.articles())
    after = archive.provenance(stored)
    return {one.article.key: after[one.id] for one in stored if one.id in after}


def changed(archive: Archive, since: int) -> set[str]:
    return {archive.get(change.article_id).article.key for change in archive.changes(since, 1_000)}


def test_of_a_copy_and_a_rewrite_but_of_no_original(archive: Archive) -> None:
    release = text(1)
    put(archive, [told("perpusnas:1", release)])
    put(
        archive,
        [told("detik:1", release, day=0.5), told("tempo:1", reworded(release, 2), day=2), told("rm:9", text(9))],
    )
    found = provenance(archive)
    assert set(found) == {"detik:1", "tempo:1"}
    assert found["detik:1"] == Provenance(Lag(0, 720), 1.0, "perpusnas")
    assert found["tempo:1"].lag == Lag(2, 2_880)
    assert 0.6 < found["tempo:1"].kept < 0.9


def test_a_lag_is_no_more_exact_than_the_dates_and_none_without_them(archive: Archive) -> None:
    release = text(1)
    article, capture = told("detik:1", release, day=3)
    day_only = replace(article, published=replace(article.published, precision="day"))
    put(archive, [told("perpusnas:1", release), (day_only, capture), told("tempo:1", release, dated=False)])
    found = provenance(archive)
    assert found["detik:1"].lag == Lag(3)
    assert found["tempo:1"] == Provenance(None, 1.0, "perpusnas")


def test_another_original_or_another_date_of_it_has_all_of_its_story_told_anew(archive: Archive) -> None:
    release = text(1)
    put(
        archive,
        [told("detik:1", release, day=1), told("rm:1", release, day=2), told("tempo:1", reworded(release, 2), day=3)],
    )
    put(archive, [told("kompas:9", text(9))])
    before = archive.last_sequence
    article, capture = told("perpusnas:1", release)
    put(archive, [(article, capture)])
    assert changed(archive, before) == {"perpusnas:1", "detik:1", "rm:1", "tempo:1"}
    assert provenance(archive)["rm:1"].lag == Lag(2, 2_880)

    before = archive.last_sequence
    earlier = Moment(article.published.at.replace(hour=8), "minute", "stated", "08:00", "test")
    put(
        archive,
        [
            (
                replace(article, published=earlier),
                replace(capture, digest="again", fetched_at=capture.fetched_at.replace(hour=9)),
            )
        ],
    )
    assert changed(archive, before) == {"perpusnas:1", "detik:1", "rm:1", "tempo:1"}
    assert provenance(archive)["rm:1"].lag == Lag(2, 2_940)


def test_an_article_that_joins_changes_no_other(archive: Archive) -> None:
    release = text(1)
    put(archive, [told("perpusnas:1", release), told("detik:1", release, day=1)])
    before = archive.last_sequence
    put(archive, [told("rm:1", reworded(release, 3), day=2)])
    assert changed(archive, before) == {"rm:1"}
