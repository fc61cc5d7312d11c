"""A hundred deals and a hundred visits to watch, on one clock."""

import numpy as np
import pytest

from salescourse import SalesCycle
from salescourse.cycle import hundred_each


@pytest.fixture(scope="module")
def two() -> dict:
    """Return what the chapter shows."""
    return hundred_each(SalesCycle.b2b(), SalesCycle.b2c(), seed=1256)


def ended(road: dict, time: float) -> list[int]:
    """Return where those have ended who have by then: -1 is lost."""
    return [path[-1][1] for path in road["paths"] if path[-1][0] <= time]


def test_twelve_are_signed_and_four_ordered_as_the_models_say(two):
    for who, won, stages in (("firm", 12, 5), ("person", 4, 3)):
        ends = ended(two[who], 365)
        assert [len(ends), ends.count(stages), ends.count(-1)] == [100, won, 100 - won]
        assert round(two[who]["won"][-1]) == won


def test_paths_are_those_of_the_event_log(two):
    log = SalesCycle.b2b().simulate_log(100, seed=1256)
    stages = [*two["firm"]["stages"], "won"]
    for case, visits in log.groupby("case"):
        path = two["firm"]["paths"][case]
        assert path[0] == [0, 0]
        assert [day for day, _ in path[1:]] == pytest.approx(
            visits["left"].tolist(), rel=1e-3
        )
        names = [stages[place] if place >= 0 else "lost" for _, place in path[1:]]
        assert names == visits["next"].tolist()


def test_a_yes_comes_from_the_last_stage_alone(two):
    for who in two["of"]:
        stages = len(two[who]["stages"])
        last = [path[-2][1] for path in two[who]["paths"] if path[-1][1] == stages]
        assert set(last) == {stages - 1}
        lost = {path[-2][1] for path in two[who]["paths"] if path[-1][1] < 0}
        assert len(lost) > 2


def test_the_clock_goes_from_a_minute_to_a_year_and_steps_to_round_times(two):
    times = np.array(two["times"])
    assert (np.diff(times) > 0).all()
    assert times[[0, -1]].tolist() == pytest.approx([1 / 1440, 365], rel=1e-4)
    marks = times[two["steps"]]
    hours = np.array([1 / 60, 1 / 6, 1, 24, 240, 1200, 2880, 8760])
    assert marks == pytest.approx(hours / 24, rel=1e-4)


def test_what_the_model_says_of_a_time_is_what_many_deals_do(two):
    deals = SalesCycle.b2b().simulate(200_000, seed=3)
    for mark in (4, 5, 6):
        stop = two["steps"][mark]
        over = deals[deals["cycle_days"] <= two["times"][stop]]
        for outcome in ("won", "lost"):
            share = 100 * (over["outcome"] == outcome).sum() / len(deals)
            assert two["firm"][outcome][stop] == pytest.approx(share, abs=0.4)


def test_other_endings_are_refused():
    cycle = SalesCycle.b2b()
    other = SalesCycle.b2c()
    object.__setattr__(other, "outcomes", ("won", "sent back"))
    with pytest.raises(ValueError, match="ends in 'won' or 'lost', got won, sent back"):
        hundred_each(cycle, other, seed=1)
