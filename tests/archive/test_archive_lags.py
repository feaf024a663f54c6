"""How late an article was, told as exactly as it is known."""

from datetime import datetime

import pytest

from archive.article import JAKARTA, Moment
from archive.lags import lag


def moment(text: str, precision: str = "minute") -> Moment:
    at = datetime.fromisoformat(text)
    return Moment(at if at.tzinfo else at.replace(tzinfo=JAKARTA), precision, "stated", text, "text")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        (moment("2024-07-02T08:00"), moment("2024-07-02T10:05"), "+2 h 05 min"),
        (moment("2024-07-02T08:00"), moment("2024-07-02T01:30+00:00"), "+30 min"),
        (moment("2024-07-02T08:00"), moment("2024-07-02T07:20"), "-40 min"),
        (moment("2024-07-02T08:00"), moment("2024-07-05T09:00"), "+3 days 1 h"),
        (moment("2024-07-02T00:00", "day"), moment("2024-07-02T10:05"), "same day"),
        (moment("2024-07-02T22:00"), moment("2024-07-03T00:00", "day"), "+1 day"),
        (moment("2024-07-05T22:00"), moment("2024-07-03T00:00", "day"), "-2 days"),
    ],
)
def test_a_lag(first: Moment, then: Moment, told: str) -> None:
    assert str(lag(first, then)) == told


def test_no_lag_without_both_ends() -> None:
    assert lag(None, moment("2024-07-02T08:00")) is None
    assert lag(moment("2024-07-02T08:00"), None) is None
