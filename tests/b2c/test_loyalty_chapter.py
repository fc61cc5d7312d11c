"""The numbers in chapter 7's prose, titles and alternative texts, computed again."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from banked import banked

from salescourse import load
from salescourse.b2c.loyalty import (
    BGNBD,
    GammaGamma,
    captured,
    customer_summary,
    fit_bgnbd,
    fit_gamma_gamma,
    fit_market,
    keys,
    rfm_scores,
)

CENSUS = pd.Timestamp("2026-06-30")
BEANS = BGNBD(**keys.BEANS)


def percent(rate, digits=0):
    return round(100 * float(rate), digits)


@cache
def homes():
    return customer_summary(load("firm_purchases"), CENSUS)


@cache
def envelope():
    return load("firm_households").set_index("household_id").loc[homes().index]


@cache
def fitted():
    return fit_bgnbd(homes())


@cache
def cdnow():
    table = load("cdnow")
    model = fit_bgnbd(table).model
    history = table[["repeats", "last_weeks", "age_weeks"]]
    return table.assign(
        forecast=model.expected_later(39, **history),
        alive=model.alive(**history),
        silent=table["age_weeks"] - table["last_weeks"],
    )


# The scene and the idea ---------------------------------------------------------------


def test_two_households_placed_their_last_order_on_the_same_day():
    bought = load("firm_purchases")
    by = bought.groupby("household_id")
    assert CENSUS.day_name() == "Tuesday"
    assert by.size()[["H103", "H413"]].tolist() == [16, 3]
    assert by["amount_eur"].sum()[["H103", "H413"]].round().tolist() == [665, 47]
    last = by["bought_on"].max()[["H103", "H413"]]
    assert (last == "2025-11-08").all()
    first = by["bought_on"].min()[["H103", "H413"]]
    assert first.dt.strftime("%Y-%m").tolist() == ["2024-07", "2024-09"]
    scores = rfm_scores(homes())["score"]
    assert scores[["H103", "H413"]].tolist() == [13, 7]


def test_six_in_a_hundred_and_67():
    model = fitted().model
    chance = model.alive(**homes()[["repeats", "last_weeks", "age_weeks"]])
    chance = pd.Series(chance, homes().index)
    assert percent(chance["H103"]) == 6
    assert percent(chance["H413"]) == 67
    assert BEANS.alive(15, 68.3, 101.7) == pytest.approx(chance["H103"], abs=0.001)
    assert BEANS.alive(2, 59.6, 93) == pytest.approx(chance["H413"], abs=0.001)


def test_their_pauses_are_four_to_five_and_thirty_weeks():
    often, seldom = homes().loc["H103"], homes().loc["H413"]
    pause = often["last_weeks"] / often["repeats"]
    silence = (CENSUS - pd.Timestamp("2025-11-08")).days / 7
    assert 4 < pause < 5
    assert int(silence) == 33
    assert int(silence / pause) == 7
    assert seldom["last_weeks"] / seldom["repeats"] == pytest.approx(30, abs=0.3)


# The model ----------------------------------------------------------------------------


def test_the_rounded_numbers_are_those_of_the_fits():
    model = fitted().model
    rounded = [round(v, 2) for v in (model.r, model.alpha, model.a, model.b)]
    assert rounded == list(keys.BEANS.values())
    spend = fit_gamma_gamma(homes()).model
    assert (round(spend.p, 2), round(spend.q, 2), round(spend.v, 1)) == (
        4.28, 4.65, 25.9,
    )  # fmt: skip


def test_the_worked_number_is_odds_of_15_to_1():
    first = 0.70 / (4.17 + 14)
    second = (108.34 / 74.94) ** 16.15
    assert round(4.17 + 14, 2) == 18.17
    assert pytest.approx((108.34, 74.94)) == (6.64 + 101.7, 6.64 + 68.3)
    assert round(first, 3) == 0.039
    assert round(second) == 385
    assert round(first * second) == 15


def test_the_explorers_line_falls_after_a_long_silence_and_rises_after_a_short_one():
    x = np.array([1, 5, 15])
    assert (np.diff(BEANS.alive(x, 70, 100)) < 0).all()
    assert (np.diff(BEANS.alive(x, 98, 100)) > 0).all()


def test_ten_times_as_likely_and_a_euro_and_a_half_apart():
    euros = GammaGamma(p=4.28, q=4.65, v=25.9)
    worth, each = [], []
    rows = ((15, 68.3, 101.7, 43.04), (2, 59.6, 93.0, 17.45))
    for x, last, age, mean in rows:
        orders = BEANS.expected_later(26, repeats=x, last_weeks=last, age_weeks=age)
        each.append(euros.expected_spend(x, mean))
        worth.append(orders * each[-1])
    assert homes().loc[["H103", "H413"], "mean_spend"].round(2).tolist() == [
        43.04, 17.45,
    ]  # fmt: skip
    assert round(each[0]) == 42
    assert worth[1] - worth[0] == pytest.approx(1.5, abs=0.06)
    ratio = BEANS.alive(2, 59.6, 93) / BEANS.alive(15, 68.3, 101.7)
    assert ratio == pytest.approx(10, abs=1)


def test_toothpaste_from_its_size_alone():
    brands = load("toothpaste").set_index("brand")
    market = fit_market(0.56, 2.6, brands)
    table = market.table(brands["share"])
    small, large = table.loc["Sainsbury"], table.loc["Colgate DC"]
    assert round(market.s, 2) == 1.48
    assert small["penetration"] / large["penetration"] == pytest.approx(0.1, abs=0.01)
    assert round(small["purchases_per_buyer"], 2) == 1.57
    assert round(large["purchases_per_buyer"], 2) == 1.79
    seen = 0.56 * 2.6 * brands["share"] / brands["penetration"]
    assert round(seen["Colgate DC"], 2) == 1.82
    assert round(seen["Sainsbury"], 2) == round(seen["Boots"], 2) == 1.46
    # Both small ones lie below the line, at their own penetration.
    sizes = np.linspace(0.005, 0.28, 400)
    line = np.interp(
        brands["penetration"],
        market.penetration(sizes),
        market.purchases_per_buyer(sizes),
    )
    off = seen - line
    assert (off[["Sainsbury", "Boots"]] < 0).all()
    assert off.abs().max() < 0.25
    assert 0.08 < np.sqrt((off**2).mean()) < 0.2
    assert brands["penetration"].tolist() == [0.2, 0.17, 0.09, 0.08, 0.08, 0.07,
                                              0.03, 0.02]  # fmt: skip


def test_the_larger_brands_buyers_stray_less():
    market = fit_market(0.56, 2.6, load("toothpaste"))
    assert market.also_buy(0.02, 0.25) > 10 * market.also_buy(0.25, 0.02)
    assert market.share_of_wallet(0.02) < market.share_of_wallet(0.25)


# The data -----------------------------------------------------------------------------


def test_the_forecast_misses_by_12_percent_and_the_same_again_by_31():
    table = cdnow()
    made = table["later_repeats"].sum()
    assert (len(table), made, table["repeats"].sum()) == (2357, 1882, 2457)
    assert round(table["forecast"].sum()) == 1653
    assert percent(1 - table["forecast"].sum() / made) == 12
    assert percent(table["repeats"].sum() / made - 1) == 31


def test_the_figure_of_the_weeks_kept_back():
    table = cdnow()
    by = table.groupby(table["repeats"].clip(upper=7))
    means = by[["forecast", "later_repeats"]].mean()
    assert means.loc[1].round(2).tolist() == [0.52, 0.70]
    assert means.loc[4].round(2).tolist() == [2.16, 2.53]


def test_the_best_fifth_is_a_tie_and_the_best_twentieth_is_not():
    table = cdnow()
    later = table["later_repeats"].to_numpy(float)
    model, rfm = table["forecast"].to_numpy(), rfm_scores(table)["score"].to_numpy()
    assert percent(captured(model, later, share=0.2)) == 63
    assert percent(captured(rfm, later, share=0.2)) == 64
    assert percent(captured(model, later, share=0.05)) == 35
    assert percent(captured(rfm, later, share=0.05)) == 21
    assert percent(captured(table["repeats"], later, share=0.05)) == 31
    # "drawing the customers anew turns it around often enough"
    rng = np.random.default_rng(3)
    ahead, ahead_at_the_top = [], []
    for _ in range(200):
        drawn = rng.integers(0, len(later), len(later))
        one, other, those = model[drawn], rfm[drawn], later[drawn]
        ahead.append(captured(one, those) > captured(other, those))
        top = [captured(score, those, share=0.05) for score in (one, other)]
        ahead_at_the_top.append(top[0] > top[1])
    assert 0.1 < np.mean(ahead) < 0.5
    assert np.mean(ahead_at_the_top) > 0.99
    # "RFM gives its highest score to too many": more than a twentieth
    assert (rfm == rfm.max()).mean() > 0.05


def test_of_15_silent_regulars_eight_came_back():
    from scipy.stats import binom

    table = cdnow()
    quiet = table[(table["repeats"] > 0) & (table["silent"] >= 20)]
    assert len(quiet) == 359
    most = quiet[quiet["repeats"] >= 4]
    back = (most["later_repeats"] > 0).sum()
    assert (len(most), back) == (15, 8)
    assert percent(most["alive"].mean()) == 6
    # "a chance of six in a hundred does not make eight of fifteen"
    assert binom.sf(7, 15, most["alive"].mean()) < 1e-5
    once = quiet[quiet["repeats"] == 1]
    assert percent((once["later_repeats"] > 0).mean()) == 29
    assert percent(once["alive"].mean()) == 33


def test_the_planted_numbers_lie_within_the_intervals():
    law = load("firm_truth").attrs["parameters"]["beans"]["orders"]
    assert list(law.values()) == [1.1, 6.0, 0.8, 5.0]
    for name, value in law.items():
        low, high = fitted().interval(name)
        assert low <= value <= high


def test_the_envelope_of_the_households():
    history = homes()[["repeats", "last_weeks", "age_weeks"]]
    chance = fitted().model.alive(**history)
    orders = fitted().model.expected_later(26, **history)
    truth = envelope()
    assert (round(chance.sum()), truth["still_buys"].sum()) == (405, 401)
    assert (round(orders.sum()), truth["next_26_weeks"].sum()) == (1079, 1097)
    pair = truth.loc[["H103", "H413"]]
    assert pair["still_buys"].tolist() == [False, True]
    assert pair["next_26_weeks"].tolist() == [0, 1]
    silent = (homes()["age_weeks"] - homes()["last_weeks"]).between(12, 40)
    often, seldom = homes()["repeats"] >= 10, homes()["repeats"].between(1, 4)
    for group, model, real in ((often, 37, 37), (seldom, 70, 69)):
        some = (group & silent).to_numpy()
        assert percent(chance[some].mean()) == model
        assert percent(truth["still_buys"][some].mean()) == real
    later = truth["next_26_weeks"]
    assert percent(captured(orders, later)) == 78
    assert percent(captured(rfm_scores(homes())["score"], later)) == 74


# Exercises, claims, quiz --------------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say():
    assert round(keys.alive(5, 70, 100), 2) == 0.60
    assert 70 / 5 == 14
    assert round(keys.cdnow_later(39, 2, 30.43, 38.86), 3) == 1.226
    assert round(keys.cdnow_alive(2, 30.43, 38.86), 3) == 0.727
    assert percent(1 - keys.cdnow_alive(2, 30.43, 38.86)) == 27
    assert round(keys.still_buys(0, 0, 100), 2) == 0.20
    assert round(keys.alive(15, 68.3, 101.7), 3) == 0.063
    assert round(keys.still_buys(15, 68.3, 101.7), 3) == 0.066
    assert (homes()["repeats"] == 0).sum() == 43


def test_the_changed_model_is_what_drawn_customers_do():
    # Exercise 3 a second way: households drawn with a chance to stop after each order,
    # the first included, weighed by how likely their history is.
    rng = np.random.default_rng(5)
    rate = rng.gamma(1.15, 1 / 6.64, 1_000_000)
    stop = rng.beta(0.70, 4.17, rate.size)
    for x, last, age in ((0, 0, 100), (2, 30, 60)):
        stayed = (1 - stop) ** (x + 1) * rate**x * np.exp(-rate * age)
        left = stop * (1 - stop) ** x * rate**x * np.exp(-rate * last)
        drawn = stayed.sum() / (stayed + left).sum()
        assert keys.still_buys(x, last, age) == pytest.approx(drawn, abs=0.005)


def test_past_purchases_alone_give_295_percent():
    back = cdnow()[cdnow()["repeats"] > 0]
    spend = back.groupby(back["repeats"] >= 4)["later_spend"].mean()
    assert (round(spend[False]), round(spend[True])) == (39, 154)
    assert percent(spend[True] / spend[False] - 1) == 295
    twice = back.groupby(back["repeats"] >= 2)["later_spend"].mean()
    assert percent(twice[True] / twice[False] - 1) == 240


def test_the_numbers_of_the_quiz():
    assert round(1.15 / 6.64, 2) == 0.17
    assert round(0.70 / 4.87, 2) == 0.14
    later = BEANS.expected_later(26, repeats=2, last_weeks=59.6, age_weeks=93)
    assert round(later, 2) == 0.52
    # Twenty weeks at one order in two weeks: ten; at one in ten weeks: two.
    assert (20 / 2, 20 / 10) == (10, 2)
    market = fit_market(0.56, 2.6, load("toothpaste"))
    assert market.purchases_per_buyer(0.03) == pytest.approx(1.6, abs=0.05)
    assert market.purchases_per_buyer(0.25) == pytest.approx(1.8, abs=0.05)
    ratio = market.penetration(0.25) / market.penetration(0.03)
    assert ratio == pytest.approx(7, abs=0.5)
    assert pd.Timestamp("2026-07-02").day_name() == "Thursday"


def test_the_weight_of_ones_own_mean_grows_with_what_was_seen():
    shares = [4 * x / (4 * x + 4) for x in (1, 2, 4)]
    assert shares == [0.5, 2 / 3, 0.8]
    # With one purchase the weight is a half: between 30 and 80.
    assert keys.shrunk_mean(80, 1, 4, 5, 30) == 55
    assert banked("loyalty-one-large-order", "half way", own=80) == 55
    assert keys.shrunk_mean(80, 2, 4, 5, 30) == pytest.approx(
        GammaGamma(4, 5, 30).expected_spend(2, 80)
    )
    assert banked("loyalty-one-large-order", "everybody's mean") == 30
