"""Tests, looks and bandits. Numbers cited as 8a, 8b and 8c were published or recomputed
for the course's ninth chapter; each is checked a second way."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from references import lai_robbins
from scipy import integrate, stats

from salescourse import SalesCycle, load
from salescourse.strategy.agility import (
    Arms,
    Feedback,
    Looks,
    chance_better,
    chance_to_see,
    compare,
    customers_needed,
    expected_losses,
    fixed_test,
    peek,
    thompson,
)

inner = st.floats(0.02, 0.98)


# How many customers -----------------------------------------------------------------


def test_sample_sizes_are_those_of_the_manual_of_r():
    # 8a: the examples of R's help on power.prop.test, 76.7 per side and a power of .740.
    assert customers_needed(0.5, 0.75, power=0.9) == pytest.approx(76.707, abs=5e-4)
    assert chance_to_see(50, 0.5, 0.75) == pytest.approx(0.7402, abs=5e-5)


@pytest.mark.parametrize(
    ("rate", "new", "n"), [(0.1, 0.12, 3840.85), (0.05, 0.06, 8157.73), (0.2, 0.25, 1093.74)]
)  # fmt: skip
def test_usual_sample_sizes_at_a_power_of_80_percent(rate, new, n):
    # 8a; by hand for 20 and 25 %: ((1.959964 sqrt(.34875) + .841621 sqrt(.3475)) / .05)²
    assert customers_needed(rate, new) == pytest.approx(n, abs=5e-3)
    by_hand = 1.959964 * math.sqrt(2 * 0.225 * 0.775) + 0.841621 * math.sqrt(0.3475)
    assert customers_needed(0.2, 0.25) == pytest.approx((by_hand / 0.05) ** 2, rel=1e-6)


@given(inner, inner, st.floats(0.5, 0.99))
def test_so_many_customers_have_the_power_that_was_asked_for(p, q, power):
    if abs(p - q) < 1e-3:
        return
    n = customers_needed(p, q, power=power)
    near = chance_to_see(np.array([math.floor(n), math.ceil(n)]).clip(1), p, q)
    assert near[0] <= power + 1e-9 or n < 1
    assert near[1] >= power - 1e-9


def test_the_power_is_that_of_two_binomials_gone_through():
    # Every pair of counts of two sides with 60 customers, with the same pooled test.
    n, p, q = 60, 0.3, 0.5
    old, new = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    weight = stats.binom.pmf(old, n, p) * stats.binom.pmf(new, n, q)
    pooled = (old + new) / (2 * n)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (new - old) / n / np.sqrt(pooled * (1 - pooled) * 2 / n)
    exact = weight[np.nan_to_num(z) >= 1.959964].sum()
    assert chance_to_see(n, p, q) == pytest.approx(exact, abs=0.02)


def test_half_the_difference_takes_four_times_the_customers():
    ratio = customers_needed(0.4, 0.41) / customers_needed(0.4, 0.42)
    assert ratio == pytest.approx(4, rel=0.02)


def test_the_usual_peer_measures_the_difference_otherwise():
    # statsmodels' effect size is a difference of arcsines; near, and not the same.
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    theirs = NormalIndPower().solve_power(
        proportion_effectsize(0.12, 0.1), alpha=0.05, power=0.8
    )
    ours = customers_needed(0.1, 0.12)
    assert theirs == pytest.approx(ours, rel=0.01)
    assert abs(theirs - ours) > 1


def test_a_comparison_is_the_pooled_test_of_statsmodels():
    from statsmodels.stats.proportion import proportions_ztest

    ours = compare([67, 86], [180, 180])
    z, p_value = proportions_ztest([86, 67], [180, 180])
    assert (ours.z, ours.p_value) == pytest.approx((z, p_value))
    error = math.sqrt(sum(r * (1 - r) / 180 for r in (67 / 180, 86 / 180)))
    assert (ours.low, ours.high) == pytest.approx(
        (19 / 180 - 1.959964 * error, 19 / 180 + 1.959964 * error)
    )
    assert compare([0, 0], [5, 5]).p_value == 1


def test_the_interval_of_a_difference_covers_it_19_times_in_20():
    rng = np.random.default_rng(3)
    hits = 0
    for old, new in rng.binomial(400, [0.2, 0.26], (600, 2)):
        pair = compare([old, new], [400, 400])
        hits += pair.low <= 0.06 <= pair.high
    assert hits / 600 == pytest.approx(0.95, abs=3.5 * math.sqrt(0.95 * 0.05 / 600))


# Looks ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("looks", "alarm"),
    [
        *((1, 0.05), (2, 0.083118), (3, 0.107257), (4, 0.126170), (5, 0.141690)),
        *((10, 0.193358), (50, 0.320454), (100, 0.373624)),
    ],
)
def test_looks_make_the_false_alarms_of_armitage_mcpherson_and_rowe(looks, alarm):
    # 8b: their table has .050, .083, .107, .126, .142, .193, .320 and .374 for z = 1.96.
    unplanned = Looks((1.959964,) * looks)
    assert unplanned.false_alarm() == pytest.approx(alarm, abs=6e-6)


def test_two_looks_are_the_bivariate_normal():
    # S1 and S2 / sqrt(2) have the correlation 1 / sqrt(2).
    z = stats.norm.ppf(0.975)
    pair = stats.multivariate_normal([0, 0], [[1, 0.5**0.5], [0.5**0.5, 1]])
    inside = pair.cdf([z, z], lower_limit=[-z, -z])
    assert Looks.unplanned(2).false_alarm() == pytest.approx(1 - inside, abs=1e-5)


def test_three_looks_with_a_drift_are_a_double_integral():
    bounds, drift = (2.4, 2.2, 2.0), 1.7
    step = drift / math.sqrt(3)

    def still_in(second, first):
        edge = bounds[2] * math.sqrt(3)
        last = stats.norm.cdf(edge - second - step) - stats.norm.cdf(
            -edge - second - step
        )
        density = stats.norm.pdf(first - step) * stats.norm.pdf(second - first - step)
        return density * last

    edge = bounds[1] * math.sqrt(2)
    open_end, _ = integrate.dblquad(
        still_in, -bounds[0], bounds[0], -edge, edge, epsabs=1e-9
    )
    stops = Looks(bounds).stops(drift)
    assert 1 - stops.to_numpy().sum() == pytest.approx(open_end, abs=1e-8)
    assert stops.loc[1, "above"] == pytest.approx(stats.norm.sf(bounds[0] - step))


@pytest.mark.parametrize(
    ("looks", "pocock", "last"),
    [(2, 2.178, 1.977), (3, 2.289, 2.004), (4, 2.361, 2.024), (5, 2.413, 2.040),
     (10, 2.555, 2.087)],
)  # fmt: skip
def test_boundaries_are_the_published_ones(looks, pocock, last):
    # Pocock (1977), O'Brien and Fleming (1979), as tabled in the books since.
    even, falling = Looks.pocock(looks), Looks.obrien_fleming(looks)
    assert even.bounds == pytest.approx((pocock,) * looks, abs=6e-4)
    assert falling.bounds[-1] == pytest.approx(last, abs=6e-4)
    assert falling.bounds[0] == pytest.approx(falling.bounds[-1] * math.sqrt(looks))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12), st.floats(0.005, 0.3))
def test_planned_looks_keep_the_level_whatever_their_shape(looks, level):
    for plan in (Looks.pocock, Looks.obrien_fleming):
        assert plan(looks, level=level).false_alarm() == pytest.approx(level, abs=1e-8)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.5, 5), min_size=1, max_size=12), st.floats(-4, 4))
def test_looks_are_fair_to_both_sides_and_never_more_than_certain(bounds, drift):
    looks = Looks(tuple(bounds))
    here, there = looks.stops(drift), looks.stops(-drift)
    assert here["above"].to_numpy() == pytest.approx(
        there["below"].to_numpy(), abs=1e-9
    )
    assert 0 <= here.to_numpy().sum() <= 1 + 1e-9
    assert 1 / len(bounds) - 1e-9 <= looks.mean_share(drift) <= 1 + 1e-9


def test_one_look_has_the_power_of_the_textbook():
    one = Looks.unplanned(1)
    assert one.power(2.8) == pytest.approx(stats.norm.sf(1.959964 - 2.8), abs=1e-7)
    assert one.power(-2.8) == pytest.approx(one.power(2.8))
    assert one.mean_share(2.8) == 1


def test_played_tests_stop_as_often_as_the_integral_says():
    looks = Looks.unplanned(10)
    played = peek(0.38, 0.38, customers=500, bounds=looks, runs=20_000, seed=4)
    alarm = (played["verdict"] != "open").mean()
    assert alarm == pytest.approx(looks.false_alarm(), abs=4 * 0.4 / 20_000**0.5)
    ended = played[played["verdict"] != "open"].groupby("look").size() / 20_000
    exact = looks.stops().sum(axis=1)
    assert ended.to_numpy() == pytest.approx(exact.to_numpy(), abs=0.007)


def test_played_tests_with_a_difference_stop_on_the_side_of_the_better():
    looks, n = Looks.obrien_fleming(5), 400
    drift = 0.04 * math.sqrt(5 * n / (0.38 * 0.62 + 0.42 * 0.58))
    played = peek(0.38, 0.42, customers=n, bounds=looks, runs=20_000, seed=5)
    better = (played["verdict"] == "better").mean()
    assert better == pytest.approx(looks.power(drift), abs=0.015)
    share = played["look"].mean() / 5
    assert share == pytest.approx(looks.mean_share(drift), abs=0.01)


def test_winners_of_a_first_look_promise_what_they_cannot_keep():
    played = peek(0.38, 0.38, customers=30, bounds=[1.96] * 10, runs=4000, seed=1)
    wins = played[played["verdict"] == "better"]
    assert wins["difference"].min() > 0
    assert (wins.loc[wins["look"] == 1, "difference"] >= 0.2).all()
    assert played["difference"].mean() == pytest.approx(0, abs=0.006)


# Small bandits, exactly -------------------------------------------------------------


@given(*[st.integers(0, 12)] * 4)
def test_the_chance_to_be_better_is_an_integral(won1, not1, won2, not2):
    ours = chance_better([won1, won2], [won1 + not1, won2 + not2])
    one, two = stats.beta(1 + won1, 1 + not1), stats.beta(1 + won2, 1 + not2)
    numeric, _ = integrate.quad(lambda x: one.pdf(x) * two.sf(x), 0, 1, limit=200)
    assert ours == pytest.approx(numeric, abs=1e-6)


def test_one_customer_each_makes_five_in_six_by_hand():
    # Beta(2, 1) above Beta(1, 2): integral of 2x (2x - x²) from 0 to 1 = 4/3 - 1/2.
    assert chance_better([0, 1], [1, 1]) == pytest.approx(4 / 3 - 1 / 2)
    assert chance_better([0, 0], [0, 0]) == pytest.approx(0.5)


def test_two_customers_by_hand():
    # The first goes to either version by a coin. After a win of the version tried,
    # Beta(2, 1), the other, Beta(1, 1), has a chance of 1/3; after none, 2/3.
    a, b = 0.2, 0.6
    to_first = 0.5 * (a * 2 / 3 + (1 - a) / 3) + 0.5 * (b / 3 + (1 - b) * 2 / 3)
    losses = expected_losses([a, b], 2)
    assert losses == pytest.approx([0.5 * 0.4, to_first * 0.4])


def played_losses(campaign) -> tuple[np.ndarray, np.ndarray]:
    """Return what each day loses on average, and its standard error."""
    lost = campaign.sent @ campaign.arms.behind
    return lost.mean(axis=1), lost.std(axis=1) / math.sqrt(lost.shape[1])


def test_played_bandits_lose_what_going_through_all_cases_says():
    campaign = thompson({"a": 0.3, "b": 0.7}, per_day=1, days=12, runs=40_000, seed=6)
    mean, error = played_losses(campaign)
    exact = expected_losses([0.3, 0.7], 12)
    assert (np.abs(mean - exact) < 4 * error).all()
    total = campaign.lost()
    assert campaign.mean_lost == pytest.approx(total.mean())
    assert campaign.standard_error == pytest.approx(total.std(ddof=1) / 200)


def test_the_first_day_is_an_even_split_with_the_spread_of_a_coin():
    arms = {"a": 0.1, "b": 0.5, "c": 0.9}
    campaign = thompson(arms, per_day=9, days=1, runs=20_000, seed=7)
    first = campaign.sent[0]
    assert first.mean(axis=0) == pytest.approx([3, 3, 3], abs=0.05)
    assert first.var(axis=0) == pytest.approx([2, 2, 2], abs=0.08)


def second_day(rates, per_day) -> float:
    """Return the share of the second day that version two gets, exactly."""
    share = 0.0
    for first in range(per_day + 1):
        sizes = (first, per_day - first)
        sent = stats.binom.pmf(first, per_day, 0.5)
        for won in product(range(sizes[0] + 1), range(sizes[1] + 1)):
            chances = stats.binom.pmf(won, sizes, rates)
            share += sent * chances.prod() * chance_better(won, sizes)
    return share


def test_a_day_of_several_customers_learns_in_the_evening_only():
    rates = (0.3, 0.6)
    campaign = thompson(
        dict(zip("ab", rates, strict=True)), per_day=4, days=2, runs=40_000, seed=8
    )
    share = campaign.sent[1, :, 1] / 4
    error = share.std() / 200
    assert share.mean() == pytest.approx(second_day(rates, 4), abs=4 * error)


def test_lai_and_robbins_give_the_published_slopes():
    # 8c; for .5 and .6 by hand: .1 / (.5 ln(.5/.6) + .5 ln(.5/.4))
    assert lai_robbins([0.5, 0.6]) == pytest.approx(4.8993, abs=5e-5)
    assert lai_robbins([0.10, 0.09, 0.08]) == pytest.approx(25.897, abs=5e-4)
    by_hand = 0.1 / (0.5 * math.log(0.5 / 0.6) + 0.5 * math.log(0.5 / 0.4))
    assert lai_robbins([0.5, 0.6]) == pytest.approx(by_hand)


def test_thousand_customers_lose_eleven_wins():
    # 8c: 11.4 at a thousand, below the line of Lai and Robbins, which is for the limit.
    arms = {"a": 0.5, "b": 0.6}
    campaign = thompson(arms, per_day=1, days=1000, runs=1000, seed=9)
    assert campaign.mean_lost == pytest.approx(11.4, abs=3.5 * campaign.standard_error)
    assert campaign.mean_lost < lai_robbins([0.5, 0.6]) * math.log(1000)


@pytest.mark.full
def test_ten_thousand_customers_lose_nineteen_wins():
    arms = {"a": 0.5, "b": 0.6}
    campaign = thompson(arms, per_day=1, days=10_000, runs=400, seed=9)
    assert campaign.mean_lost == pytest.approx(19.0, abs=3.5 * campaign.standard_error)


# Answers that come late -------------------------------------------------------------


def test_answers_of_the_b2b_cycle_take_131_and_39_days():
    # The cycle's own exact means, given the outcome; half a day is lost to evenings.
    cycle = SalesCycle.b2b()
    slow = Feedback.of(cycle)
    exact = cycle.mean_days("won"), cycle.mean_days("lost")
    assert slow.mean_days == pytest.approx([days - 0.5 for days in exact], abs=2e-3)
    assert exact == pytest.approx((131.130435, 39.132015), abs=5e-7)
    spread = [
        math.sqrt(chances @ np.arange(len(chances)) ** 2 - mean**2)
        for chances, mean in zip((slow.won, slow.not_won), slow.mean_days, strict=True)
    ]
    sds = cycle.sd_days("won"), cycle.sd_days("lost")
    assert spread == pytest.approx(sds, rel=2e-3)


def test_several_ways_to_lose_are_one_no_in_their_proportions():
    cycle = SalesCycle(
        ["talk"],
        ["won", "lost", "no_decision"],
        {"talk": {"won": 0.2, "lost": 0.3, "no_decision": 0.5}},
        stage_days=[10.0],
        stage_cv=[1.0],
    )
    slow = Feedback.of(cycle)
    assert slow.not_won == pytest.approx(slow.won, abs=1e-7)
    assert slow.won[0] == pytest.approx(1 - math.exp(-0.1), abs=1e-7)


def test_a_no_that_is_frequent_weighs_more_than_one_that_is_rare():
    # Lost in the first stage 6 times in 10, no decision after the second 1 time in 10.
    cycle = SalesCycle(
        ["talk", "trial"],
        ["won", "lost", "no_decision"],
        {
            "talk": {"trial": 0.4, "lost": 0.6},
            "trial": {"won": 0.75, "no_decision": 0.25},
        },
        stage_days=[10.0, 40.0],
        stage_cv=[1.0, 1.0],
    )
    no = (0.6 * 10 + 0.1 * 50) / 0.7
    assert Feedback.of(cycle).mean_days == pytest.approx((49.5, no - 0.5), abs=0.02)


def test_the_share_shown_counts_evenings():
    assert Feedback.at_once().shown_by(3).tolist() == [0, 1, 1, 1]
    assert Feedback.after(2).shown_by(4).tolist() == [0, 0, 0, 1, 1]
    mixed = Feedback(np.array([0.25, 0.75]), np.ones(1))
    assert mixed.shown_by(3).tolist() == [0, 0.25, 1, 1]
    assert (mixed.mean_days, Feedback.at_once().mean_days) == ((0.75, 0), (0, 0))


def third_day_when_the_yes_is_late(rates) -> float:
    """Return the chance that customer three gets version two, exactly.

    A no is known the same evening, a yes two evenings later: one customer a day, so on
    the third morning a yes of the first day is not known yet.
    """
    share = 0.0
    for arm1, won1, arm2, won2 in product((0, 1), repeat=4):
        known = [0, 0]
        chance = 0.5 * (rates[arm1] if won1 else 1 - rates[arm1])
        known[arm1] += not won1
        to_two = chance_better([0, 0], known)
        chance *= to_two if arm2 else 1 - to_two
        chance *= rates[arm2] if won2 else 1 - rates[arm2]
        known[arm2] += not won2
        share += chance * chance_better([0, 0], known)
    return share


def test_a_late_yes_drives_the_bandit_away_from_what_it_tried():
    late = Feedback(np.array([0.0, 0.0, 1.0]), np.ones(1))
    rates = (0.2, 0.6)
    campaign = thompson(
        dict(zip("ab", rates, strict=True)),
        per_day=1,
        days=4,
        runs=60_000,
        seed=10,
        feedback=late,
    )
    exact = third_day_when_the_yes_is_late(rates)
    share = campaign.sent[2, :, 1].mean()
    assert share == pytest.approx(exact, abs=4 * 0.5 / math.sqrt(60_000))
    # Conditional on what was tried on the first day: one known no, or nothing known.
    first, second = campaign.sent[0, :, 1] == 1, campaign.sent[1, :, 1]
    for arm, tried in ((1, first), (0, ~first)):
        no_known = rates[arm] * 0.5 + (1 - rates[arm]) / 3
        again = second[tried].mean() if arm else 1 - second[tried].mean()
        assert again == pytest.approx(no_known, abs=0.012)


def test_answers_that_come_after_the_end_change_nothing():
    arms = {"a": 0.1, "b": 0.9}
    never = thompson(
        arms, per_day=10, days=20, runs=500, seed=11, feedback=Feedback.after(20)
    )
    assert never.shares()["b"].mean() == pytest.approx(0.5, abs=0.01)


def test_an_answer_is_known_on_the_morning_after_its_evening():
    arms = {"a": 0.0, "b": 1.0}
    for wait in (0, 1, 3):
        campaign = thompson(
            arms,
            per_day=200,
            days=wait + 2,
            runs=50,
            seed=12,
            feedback=Feedback.after(wait),
        )
        share = campaign.shares()["b"]
        assert share.iloc[: wait + 1].max() < 0.6
        assert share.iloc[wait + 1] > 0.95


def test_nobody_is_lost_on_the_way():
    slow = Feedback(np.full(5, 0.2), np.full(3, 1 / 3))
    campaign = thompson(
        {"a": 0.4, "b": 0.6}, per_day=7, days=30, runs=40, seed=13, feedback=slow
    )
    assert (campaign.sent.sum(axis=2) == 7).all()
    assert (campaign.won <= campaign.sent).all()
    # All runs together: the mean of each run's own rates is too low, since a version
    # that began with bad luck is hardly tried again.
    won = campaign.won.sum(axis=(0, 1)) / campaign.sent.sum(axis=(0, 1))
    assert won == pytest.approx([0.4, 0.6], abs=0.03)


def test_counting_by_age_is_counting_when_answers_come_at_once():
    arms = {"a": 0.3, "b": 0.5}
    plan = {"per_day": 5, "days": 40, "runs": 50, "seed": 14}
    plain, aware = thompson(arms, **plan), thompson(arms, by_age=True, **plan)
    assert (plain.sent == aware.sent).all()


def test_counting_by_age_is_right_on_average_where_the_plain_count_is_not():
    # An even split for 60 days: the known record against the record by age.
    slow, rate = Feedback.of(SalesCycle.b2b()), 0.18
    shown = slow.shown_by(60)[1:]
    noes = slow.not_won.cumsum()[:60]
    yes, no = rate * shown.sum(), (1 - rate) * noes.sum()
    assert yes / (yes + no) < 0.005
    # Wins over the customers who would have shown them: the true rate.
    assert yes / shown.sum() == pytest.approx(rate)


def test_early_noes_are_worse_than_no_news_and_age_mends_it():
    arms = {"none": 0.106, "mens": 0.183, "womens": 0.151}
    slow = Feedback.of(SalesCycle.b2b())
    plan = {"per_day": 58, "days": 365, "runs": 60, "seed": 15}
    naive = thompson(arms, feedback=slow, **plan)
    held = thompson(arms, feedback=Feedback.after(131), **plan)
    aware = thompson(arms, feedback=slow, by_age=True, **plan)
    losses = [each.mean_lost for each in (aware, held, naive)]
    errors = [each.standard_error for each in (aware, held, naive)]
    assert losses[1] - losses[0] > 4 * math.hypot(errors[0], errors[1])
    assert losses[2] - losses[1] > 4 * math.hypot(errors[1], errors[2])


# Real customers, and the fixed test -------------------------------------------------


@pytest.fixture(scope="module")
def emails():
    return Arms.dealt_from(
        load("hillstrom"), "email", customers="customers", won="visits"
    )


def test_hillstroms_arms_are_those_of_the_data(emails):
    # Visits: .106167, .182757 and .151400 of 21,306, 21,307 and 21,387 customers.
    assert emails.names == ("none", "mens", "womens")
    assert emails.rates == pytest.approx((0.106167, 0.182757, 0.151400), abs=5e-7)
    assert emails.customers == (21_306, 21_307, 21_387)
    assert emails.best == "mens"


def test_dealing_every_card_gives_exactly_the_counts_of_the_data():
    table = pd.DataFrame({"arm": ["a", "b"], "n": [40, 40], "w": [10, 30]})
    arms = Arms.dealt_from(table, "arm", customers="n", won="w")
    campaign = fixed_test(arms, per_day=4, days=10, decide_on=1, runs=300, seed=16)
    all_of = campaign.sent.sum(axis=0) == 40
    assert not all_of.any()  # two of the other were sent on the first day
    # Of 38 cards out of 40, at least 8 and at most 10 of "a" were won.
    won = campaign.won.sum(axis=0)
    sent = campaign.sent.sum(axis=0)
    a = sent[:, 0] == 38
    assert a.any()
    assert set(won[a, 0]) <= {8, 9, 10}
    assert won[a, 0].mean() == pytest.approx(9.5, abs=4 * 0.6 / math.sqrt(a.sum()))


def test_a_pack_cannot_be_dealt_beyond_its_last_card(emails):
    with pytest.raises(ValueError, match=r"21900 customers are wanted .* only 21306"):
        thompson(emails, per_day=60, days=365, runs=1, seed=1)


def test_a_fixed_test_splits_evenly_and_then_stays():
    arms = {"a": 0.1, "b": 0.5, "c": 0.2}
    campaign = fixed_test(arms, per_day=10, days=30, decide_on=20, runs=400, seed=17)
    before, after = campaign.sent[:20], campaign.sent[20:]
    assert set(np.unique(before)) == {3, 4}
    assert before.sum(axis=2).max() == 10
    assert before.mean(axis=(0, 1)) == pytest.approx([10 / 3] * 3, abs=0.03)
    assert set(np.unique(after)) == {0, 10}
    assert (after == after[0]).all()
    assert after[0, :, 1].mean() == 10


def test_a_fixed_test_chooses_as_two_binomials_do():
    # 10 customers each, .4 against .6; ties by a coin.
    n, p, q = 10, 0.4, 0.6
    one, two = stats.binom.pmf(np.arange(n + 1), n, [[p], [q]])
    joint = np.outer(one, two)
    exact = np.triu(joint, 1).sum() + np.trace(joint) / 2
    campaign = fixed_test(
        {"a": p, "b": q}, per_day=2, days=11, decide_on=10, runs=40_000, seed=18
    )
    chosen = (campaign.sent[-1, :, 1] == 2).mean()
    assert chosen == pytest.approx(exact, abs=4 * 0.5 / 200)


def test_a_seed_gives_the_same_campaign_and_another_one_another():
    arms = {"a": 0.1, "b": 0.5}
    one, same, other = (
        thompson(arms, per_day=3, days=5, runs=20, seed=seed) for seed in (1, 1, 2)
    )
    assert (one.sent == same.sent).all()
    assert (one.sent != other.sent).any()


# Errors -----------------------------------------------------------------------------

ARMS = {"a": 0.1, "b": 0.2}
PLAN = {"per_day": 1, "days": 2, "runs": 1, "seed": 1}


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: customers_needed(38, 40), ValueError, "got 38. Did you mean 0.38?"),
        (lambda: customers_needed(0.4, 0.4), ValueError, "are equal"),
        (lambda: customers_needed(0, 0.4), ValueError, "more than 0 and less than 1"),
        (lambda: customers_needed(0.3, 0.4, level=5), ValueError, "mean 0.05"),
        (
            lambda: customers_needed(0.3, 0.4, power=[0.8, 0.9]),
            ValueError,
            "one number",
        ),
        (lambda: customers_needed(0.3, math.nan), ValueError, "got nan"),
        (lambda: chance_to_see(0, 0.3, 0.4), ValueError, "from 1 up, got 0"),
        (lambda: compare([1], [2]), ValueError, "two numbers each, got 1 and 1"),
        (lambda: compare([5, 1], [4, 4]), ValueError, "at most customers"),
        (lambda: compare([-1, 1], [4, 4]), ValueError, "from 0 up"),
        (lambda: compare([1.5, 1], [4, 4]), ValueError, "whole number"),
        (lambda: Looks(()), ValueError, "a number above 0 per look"),
        (lambda: Looks((2.0, -1.0)), ValueError, "a number above 0 per look"),
        (lambda: Looks.unplanned(0), ValueError, "looks .* from 1 up"),
        (lambda: Looks.unplanned(2.5), ValueError, "looks must be a whole number"),
        (lambda: Looks.pocock(3, level=0), ValueError, "level must be more than 0"),
        (
            lambda: peek(0.3, 0.3, customers=0, bounds=[2.0], runs=1, seed=1),
            ValueError,
            "customers .* from 1 up",
        ),
        (lambda: chance_better([2, 0], [1, 1]), ValueError, "won at most"),
        (lambda: chance_better([-1, 0], [1, 1]), ValueError, "from 0 up"),
        (lambda: expected_losses([0.1, 0.2, 0.3], 3), ValueError, "Only two rates"),
        (lambda: expected_losses([0.1, 0.2], 61), ValueError, "at most 60"),
        (lambda: Feedback(np.array([0.5]), np.ones(1)), ValueError, "sum to 0.5"),
        (lambda: Feedback.after(-1), ValueError, "days must be 0 or more"),
        (lambda: Arms.of({"a": 0.1}), ValueError, "two or more versions"),
        (lambda: Arms.of({"a": 10, "b": 0.2}), ValueError, '"a" .* mean 0.1'),
        (lambda: Arms(("a", "b"), (10, 0.2)), ValueError, "rates .* mean 0.1"),
        (lambda: Arms(("a", "b"), (0.1,)), ValueError, "2 names and 1 rates"),
        (lambda: Arms(("a", "b"), (0.1, 0.2), (9,)), ValueError, 'of "a", "b", got 1'),
        (
            lambda: Arms(("a", "b"), (0.1, 0.2), (100, 0)),
            ValueError,
            'No customer got "b", so nothing is known',
        ),
        (lambda: thompson(ARMS, **{**PLAN, "per_day": 0}), ValueError, "per_day .* 0"),
        (lambda: thompson(ARMS, **{**PLAN, "days": 0}), ValueError, "days .* 0"),
        (lambda: thompson(ARMS, **{**PLAN, "seed": None}), TypeError, "seed must be"),
        (lambda: fixed_test(ARMS, decide_on=0, **PLAN), ValueError, "1 or more days"),
        (
            lambda: Arms.dealt_from(
                load("hillstrom"), "mail", customers="customers", won="visits"
            ),
            ValueError,
            'no column "mail".*Did you mean "email"',
        ),
        (
            lambda: Arms.dealt_from(
                load("hillstrom").iloc[:0], "email", customers="customers", won="visits"
            ),
            ValueError,
            "no rows",
        ),
        (
            lambda: Arms.dealt_from(
                load("hillstrom"), "email", customers="visits", won="customers"
            ),
            ValueError,
            r"more customers \(1269\) than visits \(280\) in row 1",
        ),
    ],
)
def test_errors_say_what_was_given_and_what_was_wanted(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_a_comparison_reads_as_a_sentence():
    assert str(compare([67, 86], [180, 180])) == (
        "37.2% and 47.8%: +10.6% (+0.4% to +20.7%), p = 0.043"
    )
    campaign = thompson(ARMS, **{**PLAN, "runs": 3})
    assert str(campaign).endswith("wins lost (± 0.0)") or "±" in str(campaign)
