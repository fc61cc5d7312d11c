"""The numbers in chapter 5's prose, titles and alternative texts, computed again."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from banked import banked
from chapter_text import said_in
from scipy import optimize, stats

from salescourse import load
from salescourse.b2c.impulse import (
    FadingDesire,
    OfferGame,
    beta_delta_value,
    buying_rates,
    difference,
    fit_desire,
    hundred_offered,
    hyperbolic_value,
    indifference_k,
    keys,
    life_table,
    promotion_worth,
    switch_days,
)
from salescourse.practice.sheets.spec import read_spec

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "05_impulse.ipynb"
DAY_0 = pd.Timestamp("2026-03-01")


@cache
def promotion():
    return load("firm_promotion")


@cache
def offered():
    return promotion()["arm"] == "offer"


def day():
    return promotion()["bought_day"]


def in_days(first, last):
    return day().between(first, last).fillna(False).astype(bool)


def both(rows):
    """How many rows with the offer and without."""
    return int((rows & offered()).sum()), int((rows & ~offered()).sum())


@cache
def table():
    return life_table(day(), watched_days=98, offered=offered())


@cache
def fitted():
    return fit_desire(table(), deadline_day=14, window_days=3)


def kept(of_returned=-45):
    money = (promotion()["paid_eur"] - promotion()["cost_eur"]).fillna(0)
    money[promotion()["returned"].fillna(False)] = of_returned
    return money


def percent(rate, digits=0):
    return round(100 * float(rate), digits)


@cache
def says():
    return said_in(NOTEBOOK)


# The scene and the idea ---------------------------------------------------------------


def test_the_days_of_the_story_are_the_days_of_the_data():
    names = {1: "Monday", 12: "Friday", 14: "Sunday", 15: "Monday", 98: "Sunday"}
    for number, name in names.items():
        assert (DAY_0 + pd.Timedelta(days=number)).day_name() == name
    assert DAY_0 + pd.Timedelta(days=12) == pd.Timestamp("2026-03-13")
    assert DAY_0 + pd.Timedelta(days=15) == pd.Timestamp("2026-03-16")
    assert DAY_0 + pd.Timedelta(days=98) == pd.Timestamp("2026-06-07")


def test_149_extra_orders_and_106_missing_ones():
    assert len(promotion()) == 10_000
    assert both(in_days(12, 14)) == (204, 55)
    assert both(in_days(15, 98)) == (53, 159)
    assert (204 - 55, 159 - 53) == (149, 106)
    assert pytest.approx(0.7, abs=0.02) == 106 / 149
    assert "149" in says()
    assert "106 orders missing" in says()


# The model ----------------------------------------------------------------------------


def test_the_choice_turns_five_days_ahead():
    assert round(indifference_k(34, 50, 30), 3) == 0.016
    assert switch_days(60, 100, wait_days=10, k=0.1) == pytest.approx(5)
    seen = {
        ahead: hyperbolic_value([60, 100], [ahead, ahead + 10], k=0.1).round(6).tolist()
        for ahead in (20, 5, 0)
    }
    assert seen == {20: [20, 25], 5: [40, 40], 0: [60, 50]}


def test_a_week_in_front_of_both_turns_the_vouchers_around():
    def counts(amounts, days):
        return hyperbolic_value(amounts, days, k=0.1).round(1).tolist()

    assert counts([60, 100], [0, 10]) == [60, 50]
    assert counts([60, 100], [7, 17]) == [35.3, 37.0]
    # The quiz's other changes do not suffice, and six days would.
    assert counts([90, 150], [0, 10]) == [90, 75]
    assert counts([60, 100], [0, 8]) == [60, 55.6]
    assert counts([60, 100], [0, 6]) == [60, 62.5]
    # Under the other model of impatience, which the chapter names, a day is enough.
    terms = {"beta": 0.7, "delta": 0.96}
    now = beta_delta_value([60, 100], [0, 10], **terms).round(2).tolist()
    later = beta_delta_value([60, 100], [1, 11], **terms).round(2).tolist()
    assert (now, later) == ([60, 46.54], [40.32, 44.68])


def test_the_strip_says_91_and_77_percent_moved():
    home = FadingDesire(0.15, 0.05).with_deadline(14, window_days=3, times=5)
    firm = FadingDesire(0.02, np.log(2) / 180)
    assert firm.half_life_days == pytest.approx(180)
    firm = firm.with_deadline(90, window_days=10, times=5)
    assert [percent(firm.moved_share(by=365)), percent(home.moved_share(by=98))] == [
        91,
        77,
    ]
    # By hand: from day 90 to 365 the chance to buy adds up to this.
    fade = np.log(2) / 180
    left = 0.02 / fade * (np.exp(-90 * fade) - np.exp(-365 * fade))
    assert firm.moved_share(by=365) == pytest.approx(1 - np.exp(-left))


def test_an_offer_at_once_catches_a_short_wish_and_moves_a_long_one():
    rows = {}
    for half_life in (1, 3, 14, 60):
        wish = FadingDesire(0.15, np.log(2) / half_life)
        offer = wish.with_deadline(3, window_days=3, times=5)
        shares = (wish.ever, offer.ever, offer.moved_share(by=98))
        rows[half_life] = [percent(share) for share in shares]
    assert rows == {1: [19, 62, 3], 3: [48, 86, 28], 14: [95, 99, 92], 60: [100] * 3}
    # "triples the buyers", by hand: five times the chance of three days, then the rest.
    total, first = 0.15 / np.log(2), 0.15 / np.log(2) * (1 - 0.5**3)
    assert 1 - np.exp(-total - 4 * first) == pytest.approx(0.62, abs=0.005)
    assert rows[1][1] / rows[1][0] > 3


def test_the_picture_shows_what_the_model_says():
    wish = FadingDesire(0.15, 0.05).with_deadline(14, window_days=3, times=5)
    two = hundred_offered(wish, seed=8272)
    at = two["times"].index
    for name, ended, late in (("offer", 70, 93), ("plain", 21, 82)):
        lane = two[name]
        drawn = [
            sum(path[-1][1] > 0 and path[-1][0] <= by for path in lane["paths"])
            for by in (3, 84)
        ]
        assert drawn == [ended, late]
        assert [round(lane["won"][at(by)]) for by in (3, 84)] == [ended, late]
        never = sum(path[-1][1] < 0 for path in lane["paths"])
        assert never == round(lane["lost"][0]) == 100 - late
    # By hand: who is undecided on day 11 has this much chance left.
    left = 3 * np.exp(-0.55)
    assert 1 - np.exp(-left) == pytest.approx(0.82, abs=0.005)
    # The same luck: nobody buys later because of the offer.
    days = [
        [path[-1][0] if path[-1][1] > 0 else np.inf for path in two[name]["paths"]]
        for name in ("offer", "plain")
    ]
    assert all(with_it <= alone for with_it, alone in zip(*days, strict=True))


def test_a_wish_of_a_twentieth_ends_in_22_1_percent():
    wish = FadingDesire(per_day=0.05, fade=0.2)
    assert percent(1 - np.exp(-0.25), 1) == percent(wish.ever, 1) == 22.1
    assert percent(1 - wish.ever) == 78
    assert wish.half_life_days == pytest.approx(3.5, abs=0.05)


def explored(by, half_life=14, times=5):
    return keys.bought_with_offer(half_life, times, by)


def test_the_explorer_starts_where_the_words_say():
    assert percent(keys.bought_without_offer(14, 11)) == 14
    assert percent(keys.bought_without_offer(14, 98)) == 19


def test_two_thirds_of_the_bump_stay_at_a_half_life_of_a_week_and_nothing_at_60():
    def gap(half_life, by):
        return explored(by, half_life) - keys.bought_without_offer(half_life, by)

    def bump(half_life):
        return gap(half_life, 14)

    assert gap(60, 98) < 0.0005
    assert gap(7, 98) / bump(7) == pytest.approx(2 / 3, abs=0.03)
    assert gap(3, 98) < gap(7, 98)
    assert bump(3) < bump(7) < bump(14)


def test_the_finding_holds_on_the_whole_grid():
    for times in (2, 3, 5, 10):
        moved = [
            keys.explorers_wish(half, times).moved_share(by=98)
            for half in (3, 5, 7, 10, 14, 30, 60)
        ]
        assert moved == sorted(moved)
        assert moved[-1] > 0.99
        assert moved[0] < 0.05


# The data -----------------------------------------------------------------------------


def test_before_the_offer_the_groups_buy_alike():
    assert both(in_days(1, 11)) == (751, 727)
    assert stats.binomtest(751, 751 + 727).pvalue > 0.3
    rates = buying_rates(table(), [11, 14, 28, 98])["per_day"]
    plain, offer = rates.loc[False], rates.loc[True]
    assert (percent(plain.iloc[0], 1), percent(offer.iloc[0], 1)) == (1.5, 1.5)
    assert (percent(plain.iloc[1], 2), percent(offer.iloc[1], 1)) == (0.43, 1.6)
    assert (percent(plain.iloc[2], 2), percent(offer.iloc[2], 2)) == (0.18, 0.06)
    assert offer.iloc[1] / plain.iloc[1] == pytest.approx(4, abs=0.3)
    assert offer.iloc[2] / plain.iloc[2] == pytest.approx(1 / 3, abs=0.03)
    bought = day().notna()
    assert percent(bought.mean()) == 19


def test_the_day_moved_by_1_3_and_less_than_a_third_of_the_bump_was_new():
    when = difference(day()[offered()].dropna(), day()[~offered()].dropna())
    assert [round(-x, 1) for x in (when.value, when.high, when.low)] == [1.3, 0.5, 2.1]
    bought = day().notna()
    left = ~in_days(1, 11)
    later = difference(bought[offered() & left], bought[~offered() & left])
    seen = [percent(x, 1) for x in (later.value, later.low, later.high)]
    assert seen == [1.0, 0.1, 2.0]
    due = in_days(12, 14)
    bump = difference(due[offered() & left], due[~offered() & left])
    assert percent(bump.value, 1) == 3.5
    assert 0.25 < later.value / bump.value < 1 / 3
    assert later.standard_error * 1.96 / bump.value == pytest.approx(0.28, abs=0.02)


def test_the_offer_wins_the_monday_and_loses_the_spring():
    money, weekend = kept(), in_days(12, 14)
    monday = money[weekend & offered()].sum() - money[weekend & ~offered()].sum()
    assert monday == 3271
    total = money[offered()].sum() - money[~offered()].sum()
    assert total == -12166
    each = difference(money[offered()], money[~offered()])
    assert [round(-x, 2) for x in (each.value, each.high, each.low)] == [
        2.43,
        0.01,
        4.86,
    ]


def test_the_sheet_begins_with_kopjes_weekend():
    start = read_spec("impulse")["start"]
    assert (start["offered"], start["left_alone"]) == both(day().isna() | day().notna())
    assert (start["during"], start["during_alone"]) == both(in_days(12, 14))
    assert (start["after"], start["after_alone"]) == both(in_days(15, 98))
    due = in_days(12, 14) & offered()
    buyers = day().notna() & ~due
    margin = promotion()["paid_eur"] - promotion()["cost_eur"]
    back = promotion()["returned"].fillna(False).astype(bool)
    assert round(margin[due].mean()) == start["margin_off"] == 77
    assert margin[buyers].mean() == pytest.approx(start["margin"], abs=1)
    shares = [percent(back[rows].mean()) for rows in (due, buyers)]
    assert shares == [19, 8]
    assert (start["returned_off"], start["returned"]) == (0.19, 0.08)
    # It comes to what the chapter counts household by household.
    worth = promotion_worth(
        offered=5000, left_alone=5000, during=(204, 55), after=(53, 159),
        margin_eur=(77, 161), returned=(0.19, 0.08), return_cost_eur=45,
    )  # fmt: skip
    assert worth.worth_eur == pytest.approx(-12_166, abs=300)
    assert worth.window_eur == pytest.approx(3271, abs=300)


def test_without_returns_the_loss_would_be_1_44_and_could_be_none():
    # As if every machine had stayed: the price less the cost.
    money = (promotion()["paid_eur"] - promotion()["cost_eur"]).fillna(0)
    each = difference(money[offered()], money[~offered()])
    assert round(each.value, 2) == -1.44
    assert each.low < -1 < 1 < each.high


def test_prices_and_returns_are_as_told():
    buyers = promotion()[day().notna()]
    due = in_days(12, 14)[buyers.index] & offered()[buyers.index]
    uno = buyers[buyers["product"] == "Kopje Uno"]
    assert set(uno["paid_eur"]) == {349, 279}
    assert set(uno["cost_eur"]) == {215}
    assert (349 - 215, 279 - 215) == (134, 64)
    returned = buyers["returned"].astype(bool)
    assert (int(returned[due].sum()), int(due.sum())) == (38, 204)
    assert (percent(returned[due].mean()), percent(returned[~due].mean())) == (19, 8)
    # Would have paid in full: 55 that weekend and 106 later, of 204.
    assert pytest.approx(0.8, abs=0.02) == (55 + 106) / 204


def test_three_of_four_were_moved_says_the_fit_and_77_percent_the_envelope():
    assert percent(fitted().model.moved_share(by=98)) == 75
    ends = [percent(end) for end in fitted().interval("moved_share", by=98)]
    assert ends == [55, 88]
    truth = load("firm_truth").attrs["parameters"]["promotion"]
    real = FadingDesire(**truth["wish"]).with_deadline(**truth["deadline"])
    assert percent(real.moved_share(by=98)) == 77
    assert FadingDesire(**truth["wish"]).half_life_days == pytest.approx(14, abs=0.2)


def test_no_general_optimizer_fits_kopje_better():
    likely = fitted().log_likelihood

    def misfit(x):
        rate, fade, times = np.exp(x[[0, 1, 3]])
        plain = FadingDesire(rate, fade, 1 / (1 + np.exp(-x[2])))
        offer = plain.with_deadline(14, window_days=3, times=times)
        total = 0.0
        for wish, has in ((plain, False), (offer, True)):
            own = table()[table()["offered"] == has]
            cdf = wish.bought(np.arange(99))
            never = own["at_risk"].iloc[-1] - own["bought"].iloc[-1]
            total += own["bought"] @ np.log(np.diff(cdf)) + never * np.log(1 - cdf[-1])
        return -total

    best = optimize.minimize(misfit, [-2, -3, -1.4, 1.6], method="Nelder-Mead")
    assert likely == pytest.approx(-best.fun, abs=0.01)


def test_a_model_that_cannot_run_out_says_3_percent_and_fits_worse_by_81():
    wrong = fit_desire(table(), deadline_day=14, window_days=3, everybody=True)
    assert percent(wrong.model.moved_share(by=98)) == 3
    assert round(wrong.log_likelihood - fitted().log_likelihood) == -81


def test_long_browsing_goes_with_buying():
    minutes = load("shoppers_minutes").set_index("minutes_on_products")
    share = minutes["purchases"] / minutes["sessions"]
    assert (percent(share["0"], 1), percent(share["80+"])) == (1.7, 34)
    assert percent(share["1-2"], 1) == 5.3
    assert share.is_monotonic_increasing
    few = int(minutes["purchases"].iloc[:4].sum())
    assert (few, int(minutes["purchases"].sum())) == (227, 1908)
    assert percent(few / 1908) == 12


def near_and_not(rows):
    sums = rows.groupby("near_special_day")[["purchases", "sessions"]].sum()
    share = sums["purchases"] / sums["sessions"]
    return [percent(share[near], 1) for near in (True, False)], sums


def test_the_special_days_are_a_trap():
    shop = load("shoppers")
    assert near_and_not(shop)[0] == [6.2, 16.5]
    assert near_and_not(shop[shop["month"] == "May"])[0] == [6.4, 13.2]
    february, sums = near_and_not(shop[shop["month"] == "Feb"])
    assert february == [2.5, 1.0]
    assert sums["purchases"].tolist() == [1, 2]
    assert sums["sessions"].tolist() == [105, 79]
    near = shop[shop["near_special_day"]]
    assert set(near["month"]) == {"Feb", "May"}
    november = shop[shop["month"] == "Nov"][["purchases", "sessions"]].sum()
    assert percent(november["purchases"] / november["sessions"]) == 25
    may = shop[shop["month"] == "May"]
    assert near_and_not(may[may["visitor"] == "new"])[0] == [27.6, 27.6]
    close = may[may["near_special_day"]].groupby("visitor", observed=True)["sessions"]
    assert percent(close.sum()["returning"] / close.sum().sum()) == 95


# Exercises and quiz -------------------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say():
    assert percent(explored(98, 7), 1) == 17.4
    assert percent(keys.bought_without_offer(7, 98), 1) == 15.6
    moved = keys.explorers_wish(7, 5).moved_share(by=98)
    assert moved == pytest.approx(1 / 3, abs=0.03)
    assert explored(98, 7) / 0.2 == pytest.approx(0.87, abs=0.002)
    terms = {"per_day": 0.05, "fade": 0.2, "day": 7, "window_days": 2, "times": 3}
    assert round(keys.ever_with_deadline(**terms), 4) == 0.2670
    assert round(keys.gain_by_deadline(**terms), 4) == 0.0458
    assert round(keys.gain_on_the_day(**terms), 4) == 0.0487
    # Five days ahead 60 are worth 60 / 1.5, and 100 ten days later 100 / 2.5: both 40.
    turn = banked("impulse-turn", small=60, large=100, wait=10, k=0.1)
    assert turn == pytest.approx(5)


def test_the_gain_agrees_with_the_formula_by_hand():
    # Twice the window's chance is added: (.05 / .2) (exp(-1) - exp(-1.4)) each time.
    window = 0.25 * (np.exp(-1) - np.exp(-1.4))
    by_hand = np.exp(-0.25) * (1 - np.exp(-2 * window))
    gain = keys.gain_by_deadline(0.05, 0.2, 7, 2, 3)
    assert gain == pytest.approx(by_hand)


def test_those_who_lie_in_wait_buy_less_than_without_any_offer():
    kopje = {"per_day": 0.15, "fade": 0.05, "day": 14, "window_days": 3, "times": 5}
    waiting = keys.ever_if_they_wait(**kopje, waiting_days=11)
    nobody = keys.ever_if_they_wait(**kopje, waiting_days=0)
    without = FadingDesire(0.15, 0.05).ever
    shares = [percent(x, 1) for x in (without, nobody, waiting)]
    assert shares == [95.0, 98.1, 93.2]
    # A second way: a multiplier of 0 before the window and of 5 in it, added up.
    by_hand = 3 * (5 * (np.exp(-0.55) - np.exp(-0.7)) + np.exp(-0.7))
    assert waiting == pytest.approx(1 - np.exp(-by_hand))
    # "most of them at 20 % off": bought in the window, of all who buy.
    in_window = 1 - np.exp(-15 * (np.exp(-0.55) - np.exp(-0.7)))
    assert in_window / waiting > 0.5


def test_the_monday_talk_quotes_the_data_rightly():
    april = (pd.Timestamp("2026-04-14") - DAY_0).days - 1
    with_offer, without = both(in_days(15, april))
    assert (with_offer, without) == (47, 139)
    assert without / with_offer == pytest.approx(3, abs=0.1)
    assert pd.Timestamp("2026-04-14").day_name() == "Tuesday"
    assert pd.Timestamp("2026-04-10").day_name() == "Friday"
    # "Each order that was only early has cost seventy euros."
    assert (349 - 215) - (279 - 215) == 70


def test_the_games_rules_lose_what_the_quiz_says():
    game = OfferGame()
    best = game.worth(game.start)
    lost = {name: percent(1 - w / best) for name, w in game.by_rules().items()}
    told = {"30 % on the first day": 49, "Never": 36, "Remind daily": 22}
    assert {name: lost[name] for name in told} == told
    assert (game.margin[0], game.margin[3], game.unsub) == (40, 15, 0.16)
    # 18 in a hundred buy at once at 30 % off, and 4 after a reminder.
    bought = [
        sum(one.chance for one in game.outcomes(game.start, move) if one.gain > 0)
        for move in (3, 1)
    ]
    assert [percent(share) for share in bought] == [18, 4]
    assert (round(best, 1), round(game.given_away(game.start, 3), 1)) == (8.2, 2.1)


def test_the_margin_and_not_the_waiting_is_most_of_what_the_first_day_gives_away():
    patient = OfferGame(wait=1.0, tired=1.0)
    assert round(patient.given_away(patient.start, 3), 1) == 1.5
    dear = OfferGame(margin=(40, 40, 30, 30))
    assert dear.best_moves(dear.start) == (3,)
    # Only reminders make people unsubscribe: the game goes on after an offer.
    game = OfferGame()
    ended = [one for one in game.outcomes(game.start, 3) if one.next is None]
    assert [one.gain for one in ended] == [15]


def test_the_best_play_reminds_who_does_not_look_and_keeps_30_percent_for_the_end():
    game = OfferGame()
    states, thirty, reminded = {game.start: 1.0}, {}, []
    for day_number in range(1, 8):
        moves = {state: game.best_move(state) for state in states}
        thirty[day_number] = {
            looked: sum(
                chance
                for state, chance in states.items()
                if moves[state] == 3 and state and state[-1][1] == looked
            )
            for looked in (False, True)
        }
        if day_number in (2, 3):
            reminded += [moves[state] == 1 - state[-1][1] for state in states]
        then = {}
        for state, chance in states.items():
            for one in game.outcomes(state, moves[state]):
                if one.next is not None:
                    then[one.next] = then.get(one.next, 0) + chance * one.chance
        states = then
    assert all(reminded)  # 1 to who did not look, 0 to who did
    assert [d for d, by in thirty.items() if sum(by.values()) > 0] == [6, 7]
    assert all(thirty[d][False] > 10 * thirty[d][True] for d in (6, 7))
