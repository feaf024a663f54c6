"""Grouping: harmless on bad input, the same in any order, templates apart, no bridges."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.stories import Placed, StoryArticle, group
from edition.stories import tellings

TABLE = " ".join(str(number * 37 % 1000) for number in range(400))


@cache
def some() -> tuple[StoryArticle, ...]:
    return tuple(
        StoryArticle(t.url, t.body, t.title, t.outlet, t.published.date().toordinal(), t.published.timestamp())
        for t in tellings()
    )[:40]


def partition(placed: Sequence[Placed]) -> set[frozenset[str]]:
    stories: dict[str, set[str]] = {}
    for one in placed:
        stories.setdefault(one.story, set()).add(one.id)
    return {frozenset(members) for members in stories.values()}


def text(seed: int, words: int = 150) -> str:
    dice = random.Random(seed)  # noqa: S311 - the same texts each time
    return " ".join("".join(dice.choices("abcdefghijklmnop", k=7)) for _ in range(words))


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_read_makes_no_difference(dice: random.Random) -> None:
    shuffled = list(some())
    dice.shuffle(shuffled)
    assert sorted(group(shuffled), key=lambda one: one.id) == sorted(group(some()), key=lambda one: one.id)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_text_is_placed_once_and_in_order(bodies: list[str]) -> None:
    placed = group([StoryArticle(str(number), body) for number, body in enumerate(bodies)])
    assert [one.id for one in placed] == [str(number) for number in range(len(bodies))]


def test_a_story_is_called_by_its_smallest_id_and_has_one_original() -> None:
    body = text(1)
    placed = group([StoryArticle("b", body, day=2), StoryArticle("a", body, day=9), StoryArticle("c", text(2))])
    assert [(one.story, one.relation, one.of) for one in placed] == [
        ("a", "original", None),
        ("a", "copy", "b"),
        ("c", "original", None),
    ]


def test_the_release_itself_is_the_original_even_if_seen_later() -> None:
    body = text(1)
    placed = group([StoryArticle("a", body, day=1), StoryArticle("b", body, day=2, origin=True)])
    assert [one.relation for one in placed] == ["copy", "original"]


@pytest.mark.parametrize("body", ["", "   ", "Segera kirim jawabanmu.", "…", "\x00\ud800"])
def test_bodies_that_say_nothing_are_never_grouped(body: str) -> None:
    assert len(partition(group([StoryArticle("a", body), StoryArticle("b", body)]))) == 2


def test_tables_of_other_numbers_stay_apart() -> None:
    other = " ".join(str(number * 41 % 1000 + 1000) for number in range(400))
    placed = group([StoryArticle("a", TABLE), StoryArticle("b", TABLE), StoryArticle("c", other)])
    assert partition(placed) == {frozenset("ab"), frozenset("c")}


def test_ten_thousand_copies_cost_no_more_than_they_hold() -> None:
    body = text(3)
    placed = group([StoryArticle(str(number), body, source=f"s{number % 50}") for number in range(10_000)])
    assert len(partition(placed)) == 1


def test_a_very_long_body_is_read_to_its_bound() -> None:
    long = text(4, 60_000) * 10
    placed = group([StoryArticle("a", long), StoryArticle("b", long + " selesai"), StoryArticle("c", text(5))])
    assert len(placed) == 3


def test_a_page_that_holds_two_articles_does_not_join_their_stories() -> None:
    one, other = text(6), text(7)
    articles = [StoryArticle(f"a{number}", one + f" nomor{number}") for number in range(2)]
    articles += [StoryArticle(f"b{number}", other + f" nomor{number}") for number in range(2)]
    placed = group([*articles, StoryArticle("c", f"{one} {other}")])
    stories = {one.id: one.story for one in placed}
    assert stories["a0"] == stories["a1"] != stories["b0"] == stories["b1"]


def test_opaque_tokens_are_enough() -> None:
    body = text(8).split()
    dice = random.Random(1)  # noqa: S311 - the same texts each time
    reworded = [word if dice.random() < 0.7 else word[::-1] for word in body]
    placed = group(
        [StoryArticle("a", " ".join(body)), StoryArticle("b", " ".join(reworded)), StoryArticle("c", text(9))]
    )
    assert partition(placed) == {frozenset("ab"), frozenset("c")}


def test_an_id_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="'a' is there twice"):
        group([StoryArticle("a", "x"), StoryArticle("a", "y")])
