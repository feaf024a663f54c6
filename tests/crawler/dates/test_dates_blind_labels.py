"""Date strings labelled by somebody who had not seen the code; the floor is what the first run reached."""

from __future__ import annotations

from pathlib import Path

from crawler.dates import answer

LABELS = Path(__file__).parent.parent.parent / "labels" / "dates.tsv"
RIGHT = 413  # of 414, on the first run


def test_the_first_run_is_the_floor() -> None:
    lines = [line for line in LABELS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    assert sum(answer(f"{text}\t{reference}") == expected for text, reference, expected in rows) >= RIGHT


def test_no_value_on_what_is_no_date() -> None:
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.endswith("\t-")]
    assert rows
    assert not [text for text, reference, _ in rows if answer(f"{text}\t{reference}") != "-"]
