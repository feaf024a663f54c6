"""Whatever the input: no exception, one line, a value the calendar knows, bounded work."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates import answer, language, parse_date
from crawler.dates.tokens import plain, scan

STRINGS = [
    line.split("\t")[0]
    for line in Path(__file__).with_name("labels.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
PIECES = sorted({word for text in STRINGS for word in text.split()})
REFERENCES = ["", "2024-07-02", "2024-07-02T10:00+07:00", "0001-01-01", "9999-12-31T23:59", "1900-01-01", "2100-12-31"]
MONTHS = [spellings.split()[0].capitalize() for spellings in language.MONTHS]


def check(text: str, reference: str) -> None:
    found = answer(f"{text}\t{reference}")
    assert "\n" not in found
    if found == "-":
        return
    ends = [datetime.fromisoformat(part) for part in found.split("/")]
    assert len(ends) <= 2
    assert ends[0] <= ends[-1]
    assert all(1900 <= end.year <= 2101 for end in ends)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60), st.sampled_from(REFERENCES))
def test_any_text(text: str, reference: str) -> None:
    check(text.replace("\t", " "), reference)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", " ", "-", "\u200f", "\x00"]), st.data())
def test_pieces_of_dates_in_any_order(pieces: list[str], glue: str, data: st.DataObject) -> None:
    check(glue.join(pieces), data.draw(st.sampled_from(REFERENCES)))


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(STRINGS), st.integers(0, 60), st.characters(), st.booleans())
def test_a_date_with_one_character_wrong(text: str, at: int, character: str, instead: bool) -> None:
    check(f"{text[:at]}{character}{text[at + instead :]}".replace("\t", " "), "2024-07-02T10:00+07:00")


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1971, 1, 1), date(2100, 12, 31)))
def test_every_day_in_every_order(day: date) -> None:
    iso = day.isoformat()
    weekday = language.WEEKDAYS[day.weekday()].split()[0].capitalize()
    for text in (
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{weekday} ({day.day}/{day.month}/{day.year})",
        f"{day:%d-%m-%Y}",
        f"{day:%Y/%m/%d}",
        f"{day:%B} {day.day}, {day.year}",
    ):
        assert answer(text) == iso


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-150, 150))
def test_a_year_left_out_comes_back_from_a_reference_within_months(day: date, away: int) -> None:
    reference = day + timedelta(days=away)
    if (day.month, day.day) != (2, 29):
        assert answer(f"{day.day} {MONTHS[day.month - 1]}\t{reference.isoformat()}") == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "1" * 10**6,
        "1-" * 500_000,
        "1:" * 500_000,
        "2/7 " * 250_000,
        "Rabu " * 200_000,
        "&amp;" * 200_000,
        "\ufdfa" * 10**6,
    ],
)
def test_a_megabyte_is_read_to_its_bound(text: str) -> None:
    assert answer(f"{text}\t2024-07-02T10:00") == "-"
    tokens, classes = scan(plain(text))
    assert len(tokens) == len(classes) <= 600


def test_a_date_before_the_bound_is_read() -> None:
    assert answer(" " * 10**6 + "2 Juli 2024" + " x" * 10**6) == "2024-07-02"


def test_invisible_marks_change_nothing() -> None:
    marked = "\u202b".join("Selasa, 2 Juli 2024 14:56 WIB")
    assert answer(marked) == "2024-07-02T14:56+07:00"


def test_the_reference_is_never_read_from_the_machine() -> None:
    for text in ("kemarin", "3 jam lalu", "2 Juli", "Selasa (2/7)", "hari ini", "14:56 WIB", "last week"):
        assert parse_date(text) is None
        assert parse_date(text, None, UTC) is None
