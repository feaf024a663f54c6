"""Each sentence of the contract about ``kliping dates``."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from archive.article import Moment
from crawler.dates import answer, answers, parse_date

JAKARTA = ZoneInfo("Asia/Jakarta")


def told(line: str) -> dict[str, object]:
    found = json.loads(answer(line, as_json=True))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # one value a line; a reference may be empty or missing with its tab
        ("2 Juli 2024", "2024-07-02"),
        ("2 Juli 2024\t", "2024-07-02"),
        ("2 Juli 2024\t2020-01-01T10:00:00+07:00", "2024-07-02"),
        ("2 Juli 2024\r\n", "2024-07-02"),
        # a tab that is no reference belongs to the string
        ("2\tJuli\t2024", "2024-07-02"),
        # seconds where the text has them
        ("2 Juli 2024 14:56", "2024-07-02T14:56"),
        ("2 Juli 2024 14:56:00", "2024-07-02T14:56:00"),
        # an offset stands only where the text states a zone
        ("2 Juli 2024 14:56\t2024-07-02T10:00+07:00", "2024-07-02T14:56"),
        ("2 Juli 2024 14:56 WITA", "2024-07-02T14:56+08:00"),
        # relative to a clock: the reference's offset if it has one; a day or more gives a date
        ("2 jam yang lalu\t2024-07-02T01:00+09:00", "2024-07-01T23:00+09:00"),
        ("2 jam yang lalu\t2024-07-02T01:00", "2024-07-01T23:00"),
        ("2 jam yang lalu\t2024-07-02", "-"),
        ("24 jam yang lalu\t2024-07-02T01:00", "2024-07-01T01:00"),
        ("1 hari yang lalu\t2024-07-02T01:00", "2024-07-01"),
        ("1 bulan lalu\t2023-03-31", "2023-02-28"),
        ("4 tahun lalu\t2024-02-29", "2020-02-29"),
        ("1 tahun lalu\t2024-02-29", "2023-02-28"),
        # the year beside the reference's, where nearer and not contradicted
        ("30 Desember\t2025-01-02", "2024-12-30"),
        ("30 Desember\t2025-08-02", "2025-12-30"),
        ("2 Januari\t2024-12-30", "2025-01-02"),
        ("Senin, 30 Desember\t2025-01-02", "2024-12-30"),
        ("Selasa, 30 Desember\t2025-01-02", "2025-12-30"),
        ("30 Desember\t", "-"),
        # a month or a year alone
        ("Juli 2024\t2024-07-02", "-"),
        ("2024\t2024-07-02", "-"),
        # 24.00
        ("31 Desember 2024 24.00", "2025-01-01T00:00"),
        # impossible days, years out of bounds, empty values
        ("31 Februari 2024", "-"),
        ("31 Desember 1899", "-"),
        ("1 Januari 1900", "1900-01-01"),
        ("31 Desember 2100", "2100-12-31"),
        ("1 Januari 2101", "-"),
        ("0000-00-00", "-"),
        ("1970-01-01T00:00:00+00:00", "-"),
        ("1970-01-01 07:00:00", "-"),
        ("1 Januari 1970 08:00 WITA", "-"),
        ("1 Januari 1970 15:00 WIB", "1970-01-01T15:00+07:00"),
        # Hijri alone
        ("25 Rajab 1446 H\t2025-01-25", "-"),
        ("25 Rajab 1446 H, 25 Januari 2025", "2025-01-25"),
        # a range that ends before it begins
        ("21-17 Mei 2016", "-"),
        ("2024-07-03/2024-07-01", "-"),
        ("2 Juli 2024 12:00-09:00", "-"),
        # a weekday that contradicts changes nothing
        ("Senin, 2 Juli 2024", "2024-07-02"),
        ("Selasa (7/2/2024)", "2024-02-07"),
        # blank
        ("", "-"),
        ("   ", "-"),
        ("\t2024-07-02", "-"),
    ],
)
def test_sentence(line: str, expected: str) -> None:
    assert answer(line) == expected


def test_one_line_out_for_each_line_in_whatever_the_bytes() -> None:
    lines = [b"2 Juli 2024\n", b"\xff\xfe\x00\n", b"\n", "Jum\u2019at, 5 Juli 2024\n".encode(), b"\x00\x01\t\x02"]
    assert list(answers(lines)) == ["2024-07-02", "-", "-", "2024-07-05", "-"]
    assert [json.loads(row)["value"] for row in answers(lines, as_json=True)] == [
        "2024-07-02",
        None,
        None,
        "2024-07-05",
        None,
    ]


def test_a_zone_fills_only_what_is_unstated() -> None:
    lines = ["2 Juli 2024 14:56", "2 Juli 2024 14:56 WIT", "2 Juli 2024"]
    assert list(answers(lines, zone=JAKARTA)) == ["2024-07-02T14:56+07:00", "2024-07-02T14:56+09:00", "2024-07-02"]


def test_json_tells_the_whole_reading() -> None:
    assert told("Kompas.com- Diperbarui 19/06/2025, 10:25 WIB") == {
        "value": "2025-06-19T10:25+07:00",
        "precision": "minute",
        "partial": None,
        "zone": "stated",
        "role": "updated",
        "weekday": None,
        "approximate": False,
        "ignored": ["Kompas", "com"],
        "alternatives": [],
    }


def test_json_offers_the_repair_of_a_swapped_day() -> None:
    found = told("Selasa (7 Februari 2024)")
    assert (found["value"], found["weekday"]) == ("2024-02-07", "contradicts: printed Selasa, is Rabu")
    assert found["alternatives"] == ["2024-07-02"]
    assert told("Rabu (7/2/2024)")["alternatives"] == []
    assert told("7/2/2024")["alternatives"] == ["2024-07-02"]


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("Juli 2024", "2024-07"),
        ("07/2024", "2024-07"),
        ("2024", "2024"),
        ("17 Agustus", "--08-17"),
        ("Selasa (2/7)", "--07-02"),
        ("20.04 WIB", "T20:04"),
        ("Edisi khusus", None),
        ("Nomor 12/2024", None),
    ],
)
def test_json_keeps_the_part_that_is_told(text: str, partial: str | None) -> None:
    found = told(text)
    assert (found["value"], found["partial"]) == (None, partial)


@pytest.mark.parametrize(
    ("text", "precision", "approximate"),
    [
        ("7 menit yang lalu", "minute", False),
        ("3 jam yang lalu", "hour", True),
        ("dua hari lalu", "day", False),
        ("pekan lalu", "week", True),
        ("bulan lalu", "month", True),
        ("setahun lalu", "year", True),
    ],
)
def test_a_relative_form_says_its_precision(text: str, precision: str, approximate: bool) -> None:
    reading = parse_date(text, datetime(2024, 7, 2, 14, 56, tzinfo=UTC))
    assert reading is not None
    assert (reading.precision, reading.approximate) == (precision, approximate)


def test_the_published_date_of_a_line_comes_first_and_the_other_is_an_alternative() -> None:
    reading = parse_date("Diperbarui 3 Juli 2024, diterbitkan 2 Juli 2024")
    assert reading is not None
    assert (reading.day, reading.role, reading.alternatives) == (date(2024, 7, 2), "published", ("2024-07-03",))


def test_a_moment_is_aware_and_says_what_was_assumed() -> None:
    reading = parse_date("2 Juli 2024 14:56")
    assert reading is not None
    assert reading.moment(JAKARTA, "2 Juli 2024 14:56", "css:.date") == Moment(
        datetime(2024, 7, 2, 14, 56, tzinfo=JAKARTA), "minute", "assumed", "2 Juli 2024 14:56", "css:.date"
    )


def test_hours_ago_are_a_day_to_a_moment() -> None:
    reading = parse_date("3 jam lalu", datetime(2024, 7, 2, 14, 56, tzinfo=JAKARTA))
    assert reading is not None
    assert reading.moment(JAKARTA, "3 jam lalu", "time:text").precision == "day"


def test_months_are_the_calendars() -> None:
    end_of_month = date(2023, 1, 31)
    days = [parse_date(f"{n} bulan mendatang", end_of_month) for n in range(1, 13)]
    assert all(reading and reading.day + timedelta(days=4) > reading.day for reading in days)
    assert [reading.day.day for reading in days if reading] == [28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31]
