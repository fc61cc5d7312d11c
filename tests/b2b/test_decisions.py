"""Committees and review time. Numbers cited as 1b and 1c were published or recomputed
for the course's first chapter; each is checked a second way."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from salescourse.b2b.decisions import (
    ConsensusStage,
    committee_odds,
    consensus_stage,
    majority,
    mixed_odds,
    parallel_days,
    serial_days,
)

people = st.integers(1, 40)
rate = st.floats(0, 1)
rho = st.floats(0, 0.99)


# Independent committees -------------------------------------------------------------


def test_condorcets_jury_grows_wiser_with_every_pair_of_jurors():
    # Majority at p = .6 for 1, 3, 5, 7, 9 people: Condorcet (1785); Grofman, Owen and
    # Feld (1983). By hand for three: .6^3 + 3 * .6^2 * .4 = .648.
    sizes = np.array([1, 3, 5, 7, 9])
    odds = committee_odds(sizes, 0.6, needed=majority(sizes))
    assert odds == pytest.approx([0.6, 0.648, 0.68256, 0.710208, 0.733432], abs=5e-7)
    assert odds == pytest.approx(stats.binom.sf(sizes // 2, sizes, 0.6), abs=1e-12)


def test_two_of_three_at_eighty_percent_is_the_published_896():
    # .8^3 + 3 * .8^2 * .2 = .512 + .384
    assert committee_odds(3, 0.8, needed=2) == pytest.approx(0.896, abs=1e-15)


def test_two_of_three_at_81_percent_rises_above_one_alone():
    # .81^3 + 3 * .81^2 * .19 = .531441 + .373977
    assert committee_odds(3, 0.81, needed=2) == pytest.approx(0.905418, abs=1e-12)


def test_independent_vetoes_at_81_percent_give_the_series_beside_the_survey():
    odds = committee_odds(np.arange(1, 7), 0.81)
    assert odds.round(3).tolist() == [0.81, 0.656, 0.531, 0.43, 0.349, 0.282]
    assert odds == pytest.approx(np.cumprod([0.81] * 6))


def test_seven_friends_at_ninety_percent_are_the_first_to_fall_below_one_half():
    odds = committee_odds(np.arange(1, 13), 0.9)
    assert 1 + int(np.argmax(odds < 0.5)) == 7
    assert odds[6] == pytest.approx(0.4783, abs=5e-5)
    assert math.ceil(math.log(0.5) / math.log(0.9)) == 7


def test_a_friendly_veto_still_lowers_the_odds():
    five = [0.8] * 5
    assert mixed_odds([*five, 0.95]) == pytest.approx(0.8**5 * 0.95)
    assert mixed_odds([*five, 0.95]) < mixed_odds(five)


def test_any_veto_lowers_the_odds_and_a_friend_in_a_vote_may_raise_them():
    assert committee_odds(6, 0.9) < committee_odds(5, 0.9)
    assert mixed_odds([0.8] * 5 + [0.95], needed=3) > mixed_odds([0.8] * 5, needed=3)


@given(st.lists(rate, min_size=1, max_size=12), st.data())
def test_people_who_differ_agree_with_scipys_poisson_binomial(rates, data):
    quota = data.draw(st.integers(1, len(rates)))
    peer = stats.poisson_binom(rates).sf(quota - 1)
    assert mixed_odds(rates, needed=quota) == pytest.approx(peer, abs=1e-9)


@given(people, rate, st.data())
def test_people_who_do_not_differ_are_a_committee(size, agree, data):
    quota = data.draw(st.integers(1, size))
    same = committee_odds(size, agree, needed=quota)
    assert mixed_odds([agree] * size, needed=quota) == pytest.approx(same, abs=1e-12)


# People who sway each other ---------------------------------------------------------


def test_the_survey_at_six_people_implies_an_agreement_of_8227():
    agree = optimize.brentq(lambda p: committee_odds(6, p) - 0.31, 0.5, 0.99)
    assert agree == pytest.approx(0.8227, abs=5e-5)
    assert agree == pytest.approx(0.31 ** (1 / 6))


def test_the_survey_anchored_at_one_person_implies_a_correlation_of_0288():
    rho = optimize.brentq(
        lambda r: committee_odds(6, 0.81, correlation=r) - 0.31, 0, 0.5
    )
    assert rho == pytest.approx(0.0288, abs=5e-5)
    weight = 1 / rho - 1
    assert (0.81 * weight, 0.19 * weight) == pytest.approx((27.324, 6.409), abs=2e-3)


def test_correlation_raises_unanimity_by_hand_for_two():
    # P(both yes) = p^2 + rho p (1 - p): .64 + .3 * .16
    assert committee_odds(2, 0.8, correlation=0.3) == pytest.approx(0.688)


@given(st.integers(1, 40), st.floats(0.01, 0.99), st.floats(0.001, 0.95), st.data())
def test_correlated_committees_agree_with_scipys_beta_binomial(size, p, r, data):
    quota = data.draw(st.integers(1, size))
    a, b = p * (1 / r - 1), (1 - p) * (1 / r - 1)
    peer = stats.betabinom.sf(quota - 1, size, a, b)
    odds = committee_odds(size, p, needed=quota, correlation=r)
    assert odds == pytest.approx(peer, abs=1e-9)


@given(people, rate, st.data())
def test_no_correlation_is_the_binomial(size, agree, data):
    quota = data.draw(st.integers(1, size))
    nearly = committee_odds(size, agree, needed=quota, correlation=1e-13)
    exact = committee_odds(size, agree, needed=quota)
    assert nearly == pytest.approx(exact, abs=1e-9)
    assert exact == pytest.approx(stats.binom.sf(quota - 1, size, agree), abs=1e-9)


@given(people, rate, st.data())
def test_one_voice_is_one_person(size, agree, data):
    quota = data.draw(st.integers(1, size))
    odds = committee_odds(size, agree, needed=quota, correlation=1 - 1e-10)
    assert odds == pytest.approx(agree, abs=1e-7)


@given(people, rate, rho, st.data())
def test_a_yes_and_a_no_together_are_certain(size, agree, r, data):
    quota = data.draw(st.integers(1, size))
    yes = committee_odds(size, agree, needed=quota, correlation=r)
    no = committee_odds(size, 1 - agree, needed=size - quota + 1, correlation=r)
    assert 0 <= yes <= 1
    assert yes + no == pytest.approx(1, abs=1e-9)


@given(st.integers(1, 30), rate, rate, rho, st.data())
def test_keener_people_never_lower_the_odds(size, one, other, r, data):
    quota = data.draw(st.integers(1, size))
    low, high = committee_odds(size, np.sort([one, other]), needed=quota, correlation=r)
    assert low <= high + 1e-12


@given(st.integers(1, 30), rate, rho, rho)
def test_correlation_never_hurts_a_veto(size, agree, one, other):
    low, high = committee_odds(size, agree, correlation=np.sort([one, other]))
    assert low <= high + 1e-12


def test_the_veto_of_a_thousand_does_not_underflow_its_correlation():
    a, b = 0.9 * 9, 0.1 * 9
    exact = math.exp(
        math.lgamma(a + 1000) - math.lgamma(a) + math.lgamma(10 - 1) - math.lgamma(1009)
    )
    odds = committee_odds(1000, 0.9, correlation=0.1)
    assert odds == pytest.approx(exact, rel=1e-9)
    assert committee_odds(1000, 0.9, needed=1000, correlation=0.1) == odds
    assert b > 0


def test_arguments_broadcast_and_each_cell_is_its_own_committee():
    sizes, rates = np.arange(1, 8)[:, None], np.array([0.3, 0.6, 0.9])
    grid = committee_odds(sizes, rates, needed=majority(sizes), correlation=0.2)
    assert grid.shape == (7, 3)
    for i, n in enumerate(range(1, 8)):
        for j, p in enumerate(rates):
            one = committee_odds(n, p, needed=majority(n), correlation=0.2)
            assert grid[i, j] == pytest.approx(one, abs=1e-14)
            assert isinstance(one, float)


def test_a_list_in_gives_an_array_out():
    assert committee_odds([1, 2], 0.5).tolist() == [0.5, 0.25]
    assert isinstance(majority(3), int)


# Errors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: committee_odds(5, 35), ValueError, r"got 35\. Did you mean 0\.35\?"),
        (lambda: committee_odds(5, -0.1), ValueError, "between 0 and 1, got -0.1"),
        (lambda: committee_odds(5, [0.5, math.nan]), ValueError, "agree .* got nan"),
        (lambda: committee_odds(0, 0.5), ValueError, "people .* from 1 up, got 0"),
        (lambda: committee_odds(2.5, 0.5), ValueError, "whole number .* got 2.5"),
        (lambda: committee_odds(math.inf, 0.5), ValueError, "people .* got inf"),
        (lambda: committee_odds("5", 0.5), TypeError, "people must be a number"),
        (lambda: committee_odds(True, 0.5), TypeError, "people must be a number"),
        (lambda: committee_odds(5, "90 %"), TypeError, "agree .* got '90 %'"),
        (lambda: committee_odds(5, 0.5, needed=6), ValueError, "got 6 of 5"),
        (lambda: committee_odds(5, 0.5, needed=0), ValueError, "needed .* got 0"),
        (lambda: committee_odds(5, 0.5, correlation=1), ValueError, "below 1, got 1"),
        (lambda: committee_odds(5, 0.5, correlation=30), ValueError, "mean 0.3"),
        (lambda: mixed_odds([0.5], needed=2), ValueError, "got 2 of 1"),
        (lambda: serial_days(5), ValueError, "one number per person"),
        (lambda: serial_days([]), ValueError, "one number per person"),
        (lambda: serial_days([5, -1]), ValueError, "more than 0 days, got -1"),
        (lambda: parallel_days([5, 0]), ValueError, "more than 0 days, got 0"),
        (lambda: parallel_days([5], review_cv=-1), ValueError, "review_cv .* got -1"),
        (lambda: parallel_days([5], review_cv=70), ValueError, "review_cv .* got 70"),
    ],
)
def test_errors_say_what_was_given_and_what_was_wanted(call, error, says):
    with pytest.raises(error, match=says):
        call()


# Review time ------------------------------------------------------------------------


def test_ten_exponential_reviews_at_once_take_the_tenth_harmonic_number():
    # 1c: H_6 = 2.45, H_10 = 2.928968
    assert parallel_days([1] * 10) == pytest.approx(2.928968, abs=5e-7)
    assert parallel_days([1] * 6) == pytest.approx(2.45, abs=1e-12)
    assert serial_days([1] * 10) == 10
    numeric, _error = integrate.quad(lambda t: 1 - (1 - math.exp(-t)) ** 10, 0, 60)
    assert parallel_days([1] * 10) == pytest.approx(numeric, rel=1e-9)


def test_six_gamma_reviews_at_once_take_ten_days_and_one_after_another_thirty():
    # 1c: gamma with shape 2 and scale 2.5 days, n = 6: 10.0558 against 30
    days = [5] * 6
    assert parallel_days(days, review_cv=2**-0.5) == pytest.approx(10.0558, abs=5e-5)
    assert serial_days(days) == 30
    longest = stats.gamma(2, scale=2.5)
    numeric, _error = integrate.quad(lambda t: 1 - longest.cdf(t) ** 6, 0, 100)
    assert parallel_days(days, review_cv=2**-0.5) == pytest.approx(numeric, rel=1e-8)


def test_people_who_differ_take_as_long_as_inclusion_and_exclusion_says():
    # Exponential: sum of means, minus pairs, plus the triple; 1/(1/5+1/10) = 10/3 ...
    a, b, c = 5, 10, 20
    by_hand = a + b + c - 10 / 3 - 4 - 20 / 3 + 20 / 7
    assert parallel_days([a, b, c]) == pytest.approx(by_hand, rel=1e-9)


def test_without_spread_the_slowest_is_all_that_counts():
    assert parallel_days([5, 10, 20], review_cv=0) == 20
    assert parallel_days([5, 10, 20], review_cv=1e-4) == pytest.approx(20, rel=1e-4)


@pytest.mark.parametrize("cv", [0.01, 0.3, 0.999999, 1.5, 3.0])
@pytest.mark.parametrize("n", [1, 2, 9])
def test_the_longest_review_agrees_with_a_simulation(n, cv):
    draws = np.random.default_rng(5).gamma(cv**-2, 4 * cv**2, (40_000, n)).max(axis=1)
    error = draws.std() / 200
    stage = consensus_stage(n, 0.5, review_days=4, review_cv=cv, parallel=True)
    assert stage.mean_days == pytest.approx(draws.mean(), abs=4.5 * error)
    assert stage.cv * stage.mean_days == pytest.approx(draws.std(), rel=0.15)


def test_one_person_takes_the_days_planned_whatever_the_spread():
    # A spread at which the first estimate of the integral was off by 5e-8.
    assert parallel_days([0.25], review_cv=0.055574226425184184) == pytest.approx(
        0.25, rel=1e-12
    )


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=6), st.floats(0, 3))
def test_parallel_lies_between_the_slowest_person_and_the_queue(days, cv):
    together = parallel_days(days, review_cv=cv)
    assert max(days) * (1 - 1e-8) <= together <= serial_days(days) * (1 + 1e-8)


# The stage they make ----------------------------------------------------------------


def test_the_closed_form_of_exponential_reviews_is_the_limit_of_the_integral():
    exact = consensus_stage(5, 0.5, review_days=4, review_cv=1, parallel=True)
    near = consensus_stage(5, 0.5, review_days=4, review_cv=1 + 1e-9, parallel=True)
    assert exact.mean_days == pytest.approx(near.mean_days, rel=1e-7)
    assert exact.cv == pytest.approx(near.cv, rel=1e-6)


def test_a_committee_in_a_row_takes_the_sum_and_its_spread_averages_out():
    stage = consensus_stage(4, 0.9, review_days=12, review_cv=0.9)
    assert stage == ConsensusStage(pytest.approx(0.6561), 48, pytest.approx(0.45))


def test_one_person_is_the_same_in_a_row_and_at_once():
    alone, together = (consensus_stage(1, 0.7, parallel=way) for way in (False, True))
    assert alone.mean_days == pytest.approx(together.mean_days)
    assert alone.cv == pytest.approx(together.cv)


def test_a_committee_changes_its_stage_and_nothing_else():
    from salescourse import SalesCycle

    before = SalesCycle.b2b()
    after = consensus_stage(5, 0.9, parallel=True).apply(before)
    row = before.stages.index("consensus")
    assert after.routing[row].sum() == pytest.approx(1)
    names = [*after.stages, *after.outcomes]
    ways = dict(zip(names, after.routing[row], strict=True))
    assert ways["negotiation"] == pytest.approx(0.9**5)
    # The reference cycle sends the rest back and out as 20 to 25.
    assert ways["evaluation"] / ways["lost"] == pytest.approx(0.20 / 0.25)
    others = [i for i in range(len(after.stages)) if i != row]
    assert (after.routing[others] == before.routing[others]).all()
    assert (after.stage_days[others] == before.stage_days[others]).all()
    assert before.stage_days[row] == 35


def test_the_win_rate_with_a_committee_is_the_one_worked_by_hand():
    # Win = .55 * .7 * .7 c; c = y n + (1 - y) 4/9 * .7 c; n = .65 + .1 c; y = .9^5
    from salescourse import SalesCycle

    y = 0.9**5
    c = 0.65 * y / (1 - 0.1 * y - 0.7 * (1 - y) * 4 / 9)
    stage = consensus_stage(5, 0.9)
    assert stage.apply(SalesCycle.b2b()).win_rate == pytest.approx(0.55 * 0.49 * c)


def test_a_stage_without_a_way_out_says_so():
    certain = SimpleNamespace(
        stages=("consensus",), outcomes=("won",), routing=np.array([[0.0, 1.0]])
    )
    with pytest.raises(ValueError, match="does not say where a no leads"):
        consensus_stage(2, 0.9).apply(certain, forward="won")
