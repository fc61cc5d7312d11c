"""The numbers in chapter 8's prose, titles and alternative texts, computed again."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from banked import banked
from chapter_text import said_in

from salescourse import load
from salescourse.strategy.personalization import (
    Limit,
    MailEffect,
    Rule,
    ask,
    average_effect,
    compare_runs,
    effects_by,
    four_kinds,
    open_crm,
    policy_value,
    propensity_model,
    run_rules,
    score_chances,
    simulate_traffic,
    split_by_time,
    targeting_profit_eur,
    worth_contacting,
)

NOTEBOOK = (
    Path(__file__).resolve().parents[2] / "notebooks" / "08_personalization.ipynb"
)


@cache
def said():
    return said_in(NOTEBOOK)


def says(*parts):
    """Check that the chapter says these words."""
    for part in parts:
        assert part in said(), part


def shop():
    return load("hillstrom")


def matched():
    return np.where(shop()["bought_womens"], "womens", "mens")


# The scene and the idea -------------------------------------------------------------


def test_the_day_of_the_meeting_is_a_thursday():
    assert pd.Timestamp("2026-07-16").day_name() == "Thursday"


def test_of_64000_customers_106_151_and_183_in_1000_visit():
    sums = shop().groupby("email", observed=True)[["customers", "visits"]].sum()
    assert sums["customers"].sum() == 64000
    assert sums["customers"].max() - sums["customers"].min() < 0.002 * 64000
    rates = 1000 * sums["visits"] / sums["customers"]
    assert rates.round()[["none", "womens", "mens"]].tolist() == [106, 151, 183]
    says("106 in 1,000", "it was 151, with the men's mail 183", "64,000 customers")


def test_matched_177_or_178_in_1000_would_visit():
    by_design = 1000 * policy_value(shop(), matched()).value
    # Another way: each group's own rate, weighted by how many are in it.
    counts = shop().assign(gets=matched())
    parts = counts[counts["email"].astype(str) == counts["gets"]]
    parts = parts.groupby("bought_womens")[["visits", "customers"]].sum()
    weight = counts.groupby("bought_womens")["customers"].sum() / 64000
    by_group = 1000 * (weight * parts["visits"] / parts["customers"]).sum()
    for found in (by_design, by_group):
        assert 177 < found < 178
    says("The data say 177 or 178", "183 against 177 or 178")


def test_the_mens_mail_is_the_better_one_in_both_groups():
    sums = shop().groupby(["bought_womens", "email"], observed=True)
    sums = sums[["visits", "customers"]].sum()
    rates = (1000 * sums["visits"] / sums["customers"]).unstack()
    assert rates.loc[True, ["mens", "womens"]].round().tolist() == [194, 185]
    assert (rates["mens"] > rates["womens"]).all()
    says("it brought 194 in 1,000, the women's mail 185")


# The model ------------------------------------------------------------------------


def test_what_one_customer_of_each_kind_brings():
    brings = {k.name: 20 * k.uplift - 0.5 for k in four_kinds()}
    assert brings == pytest.approx(
        {
            "persuadable": 2.5,
            "sure thing": -0.5,
            "lost cause": -0.5,
            "sleeping dog": -2.9,
        }
    )
    chances = {k.name: (k.without, k.with_mail) for k in four_kinds()}
    assert chances["persuadable"] == (0.10, 0.25)
    assert chances["sure thing"] == (0.60, 0.60)
    assert chances["sleeping dog"] == (0.50, 0.38)
    assert chances["lost cause"] == (0.02, 0.02)
    says("€2.50", "€2.90", "0.15 · 20 − 0.50")


def test_30_percent_by_propensity_lose_390_and_20_by_uplift_earn_500():
    assert targeting_profit_eur(0.3, by="propensity") == pytest.approx(-390)
    assert targeting_profit_eur(0.2) == pytest.approx(500)
    says("Twenty percent by uplift earn €500")


def test_with_mails_at_a_cent_and_no_dogs_everybody_is_worth_590():
    free = {"kinds": four_kinds(0), "cost_eur": 0.01}
    for by in ("propensity", "uplift"):
        whole = targeting_profit_eur(1, by=by, **free)
        assert whole == pytest.approx(590)
        depths = np.linspace(0, 1, 21)
        best = max(targeting_profit_eur(d, by="uplift", **free) for d in depths)
        assert whole > 0.98 * best
    says("€590 either way")


def test_the_planted_effect_is_1_6_then_0_96_then_0_58():
    factors = [round(MailEffect().factor(n), 2) for n in (1, 2, 3)]
    assert factors == [1.6, 0.96, 0.58]
    assert MailEffect().days == 14
    says("two mails come to 0.96 and three to 0.58")


@cache
def traffic():
    return simulate_traffic(5000, seed=8)


RULES = [Rule("cart", "left a cart", 1), Rule("come back", "left", 1)]


@cache
def run(days=None, rules=True):
    limit = Limit(1, days) if days else None
    return run_rules(traffic(), RULES if rules else [], limit=limit)


def beyond(one):
    return compare_runs(one, run(rules=False))


def test_the_limit_turns_21_purchases_into_378():
    every, spared = run(), run(14)
    assert (every.sent, beyond(every).extra) == (29154, 21)
    assert round(beyond(every).standard_error) == 19
    assert beyond(spared).extra == 378
    assert spared.sent < every.sent / 2
    assert round(beyond(spared).standard_error) == 21
    says(
        "29,154 mails bring 21 purchases more",
        "standard error](term:standard-error) of 19",
    )
    says("fewer than half as many mails bring 378")


def test_the_limit_helps_with_other_luck_as_well():
    for seed in (1, 2):
        other = simulate_traffic(3000, seed=seed)
        nobody = run_rules(other, [])
        every = compare_runs(run_rules(other, RULES), nobody)
        spared = compare_runs(run_rules(other, RULES, limit=Limit(1, 14)), nobody)
        assert abs(every.extra) < 3 * every.standard_error
        assert spared.extra > 8 * spared.standard_error


def test_the_figure_of_the_limit_shows_what_its_text_says():
    found = {d: (beyond(run(d)).extra, run(d).sent) for d in (1, 14, 60)}
    assert found == {1: (74, 25931), 14: (378, 12771), 60: (175, 6399)}
    says("74 more purchases from 25,931 mails", "378 from 12,771", "175 from 6,399")


# The CRM --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crm():
    connection = open_crm()
    yield connection
    connection.close()


def test_285_open_deals_become_2227_and_5_6_million_46_3(crm):
    open_deals = load("firm_opportunities").query("outcome.isna()")
    activities = load("firm_activities")["opportunity_id"].value_counts()
    joined = open_deals.merge(load("firm_activities"), on="opportunity_id")
    assert (len(open_deals), len(joined)) == (285, 2227)
    eur = open_deals["amount_eur"].sum(), joined["amount_eur"].sum()
    assert [round(each / 1e6, 1) for each in eur] == [5.6, 46.3]
    assert 8 in activities.reindex(open_deals["opportunity_id"]).to_numpy()
    says("285 deals to 2,227", "€5.6 million to €46.3 million")
    found = ask(
        crm,
        "SELECT COUNT(*) AS n FROM opportunities JOIN activities"
        " USING (opportunity_id) WHERE outcome IS NULL",
    )
    assert found["n"].item() == 2227


# Propensity -----------------------------------------------------------------------


@cache
def deals():
    """The table of the chapter, made by pandas in place of SQL."""
    table = load("firm_opportunities").merge(load("firm_accounts"), on="account_id")
    ids = table["opportunity_id"]
    counts = load("firm_activities")["opportunity_id"].value_counts()
    left = load("firm_stage_visits").groupby("opportunity_id")["left_on"].max()
    return table.assign(
        activities=ids.map(counts).fillna(0), ended_on=ids.map(left)
    ).astype(dict.fromkeys(("client", "source", "competitor", "size"), str))


@cache
def parts():
    return split_by_time(
        deals(),
        learn_before="2025-01-01",
        known_by="2025-07-01",
        test_from="2025-07-01",
        test_before="2026-01-01",
    )


KNOWN = ["client", "source", "competitor", "size"]


@cache
def chances():
    learn, test = parts()
    won = learn["outcome"] == "won"
    truth = load("firm_truth").set_index("opportunity_id")["win_rate"]
    model = propensity_model(KNOWN).fit(learn, won)
    leaky = propensity_model(KNOWN, ["activities"]).fit(learn, won)
    by_client = won.groupby(learn["client"]).mean()
    return {
        "one number": np.full(len(test), won.mean()),
        "by client": test["client"].map(by_client).to_numpy(),
        "regression": model.predict_proba(test)[:, 1],
        "leaky": leaky.predict_proba(test)[:, 1],
        "envelope": truth.loc[test["opportunity_id"]].to_numpy(),
        "model": leaky,
    }


def came():
    return (parts()[1]["outcome"] == "won").to_numpy()


def brier(name):
    return score_chances(chances()[name], came()).brier


def test_on_567_deals_the_regression_is_no_better_than_a_table():
    assert len(came()) == 567
    said_by, table = chances()["regression"], chances()["by client"]
    difference = (said_by - came()) ** 2 - (table - came()) ** 2
    error = difference.std(ddof=1) / np.sqrt(567)
    assert (round(difference.mean(), 3), round(error, 3)) == (0.001, 0.001)
    assert abs(difference.mean()) < 2 * error
    assert brier("regression") > brier("one number")
    assert len(np.unique(table)) == 3
    begun = deals()[deals()["created_on"].between("2025-07-01", "2025-12-31")]
    twice = load("firm_truth").dropna(subset="duplicate_of")["opportunity_id"]
    begun = begun[~begun["opportunity_id"].isin(twice)]
    assert begun["outcome"].isna().sum() == 8
    says("Eight are still open")
    says("On 567 deals", "three win rates in a table")


def test_the_leaky_model_beats_the_envelope():
    found = {name: round(brier(name), 3) for name in ("leaky", "envelope")}
    assert found == {"leaky": 0.073, "envelope": 0.105}
    says("It beats even the envelope")


def test_won_deals_collect_14_activities_and_the_others_8():
    test = parts()[1]
    means = test["activities"].groupby(came()).mean()
    assert (round(means[True]), round(means[False])) == (14, 8)
    says("Won deals collect 14 activities, the others 8")


def test_asked_on_the_first_day_the_leaky_model_says_two_in_a_thousand():
    test = parts()[1]
    noted = load("firm_activities").merge(
        load("firm_opportunities")[["opportunity_id", "created_on"]]
    )
    early = noted[noted["done_on"] <= noted["created_on"]]["opportunity_id"]
    first = test["opportunity_id"].map(early.value_counts()).fillna(0)
    assert round(first.mean(), 1) == 0.7
    asked = chances()["model"].predict_proba(test.assign(activities=first))[:, 1]
    assert round(100 * asked.mean(), 1) == 0.2
    # "of nearly everything": nine in ten are told less than half a percent.
    assert np.quantile(asked, 0.9) < 0.005
    assert score_chances(asked, came()).brier > brier("one number")
    says("when 0.7 activities are noted, and it says 0.2 % of nearly everything")


# The experiment -------------------------------------------------------------------


def points(email, by="bought_womens"):
    return 100 * effects_by(shop(), by, email)["effect"]


def test_the_womens_mail_adds_7_3_and_1_1_the_mens_6_9_and_8_3():
    womens, mens = points("womens"), points("mens")
    assert [round(womens[bought], 1) for bought in (True, False)] == [7.3, 1.1]
    assert [round(mens[bought], 1) for bought in (False, True)] == [6.9, 8.3]
    pays = worth_contacting(womens / 100, margin_eur=10, cost_eur=0.5)
    assert dict(zip(womens.index, pays, strict=True)) == {False: False, True: True}
    says("adds 7.3 points", "1.1 among the others", "adds 6.9 points", "8.3 among")


def test_recent_buyers_are_twice_as_likely_and_no_easier_to_move():
    by_month = effects_by(shop(), "months_since_purchase", "mens")
    without, effect = by_month["without"], by_month["effect"]
    assert [round(100 * without[month]) for month in (1, 12)] == [15, 7]
    assert [round(100 * effect[month], 1) for month in (1, 12)] == [8.5, 8.7]
    assert without[1] / without[12] == pytest.approx(2, abs=0.1)
    # No slope: weighted by precision it is within two standard errors of none.
    weight = (1.96 * 2 / (by_month["high"] - by_month["low"])) ** 2
    month = by_month.index.to_numpy(float)
    centered = month - np.average(month, weights=weight)
    slope = (weight * centered * effect).sum() / (weight * centered**2).sum()
    assert abs(slope) < 2 / np.sqrt((weight * centered**2).sum())
    says("from 15 % after one month to 7 % after twelve", "8.5 points", "8.7 after")


def test_one_mail_to_all_is_1_6_standard_errors_ahead():
    found = policy_value(shop(), "mens", against=matched())
    assert round(found.z, 1) == 1.6
    # How much better matching could be, at the end of its 95 % interval.
    assert 0.0005 < 1.96 * found.standard_error - found.value < 0.0015
    assert average_effect(shop(), "womens", against="mens").effect < 0
    says("1.6 standard errors", "one visit in 1,000 would be generous")


# Exercises, claims, quiz ----------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say():
    # 200 persuadables of 1,000 at 0.15 x 20 - 0.80 each.
    assert banked("personalization-1") == pytest.approx(200 * (0.15 * 20 - 0.8))
    assert banked("personalization-1") == pytest.approx(440)
    table = interviews().loc[False]
    by_hand = table["won"] / table["deals"]
    added = by_hand["held"] - by_hand["none"]
    assert round(added, 4) == 0.0901
    assert banked("personalization-2") == pytest.approx(4000 * added - 300)
    assert round(banked("personalization-2")) == 60
    low, high = ends_of(False)
    assert [round(4000 * end - 300) for end in (low, high)] == [-213, 334]


# In a firm ------------------------------------------------------------------------


@cache
def interviews():
    """Count deals won with and without an interview, by pandas in place of SQL."""
    late = load("firm_opportunities").query("created_on >= '2025-01-01'")
    late = late.dropna(subset=["outcome", "needs_interview"])
    touches = load("firm_activities").dropna(subset=["answered"])
    answers = touches.groupby("opportunity_id")["answered"].sum()
    groups = [
        (late["opportunity_id"].map(answers) >= 3).rename("promising"),
        np.where(late["needs_interview"].astype(bool), "held", "none"),
    ]
    won = (late["outcome"] == "won").groupby(groups)
    return won.agg(deals="size", won="sum").rename_axis(["promising", "interview"])


def ends_of(promising):
    """Where the 95 % interval of what an interview adds begins and ends."""
    table = interviews().loc[promising]
    rate = table["won"] / table["deals"]
    error = np.sqrt((rate * (1 - rate) / table["deals"]).sum())
    middle = rate["held"] - rate["none"]
    return middle - 1.96 * error, middle + 1.96 * error


def test_an_interview_adds_8_points_to_promising_deals_and_9_to_the_others():
    rates = (100 * interviews()["won"] / interviews()["deals"]).unstack()
    assert rates["none"].round().to_dict() == {False: 11, True: 21}
    assert (rates["held"] - rates["none"]).round().to_dict() == {False: 9, True: 8}
    ends = [[round(100 * end) for end in ends_of(p)] for p in (True, False)]
    assert ends == [[0, 16], [2, 16]]
    says("21 against 11 %", "adds 8 points to them and 9 to the others")
    says("0 to 16 points and 2 to 16", "+8 | +9 points")


def test_the_envelope_has_8_points_for_both():
    deals_now = load("firm_opportunities").dropna(subset=["needs_interview"])
    late = deals_now[deals_now["created_on"] >= "2025-01-01"]
    truth = load("firm_truth").query("duplicate_of.isna()")
    late = late.merge(truth, on="opportunity_id", suffixes=("", "_true"))
    touches = load("firm_activities").dropna(subset=["answered"])
    answers = touches.groupby("opportunity_id")["answered"].sum()
    promising = late["opportunity_id"].map(answers) >= 3
    held = late["needs_interview"].astype(bool)
    won = (late["outcome_true"] == "won").groupby([promising, held]).mean().unstack()
    assert (100 * (won[True] - won[False])).round().tolist() == [8, 8]
    says("has 8 points for both")


def test_the_limit_earns_on_purchases_and_on_mails():
    every, spared = run(), run(14)
    more = beyond(spared).extra - beyond(every).extra
    asked = {"margin_eur": 20, "cost_eur": 0.1}
    by_hand = more * 20 + (every.sent - spared.sent) * 0.1
    assert banked("personalization-tired", **asked) == pytest.approx(by_hand)
    assert (more, every.sent - spared.sent) == (357, 16_383)


def test_two_buyers_more_in_a_hundred_pay_for_a_thousand_mails():
    # 20 of 1,000 buy who would not have, at 30 each: 600, less 400 for the mails.
    asked = {"customers": 1000, "without": 0.10, "with_mail": 0.12, "cost_eur": 0.4}
    assert banked("personalization-campaign", **asked) == pytest.approx(200)


def test_a_voucher_of_5_turns_2_50_into_1_25_and_0_50_lost_into_3_50():
    persuadable = {"without": 0.10, "with_mail": 0.25, "margin_eur": 20}
    sure = {"without": 0.60, "with_mail": 0.60, "margin_eur": 20}
    found = [
        banked("personalization-3", voucher_eur=voucher, cost_eur=0.5, **kind)
        for kind in (persuadable, sure)
        for voucher in (0, 5)
    ]
    assert found == pytest.approx([2.5, 1.25, -0.5, -3.5])
    says("brings €1.25 where it was €2.50", "costs €3.50 where it was €0.50")


def test_what_the_studies_are_quoted_with_is_what_they_printed():
    # Sahni, Wheeler & Chintagunta (2018), abstract: openings +20 %, leads +31 %,
    # unsubscribing -17 %, in the main one of several experiments.
    says("openings by 20 % and sales leads by 31 %", "17 % fewer unsubscribed")


def test_the_meeting_reckons_rightly():
    assert round(0.009 * 40_000) == 360
    with_mail, without = 9 / 30, 7 / 30
    error = np.sqrt((with_mail * (1 - with_mail) + without * (1 - without)) / 30)
    ends = [100 * (with_mail - without + side * 1.96 * error) for side in (-1, 1)]
    assert [round(end) for end in ends] == [-16, 29]
    assert round(31 / 6) == 5


def test_the_quiz_quotes_the_crm_rightly():
    deals_now = load("firm_opportunities")
    assert len(deals_now) == 3014
    assert load("firm_truth")["duplicate_of"].notna().sum() == 14
    missing = deals_now[deals_now["amount_eur"].isna() & deals_now["outcome"].notna()]
    assert set(missing["stage"]) == {"qualify"}
    assert (missing["outcome"] != "won").all()
    reasons = deals_now[deals_now["reason"].notna()]["outcome"]
    assert set(reasons.dropna()) == {"lost", "no_decision"}
