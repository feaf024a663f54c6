"""The filter ``kliping stories``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from crawler.stories.lines import StoryLineError, answers
from kliping.commands.stories import stories

BODY = "kata " + " ".join(f"kata{chr(97 + at)}{chr(97 + at % 7)}" for at in range(26))


def lines(*rows: object) -> list[bytes]:
    return [json.dumps(row).encode() + b"\n" for row in rows]


def test_one_line_out_for_each_in_its_order() -> None:
    rows = [{"id": 2, "body": BODY, "url": None, "published": None}, {"id": "x", "body": None}, {"id": 1, "body": BODY}]
    found = [json.loads(line) for line in answers(lines(*rows))]
    assert [one["id"] for one in found] == [2, "x", 1]
    assert set(found[0]) == {"id", "story", "relation", "of", "similarity"}
    assert found[0]["story"] == found[2]["story"] != found[1]["story"]


def test_who_was_first_is_read_from_the_date_as_printed() -> None:
    rows = [
        {"id": "a", "body": BODY, "published_text": "Rabu, 18 Jun 2025 18:04 WIB", "source": "x"},
        {"id": "b", "body": BODY, "published": "2025-06-18T17:00:00+07:00", "source": "y"},
    ]
    assert [json.loads(line)["relation"] for line in answers(lines(*rows))] == ["copy", "original"]


def test_a_page_of_perpusnas_is_the_origin() -> None:
    rows = [
        {"id": "a", "body": BODY, "published": "2025-06-18"},
        {"id": "b", "body": BODY, "published": "2025-06-19", "url": "https://www.perpusnas.go.id/berita/kabar-baru"},
    ]
    assert [json.loads(line)["relation"] for line in answers(lines(*rows))] == ["copy", "original"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b"{", "line 1 is no JSON"),
        (b"\xff", "line 1 is no JSON"),
        (b"[]", "line 1 is no JSON object"),
        (b'{"body": ""}', "`id` is missing"),
        (b'{"id": true, "body": ""}', "`id` is missing"),
        (b'{"id": "a"}', "`body` is missing"),
        (b'{"id": "a", "body": 3}', "`body` is no text"),
        (b"[" * 100_000, "line 1 is no JSON"),
    ],
)
def test_what_is_no_article_is_told_by_its_line(given: bytes, told: str) -> None:
    with pytest.raises(StoryLineError, match=told):
        list(answers([given]))


def test_an_id_twice_names_both_lines() -> None:
    with pytest.raises(StoryLineError, match="line 3: id 'a' is on line 1"):
        list(answers([*lines({"id": "a", "body": ""}), b"\n", *lines({"id": "a", "body": ""})]))


def test_the_command_reads_and_writes_lines() -> None:
    result = CliRunner().invoke(stories, input=b"".join(lines({"id": "a", "body": BODY})))
    assert json.loads(result.output)["story"] == "a"
