"""What ``kliping sources`` tells."""

from __future__ import annotations

import json

import pytest
from conftest import Run


@pytest.mark.parametrize(
    ("name", "aim"),
    [
        ("antara", "all that its feeds announce, and the watched topics by tag or search"),
        ("kompas", "the watched topics"),
        ("perpusnas", "all that its sections announce"),
    ],
)
def test_what_a_source_is_crawled_for(run: Run, name: str, aim: str) -> None:
    assert json.loads(run("sources", name, "--json").stdout)["crawled for"] == aim
