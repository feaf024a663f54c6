"""The labelled addresses of public pages: the score does not fall, and no two articles share a key."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from crawler.urls import answer

LABELS = Path(__file__).parents[2] / "labels" / "urls.tsv"
FLOORS = {"same": 225, "different": 115, "listing": 101, "article": 155, "bad": 46}


def is_right(kind: str, one: str, other: str) -> bool:
    url, key = answer(one).split("\t")
    second = answer(other).split("\t")[1]
    return {
        "same": key == second != "-",
        "different": key != second or key == "-",
        "listing": key == "-" != url,
        "article": key != "-",
        "bad": url == key == "-",
    }[kind]


def test_labels() -> None:
    rows = [line.split("\t") for line in LABELS.read_text("utf-8").split("\n") if line]
    wrong = [row for row in rows if not is_right(row[0], row[1], row[2])]
    right = Counter(row[0] for row in rows) - Counter(row[0] for row in wrong)
    assert all(right[kind] >= floor for kind, floor in FLOORS.items()), wrong
    assert not [row for row in wrong if row[0] in ("different", "bad")]
