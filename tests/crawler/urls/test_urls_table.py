"""A mistake in the table of outlets is one sentence that names the row and the field."""

from __future__ import annotations

import pytest

from crawler.urls.outlets import load


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[a]\nhosts = ["a.example"]', "outlets.toml: a: title is missing"),
        ('[a]\ntitle = "A"\nhosts = []', "outlets.toml: a: hosts is missing"),
        ('[a]\ntitle = "A"\nhosts = ["a.example"]\nhots = 1', "a: unknown field 'hots'"),
        ('[a]\ntitle = "A"\nhosts = ["a.example"]\nno_articles = ["("]', "outlets.toml: a.no_articles: "),
        ('[a]\ntitle = "A"\nhosts = ["a.example"]\nzone = "Mars/Olympus"', "outlets.toml: a.zone: 'Mars/Olympus'"),
        (
            '[a]\ntitle = "A"\nhosts = ["a.example"]\narticles = [{ path = "/(?P<id>x)", key = "{nr}" }]',
            "outlets.toml: a.articles: {nr} is no group of",
        ),
        (
            '[a]\ntitle = "A"\nhosts = ["a.example"]\narticles = [{ key = "x" }]',
            "outlets.toml: a.articles: path is missing",
        ),
        (
            '[a]\ntitle = "A"\nhosts = ["a.example"]\n[b]\ntitle = "B"\nhosts = ["a.example"]',
            "outlets.toml: b.hosts: a.example is already a's",
        ),
    ],
)
def test_bad_table(text: str, says: str) -> None:
    with pytest.raises(ValueError, match="outlets") as error:
        load(text)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
