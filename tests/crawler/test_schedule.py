"""When a source is due: pure, with a clock that is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.schedule import Bounds, Plan, Visit, plans

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BOUNDS = Bounds()
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

minutes = st.integers(1, 60 * 24 * 400).map(lambda n: timedelta(minutes=n))
bounds = st.tuples(minutes, minutes).map(lambda pair: Bounds(min(pair), max(pair)))
visits = st.builds(
    Visit,
    run=st.integers(0, 10**6),
    started_at=minutes.map(lambda ago: NOW - ago),
    finished_at=st.none() | minutes.map(lambda ago: NOW - ago),
    new=st.integers(0, 10_000),
    reached=st.booleans(),
)
histories = st.lists(visits, max_size=40)
newsrooms = st.dictionaries(st.sampled_from(["antara", "detik", "perpusnas"]), histories, min_size=1)


def plan(history: Sequence[Visit], now: datetime = NOW, bounds: Bounds = BOUNDS, **others: Sequence[Visit]) -> Plan:
    return plans({"detik": history, **others}, now, bounds)["detik"]


def visit(run: int, ago: timedelta, new: int = 0, *, reached: bool = True) -> Visit:
    return Visit(run, NOW - ago, NOW - ago + MINUTE if reached else None, new, reached)


def steady(every: timedelta, new: Callable[[int], int], n: int = 25) -> list[Visit]:
    """Visits up to one at this moment; ``new`` tells what each one found."""
    return [visit(run, (n - run) * every, new(run)) for run in range(1, n + 1)]


def failing(n: int, every: timedelta = HOUR, first: int = 100) -> list[Visit]:
    return [visit(first + k, (n - 1 - k) * every, reached=False) for k in range(n)]


def test_a_source_never_visited_is_due_at_once() -> None:
    assert plan([]) == Plan(NOW, plan([]).interval, 0, None, None)


def test_the_pause_goes_with_the_root_of_the_rate() -> None:
    hourly, daily, weekly = (plan(steady(every, lambda _: 1)).interval / HOUR for every in (HOUR, DAY, 7 * DAY))
    assert hourly == pytest.approx(0.5, rel=0.1)
    assert daily == pytest.approx(0.5 * 24**0.5, rel=0.1)
    assert weekly == pytest.approx(daily, rel=0.01), "a pause longer than the longest tells no rate below its own"


def test_a_source_that_falls_silent_is_let_alone_step_by_step() -> None:
    history, pauses = steady(HOUR / 2, lambda _: 3), []
    for run in range(26, 90):
        now = plan(history).due
        pauses.append(plan(history).interval)
        history = [replace(one, started_at=one.started_at - (now - NOW), finished_at=None) for one in history]
        history.append(visit(run, timedelta(0)))
    assert all(later >= earlier for earlier, later in pairwise(pauses))
    assert pauses[0] < HOUR / 2
    assert pauses[-1] > 20 * HOUR


def test_a_source_that_wakes_is_visited_more_often_at_once() -> None:
    asleep = steady(6 * HOUR, lambda _: 0)
    awake = steady(6 * HOUR, lambda run: 40 if run == 25 else 0)
    assert plan(awake).interval < plan(asleep).interval / 5


def test_what_was_found_lately_counts_more() -> None:
    before = steady(HOUR, lambda run: 4 if run <= 10 else 0)
    lately = steady(HOUR, lambda run: 4 if run > 16 else 0)
    assert plan(lately).interval < plan(before).interval / 1.3


def test_what_the_first_visit_finds_is_no_rate() -> None:
    assert plan([visit(1, HOUR, 5000)]).interval == plan([visit(1, HOUR, 0)]).interval


def test_a_failing_source_is_left_alone_twice_as_long_each_time_and_recovers() -> None:
    pauses = [plan(failing(n)).due - NOW for n in range(1, 12)]
    for n, pause in enumerate(pauses, 1):
        full = min(BOUNDS.least * 2**n, BOUNDS.most)
        assert full / 2 <= pause <= full, n
    healthy = steady(HOUR, lambda _: 1)
    ill = [replace(one, started_at=one.started_at - DAY) for one in healthy] + failing(5)
    assert plan(ill).failures == 5
    well = plan([*ill, visit(200, timedelta(0), 1)])
    assert well.failures == 0
    assert well.due - NOW == well.interval < 2 * HOUR


def test_one_failure_does_not_cost_a_quiet_source_its_day() -> None:
    quiet = [visit(run, DAY * (30 - run) + HOUR) for run in range(1, 30)]
    assert plan(quiet).interval > 12 * HOUR
    assert plan([*quiet, visit(99, timedelta(0), reached=False)]).due - NOW <= 2 * BOUNDS.least


def test_a_network_that_was_away_is_no_fault_of_the_sources() -> None:
    alone = plan(failing(9))
    others = [replace(one, started_at=one.started_at + MINUTE, run=one.run + 1000) for one in failing(9, first=500)][
        :-1
    ]
    together = plan(failing(9), antara=others)
    assert together.failures == alone.failures == 9
    assert alone.due - NOW > 10 * HOUR
    assert together.due - NOW <= 4 * BOUNDS.least
    others_fine = [replace(one, reached=True) for one in others]
    assert plan(failing(9), antara=others_fine).due == alone.due


def test_the_lot_is_that_of_the_source_and_the_run() -> None:
    histories = {name: failing(4) for name in ("detik", "antara", "kompas", "tempo")}
    alone = {name: plans({name: history}, NOW, BOUNDS)[name].due for name, history in histories.items()}
    assert len(set(alone.values())) == 4
    assert alone == {name: plans({name: history}, NOW, BOUNDS)[name].due for name, history in histories.items()}
    assert len({plan(failing(4, first=first)).due for first in range(100, 120)}) == 20


def test_a_crawl_longer_than_its_pause_gets_a_rest() -> None:
    history = steady(HOUR, lambda _: 500)
    long = replace(history[-1], started_at=NOW - 2 * HOUR, finished_at=NOW - MINUTE)
    assert plan([*history[:-3], long]).due == NOW - MINUTE + BOUNDS.least / 2


@pytest.mark.parametrize(("least", "most"), [(0, 5), (-1, 5), (10, 5)])
def test_bounds_that_are_none(least: int, most: int) -> None:
    with pytest.raises(ValueError, match="shortest pause"):
        Bounds(least * MINUTE, most * MINUTE)


@given(newsrooms, bounds)
def test_every_source_is_due_between_the_bounds(newsroom: dict[str, list[Visit]], bounds: Bounds) -> None:
    for source, one in plans(newsroom, NOW, bounds).items():
        assert bounds.least <= one.interval <= bounds.most
        assert one.due <= NOW + bounds.most
        if newsroom[source]:
            last = max(visit.started_at for visit in newsroom[source])
            assert one.last is not None
            assert one.last.started_at == last
            assert one.due >= last + bounds.least


@given(histories, st.randoms())
def test_the_order_told_changes_nothing(history: list[Visit], random: object) -> None:
    history = list({(one.started_at, one.run): one for one in history}.values())
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert plan(history) == plan(shuffled)


@given(newsrooms, minutes, st.integers(0, 500))
def test_runs_in_the_future_change_nothing(newsroom: dict[str, list[Visit]], ahead: timedelta, new: int) -> None:
    slipped = Visit(7, NOW + ahead, NOW + 2 * ahead, new, True)
    assert plans({name: [slipped, *of] for name, of in newsroom.items()}, NOW, BOUNDS) == plans(newsroom, NOW, BOUNDS)


@given(newsrooms, bounds, minutes)
def test_a_clock_that_goes_back_postpones_nothing(
    newsroom: dict[str, list[Visit]], bounds: Bounds, back: timedelta
) -> None:
    now = NOW - back
    assert all(one.due <= now + bounds.most for one in plans(newsroom, now, bounds).values())


@given(histories, visits)
def test_one_success_ends_every_back_off(history: list[Visit], last: Visit) -> None:
    well = replace(last, started_at=NOW, finished_at=NOW, reached=True)
    one = plan([*history, well])
    assert one.failures == 0
    assert one.due == NOW + one.interval


@given(st.integers(1, 40), bounds)
def test_failing_once_more_never_brings_a_source_nearer_than_half(n: int, bounds: Bounds) -> None:
    sooner, later = (plan(failing(k), bounds=bounds).due - NOW for k in (n, n + 1))
    assert later >= sooner / 2
