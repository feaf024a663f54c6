"""Every labelled string gives its label."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.dates import answer


def labels() -> list[tuple[str, str, str]]:
    rows = Path(__file__).with_name("labels.tsv").read_text(encoding="utf-8").splitlines()
    return [(*row.split("\t"),) for row in rows if row and not row.startswith("# ")]


@pytest.mark.parametrize(("text", "reference", "expected"), labels())
def test_label(text: str, reference: str, expected: str) -> None:
    assert answer(f"{text}\t{reference}") == expected
