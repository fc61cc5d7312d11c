"""The firm's invented CRM: made the same every time, and true to its own truth."""

import subprocess
import sys
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, special, stats

from salescourse import fit_cycle
from salescourse.b2b.decisions import committee_odds, parallel_days, serial_days
from salescourse.datasets import load as load_table
from salescourse.paths import data_dir

CENSUS = pd.Timestamp("2026-06-30")
load = cache(load_table)
TABLES = (
    "purchases households "
    "accounts contacts opportunities stage_visits activities renewals offers truth "
    "journeys "
    "promotion "
    "support support_truth"
)


def firm(name):
    return load(f"firm_{name}").copy()


def parameters():
    return load("firm_truth").attrs["parameters"]


def real_deals():
    """The opportunities that are no duplicates, with their truth and their account."""
    truth = firm("truth").query("duplicate_of.isna()")
    deals = firm("opportunities").merge(
        truth, on="opportunity_id", suffixes=("", "_true")
    )
    return deals.merge(firm("accounts"), on="account_id")


def visits_with_truth(stage):
    visits = firm("stage_visits").query("stage == @stage")
    return visits.merge(real_deals().drop(columns="stage"), on="opportunity_id")


def surprise(log_likelihood, truth):
    """How surprising the truth is given the data: p of the likelihood ratio."""
    truth = np.atleast_1d(np.asarray(truth, dtype=float))
    best = optimize.minimize(lambda x: -log_likelihood(x), truth, method="Nelder-Mead")
    ratio = 2 * (-best.fun - log_likelihood(truth))
    return stats.chi2.sf(ratio, truth.size)


def bernoulli(p, hit):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return float(np.where(hit, np.log(p), np.log1p(-p)).sum())


# Made the same every time -------------------------------------------------------------


def test_the_script_makes_the_same_bytes_again(tmp_path):
    script = data_dir() / "firm" / "make.py"
    subprocess.run([sys.executable, script, "--to", tmp_path], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(made) == sorted(f"{name}.csv" for name in TABLES.split())
    for name, content in made.items():
        assert content == (data_dir() / "firm" / name).read_bytes(), (
            f"{name} is not what data/firm/make.py makes. Run it again and look at "
            "what changed before you keep it."
        )
        assert b"\r" not in content


def test_the_firm_weighs_at_most_three_and_a_half_megabytes():
    sizes = [path.stat().st_size for path in (data_dir() / "firm").glob("*.csv")]
    assert sum(sizes) < 3.5e6


# What it holds ------------------------------------------------------------------------


def test_three_years_and_three_thousand_opportunities_a_tenth_of_them_open():
    deals = real_deals()
    assert len(deals) == 3000
    assert deals["created_on"].between("2023-07-01", CENSUS).all()
    assert deals["created_on"].max() > pd.Timestamp("2026-06-20")
    assert 0.08 < deals["outcome"].isna().mean() < 0.12
    assert set(deals["outcome"].dropna()) == {"won", "lost", "no_decision"}


@pytest.mark.parametrize(
    ("table", "column", "into"),
    [
        ("opportunities", "account_id", "accounts"),
        ("contacts", "account_id", "accounts"),
        ("contacts", "opportunity_id", "opportunities"),
        ("stage_visits", "opportunity_id", "opportunities"),
        ("activities", "opportunity_id", "opportunities"),
        ("offers", "opportunity_id", "opportunities"),
        ("renewals", "account_id", "accounts"),
        ("renewals", "opportunity_id", "opportunities"),
        ("activities", "contact_id", "contacts"),
    ],
)
def test_every_id_leads_somewhere(table, column, into):
    assert firm(table)[column].dropna().isin(firm(into)[column]).all()


def test_the_visits_of_a_deal_follow_one_another_to_its_outcome():
    visits = firm("stage_visits")
    after = visits.groupby("opportunity_id").shift(-1)
    goes_on = after["stage"].notna()
    last = visits[~goes_on].set_index("opportunity_id")
    first = visits.drop_duplicates("opportunity_id")
    assert (first["stage"] == "qualify").all()
    assert (
        visits["next_stage"].astype(str)[goes_on] == after["stage"].astype(str)[goes_on]
    ).all()
    assert (visits["left_on"][goes_on] == after["entered_on"][goes_on]).all()
    assert (visits["left_on"].isna() == visits["next_stage"].isna()).all()
    assert not (visits["left_on"] < visits["entered_on"]).any()
    assert visits[["entered_on", "left_on"]].max().max() <= CENSUS
    deals = real_deals().set_index("opportunity_id")
    ended = last["next_stage"].astype(str).where(last["next_stage"].notna())
    outcome = deals["outcome"].astype(str).where(deals["outcome"].notna())
    pd.testing.assert_series_equal(
        ended.sort_index(), outcome.sort_index(), check_names=False
    )
    stage = deals["stage"].astype(str)
    assert (last["stage"].astype(str).sort_index() == stage.sort_index()).all()
    started = first.set_index("opportunity_id")["entered_on"]
    assert (started.sort_index() == deals["created_on"].sort_index()).all()


def test_people_meetings_and_contracts_stay_within_their_time():
    deals = firm("opportunities").set_index("opportunity_id")
    for table, day in (("contacts", "added_on"), ("activities", "done_on")):
        rows = firm(table)
        created = rows["opportunity_id"].map(deals["created_on"])
        assert rows[day].between(created, CENSUS).all()
    contracts = firm("renewals")
    years = (contracts["ended_on"] - contracts["started_on"]).dt.days / 365.25
    ended = years.notna()
    assert (years[ended].round(2) == contracts["renewals"][ended] + 1).all()
    running = (CENSUS - contracts["started_on"][~ended]).dt.days / 365.25
    assert (running - contracts["renewals"][~ended]).between(-0.01, 1.01).all()


def test_every_win_whose_contract_has_begun_has_one():
    deals = real_deals()
    begun = (deals["outcome"] == "won") & (
        deals["closed_on_true"] < CENSUS - pd.Timedelta(days=15)
    )
    contracts = firm("renewals").set_index("opportunity_id")
    assert deals["opportunity_id"][begun].isin(contracts.index).all()
    won = deals.set_index("opportunity_id")["outcome"]
    assert (won.reindex(contracts.index.dropna()) == "won").all()


def test_a_current_client_has_a_contract_that_runs():
    contracts = firm("renewals")
    both = firm("opportunities").merge(contracts, on="account_id")
    # Days are whole here, so leave out deals that begin on a contract's edge.
    day = pd.Timedelta(days=2)
    ends = both["ended_on"].fillna(CENSUS + 10 * day)
    inside = (both["started_on"] + day < both["created_on"]) & (
        both["created_on"] < ends - day
    )
    assert (both["client"][inside] == "current").all()
    new = both["client"] == "new"
    assert not (both["started_on"][new] + day < both["created_on"][new]).any()


# The flaws of a real export, counted --------------------------------------------------


def test_fewer_people_are_noted_than_decide():
    noted = firm("contacts").groupby("opportunity_id").size()
    deals = real_deals().set_index("opportunity_id")
    noted = noted.reindex(deals.index, fill_value=0)
    assert (noted <= deals["committee_size"]).all()
    assert noted.sum() / deals["committee_size"].sum() == pytest.approx(0.47, abs=0.03)
    assert (noted == 0).mean() == pytest.approx(0.04, abs=0.01)


def test_one_product_is_spelled_in_two_ways():
    products = firm("opportunities").groupby("product", observed=True)["created_on"]
    assert set(products.groups) == {
        "Kopje Uno",
        "Kopje Duo",
        "KopjeDuo",
        "Kopje Barista",
    }
    assert products.max()["KopjeDuo"] <= pd.Timestamp("2024-07-03")
    assert products.size()["KopjeDuo"] == 84


def test_sixty_closed_deals_have_no_date_and_the_visits_know_it():
    deals = real_deals()
    undated = deals[deals["outcome"].notna() & deals["closed_on"].isna()]
    assert len(undated) == 60
    last = firm("stage_visits").groupby("opportunity_id")["left_on"].max()
    found = undated["opportunity_id"].map(last)
    assert (found == undated["closed_on_true"]).all()


def test_nine_deals_close_a_year_early():
    deals = real_deals().query("closed_on.notna()")
    wrong = deals[deals["closed_on"] != deals["closed_on_true"]]
    assert len(wrong) == 9
    early = wrong["closed_on_true"].dt.year - wrong["closed_on"].dt.year
    assert (early == 1).all()


def test_amounts_are_missing_only_where_nobody_cared_any_more():
    deals = real_deals()
    gone = deals["outcome"].notna() & (deals["stage"] == "qualify")
    assert deals["amount_eur"][gone].isna().mean() == pytest.approx(0.15, abs=0.025)
    assert deals["amount_eur"][~gone].notna().all()


def test_fourteen_deals_are_entered_twice_and_never_worked_on():
    deals = firm("opportunities").set_index("opportunity_id")
    twins = firm("truth").query("duplicate_of.notna()")
    assert twins["opportunity_id"].tolist() == [f"O{n}" for n in range(3001, 3015)]
    second = deals.loc[twins["opportunity_id"]]
    first = deals.loc[twins["duplicate_of"]]
    for column in ("account_id", "product", "machines", "source", "owner"):
        assert (second[column].to_numpy() == first[column].to_numpy()).all()
    gap = second["created_on"].to_numpy() - first["created_on"].to_numpy()
    assert (gap.astype("timedelta64[D]").astype(int) <= 2).all()
    assert second["outcome"].isna().all()
    for table in ("stage_visits", "contacts", "activities", "offers"):
        assert not firm(table)["opportunity_id"].isin(second.index).any()


def test_the_competitor_is_unknown_in_about_one_deal_in_seven():
    deals = real_deals()
    unknown = deals["competitor"] == "unknown"
    assert unknown.mean() == pytest.approx(0.15, abs=0.02)
    noted = (deals["competitor"] == "yes")[~unknown]
    assert (noted == deals["competitor_true"][~unknown]).all()


# The planted truth can be found -------------------------------------------------------


def test_wins_come_as_often_as_their_exact_chances_say():
    deals = real_deals()
    p = deals["win_rate"]
    wins = (deals["outcome_true"] == "won").sum()
    assert abs(wins - p.sum()) < 3 * np.sqrt((p * (1 - p)).sum())


@pytest.mark.parametrize("fit", ["good", "poor"])
def test_the_votes_give_back_what_each_person_thinks(fit):
    votes = visits_with_truth("consensus").query("fit == @fit and left_on.notna()")
    people, quota, rho = (
        votes[name].to_numpy() for name in ("committee_size", "needed", "correlation")
    )
    yes = votes["next_stage"] == "negotiation"
    truth = parameters()["committee"]["agree"][fit]
    assert (votes["agree"] == truth).all()

    def log_likelihood(agree):
        agree = np.clip(agree[0], 0, 1)
        return bernoulli(
            committee_odds(people, agree, needed=quota, correlation=rho), yes
        )

    assert surprise(log_likelihood, truth) > 0.01
    assert surprise(log_likelihood, truth - 0.1) < 0.001


def test_the_votes_tell_a_champion_from_none():
    votes = visits_with_truth("consensus").query("left_on.notna() and rule == 'veto'")
    yes = (votes["next_stage"] == "negotiation").to_numpy()
    people, agree = votes["committee_size"].to_numpy(), votes["agree"].to_numpy()
    champion = votes["correlation"].to_numpy() == 0.4

    def log_likelihood(rho):
        rho = np.clip(rho, 0, 0.99)
        rho = np.where(champion, rho[0], rho[1])
        return bernoulli(committee_odds(people, agree, correlation=rho), yes)

    assert surprise(log_likelihood, [0.4, 0.05]) > 0.01
    assert log_likelihood([0.4, 0.05]) > log_likelihood([0.05, 0.05])


@pytest.mark.parametrize("review", ["serial", "parallel"])
def test_reviews_take_as_long_as_the_committees_say(review):
    # Visits that began long enough ago are all over, so none is missing here.
    visits = visits_with_truth("consensus").query("review == @review")
    visits = visits[visits["entered_on"] < "2025-10-01"]
    assert visits["left_on"].notna().all()
    days = (visits["left_on"] - visits["entered_on"]).dt.days
    each = parameters()["committee"]["review_days"]
    cv = parameters()["committee"]["review_cv"]
    expected = visits["committee_size"].map(
        lambda n: (
            serial_days([each] * n)
            if review == "serial"
            else parallel_days([each] * n, review_cv=cv)
        )
    )
    error = (days - expected).std() / np.sqrt(len(days))
    assert abs((days - expected).mean()) < 3 * error


def test_committees_grow_with_the_account_and_rules_go_with_the_industry():
    deals = real_deals()
    people = deals.groupby("size", observed=True)["committee_size"].mean()
    for size, law in parameters()["committee"]["size"].items():
        expected = law["always"] + law["maybe"] * law["chance"]
        assert people[size] == pytest.approx(expected, abs=0.12)
    votes = (deals["rule"] == "majority").groupby(deals["industry"], observed=True)
    counts = votes.agg(["sum", "size"])
    for industry, chance in parameters()["committee"]["majority_rule"].items():
        wins, n = counts.loc[industry]
        assert stats.binomtest(int(wins), int(n), chance).pvalue > 0.001


def test_leads_that_fit_answer_more_often():
    touches = firm("activities").query("answered.notna()")
    fit = firm("truth").set_index("opportunity_id")["fit"]
    by_fit = (
        touches["answered"]
        .astype(bool)
        .groupby(touches["opportunity_id"].map(fit).astype(str))
    )
    for name, chance in parameters()["answers"].items():
        n, answered = by_fit.size()[name], by_fit.sum()[name]
        assert stats.binomtest(int(answered), int(n), chance).pvalue > 0.001


def test_a_needs_interview_doubles_the_odds_and_the_coin_shows_it():
    visits = visits_with_truth("discovery").query("left_on.notna()")
    ratios = parameters()["odds_ratios"]["discovery"]
    known = np.log(visits["client"].astype(str).map(ratios).fillna(1))
    known += special.logit(parameters()["stages"]["discovery"]["advance"])
    held = visits["needs_interview"].astype(bool).to_numpy()
    advanced = visits["next_stage"] == "evaluation"

    def log_likelihood(log_ratio):
        return bernoulli(special.expit(known + log_ratio[0] * held), advanced)

    assert surprise(log_likelihood, np.log(ratios["interview"])) > 0.01
    assert log_likelihood([np.log(2)]) > log_likelihood([0.0]) + 5
    deals = real_deals().query("needs_interview.notna()")
    held = deals["needs_interview"].astype(bool)
    late = deals["created_on"] >= "2025-01-01"
    good = (deals["fit"] == "good").groupby([late, held]).mean()
    assert good[False, True] - good[False, False] > 0.4
    assert abs(good[True, True] - good[True, False]) < 0.1


@pytest.mark.parametrize("plan", ["flex", "care"])
def test_renewals_give_back_the_shifted_beta_geometric(plan):
    contracts = firm("renewals").query("plan == @plan")
    renewed, ended = contracts["renewals"], contracts["ended_on"].notna()
    law = parameters()["contracts"]["plans"][plan]

    def log_likelihood(x):
        a, b = np.exp(x)
        return float(
            (special.betaln(a + ended, b + renewed) - special.betaln(a, b)).sum()
        )

    assert surprise(log_likelihood, np.log([law["alpha"], law["beta"]])) > 0.01


def test_choices_among_offers_give_back_what_customers_care_about():
    offers = firm("offers")
    truth = parameters()["offers"]["utility"]
    x = offers[list(truth)].to_numpy().reshape(-1, 3, len(truth))
    chosen = offers["chosen"].to_numpy().reshape(-1, 3)
    assert (chosen.sum(axis=1) == 1).all()

    def log_likelihood(beta):
        utility = x @ beta
        return float((utility[chosen] - special.logsumexp(utility, axis=1)).sum())

    assert surprise(log_likelihood, list(truth.values())) > 0.01
    assert surprise(log_likelihood, 1.5 * np.array(list(truth.values()))) < 0.001


def test_the_cycle_fitted_with_open_deals_censored_sees_more_wins_than_closed_deals():
    log = firm("stage_visits").rename(
        columns={
            "opportunity_id": "case",
            "entered_on": "entered",
            "left_on": "left",
            "next_stage": "next",
        }
    )
    fitted = fit_cycle(log, until=CENSUS)
    deals = real_deals()
    closed = (deals["outcome"] == "won").sum() / deals["outcome"].notna().sum()
    final = (deals["outcome_true"] == "won").mean()
    assert closed < final - 0.01
    assert abs(fitted.cycle.win_rate - final) < abs(closed - final)


# The surprises the chapters build on --------------------------------------------------


def test_more_noted_people_go_with_more_wins_and_larger_committees_with_fewer():
    deals = real_deals()
    noted = firm("contacts").groupby("opportunity_id").size()
    deals["noted"] = deals["opportunity_id"].map(noted).fillna(0)
    closed = deals.query("outcome.notna()").assign(won=lambda d: d["outcome"] == "won")
    by_noted = closed.groupby("noted")["won"].mean()
    assert by_noted[1] < by_noted[2] < by_noted[3] < by_noted[5]
    veto = deals.query("rule == 'veto'").assign(
        won=lambda d: d["outcome_true"] == "won"
    )
    small = veto.query("committee_size <= 2")["won"].mean()
    large = veto.query("committee_size >= 5")["won"].mean()
    assert large < small


def test_the_average_open_deal_is_worth_more_than_the_average_closed_one():
    deals = real_deals()
    still_open = deals["outcome"].isna()
    won = (deals["outcome_true"] == "won").groupby(still_open).mean()
    assert won[True] > 2 * won[False]


def test_account_managers_promise_more_than_they_win():
    closed = real_deals().query("forecast.notna() and outcome.notna()")
    won = closed["outcome"] == "won"
    gap = (closed["forecast"] - won).groupby(closed["owner"], observed=True).mean()
    assert gap["E"] > gap["A"] + 0.15
    assert won[closed["forecast"] >= 0.8].mean() < 0.6
