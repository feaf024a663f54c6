"""Every labelled string gives its label: regression tests, and no proof of accuracy on other strings."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.dates import answer


def labels() -> list[tuple[str, ...]]:
    rows = []
    for name in ("labels.tsv", "labels_second.tsv"):
        lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
        rows += [tuple(line.split("\t")) for line in lines if not line.startswith("# ")]
    return rows


@pytest.mark.parametrize(("text", "reference", "expected"), labels())
def test_label(text: str, reference: str, expected: str) -> None:
    assert answer(f"{text}\t{reference}") == expected
