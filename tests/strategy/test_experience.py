"""Queues, hand-offs and scores. Numbers cited as §9 were published or computed for this
chapter; each is checked a second way."""

import sys
from functools import cache
from math import factorial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from salescourse import load
from salescourse.paths import data_dir
from salescourse.strategy.experience import (
    Estimate,
    PromoterScore,
    Team,
    answers_for_change,
    answers_for_margin,
    batch_means,
    erlang_b,
    erlang_c,
    hand_off_cost,
    hand_off_cost_by_chance,
    in_a_row,
    one_desk_wait,
    pool,
    promoter_score,
    share_warm,
    simulate_waits,
    two_queues,
    waits,
)


def few(examples):
    return settings(max_examples=examples, deadline=None)


def by_factorials(people, load):
    """Erlang C as the textbooks print it; fine for small teams."""
    last = load**people / factorial(people) * people / (people - load)
    return last / (sum(load**k / factorial(k) for k in range(people)) + last)


def chances_of_a_crowd(people, busy, most=2000):
    """How many are there, from the balance of ups and downs, up to a great many."""
    k = np.arange(1, most)
    ratio = people * busy / np.minimum(k, people)
    weight = np.concatenate([[1.0], np.exp(np.cumsum(np.log(ratio)))])
    return weight / weight.sum()


# Erlang ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "load", "chance"),
    [  # §9
        (1, 0.8, 0.8),
        (2, 1, 1 / 3),
        (5, 4, 0.554113),
        (10, 8, 0.409180),
        (10, 9, 0.668732),
        (100, 90, 0.216940),
    ],
)
def test_erlang_c_is_as_published_and_as_its_two_other_forms(people, load, chance):
    assert erlang_c(people, load) == pytest.approx(chance, abs=5e-7)
    assert by_factorials(people, load) == pytest.approx(chance, abs=5e-7)
    crowd = chances_of_a_crowd(people, load / people)
    assert crowd[people:].sum() == pytest.approx(chance, abs=5e-7)


def test_two_people_with_work_for_one_lose_one_call_in_five():
    # §9, and by hand: 1 : 1 : 1/2 makes the last 0.5 of 2.5.
    assert erlang_b(2, 1) == pytest.approx(0.2, abs=1e-15)
    assert erlang_b(2, 3) == pytest.approx(4.5 / 8.5)  # 1 : 3 : 4.5, overloaded


def test_many_teams_at_once_get_what_each_gets_alone():
    rng = np.random.default_rng(3)
    people = rng.integers(1, 60, size=(7, 11))
    load = people * rng.random((7, 11))
    for formula in (erlang_b, erlang_c):
        together = formula(people, load)
        assert together.shape == (7, 11)
        for place in np.ndindex(7, 11):
            alone = formula(int(people[place]), float(load[place]))
            assert isinstance(alone, float)
            assert together[place] == pytest.approx(alone, rel=1e-13, abs=1e-300)
    assert erlang_c([5, 10], 4).shape == (2,)
    assert erlang_c(5, [3, 4])[1] == pytest.approx(erlang_c(5, 4))


def test_ten_thousand_people_overflow_nothing():
    chance = erlang_c(10_000, 9_950)
    assert 0 < chance < 1
    assert erlang_b(10_000, 1e-3) == 0.0
    assert erlang_c(50, 0) == 0.0


@few(60)
@given(st.integers(1, 80), st.floats(0.01, 0.99))
def test_erlangs_formulas_rise_with_the_load_and_fall_with_the_people(people, busy):
    load = people * busy
    assert 0 <= erlang_b(people, load) <= erlang_c(people, load) <= busy + 1e-12
    assert erlang_c(people + 1, load) <= erlang_c(people, load)
    assert erlang_c(people, load * 0.9) <= erlang_c(people, load)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: erlang_c(5, 5), "load of 5 for people = 5: the queue would grow"),
        (lambda: erlang_c([5, 4], 4.5), "load of 4.5 for people = 4"),
        (lambda: erlang_c(0, 0.5), "people must be a whole number from 1 up, got 0"),
        (lambda: erlang_c(2.5, 1), "whole number from 1 up, got 2.5"),
        (lambda: erlang_b(2, -1), "load must be 0 or more"),
        (lambda: erlang_b(2, float("nan")), "load must be 0 or more"),
        (lambda: Team(5, 80), "got 80. Did you mean 0.8"),
        (lambda: Team(5, 1.0), "busy must be below 1"),
        (lambda: Team(5, -0.1), "busy must be between 0 and 1"),
        (lambda: Team(5, 0.5, 0), "job_minutes must be one number above 0|more than 0"),
        (lambda: Team([2, 3], 0.5), "people must be one number"),
        (lambda: Team(5, 0.5).wait_longer_than(-1), "0 minutes or more, got -1"),
        (lambda: Team(5, 0.5).wait_quantile(1), "at least 0 and below 1"),
        (lambda: Team(5, 0.5).wait_quantile(90), "Did you mean 0.9"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_words_for_numbers_are_refused():
    with pytest.raises(TypeError, match="load must be a number"):
        erlang_c(5, "four")


# One team ------------------------------------------------------------------------------


def test_five_at_eighty_percent_wait_554_thousandths_of_a_job():
    # §9: .554113 job times, and 4 for each alone
    assert Team(5, 0.8).mean_wait == pytest.approx(0.554113, abs=5e-7)
    assert Team(1, 0.8).mean_wait == pytest.approx(4)
    assert Team(1, 0.8).mean_wait / Team(5, 0.8).mean_wait == pytest.approx(
        7.219, abs=5e-4
    )
    assert Team(1, 0.8).mean_cycle / Team(5, 0.8).mean_cycle == pytest.approx(
        3.2, abs=0.05
    )


def test_a_second_person_at_each_of_five_desks_leaves_a_wait_of_a_fifth_of_a_job():
    # §9: .19. By hand: 1 : .8 : .32 and .32 / (1 - .4) wait, so C = 8/35; / 1.2 is 4/21.
    assert Team(2, 0.4).mean_wait == pytest.approx(4 / 21)
    assert Team(2, 0.4).mean_wait == pytest.approx(0.19, abs=5e-3)


@pytest.mark.parametrize(("people", "busy"), [(1, 0.8), (3, 0.5), (5, 0.8), (8, 0.95)])
def test_a_teams_wait_is_what_littles_law_makes_of_the_crowd(people, busy):
    team = Team(people, busy, job_minutes=40)
    crowd = chances_of_a_crowd(people, busy)
    queue = np.maximum(np.arange(crowd.size) - people, 0) @ crowd
    assert team.mean_waiting == pytest.approx(queue, rel=1e-9)
    assert team.mean_wait == pytest.approx(queue / team.jobs_per_minute, rel=1e-9)


@pytest.mark.parametrize(("people", "busy"), [(1, 0.8), (2, 0.5), (5, 0.8), (8, 0.95)])
def test_the_shares_that_wait_longer_integrate_to_the_means(people, busy):
    # people = 2 with busy = 0.5 is where the formula of the cycle divides 0 by 0.
    team = Team(people, busy, job_minutes=12)
    end = 60 * (team.mean_cycle + team.mean_wait_if_waiting)
    wait = integrate.quad(team.wait_longer_than, 0, end, limit=200)[0]
    cycle = integrate.quad(team.cycle_longer_than, 0, end, limit=200)[0]
    assert wait == pytest.approx(team.mean_wait, rel=1e-6)
    assert cycle == pytest.approx(team.mean_cycle, rel=1e-6)
    assert team.mean_cycle == team.mean_wait + 12
    assert team.wait_longer_than(0) == pytest.approx(team.chance_to_wait)
    assert team.cycle_longer_than(0) == pytest.approx(1)


@few(40)
@given(st.integers(1, 12), st.floats(0.05, 0.97), st.floats(0.01, 0.99))
def test_quantiles_undo_the_shares(people, busy, q):
    team = Team(people, busy, job_minutes=7)
    wait = team.wait_quantile(q)
    if q > 1 - team.chance_to_wait:
        assert team.wait_longer_than(wait) == pytest.approx(1 - q, abs=1e-9)
    else:
        assert wait == 0
    assert team.cycle_longer_than(team.cycle_quantile(q)) == pytest.approx(1 - q)
    assert np.allclose(team.wait_quantile([q, q]), wait)


def test_the_cycle_of_one_person_alone_is_exponential():
    team = Team(1, 0.8, job_minutes=10)
    t = np.array([1.0, 20, 100])
    assert team.cycle_longer_than(t) == pytest.approx(np.exp(-t / 50))


def test_a_teams_words_keep_waiting_and_cycle_apart():
    assert repr(Team(5, 0.8, 40)) == (
        "5 people, 80 % busy: wait 22.2 minutes, cycle 62.2 minutes"
    )


# Sharing, and rows --------------------------------------------------------------------


@few(40)
@given(st.integers(2, 10), st.floats(0.05, 0.97))
def test_a_shared_queue_never_waits_longer_if_all_do_the_same_work(people, busy):
    apart = Team(1, busy, 40)
    assert pool([apart] * people).mean_wait <= apart.mean_wait
    assert pool([apart] * people).people == people
    assert pool([apart] * people).busy == pytest.approx(busy)


def test_unlike_work_is_not_pooled_by_a_formula():
    with pytest.raises(ValueError, match="jobs of 2 and of 40 minutes"):
        pool([Team(1, 0.8, 40), Team(1, 0.8, 2)])
    with pytest.raises(TypeError, match="teams must be one or more teams"):
        pool([5])
    with pytest.raises(TypeError, match="one or more teams"):
        pool([])


def test_four_desks_in_a_row_take_twenty_jobs_time():
    # §9: T = 4 / (1 - .8) = 20 service times
    row = in_a_row([Team(1, 0.8)] * 4)
    assert row.mean_cycle == pytest.approx(20)
    assert row.mean_wait == pytest.approx(16)
    assert row.work_minutes == 4
    # By Little's law: 4 desks with .8 / .2 = 4 there on average, .8 coming per minute.
    assert row.mean_cycle == pytest.approx(4 * 4 / 0.8)


def test_five_specialists_with_a_fifth_each_wait_as_long_as_five_alone():
    alone, row = Team(1, 0.8, 40), in_a_row([Team(1, 0.8, 8)] * 5)
    assert row.mean_wait == pytest.approx(alone.mean_wait) == 160
    assert row.mean_cycle == pytest.approx(alone.mean_cycle) == 200


def test_the_cycle_of_a_row_is_a_sum_of_exponentials():
    row = in_a_row([Team(1, 0.8, 10)] * 4)
    t = np.array([0.0, 60, 200, 500])
    assert row.cycle_longer_than(t) == pytest.approx(stats.gamma(4, scale=50).sf(t))
    unlike = in_a_row([Team(1, 0.8, 10), Team(1, 0.4, 5)])
    a, b = 1 / 50, 1 / (5 / 0.6)
    expected = (b * np.exp(-a * 30) - a * np.exp(-b * 30)) / (b - a)
    assert unlike.cycle_longer_than(30) == pytest.approx(expected)
    with pytest.raises(NotImplementedError, match="rows of single people"):
        in_a_row([Team(2, 0.5)]).cycle_longer_than(1)


def test_a_row_must_pass_on_what_it_gets():
    with pytest.raises(ValueError, match=r"Team 2 gets 0\.16 jobs per minute"):
        in_a_row([Team(1, 0.8, 10), Team(1, 0.8, 5)])


def test_what_leaves_one_desk_queues_at_the_next_as_the_row_says():
    # Played through, so Burke's theorem is not taken on trust.
    rng = np.random.default_rng(5)
    gaps = rng.exponential(10 / 0.8, (60, 12_000))
    come, total = gaps.cumsum(axis=1), 0.0
    for _desk in range(2):
        jobs = rng.exponential(10, gaps.shape)
        wait = waits(np.diff(come, prepend=0, axis=1), jobs)
        come, total = come + wait + jobs, total + wait
    found = batch_means(total[:, 1500:], batches=60)
    assert abs(found.mean - 80) < 4 * found.standard_error
    assert found.standard_error < 3


# Simulation ---------------------------------------------------------------------------


def slowly(gaps, jobs, people):
    """One customer at a time, with a list of when each person is free."""
    free, now, result = [0.0] * people, 0.0, []
    for gap, job in zip(gaps, jobs, strict=True):
        now += gap
        first = free.index(min(free))
        start = max(now, free[first])
        result.append(start - now)
        free[first] = start + job
    return result


@few(40)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), min_size=1, max_size=40),
    st.integers(1, 5),
)
def test_the_fast_queue_is_the_slow_one(customers, people):
    gaps, jobs = np.array(customers, dtype=float).T
    expected = slowly(gaps, jobs, people)
    assert waits(gaps, jobs, people=people) == pytest.approx(expected, abs=1e-9)
    both = waits(np.stack([gaps, gaps]), np.stack([jobs, jobs]), people=people)
    assert both.shape == (2, len(customers))
    assert both[1] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("people", "busy"), [(1, 0.8), (2, 0.6), (5, 0.8), (10, 0.9)])
def test_played_queues_wait_as_erlang_says_also_given_that_one_waits(people, busy):
    team = Team(people, busy, job_minutes=40)
    minutes = simulate_waits(team, 400_000, seed=people)
    assert minutes.size >= 400_000
    found = batch_means(minutes)
    assert abs(found.mean - team.mean_wait) < 4 * found.standard_error
    share = batch_means((minutes > 1e-9).astype(float))
    assert abs(share.mean - team.chance_to_wait) < 4 * share.standard_error
    # Given that one waits, the wait is exponential: mean, spread and tail agree.
    expected = team.mean_wait_if_waiting
    for power, moment in ((1, expected), (2, 2 * expected**2)):
        extra = np.where(minutes > 1e-9, minutes**power - moment, 0)
        off = batch_means(extra)
        assert abs(off.mean) < 4 * off.standard_error
    for t in (0.5 * expected, 2 * expected):
        tail = batch_means((minutes > t).astype(float))
        assert abs(tail.mean - team.wait_longer_than(t)) < 4 * tail.standard_error


@pytest.mark.parametrize("cv", [0, 0.5, 2])
def test_jobs_of_other_spread_wait_as_pollaczek_and_khinchine_say(cv):
    team = Team(1, 0.7, job_minutes=3)
    found = batch_means(simulate_waits(team, 400_000, seed=2, job_cv=cv))
    expected = 0.7 / 0.3 * 3 * (1 + cv**2) / 2
    assert abs(found.mean - expected) < 4 * found.standard_error


def test_the_same_seed_plays_the_same_queue():
    team = Team(3, 0.7)
    one, again = (simulate_waits(team, 1000, seed=4) for _ in range(2))
    assert (one == again).all()
    assert (one != simulate_waits(team, 1000, seed=5)).any()


def coverage(seeds):
    """How often each interval holds the mean: by stretches, and as if all were free."""
    team, honest, naive = Team(1, 0.8), 0, 0
    for seed in range(seeds):
        minutes = simulate_waits(team, 60_000, seed=seed)
        honest += batch_means(minutes).holds(4)
        half = 1.96 * minutes.std() / np.sqrt(minutes.size)
        naive += abs(minutes.mean() - 4) <= half
    return honest / seeds, naive / seeds


def test_intervals_from_stretches_hold_the_truth_and_naive_ones_do_not():
    honest, naive = coverage(100)
    assert 0.88 <= honest <= 0.995
    assert naive < 0.35


@pytest.mark.full
def test_intervals_from_stretches_are_nominal_over_a_thousand_seeds():
    honest, _naive = coverage(1000)
    assert honest == pytest.approx(0.95, abs=0.03)


def test_one_long_run_is_cut_into_forty_stretches():
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(40_000)
    alike = np.convolve(noise, np.ones(20), "valid")
    found = batch_means(alike)
    assert isinstance(found, Estimate)
    assert found.standard_error == pytest.approx(20 / np.sqrt(40_000), rel=0.35)
    assert batch_means(noise).standard_error == pytest.approx(1 / 200, rel=0.35)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: waits([1, 2], [1]), "must be of one shape"),
        (lambda: waits([], []), "must be of one shape"),
        (lambda: waits([1, -2], [1, 1]), "gaps must be 0 minutes or more, got -2"),
        (lambda: waits([1, 2], [1, np.nan]), "jobs must be 0 minutes or more, got nan"),
        (lambda: batch_means([1, 2, 3]), "3 values do not make 40 stretches"),
        (lambda: batch_means([1.0, np.nan] * 40), "missing values"),
        (lambda: batch_means(range(99), confidence=95), "Did you mean 0.95"),
    ],
)
def test_a_queue_that_cannot_be_played_is_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_short_questions_behind_long_repairs_wait_longer_than_alone():
    # Apart the short ones wait 8 minutes and the long ones 160.
    rng = np.random.default_rng(8)
    short = rng.random((100, 6000)) < 20 / 21
    gaps = rng.exponential(2 / 0.84, short.shape)
    jobs = rng.exponential(np.where(short, 2, 40))
    shared = waits(gaps, jobs, people=2)[:, 1000:]
    found = batch_means(shared, batches=100)
    apart = (20 * Team(1, 0.8, 2).mean_wait + Team(1, 0.8, 40).mean_wait) / 21
    assert apart == pytest.approx(15.24, abs=0.01)
    assert found.low > 1.7 * apart
    # The known approximation: half of one plus cv², times the wait of M/M/2.
    mean, square = (20 * 2 + 40) / 21, (20 * 8 + 3200) / 21
    cv2 = square / mean**2 - 1
    guess = (1 + cv2) / 2 * Team(2, 0.8, mean).mean_wait
    assert found.mean == pytest.approx(guess, rel=0.2)


# Hand-offs ----------------------------------------------------------------------------


@cache
def tickets():
    frame = load("firm_support").merge(load("firm_support_truth"), on="ticket_id")
    frame = frame.dropna(subset="finished_minute")
    return frame.assign(
        minutes=frame["finished_minute"] - frame["opened_minute"],
        hand_offs=frame["path"].str.count(">"),
    )


def law():
    return load("firm_support_truth").attrs["parameters"]["support"]


def truth_minutes():
    return Team(**law()["other_desks"]).mean_wait + law()["retelling_minutes"]


def test_one_hand_off_of_the_firm_causes_eighty_minutes():
    assert truth_minutes() == pytest.approx(79.7, abs=0.05)
    # By hand: C(3, 2.4) = 0.647, times 60 / 0.6, and 15 for telling it again.
    assert truth_minutes() == pytest.approx(by_factorials(3, 2.4) * 100 + 15)


def test_plain_and_by_fault_the_cost_is_too_high_and_the_coin_finds_it():
    cost = truth_minutes()
    plain = hand_off_cost(tickets())
    by_fault = hand_off_cost(tickets(), within="fault")
    by_truth = hand_off_cost(tickets(), within="hard")
    coin = hand_off_cost_by_chance(tickets().dropna(subset="pilot"), "pilot")
    assert plain.minutes > by_fault.minutes > by_truth.minutes
    assert by_fault.low > cost + 40
    assert by_truth.holds(cost)
    assert coin.holds(cost)
    assert not coin.holds(by_fault.minutes)


def test_the_line_is_statsmodels_line_with_its_robust_error():
    import statsmodels.formula.api as smf

    frame = tickets().head(900).astype({"minutes": float, "hand_offs": float})
    for within, formula in (
        ((), ""),
        ("fault", "+C(fault)"),
        (["fault", "hard"], None),
    ):
        formula = "+C(cell)" if formula is None else formula
        frame["cell"] = frame["fault"].astype(str) + frame["hard"].astype(str)
        fit = smf.ols(f"minutes ~ hand_offs {formula}", frame).fit(cov_type="HC1")
        ours = hand_off_cost(frame, within=within)
        assert ours.minutes == pytest.approx(fit.params["hand_offs"])
        assert ours.standard_error == pytest.approx(fit.bse["hand_offs"])


def test_the_coin_is_two_differences_divided():
    frame = tickets().dropna(subset="pilot")
    means = frame.groupby("pilot")[["hand_offs", "minutes"]].mean().astype(float)
    slope = (means.loc[True] - means.loc[False])["minutes"] / (
        means.loc[True] - means.loc[False]
    )["hand_offs"]
    ours = hand_off_cost_by_chance(frame, "pilot")
    assert ours.minutes == pytest.approx(slope)
    rng, drawn = np.random.default_rng(1), []
    groups = [group for _coin, group in frame.groupby("pilot")]
    for _again in range(200):
        rows = [g.iloc[rng.integers(0, len(g), len(g))] for g in groups]
        drawn.append(hand_off_cost_by_chance(pd.concat(rows), "pilot").minutes)
    assert ours.standard_error == pytest.approx(np.std(drawn), rel=0.15)


@pytest.fixture
def support(monkeypatch):
    monkeypatch.syspath_prepend(data_dir() / "firm")
    known = set(sys.modules)
    import support

    yield support
    for name in set(sys.modules) - known:
        if name in ("support", "world"):
            del sys.modules[name]


def drawn_again(support, seed):
    drawn = support.draw(np.random.default_rng(seed), 5000)
    names = ("hand_offs", "minutes", "fault", "hard", "pilot", "opened")
    return pd.DataFrame({name: getattr(drawn, name) for name in names})


def test_the_coin_is_sure_where_nothing_but_hand_offs_takes_time():
    # Tickets next to one line: however much they vary, the cost does not. On the line
    # nothing is left of chance, and an interval would have no width.
    frame = pd.DataFrame({"hand_offs": [3, 1, 4, 2, 0, 1, 0, 0]})
    frame["minutes"] = 10 + 30 * frame["hand_offs"]
    frame["coin"] = [False] * 4 + [True] * 4
    with pytest.raises(ValueError, match="nothing of chance"):
        hand_off_cost_by_chance(frame, "coin")
    with pytest.raises(ValueError, match="nothing of chance"):
        hand_off_cost(frame)
    frame["minutes"] += [1e-9, *[0] * 7]
    cost = hand_off_cost_by_chance(frame, "coin")
    assert cost.minutes == pytest.approx(30)
    assert cost.standard_error == pytest.approx(0, abs=1e-9)


def shares_held(support, seeds):
    """How often each way's interval holds what a hand-off causes."""
    held, truth = np.zeros(4), truth_minutes()
    for seed in range(seeds):
        frame = drawn_again(support, seed)
        late = frame[frame["opened"] >= support.PILOT]
        costs = (
            hand_off_cost(frame),
            hand_off_cost(frame, within="fault"),
            hand_off_cost(frame, within="hard"),
            hand_off_cost_by_chance(late, "pilot"),
        )
        held += [cost.holds(truth) for cost in costs]
    return held / seeds


def test_intervals_hold_the_truth_on_fresh_tickets_but_the_plain_ones_do_not(support):
    plain, by_fault, by_truth, coin = shares_held(support, 200)
    assert plain == by_fault == 0
    # Three and a half standard errors of a share of 200; the full sweep is sharper.
    assert by_truth == pytest.approx(0.95, abs=0.054)
    assert coin == pytest.approx(0.95, abs=0.054)


@pytest.mark.full
def test_intervals_are_nominal_on_two_thousand_years_of_tickets(support):
    plain, by_fault, by_truth, coin = shares_held(support, 2000)
    assert plain == by_fault == 0
    assert by_truth == pytest.approx(0.95, abs=0.017)
    assert coin == pytest.approx(0.95, abs=0.017)


def test_the_tickets_are_drawn_as_the_truth_says():
    frame, start = tickets(), load("firm_support")
    assert len(start) == law()["tickets"] == 5000
    assert start["finished_minute"].isna().sum() == 8
    assert (frame["minutes"] >= 0).all()
    assert start["opened_minute"].is_monotonic_increasing
    assert start["opened_minute"].max() < 365 * law()["minutes_per_day"]
    assert start["finished_minute"].max() < 365 * law()["minutes_per_day"]
    assert (start["pilot"].isna() == (start["opened_minute"] < 184 * 480)).all()
    paths = start["path"].str.split(">")
    assert (paths.str[0] == "hotline").all()
    assert paths.map(lambda way: len(set(way)) == len(way)).all()
    assert set(paths.explode()) == set(law()["desks"])
    for fault, spec in law()["faults"].items():
        of_kind = start["fault"] == fault
        hard = load("firm_support_truth")["hard"][of_kind]
        p = stats.binomtest(int(hard.sum()), len(hard), spec["hard"]).pvalue
        assert p > 0.001
    usual = frame[frame["pilot"].isna()]
    for kind, hard in (("easy", False), ("hard", True)):
        on = (usual["hand_offs"] > 0)[usual["hard"] == hard]
        p = stats.binomtest(int(on.sum()), len(on), law()["handed_on"][kind]).pvalue
        assert p > 0.001
    untouched = frame[frame["hand_offs"] == 0].astype({"minutes": float})
    first = Team(**law()["first_desk"]).mean_wait
    for kind, hard in (("easy", False), ("hard", True)):
        minutes = untouched["minutes"][untouched["hard"] == hard]
        error = minutes.std() / np.sqrt(len(minutes))
        # Both minutes are cut to whole ones, which takes off nothing on average.
        expected = law()["work"][kind]["minutes"] + first
        assert abs(minutes.mean() - expected) < 4 * error


def test_the_supports_tables_weigh_at_most_250_kilobytes():
    folder = data_dir() / "firm"
    names = ("support.csv", "support_truth.csv")
    assert sum((folder / name).stat().st_size for name in names) < 250_000


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: hand_off_cost(tickets().rename(columns={"hand_offs": "handoffs"})),
            'no column "hand_offs".*Did you mean "handoffs"',
        ),
        (lambda: hand_off_cost(tickets().head(0)), "tickets has no rows"),
        (lambda: hand_off_cost(tickets(), within="falt"), 'no column "falt"'),
        (
            lambda: hand_off_cost(tickets(), within="score"),
            r'"score"\] is empty in 3508 rows',
        ),
        (lambda: hand_off_cost(tickets().assign(hand_offs=1)), "nothing to compare"),
        (lambda: hand_off_cost(tickets().assign(minutes=-1)), '"minutes" must be 0'),
        (
            lambda: hand_off_cost(tickets().assign(minutes=np.inf)),
            '"minutes" must be 0',
        ),
        (
            lambda: hand_off_cost_by_chance(tickets(), "pilot"),
            r'tickets\["pilot"\] is empty in',
        ),
        (lambda: hand_off_cost_by_chance(tickets(), "fault"), "True and False"),
        (
            lambda: hand_off_cost_by_chance(
                tickets().assign(coin=np.arange(len(tickets())) % 2 == 0), "coin"
            ),
            "hardly differ in hand-offs",
        ),
    ],
)
def test_tickets_that_cannot_be_compared_are_refused(call, says):
    with pytest.raises(ValueError, match=says):
        call()


# The promoter score -------------------------------------------------------------------


def test_four_hundred_answers_are_good_to_seven_and_a_half_points():
    # §9: n = 400, 45 % / 20 %: 25 ± 3.83, ± 7.5 at 95 %
    score = PromoterScore(180, 140, 80)
    assert score.points == 25
    assert score.standard_error == pytest.approx(3.83, abs=5e-3)
    assert score.margin == pytest.approx(7.5, abs=0.05)
    # The same from the answers themselves, counted as 100, 0 and -100.
    answers = np.repeat([100, 0, -100], [180, 140, 80])
    assert score.standard_error == pytest.approx(answers.std() / 20)
    assert repr(score) == "25.0 points of 400 answers (17.5 to 32.5)"


def test_the_interval_of_a_score_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(6)
    counts = rng.multinomial(400, [0.45, 0.35, 0.20], size=2000)
    held = [s.low <= 25 <= s.high for s in (PromoterScore(*row) for row in counts)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.015)


def test_a_change_of_five_points_takes_3689_answers_each_time():
    wanted = answers_for_change(5, promoters=0.45, detractors=0.20)
    assert wanted == 3689
    assert answers_for_change(-5, promoters=0.45, detractors=0.20) == wanted
    # Played: four in five times it is seen.
    rng = np.random.default_rng(7)
    before = rng.multinomial(wanted, [0.45, 0.35, 0.20], size=4000)
    after = rng.multinomial(wanted, [0.475, 0.35, 0.175], size=4000)

    def points(rows):
        share = rows / wanted
        mean = share[:, 0] - share[:, 2]
        return mean, (share[:, 0] + share[:, 2] - mean**2) / wanted

    (m0, v0), (m1, v1) = points(before), points(after)
    seen = np.abs(m1 - m0) / np.sqrt(v0 + v1) > 1.96
    assert seen.mean() == pytest.approx(0.8, abs=0.025)


def test_answers_for_a_margin_give_that_margin():
    n = answers_for_margin(5, promoters=0.45, detractors=0.20)
    assert n == 903
    assert 100 * 1.959964 * np.sqrt(0.5875 / n) == pytest.approx(5, abs=0.01)


def test_scores_are_counted_at_seven_and_nine():
    score = promoter_score([0, 6, 7, 8, 9, 10, None, np.nan])
    assert (score.promoters, score.passives, score.detractors) == (2, 2, 2)
    assert promoter_score(pd.Series([9, pd.NA, 3], dtype="Int64")).answers == 2
    assert promoter_score([10, 10]).high == 100


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: promoter_score([11]), ValueError, "from 0 to 10, got 11"),
        (lambda: promoter_score([7.5]), ValueError, "from 0 to 10, got 7.5"),
        (lambda: promoter_score([None]), ValueError, "at least one answer"),
        (lambda: PromoterScore(-1, 2, 3), ValueError, "promoters must be 0 or more"),
        (lambda: PromoterScore(0.45, 2, 3), TypeError, "promoters must be a whole"),
        (
            lambda: answers_for_change(5, promoters=45, detractors=0.2),
            ValueError,
            "Did you mean 0.45",
        ),
        (
            lambda: answers_for_margin(5, promoters=0.8, detractors=0.4),
            ValueError,
            "cannot be more than 1 together, got 1.2",
        ),
        (
            lambda: answers_for_change(0, promoters=0.4, detractors=0.4),
            ValueError,
            "change must be",
        ),
        (
            lambda: answers_for_change(5, promoters=0.4, detractors=0.4, power=80),
            ValueError,
            "Did you mean 0.8",
        ),
    ],
)
def test_scores_that_make_no_sense_are_refused(call, error, says):
    with pytest.raises(error, match=says):
        call()


# One desk for unlike work -------------------------------------------------------------


def test_one_person_with_unlike_jobs_waits_as_pollaczek_and_khinchine_say():
    # Arrivals times the second moment, over twice what is free: 0.3 a minute of mean 1,
    # 0.05 of mean 8, so (0.3 · 2 + 0.05 · 128) / (2 · 0.3).
    teams = [Team(1, 0.3, 1), Team(1, 0.4, 8)]
    apart = 0.3 * 2 + 0.05 * 128
    # Two people share them; a desk of one is a team of one with the same work.
    mixed = one_desk_wait([Team(1, 0.3, 1)])
    assert mixed == pytest.approx(0.3 / 0.7)
    assert apart / 0.6 == pytest.approx(11.6667, abs=1e-4)
    scaled = one_desk_wait(teams) / pool([Team(1, 0.35, 2)] * 2).mean_wait
    # The same spread stands in both: square over twice the squared mean.
    assert scaled == pytest.approx((7 / 0.35) / 2 / 2**2)


@given(st.integers(1, 6), st.floats(0.05, 0.95), st.floats(0.5, 60), st.integers(1, 4))
@few(30)
def test_one_desk_for_like_work_is_a_pool(people, busy, minutes, count):
    teams = [Team(people, busy, minutes)] * count
    assert one_desk_wait(teams) == pytest.approx(pool(teams).mean_wait)


def test_the_approximation_is_at_most_a_tenth_too_long():
    rng = np.random.default_rng(3)
    for lengths, people in (((2, 40), 2), ((5, 50), 2), ((10, 30), 4)):
        teams = [Team(people // 2, 0.8, minutes) for minutes in lengths]
        pace = [team.jobs_per_minute for team in teams]
        first = rng.random((200, 9_000)) < pace[0] / sum(pace)
        gaps = rng.exponential(1 / sum(pace), first.shape)
        jobs = rng.exponential(np.where(first, *lengths))
        found = batch_means(waits(gaps, jobs, people=people)[:, 2000:])
        assert found.low < one_desk_wait(teams) < 1.11 * found.high


# Leads that cool ----------------------------------------------------------------------


def test_a_lead_that_never_cools_stays_and_one_that_does_at_once_must_not_wait():
    team = Team(3, 0.8, 30)
    assert share_warm(team, 1e12) == pytest.approx(1)
    assert share_warm(team, 1e-9) == pytest.approx(1 - team.chance_to_wait)


def test_the_share_that_is_warm_is_that_of_played_leads():
    team = Team(3, 0.9, 30)
    minutes = simulate_waits(team, 400_000, seed=4)
    assert share_warm(team, 60) == pytest.approx(
        (0.5 ** (minutes / 60)).mean(), abs=0.01
    )
    # By hand for one person, who is busy half of the time with jobs of a minute: half wait,
    # with mean 2 minutes; with a half-life of 2 ln 2 half of these are lost.
    assert share_warm(Team(1, 0.5, 1), 2 * np.log(2)) == pytest.approx(0.75)


# A picture of two houses --------------------------------------------------------------


def test_both_houses_get_the_same_callers_and_the_same_work():
    two = two_queues(Team(1, 0.8, 40), 5, seed=7)
    each, one = (np.array(two[who]["callers"]) for who in two["of"])
    assert (each[:, 0] == one[:, 0]).all()
    assert each[:, 2] - each[:, 1] == pytest.approx(one[:, 2] - one[:, 1], abs=0.11)
    for rows in (each, one):
        for place in range(5):
            own = rows[rows[:, 3] == place]
            own = own[own[:, 1].argsort()]
            assert (own[1:, 1] >= own[:-1, 2] - 0.11).all()  # one at a time
    # In one queue nobody overtakes, and nobody waits while somebody is free.
    assert (np.diff(one[:, 1]) >= 0).all()
    for came, served, *_rest in one[one[:, 1] > one[:, 0] + 0.11]:
        busy = (one[:, 1] <= came) & (one[:, 2] > came)
        assert busy.sum() == 5, (came, served)


def test_a_picture_takes_one_person_and_ends_when_all_are_served():
    with pytest.raises(ValueError, match="person must be a team of one"):
        two_queues(Team(2, 0.8, 40), 5, seed=1)
    two = two_queues(Team(1, 0.5, 10), 2, seed=1)
    last = max(row[2] for who in two["of"] for row in two[who]["callers"])
    assert two["times"][-1] >= last
    assert [two["times"][step] for step in two["steps"][:-1]] == [
        480 * n for n in range(6)
    ]
