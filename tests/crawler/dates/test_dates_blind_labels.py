"""Date strings labelled by somebody who had not seen the code; first scores are in tests/labels/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.dates import answer

FOLDER = Path(__file__).parent.parent.parent / "labels"
WRONG = {"dates.tsv": 1, "dates_real.tsv": 0}  # "14.02.23" alone may be a time


def rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_read_right_stays_so(name: str) -> None:
    wrong = [text for text, reference, expected in rows(name) if answer(f"{text}\t{reference}") != expected]
    assert len(rows(name)) > 400
    assert len(wrong) <= WRONG[name], wrong


@pytest.mark.parametrize("name", WRONG)
def test_no_value_on_what_is_no_date(name: str) -> None:
    dateless = [(text, reference) for text, reference, expected in rows(name) if expected == "-"]
    assert dateless
    assert not [text for text, reference in dateless if answer(f"{text}\t{reference}") != "-"]
