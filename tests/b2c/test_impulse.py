"""Waiting, a wish that fades, a deadline, and the promotion that shows what it moves."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, optimize, special, stats

from salescourse import load
from salescourse.b2c.impulse import (
    FadingDesire,
    beta_delta_value,
    buying_rates,
    difference,
    exponential_value,
    fit_desire,
    hyperbolic_value,
    indifference_k,
    life_table,
    switch_days,
)
from salescourse.b2c.impulse.fit import _read

WISH = FadingDesire(per_day=0.15, fade=0.05, wanting=0.2)
OFFER = WISH.with_deadline(14, window_days=3, times=5)
WATCHED = 98


@cache
def promotion():
    return load("firm_promotion")


def kopje_table():
    offered = promotion()["arm"] == "offer"
    return life_table(promotion()["bought_day"], watched_days=WATCHED, offered=offered)


def drawn(seed, households=5000, wish=WISH, offer=OFFER, watched=WATCHED):
    """A fresh draw of a promotion, counted per day."""
    groups = [
        each.simulate(households, seed=np.random.default_rng([seed, k]))
        for k, each in enumerate((wish, offer))
    ]
    days = np.ceil(np.concatenate(groups))
    days[days > watched] = np.nan
    return life_table(
        days, watched_days=watched, offered=np.arange(2 * households) >= households
    )


# Now and later ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "later", "days", "k"),
    [
        # Items of the questionnaire of Kirby, Petry & Bickel (1999), with the k that
        # they print.
        (54, 55, 117, 0.00016),
        (55, 75, 61, 0.0060),
        (31, 85, 7, 0.25),
        (14, 25, 19, 0.041),
        (11, 30, 7, 0.25),
        (34, 35, 186, 0.00016),
        (27, 50, 21, 0.041),
        (28, 30, 179, 0.0004),
        (34, 50, 30, 0.016),
        (20, 55, 7, 0.25),
    ],
)
def test_the_questionnaires_items_have_their_published_k(now, later, days, k):
    ours = indifference_k(now, later, days)
    assert float(f"{ours:.2g}") == pytest.approx(k, rel=0.03)
    # The other way round: at this k both count the same today.
    assert hyperbolic_value(later, days, k=ours) == pytest.approx(now)


def test_the_choice_turns_around_at_exactly_five_days():
    # 60 / (1 + .5) = 40 = 100 / (1 + 1.5)
    assert switch_days(60, 100, wait_days=10, k=0.1) == pytest.approx(5, abs=1e-12)
    values = hyperbolic_value([60, 100], [5, 15], k=0.1)
    assert values.tolist() == pytest.approx([40, 40])
    near = hyperbolic_value([60, 100], [4.99, 14.99], k=0.1)
    far = hyperbolic_value([60, 100], [5.01, 15.01], k=0.1)
    assert near[0] > near[1]
    assert far[0] < far[1]


@pytest.mark.parametrize("k", [0.07, 0.1, 0.25, 1])
def test_the_switch_is_where_a_root_finder_finds_it(k):
    def lead(days):
        small, large = hyperbolic_value([60, 100], [days, days + 10], k=k)
        return small - large

    found = optimize.brentq(lead, 0, 100)
    assert switch_days(60, 100, wait_days=10, k=k) == pytest.approx(found)


def test_beta_delta_grabs_sixty_now_and_waits_from_afar():
    # Laibson (1997): .96^10 * 100 = 66.48 > 60, and .7 * 66.48 = 46.54 < 60.
    assert exponential_value(100, 10, delta=0.96) == pytest.approx(66.48, abs=5e-3)
    now = beta_delta_value([60, 100], [0, 10], beta=0.7, delta=0.96)
    assert now.round(2).tolist() == [60, 46.54]


@pytest.mark.parametrize("beta", [0.1, 0.5, 0.7, 0.99])
@pytest.mark.parametrize("delay", [0.01, 1, 7, 300])
def test_any_front_end_delay_removes_the_reversal(beta, delay):
    small, large = beta_delta_value(
        [60, 100], [delay, delay + 10], beta=beta, delta=0.96
    )
    assert large > small
    assert large / small == pytest.approx(100 / 60 * 0.96**10)


def test_exponential_discounting_never_turns_around():
    days = np.linspace(0, 400, 81)
    ratio = exponential_value(100, days + 10, delta=0.99) / exponential_value(
        60, days, delta=0.99
    )
    assert np.ptp(ratio) < 1e-12


# A wish that fades --------------------------------------------------------------------


def test_a_wish_of_a_twentieth_that_fades_by_a_fifth_ends_in_22_percent():
    # 1 - exp(-.05 / .2) = .221199
    wish = FadingDesire(per_day=0.05, fade=0.2)
    assert wish.ever == pytest.approx(0.221199, abs=5e-7)
    assert wish.bought(1e6) == pytest.approx(wish.ever)
    assert wish.quantile(wish.ever * 1.0001) == np.inf


@pytest.mark.parametrize("wish", [WISH, OFFER, FadingDesire(0.02, 0.0, 0.7)])
def test_the_share_bought_is_the_hazard_added_up(wish):
    # A second way: add the hazard up by quadrature, piece by piece.
    def hazard(day):
        times = 5 if wish.deadline and 11 < day <= 14 else 1
        return times * wish.per_day * np.exp(-wish.fade * day)

    for day in (3, 11, 12.5, 14, 40, 98):
        cuts = [c for c in (11, 14) if c < day]
        urge = integrate.quad(hazard, 0, day, points=cuts or None, limit=200)[0]
        assert wish.bought(day) == pytest.approx(wish.wanting * -np.expm1(-urge))


@pytest.mark.parametrize("wish", [WISH, OFFER])
def test_the_rate_is_what_bought_loses_among_those_left(wish):
    for day in (2.0, 12.0, 13.5, 30.0):
        step = 1e-6
        slope = (wish.bought(day + step) - wish.bought(day - step)) / (2 * step)
        assert wish.buying_rate(day) == pytest.approx(
            slope / (1 - wish.bought(day)), rel=1e-6
        )


@pytest.mark.parametrize(
    "wish",
    [
        WISH,
        OFFER,
        FadingDesire(0.05, 0.0),
        WISH.with_deadline(14, window_days=3, times=0),
        WISH.with_deadline(14, window_days=14, times=0.5),
    ],
)
def test_the_quantile_undoes_the_share(wish):
    shares = np.linspace(0, min(wish.ever, 0.99), 50)[1:-1]
    assert wish.bought(wish.quantile(shares)) == pytest.approx(shares)
    days = wish.quantile(shares)
    assert (np.diff(days) >= 0).all()


@pytest.mark.parametrize("wish", [WISH, OFFER])
def test_simulated_households_have_the_exact_shares_and_conditional_moments(wish):
    days = wish.simulate(400_000, seed=5)
    for by in (11, 14, 30, 98):
        share = (days <= by).mean()
        exact = wish.bought(by)
        error = np.sqrt(exact * (1 - exact) / days.size)
        assert abs(share - exact) < 4 * error
    early = days[days <= 98]
    mean, sd = wish.mean_days(by=98), wish.sd_days(by=98)
    assert abs(early.mean() - mean) < 4 * sd / np.sqrt(early.size)
    assert early.std() == pytest.approx(sd, rel=0.02)
    # Within the window alone, where a slip in the deadline would show.
    due = days[(days > 11) & (days <= 14)]
    inside = (wish.bought(12) - wish.bought(11)) / (wish.bought(14) - wish.bought(11))
    error = np.sqrt(inside * (1 - inside) / due.size)
    assert abs((due <= 12).mean() - inside) < 4 * error


def test_the_mean_day_agrees_with_the_closed_form():
    # The integral of exp(-(c) (1 - exp(-f t))) is a difference of two Ei functions.
    rate, fade, end = 0.15, 0.05, 98
    c = rate / fade
    area = np.exp(-c) / fade * (special.expi(c) - special.expi(c * np.exp(-fade * end)))
    share = -np.expm1(-c * -np.expm1(-fade * end))
    exact = end - (end - area) / share
    assert FadingDesire(rate, fade).mean_days(by=end) == pytest.approx(exact)


def test_a_deadline_moves_a_lasting_wish_and_catches_a_fleeting_one():
    moved = []
    for fade in (0.01, 0.05, 0.2, 0.6):
        wish = FadingDesire(0.15, fade)
        offer = wish.with_deadline(7, window_days=3, times=5)
        moved.append(offer.moved_share(by=200))
    assert moved == sorted(moved, reverse=True)
    assert moved[0] > 0.95
    assert moved[-1] < 0.2


def test_what_is_moved_can_be_counted_in_a_simulation():
    # The same fate in both worlds: one draw of luck per household, with and without.
    luck = np.random.default_rng(3).random(300_000)
    plain, offer = WISH.quantile(luck), OFFER.quantile(luck)
    extra = ((offer > 11) & (offer <= 14)).mean() - (
        (plain > 11) & (plain <= 14)
    ).mean()
    more = (offer <= 98).mean() - (plain <= 98).mean()
    assert 1 - more / extra == pytest.approx(OFFER.moved_share(by=98), abs=0.01)


def test_more_times_sell_more_and_a_deadline_of_one_times_is_none():
    days = np.linspace(0, 120, 60)
    same = WISH.with_deadline(14, window_days=3, times=1)
    assert same.bought(days) == pytest.approx(WISH.bought(days))
    ends = [WISH.with_deadline(14, window_days=3, times=m).ever for m in (0, 1, 2, 9)]
    assert ends == sorted(ends)
    assert ends[-1] < WISH.wanting


# Learning it --------------------------------------------------------------------------


def test_the_likelihood_is_that_of_every_household_on_its_own():
    # Each buyer contributes F(d) - F(d - 1), everybody else 1 - F(watched).
    days = np.array([1, 2, 2, 5, 12, 13, 14, 30, np.nan, np.nan, np.nan])
    offered = np.array([1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0], bool)
    table = life_table(days, watched_days=40, offered=offered)
    likelihood = _read(table, 14, 3, False)
    at = np.log([0.15, 0.05, 0.25, 5.0])
    wish = FadingDesire(0.15, 0.05, 0.25 / 1.25)
    offer = wish.with_deadline(14, window_days=3, times=5)
    by_hand = 0.0
    for day, has in zip(days, offered, strict=True):
        own = offer if has else wish
        if np.isnan(day):
            by_hand += np.log(1 - own.bought(40))
        else:
            by_hand += np.log(own.bought(day) - own.bought(day - 1))
    assert likelihood.height(at) == pytest.approx(by_hand)


def test_the_gradient_is_the_slope_of_the_likelihood():
    likelihood = _read(drawn(1, 800), 14, 3, False)
    at = np.log([0.1, 0.08, 0.4, 3.0])
    for k, way in enumerate(1e-6 * np.eye(4)):
        slope = (likelihood.height(at + way) - likelihood.height(at - way)) / 2e-6
        assert likelihood.gradient(at)[k] == pytest.approx(slope, rel=1e-4, abs=1e-3)


def test_no_general_optimizer_finds_a_higher_place():
    table = drawn(2)
    fitted = fit_desire(table, deadline_day=14, window_days=3)
    likelihood = _read(table, 14, 3, False)
    best = optimize.minimize(
        lambda at: -likelihood.height(at),
        np.log([0.15, 0.05, 0.25, 5.0]),
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-7, "maxiter": 4000},
    )
    assert fitted.log_likelihood >= -best.fun - 1e-5
    assert fitted.log_likelihood == pytest.approx(-best.fun, abs=1e-3)


def test_lifelines_fits_the_same_wish():
    # A peer: lifelines' parametric fitter with our hazard written in.
    from lifelines.fitters import ParametricUnivariateFitter

    class Fading(ParametricUnivariateFitter):
        _fitted_parameter_names = ("per_day_", "fade_")
        _bounds = ((1e-6, None), (1e-6, None))

        def _cumulative_hazard(self, params, times):
            import autograd.numpy as anp

            rate, fade = params
            return rate / fade * (1 - anp.exp(-fade * times))

    # Its interval censoring takes it that everybody buys in the end, so it gets the
    # exact moments, and ours gets ticks so short that nothing is lost: 40 a day.
    moments = 40 * FadingDesire(0.05, 0.2).simulate(3000, seed=8)
    watched = 40 * 60
    bought = moments <= watched
    ticks = np.where(bought, np.ceil(moments), np.nan)
    fitted = fit_desire(life_table(ticks, watched_days=watched), everybody=True)
    theirs = Fading().fit_right_censoring(
        np.minimum(moments, watched), bought, initial_point=[0.01, 0.01]
    )
    assert theirs.params_.tolist() == pytest.approx(
        [fitted.model.per_day, fitted.model.fade], rel=1e-3
    )
    errors = [fitted.standard_error("per_day"), fitted.standard_error("fade")]
    assert theirs.summary["se(coef)"].tolist() == pytest.approx(errors, rel=0.01)


QUANTITIES = {
    "per_day": 0.15,
    "fade": 0.05,
    "wanting": 0.2,
    "times": 5.0,
    "bought": OFFER.bought(98),
    "moved_share": OFFER.moved_share(by=98),
}


def coverage(seeds):
    held = dict.fromkeys(QUANTITIES, 0)
    for seed in seeds:
        fitted = fit_desire(drawn(seed), deadline_day=14, window_days=3)
        for name, truth in QUANTITIES.items():
            low, high = fitted.interval(name, by=98)
            held[name] += low <= truth <= high
    return held


def test_intervals_hold_the_truth_in_most_of_20_draws():
    for name, held in coverage(range(20)).items():
        assert stats.binomtest(held, 20, 0.95).pvalue > 1e-4, (name, held)


@pytest.mark.full
def test_intervals_hold_the_truth_about_as_often_as_they_say():
    # The fade is weakly tied down, so its intervals reach a little less: nine in ten.
    for name, held in coverage(range(200)).items():
        wanted = 0.88 if name in ("fade", "moved_share") else 0.91
        assert held / 200 >= wanted, (name, held)


def test_the_difference_of_two_arms_covers_the_truth_in_200_draws():
    truth = OFFER.bought(98) - WISH.bought(98)
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        arms = [rng.random(5000) < wish.bought(98) for wish in (OFFER, WISH)]
        found = difference(*arms)
        held += found.low <= truth <= found.high
    assert stats.binomtest(held, 200, 0.95).pvalue > 0.001


def test_rates_and_their_intervals_cover_a_constant_rate_in_100_draws():
    held = 0
    for seed in range(100):
        days = np.random.default_rng(seed).geometric(0.01, 400).astype(float)
        days[days > 30] = np.nan
        row = buying_rates(life_table(days, watched_days=30), [30]).iloc[0]
        held += row["low"] <= 0.01 <= row["high"]
    assert held >= 90


def test_a_life_table_counts_by_hand():
    table = life_table([1, 3, None, 2, None], watched_days=3, offered=[1, 1, 1, 0, 0])
    assert table["offered"].tolist() == [False] * 3 + [True] * 3
    assert table["at_risk"].tolist() == [2, 2, 1, 3, 2, 2]
    assert table["bought"].tolist() == [0, 1, 0, 1, 0, 1]
    rates = buying_rates(table, [1, 3])
    assert rates["household_days"].tolist() == [2, 3, 3, 4]
    # By hand: Garwood's limits for one event are .0253 and 5.572.
    assert rates.iloc[2]["low"] == pytest.approx(0.02532 / 3, rel=1e-3)
    assert rates.iloc[2]["high"] == pytest.approx(5.5716 / 3, rel=1e-3)
    assert rates.iloc[0]["low"] == 0


# The firm's promotion -----------------------------------------------------------------


def test_the_promotion_is_what_its_truth_says():
    truth = load("firm_truth").attrs["parameters"]["promotion"]
    assert len(promotion()) == truth["households"] == 10_000
    assert promotion()["arm"].value_counts().tolist() == [5000, 5000]
    assert promotion()["bought_day"].max() <= truth["watched_days"] == WATCHED
    assert truth["wish"] == {"per_day": 0.15, "fade": 0.05, "wanting": 0.2}
    assert truth["deadline"] == {"day": 14, "window_days": 3, "times": 5}
    # The coin knows nothing of the households: every hundred has about fifty.
    blocks = (promotion()["arm"] == "offer").to_numpy().reshape(100, 100).sum(axis=1)
    assert stats.chisquare(np.array([blocks.sum(), 10_000 - blocks.sum()])).pvalue == 1
    assert blocks.min() > 30


def test_a_household_that_bought_has_a_price_and_one_that_did_not_has_none():
    bought = promotion()["bought_day"].notna()
    for column in ("product", "paid_eur", "cost_eur", "returned"):
        assert (promotion()[column].notna() == bought).all()
    buyers = promotion()[bought]
    due = buyers["bought_day"].between(12, 14) & (buyers["arm"] == "offer")
    full = buyers["product"].astype(str).map({"Kopje Uno": 349, "Kopje Duo": 549})
    assert (buyers["paid_eur"] == (full * np.where(due, 0.8, 1)).round()).all()
    # Day 98, and 14 days to send it back, are over before the last day of all data.
    start = pd.Timestamp("2026-03-02")
    assert start.day_name() == "Monday"
    assert start + pd.Timedelta(days=97 + 14) < pd.Timestamp("2026-06-30")


def test_returns_are_as_often_as_the_truth_says():
    truth = load("firm_truth").attrs["parameters"]["promotion"]["returned"]
    buyers = promotion()[promotion()["bought_day"].notna()]
    due = buyers["bought_day"].between(12, 14) & (buyers["arm"] == "offer")
    for rows, rate in ((buyers[due], truth["offer"]), (buyers[~due], truth["else"])):
        sent_back = int(rows["returned"].sum())
        assert stats.binomtest(sent_back, len(rows), rate).pvalue > 0.01


def test_the_promotion_was_drawn_from_its_wish():
    fitted = fit_desire(kopje_table(), deadline_day=14, window_days=3)
    truth = _read(kopje_table(), 14, 3, False).height(
        np.array([np.log(0.15), np.log(0.05), np.log(0.25), np.log(5)])
    )
    assert stats.chi2.sf(2 * (fitted.log_likelihood - truth), 4) > 0.01
    for name, value in QUANTITIES.items():
        low, high = fitted.interval(name, by=98)
        assert low <= value <= high


def test_until_the_offer_the_arms_agree():
    before = buying_rates(kopje_table(), [11])
    plain, offer = before["bought"]
    assert stats.binomtest(int(offer), int(plain + offer), 0.5).pvalue > 0.05


# What makes no sense ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: hyperbolic_value(60, -1, k=0.1),
            "days must be 0 days or more, got -1",
        ),
        (lambda: hyperbolic_value(60, 1, k=-0.1), "k must be 0 per day or more"),
        (lambda: exponential_value(60, 1, delta=96), r"Did you mean 0\.96\?"),
        (lambda: beta_delta_value(6, 1, beta=70, delta=0.9), r"Did you mean 0\.7\?"),
        (lambda: switch_days(100, 60, wait_days=10, k=0.1), "must be the larger one"),
        (lambda: indifference_k(50, 34, 30), "got 50 first and 34 later"),
        (lambda: indifference_k(34, 50, 0), "days must be more than 0"),
        (lambda: FadingDesire(0, 0.2), "per_day must be one number above 0"),
        (lambda: FadingDesire(0.1, -0.2), "fade must be one number, 0 or more"),
        (lambda: FadingDesire(0.1, 0.2, 20), r"wanting .* Did you mean 0\.2\?"),
        (lambda: FadingDesire(0.1, 0.2, 0.0), "wanting must be one number above 0"),
        (lambda: WISH.bought(-1), "days must be 0 days or more"),
        (lambda: WISH.quantile(30), r"Did you mean 0\.3\?"),
        (lambda: WISH.with_deadline(3, window_days=7, times=2), "cannot begin before"),
        (lambda: WISH.moved_share(by=90), "without a deadline that sells more"),
        (lambda: OFFER.moved_share(by=10), "day 14, the deadline, or later; got 10"),
        (lambda: WISH.simulate(0, seed=1), "households must be a whole number from 1"),
        (
            lambda: life_table([1.5], watched_days=9),
            r"whole days from 1 up .*, got 1\.5",
        ),
        (lambda: life_table([0], watched_days=9), "got 0"),
        (
            lambda: life_table([12], watched_days=9),
            "bought on day 12, but watched_days",
        ),
        (lambda: life_table([], watched_days=9), "no households"),
        (
            lambda: life_table([1], watched_days=1),
            "watched_days must be a whole number",
        ),
        (
            lambda: life_table([1, 2], watched_days=9, offered=[True]),
            "offered has 1 households, bought_day has 2",
        ),
        (
            lambda: life_table([1, 2], watched_days=9, offered=["yes", "no"]),
            "must be True or False",
        ),
        (lambda: buying_rates(kopje_table(), [14, 11]), "must be days that rise"),
        (lambda: buying_rates(kopje_table(), [14, 200]), "ends with day 98"),
        (lambda: difference([1, 2], [np.nan, 2]), "has missing values"),
        (lambda: difference([1], [1, 2]), "two numbers or more"),
        (lambda: difference([np.inf, 1], [1, 2]), "treated must hold finite numbers"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_an_empty_cell_means_that_nobody_bought():
    for nothing in (None, np.nan, "", " "):
        table = life_table([1, 3, nothing, nothing], watched_days=3)
        assert table["at_risk"].tolist() == [4, 3, 3]
    with pytest.raises(TypeError, match=r"got '3' in row 1.*pd\.to_numeric"):
        life_table(["3", ""], watched_days=9)
    with pytest.raises(TypeError, match=r"got '3' in row 1.*pd\.to_numeric\(treated\)"):
        difference(["3", "5"], [1, 2])
    with pytest.raises(TypeError, match="must hold numbers, got True"):
        life_table([True, False], watched_days=9)


def test_a_table_that_says_false_in_words_is_not_taken_for_true():
    words = kopje_table().astype({"offered": str})
    with pytest.raises(ValueError, match="offered must be True or False"):
        fit_desire(words, deadline_day=14, window_days=14)


def test_dates_and_words_are_refused_as_days():
    with pytest.raises(TypeError, match="subtract the day before"):
        life_table(pd.to_datetime(["2026-03-02"]), watched_days=9)
    with pytest.raises(TypeError, match="k must be a number"):
        hyperbolic_value(60, 1, k="0.1")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.rename(columns={"bought": "bougth"}), r'Did you mean "bougth"\?'),
        (lambda t: t.iloc[:0], "has no rows"),
        (lambda t: t[t["offered"]], "shows only beside households without it"),
        (lambda t: t.assign(bought=0), "Nobody bought"),
        (lambda t: t.assign(bought=t["bought"] - 1), "whole numbers from 0 up"),
        (lambda t: t.assign(at_risk=1), "only 1 could"),
        (lambda t: t[t["day"] > 1], "must be 1, 2, 3"),
        (lambda t: t[~t["offered"] | (t["day"] < 50)], "watched for as many days"),
        (
            lambda t: t.assign(
                bought=t["bought"].where(~t["offered"] | ~t["day"].between(12, 14), 0)
            ),
            "Nobody who got the offer bought in its window",
        ),
    ],
)
def test_a_table_that_cannot_tell_is_refused_with_a_reason(change, says):
    with pytest.raises(ValueError, match=says):
        fit_desire(change(drawn(4)), deadline_day=14, window_days=3)


def test_a_fit_asks_for_what_it_needs():
    with pytest.raises(ValueError, match="given together"):
        fit_desire(drawn(4), deadline_day=14)
    with pytest.raises(ValueError, match="with and without an offer"):
        fit_desire(drawn(4))
    fitted = fit_desire(drawn(4), deadline_day=14, window_days=3)
    with pytest.raises(ValueError, match=r'Did you mean "wanting"\?'):
        fitted.interval("wantin")
    with pytest.raises(ValueError, match="needs a day"):
        fitted.interval("moved_share")
    plain = fit_desire(drawn(4).query("not offered"))
    with pytest.raises(ValueError, match="none was fitted"):
        plain.interval("times")


def test_a_wish_that_stays_and_one_that_all_have_are_told_apart_from_a_fit():
    stays = np.ceil(FadingDesire(0.02, 0.0).simulate(3000, seed=2))
    stays[stays > 60] = np.nan
    table = life_table(stays, watched_days=60)
    with pytest.raises(ValueError, match=r"a wish that fades|wants one is 1"):
        fit_desire(table)
    growing = life_table(np.repeat([10, 20, 30], [1, 5, 40]), watched_days=31)
    with pytest.raises(ValueError, match="no sign of a wish that fades"):
        fit_desire(growing, everybody=True)


def test_a_summary_has_an_interval_around_each_estimate():
    summary = fit_desire(drawn(4), deadline_day=14, window_days=3).summary()
    assert summary.index.tolist() == ["per_day", "fade", "wanting", "times"]
    assert (summary["low"] < summary["estimate"]).all()
    assert (summary["estimate"] < summary["high"]).all()
    alone = fit_desire(drawn(4).query("not offered"), everybody=True).summary()
    assert alone.index.tolist() == ["per_day", "fade"]
