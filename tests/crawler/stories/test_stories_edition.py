"""The stories of the sample edition come out as written."""

from __future__ import annotations

from functools import cache

import pytest

from crawler.stories import Placed, StoryArticle, group
from edition.stories import Telling, stories, tellings

# tellings so free that no reader of texts alone would join them: they share fewer words than strangers do
TOO_FREE = {("naskah-khastara", "republika"), ("isbn-baru", "rmid"), ("anugerah-literasi-2025", "kompas")}


@cache
def families() -> dict[str, str]:
    """The address of the telling that each telling goes back to; a story file may hold follow-ups of their own."""
    found: dict[str, str] = {}
    for story in stories():
        urls = {told.name: told.url for told in story.tellings}
        for told in story.tellings:
            found[told.url] = found[urls[told.of]] if told.of else told.url
    return found


@cache
def placed() -> dict[str, Placed]:
    return {one.id: one for one in group([_article(told) for told in tellings()])}


def _article(told: Telling) -> StoryArticle:
    day = None if told.precision == "none" else told.published.date().toordinal()
    at = told.published.timestamp() if told.precision == "minute" else None
    return StoryArticle(told.url, told.body, told.title, told.outlet, day, at, origin=told.outlet == "perpusnas")


def _name(told: Telling) -> str:
    return f"{told.story}-{told.name}"


@pytest.mark.parametrize("told", tellings(), ids=_name)
def test_a_telling_is_in_the_story_of_its_family_and_in_no_other(told: Telling) -> None:
    mine = placed()[told.url].story
    for other in tellings():
        same = families()[other.url] == families()[told.url]
        if same and {(told.story, told.name), (other.story, other.name)} & TOO_FREE:
            continue
        assert (placed()[other.url].story == mine) is same, _name(other)


@pytest.mark.parametrize("told", [told for told in tellings() if told.relation == "copy"], ids=_name)
def test_copies_are_copies(told: Telling) -> None:
    assert placed()[told.url].relation == "copy"


def test_the_spun_copy_is_a_rewrite() -> None:
    (spun,) = (told for told in tellings() if told.story == "rusia" and told.outlet == "suaraliterasi")
    assert placed()[spun.url].relation == "rewrite"


def test_the_release_is_the_original() -> None:
    for told in tellings():
        if told.outlet == "perpusnas":
            assert placed()[told.url].relation == "original", _name(told)
