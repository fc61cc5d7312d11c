"""How deals end. Numbers cited as 1½ were published or recomputed for this chapter;
each is checked a second way."""

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from salescourse import SalesCycle, load
from salescourse.b2b.outcomes import (
    Deals,
    Median,
    Share,
    brier_parts,
    calibration,
    closed_share,
    deals_needed,
    one_minus_km,
    outcome_curves,
    read_deals,
    seen_win_rate,
    stage_chances,
    wins_forecast,
)
from salescourse.b2b.outcomes.curves import in_order

# Any mixture of deals: a whole number of days, so that many are tied, some on day 0.
some_deals = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(["won", "lost", "gone", None])),
    min_size=1,
    max_size=40,
).filter(lambda deals: any(outcome for _days, outcome in deals))


def few(examples):
    """Ask for few examples, and let the first of them take its time to import."""
    return settings(max_examples=examples, deadline=None)


def of(pairs):
    return Deals.of([days for days, _ in pairs], [outcome for _, outcome in pairs])


def leukemia(treated):
    """Weeks in remission of the 6-MP trial; in lifelines 1 is the placebo."""
    from lifelines.datasets import load_leukemia

    group = load_leukemia().query("Rx == @placebo", local_dict={"placebo": 1 - treated})
    outcome = ["relapse" if ended else None for ended in group["status"]]
    return Deals.of(group["t"], outcome)


def by_hand(pairs, day):
    """Kaplan-Meier and Aalen-Johansen as the textbook writes them, day by day."""
    left, ended = 1.0, dict.fromkeys(["won", "lost", "gone"], 0.0)
    for s in sorted({days for days, _ in pairs if days <= day}):
        at_risk = sum(days >= s for days, _ in pairs)
        for name in ended:
            ended[name] += left * pairs.count((s, name)) / at_risk
        gone = sum(pairs.count((s, name)) for name in ended)
        left *= 1 - gone / at_risk
    return left, ended


# Kaplan-Meier and Aalen-Johansen ----------------------------------------------------


def test_remission_under_6_mp_is_as_published():
    # 1½, check 1: Freireich and others (1963); Gehan (1965)
    curves = outcome_curves(leukemia(treated=True))
    weeks = [6, 7, 10, 13, 16, 22, 23]
    published = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert curves.share("open", weeks) == pytest.approx(published, abs=5e-5)


def test_the_first_steps_of_6_mp_are_those_worked_by_hand():
    # 21 children; 3 relapse in week 6, where one more is last seen. Of the 17 left
    # in week 7 one relapses; 15 are left in week 10, and one relapses.
    curves = outcome_curves(leukemia(treated=True))
    week_6 = 18 / 21
    week_7 = week_6 * 16 / 17
    assert curves.share("open", 5) == 1
    assert curves.share("open", [6, 7, 10]) == pytest.approx(
        [week_6, week_7, week_7 * 14 / 15]
    )


def test_half_relapse_by_week_23_with_6_mp_and_by_week_8_without():
    assert outcome_curves(leukemia(treated=True)).median_days().days == 23
    placebo = leukemia(treated=False)
    assert outcome_curves(placebo).median_days().days == 8
    assert np.median(placebo.table["days"]) == 8  # all of them relapsed


@pytest.mark.filterwarnings("ignore:Starting with pandas")  # lifelines calls it so
def test_the_log_rank_of_the_trial_is_the_published_16_79():
    # 1½, check 1: what `Deals` holds is what lifelines takes.
    from lifelines.statistics import logrank_test

    one, other = leukemia(treated=True).table, leukemia(treated=False).table
    test = logrank_test(
        one["days"], other["days"], one["outcome"].notna(), other["outcome"].notna()
    )
    assert test.test_statistic == pytest.approx(16.793, abs=5e-4)
    assert test.p_value == pytest.approx(4.169e-5, rel=1e-3)


def test_the_log_rank_of_the_trial_agrees_with_observed_minus_expected():
    one, other = leukemia(treated=True).table, leukemia(treated=False).table
    both = pd.concat([one, other])
    observed = expected = variance = 0.0
    for week in sorted(both.loc[both["outcome"].notna(), "days"].unique()):
        n, n_one = (both["days"] >= week).sum(), (one["days"] >= week).sum()
        d = ((both["days"] == week) & both["outcome"].notna()).sum()
        observed += ((one["days"] == week) & one["outcome"].notna()).sum()
        expected += d * n_one / n
        if n > 1:
            variance += d * n_one / n * (1 - n_one / n) * (n - d) / (n - 1)
    assert (observed - expected) ** 2 / variance == pytest.approx(16.793, abs=5e-4)


@few(15)
@given(some_deals, st.integers(0, 6))
def test_the_curves_are_the_textbooks_also_with_ties_and_on_day_0(pairs, day):
    day = min(day, max(days for days, _ in pairs))
    left, ended = by_hand(pairs, day)
    found = outcome_curves(of(pairs)).at(day)["share"]
    assert found["open"] == pytest.approx(left, abs=1e-12)
    for name in of(pairs).outcomes:
        assert found[name] == pytest.approx(ended[name], abs=1e-12)


@few(12)
@given(some_deals)
def test_what_is_open_and_what_has_ended_make_one(pairs):
    curves = outcome_curves(of(pairs))
    assert curves.shares.sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-12)
    assert (curves.low <= curves.shares + 1e-12).all(axis=None)
    assert (curves.shares <= curves.high + 1e-12).all(axis=None)


@few(12)
@given(some_deals, st.randoms())
def test_the_order_of_the_rows_does_not_matter(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    one, other = outcome_curves(of(pairs)), outcome_curves(of(mixed))
    for name in of(pairs).outcomes:
        assert one.shares[name].to_numpy() == pytest.approx(other.shares[name])


def test_with_no_open_deals_the_curves_are_plain_shares():
    deals = SalesCycle.b2b().simulate(500, seed=3)
    curves = outcome_curves(Deals.of(deals["cycle_days"], deals["outcome"]))
    for day in (10, 60, 150):
        done = deals[deals["cycle_days"] <= day]
        for name in ("won", "lost"):
            share = (done["outcome"] == name).sum() / 500
            assert curves.share(name, day) == pytest.approx(share, abs=1e-12)


def test_standard_errors_are_those_of_lifelines():
    from lifelines import AalenJohansenFitter, KaplanMeierFitter

    rng = np.random.default_rng(5)
    days, numbers = rng.permutation(np.arange(1.0, 121)), rng.integers(0, 3, 120)
    names = np.array([None, "won", "lost"], dtype=object)[numbers]
    curves = outcome_curves(Deals.of(days, list(names)), confidence=0.9)
    fitted = AalenJohansenFitter(alpha=0.1)
    with np.errstate(all="ignore"):
        fitted.fit(days, numbers, 1)
    peer = fitted.confidence_interval_.loc[10:115]
    ours = curves.low["won"].loc[10:115], curves.high["won"].loc[10:115]
    assert ours[0].to_numpy() == pytest.approx(peer.min(axis=1).to_numpy(), abs=1e-9)
    assert ours[1].to_numpy() == pytest.approx(peer.max(axis=1).to_numpy(), abs=1e-9)
    km = KaplanMeierFitter(alpha=0.1).fit(days, numbers > 0)
    peer = km.confidence_interval_.loc[10:115]
    low, high = curves.low["open"].loc[10:115], curves.high["open"].loc[10:115]
    assert low.to_numpy() == pytest.approx(peer.iloc[:, 0].to_numpy(), abs=1e-9)
    assert high.to_numpy() == pytest.approx(peer.iloc[:, 1].to_numpy(), abs=1e-9)


def test_with_no_open_deals_the_standard_error_is_the_binomial_one():
    from salescourse.b2b.outcomes.interval import standard_errors

    won = np.arange(40) % 4 == 0
    still_open = 1 - np.arange(41) / 40
    error = standard_errors(np.r_[0, won.cumsum() / 40], still_open, won)
    p = won[:25].mean() * 25 / 40
    assert error[25] == pytest.approx(np.sqrt(p * (1 - p) / 40), rel=1e-9)


def covered(seeds, n=250, day=120, span=400):
    """How often the interval for won, and for open, holds the cycle's exact share."""
    cycle = SalesCycle.b2b()
    won = cycle.win_rate * cycle.cdf(day, given="won")
    still_open = 1 - cycle.cdf(day)
    hits = np.zeros(2)
    for seed in seeds:
        start = np.random.default_rng([seed, 1]).uniform(0, span, n)
        log = cycle.simulate_log(n, seed=seed, until_days=span, start_days=start)
        at = outcome_curves(Deals.from_log(log, span)).at(day)
        for place, (name, truth) in enumerate({"won": won, "open": still_open}.items()):
            hits[place] += at.loc[name, "low"] <= truth <= at.loc[name, "high"]
    return hits / len(seeds)


def plausible(rate, seeds, nominal=0.95):
    """Whether so many hits are what chance allows, three times in a thousand apart."""
    return stats.binomtest(round(rate * seeds), seeds, nominal).pvalue > 0.003


def test_intervals_hold_the_cycles_exact_shares_in_30_worlds():
    assert all(plausible(rate, 30) for rate in covered(range(30)))


@pytest.mark.full
def test_intervals_hold_the_cycles_exact_shares_in_200_worlds():
    for rate in covered(range(200)):
        assert plausible(rate, 200)
        assert rate > 0.9


def test_the_curves_find_the_exact_shares_of_a_large_world():
    cycle, n = SalesCycle.b2b(), 6000
    start = np.linspace(0, 500, n)
    log = cycle.simulate_log(n, seed=11, until_days=500, start_days=start)
    curves = outcome_curves(Deals.from_log(log, 500))
    for day in (30, 90, 180):
        exact = cycle.win_rate * cycle.cdf(day, given="won")
        assert curves.share("won", day) == pytest.approx(exact, abs=0.012)
        assert curves.share("open", day) == pytest.approx(1 - cycle.cdf(day), abs=0.02)


def test_before_the_first_win_the_interval_is_the_exact_bound_for_none():
    curves = outcome_curves(Deals.of([1, 2, 3], ["lost", "lost", "won"]))
    row = curves.at(1).loc["won"]
    # None of the two that are still watched: 1 - (a / 2)^(1/2)
    assert (row["share"], row["low"]) == (0, 0)
    assert row["high"] == pytest.approx(1 - 0.025 ** (1 / 2))


def test_a_day_beyond_what_was_watched_is_refused_while_deals_are_open():
    curves = outcome_curves(Deals.of([1, 5], ["won", None]))
    with pytest.raises(ValueError, match=r"watched for 5 days\. Nothing .* day 9"):
        curves.at(9)
    ended = outcome_curves(Deals.of([1, 5], ["won", "won"]))
    assert ended.share("won", 9) == 1


def test_half_of_the_wins_are_those_of_the_deals_that_will_be_won():
    # Of ten deals four are won, on days 2, 4, 6 and 8: half of them by day 4.
    deals = Deals.of(range(1, 11), ["lost", "won"] * 4 + ["lost", "lost"])
    curves = outcome_curves(deals)
    assert curves.median_days("won") == 4
    assert curves.median_days().days == 5
    # Three deals, one ended: half were not reached, and three can tell nothing.
    few = outcome_curves(Deals.of([1, 2, 2], ["won", None, None]))
    assert few.median_days() == Median(np.inf, 0, np.inf)


def test_the_interval_of_the_median_is_that_of_lifelines():
    from lifelines import KaplanMeierFitter
    from lifelines.utils import median_survival_times

    for treated in (True, False):
        deals = leukemia(treated=treated)
        fitted = KaplanMeierFitter().fit(
            deals.table["days"], deals.table["outcome"].notna()
        )
        peer = median_survival_times(fitted.confidence_interval_).iloc[0].tolist()
        median = outcome_curves(deals).median_days()
        assert [median.low, median.high] == peer


# What an open deal is worth ---------------------------------------------------------


def test_the_chance_of_an_open_deal_is_that_of_deals_like_it():
    # Ten deals, none open: of the six that live beyond day 10 three are won.
    days = [5, 6, 7, 8, 20, 30, 40, 50, 60, 70]
    ends = ["lost"] * 4 + ["won", "lost"] * 3
    curves = outcome_curves(Deals.of(days, ends))
    assert curves.chance("won", 10) == pytest.approx(3 / 6)
    assert curves.chance("won", 10, within_days=30) == pytest.approx(2 / 6)
    assert curves.chance("won", 45) == pytest.approx(1 / 3)


def test_the_chance_of_an_open_deal_agrees_with_the_cycles_exact_one():
    cycle, n = SalesCycle.b2b(), 6000
    deals = cycle.simulate(n, seed=2)
    curves = outcome_curves(Deals.of(deals["cycle_days"], deals["outcome"]))
    for age in (0, 30, 90):
        late_wins = cycle.win_rate * (1 - cycle.cdf(age, given="won"))
        exact = late_wins / (1 - cycle.cdf(age))
        assert curves.chance("won", age) == pytest.approx(exact, abs=0.03)


@few(12)
@given(some_deals, st.integers(0, 5))
def test_chances_of_all_outcomes_add_up_to_what_ends(pairs, age):
    curves = outcome_curves(of(pairs))
    if age > curves.longest_days or curves.share("open", age) == 0:
        return
    total = sum(curves.chance(name, age) for name in curves.outcomes)
    left = curves.shares["open"].iloc[-1] / curves.share("open", age)
    assert total == pytest.approx(1 - left, abs=1e-9)


def test_nothing_is_known_of_a_deal_older_than_any():
    curves = outcome_curves(Deals.of([1, 2], ["won", "lost"]))
    with pytest.raises(ValueError, match="open for longer than 2 days"):
        curves.chance("won", 2)


# Two naive answers ------------------------------------------------------------------


def test_one_minus_km_forgets_that_the_lost_do_not_wait():
    deals = Deals.of([1, 2, 3, 4], ["lost", "lost", "won", "won"])
    assert one_minus_km(deals).loc[3] == pytest.approx(1 / 2)
    assert one_minus_km(deals).iloc[-1] == 1
    assert outcome_curves(deals).share("won", 4) == pytest.approx(0.5)


@few(12)
@given(some_deals.filter(lambda deals: "won" in {outcome for _, outcome in deals}))
def test_one_minus_km_is_never_below_the_cumulative_incidence(pairs):
    curves, naive = outcome_curves(of(pairs)), one_minus_km(of(pairs))
    assert (naive.to_numpy() >= curves.shares["won"].to_numpy() - 1e-12).all()


def test_the_closed_share_counts_closed_deals_only():
    deals = Deals.of([1, 2, 3, 4], ["won", "lost", "lost", None])
    share = closed_share(deals)
    assert (share.count, share.of) == (1, 3)
    assert closed_share(deals, "lost").share == pytest.approx(2 / 3)


def test_wilsons_interval_is_the_one_worked_by_hand():
    # (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with 3 of 10
    z = stats.norm.ppf(0.975)
    middle = (0.3 + z**2 / 20) / (1 + z**2 / 10)
    half = z * np.sqrt(0.021 + z**2 / 400) / (1 + z**2 / 10)
    share = Share.counted(3, 10)
    assert (share.low, share.high) == pytest.approx((middle - half, middle + half))


kopje = {"win_rate": 0.137, "win_days": 126, "loss_days": 44}


def test_the_seen_win_rate_is_that_of_a_large_simulated_firm():
    rng = np.random.default_rng(4)
    n, span, growth = 400_000, 12 * 365.25 / 12, np.log(1.5)
    begun = np.log1p(rng.random(n) * np.expm1(growth / 365.25 * span)) / growth * 365.25
    won = rng.random(n) < 0.137
    takes = np.where(won, rng.gamma(4, 126 / 4, n), rng.gamma(1 / 1.44, 44 * 1.44, n))
    closed = begun + takes <= span
    exact = seen_win_rate(12, growth_per_year=0.5, **kopje)
    assert won[closed].mean() == pytest.approx(exact, abs=0.002)


def test_in_the_long_run_growth_discounts_slow_ends():
    # With years behind it, the ratio is one of Laplace transforms of gamma laws.
    g = np.log(1.5) / 365.25
    won = 0.137 * (1 + g * 126 * 0.25) ** -4
    lost = 0.863 * (1 + g * 44 * 1.44) ** (-1 / 1.44)
    seen = seen_win_rate(240, growth_per_year=0.5, **kopje)
    assert seen == pytest.approx(won / (won + lost), abs=1e-5)
    assert seen_win_rate(12_000, **kopje) == pytest.approx(0.137, abs=1e-4)


def test_the_seen_win_rate_is_right_when_both_ends_are_equally_fast():
    same = {"win_rate": 0.2, "win_days": 60, "loss_days": 60, "win_cv": 1, "loss_cv": 1}
    for months in (1, 6, 36):
        assert seen_win_rate(months, growth_per_year=0.5, **same) == pytest.approx(0.2)


def test_slow_losses_turn_the_error_around():
    slow = kopje | {"loss_days": 300}
    assert seen_win_rate(12, **kopje) < 0.137 < seen_win_rate(12, **slow)


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.floats(5, 400), st.floats(5, 400))
@few(50)
def test_without_growth_the_seen_win_rate_has_a_closed_form(months, rate, win, loss):
    # The integral of a gamma's distribution function F_k is t F_k(t) - mean F_{k+1}(t).
    span = months * 365.25 / 12

    def closed(days, shape):
        law = [stats.gamma(k, scale=days / shape).cdf(span) for k in (shape, shape + 1)]
        return span * law[0] - days * law[1]

    won, lost = rate * closed(win, 4), (1 - rate) * closed(loss, 2)
    found = seen_win_rate(
        months, win_rate=rate, win_days=win, loss_days=loss, loss_cv=0.5**0.5
    )
    assert found == pytest.approx(won / (won + lost), rel=1e-6)


# The pipeline -----------------------------------------------------------------------

TEN = [0.9, 0.75, 0.6, 0.5, 0.4, 0.25, 0.1, 0.1, 0.05, 0.05]


def test_ten_open_deals_are_the_published_pipeline():
    # 1½: mean 3.70, variance 1.47, P(0..5), P(at least 5)
    ten = wins_forecast(TEN)
    assert (ten.mean, ten.variance) == pytest.approx((3.70, 1.47))
    published = [0.00164, 0.02603, 0.12885, 0.28258, 0.31262, 0.18229]
    assert ten.pmf()[:6].to_numpy() == pytest.approx(published, abs=5e-6)
    assert ten.at_least(5) == pytest.approx(0.248279, abs=5e-7)


def test_ten_open_deals_agree_with_adding_them_one_by_one():
    wins = np.ones(1)
    for p in TEN:
        wins = np.convolve(wins, [1 - p, p])
    ten = wins_forecast(TEN)
    assert ten.pmf().to_numpy() == pytest.approx(wins, abs=1e-12)
    assert ten.at_least(5) == pytest.approx(wins[5:].sum(), abs=1e-12)
    assert ten.at_least(0) == 1
    assert ten.at_least(11) == 0


@few(30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_mean_and_variance_are_those_of_the_distribution(chances):
    forecast = wins_forecast(chances)
    pmf = forecast.pmf()
    wins = pmf.index.to_numpy()
    assert pmf.sum() == pytest.approx(1)
    assert (pmf * wins).sum() == pytest.approx(forecast.mean, abs=1e-9)
    second = (pmf * (wins - forecast.mean) ** 2).sum()
    assert second == pytest.approx(forecast.variance, abs=1e-8)


@few(30)
@given(st.integers(1, 50), st.floats(0, 1), st.integers(0, 50))
def test_equal_chances_are_the_binomial(n, p, wins):
    found = wins_forecast([p] * n).at_least(wins)
    assert found == pytest.approx(stats.binom.sf(wins - 1, n, p), abs=1e-9)


@few(30)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.1, 0.99))
def test_the_middle_of_the_distribution_holds_what_it_promises(chances, confidence):
    forecast = wins_forecast(chances)
    low, high = forecast.between(confidence)
    assert forecast.pmf().loc[low:high].sum() >= confidence - 1e-9


# Sellers' forecasts -----------------------------------------------------------------


def test_a_brier_score_by_hand():
    # .8 three times with two wins, .2 twice with none:
    # score (2 * .04 + .64 + 2 * .04) / 5 = .16; shares 2/3 and 0, overall .4
    parts = brier_parts([0.8, 0.8, 0.8, 0.2, 0.2], [1, 1, 0, 0, 0])
    assert parts.score == pytest.approx(0.16)
    assert parts.uncertainty == pytest.approx(0.24)
    assert parts.reliability == pytest.approx((3 * (0.8 - 2 / 3) ** 2 + 2 * 0.04) / 5)
    assert parts.resolution == pytest.approx((3 * (2 / 3 - 0.4) ** 2 + 2 * 0.16) / 5)


tenths = st.integers(0, 10).map(lambda tenth: tenth / 10)


@few(30)
@given(st.lists(st.tuples(tenths, st.booleans()), min_size=1, max_size=80))
def test_murphys_identity_is_exact(pairs):
    # Murphy (1973): score = reliability - resolution + uncertainty
    said, came = zip(*pairs, strict=True)
    parts = brier_parts(said, came)
    whole = parts.reliability - parts.resolution + parts.uncertainty
    assert parts.score == pytest.approx(whole, abs=1e-12)
    assert parts.uncertainty >= parts.resolution - 1e-12


def test_saying_the_overall_share_each_time_scores_the_uncertainty():
    came = [True] * 3 + [False] * 7
    parts = brier_parts([0.3] * 10, came)
    assert parts.score == pytest.approx(0.21)
    assert (parts.reliability, parts.resolution) == (0, 0)


def test_honest_forecasts_have_no_reliability_to_lose():
    rng = np.random.default_rng(7)
    said = rng.choice([0.1, 0.3, 0.5, 0.9], 40_000)
    parts = brier_parts(said, rng.random(40_000) < said)
    assert parts.reliability == pytest.approx(0, abs=2e-4)
    assert parts.score == pytest.approx((said * (1 - said)).mean(), abs=0.004)
    assert parts.score == pytest.approx(
        (said * (1 - said)).mean(), abs=4 * parts.standard_error
    )


def test_calibration_counts_each_forecast():
    table = calibration([0.9, 0.9, 0.2, 0.9], [True, False, False, True])
    assert table["deals"].to_dict() == {0.2: 1, 0.9: 3}
    assert table.loc[0.9, "share"] == pytest.approx(2 / 3)
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()


# From a CRM to deals ----------------------------------------------------------------


def crm(**changed):
    """Six opportunities on the last of June: won, lost, open, and three odd ones."""
    columns = {
        "opportunity_id": list("abcdef"),
        "created_on": pd.to_datetime(["2026-01-01"] * 5 + ["2026-06-30"]),
        "closed_on": pd.to_datetime(
            ["2026-03-02", "2026-01-01", None, None, "2025-02-01", None]
        ),
        "outcome": ["won", "lost", None, "lost", "won", None],
        "account": ["x", "y", "x", "y", "z", "z"],
    }
    return pd.DataFrame(columns | changed)


def days_of(deals):
    return dict(zip(deals.table["case"], deals.table["days"], strict=True))


def report_of(deals):
    return {
        (row.problem, row[3]): row.deals for row in deals.report.itertuples(name="Row")
    }


def test_days_are_calendar_days_from_0_and_open_deals_count_to_the_census():
    deals = read_deals(crm(), "2026-06-30")
    assert days_of(deals) == {"a": 60, "b": 0, "c": 180, "f": 0}
    assert str(deals) == "4 deals: 1 won, 1 lost, 2 still open"
    assert deals.still_open["case"].tolist() == ["c", "f"]


def test_what_cannot_be_mended_is_left_out_and_said():
    deals = read_deals(crm(), "2026-06-30")
    assert report_of(deals) == {
        ("closed, with no last day", "left out"): 1,
        ("last day too early", "left out"): 1,
    }


def test_the_day_last_seen_mends_missing_and_impossible_ends():
    seen = pd.to_datetime(pd.Series({"d": "2026-02-01", "e": "2026-02-02"}))
    deals = read_deals(crm(), "2026-06-30", last_seen=seen)
    assert days_of(deals) == {"a": 60, "b": 0, "c": 180, "d": 31, "e": 32, "f": 0}
    assert report_of(deals) == {
        ("closed, with no last day", "day last seen taken"): 1,
        ("last day too early", "day last seen taken"): 1,
    }


def test_an_earlier_census_shows_the_records_as_they_stood():
    deals = read_deals(crm(), "2026-02-01")
    assert days_of(deals) == {"a": 31, "b": 0, "c": 31}
    assert deals.table["outcome"].isna().tolist() == [True, False, True]
    assert report_of(deals)["closed after the census day", "counted as open"] == 1
    assert report_of(deals)["began after the census day", "left out"] == 1


def test_a_deal_entered_twice_counts_once_and_the_closed_row_stays():
    twice = pd.concat([crm().iloc[[0]].assign(opportunity_id="g", outcome=None), crm()])
    deals = read_deals(twice, "2026-06-30", same=["account"])
    # g and c repeat a (account x, same day); d repeats b.
    assert set(days_of(deals)) == {"a", "b", "f"}
    assert report_of(deals)["entered twice", "left out"] == 3


def test_rows_begun_further_apart_are_different_deals():
    later = crm().iloc[[2]].assign(opportunity_id="g")
    later["created_on"] += pd.Timedelta(days=3)
    both = pd.concat([crm().iloc[[0]], later])
    assert len(read_deals(both, "2026-06-30", same=["account"])) == 2
    assert (
        len(read_deals(both, "2026-06-30", same=["account"], same_within_days=3)) == 1
    )


def test_the_same_case_twice_counts_once():
    deals = read_deals(pd.concat([crm(), crm()]), "2026-06-30")
    assert len(deals) == 4
    assert report_of(deals)["the same case again", "left out"] == 6


def test_words_for_open_and_planned_last_days_are_understood():
    words = crm(outcome=["won", "lost", "Open", "lost", "won", "Open"])
    words.loc[2, "closed_on"] = pd.Timestamp("2026-12-01")
    deals = read_deals(words, "2026-06-30", open_means=["Open"])
    assert days_of(deals)["c"] == 180
    assert report_of(deals)["open, with a last day", "day ignored"] == 1


def test_hours_do_not_make_days():
    late = crm(
        created_on=pd.to_datetime(["2026-01-01 23:00"] * 5 + ["2026-06-30 08:00"])
    )
    late["closed_on"] = late["closed_on"] + pd.Timedelta(hours=1)
    assert days_of(read_deals(late, "2026-06-30"))["a"] == 60


def test_times_with_a_zone_keep_their_calendar_day():
    zoned = crm()
    for column in ("created_on", "closed_on"):
        zoned[column] = zoned[column].dt.tz_localize("Europe/Amsterdam")
    assert days_of(read_deals(zoned, "2026-06-30"))["a"] == 60


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NaT, "", " ", "NULL"])
def test_whatever_is_empty_means_a_deal_is_open(nothing):
    # A CSV read with keep_default_na=False has "" where a deal is open.
    given = crm().astype(object)
    given = given.where(given.notna(), nothing)
    expected = read_deals(crm(), "2026-06-30")
    deals = read_deals(given, "2026-06-30")
    assert days_of(deals) == days_of(expected)
    assert str(deals) == str(expected) == "4 deals: 1 won, 1 lost, 2 still open"
    assert str(Deals.of([1, 2, 3], ["won", "lost", nothing])) == (
        "3 deals: 1 won, 1 lost, 1 still open"
    )


def test_text_in_iso_form_is_read_and_any_other_refused_with_a_way_out():
    text = crm().astype({"created_on": str, "closed_on": str})
    assert days_of(read_deals(text, "2026-06-30"))["a"] == 60
    german = crm()
    german["created_on"] = german["created_on"].dt.strftime("%d.%m.%Y")
    with pytest.raises(ValueError, match=r'format="%d\.%m\.%Y"'):
        read_deals(german, "2026-06-30")


def test_a_time_with_a_zone_and_a_day_without_one_stay_the_days_they_were():
    # A CRM keeps the moment a deal was made, in UTC, and the day on which it closed.
    mixed = crm(created_on=["2026-01-01T23:30:00Z"] * 5 + ["2026-06-30T23:30:00Z"])
    deals = read_deals(mixed, "2026-06-30")
    assert days_of(deals) == {"a": 60, "b": 0, "c": 180, "f": 0}


def test_deals_without_a_name_are_not_one_and_the_same():
    nameless = crm(opportunity_id=["", "", None, "d", "e", None])
    assert len(read_deals(nameless, "2026-06-30")) == 4


def test_one_word_for_open_and_one_column_need_no_list():
    words = crm(outcome=["won", "lost", "Open", "lost", "won", "Open"])
    deals = read_deals(words, "2026-06-30", open_means="Open", same="account")
    listed = read_deals(words, "2026-06-30", open_means=["Open"], same=["account"])
    assert days_of(deals) == days_of(listed)
    with pytest.raises(ValueError, match=r'calls an outcome "Open".*open_means="Open"'):
        read_deals(words, "2026-06-30")


def test_many_deals_that_may_be_entered_twice_are_read_in_a_moment():
    n, rng = 200_000, np.random.default_rng(1)
    begun = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, n), "D")
    many = pd.DataFrame(
        {
            "opportunity_id": np.arange(n),
            "created_on": begun,
            "closed_on": begun + pd.Timedelta(days=30),
            "outcome": "won",
            "acct": rng.integers(0, n // 3, n),
        }
    )
    begin = time.process_time()
    deals = read_deals(many, "2026-12-31", same=["acct"])
    assert time.process_time() - begin < 4
    # One by one: a row goes if a kept one of its account began at most 2 days off.
    some = many[many["acct"] < 300]
    kept: dict[int, list] = {}
    for account, day in zip(some["acct"], some["created_on"], strict=True):
        others = kept.setdefault(account, [])
        if all(abs((day - other).days) > 2 for other in others):
            others.append(day)
    expected = sum(map(len, kept.values()))
    assert len(read_deals(some, "2026-12-31", same=["acct"])) == expected < len(some)
    assert len(deals) < n


def test_day_numbers_do_as_well_as_dates():
    numbers = pd.DataFrame(
        {
            "opportunity_id": [1, 2],
            "created_on": [0, 10],
            "closed_on": [5.5, None],
            "outcome": ["won", None],
        }
    )
    assert days_of(read_deals(numbers, 30)) == {1: 5.5, 2: 20}


def test_the_log_of_a_cycle_gives_the_days_the_simulation_gave():
    cycle = SalesCycle.b2b()
    whole = Deals.from_log(cycle.simulate_log(300, seed=8), 1e6).table
    assert whole["outcome"].notna().all()
    early = Deals.from_log(cycle.simulate_log(300, seed=8, until_days=50), 50).table
    closed = early["outcome"].notna()
    assert (early.loc[~closed, "days"] == 50).all()
    assert (early.loc[closed, "days"] <= 50).all()
    with pytest.raises(ValueError, match='no columns "case", "stage"'):
        Deals.from_log(pd.DataFrame({"entered": [0], "left": [1]}), 5)


def test_open_deals_stand_after_those_that_ended_the_same_day():
    days, ended = in_order(Deals.of([2, 2, 1], [None, "won", "lost"]))
    assert days.tolist() == [1, 2, 2]
    assert ended.tolist() == [1, 0, -1]


# Kopje's records: cleaning finds the truth ------------------------------------------


def test_cleaning_kopjes_records_finds_every_true_day_and_outcome():
    records, truth = load("firm_opportunities"), load("firm_truth")
    visits = load("firm_stage_visits")
    deals = read_deals(
        records,
        "2026-06-30",
        same=["account_id", "product", "amount_eur"],
        last_seen=visits.groupby("opportunity_id")["left_on"].max(),
    )
    real = truth[truth["duplicate_of"].isna()].set_index("opportunity_id")
    begun = records.set_index("opportunity_id")["created_on"]
    assert len(deals) == len(real)
    # Of a pair entered on one day, either may be kept: both are the same deal.
    known = deals.table[deals.table["outcome"].notna()].set_index("case")
    real = real.loc[known.index]
    days = (real["closed_on"] - begun.loc[known.index]).dt.days
    assert (known["days"] == days).all()
    assert (known["outcome"] == real["outcome"].astype(str)).all()


# Errors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: read_deals(crm(), 30), TypeError, "census must be a date"),
        (
            lambda: read_deals(
                crm(created_on=range(6), closed_on=range(6)), "2026-06-30"
            ),
            TypeError,
            "census must be a day number",
        ),
        (
            lambda: read_deals(crm(created_on=range(6)), "2026-06-30"),
            TypeError,
            r'"closed_on"\] must hold day numbers, like crm\["created_on"\], got 2026-03',
        ),
        (
            lambda: read_deals(crm(closed_on=["x"] * 6), "2026-06-30"),
            ValueError,
            r"closed_on\"\] must hold dates such as 2026-06-30, got 'x' in row 1",
        ),
        (
            lambda: read_deals(crm(), "2026-06-30", outcome="outcom"),
            ValueError,
            'no column "outcom". It has: .*Did you mean "outcome"',
        ),
        (
            lambda: read_deals(crm(), "2026-06-30", same=["accoun"]),
            ValueError,
            'Did you mean "account"',
        ),
        (lambda: read_deals(crm()[:0], "2026-06-30"), ValueError, "has no rows"),
        (lambda: read_deals([1], "2026-06-30"), TypeError, "must be a DataFrame"),
        (
            lambda: read_deals(crm(outcome=None), "2026-06-30"),
            ValueError,
            "No deal has ended yet",
        ),
        (lambda: read_deals(crm(), "2020-01-01"), ValueError, "There are no deals"),
        (
            lambda: read_deals(crm(), "2026-06-30", last_seen={"a": 1}),
            TypeError,
            "one day per case",
        ),
        (lambda: read_deals(crm(), None), ValueError, "census must be a day .* None"),
        (
            lambda: read_deals(crm(outcome=[True, False] * 3), "2026-06-30"),
            TypeError,
            r'crm\["outcome"\] must hold names such as "won"',
        ),
        (lambda: Deals.of([1, 2, 3], ["won", "lost"]), ValueError, "got 3 and 2"),
        (
            lambda: Deals.of([1, 2], ["won", "lost"], case=[1]),
            ValueError,
            "case and outcome must be equally long, got 1 and 2",
        ),
        (lambda: Deals.of(["1"], ["won"]), TypeError, r"pd\.to_numeric\(days\)"),
        (
            lambda: Deals.of(pd.to_timedelta([1, 2], unit="D"), ["won", "lost"]),
            TypeError,
            r"days must hold numbers, got times.*pd\.Timedelta\(days=1\)",
        ),
        (lambda: Deals.of([[1, 2]], ["won"]), TypeError, "days must hold one value"),
        (
            lambda: Deals.of(np.ones((2, 2)), ["won", "lost"]),
            TypeError,
            "days must be one column",
        ),
        (lambda: Deals.of([1, 2], ["won", 1]), TypeError, "must hold names .*got 1"),
        (lambda: Deals.of([1, 2], ["won", "open"]), ValueError, 'an outcome "open"'),
        (lambda: Deals.of([], []), ValueError, "There are no deals"),
        (lambda: Deals.of([1, -2], ["won", None]), ValueError, r"days below 0 .*1: -2"),
        (lambda: Deals.of([np.nan], ["won"]), ValueError, "1 deal has no days"),
        (
            lambda: outcome_curves(of([(1, "won")]), confidence=95),
            ValueError,
            r"got 95. Did you mean 0\.95",
        ),
        (
            lambda: outcome_curves(of([(1, "won")])).share("wom", 1),
            ValueError,
            'no outcome "wom".*Did you mean "won"',
        ),
        (lambda: outcome_curves(of([(1, "won")])).at(-1), ValueError, "got -1"),
        (lambda: outcome_curves(of([(1, "won")])).at(np.nan), ValueError, "got nan"),
        (
            lambda: outcome_curves(of([(3, "won")])).chance("won", 1, within_days=0),
            ValueError,
            "within_days must be one number above 0",
        ),
        (lambda: closed_share(of([(1, "lost")])), ValueError, 'no outcome "won"'),
        (lambda: one_minus_km(of([(1, "lost")])), ValueError, 'no outcome "won"'),
        (lambda: Share.counted(3, 2), ValueError, "0 to 2 .* got 3"),
        (lambda: Share.counted(0, 0), ValueError, "at least one deal"),
        (lambda: wins_forecast([]), ValueError, "one or more chances"),
        (lambda: wins_forecast([0.5, 35]), ValueError, r"got 35. Did you mean 0\.35"),
        (lambda: wins_forecast([0.5, np.nan]), ValueError, "1 missing value"),
        (lambda: wins_forecast([0.5, -1]), ValueError, "between 0 and 1, got -1"),
        (lambda: wins_forecast(["a"]), TypeError, "chances must be"),
        (lambda: wins_forecast([0.5]).at_least(1.5), TypeError, "wins must be a whole"),
        (lambda: wins_forecast([0.5]).at_least(-1), ValueError, "0 or more, got -1"),
        (lambda: wins_forecast([0.5]).between(90), ValueError, "Did you mean 0.9"),
        (lambda: brier_parts([0.5], ["won"]), ValueError, "True or False"),
        (
            lambda: brier_parts([0.5], [True, False]),
            ValueError,
            "equally long, got 1 and 2",
        ),
        (lambda: brier_parts([60], [True]), ValueError, r"Did you mean 0\.6"),
        (lambda: calibration([np.nan], [True]), ValueError, "missing value"),
        (
            lambda: seen_win_rate(0, **kopje),
            ValueError,
            "months must be one number above 0, got 0",
        ),
        (
            lambda: seen_win_rate(3, growth_per_year=-1, **kopje),
            ValueError,
            "growth_per_year must be above -1",
        ),
        (
            lambda: seen_win_rate(3, **kopje | {"win_rate": 14}),
            ValueError,
            r"Did you mean 0\.14",
        ),
        (
            lambda: seen_win_rate(3, **kopje | {"win_days": "long"}),
            TypeError,
            "win_days must be a number",
        ),
    ],
)
def test_errors_say_what_was_given_and_what_was_wanted(call, error, says):
    with pytest.raises(error, match=says):
        call()


# A deal in its stage at its age --------------------------------------------------------


def logged(*deals):
    """Return an event log of deals, each a list of (stage, entered, left, next)."""
    rows = [(n, *visit) for n, deal in enumerate(deals) for visit in deal]
    columns = ["case", "stage", "entered", "left", "next"]
    return pd.DataFrame(rows, columns=columns)


def quick(n, end, day):
    """Return deals that pass the first stage on day 2 and end on a day."""
    return [[("talk", 0, 2, "offer"), ("offer", 2, day, end)]] * n


def slow(n, end, day):
    """Return deals that end in the first stage."""
    return [[("talk", 0, day, end)]] * n


def test_a_deal_fares_like_those_in_its_stage_at_its_age():
    # On day 4 twelve stood in an offer and were watched on: six won on day 5, four lost
    # on day 6, one won on day 9, one open until day 7. By hand: 6/12; of the six left
    # four are lost, so 2/12 are left; on day 9 the only one watched is won: 6/12 + 2/12.
    offers = quick(6, "won", 5) + quick(4, "lost", 6) + quick(1, "won", 9)
    open_for_7 = [("talk", 13, 15, "offer"), ("offer", 15, None, None)]
    asked = [("talk", 16, 18, "offer"), ("offer", 18, None, None)]
    log = logged(*offers, open_for_7, *slow(11, "lost", 5), *slow(1, "won", 20), asked)
    found = stage_chances(log, 20).set_index("days").loc[4]
    assert (found["stage"], found["alike"], found["like"]) == (
        "offer", 12, "stage and age",
    )  # fmt: skip
    assert found["chance"] == pytest.approx(6 / 12 + 2 / 12)


def test_with_fewer_than_ten_alike_the_age_alone_counts():
    log = logged(
        *quick(3, "won", 5), *slow(9, "lost", 6),
        [("talk", 4, 6, "offer"), ("offer", 6, None, None)],
    )  # fmt: skip
    [one] = stage_chances(log, 8).to_dict("records")
    assert (one["days"], one["like"], one["alike"]) == (4, "age", 12)
    assert one["chance"] == pytest.approx(3 / 12)
    [soon] = stage_chances(log, 8, within_days=0.5).to_dict("records")
    assert soon["chance"] == 0


def test_an_end_that_no_deal_has_is_named():
    log = logged(*slow(3, "lost", 5), [("talk", 3, None, None)])
    with pytest.raises(ValueError, match=r'no won "won". There are: "lost"'):
        stage_chances(log, 6)


@few(30)
@given(st.integers(0, 40), st.floats(0.05, 1), st.floats(0.05, 0.95))
def test_the_deals_needed_are_enough_and_one_fewer_is_not(wins, chance, sure):
    needed = deals_needed(wins, chance, sure=sure)
    assert wins == 0 or stats.binom.sf(wins - 1, needed, chance) >= sure - 1e-9
    if needed > wins:
        assert stats.binom.sf(wins - 1, needed - 1, chance) < sure + 1e-9


def test_five_heads_take_twelve_coins_and_too_many_deals_are_refused():
    # Of eleven coins five come with 1,486 of 2,048, of twelve with 3,302 of 4,096.
    assert deals_needed(5, 0.5) == 12
    with pytest.raises(ValueError, match="more than 20,000 deals"):
        deals_needed(5, 0.0)
