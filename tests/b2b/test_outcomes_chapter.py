"""The numbers in chapter 4's prose, titles and alternative texts, computed again."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from banked import banked
from scipy import stats

from salescourse import load
from salescourse.b2b.outcomes import (
    Deals,
    brier_parts,
    calibration,
    closed_share,
    keys,
    one_minus_km,
    outcome_curves,
    read_deals,
    seen_win_rate,
    wins_forecast,
)

CENSUS = pd.Timestamp("2026-06-30")


@cache
def crm():
    return load("firm_opportunities")


@cache
def truth():
    return load("firm_truth").query("duplicate_of.isna()").set_index("opportunity_id")


@cache
def deals():
    visits = load("firm_stage_visits")
    return read_deals(
        crm(),
        CENSUS,
        same=["account_id", "product", "amount_eur"],
        last_seen=visits.groupby("opportunity_id")["left_on"].max(),
    )


@cache
def curves():
    return outcome_curves(deals())


def percent(rate, digits=0):
    return round(100 * float(rate), digits)


# The scene and the idea ---------------------------------------------------------------


def test_the_thirtieth_of_june_2026_is_a_tuesday():
    assert CENSUS.day_name() == "Tuesday"
    assert pd.Timestamp("2026-06-22").day_name() == "Monday"


def test_the_controller_counts_323_of_2729_and_34_of_285():
    ended = crm()["outcome"].dropna()
    won = int((ended == "won").sum())
    assert (won, len(ended), percent(won / len(ended), 1)) == (323, 2729, 11.8)
    still_open = int(crm()["outcome"].isna().sum())
    assert (still_open, round(0.12 * still_open)) == (285, 34)


def test_the_envelope_holds_89_wins_among_the_open_deals():
    # Straight from the envelope, without the package's cleaning.
    open_now = crm().set_index("opportunity_id")["outcome"].isna()
    real = truth().loc[open_now.reindex(truth().index)]
    assert (len(real), int((real["outcome"] == "won").sum())) == (271, 89)
    soon = real["closed_on"] <= "2026-09-30"
    assert int((soon & (real["outcome"] == "won")).sum()) == 61
    assert percent((truth()["outcome"] == "won").mean(), 1) == 13.7


def test_half_have_ended_in_a_month_and_hardly_one_of_them_is_a_win():
    table = deals().table
    early = table[table["days"] <= 30]
    assert percent(curves().share("open", 30)) == 49
    assert (early["outcome"] == "won").sum() == 1
    assert curves().median_days().days == 29
    won = table[table["outcome"] == "won"]
    assert won["days"].mean() == pytest.approx(4 * 30.4, abs=6)


# The model ----------------------------------------------------------------------------


def test_the_relapsed_say_10_weeks_everybody_23_and_the_placebo_8():
    from lifelines.datasets import load_leukemia

    trial = load_leukemia()
    treated = trial[trial["Rx"] == 0]
    relapsed = treated["status"] == 1
    assert (len(treated), int(relapsed.sum())) == (21, 9)
    assert treated.loc[relapsed, "t"].median() == 10
    seen = treated.loc[~relapsed, "t"]
    assert (seen.min(), seen.max()) == (6, 35)
    assert ((treated["t"] == 6) & relapsed).sum() == 3
    assert (seen == 6).sum() == 1
    assert (treated["t"] >= 7).sum() == 17
    ends = relapsed.map({True: "relapse", False: None})
    assert outcome_curves(Deals.of(treated["t"], ends)).median_days().days == 23
    assert trial.loc[trial["Rx"] == 1, "t"].median() == 8
    assert round(18 / 21 * 16 / 17, 2) == 0.81


def test_ten_deals_have_four_win_rates():
    days = [20] * 6 + [60] * 4
    ends = ["lost"] * 4 + [None] * 2 + ["won"] * 2 + [None] * 2
    ten = Deals.of(days, ends)
    at = outcome_curves(ten).at(60)
    assert at["share"].to_dict() == pytest.approx(
        {"won": 0.3, "lost": 0.4, "open": 0.3}
    )
    assert closed_share(ten).share == pytest.approx(2 / 6)
    assert one_minus_km(ten).iloc[-1] == pytest.approx(2 / 4)
    assert banked(
        "outcomes-by-hand", begun=10, lost=4, young=2, won=2
    ) == pytest.approx(0.3)


def test_kopjes_pace_is_126_days_to_a_win_and_44_to_other_ends():
    begun = crm().set_index("opportunity_id")["created_on"]
    days = (truth()["closed_on"] - begun.loc[truth().index]).dt.days
    won = truth()["outcome"] == "won"
    assert (round(days[won].mean()), round(days[~won].mean())) == (126, 44)
    parameters = load("firm_truth").attrs["parameters"]
    assert np.exp(parameters["growth_per_year"]) == pytest.approx(1.5, abs=0.03)
    assert parameters["first_day"].startswith("2023-07")


def test_the_closed_pile_of_kopjes_crm_rises_as_the_model_says():
    for n, day in enumerate(pd.date_range("2023-09-30", CENSUS, freq="QE"), start=1):
        closed = crm()[crm()["closed_on"] <= day]["outcome"]
        seen = seen_win_rate(
            3 * n, win_rate=0.137, win_days=126, loss_days=44, growth_per_year=0.5
        )
        low, high = stats.binomtest(
            int((closed == "won").sum()), len(closed)
        ).proportion_ci(0.99)
        assert low <= seen <= high


@pytest.mark.parametrize("growth", [-0.3, 0, 0.5, 1])
def test_slow_losses_turn_the_sign_and_growth_keeps_the_error(growth):
    rates = {"win_rate": 0.137, "win_days": 126, "growth_per_year": growth}
    for months in (12, 24, 36):
        assert seen_win_rate(months, loss_days=44, **rates) < 0.137
        assert seen_win_rate(months, loss_days=200, **rates) > 0.137
    at_last = seen_win_rate(36, loss_days=44, **rates)
    assert at_last == pytest.approx(
        {-0.3: 0.131, 0: 0.128, 0.5: 0.122, 1: 0.117}[growth], abs=6e-4
    )


def test_a_promise_of_four_breaks_in_44_quarters_and_of_five_in_75():
    ten = wins_forecast([0.9, 0.75, 0.6, 0.5, 0.4, 0.25, 0.1, 0.1, 0.05, 0.05])
    assert ten.mean == pytest.approx(3.7)
    assert percent(1 - ten.at_least(4)) == 44
    assert percent(1 - ten.at_least(5)) == 75


# The data -----------------------------------------------------------------------------


def test_the_report_names_14_repeated_60_undated_and_9_misdated_deals():
    assert deals().report["deals"].tolist() == [14, 60, 9]
    assert str(deals()) == (
        "3000 deals: 323 won, 2006 no_decision, 400 lost, 271 still open"
    )
    twice = load("firm_truth")["duplicate_of"].notna()
    repeated = load("firm_truth")[twice]["opportunity_id"]
    assert crm().set_index("opportunity_id").loc[repeated, "outcome"].isna().all()
    early = crm()[crm()["closed_on"] < crm()["created_on"]].set_index("opportunity_id")
    off = truth().loc[early.index, "closed_on"] - early["closed_on"]
    assert off.dt.days.isin([365, 366]).all()


def test_without_the_rows_that_lack_an_amount_12_percent_become_13():
    closed = crm()[crm()["outcome"].notna()]
    priced = closed[closed["amount_eur"].notna()]
    lacking = closed[closed["amount_eur"].isna()]
    assert (len(lacking), set(lacking["stage"])) == (200, {"qualify"})
    assert percent((closed["outcome"] == "won").mean()) == 12
    assert percent((priced["outcome"] == "won").mean()) == 13


def test_the_figure_of_the_curves_shows_what_its_text_says():
    at_30, at_240 = curves().at(30)["share"], curves().at(240)["share"]
    assert (percent(at_30["open"]), percent(at_30["won"], 2)) == (49, 0.04)
    assert percent(at_240["no_decision"]) == 71
    late = [percent(at_240[name], 1) for name in ("lost", "won", "open")]
    assert late == [14.5, 12.8, 1.5]
    # The title: on the day of the first win half have ended, but for a hair.
    first = deals().table.query("outcome == 'won'")["days"].min()
    assert curves().share("open", first) == pytest.approx(0.5, abs=0.01)


def test_the_curve_ends_at_13_5_percent_and_leaves_the_closed_share_outside():
    won = curves().at(curves().longest_days).loc["won"]
    assert [percent(x, 1) for x in won[["share", "low", "high"]]] == [13.5, 12.2, 14.9]
    assert closed_share(deals()).share < won["low"] < 0.137 < won["high"]
    assert (truth()["outcome"] == "won").mean() < won["high"]


def test_the_shortcut_says_12_53_and_92_percent():
    shortcut = one_minus_km(deals())
    days = (90, 180, 365)
    assert [percent(shortcut.asof(day)) for day in days] == [12, 53, 92]
    assert [percent(curves().share("won", day)) for day in days] == [4, 11, 13]
    assert percent(shortcut.iloc[-1]) == 97


def test_an_open_deal_gains_value_from_14_to_46_percent():
    ages = [0, 30, 90, 120, 150]
    chances = curves().chance("won", ages)
    assert [percent(chance) for chance in chances] == [14, 28, 41, 43, 46]
    assert (curves().chance("won", np.arange(181)) > 0.118).all()


def test_an_open_deals_chance_is_borne_out_by_the_envelope():
    # Deals begun in the first two years have all ended: count them outright.
    begun = crm().set_index("opportunity_id")["created_on"].loc[truth().index]
    old = truth()[begun < "2025-01-01"]
    days = (old["closed_on"] - begun.loc[old.index]).dt.days
    for age in (30, 90):
        alive = old[days > age]
        share = (alive["outcome"] == "won").mean()
        assert share == pytest.approx(curves().chance("won", age), abs=0.06)


def test_the_forecasts_are_82_in_the_end_and_53_in_the_quarter():
    ages = deals().still_open["days"]
    ever = wins_forecast(curves().chance("won", ages))
    quarter = wins_forecast(curves().chance("won", ages, within_days=92))
    assert str(ever) == "82.3 wins of 271 deals, sd 7.4, 90 % between 70 and 95"
    assert str(quarter) == "52.8 wins of 271 deals, sd 6.3, 90 % between 43 and 63"
    assert 1 - ever.at_least(35) < 1e-9
    assert pd.Timestamp("2026-09-30") - CENSUS == pd.Timedelta(days=92)


def said():
    rows = crm()[crm()["forecast"].notna() & crm()["outcome"].notna()]
    return rows["forecast"], rows["outcome"] == "won", rows["owner"]


def test_the_five_say_32_to_59_percent_and_win_24_to_33():
    forecast, won, owner = said()
    by = pd.DataFrame({"said": forecast, "won": won}).groupby(owner).mean()
    assert (percent(by["said"].min()), percent(by["said"].max())) == (32, 59)
    assert (percent(by["won"].min()), percent(by["won"].max())) == (24, 33)


def test_the_figure_of_the_forecasts_shows_what_its_text_says():
    forecast, won, _owner = said()
    table = calibration(forecast, won)
    shares = {x: percent(table.loc[x, "share"]) for x in (0.2, 0.4, 0.6, 0.8, 0.9)}
    assert shares == {0.2: 23, 0.4: 25, 0.6: 38, 0.8: 30, 0.9: 67}
    assert table.loc[0.9, "deals"] == 15


def test_the_quiz_quotes_the_80_and_40_percent_deals_rightly():
    forecast, won, _owner = said()
    table = calibration(forecast, won)
    assert int(won[forecast == 0.8].sum()) == 19
    rows = {
        x: [percent(y) for y in table.loc[x, ["share", "low", "high"]]]
        for x in (0.8, 0.4)
    }
    assert rows == {0.8: [30, 20, 42], 0.4: [25, 19, 32]}
    assert table.loc[[0.8, 0.4], "deals"].tolist() == [63, 175]
    misses = (19 * 0.04 + 44 * 0.64) / 63, (19 * 0.49 + 44 * 0.09) / 63
    assert (round(misses[0], 2), round(misses[1], 2)) == (0.46, 0.21)


def test_80_and_90_percent_are_37_of_the_closed_and_42_of_all():
    forecast, won, _owner = said()
    high = forecast >= 0.8
    assert (int(high.sum()), percent(won[high].mean())) == (78, 37)
    every = crm().set_index("opportunity_id")["forecast"].loc[truth().index]
    assert percent((truth()["outcome"] == "won")[every >= 0.8].mean()) == 42


def test_sellers_score_worse_than_saying_30_percent_each_time():
    forecast, won, _owner = said()
    parts = brier_parts(forecast, won)
    assert round(parts.score, 3) == 0.251
    assert round(parts.resolution, 3) == 0.006
    assert round(parts.reliability / parts.resolution) == 8
    assert round(brier_parts(np.full(len(won), 0.3), won).score, 3) == 0.211
    assert parts.score - 0.211 > 4 * parts.standard_error


def test_the_448_real_deals_are_51_percent_won_and_all_closed():
    real = load("opportunities_counts")
    won, of = real["won"].sum(), real["opportunities"].sum()
    assert (int(of), percent(won / of)) == (448, 51)


# Exercises, claims, quiz --------------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say():
    assert percent(keys.kopje_share("won", 120), 1) == 7.3
    assert keys.kopje_share("won", 120) > curves().shares["won"].iloc[-1] / 2
    shares = [curves().share("won", 90), curves().share("won", 60)]
    assert [round(share, 4) for share in shares] == [0.0390, 0.0117]
    assert round(curves().share("open", 60), 3) == 0.348
    assert round(keys.kopje_chance(60, 30), 3) == 0.078
    assert 1 / keys.kopje_chance(60, 30) == pytest.approx(13, abs=0.3)
    assert keys.kopje_chance(60) > 1 / 3


def test_a_swing_keeps_the_average_and_widens_the_rest():
    twenty = [0.3] * 20
    alone = stats.binom(20, 0.3)
    good, bad = stats.binom(20, 0.45), stats.binom(20, 0.15)
    assert (good.mean() + bad.mean()) / 2 == pytest.approx(alone.mean()) == 6
    assert percent(alone.sf(8)) == 11
    assert percent(keys.at_least_in_a_swing(twenty, 9, 0.5)) == 29
    assert keys.at_least_in_a_swing(twenty, 9, 0.5) == pytest.approx(
        (good.sf(8) + bad.sf(8)) / 2
    )
    few = (good.cdf(3) + bad.cdf(3)) / 2
    assert (percent(alone.cdf(3)), percent(few)) == (11, 33)


def test_three_times_the_target_is_60_31_or_4_percent():
    reached = [percent(stats.binom.sf(4, 15, p)) for p in (1 / 3, 0.25, 0.137)]
    assert reached == [60, 31, 4]


def test_the_telephone_call_quotes_kopjes_old_deals_rightly():
    opened = pd.Timestamp("2026-06-22") - pd.Timedelta(days=190)
    assert opened.month == 12
    assert 0.45 <= keys.kopje_chance(190) < 0.5
    assert percent(closed_share(deals()).share) == 12


def test_most_of_the_deals_at_day_90_have_gone():
    # "what was left when three of four had ended"
    assert 1 - curves().share("open", 90) == pytest.approx(0.75, abs=0.03)
