"""SalesCycle: every printed number, each checked a second way."""

import pickle
import re
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from salescourse import SalesCycle, fit_cycle
from salescourse.cycle import FittedCycle, simulate

B2B, B2C = SalesCycle.b2b(), SalesCycle.b2c()

# --------------------------------------------------------------------------------------
# Printed numbers. Source: the course's own reference sets, computed when they were
# chosen, independently of this code; win rate and visits also with PyDTMC 8.7.
# --------------------------------------------------------------------------------------

PRINTED = [
    (B2B, lambda c: c.win_rate, 0.119684783),
    (B2B, lambda c: c.mean_days(), 50.142826),
    (B2B, lambda c: c.sd_days(), 57.980795),
    (B2B, lambda c: c.mean_days("won"), 131.130435),
    (B2B, lambda c: c.sd_days("won"), 57.286857),
    (B2B, lambda c: c.mean_days("lost"), 39.132015),
    (B2B, lambda c: c.sd_days("lost"), 48.576438),
    (B2B, lambda c: c.expected_visits()["qualify"], 1),
    (B2B, lambda c: c.expected_visits()["discovery"], 0.55),
    (B2B, lambda c: c.expected_visits()["evaluation"], 0.451957),
    (B2B, lambda c: c.expected_visits()["consensus"], 0.334783),
    (B2B, lambda c: c.expected_visits()["negotiation"], 0.184130),
    (B2B, lambda c: c.expected_visits().sum(), 2.520870),
    (B2B, lambda c: c.cost_per_deal_eur(), 1290.652),
    (B2B, lambda c: c.cost_per_win_eur() / 1000, 10.78376),
    (B2C, lambda c: c.win_rate, 0.037795276),
    (B2C, lambda c: c.mean_days(), 0.026010499),
    (B2C, lambda c: c.sd_days(), 0.043211045),
    (B2C, lambda c: c.mean_days("won"), 0.078136483),
    # First noted as .084053841; exact fractions (below) give .084051339.
    (B2C, lambda c: c.sd_days("won"), 0.084051339),
]


@pytest.mark.parametrize(("cycle", "answer", "printed"), PRINTED)
def test_the_reference_cycles_give_the_printed_numbers(cycle, answer, printed):
    digits = len(str(printed).partition(".")[2])
    assert answer(cycle) == pytest.approx(printed, abs=1.01 * 10**-digits)


def test_a_stricter_qualifier_that_cannot_tell_deals_apart_costs_more_per_win():
    # Same source: 10 784 -> 11 500 euros when qualify passes .35 instead of .55.
    strict = B2B.with_routing("qualify", discovery=0.35, lost=0.65)
    assert round(strict.cost_per_win_eur()) == 11500


# --------------------------------------------------------------------------------------
# The same numbers a second way: by simulation.
# --------------------------------------------------------------------------------------


def by_seeds(cycle, n=250_000, seeds=range(4)):
    return pd.concat([cycle.simulate(n, seed=seed) for seed in seeds])


def misses(sample, mean, sd):
    """How many standard errors the mean and the sd of a sample are off."""
    sample = np.asarray(sample)
    z_mean = (sample.mean() - mean) / (sd / np.sqrt(len(sample)))
    squares = (sample - mean) ** 2
    z_variance = (squares.mean() - sd**2) / (squares.std() / np.sqrt(len(sample)))
    return np.array([z_mean, z_variance])


@pytest.mark.parametrize("cycle", [B2B, B2C])
@pytest.mark.parametrize("outcome", [None, "won", "lost"])
def test_simulated_days_agree_with_the_exact_moments_overall_and_given_an_outcome(
    cycle, outcome
):
    deals = by_seeds(cycle)
    if outcome:
        deals = deals[deals["outcome"] == outcome]
    off = misses(deals["cycle_days"], cycle.mean_days(outcome), cycle.sd_days(outcome))
    assert (np.abs(off) < 4).all()


def test_simulated_wins_take_131_days_and_not_the_120_of_joined_slices():
    # Joining slices that wait in the same stage gives 119.9 and 45.8 (same source).
    # Standard error of the mean: 57.29 / sqrt(120 000) = 0.17 days.
    won = by_seeds(B2B).query("outcome == 'won'")["cycle_days"]
    assert won.mean() == pytest.approx(131.13, abs=4 * 57.29 / np.sqrt(len(won)))
    assert won.std() == pytest.approx(57.29, abs=0.7)


@pytest.mark.parametrize("cycle", [B2B, B2C.with_stage("cart", day_cost_eur=7.0)])
def test_simulated_wins_and_costs_agree_with_the_exact_ones(cycle):
    deals = by_seeds(cycle)
    won = (deals["outcome"] == "won").to_numpy()
    error = np.sqrt(cycle.win_rate * (1 - cycle.win_rate) / len(deals))
    assert won.mean() == pytest.approx(cycle.win_rate, abs=4 * error)
    for outcome, part in ((None, deals), ("won", deals[won]), ("lost", deals[~won])):
        cost = part["cost_eur"]
        assert cost.mean() == pytest.approx(
            cycle.cost_per_deal_eur(outcome), abs=4 * cost.std() / np.sqrt(len(cost))
        )


def test_the_discounted_value_is_the_mean_of_the_discounted_simulated_wins():
    deals = by_seeds(B2B)
    worth = np.exp(-0.002 * deals["cycle_days"]) * (deals["outcome"] == "won")
    assert B2B.discounted_value_eur(1, discount_per_day=0.002) == pytest.approx(
        worth.mean(), abs=4 * worth.std() / np.sqrt(len(worth))
    )


@pytest.mark.parametrize("outcome", [None, "won", "lost"])
def test_simulated_days_follow_the_exact_curve(outcome):
    for cycle in (B2B, B2C):
        deals = cycle.simulate(100_000, seed=5)
        if outcome:
            deals = deals[deals["outcome"] == outcome]
        days = deals["cycle_days"].to_numpy()[:5000]
        test = stats.kstest(days, lambda t, c=cycle: c.cdf(t, given=outcome))
        assert test.pvalue > 1e-3


# --------------------------------------------------------------------------------------
# And a third way: the second moment in exact fractions.
# --------------------------------------------------------------------------------------


def solved(matrix, right):
    """Gauss-Jordan elimination of (I - matrix) x = right, in fractions."""
    size = range(len(right))
    rows = [
        [Fraction(int(i == j)) - matrix[i][j] for j in size] + [right[i]] for i in size
    ]
    for i in size:
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in size:
            if k != i:
                rows[k] = [
                    a - rows[k][i] * b for a, b in zip(rows[k], rows[i], strict=True)
                ]
    return [row[-1] for row in rows]


def exactly(numbers):
    return [Fraction(str(round(number, 6))) for number in numbers.tolist()]


@pytest.mark.parametrize("cycle", [B2B, B2C])
@pytest.mark.parametrize("outcome", [0, 1])
def test_fractions_give_the_same_moments_of_wins_and_losses(cycle, outcome):
    m = len(cycle.stages)
    routing = [exactly(row) for row in cycle.routing]
    mean, cv = exactly(cycle.stage_days), exactly(cycle.stage_cv)
    chance = solved(routing, [row[m + outcome] for row in routing])
    moves = [
        [routing[i][j] * chance[j] / chance[i] for j in range(m)] for i in range(m)
    ]
    first = solved(moves, mean)
    onward = [sum(moves[i][j] * first[j] for j in range(m)) for i in range(m)]
    second = solved(
        moves,
        [
            (1 + c**2) * u**2 + 2 * u * o
            for c, u, o in zip(cv, mean, onward, strict=True)
        ],
    )
    name = cycle.outcomes[outcome]
    assert cycle.outcome_probabilities()[name] == pytest.approx(float(chance[0]))
    assert cycle.mean_days(name) == pytest.approx(float(first[0]))
    assert cycle.sd_days(name) ** 2 == pytest.approx(float(second[0] - first[0] ** 2))


# --------------------------------------------------------------------------------------
# The same formulas by hand, on cases small enough.
# --------------------------------------------------------------------------------------


def test_the_drunkards_walk_of_grinstead_and_snell():
    # Introduction to Probability, example 11.13: corners 1, 2, 3 between home and bar,
    # half left, half right, one unit a step. N, t and B are printed there; the
    # variance of t is 8 from each corner by the book's formula (2N - I)t - t².
    walk = SalesCycle(
        ["1", "2", "3"],
        ["home", "bar"],
        [[0, 0.5, 0, 0.5, 0], [0.5, 0, 0.5, 0, 0], [0, 0.5, 0, 0, 0.5]],
        stage_days=1,
        stage_cv=0,
    )
    corners = [walk.starting_at(corner) for corner in walk.stages]
    visits = [c.expected_visits()[["1", "2", "3"]].tolist() for c in corners]
    np.testing.assert_allclose(visits, [[1.5, 1, 0.5], [1, 2, 1], [0.5, 1, 1.5]])
    home = [c.outcome_probabilities()["home"] for c in corners]
    np.testing.assert_allclose(home, [0.75, 0.5, 0.25])
    np.testing.assert_allclose([c.mean_days() for c in corners], [3, 4, 3])
    np.testing.assert_allclose([c.sd_days() ** 2 for c in corners], [8, 8, 8])


def again(p, days=2.0, cv=0.5):
    """One stage that is repeated with chance p."""
    return SalesCycle(["call"], ["won"], [[p, 1 - p]], days, cv)


def test_a_stage_that_repeats_follows_the_geometric_law():
    # Visits are geometric: mean 1/(1-p) = 4 and variance p/(1-p)² = 12 for p = 3/4.
    # Days: mean 4 x 2 = 8; variance 4 x (0.5 x 2)² + 12 x 2² = 52.
    cycle = again(0.75)
    assert cycle.expected_visits()["call"] == pytest.approx(4)
    assert cycle.mean_days() == pytest.approx(8)
    assert cycle.sd_days() ** 2 == pytest.approx(52)


def test_given_an_outcome_only_the_routes_to_it_count():
    # a (1 day) leads to b (10 days) or is lost at once; b wins or loses.
    # Won: always a then b, 11 days. Lost: 1/2 at once, 1/4 after b, so
    # (1/2 x 1 + 1/4 x 11) / (3/4) = 13/3 days.
    cycle = SalesCycle(
        ["a", "b"],
        ["won", "lost"],
        [[0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5]],
        stage_days=[1, 10],
        stage_cv=[0.3, 0.4],
        visit_cost_eur=[5, 100],
        day_cost_eur=[1, 0],
    )
    assert cycle.mean_days("won") == pytest.approx(11)
    assert cycle.sd_days("won") ** 2 == pytest.approx(0.3**2 + 4**2)
    assert cycle.mean_days("lost") == pytest.approx(13 / 3)
    assert cycle.expected_visits("lost")["b"] == pytest.approx(1 / 3)
    # Each deal: 5 + 1 day x 1 euro; half of them 100 more. A quarter wins.
    assert cycle.cost_per_deal_eur() == pytest.approx(56)
    assert cycle.cost_per_deal_eur("won") == pytest.approx(106)
    assert cycle.cost_per_win_eur() == pytest.approx(224)


def test_an_exponential_stage_is_discounted_by_one_over_one_plus_rate_times_mean():
    # E exp(-d S) = 1 / (1 + 0.1 x 2) for an exponential time of mean 2; won once.
    cycle = SalesCycle(["a"], ["won", "lost"], [[0, 0.4, 0.6]], 2, 1)
    value = cycle.discounted_value_eur(300, discount_per_day=0.1)
    assert value == pytest.approx(300 * 0.4 / 1.2)


@pytest.mark.parametrize("cv", [3, 1.5, 1, 0.7, 0.1, 0.01, 0.001])
def test_the_curve_of_one_stage_is_the_gamma_distribution(cv):
    days = stats.gamma(cv**-2, scale=7 * cv**2)
    shares = np.array([1e-6, 0.01, 0.1, 0.5, 0.9, 0.999, 1 - 1e-6])
    cycle = again(0, 7, cv)
    np.testing.assert_allclose(cycle.cdf(days.ppf(shares)), shares, atol=1e-8)
    np.testing.assert_allclose(cycle.quantile(shares), days.ppf(shares), rtol=1e-3)
    middle = shares[1:-1]
    np.testing.assert_allclose(cycle.quantile(middle), days.ppf(middle), rtol=1e-6)


def test_the_curve_of_two_exponential_stages_of_unlike_size_is_the_known_one():
    # 1 - (b exp(-at) - a exp(-bt)) / (b - a), rates a = 1 and b = 10 000 a day.
    cycle = SalesCycle(["slow", "fast"], ["won"], [[0, 1, 0], [0, 0, 1]], [1, 1e-4], 1)
    t = np.geomspace(1e-7, 30, 200)
    known = 1 - (1e4 * np.exp(-t) - np.exp(-1e4 * t)) / (1e4 - 1)
    np.testing.assert_allclose(cycle.cdf(t), known, atol=1e-8)


def steady_loop(mean, cv, again):
    return SalesCycle(["call"], ["won"], [[again, 1 - again]], mean, cv)


def by_rounds(mean, cv, again, days):
    """Sum of gammas: n rounds, of which each is followed by another, and their law."""
    n = np.arange(1, 3000)
    chances = (1 - again) * again ** (n - 1)
    law = stats.gamma.cdf(np.reshape(days, (-1, 1)), n / cv**2, scale=mean * cv**2)
    return law @ chances


@pytest.mark.parametrize("cv", [0.01, 0.02, 0.05, 0.1, 0.3])
@pytest.mark.parametrize("again", [0.5, 0.8, 0.95])
def test_a_steady_call_that_is_repeated_makes_a_curve_of_steps(cv, again):
    days = np.random.default_rng(1).uniform(0.5, 8 / (1 - again), 60) * 7
    curve = steady_loop(7, cv, again).cdf(days)
    np.testing.assert_allclose(curve, by_rounds(7, cv, again, days), atol=1e-8)


def test_where_half_the_terms_agreed_with_all_and_both_were_wrong():
    # Sums of gammas, and 4 million simulated deals, agree on these.
    assert steady_loop(7, 0.05, 0.9).cdf(180.5) == pytest.approx(0.929643, abs=1e-6)
    assert steady_loop(1, 0.01, 0.95).cdf(24.8624) == pytest.approx(0.708054, abs=1e-6)
    median = steady_loop(7, 0.05, 0.9).quantile(0.5)
    assert by_rounds(7, 0.05, 0.9, median) == pytest.approx(0.5, abs=1e-8)


def test_two_steady_stages_that_hardly_ever_fall_into_step():
    # With one scale theta, n visits to one and k to the other are one gamma time.
    theta, means = 0.001, np.array([1, 2**0.5])
    back = np.array([[0.5, 0.45], [0.45, 0.5]])
    cycle = SalesCycle(
        ["a", "b"], ["won"], np.c_[back, [0.05] * 2], means, np.sqrt(theta / means)
    )
    days = np.array([3.3, 21.7, 40.1, 55.5])
    chance, exact = np.zeros((70, 70, 2)), np.zeros(len(days))
    chance[1, 0, 0] = 1
    for n in range(70):
        for k in range(70):
            here = chance[n, k]
            if n < 69:
                chance[n + 1, k, 0] += here @ back[:, 0]
            if k < 69:
                chance[n, k + 1, 1] += here @ back[:, 1]
            if here.any():
                shape = (n * means[0] + k * means[1]) / theta
                exact += 0.05 * here.sum() * stats.gamma.cdf(days, shape, scale=theta)
    np.testing.assert_allclose(cycle.cdf(days), exact, atol=1e-8)


def test_a_short_steady_stage_does_not_hold_up_the_curve_of_long_ones():
    # A form of 10 minutes, always alike, then a talk of 20 days: nearly the talk alone.
    cycle = SalesCycle(
        ["form", "talk"], ["won"], [[0, 1, 0], [0, 0, 1]], [0.007, 20], 1
    )
    cycle = cycle.with_stage("form", cv=0.001)
    for days in (1.0, 30.0, 400.0):
        exact = 1 - np.exp(-(days - 0.007) / 20)
        assert cycle.cdf(days) == pytest.approx(exact, abs=1e-7)


def test_long_after_the_last_deal_all_are_over():
    for cycle in (B2B, B2C, steady_loop(1, 0.01, 0.95)):
        assert cycle.cdf(1e12) == 1
    assert B2B.cdf(3000) == pytest.approx(1, abs=1e-7)


def test_steps_too_sharp_to_compute_are_refused_rather_than_smoothed():
    with pytest.raises(ValueError, match=r"vary so little .*0\.0001.*simulate"):
        steady_loop(1, 1e-4, 0.95).cdf(24.8624)


def test_the_area_above_the_curve_is_the_mean():
    for cycle in (B2B, B2C):
        for outcome in (None, "won", "lost"):
            t = cycle.mean_days(outcome) * np.geomspace(1e-6, 50, 1500)
            area = t[0] + np.trapezoid(1 - cycle.cdf(t, given=outcome), t)
            assert area == pytest.approx(cycle.mean_days(outcome), rel=1e-4)


def test_the_curve_takes_one_number_or_any_array_in_any_order():
    days = np.array([[400.0, -1.0, 0.0], [np.inf, 30.0, 30.0]])
    shares = B2B.cdf(days)
    assert shares.shape == (2, 3)
    assert shares[0, 1] == shares[0, 2] == 0
    assert shares[1, 0] == 1
    assert shares[1, 1] == shares[1, 2] == B2B.cdf(30.0)
    assert isinstance(B2B.cdf(30), float)
    assert B2B.quantile(0) == 0
    assert B2B.quantile(1) == np.inf
    assert B2B.quantile([[0.1], [0.2]]).shape == (2, 1)


# --------------------------------------------------------------------------------------
# Properties that hold for every cycle.
# --------------------------------------------------------------------------------------


@st.composite
def cycles(draw):
    m, a = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    weights = draw(
        st.lists(
            st.lists(st.integers(0, 9), min_size=m + a, max_size=m + a),
            min_size=m,
            max_size=m,
        )
    )
    routing = np.array(weights, dtype=float)
    routing[:, m:] += 0.5  # every stage can end every way
    routing /= routing.sum(axis=1, keepdims=True)
    number = st.floats(0.05, 50)
    return SalesCycle(
        [f"stage {i}" for i in range(m)],
        ["won", "lost", "none"][:a],
        routing,
        draw(st.lists(number, min_size=m, max_size=m)),
        draw(st.lists(st.floats(0.2, 2), min_size=m, max_size=m)),
        visit_cost_eur=draw(st.lists(number, min_size=m, max_size=m)),
        day_cost_eur=draw(st.lists(number, min_size=m, max_size=m)),
    )


every_cycle = settings(max_examples=25, deadline=None, derandomize=True)


@every_cycle
@given(cycles())
def test_the_parts_given_each_outcome_make_up_the_whole(cycle):
    chances = cycle.outcome_probabilities()
    assert chances.sum() == pytest.approx(1)
    means = np.array([cycle.mean_days(k) for k in cycle.outcomes])
    sds = np.array([cycle.sd_days(k) for k in cycle.outcomes])
    assert chances @ means == pytest.approx(cycle.mean_days())
    second = chances @ (sds**2 + means**2)
    assert second == pytest.approx(cycle.sd_days() ** 2 + cycle.mean_days() ** 2)
    costs = [cycle.cost_per_deal_eur(k) for k in cycle.outcomes]
    assert chances @ costs == pytest.approx(cycle.cost_per_deal_eur())
    t = cycle.mean_days() * np.array([0.01, 0.5, 1, 3])
    parts = [cycle.cdf(t, given=k) for k in cycle.outcomes]
    np.testing.assert_allclose(chances @ parts, cycle.cdf(t), atol=1e-7)


@every_cycle
@given(cycles())
def test_the_spread_agrees_with_the_textbook_second_moment(cycle):
    # Kemeny & Snell: N (E[S²] + 2 mu (Q m)) - m².
    m = len(cycle.stages)
    q, mu = cycle.routing[:, :m], cycle.stage_days
    n = np.linalg.inv(np.eye(m) - q)
    mean = n @ mu
    second = n @ ((1 + cycle.stage_cv**2) * mu**2 + 2 * mu * (q @ mean))
    assert cycle.sd_days() == pytest.approx(np.sqrt((second - mean**2)[0]))


@every_cycle
@given(cycles(), st.floats(0.01, 0.99))
def test_a_quantile_is_where_the_curve_reaches_that_share(cycle, q):
    for outcome in (None, cycle.outcomes[-1]):
        days = cycle.quantile(q, given=outcome)
        assert cycle.cdf(days, given=outcome) == pytest.approx(q, abs=1e-7)


@every_cycle
@given(cycles())
def test_the_curve_never_falls_and_stays_between_zero_and_one(cycle):
    shares = cycle.cdf(np.geomspace(1e-4, 1e4, 60))
    assert (np.diff(shares) >= 0).all()
    assert shares.min() >= 0
    assert shares.max() <= 1


@every_cycle
@given(cycles())
def test_money_later_is_worth_less(cycle):
    worth = [
        cycle.discounted_value_eur(1, discount_per_day=rate)
        for rate in (0, 1e-9, 0.01, 0.1)
    ]
    assert worth[0] == pytest.approx(cycle.win_rate)
    assert worth == sorted(worth, reverse=True)
    # To first order, a small rate costs the mean days of a win.
    slope = (worth[0] - worth[1]) / 1e-9 / cycle.win_rate
    assert slope == pytest.approx(cycle.mean_days("won"), rel=1e-3)


@every_cycle
@given(cycles())
def test_the_chance_to_win_is_what_the_next_step_promises(cycle):
    starts = [cycle.starting_at(stage).win_rate for stage in cycle.stages]
    ends = [float(outcome == "won") for outcome in cycle.outcomes]
    np.testing.assert_allclose(cycle.routing @ [*starts, *ends], starts)


# --------------------------------------------------------------------------------------
# Limits: fixed times and stages that take no time.
# --------------------------------------------------------------------------------------


def fixed_then_random():
    return SalesCycle(
        ["form", "talk"],
        ["won", "lost"],
        [[0, 0.4, 0, 0.6], [0, 0, 1, 0]],
        stage_days=[3, 2],
        stage_cv=[0, 1],
    )


def test_a_fixed_time_is_the_limit_of_a_small_cv():
    fixed, nearly = fixed_then_random(), fixed_then_random().with_stage("form", cv=1e-6)
    for outcome in (None, "won", "lost"):
        assert fixed.mean_days(outcome) == pytest.approx(nearly.mean_days(outcome))
        assert fixed.sd_days(outcome) == pytest.approx(
            nearly.sd_days(outcome), abs=1e-5
        )
    values = [c.discounted_value_eur(1, discount_per_day=0.1) for c in (fixed, nearly)]
    # By hand: 0.4 x exp(-0.1 x 3) / (1 + 0.1 x 2).
    assert values == pytest.approx([0.4 * np.exp(-0.3) / 1.2] * 2)
    deals = fixed.simulate(1000, seed=1)
    assert (deals.loc[deals["outcome"] == "lost", "cycle_days"] == 3).all()
    assert (deals.loc[deals["outcome"] == "won", "cycle_days"] > 3).all()


def test_a_curve_with_jumps_is_refused_with_a_way_out():
    with pytest.raises(ValueError, match=r'"form".*cv is 0.*simulate\(n, seed=1\)'):
        fixed_then_random().cdf(3)
    with pytest.raises(ValueError, match=r"vary so little .*1e-05"):
        again(0, 3, 1e-5).cdf(2.9)
    # A fixed stage that a deal cannot reach is no hindrance.
    assert fixed_then_random().starting_at("talk").cdf(2) == pytest.approx(1 - np.e**-1)


def test_a_stage_of_no_days_lets_deals_end_at_once():
    cycle = fixed_then_random().with_stage("form", days=0)
    assert cycle.cdf([-1, 0]).tolist() == [0, pytest.approx(0.6)]
    assert cycle.cdf(2) == pytest.approx(0.6 + 0.4 * (1 - np.e**-1))
    assert cycle.quantile(0.5) == 0
    assert cycle.quantile(0.8) == pytest.approx(2 * np.log(2))
    assert cycle.mean_days() == pytest.approx(0.8)
    deals = cycle.simulate(1000, seed=1)
    assert (deals.loc[deals["outcome"] == "lost", "cycle_days"] == 0).all()


# --------------------------------------------------------------------------------------
# Simulation: exact law, fair rows.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("cv", [2.5, 1, 0.7])
def test_stage_times_follow_their_gamma_law_whatever_the_shape(cv):
    days = again(0, 7, cv).simulate(50_000, seed=2)["cycle_days"]
    law = stats.gamma(cv**-2, scale=7 * cv**2)
    assert stats.kstest(days, law.cdf).pvalue > 1e-3


@pytest.mark.parametrize("small", [1, 10**9])
def test_deals_in_slices_and_deals_one_by_one_follow_the_same_law(monkeypatch, small):
    monkeypatch.setattr(simulate, "_SMALL", small)
    cycle = B2B.with_stage("consensus", day_cost_eur=3.0)
    deals = cycle.simulate(60_000, seed=3)
    won = deals[deals["outcome"] == "won"]
    off = misses(won["cycle_days"], cycle.mean_days("won"), cycle.sd_days("won"))
    assert (np.abs(off) < 4).all()
    assert won["cost_eur"].mean() == pytest.approx(
        cycle.cost_per_deal_eur("won"),
        abs=4 * won["cost_eur"].std() / np.sqrt(len(won)),
    )


@pytest.mark.parametrize("cycle", [B2B, B2C])
@pytest.mark.parametrize(
    "rows", [slice(0, 3000), slice(-3000, None), slice(1, None, 7), slice(5000, 9000)]
)
def test_any_slice_of_a_simulation_is_a_fair_sample(cycle, rows):
    slices = [cycle.simulate(20_000, seed=seed).iloc[rows] for seed in range(10)]
    part = pd.concat(slices)
    won = part["outcome"] == "won"
    error = np.sqrt(cycle.win_rate * (1 - cycle.win_rate) / len(part))
    assert won.mean() == pytest.approx(cycle.win_rate, abs=4 * error)
    for outcome, days in part.groupby("outcome", observed=True)["cycle_days"]:
        off = misses(days, cycle.mean_days(outcome), cycle.sd_days(outcome))
        assert (np.abs(off) < 4).all()


@pytest.mark.parametrize("cycle", [B2B, B2C])
def test_neighboring_rows_know_nothing_of_each_other(monkeypatch, cycle):
    monkeypatch.setattr(simulate, "_BATCH", 5000)  # and batches know nothing either
    deals = cycle.simulate(200_000, seed=4)
    won = (deals["outcome"] == "won").to_numpy(float)
    days = stats.rankdata(deals["cycle_days"])
    place = np.arange(len(deals))
    for one, other in (
        (won[1:], won[:-1]),
        (days[1:], days[:-1]),
        (days[5000:], days[:-5000]),  # the same place in the next batch
        (place, won),
        (place % 5000, days),
    ):
        correlation = np.corrcoef(one, other)[0, 1]
        assert abs(correlation) < 4 / np.sqrt(len(one))


@pytest.mark.parametrize("win_rate", [0.3, 0.6])
def test_each_order_of_outcomes_is_as_likely_as_independent_deals_make_it(
    monkeypatch, win_rate
):
    # Three deals: 8 patterns of won and lost; chi-square over 1 000 simulations.
    monkeypatch.setattr(simulate, "_SMALL", 1)
    cycle = SalesCycle(["a"], ["won", "lost"], [[0, win_rate, 1 - win_rate]], 1, 1)
    rng = np.random.default_rng(5)
    codes = [cycle.simulate(3, seed=rng)["outcome"].cat.codes for _ in range(1000)]
    lost = np.array(codes)
    seen = np.bincount(lost @ [4, 2, 1], minlength=8)
    n_lost = np.array([0, 1, 1, 2, 1, 2, 2, 3])
    expected = 1000 * win_rate ** (3 - n_lost) * (1 - win_rate) ** n_lost
    assert stats.chisquare(seen, expected).pvalue > 1e-3


def test_a_random_order_holds_every_row_once():
    rng = np.random.default_rng(6)
    for alike in (slice(0, 0), slice(0, 60), slice(20, 90), slice(40, 100)):
        order = simulate._random_order(100, alike, rng)
        assert sorted(order) == list(range(100))


def test_the_same_seed_gives_the_same_deals_and_another_gives_others():
    once, twice = B2B.simulate(500, seed=1), B2B.simulate(500, seed=1)
    pd.testing.assert_frame_equal(once, twice)
    assert not once.equals(B2B.simulate(500, seed=2))


def test_a_simulation_is_a_typed_table():
    deals = B2B.simulate(300_000, seed=1)
    assert deals.columns.tolist() == ["outcome", "cycle_days", "cost_eur"]
    assert deals["outcome"].cat.categories.tolist() == ["won", "lost"]
    assert deals["cycle_days"].dtype == deals["cost_eur"].dtype == float
    assert deals.notna().all(axis=None)
    assert deals["cycle_days"].min() > 0
    assert deals["cost_eur"].min() == 150
    assert len(B2B.simulate(0, seed=1)) == 0


def test_a_cycle_that_loops_fifty_times_is_simulated_in_reasonable_time():
    loopy = again(0.98, 1, 0.5)
    deals = loopy.simulate(20_000, seed=1)
    off = misses(deals["cycle_days"], loopy.mean_days(), loopy.sd_days())
    assert (np.abs(off) < 4).all()


# --------------------------------------------------------------------------------------
# The event log.
# --------------------------------------------------------------------------------------


def test_a_log_tells_each_deal_from_start_to_outcome():
    log = B2B.simulate_log(500, seed=1)
    assert log["case"].drop_duplicates().tolist() == list(range(500))
    first, last = ~log["case"].duplicated(), ~log["case"].duplicated(keep="last")
    assert (log.loc[first, "stage"] == "qualify").all()
    assert (log.loc[first, "entered"] == 0).all()
    assert log.loc[last, "next"].isin(B2B.outcomes).all()
    before, after = log[~last], log[~first]
    assert before["left"].tolist() == after["entered"].tolist()
    assert before["next"].tolist() == after["stage"].tolist()
    assert (log["left"] > log["entered"]).all()


def test_deals_in_a_log_follow_the_same_law_as_simulated_ones():
    log = B2C.simulate_log(60_000, seed=2)
    ends = log.groupby("case").last()
    error = np.sqrt(B2C.win_rate * (1 - B2C.win_rate) / len(ends))
    assert (ends["next"] == "won").mean() == pytest.approx(B2C.win_rate, abs=4 * error)
    won = ends.loc[ends["next"] == "won", "left"]
    assert (np.abs(misses(won, B2C.mean_days("won"), B2C.sd_days("won"))) < 4).all()


def test_a_log_taken_early_leaves_slow_deals_open_and_late_deals_out():
    starts = np.arange(0, 1000.0)
    whole = B2B.simulate_log(1000, seed=3, start_days=starts)
    cut = B2B.simulate_log(1000, seed=3, start_days=starts, until_days=800)
    assert cut["case"].max() == 800
    assert cut["entered"].max() <= 800
    assert cut["left"].max() <= 800
    still_open = cut["left"].isna()
    assert (still_open == cut["next"].isna()).all()
    assert 20 < still_open.sum() < 100  # one arrives a day and stays for 50
    assert not cut.loc[still_open, "case"].duplicated().any()
    assert len(whole) > len(cut)


# --------------------------------------------------------------------------------------
# Fitting.
# --------------------------------------------------------------------------------------


def crm(seed, n=1500, until=720.0):
    starts = np.random.default_rng(seed).uniform(0, until, n)
    return B2B.simulate_log(n, seed=seed, until_days=until, start_days=starts)


def deviations(seeds, n=1500):
    """Return (estimate - truth) / standard error, a row per seed."""
    rows = []
    for seed in seeds:
        fitted = fit_cycle(crm(seed, n), until=720)
        found, errors = fitted.cycle, fitted.standard_errors
        rates = (found.routing - B2B.routing)[B2B.routing > 0]
        rate_errors = errors[[*B2B.stages, *B2B.outcomes]].to_numpy()[B2B.routing > 0]
        rows.append(
            np.concatenate(
                [
                    (found.stage_days - B2B.stage_days) / errors["stage_days"],
                    (found.stage_cv - B2B.stage_cv) / errors["stage_cv"],
                    rates / rate_errors,
                    [(found.win_rate - B2B.win_rate) / fitted.win_rate_standard_error],
                ]
            )
        )
    return np.array(rows)


def test_a_fit_finds_the_truth_and_knows_how_sure_it_is():
    # Over 40 logs: deviations have mean 0 and sd 1, if bias and errors are right.
    z = deviations(range(40))
    assert np.abs(z.mean(axis=0)).max() < 4 / np.sqrt(40)
    assert np.abs(z.mean()) < 0.15
    assert z.std(axis=0).min() > 0.6
    assert z.std(axis=0).max() < 1.4
    assert z.std() == pytest.approx(1, abs=0.1)


def test_leaving_open_deals_out_makes_the_cycle_look_shorter():
    log = pd.concat(
        [
            B2B.simulate_log(1500, seed=seed, until_days=60).assign(
                case=lambda log, seed=seed: log["case"] + 1500 * seed
            )
            for seed in range(3)
        ]
    )
    closed = log.groupby("case")["left"].transform(lambda left: left.notna().all())
    honest = fit_cycle(log, until=60)
    naive = fit_cycle(log[closed], until=60)
    row = B2B.stages.index("evaluation")
    off = honest.cycle.stage_days[row] - B2B.stage_days[row]
    assert abs(off) < 4 * honest.standard_errors["stage_days"].iloc[row]
    assert naive.cycle.stage_days[row] < 0.75 * B2B.stage_days[row]
    assert naive.cycle.mean_days() < honest.cycle.mean_days()


def test_without_open_visits_a_fit_is_the_ordinary_gamma_fit():
    log = B2C.simulate_log(4000, seed=1)
    fitted = fit_cycle(log)
    browse = log.query("stage == 'browse'")
    times = (browse["left"] - browse["entered"]).to_numpy()
    shape, _loc, scale = stats.gamma.fit(times, floc=0)
    assert fitted.cycle.stage_days[0] == pytest.approx(times.mean(), rel=1e-4)
    assert fitted.cycle.stage_cv[0] == pytest.approx(shape**-0.5, rel=1e-4)
    assert fitted.cycle.stage_days[0] == pytest.approx(shape * scale, rel=1e-4)
    shares = browse["next"].value_counts(normalize=True)
    assert fitted.cycle.routing[0, 1] == pytest.approx(shares["cart"])
    assert fitted.visits["open"].sum() == 0


def test_censored_exponential_times_have_the_known_estimate():
    # For cv = 1, the estimate of the mean is total time over completed visits. A
    # gamma fit to exponential times stays within a few standard errors of it.
    log = again(0, 10, 1).simulate_log(3000, seed=1, until_days=8)
    fitted = fit_cycle(log, until=8)
    total = log["left"].fillna(8).sum()
    known = total / log["left"].notna().sum()
    error = fitted.standard_errors["stage_days"].iloc[0]
    assert fitted.cycle.stage_days[0] == pytest.approx(known, abs=3 * error)
    assert fitted.cycle.stage_cv[0] == pytest.approx(1, abs=0.15)


def test_dates_day_numbers_and_plain_text_names_give_the_same_fit():
    log = crm(1)
    numbers = fit_cycle(log, until=720)
    dated = log.assign(
        stage=log["stage"].astype(str), next=log["next"].astype(object)
    ).sample(frac=1, random_state=1)
    origin = pd.Timestamp("2024-01-01")
    for column in ("entered", "left"):
        dated[column] = origin + pd.to_timedelta(dated[column], unit="D")
    dates = fit_cycle(dated, until=origin + pd.Timedelta(days=720))
    assert dates.cycle.stages == numbers.cycle.stages == B2B.stages
    assert dates.cycle.outcomes == ("won", "lost")
    np.testing.assert_allclose(dates.cycle.routing, numbers.cycle.routing)
    np.testing.assert_allclose(
        dates.cycle.stage_days, numbers.cycle.stage_days, rtol=1e-4
    )


def test_a_log_kept_in_whole_days_still_finds_the_truth():
    starts = np.random.default_rng(1).uniform(0, 500, 4000)
    log = again(0, 4, 0.8).simulate_log(4000, seed=1, start_days=starts, until_days=500)
    log[["entered", "left"]] = np.floor(log[["entered", "left"]])
    assert (log["left"] == log["entered"]).mean() > 0.05
    fitted = fit_cycle(log, until=500)
    errors = fitted.standard_errors
    assert abs(fitted.cycle.stage_days[0] - 4) < 3 * errors["stage_days"].iloc[0]
    assert abs(fitted.cycle.stage_cv[0] - 0.8) < 3 * errors["stage_cv"].iloc[0]


def test_a_stage_of_fixed_days_is_learned_as_fixed():
    log = fixed_then_random().simulate_log(300, seed=1)
    fitted = fit_cycle(log)
    assert fitted.cycle.stage_days[0] == 3
    assert fitted.cycle.stage_cv[0] == 0


def test_a_fit_says_what_it_was_learned_from():
    fitted = fit_cycle(crm(1), until=720)
    assert isinstance(fitted, FittedCycle)
    completed, still_open = fitted.visits.sum()
    assert f"from {completed} completed and {still_open} open visits" in repr(fitted)


def log_of(*rows):
    return pd.DataFrame(rows, columns=["case", "stage", "entered", "left", "next"])


GOOD = [(case, "a", 0.5, 1.5 + case, "won") for case in range(12)]
OPEN_IN_B = [(13, "a", 0.5, 1.0, "b"), (13, "b", 1.0, None, None)]


@pytest.mark.parametrize(
    ("log", "message"),
    [
        (log_of(*GOOD).rename(columns={"entered": "enterd"}), 'Did you mean "enterd"?'),
        (
            log_of(*GOOD).drop(columns="next"),
            "left its last stage (row 1), and nothing says where to",
        ),
        (log_of(), "no rows"),
        (log_of(*GOOD, (13, "a", 3.0, 1.0, "won")), "leave before they enter"),
        (
            log_of(*GOOD, (13, "a", 3.0, None, "won")),
            "not both (over) or neither (open)",
        ),
        (
            log_of(*GOOD, (13, "a", None, 4.0, "won")),
            'log["entered"] is empty in 1 row, first in row 13',
        ),
        (log_of(*GOOD, GOOD[0]), "there twice"),
        (log_of(*GOOD, *OPEN_IN_B), 'Too few visits to "b" are over'),
        (log_of((1, "a", 1.0, None, None)), "reached an outcome"),
        (log_of(*GOOD, (13, "a", 2.5, 2.5, "won")), "last no time at all"),
    ],
)
def test_a_faulty_log_is_refused_in_words(log, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        fit_cycle(log)


def test_times_that_are_no_times_are_refused_in_words():
    text = log_of(*GOOD).astype({"entered": str, "left": str})
    with pytest.raises(ValueError, match=r"got '0\.5' in row 1.*pd\.to_numeric"):
        fit_cycle(text)
    with pytest.raises(ValueError, match="goes on after until"):
        fit_cycle(log_of(*GOOD), until=3)
    with pytest.raises(TypeError, match="until must be a day number"):
        fit_cycle(log_of(*GOOD), until=pd.Timestamp("2026-01-01"))
    with pytest.raises(TypeError, match="log must be a DataFrame"):
        fit_cycle([1, 2])


def test_few_visits_and_odd_starts_are_said_aloud():
    with pytest.warns(UserWarning, match='Only 4 visits to "a" are over'):
        fit_cycle(log_of(*GOOD[:4]))
    odd = [(20 + case, "b", 0.5, 2.5 + case, "won") for case in range(11)]
    with pytest.warns(UserWarning, match='Of 23 deals, 11 do not start in "a"'):
        fit_cycle(log_of(*GOOD, *odd))


# --------------------------------------------------------------------------------------
# The object: what it refuses, and what it is like to hold.
# --------------------------------------------------------------------------------------

SHOP = {
    "stages": ["browse", "cart"],
    "outcomes": ["won", "lost"],
    "routing": {"browse": {"cart": 0.1, "lost": 0.9}, "cart": {"won": 1.0}},
    "stage_days": [1, 2],
    "stage_cv": 1,
}


def routed(browse, cart):
    return {"routing": {"browse": browse, "cart": cart}}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (routed({"cart": 0.1}, {"won": 1}), "sum to 0.1, not 1. Every visit must go"),
        (routed({"cart": 0.1}, {"won": 1}), "say where the other 0.9 go"),
        (routed({"cart": 0.5, "lost": 0.6}, {"won": 1}), "take 0.1 away"),
        (routed({"cart": 35, "lost": 65}, {"won": 1}), "got 35. Did you mean 0.35?"),
        (routed({"cart": -0.1, "lost": 1.1}, {"won": 1}), "between 0 and 1, got -0.1"),
        (routed({"cart": np.nan, "lost": 1}, {"won": 1}), "between 0 and 1, got nan"),
        (routed({"cort": 0.1, "lost": 0.9}, {"won": 1}), 'Did you mean "cart"?'),
        ({"routing": {"browse": {"lost": 1}}}, 'routing is missing for: "cart"'),
        (routed({"cart": 1}, {"won": 1}), 'No stage leads to the outcome "lost"'),
        (
            routed({"won": 0.5, "lost": 0.5}, {"cart": 1}),
            'enters "cart" never reaches an outcome',
        ),
        (
            routed({"cart": 1}, {"browse": 1 - 2e-14, "won": 1e-14, "lost": 1e-14}),
            "practically never ends",
        ),
        ({"routing": [[0.1, 0.9], [1, 0]]}, "(2, 4); got (2, 2)"),
        ({"stage_days": [1, -2]}, 'stage_days of "cart" must be 0 or more, got -2'),
        (
            {"stage_days": [1, np.nan]},
            'stage_days of "cart" must be 0 or more, got nan',
        ),
        ({"stage_cv": [1, np.inf]}, 'stage_cv of "cart" must be 0 or more, got inf'),
        ({"stage_days": [1, 2, 3]}, "one number per stage, 2 in all; got 3"),
        ({"stage_days": {"browse": 1, "crt": 2}}, 'Did you mean "cart"?'),
        ({"visit_cost_eur": -1}, "visit_cost_eur"),
        ({"stages": ["browse", "browse"]}, 'a name of its own; twice: "browse"'),
        ({"outcomes": ["won", "cart"]}, 'twice: "cart"'),
        ({"outcomes": []}, "outcomes must hold one or more names"),
    ],
)
def test_a_cycle_that_cannot_be_is_refused_in_words(change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        SalesCycle(**{**SHOP, **change})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stages": "browse"}, "stages must be a list of names"),
        ({"stage_days": ["long", 2]}, "stage_days must hold numbers only"),
    ],
)
def test_a_thing_of_the_wrong_kind_is_refused_in_words(change, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        SalesCycle(**{**SHOP, **change})


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda c: c.mean_days("wno"), ValueError, 'Did you mean "won"?'),
        (lambda c: c.cdf(np.nan), ValueError, "days must be numbers"),
        (lambda c: c.quantile(90), ValueError, "got 90. Did you mean 0.9?"),
        (lambda c: c.quantile(-0.1), ValueError, "between 0 and 1, got -0.1"),
        (lambda c: c.quantile(1 - 1e-9), ValueError, "not known better"),
        (
            lambda c: c.discounted_value_eur(1, discount_per_day=-0.1),
            ValueError,
            "discount_per_day must be one number, 0 or more",
        ),
        (lambda c: c.simulate(-1, seed=1), ValueError, "n must be 0 or more, got -1"),
        (lambda c: c.simulate(1e3, seed=1), TypeError, "n must be a whole number"),
        (lambda c: c.simulate(5, seed=None), TypeError, "seed must be a whole number"),
        (
            lambda c: c.simulate_log(5, seed=1, start_days=[1, 2]),
            ValueError,
            "one day per deal, 5 in all; got 2",
        ),
        (lambda c: c.with_routing("cart", wn=1), ValueError, 'Did you mean "won"?'),
        (lambda c: c.with_stage("crt", days=1), ValueError, 'Did you mean "cart"?'),
        (lambda c: c.with_stage("cart", days=-1), ValueError, "got -1"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_words(ask, error, message):
    with pytest.raises(error, match=re.escape(message)):
        ask(SalesCycle(**SHOP))


def test_a_cycle_without_an_outcome_named_won_says_so():
    cycle = SalesCycle(["call"], ["closed-won"], [[0, 1]], 1, 1)
    with pytest.raises(ValueError, match=r'no outcome "won".*"closed-won"'):
        _ = cycle.win_rate


def test_an_outcome_that_cannot_happen_from_the_start_is_refused():
    cycle = B2B.with_routing("qualify", lost=1)
    assert cycle.win_rate == 0
    assert cycle.cost_per_win_eur() == np.inf
    with pytest.raises(ValueError, match='starts in "qualify" never ends "won"'):
        cycle.mean_days("won")


def test_routing_by_name_by_table_and_by_position_is_the_same():
    by_name = SalesCycle(**SHOP)
    table = by_name.routing_table()
    shuffled = table.iloc[::-1, ::-1]
    by_table = SalesCycle(**{**SHOP, "routing": shuffled})
    by_position = SalesCycle(**{**SHOP, "routing": [[0, 0.1, 0, 0.9], [0, 0, 1, 0]]})
    assert by_name == by_table == by_position
    assert hash(by_name) == hash(by_position)
    assert by_name != B2C
    assert by_name != "a shop"
    days = SalesCycle(**{**SHOP, "stage_days": {"cart": 2, "browse": 1}})
    assert days == by_name


def test_a_cycle_cannot_be_changed_only_edited():
    with pytest.raises(AttributeError):
        B2B.stages = ("a",)
    with pytest.raises(ValueError, match="read-only"):
        B2B.routing[0, 0] = 1
    edited = B2B.with_stage(
        "consensus", days=10, cv=0.5, visit_cost_eur=1, day_cost_eur=2
    )
    row = B2B.stages.index("consensus")
    changed = (
        edited.stage_days[row],
        edited.stage_cv[row],
        edited.visit_cost_eur[row],
        edited.day_cost_eur[row],
    )
    assert changed == (10, 0.5, 1, 2)
    assert B2B.stage_days[row] == 35
    assert B2B == SalesCycle.b2b() == pickle.loads(pickle.dumps(B2B))


def test_a_cycle_shows_itself_in_words():
    assert repr(B2C).splitlines() == [
        "SalesCycle, times in days",
        "browse     0.02 days, cv 1.5  → cart 0.1, lost 0.9",
        "cart       0.05 days, cv 1.5  → browse 0.25, checkout 0.45, lost 0.3",
        "checkout   0.005 days, cv 1  → cart 0.05, won 0.8, lost 0.15",
    ]
    assert B2C.time_unit == "days"


def test_importing_the_cycle_does_not_import_scipy():
    code = "import sys, salescourse.cycle; print('scipy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "False", run.stderr
