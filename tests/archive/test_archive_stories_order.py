"""The order of arrival makes no difference, neither to stories nor to who is whose copy; regrouping changes nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_samples import places, reworded, text, told

from archive.article import Article, Capture
from archive.store import Archive
from archive.stories import postings, settling
from crawler.grouping import Grouping

NOW = datetime(2026, 9, 1, tzinfo=UTC)
Row = tuple[Article, Capture]


@cache
def collection() -> tuple[Row, ...]:
    """Five releases with copies, rewrites, a page of two articles, short texts and undated ones, over two months."""
    rows: list[Row] = []
    for number in range(5):
        base, day = text(number), number * 13.0
        rows.append(told(f"asal:{number}", base, day=day))
        rows.append(told(f"salin:{number}", base, day=day + 0.2))
        rows.append(told(f"salin:{number}-lagi", base, day=day - 0.1, dated=number % 2 == 0))
        rows += [
            told(f"ulang{n}:{number}", reworded(base, 100 * number + n, 0.1 + n / 8), day=day + n) for n in range(4)
        ]
    rows.append(told("dua:1", f"{text(0)} {text(1)}", day=7))
    rows.append(told("dua:2", f"{text(2)} {text(3)}", day=30))
    rows += [told(f"pendek:{n}", "Segera kirim jawabanmu.", day=3) for n in range(3)]
    return tuple(rows)


def steps(dice: random.Random) -> list[tuple[str, Row]]:
    """What is done, in an order of its own, revisions and removals mixed in; the articles at the end are the same."""
    histories: list[list[tuple[str, Row]]] = []
    for article, capture in collection():
        history = [("put", (article, capture))]
        if dice.random() < 0.3:  # it read like another text before
            early = dice.choice(collection())[0].body
            older = told(article.key, early, day=-1)[1]
            history.insert(0, ("put", (replace(article, body=early), older)))
        histories.append(history)
    for number in range(4):
        other = dice.choice(collection())[0]
        row = told(f"hapus:{number}", dice.choice((other.body, reworded(other.body, number))), day=number * 9)
        histories.append([("put", row), ("remove", row)])
    found: list[tuple[str, Row]] = []
    while histories:
        history = dice.choice(histories)
        found.append(history.pop(0))
        histories = [one for one in histories if one]
    return found


def run(archive: Archive, what: list[tuple[str, Row]]) -> None:
    for step, (article, capture) in what:
        if step == "put":
            archive.put(article, capture)
        else:
            archive.remove(article.key, "uji", NOW)


@cache
def expected(full: int) -> dict[str, tuple[object, ...]]:
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.sqlite", stories=Grouping()) as archive:
        run(archive, [("put", row) for row in collection()])
        return places(archive)


@pytest.mark.parametrize("full", [256, 5])  # with 5 words fill up and empty again all the time
@settings(max_examples=12, deadline=None)
@given(dice=st.randoms(use_true_random=False))
def test_any_order_gives_the_same_stories_and_regrouping_changes_nothing(full: int, dice: random.Random) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(postings, "FULL", full)
        patch.setattr(settling, "CROWD", 2)
        with Archive.open(Path(folder) / "a.sqlite", stories=Grouping()) as archive:
            run(archive, steps(dice))
            assert places(archive) == expected(full)
            last = archive.last_sequence
            done = archive.regroup(NOW)
            assert (done.changed, done.merges, done.splits) == (0, 0, 0)
            assert archive.last_sequence == last
            assert places(archive) == expected(full)
