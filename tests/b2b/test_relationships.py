"""Retention, contacting, trust and opinions. Numbers cited as 2a, 2b, 2c and 2e were
published or recomputed for the course's second chapter; each is checked a second way."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

from salescourse import load
from salescourse.b2b.relationships import (
    Retention,
    TrustThresholds,
    account_fees,
    cohort_table,
    customer_years,
    fit_retention,
    influence,
    periods_worth_contacting,
    pool_opinions,
    recency_values,
    renewal_rate,
    renewal_table,
    settle_opinions,
    still_here,
    trust_thresholds,
)

churns = st.floats(0.01, 0.95)
spreads = st.floats(0, 0.9)
# Alpha, beta and log-likelihood of years 0 to 7, Fader and Hardie (2007), 2a.
PUBLISHED = {"Regular": (0.704, 1.182, -1680.27), "High End": (0.668, 3.806, -1611.16)}


def published(segment, years=12):
    rows = load("retention").query("segment == @segment and years <= @years")
    return cohort_table(rows["still_here"], customers=1000)


def contracts(model, n, *, years, seed, staggered=False):
    """Draw contracts and stop watching after so many years, or after fewer."""
    stay = model.draw_years(n, seed=seed)
    watched = np.full(n, float(years))
    if staggered:
        watched = np.random.default_rng([seed, 1]).uniform(0, years, n)
    renewals = np.minimum(stay - 1, np.floor(watched)).astype(int)
    return pd.DataFrame({"renewals": renewals, "ended_on": stay <= watched})


# Customers who differ -----------------------------------------------------------------


def test_two_kinds_who_never_change_renew_more_and_more_often():
    # By hand, half with .1 and half with .5: 70 of 100, 53 of 70, 42.7 of 53.
    kinds = np.array([0.9, 0.5])
    alive = np.array([(kinds**year).mean() for year in range(4)])
    assert (alive[1:] / alive[:-1]).round(3).tolist() == [0.7, 0.757, 0.806]


def test_renewal_rates_rise_though_no_customer_changes():
    # 2a: .627, .756, .819
    rates = Retention.from_alpha_beta(0.704, 1.182).renewal_rate([1, 2, 3])
    assert rates.round(3).tolist() == [0.627, 0.756, 0.819]


def test_renewal_rates_are_those_of_customers_drawn_one_by_one():
    own = np.random.default_rng(3).beta(0.704, 1.182, 400_000)
    alive = np.array([((1 - own) ** year).mean() for year in range(5)])
    model = Retention.from_alpha_beta(0.704, 1.182)
    assert model.renewal_rate([1, 2, 3, 4]) == pytest.approx(
        alive[1:] / alive[:-1], abs=0.004
    )


@given(churns, spreads, st.integers(1, 60))
def test_the_rate_is_the_beta_geometric_one(churn, spread, year):
    rate = renewal_rate(year, churn, spread=spread)
    assert rate == pytest.approx(still_here(year, churn, spread=spread)
                                 / still_here(year - 1, churn, spread=spread))  # fmt: skip
    assert renewal_rate(year + 1, churn, spread=spread) >= rate - 1e-15
    model = Retention(churn, spread)
    if spread > 1e-3:
        a, b = model.alpha, model.beta
        assert rate == pytest.approx((b + year - 1) / (a + b + year - 1))
        exact = special.betaln(a, b + year) - special.betaln(a, b)
        assert math.log(model.still_here(year)) == pytest.approx(exact, abs=1e-7)


@given(churns, st.integers(0, 40))
def test_without_spread_a_customer_is_like_any_other(churn, years):
    assert still_here(years, churn) == pytest.approx((1 - churn) ** years)
    assert renewal_rate(years + 1, churn) == pytest.approx(1 - churn)
    alike = Retention(churn)
    assert math.isinf(alike.alpha)
    assert alike.after(3, left=1) == alike


def test_parameters_go_there_and_back():
    model = Retention.from_alpha_beta(0.9, 2.6)
    assert (model.alpha, model.beta) == pytest.approx((0.9, 2.6))
    assert (model.churn, model.spread) == pytest.approx((0.9 / 3.5, 1 / 4.5))


def test_arguments_broadcast():
    grid = still_here(np.arange(5)[:, None], [0.2, 0.4], spread=0.3)
    assert grid.shape == (5, 2)
    assert grid[3, 1] == pytest.approx(still_here(3, 0.4, spread=0.3))


def test_whoever_has_renewed_is_seen_with_other_eyes():
    new = Retention(0.3, 0.25)
    assert new.after(2).renewal_rate(1) == pytest.approx(new.renewal_rate(3))
    assert new.after(0).churn == pytest.approx(0.3)
    assert new.after(0).spread == pytest.approx(0.25)
    # The new customer is those who renew and those who leave, taken together.
    stayed, gone = new.after(1).churn, new.after(0, left=1).churn
    assert 0.7 * stayed + 0.3 * gone == pytest.approx(0.3)


# What they are worth ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spread", "fees"),
    [(0, 2.7500), (1 / 11, 3.1317), (1 / 4, 3.9616), (1 / 2, 5.3577)],
)
def test_the_same_churn_is_worth_more_the_more_customers_differ(spread, fees):
    # 2, exercise: first-year churn .3, d = .1; alpha + beta = infinity, 10, 3, 1
    worth = customer_years(0.3, spread, discount=0.1)
    assert worth == pytest.approx(fees, abs=5e-5)
    years = np.arange(2000)
    summed = (still_here(years, 0.3, spread=spread) / 1.1**years).sum()
    assert worth == pytest.approx(summed)


@pytest.mark.parametrize(
    ("segment", "fees"), [("Regular", 3.69491), ("High End", 5.92225)]
)
def test_the_published_segments_are_worth_what_is_known(segment, fees):
    # 2a: DEL at d = .1
    model = fit_retention(published(segment, years=7)).model
    assert model.customer_years(0.1) == pytest.approx(fees, abs=5e-6)
    a, b = model.alpha, model.beta
    peer = special.hyp2f1(1, b, a + b, 1 / 1.1)
    assert model.customer_years(0.1) == pytest.approx(peer, rel=1e-10)


def test_seven_years_on_a_high_end_customer_is_worth_what_a_peer_says():
    # The readme of shifted_beta_geometric_py: 7.530 fees to come, seven years on
    seen = fit_retention(published("High End", years=7)).model.after(7)
    assert seen.renewal_rate(1) * seen.after(1).customer_years(0.1) == pytest.approx(
        7.530, abs=1e-3
    )


@settings(max_examples=60)
@given(churns, st.floats(0.02, 0.9), st.floats(0.02, 2))
def test_worth_is_gausss_function_where_a_library_can_tell(churn, spread, discount):
    model = Retention(churn, spread)
    a, b = model.alpha, model.beta
    peer = special.hyp2f1(1, b, a + b, 1 / (1 + discount))
    assert model.customer_years(discount) == pytest.approx(peer, rel=1e-7)


@pytest.mark.parametrize(
    ("alpha", "beta", "discount", "exact"),
    # From mpmath with 40 digits; scipy's hyp2f1 gives nan for the first three.
    [
        (0.7, 1000, 1e-6, 20449.256800296185),
        (10, 1000, 0.1, 10.016924453663679),
        (1000, 1000, 1e-4, 2.000800540071304),
        (1, 10, 1e-4, 63.88757087757674),
    ],
)
def test_worth_stays_exact_where_a_library_loses_its_digits(
    alpha, beta, discount, exact
):
    model = Retention.from_alpha_beta(alpha, beta)
    assert model.customer_years(discount) == pytest.approx(exact, rel=1e-9)


def test_without_discount_worth_is_the_mean_stay_or_has_no_end():
    assert customer_years(0.25, discount=0) == pytest.approx(4)
    # alpha 2, beta 4: (alpha + beta - 1) / (alpha - 1)
    assert Retention.from_alpha_beta(2, 4).customer_years(0) == pytest.approx(5)
    drawn = Retention.from_alpha_beta(4, 6).draw_years(200_000, seed=1)
    assert drawn.mean() == pytest.approx(9 / 3, rel=0.02)
    assert math.isinf(Retention.from_alpha_beta(0.9, 2.6).customer_years(0))


@given(churns, st.tuples(spreads, spreads), st.floats(0.01, 1))
def test_more_spread_never_lowers_the_worth(churn, pair, discount):
    less, more = customer_years(churn, sorted(pair), discount=discount)
    assert less <= more * (1 + 1e-9)


def test_a_leaver_talked_round_is_worth_less_than_a_new_customer():
    new = Retention(0.3, 0.25)
    saved = new.after(0, left=1)
    worth = [m.customer_years(0.1) for m in (new, saved, new.after(1))]
    assert np.round(worth, 2).tolist() == [3.96, 2.35, 4.65]
    own = np.random.default_rng(8).beta(new.alpha, new.beta, 400_000)
    leaves = np.random.default_rng(9).random(own.size) < own
    each = 1.1 / (0.1 + own)
    drawn = [each.mean(), each[leaves].mean(), each[~leaves].mean()]
    assert worth == pytest.approx(drawn, rel=0.01)


# From contracts to a table ------------------------------------------------------------


def test_a_running_contract_counts_where_it_could_renew_and_nowhere_else():
    # Left after one year; after three; running in its third; signed this year.
    rows = {
        "renewals": [0, 2, 2, 0],
        "ended_on": ["2024-01-01", "2026-01-01", None, None],
    }
    table = renewal_table(pd.DataFrame(rows))
    assert table["year"].tolist() == [1, 2, 3]
    assert table["up_for_renewal"].tolist() == [3, 2, 1]
    assert table["renewed"].tolist() == [2, 2, 0]
    flags = pd.DataFrame(rows).assign(ended_on=[True, True, False, False])
    pd.testing.assert_frame_equal(renewal_table(flags), table)


@pytest.mark.parametrize(
    "ended",
    [
        pd.Series([True, True, False, None], dtype=object),
        pd.Series([True, True, False, pd.NA], dtype="boolean"),
        pd.Series([1, 1, 0, 0]),
        pd.Series([1, 1, 0, None]),
        pd.Series(["True", "True", "False", ""]),
        pd.Series(["1", "yes", "0", " "]),
        pd.Series(["2024-06-30", "2025-06-30", "", "  "]),
        pd.Series(pd.to_datetime(["2024-06-30", "2025-06-30", None, None])),
        pd.Series(["moved", "price", None, "NaN"], dtype="category"),
    ],
)
def test_false_zero_and_empty_mean_that_a_contract_runs_whatever_the_dtype(ended):
    # Two have ended, after 0 and 1 renewals; two run, in their third year.
    contracts = pd.DataFrame({"renewals": [0, 1, 2, 2], "ended_on": ended})
    table = renewal_table(contracts)
    assert table["up_for_renewal"].tolist() == [4, 3]
    assert table["renewed"].tolist() == [3, 2]


def test_columns_may_have_other_names():
    frame = pd.DataFrame({"times": [0, 1], "left": [True, True]})
    table = renewal_table(frame, renewals="times", ended="left")
    assert table["renewed"].tolist() == [1, 0]


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_each_renewal_in_the_table_is_one_in_the_contracts(seed):
    rows = contracts(Retention(0.3, 0.3), 50, years=6, seed=seed, staggered=True)
    table = renewal_table(rows)
    assert table["renewed"].sum() == rows["renewals"].sum()
    left = table["up_for_renewal"] - table["renewed"]
    assert left.sum() == rows["ended_on"].sum()


# Fitting ------------------------------------------------------------------------------


@pytest.mark.parametrize("segment", PUBLISHED)
def test_the_fit_gives_the_published_parameters(segment):
    # 2a. A peer's own test has .688 for Regular; the maximum is at .704.
    alpha, beta, height = PUBLISHED[segment]
    fitted = fit_retention(published(segment, years=7))
    assert fitted.alpha == pytest.approx(alpha, abs=5e-4)
    assert fitted.beta == pytest.approx(beta, abs=5e-4)
    assert fitted.log_likelihood == pytest.approx(height, abs=5e-3)


@pytest.mark.parametrize("segment", PUBLISHED)
def test_a_search_that_knows_no_slopes_finds_the_same_top(segment):
    table = published(segment, years=7)
    alive = np.array([1000, *table["renewed"]])
    lost, years = -np.diff(alive), np.arange(1, 8)

    def loss(logs):
        a, b = np.exp(logs)
        leaving = special.betaln(a + 1, b + years - 1) - special.betaln(a, b)
        staying = special.betaln(a, b + 7) - special.betaln(a, b)
        return -(lost @ leaving + alive[-1] * staying)

    best = optimize.minimize(
        loss, [0, 0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10}
    )
    fitted = fit_retention(table)
    assert (fitted.alpha, fitted.beta) == pytest.approx(np.exp(best.x), rel=1e-6)
    assert fitted.log_likelihood == pytest.approx(-best.fun, abs=1e-6)
    assert loss(np.log([0.688, fitted.beta])) > best.fun


def test_standard_errors_are_the_curvature_at_the_top():
    table = published("Regular", years=7)
    fitted = fit_retention(table)
    renewed, up = table["renewed"].to_numpy(), table["up_for_renewal"].to_numpy()

    def height(a, b):
        t = table["year"].to_numpy() - 1
        rate = (b + t) / (a + b + t)
        return (renewed * np.log(rate) + (up - renewed) * np.log1p(-rate)).sum()

    h, a, b = 1e-4, fitted.alpha, fitted.beta
    bend = np.empty((2, 2))
    for i, (p, q) in enumerate(np.eye(2) * h):
        for j, (r, s) in enumerate(np.eye(2) * h):
            bend[i, j] = (
                height(a + p + r, b + q + s) - height(a + p - r, b + q - s)
                - height(a - p + r, b - q + s) + height(a - p - r, b - q - s)
            ) / (4 * h * h)  # fmt: skip
    errors = np.sqrt(np.diag(np.linalg.inv(-bend)))
    assert fitted.standard_error("alpha") == pytest.approx(errors[0], rel=1e-3)
    assert fitted.standard_error("beta") == pytest.approx(errors[1], rel=1e-3)


def test_eight_figures_forecast_the_twelfth_year():
    # 2a: S(12) = 17.0 % and 37.8 %; 17.3 % and 39.4 % were found
    for segment, forecast, found in (
        ("Regular", 0.170, 0.173),
        ("High End", 0.378, 0.394),
    ):
        fitted = fit_retention(published(segment, years=7))
        assert fitted.model.still_here(12) == pytest.approx(forecast, abs=5e-4)
        low, high = fitted.interval("still_here", 12)
        assert low < found < high


@pytest.mark.parametrize(
    ("model", "n", "years", "staggered"),
    [
        (Retention.from_alpha_beta(0.704, 1.182), 1000, 7, False),
        (Retention.from_alpha_beta(0.9, 2.6), 500, 10, True),
    ],
)
def test_intervals_hold_the_truth_as_often_as_they_say(model, n, years, staggered):
    asked = [("churn",), ("spread",), ("still_here", 12), ("customer_years", 0.1)]
    if not staggered:
        asked += [("alpha",), ("beta",), ("renewal_rate", 5)]
    truth = [
        getattr(model, name)(*at) if at else getattr(model, name) for name, *at in asked
    ]
    hits = np.zeros(len(asked))
    for seed in range(200):
        rows = contracts(model, n, years=years, seed=seed, staggered=staggered)
        fitted = fit_retention(renewal_table(rows))
        ends = np.array([fitted.interval(*each) for each in asked])
        hits += (ends[:, 0] <= truth) & (truth <= ends[:, 1])
    # Of 200 intervals at 95 %, 190 hold it, give or take three standard errors.
    assert (hits >= 181).all(), dict(zip(map(str, asked), hits, strict=True))
    assert (hits <= 199).all()


@pytest.mark.parametrize("plan", ["flex", "care"])
def test_the_firms_renewals_give_back_their_truth(plan):
    rows = load("firm_renewals").query("plan == @plan")
    law = load("firm_truth").attrs["parameters"]["contracts"]["plans"][plan]
    truth = Retention.from_alpha_beta(law["alpha"], law["beta"])
    fitted = fit_retention(renewal_table(rows))
    for name, *at in [("churn",), ("spread",), ("alpha",), ("beta",),
                      ("still_here", 10), ("customer_years", 0.1)]:  # fmt: skip
        value = getattr(truth, name)(*at) if at else getattr(truth, name)
        low, high = fitted.interval(name, *at)
        assert low < value < high, name


def test_leaving_out_what_still_runs_makes_customers_leave_sooner():
    rows = load("firm_renewals").query("plan == 'flex'")
    ended = rows[rows["ended_on"].notna()]
    assert (ended["renewals"] == 0).mean() > 0.35
    assert fit_retention(renewal_table(rows)).model.churn < 0.28
    with pytest.raises(ValueError, match="that still run left out of the table"):
        fit_retention(renewal_table(ended))


def test_more_confidence_gives_a_wider_interval():
    fitted = fit_retention(published("Regular", years=7))
    narrow, wide = (
        fitted.interval("churn", confidence=confidence) for confidence in (0.5, 0.99)
    )
    assert wide[0] < narrow[0] < fitted.model.churn < narrow[1] < wide[1]
    assert fitted.summary().loc["churn", "low"] == fitted.interval("churn")[0]


@given(st.integers(0, 10_000))
@settings(max_examples=25)
def test_a_fit_is_a_top_or_an_error_and_nothing_between(seed):
    rows = contracts(Retention(0.3, 0.2), 40, years=4, seed=seed)
    table = renewal_table(rows)
    try:
        fitted = fit_retention(table)
    except ValueError as error:
        assert "spread" in str(error) or "differ" in str(error)  # noqa: PT017
        return
    from salescourse.b2b.relationships.fit import _read
    from salescourse.b2b.relationships.likelihood import to_point

    likelihood, top = _read(table), to_point(fitted.model)
    nearby = np.random.default_rng(seed).normal(top, 0.05, (20, 2))
    heights = [likelihood.height(point) for point in nearby]
    assert max(heights) <= fitted.log_likelihood + 1e-9


def test_slopes_are_those_of_the_height():
    from salescourse.b2b.relationships.fit import _read

    likelihood, at, h = _read(published("Regular")), np.array([-0.2, 0.4]), 1e-5
    gradient, bends = likelihood.slopes(at)
    for way, slope, bend in zip(h * np.eye(2), gradient, bends, strict=True):
        rise = likelihood.height(at + way) - likelihood.height(at - way)
        assert rise / (2 * h) == pytest.approx(slope, rel=1e-6)
        turn = likelihood.slopes(at + way)[0] - likelihood.slopes(at - way)[0]
        assert turn / (2 * h) == pytest.approx(bend, rel=1e-6)


@pytest.mark.parametrize(
    "rows",
    [
        # The height falls as k leaves 0, and only then climbs to the top.
        [(25, 1), (13, 8), (29, 25), (6, 2), (2, 1), (14, 1), (1, 0)],
        [(5, 2), (7, 7), (2, 0)],
    ],
)
def test_the_fit_finds_the_top_behind_a_valley(rows):
    fitted, heights = fit_retention(table_of(*rows)), heights_of(rows)
    assert max(heights) <= fitted.log_likelihood < max(heights) + 0.01


def test_a_top_that_is_lower_than_no_spread_at_all_is_no_answer():
    # Near k = 0.5 there is a top, lower than where all leave with 18/33.
    rows = [(2, 0), (20, 11), (11, 4)]
    alike = 15 * math.log(15 / 33) + 18 * math.log(18 / 33)
    assert max(heights_of(rows)) < alike
    with pytest.raises(ValueError, match=r"Use Retention\(churn=0\.545\)"):
        fit_retention(table_of(*rows))


def heights_of(rows):
    """Look at the log-likelihood everywhere."""
    from salescourse.b2b.relationships.fit import _read

    likelihood = _read(table_of(*rows))
    odds, logs = np.meshgrid(np.linspace(-5, 5, 201), np.linspace(-13, 4, 201))
    return [likelihood.height(at) for at in zip(odds.flat, logs.flat, strict=True)]


def table_of(*years):
    rows = [(year, up, renewed) for year, (up, renewed) in enumerate(years, 1)]
    return pd.DataFrame(rows, columns=["year", "up_for_renewal", "renewed"])


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (table_of((100, 70)), "One year of renewals .* Two years or more"),
        (table_of((100, 100), (100, 100)), "Nobody left, so"),
        (table_of((100, 0), (10, 0)), "Nobody renewed"),
        (table_of((100, 60), (60, 60), (60, 60)), "Nobody left after the first year"),
        (
            table_of((1000, 700), (700, 490), (490, 343)),
            r"no sign that customers differ",
        ),
        (table_of((1000, 700), (700, 400)), r"Use Retention\(churn=0\.353\)"),
        (table_of((30, 0), (80, 79), (40, 20)), "The likeliest churn is 1"),
        (table_of((100, 110), (110, 80)), "In year 1 110 renewed, but only 100 could"),
        (table_of((100, -1), (80, 60)), '"renewed" of table .* got -1 in row 1'),
        (table_of((100, 70.5), (70, 60)), "whole numbers from 0 up, got 70.5"),
        (table_of((100, math.nan), (70, 60)), "got nan in row 1"),
        (table_of((10, 7), (7, 6)).assign(year=[0, 1]), "there is no year 0"),
        (table_of((10, 7)).iloc[:0], "table has no rows"),
        (
            table_of((10, 7), (7, 6)).rename(columns={"renewed": "renwed"}),
            'has no column "renewed". It has: .*Did you mean "renwed"',
        ),
    ],
)
def test_a_table_that_cannot_tell_says_why(table, says):
    with pytest.raises(ValueError, match=says):
        fit_retention(table)


def test_a_fit_that_does_not_arrive_says_so(monkeypatch):
    from salescourse import estimation

    monkeypatch.setattr(estimation, "_MOST_STEPS", 1)
    with pytest.raises(RuntimeError, match="did not arrive within 1 steps"):
        fit_retention(published("Regular"))


# When to stop calling -----------------------------------------------------------------

TERMS = {"sale_eur": 40, "contact_eur": 4, "discount": 0.2}
CHANCES = [0.30, 0.20, 0.15, 0.05]


def test_pfeifer_and_carraways_customer_is_worth_52_euros_and_not_the_fourth_call():
    # 2b: V = (52.3196, 5.5538, 1.2508, -1.8200)
    values = recency_values(CHANCES, **TERMS)
    assert values == pytest.approx([52.3196, 5.5538, 1.2508, -1.8200], abs=5e-5)
    # By hand for the last: -4 + .05 * 52.3196 / 1.2
    assert values[3] == pytest.approx(-4 + 0.05 * values[0] / 1.2)


def test_the_chain_is_worth_what_a_thousand_periods_add_up_to():
    moves = np.diag(1 - np.array([*CHANCES, 1.0]), k=1)[:5, :5]
    moves[:4, 0] = CHANCES
    moves[4] = [0, 0, 0, 0, 1]
    moves[3, 4] = 0.95
    state, total = np.eye(5)[0], 0.0
    for period in range(1000):
        total += state @ [36, -4, -4, -4, 0] / 1.2**period
        state = state @ moves
    assert recency_values(CHANCES, **TERMS)[0] == pytest.approx(total)


def test_it_pays_to_stop_after_three_calls():
    assert periods_worth_contacting(CHANCES, **TERMS) == 3
    assert recency_values(CHANCES[:3], **TERMS)[0] == pytest.approx(53.1494, abs=5e-5)


@given(st.lists(st.floats(0, 0.9), min_size=1, max_size=6), st.floats(0, 30))
def test_the_best_number_of_calls_leaves_no_call_that_loses(chances, contact):
    terms = {"sale_eur": 40, "contact_eur": contact, "discount": 0.1}
    best = periods_worth_contacting(chances, **terms)
    if best:
        assert recency_values(chances[:best], **terms)[1:].min(initial=0) >= -1e-9


# Trust --------------------------------------------------------------------------------


def test_trust_needs_one_half_of_a_grudge_and_two_thirds_of_tit_for_tat():
    # 2c, Axelrod and Hamilton (1981), T, R, P, S = 5, 3, 1, 0
    found = trust_thresholds(5, 3, punishment=1, sucker=0)
    assert found == TrustThresholds(pytest.approx(1 / 2), pytest.approx(2 / 3))


def against_tit_for_tat(moves):
    """Add up what a player gets who cooperates (True) or betrays in each round."""
    pay = {(1, 1): 3, (1, 0): 0, (0, 1): 5, (0, 0): 1}
    answers = [True, *moves[:-1]]
    mine = [pay[mine, theirs] for mine, theirs in zip(moves, answers, strict=True)]
    theirs = [pay[theirs, mine] for mine, theirs in zip(moves, answers, strict=True)]
    return mine, theirs


def test_ten_rounds_against_tit_for_tat_are_the_published_scores():
    # 2c: 14 to 9 for always betraying, 30 to 30 for never
    mine, theirs = against_tit_for_tat([False] * 10)
    assert (sum(mine), sum(theirs)) == (14, 9)
    mine, theirs = against_tit_for_tat([True] * 10)
    assert (sum(mine), sum(theirs)) == (30, 30)


@pytest.mark.parametrize("slightly", [-0.01, 0.01])
def test_above_two_thirds_no_way_of_betraying_beats_tit_for_tat(slightly):
    weight = (2 / 3 + slightly) ** np.arange(300)
    honest = weight @ against_tit_for_tat([True] * 300)[0]
    best = max(
        weight @ against_tit_for_tat(moves)[0]
        for moves in ([False] * 300, [False, True] * 150, [False] + [True] * 299)
    )
    assert (best > honest) == (slightly < 0)


@pytest.mark.parametrize("slightly", [-0.01, 0.01])
def test_above_one_half_a_grudge_makes_betrayal_a_bad_bargain(slightly):
    weight = 0.5 + slightly
    betrayal, honesty = 5 + weight / (1 - weight), 3 / (1 - weight)
    assert (betrayal > honesty) == (slightly < 0)


# Opinions -----------------------------------------------------------------------------

CIRCLE = [[0, 0.5, 0.5], [1, 0, 0], [0, 1, 0]]
FOUR = [
    [0.220, 0.120, 0.360, 0.300],
    [0.147, 0.215, 0.344, 0.294],
    [0, 0, 1, 0],
    [0.090, 0.178, 0.446, 0.286],
]


def test_influence_in_golub_and_jacksons_circle():
    # 2e: (2/5, 2/5, 1/5)
    weights = influence(CIRCLE)
    assert weights == pytest.approx([0.4, 0.4, 0.2])
    assert weights @ np.array(CIRCLE) == pytest.approx(weights)


def test_whoever_listens_to_nobody_moves_the_others():
    # 2e, Friedkin and Johnsen: (60.02, 59.98, 75.00, 74.99); first row of the weights
    settled = settle_opinions([25, 25, 75, 85], FOUR)
    assert settled == pytest.approx([60.02, 59.98, 75.00, 74.99], abs=5e-3)
    first_row = [settle_opinions(unit, FOUR)[0] for unit in np.eye(4)]
    assert first_row == pytest.approx([0.2794, 0.0450, 0.5514, 0.1242], abs=5e-5)
    assert influence(FOUR) == pytest.approx([0, 0, 1, 0], abs=1e-12)


def test_opinions_settle_where_round_after_round_leads():
    trust, first = np.array(FOUR), np.array([25.0, 25, 75, 85])
    held, open_to = np.diag(trust), 1 - np.diag(trust)
    talk = free = first
    for _round in range(500):
        talk = open_to * (trust @ talk) + held * first
        free = trust @ free
    assert settle_opinions(first, trust) == pytest.approx(talk)
    assert pool_opinions(first, trust) == pytest.approx(free)


@given(st.integers(2, 6), st.integers(0, 10_000))
def test_opinions_end_between_the_extremes(people, seed):
    rng = np.random.default_rng(seed)
    trust = rng.dirichlet(np.ones(people), people)
    first = rng.uniform(0, 100, people)
    for end in (pool_opinions(first, trust), settle_opinions(first, trust)):
        assert first.min() - 1e-6 <= end.min() <= end.max() <= first.max() + 1e-6
    assert np.ptp(pool_opinions(first, trust)) < 1e-6
    assert influence(trust) @ first == pytest.approx(pool_opinions(first, trust)[0])


def test_people_who_hold_on_to_everything_do_not_move():
    settled = settle_opinions([10, 20, 30], CIRCLE, openness=[0, 0, 0])
    assert settled.tolist() == [10, 20, 30]


def test_two_groups_that_never_meet_keep_two_opinions():
    apart = [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]
    assert pool_opinions([0, 10, 80], apart) == pytest.approx([5, 5, 80])
    with pytest.raises(ValueError, match="do not end with one opinion"):
        influence(apart)


@pytest.mark.parametrize("people", [2, 3, 4])
def test_opinions_that_go_round_in_a_circle_are_refused(people):
    circle = np.roll(np.eye(people), 1, axis=1)
    with pytest.raises(ValueError, match="round in a circle"):
        pool_opinions(range(people), circle)
    a_little = 0.9 * circle + 0.1 * np.eye(people)
    assert influence(a_little) == pytest.approx(np.full(people, 1 / people))


# Errors -------------------------------------------------------------------------------

FINE = table_of((100, 60), (60, 45), (45, 38))


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: renewal_rate(0, 0.3), ValueError, "year must be whole .* 1 up, got 0"),
        (lambda: renewal_rate(1, 30), ValueError, r"Did you mean 0\.3\?"),
        (lambda: still_here(-1, 0.3), ValueError, "years must be whole years from 0"),
        (lambda: still_here(1.5, 0.3), ValueError, "got 1.5"),
        (lambda: still_here("3", 0.3), TypeError, "years must be a number"),
        (lambda: still_here(3, math.nan), ValueError, "churn .* got nan"),
        (lambda: still_here(3, 0.3, spread=1), ValueError, "below 1, got 1"),
        (lambda: customer_years(0.3, discount=-0.1), ValueError, "got -0.1"),
        (lambda: customer_years(0.3, discount=1e-9), ValueError, "or 0 for none"),
        (lambda: customer_years(0.3, discount=math.inf), ValueError, "got inf"),
        (lambda: Retention(1.2), ValueError, "churn must be between 0 and 1"),
        (
            lambda: Retention.from_alpha_beta(0, 1),
            ValueError,
            "alpha .* above 0, got 0",
        ),
        (lambda: Retention.from_alpha_beta(1, [1]), ValueError, "beta .* one number"),
        (lambda: Retention(0.3).after(-1), ValueError, "renewed must be whole"),
        (lambda: renewal_table([1, 2]), TypeError, "must be a DataFrame, got list"),
        (
            lambda: renewal_table(pd.DataFrame({"renewal": [1], "ended_on": [None]})),
            ValueError,
            'no column "renewals".*Did you mean "renewal"',
        ),
        (
            lambda: renewal_table(pd.DataFrame({"renewals": [-2], "ended_on": [None]})),
            ValueError,
            "got -2 in row 1",
        ),
        (lambda: cohort_table([0.9, 0.8], customers=10), ValueError, "begin with 1"),
        (lambda: cohort_table([1], customers=10), ValueError, "begin with 1"),
        (
            lambda: cohort_table([1, 0.5, 0.6], customers=10),
            ValueError,
            "after 2 years it is 0.6, a year before 0.5",
        ),
        (
            lambda: cohort_table([1, 0.5, -0.1], customers=9),
            ValueError,
            "must not fall below 0",
        ),
        (
            lambda: cohort_table([1, math.nan], customers=9),
            ValueError,
            "can only fall",
        ),
        (
            lambda: cohort_table([1, 0.5], customers=0),
            ValueError,
            "customers .* above 0",
        ),
        (
            lambda: fit_retention(FINE).interval("chrun"),
            ValueError,
            'no quantity "chrun".*Did you mean "churn"',
        ),
        (
            lambda: fit_retention(FINE).interval("still_here"),
            TypeError,
            '"still_here" needs a year or a discount',
        ),
        (
            lambda: fit_retention(FINE).interval("churn", 3),
            TypeError,
            '"churn" needs no argument',
        ),
        (
            lambda: fit_retention(FINE).interval("churn", confidence=95),
            ValueError,
            r"Did you mean 0\.95\?",
        ),
        (lambda: recency_values([], **TERMS), ValueError, "one rate per period"),
        (lambda: recency_values([30], **TERMS), ValueError, r"mean 0\.3\?"),
        (
            lambda: recency_values([0.3], sale_eur=-1, contact_eur=1, discount=0.1),
            ValueError,
            "sale_eur must be one number, 0 or more",
        ),
        (
            lambda: recency_values([1], sale_eur=5, contact_eur=1, discount=0),
            ValueError,
            "Add a discount",
        ),
        (lambda: trust_thresholds(2, 3), ValueError, "temptation > reward"),
        (lambda: trust_thresholds(9, 3), ValueError, "Taking turns .* earns 4.5"),
        (lambda: trust_thresholds("5", 3), TypeError, "temptation must be a number"),
        (lambda: influence([[0.5, 0.4], [0, 1]]), ValueError, "Row 1 .* sums to 0.9"),
        (lambda: influence([[50, 50], [0, 100]]), ValueError, r"mean 0\.5\?"),
        (lambda: influence([[1, 0]]), ValueError, "a row and a column per person"),
        (lambda: pool_opinions([1, 2], CIRCLE), ValueError, "3 in all"),
        (lambda: pool_opinions([1, 2, math.nan], CIRCLE), ValueError, "per person"),
        (
            lambda: settle_opinions([1, 2, 3], CIRCLE, openness=[1, 1]),
            ValueError,
            "openness needs one number per person, 3; got 2",
        ),
        (
            lambda: settle_opinions([1, 2, 3], CIRCLE),
            ValueError,
            "hold on to nothing",
        ),
    ],
)
def test_errors_say_what_was_given_and_what_was_wanted(call, error, says):
    with pytest.raises(error, match=says):
        call()


# An account that grows ----------------------------------------------------------------


def test_an_account_worked_by_hand():
    # 1 + 0.9 (1 + 0.8), as growth and discount take each other away.
    worth = account_fees([0.9, 0.8], growth=0.1, discount=0.1)
    assert worth == pytest.approx([1 + 0.9 * 1.8, 1.8, 1])


def test_without_growth_and_without_end_it_is_what_a_customer_is_worth():
    rates = renewal_rate(np.arange(1, 101), 0.4, spread=0.1)
    assert account_fees(rates, discount=0.2)[0] == pytest.approx(
        customer_years(0.4, 0.1, discount=0.2), abs=1e-6
    )


@pytest.mark.parametrize("growth", [-1, -0.3, 0, 0.4])
def test_more_growth_and_more_renewals_are_never_worth_less(growth):
    low = account_fees([0.5, 0.6, 0.7], growth=growth, discount=0.1)
    more = account_fees([0.5, 0.6, 0.7], growth=growth + 0.1, discount=0.1)
    kept = account_fees([0.6, 0.7, 0.8], growth=growth, discount=0.1)
    assert (more >= low).all()
    assert (kept >= low).all()
    if growth == -1:
        assert low.tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("rates", "growth", "says"),
    [
        ([90], 0, "between 0 and 1"),
        ([], 0, "1 to 100 rates"),
        ([[0.9]], 0, "1 to 100 rates"),
        ([0.9], 5, "Five percent is 0.05"),
        ([0.9] * 101, 0, "1 to 100 rates"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(rates, growth, says):
    with pytest.raises(ValueError, match=says):
        account_fees(rates, growth=growth, discount=0.1)
