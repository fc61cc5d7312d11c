"""Models at the ends of their range: the right limit, or words that say why not."""

import re
import time
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from salescourse import SalesCycle
from salescourse.b2b.consulting import (
    LeadTest,
    exact_course,
    wald_course,
)
from salescourse.b2b.decisions import committee_odds, consensus_stage, mixed_odds
from salescourse.b2b.outcomes import Deals, calibration, outcome_curves, wins_forecast
from salescourse.b2b.relationships import (
    Retention,
    periods_worth_contacting,
    recency_values,
    still_here,
)
from salescourse.b2c.channels import read_holdout
from salescourse.b2c.impulse import FadingDesire, difference, fit_desire, life_table
from salescourse.b2c.loyalty import Market
from salescourse.strategy.agility import (
    Arms,
    Feedback,
    Looks,
    chance_better,
    chance_to_see,
    compare,
    customers_needed,
)
from salescourse.strategy.experience import (
    PromoterScore,
    Team,
    batch_means,
    simulate_waits,
)
from salescourse.strategy.influence import Bass, bass_interval, fit_bass
from salescourse.strategy.personalization import (
    MailEffect,
    average_effect,
    compare_runs,
    policy_value,
    run_rules,
    simulate_traffic,
)

INF = float("inf")

# --------------------------------------------------------------------------------------
# Queues.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("busy", "minutes", "job"), [(0.99, 720, 1), (0.8, 9000, 10), (0.5, 1e6, 1)]
)
def test_a_long_time_in_the_queue_of_one_person_is_rare_and_not_infinite(
    busy, minutes, job
):
    # One person's cycle is exponential with mean job / (1 - busy) (Kleinrock 1975).
    exact = np.exp(-(1 - busy) * minutes / job)
    assert Team(1, busy, job).cycle_longer_than(minutes) == pytest.approx(exact)


@pytest.mark.parametrize(("busy", "q"), [(0.999, 0.5), (0.99, 0.999), (0.999999, 0.9)])
def test_quantiles_of_a_cycle_exist_however_busy_one_person_is(busy, q):
    exact = -np.log1p(-q) / (1 - busy)
    assert Team(1, busy, 1).cycle_quantile(q) == pytest.approx(exact)


@pytest.mark.parametrize("people", [1, 2, 3, 20])
@pytest.mark.parametrize("busy", [0.0, 0.5, 0.6666666666666666, 0.99])
def test_the_cycle_is_the_wait_and_then_the_job(people, busy):
    team = Team(people, busy, 1)
    for t in (0.1, 3.0, 40.0):
        # The job alone is longer, or what it leaves of t is not enough for the wait.
        rest, _error = integrate.quad(
            lambda job, t=t: np.exp(-job) * team.wait_longer_than(t - job), 0, t
        )
        assert team.cycle_longer_than(t) == pytest.approx(np.exp(-t) + rest)


def test_where_nobody_comes_nobody_waits():
    assert Team(3, 0.0, 1).wait_quantile(0.9) == 0
    assert Team(3, 0.0, 1).wait_quantile([0.0, 0.999]).tolist() == [0, 0]
    for team in (Team(1, 0.0, 1), Team(4, 0.0, 9)):
        minutes = simulate_waits(team, 100, seed=1, job_cv=3)
        assert minutes.size >= 100
        assert not minutes.any()


def test_a_queue_too_slow_to_play_is_refused_with_its_size():
    for team, cv in (
        (Team(1, 0.999, 1), 1),
        (Team(1, 0.8, 1), 100),
        (Team(9, 0.999), 1),
    ):
        with pytest.raises(
            ValueError, match="customers until this queue has forgotten"
        ):
            simulate_waits(team, 1000, seed=1, job_cv=cv)
    with pytest.raises(ValueError, match="fewer customers"):
        simulate_waits(Team(2, 0.5), 10**12, seed=1)


# --------------------------------------------------------------------------------------
# A wish that fades.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_day", "by"), [(50, 365), (20, 365), (0.5, 1e6), (0.5, 1e300), (1e300, 28)]
)
def test_a_wish_that_is_quick_beside_the_last_day_has_the_mean_of_an_exponential(
    per_day, by
):
    wish = FadingDesire(per_day, 0)
    assert wish.mean_days(by=by) == pytest.approx(1 / per_day, rel=1e-9, abs=1e-9)
    if per_day < 1e100:
        assert wish.sd_days(by=by) == pytest.approx(1 / per_day)


def test_a_fading_wish_watched_for_a_century_has_its_own_moments():
    # The chance that has added up by t is 1.5 (1 - exp(-t / 5)): with x = exp(-t / 5)
    # the moments are integrals from 0 to 1, without a last day.
    wish = FadingDesire(0.3, 0.2)

    def moment(power):
        def left(x):
            still = (np.exp(-1.5 * (1 - x)) - np.exp(-1.5)) / (1 - np.exp(-1.5))
            return power * (-5 * np.log(x)) ** (power - 1) * still * 5 / x

        return integrate.quad(left, 0, 1, epsabs=1e-12)[0]

    assert moment(1) == pytest.approx(3.330, abs=5e-4)
    assert wish.mean_days(by=36_500) == pytest.approx(moment(1))
    sd = np.sqrt(moment(2) - moment(1) ** 2)
    assert wish.sd_days(by=36_500) == pytest.approx(sd)


def test_a_wish_seen_for_a_moment_buys_evenly_over_it():
    wish = FadingDesire(1e-9, 0.2)
    assert wish.mean_days(by=1e-9) == pytest.approx(1e-9 / 2)
    assert wish.sd_days(by=1e-9) == pytest.approx(1e-9 / np.sqrt(12))


def test_a_rush_in_the_last_minutes_of_an_offer_is_seen():
    offer = FadingDesire(1e-3, 0).with_deadline(98, window_days=0.01, times=1e6)
    # Before, at the pace 1/1000; then, at 1000 a day, to the end of the window.
    early, rush = -np.expm1(-97.99 / 1000), -np.expm1(-1000 * 0.01)
    before = stats.truncexpon(97.99 / 1000, scale=1000).mean()
    during = 97.99 + stats.truncexpon(10, scale=1e-3).mean()
    shares = np.array([early, (1 - early) * rush])
    mean = shares @ [before, during] / shares.sum()
    assert offer.mean_days(by=98) == pytest.approx(mean)


def test_long_after_everybody_has_bought_the_wish_is_what_it_was():
    assert FadingDesire(0.5, 0).buying_rate(1500) == 0.5
    assert FadingDesire(0.5, 0).buying_rate([0, INF]).tolist() == [0.5, 0.5]
    assert FadingDesire(0.5, 0.1).buying_rate(INF) == 0
    # One in two wants one. After 10 days at .5 a day, those who do are e^-5 to 1.
    odds = np.exp(-5)
    half = FadingDesire(0.5, 0, 0.5)
    assert half.buying_rate(10) == pytest.approx(0.5 * odds / (1 + odds))
    assert half.buying_rate([1e5, INF]).tolist() == [0, 0]


def test_an_offer_nobody_is_left_for_moves_nothing():
    for wish in (FadingDesire(10, 0), FadingDesire(1, 900), FadingDesire(5, 0)):
        offer = wish.with_deadline(7, window_days=0.5, times=3)
        with pytest.raises(ValueError, match="sells nothing extra"):
            offer.moved_share(by=90)


def test_what_is_moved_would_have_been_bought_between_deadline_and_end():
    # 1 - exp(-(A(90) - A(7)) / 10) with A(t) = (1 - exp(-t / 50)) 50.
    offer = FadingDesire(0.1, 0.02).with_deadline(7, window_days=3, times=4)
    exact = 1 - np.exp(-5 * (np.exp(-0.14) - np.exp(-1.8)))
    assert offer.moved_share(by=90) == pytest.approx(exact)


# --------------------------------------------------------------------------------------
# Looks at a test.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [INF, 1e300, 1000, 39.0])
def test_a_first_look_that_never_stops_leaves_a_plain_test(first):
    looks = Looks((first, 1.96))
    level = 2 * stats.norm.sf(1.96)
    assert looks.false_alarm() == pytest.approx(level, abs=1e-12)
    power = stats.norm.sf(1.96 - 3) / 1
    assert looks.power(3) == pytest.approx(power)
    assert looks.mean_share() == pytest.approx(1)


def test_looks_that_never_stop_find_nothing():
    assert Looks((INF,)).false_alarm() == 0
    assert Looks((INF, INF)).power(5) == 0


def test_a_difference_beyond_doubt_is_found_at_the_first_look():
    looks = Looks.pocock(5)
    for drift in (1000, -1000):
        assert looks.power(drift) == 1
        assert looks.mean_share(drift) == pytest.approx(0.2)
    assert Looks((INF, 1.96)).power(1000) == pytest.approx(1)


def test_looks_without_end_and_drifts_that_are_none_are_refused():
    with pytest.raises(ValueError, match="up to 200 times"):
        Looks.unplanned(100_000)
    for drift in (INF, float("nan"), 1e9):
        with pytest.raises(ValueError, match="drift must be a number"):
            Looks((1.96,)).power(drift)


# --------------------------------------------------------------------------------------
# A market of brands.
# --------------------------------------------------------------------------------------


def by_tastes(market, share):
    """The chance to buy a brand, taste by taste: a beta law of negative binomials."""
    taste = stats.beta(market.s * share, market.s * (1 - share))

    def some(p):
        return -np.expm1(-market.k * np.log1p(market.purchases * p / market.k))

    return taste.expect(some, epsabs=1e-13, limit=500)


@pytest.mark.parametrize(
    "market", [Market(1.5, 0.7, 1.3), Market(300, 0.5, 4), Market(2, 1e9, 30)]
)
def test_a_brand_is_bought_as_the_mean_over_tastes_says(market):
    for share in (0.2, 0.7):
        assert market.penetration(share) == pytest.approx(by_tastes(market, share))


def test_a_tiny_brand_keeps_its_digits():
    # Near 0 a brand's penetration grows with its share, and who buys it at all is known.
    market = Market(1.5, 0.7, 1.3)
    assert market.penetration(1e-300) == pytest.approx(
        1e-292 * market.penetration(1e-8), rel=1e-6
    )
    assert market.purchases_per_buyer(1e-300) == pytest.approx(
        market.purchases_per_buyer(1e-8), rel=1e-6
    )


def test_nearly_the_whole_market_is_bought_like_the_category():
    market = Market.of_category(0.56, 2.6, s=1.3)
    assert market.penetration(1 - 1e-12) == pytest.approx(0.56)
    assert market.purchases_per_buyer(1 - 1e-12) == pytest.approx(2.6)
    assert market.share_of_wallet(1 - 1e-12) == pytest.approx(1)


def test_households_all_alike_buy_by_poissons_law():
    # With k without end, and tastes all alike, a brand of share .2 is Poisson, mean .3.
    market = Market(1.5, 1e300, 1e300)
    assert market.penetration(0.2) == pytest.approx(-np.expm1(-0.3))


@pytest.mark.parametrize(
    ("market", "says"),
    [
        (Market(1e6, 0.5, 1.3), "more than 300,000 times"),
        (Market(1e300, 1e300, 1.3), "more than 300,000 times"),
        (Market(1.5, 1e-300, 1.3), "nearly nobody buys"),
    ],
)
def test_a_category_too_busy_to_count_is_refused_with_a_way_out(market, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        market.penetration(0.2)


# --------------------------------------------------------------------------------------
# A cycle.
# --------------------------------------------------------------------------------------


def never_won(to_lost=0.3):
    """Deals go back and forth, but from where they start no way leads to a win."""
    back = [[0.6, 0, 0, 0.4], [0.5, 0.4 - to_lost, 0.1, to_lost]]
    return SalesCycle(["a", "b"], ["won", "lost"], back, 1, 1, visit_cost_eur=100)


@pytest.mark.parametrize("to_lost", [0.1, 0.3])
def test_where_no_way_leads_to_a_win_it_costs_more_than_any_sum(to_lost):
    cycle = never_won(to_lost)
    assert cycle.win_rate == 0
    assert cycle.outcome_probabilities().to_dict() == {"won": 0, "lost": 1}
    assert cycle.cost_per_win_eur() == INF


def test_a_win_in_a_billion_keeps_its_digits():
    # Three steps, of which each leads on once in a thousand, and round again: by hand
    # w = p^3 / (1 - p^2 / 2) with p = 1/1000, half of the second step going back.
    p = 1e-3
    routing = [
        [0, p, 0, 0, 1 - p],
        [p / 2, 0, p / 2, 0, 1 - p],
        [0, 0, 0, p, 1 - p],
    ]
    cycle = SalesCycle(["a", "b", "c"], ["won", "lost"], routing, 1, 1)
    exact = Fraction(1, 1000) ** 3 / 2 / (1 - Fraction(1, 1000) ** 2 / 2)
    assert cycle.win_rate == pytest.approx(float(exact), rel=1e-12)


def test_a_time_that_hardly_varies_is_a_fixed_one():
    b2b = SalesCycle.b2b()
    steady, nearly = (b2b.with_stage("qualify", cv=cv) for cv in (0, 1e-170))
    value = steady.discounted_value_eur(1000, discount_per_day=0.001)
    assert nearly.discounted_value_eur(1000, discount_per_day=0.001) == value
    assert nearly.simulate(9, seed=1).equals(steady.simulate(9, seed=1))
    with pytest.raises(ValueError, match="its cv is 0"):
        nearly.cdf(30)


def test_days_and_spreads_beyond_all_measure_are_refused():
    for change in ({"cv": 1e160}, {"days": 1e155}, {"visit_cost_eur": 1e300}):
        with pytest.raises(
            ValueError, match='of "qualify" must be 0 or more, up to 1,0'
        ):
            SalesCycle.b2b().with_stage("qualify", **change)
    wide = SalesCycle.b2b().with_stage("qualify", cv=1000)
    assert wide.sd_days() == pytest.approx(10_000, rel=0.01)
    with pytest.raises(ValueError, match="deal_value_eur must be a finite number"):
        wide.discounted_value_eur(float("nan"), discount_per_day=0.1)


def test_a_curve_of_many_stages_and_days_takes_seconds_and_little_memory():
    # Twenty stages in a row, each of a day: an Erlang law.
    m = 20
    routing = np.zeros((m, m + 1))
    routing[np.arange(m), np.arange(m) + 1] = 1
    cycle = SalesCycle([f"step {k}" for k in range(m)], ["won"], routing, 1, 1)
    days = np.linspace(0.05, 100, 2000)
    begun = time.process_time()
    curve = cycle.cdf(days)
    assert time.process_time() - begun < 10
    np.testing.assert_allclose(curve, stats.gamma.cdf(days, m), atol=1e-8)


# --------------------------------------------------------------------------------------
# Answers, and versions that are compared.
# --------------------------------------------------------------------------------------


def test_answers_that_take_centuries_are_not_cut_off_in_silence():
    slow = SalesCycle(["a"], ["won", "lost"], [[0, 0.5, 0.5]], 1e5, 1)
    with pytest.raises(ValueError, match=r"longer than 16,384 days.*larger unit"):
        Feedback.of(slow)


def test_a_cycle_without_a_no_has_no_answers_of_no():
    for cycle in (
        SalesCycle(["a"], ["won"], [[0.5, 0.5]], 1, 1),
        SalesCycle(["a", "b"], ["won", "lost"], [[0, 0, 1, 0], [0, 0, 0.5, 0.5]], 1, 1),
    ):
        with pytest.raises(
            ValueError, match='ends "won", so there are no answers of no'
        ):
            Feedback.of(cycle)


def test_a_power_that_chance_alone_has_takes_no_customers():
    with pytest.raises(
        ValueError, match=r"power must be more than 0\.0239, got 0\.001"
    ):
        customers_needed(0.1, 0.2, power=0.001)
    n = customers_needed(0.1, 0.2, power=0.05)
    assert chance_to_see(max(1, round(n)), 0.1, 0.2) == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize(
    "counts", [[0.9, 1.9], ["1", "2"], [12.9, 14.2], [True, False]]
)
def test_parts_of_customers_are_refused_and_not_cut_off(counts):
    with pytest.raises(ValueError, match="won must be a whole number from 0 up"):
        chance_better(counts, [100, 100])


def test_the_better_of_two_is_found_from_a_million_customers():
    chance = chance_better([400_000, 400_100], [1_000_000, 1_000_000])
    assert chance == pytest.approx(stats.norm.cdf(1e-4 / np.sqrt(0.48 / 1e6)), abs=1e-4)
    with pytest.raises(ValueError, match="at most 1,000,000"):
        chance_better([1, 2], [10**9, 10**9])


@pytest.mark.parametrize(
    "counts", [((3, 9), (2, 5)), ((9, 9), (7, 30)), ((0, 4), (1, 2))]
)
def test_each_of_four_ways_to_add_up_is_the_same_chance(counts):
    # A rate is the (won + 1)-th smallest of n + 1 numbers drawn evenly. The first is
    # below the second where, of the smallest of both, at least so many are its own.
    (won1, n1), (won2, n2) = counts
    smallest = won1 + won2 + 1
    exact = stats.hypergeom.sf(won1, n1 + n2 + 2, n1 + 1, smallest)
    assert chance_better([won1, won2], [n1, n2]) == pytest.approx(exact)


def test_a_version_that_nobody_got_is_not_the_best():
    table = pd.DataFrame({"v": list("ABC"), "n": [0, 50, 60], "w": [0, 20, 30]})
    with pytest.raises(ValueError, match='No customer got "A"'):
        Arms.dealt_from(table, "v", customers="n", won="w")


# --------------------------------------------------------------------------------------
# Shares of none, or of all: an interval has a width.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("won", [[0, 0], [50, 50]])
def test_two_versions_that_win_none_or_all_may_still_differ(won):
    found = compare(won, [50, 50])
    # With one more of each: rates of 1 in 52 (Agresti & Caffo 2000).
    reach = 1.959964 * np.sqrt(2 * (1 / 52) * (51 / 52) / 52)
    assert (found.low, found.high) == pytest.approx((-reach, reach))
    assert (found.z, found.p_value) == (0, 1)


@pytest.mark.parametrize("visits", [[0, 0], [40, 60]])
def test_mails_that_all_answered_or_none_have_an_effect_of_nothing_or_so(visits):
    counts = pd.DataFrame(
        {"email": ["mens", "none"], "visits": visits, "customers": [40, 60]}
    )
    effect = average_effect(counts, "mens")
    assert (effect.effect, effect.z) == (0, 0)
    assert effect.low < -0.01 < 0.01 < effect.high
    assert "z = 0.0" in str(effect)


def test_a_score_of_promoters_only_is_not_certain():
    # (10 + .75) of 13 promote and .75 of 13 do not (Rocks 2016).
    score = PromoterScore(10, 0, 0)
    p, d = 10.75 / 13, 0.75 / 13
    error = 100 * np.sqrt((p + d - (p - d) ** 2) / 13)
    assert score.points == score.high == 100
    assert score.low == pytest.approx(100 - 1.959964 * error)
    assert PromoterScore(0, 5, 0).low < 0 < PromoterScore(0, 5, 0).high


def test_where_everybody_bought_a_channel_may_still_matter():
    coin = read_holdout([True] * 30, [True] * 15 + [False] * 15)
    assert coin.lost_share == 0
    assert coin.low < 0 < coin.high


def test_numbers_that_are_all_equal_are_no_ground_for_an_interval():
    with pytest.raises(ValueError, match="All numbers of treated are equal"):
        difference([1, 1, 1], [1, 1])
    with pytest.raises(ValueError, match="All stretches have the same mean"):
        batch_means(np.full(400, 3.3))


def test_a_policy_that_all_followed_or_nobody_answered_is_not_certain():
    counts = pd.DataFrame(
        {"email": ["mens", "none"], "visits": [0, 9], "customers": [40, 60]}
    )
    with pytest.raises(ValueError, match="all responded, or none"):
        policy_value(counts, "mens")
    with pytest.raises(ValueError, match="There are no customers"):
        policy_value(counts.assign(visits=0, customers=0), "mens")
    same = policy_value(counts, "none", against="none")
    assert (same.value, same.standard_error, same.z) == (0, 0, 0)


def test_one_household_shows_nothing_of_chance():
    traffic = simulate_traffic(1, seed=1)
    runs = run_rules(traffic, []), run_rules(traffic, [])
    with pytest.raises(ValueError, match="two or more"):
        compare_runs(*runs)


def test_a_mail_to_somebody_who_buys_anyway_changes_nothing():
    assert MailEffect().buy_rate(1.0, 1) == 1
    assert MailEffect().buy_rate(0.0, 3) == 0
    assert MailEffect(fatigue=5).buy_rate(0.2, 10**9) == 1
    assert MailEffect().buy_rate(0.2, 10**9) == pytest.approx(0, abs=1e-200)


# --------------------------------------------------------------------------------------
# B2B: committees, customers who stay, leads, deals.
# --------------------------------------------------------------------------------------


def test_committees_of_any_size_are_answered_or_told_their_limit():
    assert committee_odds(10**15, 1 - 1e-15) == pytest.approx(np.exp(-1), rel=0.2)
    assert committee_odds(10**15, 0.9) == 0
    for ask in (
        lambda: committee_odds(10**9, 0.9, correlation=0.1),
        lambda: mixed_odds([0.9] * 10_001),
        lambda: consensus_stage(10**9, 0.9),
    ):
        with pytest.raises(ValueError, match="10,000"):
            ask()
    # Everybody says yes: (a + i t) / (1 + i t) multiplied up, with t = 1/9.
    exact = np.prod(
        [(Fraction(9, 10) + Fraction(i, 9)) / (1 + Fraction(i, 9)) for i in range(60)]
    )
    assert committee_odds(60, 0.9, correlation=0.1) == pytest.approx(float(exact))


def test_a_number_of_people_beyond_all_whole_numbers_is_refused():
    with pytest.raises(ValueError, match="people must be a whole number"):
        committee_odds(1e19, 0.9)


@pytest.mark.parametrize(("churn", "years"), [(1.0, [1, 1, 1]), (0.0, None)])
def test_customers_who_all_leave_or_all_stay_are_drawn(churn, years):
    drawn = Retention(churn, 0.2).draw_years(3, seed=1)
    assert drawn.tolist() == years if years else (drawn > 10**6).all()


def test_a_customer_who_surely_buys_in_some_period_is_worth_more_than_any_sum():
    terms = {"sale_eur": 40, "contact_eur": 4}
    for ask in (recency_values, periods_worth_contacting):
        with pytest.raises(ValueError, match=r"more than any sum\. Add a discount"):
            ask([0.5, 0.3, 1.0], discount=0, **terms)
    # By hand: V1 = 40 - 4 + (V1/2 + V2/2) / 1.1, and V2 = -4 + V1 / 1.1.
    first = (36 - 4 / 2.2) / (1 - 0.5 / 1.1 - 0.5 / 1.21)
    values = recency_values([0.5, 1.0], discount=0.1, **terms)
    assert values == pytest.approx([first, first / 1.1 - 4])


def test_a_history_of_many_periods_takes_no_time():
    values = recency_values([0.01] * 5000, sale_eur=40, contact_eur=0.1, discount=0.01)
    # Nearly without an end: V1 - 40 = V = -.1 + (.01 V1 + .99 V) / 1.01.
    assert values[0] - values[1] == pytest.approx(40)
    assert values[1] == pytest.approx((0.4 / 1.01 - 0.1) / (1 - 1 / 1.01))
    with pytest.raises(ValueError, match="years must be at most 100,000"):
        still_here(10**7, 0.1)


def test_wald_holds_at_the_two_rates_however_small_they_are():
    # His formulas give the errors that were asked for, at the rates they belong to.
    for poor, good in ((1e-5, 1.2e-5), (0.5, 0.5000001), (1e-9, 0.9), (0.1, 0.3)):
        test = LeadTest(poor_rate=poor, good_rate=good, wrong_go=0.05, wrong_drop=0.2)
        assert wald_course(test, poor).go_on_rate == pytest.approx(0.05)
        assert wald_course(test, good).go_on_rate == pytest.approx(0.8)
        rates = np.linspace(poor, good, 41)[1:-1]
        courses = [wald_course(test, rate) for rate in rates]
        assert (np.diff([c.go_on_rate for c in courses]) > 0).all()
        assert np.isfinite([c.mean_touches for c in courses]).all()


def test_a_lead_that_never_answers_is_dropped_at_once():
    test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
    course = wald_course(test, 1e-300)
    assert course.go_on_rate == pytest.approx(0, abs=1e-300)
    assert course.mean_touches == pytest.approx(np.log(2 / 9) / np.log(0.5))
    always = wald_course(test, 1 - 1e-16)
    assert always.go_on_rate == pytest.approx(1)


def test_a_test_that_takes_a_million_touches_is_not_followed():
    test = LeadTest(poor_rate=1e-5, good_rate=1.2e-5, wrong_go=0.05, wrong_drop=0.2)
    with pytest.raises(ValueError, match="more than the 2,000"):
        exact_course(test, 1e-5)
    assert exact_course(test, 1e-5, most=10).mean_touches <= 10


def test_half_of_six_wins_is_reached_on_the_third_day():
    curves = outcome_curves(Deals.of([1, 2, 3, 4, 5, 6], ["won"] * 6))
    assert curves.median_days("won") == curves.median_days().days == 3


def test_the_wins_of_ten_thousand_deals_are_shown_at_once():
    begun = time.process_time()
    shown = repr(wins_forecast([0.3] * 10_000))
    assert time.process_time() - begun < 5
    low, high = stats.binom.ppf([0.05, 0.95], 10_000, 0.3)
    assert f"90 % between {low:.0f} and {high:.0f}" in shown
    forecast = wins_forecast([0.3] * 1000)
    tail = stats.binom.sf(499, 1000, 0.3)  # 6e-40, far below what dust would be
    assert forecast.at_least(500) == pytest.approx(tail)
    with pytest.raises(ValueError, match="at most 20,000 deals"):
        wins_forecast([0.3] * 30_000)


def test_twenty_thousand_different_forecasts_are_calibrated_at_once():
    said = np.linspace(0, 1, 20_000)
    begun = time.process_time()
    table = calibration(said, said > 0.5)
    assert time.process_time() - begun < 5
    interval = stats.binomtest(0, 1).proportion_ci(method="wilson")
    assert tuple(table.iloc[0][["low", "high"]]) == pytest.approx(tuple(interval))


# --------------------------------------------------------------------------------------
# Tables that cannot tell.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "watched", "everybody", "says"),
    [
        ([1] * 5 + [2] * 2, 2, False, "cannot tell"),
        ([3], 10, True, "All purchases came on day 3"),
        ([1] * 8, 10, True, "All purchases came on day 1"),
        ([1] * 8, 10, False, "All purchases came on day 1"),
    ],
)
def test_purchases_that_cannot_tell_how_a_wish_fades_are_refused(
    days, watched, everybody, says
):
    table = life_table([*days, *[None] * 20], watched_days=watched)
    with pytest.raises(ValueError, match=says):
        fit_desire(table, everybody=everybody)


@pytest.mark.parametrize("name", ["market", "peak_time"])
def test_sales_exactly_on_a_curve_say_nothing_of_their_error(name):
    for sales in ([5.0] * 8, Bass(0.03, 0.38, 1000).sales(np.arange(1, 15))):
        with pytest.raises(ValueError, match="goes through these sales exactly"):
            bass_interval(sales, name)
    for confidence in (0, 1):
        with pytest.raises(ValueError, match="confidence must be at least"):
            bass_interval([840, 1470, 2110, 4000, 7590], name, confidence=confidence)
    low, high = bass_interval([840, 1470, 2110, 4000, 7590], name, confidence=0.5)
    assert low < high


def test_sales_of_a_century_of_days_are_to_be_added_up():
    with pytest.raises(ValueError, match="at most 1,000 periods, got 100,000"):
        fit_bass(np.ones(100_000))
