"""The numbers in chapter 4's prose, titles and alternative texts, computed again."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from banked import banked
from scipy import stats

from salescourse import SalesCycle, load
from salescourse.b2b.outcomes import (
    Deals,
    WeekGame,
    brier_parts,
    calibration,
    closed_share,
    deals_needed,
    keys,
    one_minus_km,
    outcome_curves,
    read_deals,
    seen_win_rate,
    stage_chances,
    wins_forecast,
)
from salescourse.crm import read_crm
from salescourse.practice.sheets.spec import read_spec

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
def visits():
    return load("firm_stage_visits")


@cache
def still_open(within_days=None):
    """The open deals of the thirtieth of June, by stage and age."""
    return stage_chances(
        visits(), CENSUS, case="opportunity_id", entered="entered_on",
        left="left_on", next="next_stage", within_days=within_days,
    )  # fmt: skip


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


def test_the_relapsed_say_10_weeks_and_everybody_23():
    from lifelines.datasets import load_leukemia

    trial = load_leukemia()
    treated = trial[trial["Rx"] == 0]
    relapsed = treated["status"] == 1
    assert (len(treated), int(relapsed.sum())) == (21, 9)
    assert treated.loc[relapsed, "t"].median() == 10
    seen = treated.loc[~relapsed, "t"]
    assert [(seen == week).sum() for week in (6, 35)] == [1, 1]
    ends = relapsed.map({True: "relapse", False: None})
    assert outcome_curves(Deals.of(treated["t"], ends)).median_days().days == 23
    # By hand, to week 23: one factor for each week in which somebody relapses.
    left = [18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6]
    assert np.prod(left) < 0.5 < np.prod(left[:-1])


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


def test_the_strip_shows_half_of_a_firms_wins_and_nearly_all_of_a_shops():
    kopje = {"win_days": 126, "loss_days": 44, "growth_per_year": 0.5}
    assert percent(seen_win_rate(6, win_rate=0.137, **kopje), 1) == 6.6
    shop = SalesCycle.b2c()
    home = {"win_days": shop.mean_days("won"), "loss_days": shop.mean_days("lost")}
    seen = seen_win_rate(1 / 30.4, win_rate=shop.win_rate, growth_per_year=0, **home)
    assert (percent(shop.win_rate, 1), percent(seen, 1)) == (3.8, 3.6)
    assert home["win_days"] > home["loss_days"]


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


def test_the_forecasts_are_82_by_age_84_by_stage_and_55_in_the_quarter():
    by_age = wins_forecast(curves().chance("won", still_open()["days"]))
    assert str(by_age) == "82.3 wins of 271 deals, sd 7.4, 90 % between 70 and 95"
    ever, quarter = (wins_forecast(still_open(d)["chance"]) for d in (None, 92))
    assert str(ever) == "84.3 wins of 271 deals, sd 7.2, 90 % between 73 and 96"
    assert str(quarter) == "55.5 wins of 271 deals, sd 6.0, 90 % between 46 and 65"
    assert 1 - ever.at_least(35) < 1e-9
    assert pd.Timestamp("2026-09-30") - CENSUS == pd.Timedelta(days=92)


def test_stage_and_age_tell_deals_apart_better_than_age():
    # "the stage tells which deals": the mean squared miss, by the envelope.
    won = truth().loc[still_open()["case"], "outcome"] == "won"
    ages = curves().chance("won", still_open()["days"].to_numpy())
    by_stage = ((still_open()["chance"].to_numpy() - won) ** 2).mean()
    assert by_stage < ((ages - won) ** 2).mean() - 0.005


def stood_there(stage, age, begun_until):
    """Count the deals that were in a stage at an age, and the wins, without a model."""
    first = visits().groupby("opportunity_id")["entered_on"].min()
    of = visits()["opportunity_id"]
    came = (visits()["entered_on"] - of.map(first)).dt.days
    went = (visits()["left_on"] - of.map(first)).dt.days.fillna(np.inf)
    early = of.map(first) <= pd.Timestamp(begun_until)
    there = (visits()["stage"] == stage) & (came <= age) & (went > age) & early
    ends = truth().loc[of[there].unique(), "outcome"]
    return len(ends), int((ends == "won").sum())


def test_the_chances_by_stage_and_age_are_those_of_deals_that_have_ended():
    # Deals begun a year ago have all ended, so they can be counted outright.
    chances = still_open().groupby("stage", observed=True)["chance"].mean()
    for stage, age in (("discovery", 22), ("evaluation", 50), ("negotiation", 109)):
        there, won = stood_there(stage, age, "2025-06-30")
        assert won / there == pytest.approx(chances[stage], abs=0.03)


def test_in_evaluation_36_days_and_92_have_nearly_the_same_chance():
    from salescourse.b2b.outcomes.stages import _alike, _past
    from salescourse.cycle.columns import Columns
    from salescourse.cycle.visits import read_visits

    names = Columns("opportunity_id", "stage", "entered_on", "left_on", "next_stage")
    found = read_visits(visits(), CENSUS, names)
    past = _past(found, found.names.index("won"))

    def chance(stage, age):
        return percent(_alike(past, found.names.index(stage), age, np.inf)[0])

    assert (chance("evaluation", 36), chance("evaluation", 92)) == (31, 28)
    # The order of the quiz, and its words: three in a hundred, one in eight ...
    places = [("qualify", 30), ("qualify", 5), ("discovery", 22), ("evaluation", 92),
              ("consensus", 53)]  # fmt: skip
    assert [chance(*place) for place in places] == [3, 13, 25, 28, 46]


def test_the_sheet_begins_with_kopjes_deals_and_comes_to_the_same_84():
    groups = read_spec("outcomes")["start"]["groups"]
    each = []
    open_now = still_open().groupby("stage", observed=True)["days"]
    for group in groups:
        stage, age = group["who"].split(", day ")
        assert int(open_now.median()[stage]) == int(age)
        assert open_now.size()[stage] == group["open"]
        there, won = stood_there(stage, int(age), "2025-06-30")
        assert (there, won) == (group["had"], group["won"])
        each += [won / there] * group["open"]
    assert round(wins_forecast(each).mean) == round(still_open()["chance"].sum()) == 84


def test_your_own_cycle_counts_the_same_deals_alike():
    log = visits().sort_values(["opportunity_id", "entered_on"], kind="stable")
    kept = log[log["next_stage"].isna()]["opportunity_id"]
    ends = truth().assign(
        opened=visits().groupby("opportunity_id")["entered_on"].min(),
        closed=lambda deals: deals["closed_on"].mask(deals.index.isin(kept)),
        status=lambda deals: (
            deals["outcome"].astype(object).replace("no_decision", "lost")
            .mask(deals.index.isin(kept), "open")
        ),
    )  # fmt: skip
    table = ends[["opened", "closed", "status"]].rename_axis("id").reset_index()
    table.columns = ["Deal ID", "Created", "Closed", "Status"]
    steps = log[["opportunity_id", "stage", "entered_on"]].copy()
    steps.columns = ["Deal ID", "Stage", "Entered"]
    export = read_crm(table, steps, census="2026-06-30", since="2023-01-01")
    theirs = export.open_deals().set_index("deal")
    ours = still_open().set_index("case")
    assert len(theirs) == len(ours) == 271
    assert theirs["chance"].to_dict() == pytest.approx(ours["chance"].to_dict())
    assert theirs["age"].to_dict() == ours["days"].to_dict()


def test_most_are_lost_to_nobody_and_price_mostly_too():
    lost = crm()[crm()["outcome"].isin(["lost", "no_decision"])]
    none = lost["outcome"] == "no_decision"
    assert (len(lost), int(none.sum())) == (2406, 2006)
    assert none.mean() == pytest.approx(5 / 6, abs=0.005)
    price = lost["reason"] == "price"
    assert (int(price.sum()), int((price & none).sum())) == (376, 219)
    assert int((price & ~none).sum()) == 157
    # "Of the losses with a reason more than a fifth say price", "one loss in five"
    assert price.sum() / lost["reason"].notna().sum() == pytest.approx(0.21, abs=0.005)
    in_consensus = lost[none & (lost["stage"] == "consensus")]
    assert len(in_consensus) == 210
    assert int((in_consensus["reason"] == "could not agree").sum()) == 18
    assert set(in_consensus["reason"].dropna()) == {
        "timing", "budget", "price", "features", "could not agree",
    }  # fmt: skip


def test_the_games_rules_lose_what_the_quiz_says():
    week = WeekGame()
    best = week.worth(week.start)
    lost = {name: percent(1 - worth / best) for name, worth in week.by_rules().items()}
    told = {"In turn": 42, "Biggest first": 20, "Nearest to closing": 30}
    assert {name: lost[name] for name in told} == told
    assert lost["The colder of the large"] == 2
    assert (week.cool, week.lost, week.sizes) == (0.7, 0.35, (35, 60, 80))
    cold_60 = (0, ((0, True), (0, False), (0, True)))
    assert week.best_moves(cold_60) == (1,)
    assert round(week.given_away(cold_60, 2)) == 7
    trials = [week.advance[deal][0] for deal in (1, 2)]
    assert [percent(trials[0] * week.if_cold), percent(trials[1])] == [57, 75]
    # "If the bank were the cold one, it would get the call."
    assert week.best_moves((0, ((0, True), (0, True), (0, False)))) == (2,)


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


def test_80_and_90_percent_are_37_of_the_closed():
    forecast, won, _owner = said()
    high = forecast >= 0.8
    assert (int(high.sum()), percent(won[high].mean())) == (78, 37)


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


def test_three_times_the_target_is_a_coin_or_one_chance_in_six():
    each = [still_open(days)["chance"].mean() for days in (None, 92)]
    assert [percent(chance) for chance in each] == [31, 20]
    reached = [percent(stats.binom.sf(4, 15, chance)) for chance in each]
    assert reached == [52, 18]
    enough = [deals_needed(5, chance) for chance in each]
    assert enough == [21, 32]
    for chance, deals in zip(each, enough, strict=True):
        assert stats.binom.sf(4, deals - 1, chance) < 0.8
        assert stats.binom.sf(4, deals, chance) >= 0.8


def test_the_telephone_call_quotes_kopjes_old_deals_rightly():
    opened = pd.Timestamp("2026-06-22") - pd.Timedelta(days=190)
    assert opened.month == 12
    assert 0.45 <= keys.kopje_chance(190) < 0.5
    assert percent(closed_share(deals()).share) == 12


def test_most_of_the_deals_at_day_90_have_gone():
    # "what was left when three of four had ended"
    assert 1 - curves().share("open", 90) == pytest.approx(0.75, abs=0.03)
