"""A page's publication is chosen by evidence, and every signal keeps its verdict."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates.judge import MOST, JudgedDates, judge_dates
from crawler.items import PrintedDate

JAKARTA = ZoneInfo("Asia/Jakarta")
LATER = datetime(2026, 11, 1, tzinfo=JAKARTA)


def judge(*signals: tuple[str, str], fetched: datetime = LATER, url_date: date | None = None) -> JudgedDates:
    printed = [PrintedDate(text, origin) for origin, text in signals]
    return judge_dates(printed, fetched_at=fetched, zone=JAKARTA, url_date=url_date)


def published(judged: JudgedDates) -> str | None:
    return judged.published.iso() if judged.published else None


def verdict(judged: JudgedDates, text: str) -> str:
    return next(signal.verdict for signal in judged.signals if signal.text == text)


DETIK = (
    ("css:.detail__date", "Kamis, 02 Nov 2023 20:59 WIB"),
    ("meta:publishdate", "2023/11/02 20:59:53"),
    ("meta:pubdate", "2023-11-02T20-59-53Z"),
    ("meta:dtk:publishdateunix", "1698933593000"),
    ("meta:dtk:createddateunix", "1698922226000"),
    ("meta:createdate", "2023/11/02 17:50:26"),
    ("itemprop:dateCreated", "2023-11-02T17-50-26Z"),
    ("json-ld:datePublished", "2023-11-02T20:59:53+07:00"),
    ("json-ld:dateModified", "2023-11-02T20:59:53+07:00"),
)
KOMPAS = (
    ("css:.read__time", "Kompas.com - 02/11/2023, 21:34 WIB"),
    ("meta:article:published_time", "2023-11-02T14:34:19+00:00"),
    ("meta:content_PublishedDate", "2023-11-02 21:34:19"),
    ("json-ld:datePublished", "2023-11-02T14:34:19+00:00"),
    ("json-ld:dateModified", "2023-11-02T14:34:19+00:00"),
    ("sidebar", "02/11/2023, 22:02 WIB"),
)
OKEZONE = (
    ("meta:article:published_time", "2020-07-09T07:26:05+07:00"),
    ("itemprop:datePublished", "2014-07-13T20:07:27.8200000"),
    ("css:.namerep b", "Kamis 09 Juli 2020 07:26 WIB"),
    ("json-ld:datePublished", "Kamis 09 Juli 2020 07:26 WIB"),
    ("json-ld:datePublished", "2020-07-09 07:26:05"),
    ("json-ld:dateModified", "2020-07-08 20:33:05"),
    ("url", "2020/07/08"),
)
MEDIA_INDONESIA = (
    ("css:.datetime", " 20/1/2026 18:30"),
    ("json-ld:datePublished", "2026-01-20T18:33:13+07:00"),
    ("json-ld:dateModified", "2026-01-20T18:30:00+07:00"),
)
MERDEKA = (
    ("css:.mdk-date-reporter", "PERISTIWA | 17 Juni 2021 11:38"),
    ("meta:article:published_time", "2021-06-17T11:38:29-07:00"),
    ("meta:article:modified_time", "2021-06-17T19:23:04-07:00"),
    ("meta:pubdate", "Thu, 17 Jun 2021 11:38:29 GMT"),
)
LIPUTAN6 = (
    ("meta:article:published_time", "2021-12-20T09:59:55+07:00"),
    ("meta:article:modified_time", "2021-12-20T13:04:17+07:00"),
    ("css:.read-page-box__author__updated", "Diperbarui 20 Des 2021, 13:04 WIB"),
    ("json-ld:datePublished", "2021-12-20T09:59:55+07:00"),
    ("time:datetime", "2021-12-21T08:30:57+07:00"),
)


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        (DETIK, "2023-11-02T20:59:53+07:00"),
        (KOMPAS, "2023-11-02T21:34:19+07:00"),
        (OKEZONE, "2020-07-09T07:26:05+07:00"),
        (MEDIA_INDONESIA, "2026-01-20T18:33:13+07:00"),
        (MERDEKA, "2021-06-17T11:38:29+07:00"),
        (MERDEKA[1:], "2021-06-17T11:38:29+07:00"),
        (LIPUTAN6, "2021-12-20T09:59:55+07:00"),
        ((("json-ld:datePublished", "2026-05-13WIB18:45:00+07:00"),), "2026-05-13T18:45:00+07:00"),
        ((("json-ld:datePublished", "2026-05-13T11:45:00Z"),), "2026-05-13T18:45:00+07:00"),
        ((("meta:pubdate", "2016-02-23 T16:00:20Z"),), "2016-02-23T16:00:20+07:00"),
        ((("css:.date", "Selasa, 23/02/2016 16:00 WITA"),), "2016-02-23T16:00:00+08:00"),
        ((("css:.date", "10 Juni 2025"),), "2025-06-10"),
    ],
)
def test_the_true_moment_comes_out(signals: tuple[tuple[str, str], ...], expected: str) -> None:
    assert published(judge(*signals)) == expected
    assert published(judge(*reversed(signals))) == expected


def test_detik_verdicts() -> None:
    judged = judge(*DETIK)
    assert verdict(judged, "1698933593000") == "published"
    assert verdict(judged, "Kamis, 02 Nov 2023 20:59 WIB") == "agrees"
    assert verdict(judged, "2023-11-02T20-59-53Z").startswith("refused: its zone is false")
    assert verdict(judged, "1698922226000") == "refused: a time of drafting"
    assert judged.modified is not None
    assert len(judged.signals) == len(DETIK)


def test_a_false_zone_is_told_even_where_its_seconds_are_used() -> None:
    judged = judge(*MERDEKA)
    assert judged.published is not None
    assert judged.published.zone == "assumed"
    chosen = verdict(judged, judged.published.text)
    assert chosen.startswith("published (its zone is false: ")
    assert judged.modified is not None
    assert judged.modified.iso() == "2021-06-17T19:23:04+07:00"


def test_a_fresh_false_z_is_seen_by_the_clock() -> None:
    fetched = datetime(2024, 7, 2, 15, 30, tzinfo=JAKARTA)
    assert published(judge(("meta:pubdate", "2024-07-02T15:01:02Z"), fetched=fetched)) == "2024-07-02T15:01:02+07:00"


def test_true_utc_beside_its_own_local_time_is_believed() -> None:
    judged = judge(*KOMPAS)
    assert all(not signal.verdict.startswith("refused: its zone") for signal in judged.signals)


def test_modified_may_lie_before_published() -> None:
    judged = judge(*MEDIA_INDONESIA)
    assert judged.modified is not None
    assert judged.published is not None
    assert judged.modified.at < judged.published.at


@pytest.mark.parametrize(
    ("signal", "reason"),
    [
        (("meta:article:published_time", "[publishdate]"), "refused: a placeholder of the template"),
        (("meta:dtk:createddate", "-1"), "refused: a placeholder of the template"),
        (("meta:date", "segera"), "refused: not a date"),
        (("itemprop:datePublished", "2014-07-13T20:07:27.8200000"), "refused: a constant of the template"),
        (("css:.date", "Senin, 2 November 2026 10:00 WIB"), "refused: in the future when the page was fetched"),
        (("css:.date", "2 November 2026"), "refused: in the future when the page was fetched"),
        (("meta:date", "1980-01-01"), "refused: absurd: older than the web"),
        (("meta:date", "1999-11-30 00:00:00"), "refused: an empty value of the database"),
        (("body", "Selasa (2/7/2024)"), "refused: a date in running text tells of an event"),
        (("sidebar", "2 Juli 2024"), "refused: a date beside the article is another article's"),
        (("text", "1-3 Juli 2024"), "refused: a range tells of an event"),
        (("url", "2024/07/02"), "refused: the day in an address is no evidence by itself"),
    ],
)
def test_what_is_never_a_publication(signal: tuple[str, str], reason: str) -> None:
    judged = judge(signal)
    assert judged.published is None
    assert judged.signals[0].verdict == reason


def test_the_future_has_an_hour_of_slack() -> None:
    fetched = datetime(2024, 7, 2, 15, 0, tzinfo=JAKARTA)
    assert published(judge(("css:.d", "2 Juli 2024 15:40 WIB"), fetched=fetched)) == "2024-07-02T15:40:00+07:00"
    assert published(judge(("css:.d", "2 Juli 2024 16:10 WIB"), fetched=fetched)) is None


def test_an_update_alone_is_taken_and_says_so() -> None:
    judged = judge(("css:.date", "Diperbarui 18 Jun 2025, 14:05 WIB"))
    assert published(judged) == "2025-06-18T14:05:00+07:00"
    assert judged.modified is None
    assert judged.signals[0].verdict == "published (only the time of an update is printed)"


def test_the_day_in_the_address_supports_and_doubts() -> None:
    near = judge(("text", "2 Juli 2024 10:00"), ("itemprop:x", "5 Mei 2019 10:00"), url_date=date(2024, 7, 1))
    assert published(near) == "2024-07-02T10:00:00+07:00"
    far = judge(("text", "5 Mei 2019 10:00 WIB"), url_date=date(2024, 7, 1))
    assert published(far) is None
    assert far.signals[0].verdict == "refused: the day in the address is another"


def test_many_teasers_of_one_day_have_one_voice() -> None:
    teasers = [("time:datetime", "2023-11-05")] * 30
    assert published(judge(("json-ld:datePublished", "2023-11-02T20:59:53+07:00"), *teasers)) == (
        "2023-11-02T20:59:53+07:00"
    )


def test_a_bare_day_does_not_join_two_clocks() -> None:
    judged = judge(
        ("css:.date", "2 November 2023"),
        ("json-ld:datePublished", "2023-11-02T20:59:53+07:00"),
        ("itemprop:datePublished", "2023-11-02T09:00:00"),
    )
    assert published(judged) == "2023-11-02T20:59:53+07:00"
    assert verdict(judged, "2 November 2023") == "agrees"
    assert verdict(judged, "2023-11-02T09:00:00").startswith("refused: other signals have more weight")


DAY = "2026-07-24T15:10:00+07:00"


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ((("meta:date", "2026-07-24T00:00:00+07:00"), ("css:.date", "Jumat, 24 Juli 2026 15:10 WIB")), DAY),
        ((("json-ld:datePublished", "2026-07-24 00:00:00"), ("text", "24/07/2026 15:10")), DAY),
        ((("json-ld:datePublished", "2026-07-24T00:00:00Z"), ("css:.date", "24 Juli 2026 15:10 WIB")), DAY),
        ((("json-ld:datePublished", "2026-07-24T00:00Z"), ("css:.date", "24 Juli 2026 15:10 WIB")), DAY),
        ((("json-ld:datePublished", "2026-07-23T17:00:00Z"), ("css:.date", "24 Juli 2026 15:10 WIB")), DAY),
        # the clock of an update shows as well that the midnight is none
        ((("meta:date", "2026-07-24T00:00:00+07:00"), ("json-ld:dateModified", DAY)), "2026-07-24"),
        # a true midnight: shown to readers, or nothing of that day speaks against it
        ((("meta:date", "2026-07-24T00:00:00+07:00"), ("css:.date", "24 Juli 2026 00:00 WIB"), ("text", DAY)), None),
        ((("meta:date", "2026-07-24T00:00:00+07:00"), ("css:.date", "24 Juli 2026")), None),
        ((("meta:date", "2026-07-24T00:00:00+07:00"),), None),
    ],
)
def test_a_day_padded_to_midnight_is_a_day(signals: tuple[tuple[str, str], ...], expected: str | None) -> None:
    assert published(judge(*signals)) == (expected or "2026-07-24T00:00:00+07:00")
    assert published(judge(*reversed(signals))) == (expected or "2026-07-24T00:00:00+07:00")


def test_of_two_swapped_days_the_one_whose_weekday_agrees_is_taken() -> None:
    swapped, shown = ("meta:date", "2024-02-07T15:10:00+07:00"), ("css:.date", "Selasa, 2 Juli 2024 15:10 WIB")
    judged = judge(swapped, ("json-ld:datePublished", swapped[1]), shown)
    assert published(judged) == "2024-07-02T15:10:00+07:00"
    assert verdict(judged, swapped[1]) == "refused: its day and month are swapped: css:.date prints the weekday too"


@pytest.mark.parametrize(
    "shown",
    ["Rabu, 2 Juli 2024 15:10 WIB", "2 Juli 2024 15:10 WIB", "Selasa, 2 Juli 2024 08:00 WIB"],
)
def test_without_an_agreeing_weekday_and_clock_no_day_is_called_swapped(shown: str) -> None:
    judged = judge(("meta:article:published_time", "2024-02-07T15:10:00+07:00"), ("text", shown))
    assert published(judged) == "2024-02-07T15:10:00+07:00"


def test_a_weekday_that_contradicts_rewrites_nothing() -> None:
    assert published(judge(("css:.date", "Selasa (7/2/2024) 15:10 WIB"))) == "2024-02-07T15:10:00+07:00"


def test_the_reason_for_a_struck_zone_is_the_signals_own() -> None:
    judged = judge(*MERDEKA, ("meta:og:updated_time", "2021-06-17T19:40:00-07:00"))
    assert verdict(judged, "2021-06-17T19:23:04-07:00") == (
        "modified (its zone is false: so is that of meta:article:published_time, so its clock is local)"
    )
    assert verdict(judged, "2021-06-17T19:40:00-07:00") == (
        "refused: its zone is false: so is that of meta:article:published_time"
    )


def test_a_true_z_is_given_in_the_zone_that_is_shown() -> None:
    stamp = ("meta:article:published_time", "2024-07-02T01:10:53Z")
    assert published(judge(stamp, ("css:.date", "Selasa, 2 Juli 2024 09:10 WITA"))) == "2024-07-02T09:10:53+08:00"
    assert published(judge(stamp, ("css:.date", "Selasa, 2 Juli 2024 08:10"))) == "2024-07-02T08:10:53+07:00"


@pytest.mark.parametrize(
    ("signal", "expected"),
    [
        (("meta:createdate", "2024-07-01 09:00:00"), "2024-07-02"),
        (("text", "Dibuat 1 Juli 2024 09:00 WIB"), "2024-07-02"),
        (("text", "Draft: 1 Juli 2024 09:00 WIB"), "2024-07-02"),
        (("text", "Creative Commons, 1 Juli 2024 09:00 WIB"), "2024-07-01T09:00:00+07:00"),
    ],
)
def test_words_of_writing_are_the_same_in_origins_and_lines(signal: tuple[str, str], expected: str) -> None:
    assert published(judge(signal, ("itemprop:x", "2 Juli 2024"))) == expected


def test_hours_ago_are_a_day() -> None:
    judged = judge(("time:text", "3 jam yang lalu"), fetched=datetime(2024, 7, 2, 15, 0, tzinfo=JAKARTA))
    assert published(judged) == "2024-07-02"


def test_a_page_of_a_thousand_dates_is_bounded() -> None:
    judged = judge(*[("meta:date", f"2024-07-02 10:00:{n % 60:02}") for n in range(MOST + 50)])
    assert judged.signals[-1].verdict == f"refused: the page has more than {MOST} dates"


def test_no_clock_no_judgement() -> None:
    with pytest.raises(ValueError, match="time zone"):
        judge_dates([], fetched_at=LATER.replace(tzinfo=None), zone=JAKARTA)


@settings(max_examples=150, deadline=None)
@given(st.permutations([*MERDEKA, *KOMPAS]), st.integers(0, 3000))
def test_order_of_signals_never_raises_and_each_keeps_a_verdict(signals: list[tuple[str, str]], days: int) -> None:
    judged = judge(*signals, fetched=LATER - timedelta(days=days))
    assert [signal.text for signal in judged.signals] == [text for _, text in signals]
    assert all(signal.verdict for signal in judged.signals)
