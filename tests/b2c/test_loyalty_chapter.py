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
    hundred_silent,
    keys,
    own_pauses,
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


def test_the_picture_shows_what_the_model_says():
    two = hundred_silent(BEANS, (15, 68.3), (2, 59.6), seed=815)
    for who, repeats, last, again in (("often", 15, 68.3, 96), ("seldom", 2, 59.6, 63)):
        lane = two[who]
        drawn = sum(p[-1][1] > 0 and p[-1][0] <= 33 for p in lane["paths"])
        assert drawn == again == round(lane["won"][33])
        gone, there = lane["lost"][33], 100 - lane["won"][33] - lane["lost"][33]
        # Of those silent for 33 weeks, as many still order as `alive` says.
        alive = BEANS.alive(repeats, last, last + 33)
        assert there / (there + gone) == pytest.approx(alive, abs=0.002)


def test_the_strip_counts_the_weeks_until_gone_is_likelier():
    chance = [BEANS.alive(15, 68.3, 68.3 + w) for w in range(40)]
    assert next(w for w, c in enumerate(chance) if c < 0.5) == 17
    # A second way: where the odds of having stopped are one.
    grown = ((4.17 + 14) / 0.70) ** (1 / 16.15)
    assert 16 < (6.64 + 68.3) * grown - 6.64 - 68.3 < 17


def test_own_orders_weigh_seven_tenths_for_two_orders():
    weight = 4.28 * 2 / (4.28 * 2 + 4.65 - 1)
    assert round(weight, 2) == 0.70
    everybody = 4.28 * 25.9 / (4.65 - 1)
    spend = GammaGamma(p=4.28, q=4.65, v=25.9).expected_spend(2, 17.45)
    assert spend == pytest.approx(weight * 17.45 + (1 - weight) * everybody)


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


def test_what_a_tenth_of_each_is_worth():
    often = BGNBD(1.15, 6.64 / 1.1, 0.70, 4.17)
    stay = BGNBD(1.15, 6.64, 0.63, 4.24)
    assert pytest.approx(0.9 * 0.70 / 4.87) == 0.63 / 4.87

    def gains(weeks):
        usual = BEANS.expected_repeats(weeks)
        return [m.expected_repeats(weeks) / usual - 1 for m in (often, stay)]

    half, five = gains(26), gains(260)
    assert half[0] > half[1]
    assert [percent(gain) for gain in five] == [5, 11]
    # A second way: households drawn one by one.
    rng = np.random.default_rng(11)
    rate = rng.gamma(1.15, 1 / 6.64, 400_000)

    def drawn(faster, b_more):
        stop = rng.beta(0.70 - b_more, 4.17 + b_more, rate.size)
        orders = np.maximum(rng.poisson(260 * faster * rate), 0)
        stays = rng.geometric(np.clip(stop, 1e-12, 1))
        return np.minimum(orders, stays).mean()

    usual = drawn(1, 0)
    assert drawn(1.1, 0) / usual - 1 == pytest.approx(five[0], abs=0.02)
    assert drawn(1, 0.07) / usual - 1 == pytest.approx(five[1], abs=0.02)


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


def again():
    """Those who came back at least once, with the orders they have missed."""
    table = cdnow()[cdnow()["repeats"] > 0]
    missed = own_pauses(table["repeats"], table["last_weeks"], table["age_weeks"])
    return table.assign(missed=missed, back=table["later_repeats"] > 0)


def test_65_in_a_hundred_come_back_after_no_missed_order_and_31_after_five():
    table = again()
    assert percent(table["back"][table["missed"] <= 1].mean()) == 65
    late = table[table["missed"] > 5]
    # By hand: days of silence over the mean pause, without the package.
    pause = table["last_weeks"] / table["repeats"]
    assert (late.index == table.index[table["silent"] > 5 * pause]).all()
    assert percent(late["back"].mean()) == 31
    # "three in ten", also on the sheet
    assert round(10 * late["back"].mean()) == 3


def test_the_calendar_sorts_as_well_as_the_rhythm():
    table = again()
    back = table["back"].to_numpy()

    def pairs(score):
        ahead = score[back][:, None] - score[~back][None, :]
        return percent(np.mean((ahead > 0) + 0.5 * (ahead == 0)))

    scores = (-table["silent"], table["alive"], -table["missed"])
    assert [pairs(s.to_numpy()) for s in scores] == [71, 70, 67]


def test_of_15_silent_regulars_eight_came_back():
    from scipy.stats import binom, binomtest

    table = cdnow()
    quiet = table[(table["repeats"] > 0) & (table["silent"] >= 20)]
    assert len(quiet) == 359
    most = quiet[quiet["repeats"] >= 4]
    back = (most["later_repeats"] > 0).sum()
    assert (len(most), back) == (15, 8)
    assert percent(most["alive"].mean()) == 6
    low, high = binomtest(int(back), len(most)).proportion_ci(method="wilson")
    assert (percent(low), percent(high)) == (30, 75)
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
    # "most silent regulars have gone": of those with ten repeats and more
    silent = (homes()["age_weeks"] - homes()["last_weeks"]).between(12, 40)
    some = (silent & (homes()["repeats"] >= 10)).to_numpy()
    assert percent(chance[some].mean()) == percent(truth["still_buys"][some].mean())
    assert percent(truth["still_buys"][some].mean()) == 37
    later = truth["next_26_weeks"]
    assert percent(captured(orders, later)) == 78
    assert percent(captured(rfm_scores(homes())["score"], later)) == 74


# Exercises, claims, quiz --------------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say():
    assert round(keys.alive(8, 80, 100), 2) == 0.70
    assert (80 / 8, 20 / 10) == (10, 2)
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
