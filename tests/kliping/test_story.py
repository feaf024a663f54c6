"""``kliping story`` after a crawl of the sample edition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import kliping

from archive.store import Archive


@pytest.fixture(scope="module")
def carried(filled: Path) -> dict[str, object]:
    """The story of the edition that most outlets carried."""
    with Archive.open(filled / "archive.db", create=False) as archive:
        stories = [family for one in archive.articles() if (family := archive.family(one.id))]
    return {"story": max(stories, key=lambda family: len(family.members)).story_id, "data": filled}


def told(carried: dict[str, object], *words: str) -> str:
    data = Path(str(carried["data"]))
    done = kliping("story", str(carried["story"]), *words, data=data, cwd=data.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_family_begins_with_the_release_and_tells_lags(carried: dict[str, object]) -> None:
    told_as_json = json.loads(told(carried, "--json"))
    members = told_as_json["members"]
    assert members[0]["source"] == "perpusnas" and members[0]["relation"] == "original"
    assert told_as_json["release"] == members[0]["id"]
    assert told_as_json["articles"] == len(members) > 5
    ids = {member["id"] for member in members}
    for member in members[1:]:
        assert member["of"] in ids and member["relation"] in ("copy", "reprint", "rewrite")
        assert 0 < member["similarity"] <= 1 and 0 <= member["kept"] <= 1
        assert member["lag_days"] is not None and member["lag_days"] >= 0


def test_the_tree_shows_every_article_and_the_differences(carried: dict[str, object]) -> None:
    text = told(carried)
    for member in json.loads(told(carried, "--json"))["members"]:
        assert member["id"] in text
    assert "press release of perpusnas" in text and "first published by" in text
    assert "sentences added" in text


def test_one_difference_in_full(carried: dict[str, object]) -> None:
    member = json.loads(told(carried, "--json"))["members"][-1]
    assert "more change" not in told(carried, "--diff", member["id"])


def test_a_story_by_any_of_its_names(carried: dict[str, object]) -> None:
    member = json.loads(told(carried, "--json"))["members"][-1]
    data = Path(str(carried["data"]))
    for name in (member["id"], member["url"]):
        done = kliping("story", name, "--json", data=data, cwd=data.parent)
        assert json.loads(done.stdout)["story"] == carried["story"]


@pytest.mark.parametrize("words", [("story", "nosuch"), ("story",)])
def test_what_is_no_story_is_told(filled: Path, words: tuple[str, ...]) -> None:
    done = kliping(*words, data=filled, cwd=filled.parent)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and done.stderr.strip()


def test_a_difference_of_nobody_is_told(carried: dict[str, object]) -> None:
    data = Path(str(carried["data"]))
    done = kliping("story", str(carried["story"]), "--diff", "nosuch", data=data, cwd=data.parent)
    assert done.returncode == 2 and "nosuch" in done.stderr
