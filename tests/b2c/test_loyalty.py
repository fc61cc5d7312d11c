"""Customers who buy and stop, what they spend, brands by size, and the simple ranking.

Numbers cited as 6a, 6c and 6e were published or recomputed for the course's seventh
chapter; each is checked a second way, by hand, by a property or by simulation."""

import importlib
import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, optimize, special

from salescourse import load
from salescourse.b2c.loyalty import (
    BGNBD,
    GammaGamma,
    Market,
    captured,
    customer_summary,
    fit_bgnbd,
    fit_gamma_gamma,
    fit_market,
    own_pauses,
    rfm_scores,
    silence_by_luck,
)
from salescourse.b2c.loyalty.likelihood import Histories, Spends, _counted
from salescourse.estimation import climb
from salescourse.paths import data_dir

# 6a, rounded as Fader, Hardie and Lee (2005) print them.
PAPER = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
SPEND = GammaGamma(p=6.25, q=3.74, v=15.44)
SHARES = np.array([0.25, 0.19, 0.10, 0.10, 0.09, 0.08, 0.03, 0.02])

shapes = st.floats(0.15, 4)
repeats = st.integers(0, 60)


def log_likelihood_by_customer(model, x, last, age):
    """The formula of the paper, term by term, for one customer."""
    ln_b, ln_g, r, alpha = special.betaln, special.gammaln, model.r, model.alpha
    common = ln_g(r + x) - ln_g(r) + r * math.log(alpha) - ln_b(model.a, model.b)
    ways = [ln_b(model.a, model.b + x) - (r + x) * math.log(alpha + age)]
    if x > 0:
        ways.append(
            ln_b(model.a + 1, model.b + x - 1) - (r + x) * math.log(alpha + last)
        )
    return common + special.logsumexp(ways)


def by_quadrature(model, weeks):
    """E[X(t)] as a mean over stopping chances: (1 - (1 + p t / alpha) ** -r) / p."""

    def each(p):
        if p == 0:
            return model.r * weeks / model.alpha
        return -math.expm1(-model.r * math.log1p(p * weeks / model.alpha)) / p

    # The beta law as a weight takes care of its poles at 0 and 1.
    weight = (model.a - 1, model.b - 1)
    whole = integrate.quad(each, 0, 1, weight="alg", wvar=weight, limit=200)[0]
    return whole / special.beta(model.a, model.b)


# BG/NBD -------------------------------------------------------------------------------


def test_the_fit_of_cdnow_is_the_published_one():
    # 6a: r = .243, alpha = 4.414, a = .793, b = 2.426, LL = -9582.4
    fitted = fit_bgnbd(load("cdnow"))
    model = fitted.model
    assert [round(v, 3) for v in (model.r, model.alpha, model.a, model.b)] == [
        0.243, 4.414, 0.793, 2.426,
    ]  # fmt: skip
    assert round(fitted.log_likelihood, 1) == -9582.4
    assert fitted.customers == 2357
    # Against lifetimes 0.11.3: .24259, 4.41353, .79289, 2.42575
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx(
        (0.24259, 4.41353, 0.79289, 2.42575), abs=2e-5
    )


def test_the_likelihood_is_that_of_the_paper_customer_by_customer():
    table = load("cdnow")
    fitted = fit_bgnbd(table)
    rows = table[["repeats", "last_weeks", "age_weeks"]].itertuples(index=False)
    slow = sum(log_likelihood_by_customer(fitted.model, *row) for row in rows)
    assert fitted.log_likelihood == pytest.approx(slow, abs=1e-6)


def test_the_published_expectations_come_out():
    # 6a: E[X(t)] at t = 1, 39, 52, 78
    expected = PAPER.expected_repeats([1, 39, 52, 78])
    assert expected == pytest.approx([0.053268, 1.196723, 1.446051, 1.860519], abs=5e-7)
    # 6a: .0078 at a seventh of a week, in the tests of lifetimes
    assert round(PAPER.expected_repeats(1 / 7), 4) == 0.0078
    for weeks, value in zip((1, 39, 52, 78), expected, strict=True):
        assert value == pytest.approx(by_quadrature(PAPER, weeks), rel=1e-7)


def test_the_published_customer_still_buys_and_buys_1_226_times():
    # 6a: x = 2, last at 30.43, age 38.86, 39 weeks ahead: 1.226; alive .7266
    history = {"repeats": 2, "last_weeks": 30.43, "age_weeks": 38.86}
    assert round(PAPER.expected_later(39, **history), 3) == 1.226
    assert round(PAPER.alive(**history), 4) == 0.7266
    # By hand: odds of gone = a / (b + 1) * ((alpha + 38.86) / (alpha + 30.43)) ** 2.243
    odds = 0.793 / 3.426 * (43.274 / 34.844) ** 2.243
    assert PAPER.alive(**history) == pytest.approx(1 / (1 + odds))


@settings(max_examples=20, deadline=None)
@given(shapes, st.floats(0.5, 20), shapes, shapes, st.floats(0.1, 200))
def test_expectation_is_the_mean_over_stopping_chances(r, alpha, a, b, weeks):
    model = BGNBD(r, alpha, a, b)
    assert model.expected_repeats(weeks) == pytest.approx(
        by_quadrature(model, weeks), rel=1e-6
    )


@pytest.mark.parametrize("a", [1 - 1e-5, 1, 1 + 1e-5, 1 + 2e-4])
def test_expectation_has_no_hole_where_its_formula_has_one(a):
    model = BGNBD(0.7, 5.0, a, 2.0)
    assert model.expected_repeats(52) == pytest.approx(
        by_quadrature(model, 52), rel=1e-6
    )
    # a + b = 1 is the other hole.
    low, at, high = (
        BGNBD(0.7, 5.0, 0.5, b).expected_repeats(52) for b in (0.499, 0.5, 0.501)
    )
    assert low < at < high
    assert at == pytest.approx((low + high) / 2, rel=1e-5)


def test_whoever_bought_a_thousand_times_breaks_no_formula():
    model = BGNBD(1.0, 2.0, 0.8, 5.0)
    later = model.expected_later(10, repeats=1000, last_weeks=99.9, age_weeks=100)
    # Some ten a week, hardly ever stopping: 98 in ten weeks, a little less.
    assert 85 < later < 98.2


@given(shapes, st.floats(0.5, 20), shapes, shapes, st.floats(1, 100))
@settings(max_examples=40, deadline=None)
def test_shares_add_up_and_their_mean_is_the_expectation(r, alpha, a, b, weeks):
    model = BGNBD(r, alpha, a, b)
    counts = np.arange(4000)
    shares = model.share_with(counts, weeks)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1, abs=1e-6)
    assert shares @ counts == pytest.approx(model.expected_repeats(weeks), rel=1e-4)


@given(shapes, st.floats(0.5, 20), shapes, shapes, repeats, st.floats(0, 1))
def test_a_longer_silence_never_makes_a_customer_likelier_to_buy(
    r, alpha, a, b, x, part
):
    model = BGNBD(r, alpha, a, b)
    last = 50 * part if x else 0
    chances = model.alive(x, last, [50, 60, 90])
    assert (np.diff(chances) <= 1e-12).all()
    assert (chances >= 0).all()
    assert (chances <= 1).all()
    if x == 0:
        assert (chances == 1).all()


def test_after_the_same_long_silence_the_frequent_customer_is_likelier_gone():
    # 6a, exercise: the paradox of the more frequent customer
    counts = np.arange(1, 30)
    assert (np.diff(PAPER.alive(counts, 10, 39)) < 0).all()
    # After a short silence it is the other way around, at first.
    short = PAPER.alive(counts, 36, 39)
    assert short[1] > short[0]
    assert short[4] > short[1]


def test_alive_follows_from_bayes_with_drawn_rates_and_chances():
    # Weigh drawn customers by how likely x purchases with the last at t are.
    rng = np.random.default_rng(4)
    rate = rng.gamma(PAPER.r, 1 / PAPER.alpha, 500_000)
    stop = rng.beta(PAPER.a, PAPER.b, rate.size)
    x, last, age = 3, 20.0, 35.0
    stayed = (1 - stop) ** x * rate**x * np.exp(-rate * age)
    gone = stop * (1 - stop) ** (x - 1) * rate**x * np.exp(-rate * last)
    assert PAPER.alive(x, last, age) == pytest.approx(
        stayed.sum() / (stayed + gone).sum(), abs=0.006
    )


# Customers drawn from the model -------------------------------------------------------


@pytest.fixture(scope="module")
def drawn():
    model = BGNBD(1.1, 6.0, 0.8, 5.0)
    return model, model.draw(np.full(400_000, 60.0), seed=12, later_weeks=26.0)


def test_drawn_customers_have_the_exact_mean_and_shares(drawn):
    model, table = drawn
    mean = table["repeats"].mean()
    error = table["repeats"].std() / math.sqrt(len(table))
    assert abs(mean - model.expected_repeats(60)) < 4 * error
    for count in (0, 1, 5, 20):
        share = (table["repeats"] == count).mean()
        exact = model.share_with(count, 60)
        assert abs(share - exact) < 4 * math.sqrt(exact / len(table))


@pytest.mark.parametrize(
    ("least", "most", "early", "late"),
    [(1, 1, 0, 20), (2, 3, 20, 40), (5, 9, 30, 45), (10, 40, 30, 50), (4, 60, 55, 60)],
)
def test_given_what_is_seen_drawn_customers_do_what_the_model_says(
    drawn, least, most, early, late
):
    model, table = drawn
    seen = table["repeats"].between(least, most)
    some = table[seen & table["last_weeks"].between(early, late)]
    history = some[["repeats", "last_weeks", "age_weeks"]].to_numpy().T
    alive = model.alive(*history)
    assert len(some) > 1000
    error = math.sqrt(alive.mean() * (1 - alive.mean()) / len(some))
    assert abs(some["alive"].mean() - alive.mean()) < 4 * error
    later = model.expected_later(
        26, repeats=history[0], last_weeks=history[1], age_weeks=history[2]
    )
    spread = (some["later_repeats"] - later).std() / math.sqrt(len(some))
    assert abs(some["later_repeats"].mean() - later.mean()) < 4 * spread


def test_those_who_never_came_back_are_all_alive_in_this_model(drawn):
    model, table = drawn
    silent = table[table["repeats"] == 0]
    assert silent["alive"].all()
    assert (silent["last_weeks"] == 0).all()
    expected = model.expected_later(26, repeats=0, last_weeks=0, age_weeks=60)
    error = silent["later_repeats"].std() / math.sqrt(len(silent))
    assert abs(silent["later_repeats"].mean() - expected) < 4 * error


def test_the_same_seed_draws_the_same_customers():
    ages = np.linspace(10, 60, 50)
    first, again = (PAPER.draw(ages, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(PAPER.draw(ages, seed=4))
    assert (first["last_weeks"] <= first["age_weeks"]).all()


# Fitting ------------------------------------------------------------------------------


def check_slopes(slopes, logs):
    _height, gradient, bends = slopes(logs)
    step = 1e-5
    for k, way in enumerate(step * np.eye(logs.size)):
        up, down = slopes(logs + way), slopes(logs - way)
        assert gradient[k] == pytest.approx((up[0] - down[0]) / (2 * step), rel=1e-5)
        numeric = (up[1] - down[1]) / (2 * step)
        assert bends[k] == pytest.approx(numeric, rel=1e-5, abs=1e-4)


def test_slopes_and_bends_are_those_of_the_likelihood():
    table = PAPER.draw(np.linspace(20, 40, 300), seed=2)
    histories = Histories.of(
        *table[["repeats", "last_weeks", "age_weeks"]].to_numpy().T
    )
    check_slopes(histories.slopes, np.log([0.4, 3.0, 0.6, 1.7]))
    back = table["repeats"].to_numpy()[table["repeats"] > 0].astype(float)
    spends = Spends.of(back, SPEND.draw(back, seed=1))
    check_slopes(spends.slopes, np.log([5.0, 3.0, 12.0]))


def test_the_summit_is_where_another_climber_finds_it():
    table = PAPER.draw(np.linspace(20, 40, 800), seed=8)
    histories = Histories.of(
        *table[["repeats", "last_weeks", "age_weeks"]].to_numpy().T
    )
    found = optimize.minimize(
        lambda logs: -histories.slopes(logs)[0],
        np.log([0.3, 3, 1, 3]),
        jac=lambda logs: -histories.slopes(logs)[1],
        method="BFGS",
    )
    fitted = fit_bgnbd(table)
    assert fitted.log_likelihood >= -found.fun - 1e-9
    assert fitted.log_likelihood == pytest.approx(-found.fun, abs=1e-6)


def test_weeks_may_be_days_without_changing_what_is_found():
    table = load("cdnow")
    days = table.assign(**{c: 7 * table[c] for c in ("last_weeks", "age_weeks")})
    weeks, days = fit_bgnbd(table), fit_bgnbd(days)
    assert days.model.alpha == pytest.approx(7 * weeks.model.alpha, rel=1e-6)
    assert days.model.a == pytest.approx(weeks.model.a, rel=1e-6)


def test_equal_histories_are_counted_and_none_is_lost():
    rng = np.random.default_rng(1)
    columns = [rng.integers(0, 4, 1000).astype(float) for _ in range(3)]
    rows, count = _counted(*columns)
    frame = pd.DataFrame(np.array(columns).T).groupby([0, 1, 2]).size()
    assert count.sum() == 1000
    for row, n in zip(np.array(rows).T, count, strict=True):
        assert frame[tuple(row)] == n
    assert len(frame) == len(count)


TRUE = BGNBD(1.1, 6.0, 0.8, 5.0)


def coverage(seeds):
    """How often intervals of five numbers hold the truth, for 900 households."""
    numbers = ["r", "alpha", "a", "b", lambda model: model.expected_repeats(52)]
    true = [getattr(TRUE, n) if isinstance(n, str) else n(TRUE) for n in numbers]
    hits = np.zeros(len(numbers))
    for seed in seeds:
        ages = np.random.default_rng([7, seed]).uniform(78, 104, 900)
        fitted = fit_bgnbd(TRUE.draw(ages, seed=seed))
        for k, number in enumerate(numbers):
            low, high = fitted.interval(number)
            hits[k] += low <= true[k] <= high
    return hits / len(seeds)


def test_intervals_hold_the_truth_as_often_as_they_say():
    # 200 seeds: a share of .95 has a standard error of .015.
    assert (coverage(range(200)) > 0.9).all()


def test_intervals_of_spend_hold_the_truth_as_often_as_they_say():
    true, hits = GammaGamma(5.0, 5.0, 24.0), np.zeros(4)
    numbers = ["p", "q", "v", lambda model: model.mean]
    values = [5.0, 5.0, 24.0, 30.0]
    for seed in range(200):
        counts = np.random.default_rng([5, seed]).geometric(0.2, 900)
        table = pd.DataFrame(
            {"repeats": counts, "mean_spend": true.draw(counts, seed=seed)}
        )
        fitted = fit_gamma_gamma(table)
        for k, number in enumerate(numbers):
            low, high = fitted.interval(number)
            hits[k] += low <= values[k] <= high
    assert (hits / 200 > 0.9).all()


def test_a_parameter_that_is_not_there_is_met_with_those_that_are():
    fitted = fit_bgnbd(load("cdnow"))
    with pytest.raises(ValueError, match=r'no parameter "beta"\. There are: r, alpha'):
        fitted.interval("beta")
    assert fitted.summary().index.tolist() == ["r", "alpha", "a", "b"]


# Spending -----------------------------------------------------------------------------


def test_the_fit_of_spending_is_the_published_one():
    # 6c: 946 who came back, p = 6.25, q = 3.74, v = 15.44, LL = -4055.923
    fitted = fit_gamma_gamma(load("cdnow"))
    assert fitted.customers == 946
    model = fitted.model
    assert [round(value, 2) for value in (model.p, model.q, model.v)] == [
        6.25, 3.74, 15.45,
    ]  # fmt: skip
    assert (model.p, model.q, model.v) == pytest.approx(
        (6.2488, 3.7446, 15.4477), abs=5e-4
    )
    assert fitted.log_likelihood == pytest.approx(-4055.923, abs=5e-4)


def test_the_published_means_come_out():
    # 6c: E(M) = 35.219; x = 3 with a mean of 35: 35.028
    assert SPEND.mean == pytest.approx(35.219, abs=5e-4)
    assert SPEND.expected_spend(3, 35) == pytest.approx(35.028, abs=5e-4)
    # By hand: 6.25 * (15.44 + 105) / (18.75 + 2.74)
    assert SPEND.expected_spend(3, 35) == pytest.approx(6.25 * 120.44 / 21.49)
    assert SPEND.expected_spend(0, 0) == pytest.approx(SPEND.mean)


@given(st.integers(1, 200), st.floats(1, 500))
def test_expected_spend_lies_between_ones_own_and_everybodys(x, own):
    spend = SPEND.expected_spend(x, own)
    low, high = sorted([own, SPEND.mean])
    assert low - 1e-9 <= spend <= high + 1e-9


def test_drawn_means_have_the_mean_and_the_law_of_the_model():
    counts = np.full(400_000, 3)
    means = GammaGamma(5.0, 5.0, 24.0).draw(counts, seed=6)
    assert means.mean() == pytest.approx(30, rel=0.005)
    # Given the drawn mean, the next purchase costs what the model says on average.
    rng = np.random.default_rng(1)
    rate = rng.gamma(5.0, 1 / 24.0, 400_000)
    seen = rng.gamma(15.0, size=rate.size) / rate / 3
    next_one = rng.gamma(5.0, size=rate.size) / rate
    band = (seen > 40) & (seen < 50)
    expected = GammaGamma(5.0, 5.0, 24.0).expected_spend(3, seen[band])
    assert next_one[band].mean() == pytest.approx(expected.mean(), rel=0.01)


def test_a_heavy_tail_has_no_mean():
    assert math.isinf(GammaGamma(2.0, 0.9, 10.0).mean)
    assert math.isinf(GammaGamma(2.0, 0.9, 10.0).expected_spend(0, 0))


# Brands -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def toothpaste():
    return Market.of_category(0.56, 2.6, s=1.3)


def test_the_toothpaste_market_of_1973_comes_out(toothpaste):
    # 6e: M = 1.456, K = .7788; penetrations and purchases per buyer at S = 1.3
    assert toothpaste.purchases == pytest.approx(1.456)
    assert toothpaste.k == pytest.approx(0.7788, abs=5e-5)
    assert toothpaste.penetration(SHARES).round(4).tolist() == [
        0.2001, 0.1569, 0.0866, 0.0866, 0.0784, 0.0701, 0.0270, 0.0181,
    ]  # fmt: skip
    assert toothpaste.purchases_per_buyer(SHARES) == pytest.approx(
        [1.82, 1.76, 1.68, 1.68, 1.67, 1.66, 1.62, 1.61], abs=6e-3
    )
    # P(none in the category), the definition of K.
    k = toothpaste.k
    assert (1 + 1.456 / k) ** -k == pytest.approx(0.44)


def test_small_brands_suffer_twice(toothpaste):
    sizes = np.linspace(0.01, 0.9, 60)
    assert (np.diff(toothpaste.penetration(sizes)) > 0).all()
    assert (np.diff(toothpaste.purchases_per_buyer(sizes)) > 0).all()
    assert (np.diff(toothpaste.share_of_wallet(sizes)) > 0).all()
    # 6e: w (1 - b) is about constant, 1.41 to 1.52 as printed for these brands
    seen = load("toothpaste")
    often = 1.456 * seen["share"] / seen["penetration"]
    constant = often * (1 - seen["penetration"])
    assert constant.min() == pytest.approx(1.35, abs=0.1)
    assert constant.max() < 1.7
    model = toothpaste.purchases_per_buyer(SHARES) * (
        1 - toothpaste.penetration(SHARES)
    )
    assert model.min() == pytest.approx(1.46, abs=0.01)
    assert model.max() == pytest.approx(1.58, abs=0.01)


def test_s_depends_on_who_estimates_it(toothpaste):
    seen = load("toothpaste")
    roots = []
    for share, rate in seen[["share", "penetration"]].itertuples(index=False):

        def misses(log_s, share=share, rate=rate):
            market = Market.of_category(0.56, 2.6, s=math.exp(log_s))
            return market.penetration(share) - rate

        roots.append(math.exp(optimize.brentq(misses, -5, 5)))
    # 6e: the share-weighted mean of the brands' own roots is 1.55
    assert np.average(roots, weights=seen["share"]) == pytest.approx(1.55, abs=0.005)
    ours = fit_market(0.56, 2.6, seen)
    assert ours.s == pytest.approx(1.48, abs=0.005)
    assert ours.penetration(SHARES).sum() == pytest.approx(seen["penetration"].sum())


def test_drawn_households_buy_as_the_market_says(toothpaste):
    shares = np.append(SHARES, 1 - SHARES.sum())
    bought = toothpaste.draw(shares, 300_000, seed=3)
    assert (bought.sum(1) > 0).mean() == pytest.approx(0.56, abs=0.004)
    rates = (bought > 0).mean(0)
    assert rates[:8] == pytest.approx(toothpaste.penetration(SHARES), abs=0.004)
    first = bought[:, 0] > 0
    assert bought[first, 0].mean() == pytest.approx(
        toothpaste.purchases_per_buyer(0.25), rel=0.01
    )
    wallet = bought[first, 0].sum() / bought[first].sum()
    assert wallet == pytest.approx(toothpaste.share_of_wallet(0.25), rel=0.01)
    also = (bought[first, 1] > 0).mean()
    assert also == pytest.approx(toothpaste.also_buy(0.25, 0.19), abs=0.006)


def test_taste_runs_from_one_brand_each_to_all_alike():
    loyal = Market.of_category(0.56, 2.6, s=1e-4)
    alike = Market.of_category(0.56, 2.6, s=1e5)
    assert loyal.penetration(0.25) == pytest.approx(0.25 * 0.56, rel=1e-3)
    assert loyal.also_buy(0.25, 0.19) == pytest.approx(0, abs=1e-3)
    # With all alike each brand has a negative binomial law of its own.
    k = alike.k
    assert alike.penetration(0.25) == pytest.approx(
        1 - (1 + 1.456 * 0.25 / k) ** -k, rel=1e-4
    )


def test_the_table_of_a_market_has_a_row_per_brand(toothpaste):
    table = toothpaste.table({"large": 0.3, "small": 0.05})
    assert table.index.tolist() == ["large", "small"]
    assert table.loc["small", "penetration"] == pytest.approx(
        toothpaste.penetration(0.05)
    )


# From purchases to customers ----------------------------------------------------------


def orders(*rows):
    return pd.DataFrame(rows, columns=["household_id", "bought_on", "amount_eur"])


def test_a_summary_counts_days_and_leaves_out_the_first():
    # B bought twice on one day; C's first order comes after the day.
    table = customer_summary(
        orders(
            ("A", "2026-01-01", 10),
            ("A", "2026-01-15", 30),
            ("A", "2026-02-12", 50),
            ("B", "2026-01-08", 20),
            ("B", "2026-01-08", 5),
            ("C", "2026-03-02", 9),
        ),
        "2026-01-29",
        later_until="2026-03-01",
    )
    assert table.index.tolist() == ["A", "B"]
    assert table.loc["A"].tolist() == [1, 2.0, 4.0, 30.0, 1, 50.0]
    assert table.loc["B"].tolist() == [0, 0.0, 3.0, 0.0, 0, 0.0]


FIRST, SECOND = pd.Timestamp("2026-06-01 21:30"), pd.Timestamp("2026-06-15 23:30")


@pytest.mark.parametrize(
    "days",
    [
        [FIRST, SECOND],
        [FIRST.date(), SECOND.date()],
        [f"{FIRST}", f"{SECOND}"],
        [f"{FIRST}+02:00", f"{SECOND}+02:00"],
        ["2026-06-01T21:30:00Z", "2026-06-15T23:30:00Z"],
        [FIRST.tz_localize("America/New_York"), SECOND.tz_localize("America/New_York")],
    ],
)
@pytest.mark.parametrize("until", ["2026-06-29", FIRST + pd.Timedelta(days=28)])
def test_days_with_hours_and_zones_are_the_days_that_were_written(days, until):
    table = customer_summary(orders(("A", days[0], 1), ("A", days[1], 1)), until)
    assert table.loc["A", ["last_weeks", "age_weeks"]].tolist() == [2, 4]


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ([20260601, 20260608], 'format="%Y%m%d"'),
        ([46174, 46181], 'unit="D", origin="1899-12-30"'),
        (["01.06.2026", "08.06.2026", "12.06.2026"], r'format="%d\.%m\.%Y"'),
        (["2026-06-01", ""], r'purchases\["bought_on"\] is empty in 1 row.* row 2'),
    ],
)
def test_days_that_could_be_read_in_two_ways_are_refused(days, says):
    with pytest.raises(ValueError, match=says):
        customer_summary(orders(*(("A", day, 1) for day in days)), "2026-06-30")


def test_amounts_in_text_are_refused_with_the_line_that_converts_them():
    bought = orders(("A", "2026-06-01", "1.234,50"), ("A", "2026-06-08", "20,00"))
    with pytest.raises(TypeError, match=r"pd\.to_numeric.*str\.replace") as refused:
        customer_summary(bought, "2026-06-30")
    assert 'purchases["amount_eur"].str.replace(".", "")' in str(refused.value)


def test_the_summary_of_kopje_counts_every_order_once():
    bought = load("firm_purchases")
    table = customer_summary(bought, "2026-06-30")
    days = bought.drop_duplicates(["household_id", "bought_on"])
    assert len(table) == 900
    assert table["repeats"].sum() == len(days) - 900
    half = customer_summary(bought, "2025-06-30", later_until="2026-06-30")
    assert (half["repeats"] + half["later_repeats"]).sum() == table["repeats"].sum()


# Ranking ------------------------------------------------------------------------------


def test_scores_run_from_1_to_5_and_equals_score_alike():
    table = load("cdnow")
    scores = rfm_scores(table)
    assert scores[["recency", "frequency", "monetary"]].isin(range(1, 6)).all(axis=None)
    assert (scores.groupby(table["repeats"])["frequency"].nunique() == 1).all()
    best = table.loc[scores["score"].idxmax()]
    assert best["repeats"] > 2
    four = pd.DataFrame(
        {"repeats": [0, 1, 2, 3], "last_weeks": [0, 5, 9, 3],
         "age_weeks": 10, "mean_spend": [0, 10, 4, 1]}
    )  # fmt: skip
    halves = rfm_scores(four, groups=2)
    assert halves["recency"].tolist() == [1, 2, 2, 1]
    assert halves["frequency"].tolist() == [1, 1, 2, 2]
    assert halves["monetary"].tolist() == [1, 2, 2, 1]


def test_what_is_captured_can_be_counted_by_hand():
    assert captured([3, 2, 1, 0], [4, 2, 2, 0], share=0.25) == 0.5
    # Two of the four share the second place: half of their purchases.
    assert captured([3, 1, 1, 0], [4, 2, 2, 0], share=0.5) == 0.75
    assert captured([1, 1], [1, 3], share=0.3) == pytest.approx(0.3)
    assert captured([1, 2], [5, 0], share=1) == 1


# The firm's households ----------------------------------------------------------------


def test_the_planted_truth_of_the_beans_is_found():
    law = load("firm_truth").attrs["parameters"]["beans"]
    table = customer_summary(load("firm_purchases"), "2026-06-30")
    orders, spend = fit_bgnbd(table), fit_gamma_gamma(table)
    for fitted, truth in ((orders, law["orders"]), (spend, law["spend"])):
        for name, value in truth.items():
            low, high = fitted.interval(name, confidence=0.99)
            assert low <= value <= high, name


def test_the_envelope_agrees_with_the_orders():
    table = customer_summary(load("firm_purchases"), "2026-06-30")
    envelope = load("firm_households").set_index("household_id")
    assert sorted(table.index) == sorted(envelope.index)
    envelope = envelope.loc[table.index]
    assert (envelope.loc[~envelope["still_buys"], "next_26_weeks"] == 0).all()
    # Nobody stops without a repeat; but one on the very first day is not seen as one.
    assert (~envelope.loc[table["repeats"] == 0, "still_buys"]).sum() <= 2
    bought = load("firm_purchases")
    assert bought["bought_on"].between("2024-07-01", "2026-06-30").all()
    mean = bought.groupby("household_id")["amount_eur"].mean()
    ratio = (mean / envelope["mean_eur"]).loc[table["repeats"] > 20]
    assert ratio.mean() == pytest.approx(1, abs=0.03)


def test_the_households_weigh_little():
    files = [
        data_dir() / "firm" / f"{name}.csv" for name in ("purchases", "households")
    ]
    assert sum(file.stat().st_size for file in files) < 350_000
    assert (data_dir() / "cdnow.csv").stat().st_size < 80_000


# Errors that teach --------------------------------------------------------------------

GOOD = pd.DataFrame(
    {"repeats": [2, 0, 1], "last_weeks": [30.0, 0, 4], "age_weeks": 40.0,
     "mean_spend": [20.0, 0, 10]}
)  # fmt: skip

WRONG = [
    (lambda: BGNBD(0, 4, 1, 2), "r must be one number above 0, got 0"),
    (lambda: GammaGamma(6, 3, -1), "v must be one number above 0, got -1"),
    (lambda: PAPER.alive(2, 40, 30), "Did you count back from today"),
    (lambda: PAPER.alive(0, 5, 30), "Without a repeat purchase last_weeks is 0, got 5"),
    (lambda: PAPER.alive(1, 0, 0), "age 0 has no repeat purchases yet, got 1"),
    (
        lambda: PAPER.alive(2.5, 3, 30),
        "repeats must be a whole number from 0 up, got 2",
    ),
    (
        lambda: PAPER.alive(-1, 3, 30),
        "repeats must be a whole number from 0 up, got -1",
    ),
    (lambda: PAPER.expected_repeats(-1), "weeks must be 0 weeks or more, got -1"),
    (
        lambda: PAPER.expected_repeats(math.nan),
        "weeks must be 0 weeks or more, got nan",
    ),
    (lambda: fit_bgnbd(GOOD.iloc[:0]), "customers has no rows"),
    (
        lambda: fit_bgnbd(GOOD.rename(columns={"last_weeks": "last_week"})),
        r'no column "last_weeks". It has: .* Did you mean "last_week"\?',
    ),
    (
        lambda: fit_bgnbd(GOOD.assign(age_weeks=[40, None, 40])),
        r'customers\["age_weeks"\] is empty in 1 row, first in row 2',
    ),
    (lambda: fit_bgnbd(GOOD.assign(repeats=0, last_weeks=0)), "Nobody bought a second"),
    (lambda: fit_gamma_gamma(GOOD), "Two customers or more with several repeat"),
    (
        lambda: fit_gamma_gamma(GOOD.assign(repeats=2, mean_spend=[5, 0, 3])),
        "mean_spend must be more than 0, got 0",
    ),
    (lambda: Market.of_category(0.56, 1.2, s=1.3), "must buy more than 1.47 times"),
    (lambda: Market.of_category(56, 2.6, s=1.3), r"Did you mean 0.56\?"),
    (lambda: Market.of_category(0.56, 2.6, s=0), "s must be one number above 0"),
    (
        lambda: Market.of_category(0.56, 2.6, s=1).penetration(25),
        r"share must be between 0 and 1, got 25. Did you mean 0.25\?",
    ),
    (
        lambda: Market.of_category(0.56, 2.6, s=1).penetration(0.0),
        "share must be above 0 and below 1, got 0",
    ),
    (
        lambda: Market.of_category(0.56, 2.6, s=1).draw([0.5, 0.4], 10, seed=1),
        "shares must add up to 1, got 0.9",
    ),
    (
        lambda: fit_market(
            0.56, 2.6, pd.DataFrame({"share": [0.2], "penetration": [0.5]})
        ),
        "No S gives brands of these shares",
    ),
    (lambda: rfm_scores(GOOD, groups=1), "groups must be a whole number from 2 to 10"),
    (lambda: rfm_scores(GOOD.drop(columns="mean_spend")), 'no column "mean_spend"'),
    (lambda: captured([1, 2], [1]), "must be as long, got 2 and 1"),
    (lambda: captured([1, 2], [0, 0]), "Nothing came later"),
    (lambda: captured([1, 2], [0, 1], share=20), r"Did you mean 0.2\?"),
    (
        lambda: customer_summary(orders(("A", "soon", 1)), "2026-01-01"),
        r"""purchases\["bought_on"\] must hold dates .* got 'soon' in row 1""",
    ),
    (
        lambda: customer_summary(orders(("A", "2026-02-01", 1)), "2026-01-01"),
        "Nobody had bought by 2026-01-01",
    ),
    (
        lambda: customer_summary(orders(("A", "2026-02-01", 1)), "yesterday week"),
        "until must be a day such as 2026-06-30",
    ),
    (
        lambda: customer_summary(
            orders(("A", "2026-02-01", 1)), "2026-03-01", later_until="2026-02-01"
        ),
        "later_until must come after until",
    ),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG)
def test_what_makes_no_sense_is_refused_with_the_reason(wrong, says):
    with pytest.raises(ValueError, match=says):
        wrong()


def test_a_table_must_be_a_table():
    with pytest.raises(TypeError, match="customers must be a DataFrame, got list"):
        fit_bgnbd([1, 2])


def test_customers_who_never_stop_have_no_law_of_stopping():
    ages = np.full(400, 50.0)
    rng = np.random.default_rng(1)
    counts = rng.poisson(rng.gamma(2, 0.2, 400) * ages)
    last = np.where(counts > 0, ages * rng.beta(np.maximum(counts, 1), 1), 0)
    table = pd.DataFrame({"repeats": counts, "last_weeks": last, "age_weeks": ages})
    with pytest.raises(ValueError, match="Nobody seems to stop buying"):
        fit_bgnbd(table)


def test_customers_who_are_all_alike_cannot_tell_the_parameters():
    counts = np.random.default_rng(2).integers(2, 6, 200)
    table = pd.DataFrame({"repeats": counts, "mean_spend": 20.0})
    with pytest.raises(ValueError, match=r"one parameter runs off|spend alike"):
        fit_gamma_gamma(table)


def test_a_climb_that_does_not_arrive_says_so():
    with pytest.raises(RuntimeError, match="did not arrive within 200 steps"):
        climb(
            lambda at: (0.0, np.array([1e-3]), np.array([[1e9]])),
            np.zeros(1),
            astray=lambda at: False,
            advice="Look again.",
        )


# The race -----------------------------------------------------------------------------


def test_both_sides_of_the_race_get_customers_like_the_published_ones(monkeypatch):
    monkeypatch.syspath_prepend(data_dir().parent / "benchmarks")
    race = importlib.import_module("races.loyalty")
    case = json.loads(json.dumps(race.ORDERS_AGAINST_LIFETIMES.case(50_000)))
    run, report = race.our_orders(case)
    (mean, _), (r, _), *_rest = report(run(1))
    assert r == pytest.approx(0.243, abs=0.01)
    assert -5 < mean < -3
    run, report = race.our_spend(case)
    (_mean, _), (p, _), (q, _), _v = report(run(1))
    assert (p, q) == pytest.approx((6.25, 3.74), rel=0.1)


# Silences in own pauses ---------------------------------------------------------------


def test_one_missed_order_is_a_silence_of_one_mean_pause():
    # Four repeats in 20 weeks: a pause of five weeks.
    assert own_pauses(4, 20, 25) == pytest.approx(1)
    assert own_pauses(4, 20, 20) == 0
    assert own_pauses([4, 1], [20, 10], [30, 40]).tolist() == pytest.approx([2, 3])


@given(repeats=st.integers(1, 40), last=st.floats(0.5, 100), silent=st.floats(0, 100))
def test_a_silence_by_luck_is_a_chance_that_falls_with_weeks_and_with_orders(
    repeats, last, silent
):
    chance = silence_by_luck(repeats, last, last + silent)
    assert 0 <= chance <= 1
    assert silence_by_luck(repeats, last, last + silent + 1) < chance or chance == 0
    assert silence_by_luck(repeats + 1, last, last + silent) <= chance


def test_a_silence_by_luck_is_that_of_a_model_that_knows_nothing_else():
    # The second factor of the odds of having stopped, with r and alpha near nothing.
    bare = BGNBD(r=1e-9, alpha=1e-9, a=1, b=1)
    odds = 1 / bare.alive(3, 20, 35) - 1
    assert 1 / (3 * odds) == pytest.approx(silence_by_luck(3, 20, 35))


def test_who_bought_once_has_no_pause():
    for measure in (own_pauses, silence_by_luck):
        with pytest.raises(ValueError, match=r"two purchases .* 0 repeats in 0 weeks"):
            measure(0, 0, 10)
