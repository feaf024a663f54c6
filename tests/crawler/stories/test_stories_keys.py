"""Keys bring together what may be one story, and cost the same whatever a text holds."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from crawler.stories import StoryArticle, signature
from crawler.stories.keys import FACTS, WORDS, keys
from edition.stories import tellings

ENOUGH = 4  # shared keys, as archive.stories.postings has it


def text(seed: int, words: int = 150) -> str:
    dice = random.Random(seed)  # noqa: S311 - the same texts each time
    return " ".join("".join(dice.choices("abcdefghijklmnop", k=7)) for _ in range(words))


def found_by(body: str) -> tuple[set[int], set[int]]:
    near, ever = keys(signature(StoryArticle("a", body)))
    return set(near), set(ever)


@pytest.mark.parametrize("body", ["", "Segera kirim jawabanmu.", "yang dan di " * 100, "\x00\ud800"])
def test_what_says_nothing_is_found_by_nothing_that_many_have(body: str) -> None:
    assert not found_by(body)[0]


def test_a_text_has_few_keys_however_long_it_is() -> None:
    near, ever = keys(signature(StoryArticle("a", text(1, 60_000))))
    assert len(near) <= WORDS + FACTS
    assert len(ever) <= 4
    assert all(-(2**31) <= key < 2**31 for key in near + ever)


def test_keys_do_not_depend_on_the_order_of_words_or_on_case() -> None:
    words = text(2).split()
    assert found_by(" ".join(words)) == found_by(" ".join(reversed(words)))


def test_nearly_the_same_text_is_found_at_any_distance_in_time() -> None:
    words = text(3).split()
    changed = [*words[:-6], "satu", "dua", "tiga", "empat", "lima", "enam"]
    assert found_by(" ".join(words))[1] & found_by(" ".join(changed))[1]
    assert not found_by(text(4))[1] & found_by(text(5))[1]


def test_copies_and_rewrites_of_the_edition_share_enough() -> None:
    near = {told.url: found_by(told.body)[0] for told in tellings()}
    urls = {(told.story, told.name): told.url for told in tellings()}
    for told in tellings():
        if told.of and told.relation in ("copy", "reprint"):
            assert len(near[told.url] & near[urls[told.story, told.of]]) >= ENOUGH, told.url
    strangers = [len(near[a.url] & near[b.url]) >= ENOUGH for a, b in combinations(tellings(), 2) if a.story != b.story]
    assert sum(strangers) < len(strangers) / 4
