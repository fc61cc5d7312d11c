"""The numbers that the chapter `decisions` states, computed again."""

from pathlib import Path

import numpy as np
import pytest
from chapter_text import said_in
from scipy.stats import binomtest

from salescourse import SalesCycle, load
from salescourse.b2b.decisions import (
    committee_odds,
    consensus_stage,
    mixed_odds,
    parallel_days,
    serial_days,
)

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "01_decisions.ipynb"


@pytest.fixture(scope="module")
def text() -> str:
    return said_in(NOTEBOOK)


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def test_the_scene_and_what_follows_from_it(text):
    assert f"five times: {0.9**5:.2f}." in text
    assert f"With two more such friends it is {0.9**7:.2f}." in text


def test_a_keener_sixth_lowers_the_odds(text):
    before, after = mixed_odds([0.9] * 5), mixed_odds([0.9] * 5 + [0.95])
    assert f"from {before:.2f} to {after:.2f}" in text


def test_the_rule_moves_the_odds_more_than_any_opinion(text):
    veto, majority = committee_odds(5, 0.9), committee_odds(5, 0.9, needed=3)
    assert f"From {percent(veto)} to {percent(majority)}" in text


def test_a_champion_is_worth_fourteen_points(text):
    swayed = committee_odds(5, 0.9, correlation=0.3)
    assert f"the five say yes {percent(swayed)} of the time instead of 59 %" in text
    assert round(100 * (swayed - committee_odds(5, 0.9))) == 14
    assert "Fourteen points" in text


def test_reviews_one_after_another_and_at_once(text):
    together = [parallel_days([5] * n, review_cv=0.7) for n in range(1, 11)]
    assert serial_days([5] * 6) == 30
    assert round(together[5]) == 10
    assert "Six people who read in turn take 30 days on average" in text
    assert "side by side take 10" in text
    assert 0.4 < together[5] - together[4] < 0.6  # "about half a day"
    assert "flattens out at 11.5 days" in text
    assert round(together[9], 1) == 11.5
    assert round(together[9] - together[8], 1) == 0.3  # the figure's title


def test_what_the_stage_makes_of_a_whole_win(text):
    for parallel, days in ((False, 125), (True, 100)):
        stage = consensus_stage(6, 0.9, review_days=5, review_cv=0.7, parallel=parallel)
        cycle = SalesCycle.b2b().with_stage(
            "consensus", days=stage.mean_days, cv=stage.cv
        )
        assert round(cycle.mean_days("won")) == days


def test_authority_cannot_be_told_from_these_data(text):
    real = load("opportunities")
    rows = real[real["factor"] == "Authority"].set_index("level")
    share = rows["won"] / rows["opportunities"]
    said = "{} won with high authority, {} in the middle, {} with low"
    assert (
        said.format(*(percent(share[level]) for level in ("High", "Mid", "Low")))
        in text
    )
    low, high = binomtest(9, 17).proportion_ci(method="wilson")
    assert (round(low, 1), round(high, 2)) == (0.3, 0.74)
    assert real.groupby("factor", observed=True)["opportunities"].sum().eq(448).all()


def test_the_purchasing_department_stands_next_to_the_cause(text):
    counts = load("opportunities_counts")
    known = counts[counts["purchasing_department"].isin(["Yes", "No"])]
    whole = known.groupby("purchasing_department", observed=True)[
        ["opportunities", "won"]
    ].sum()
    share = whole["won"] / whole["opportunities"]
    assert f"{percent(share['Yes'])} against {percent(share['No'])}" in text
    rates = known.groupby(["client", "purchasing_department"], observed=True)[
        ["opportunities", "won"]
    ].sum()
    share = rates["won"] / rates["opportunities"]
    new = f"{percent(share['New', 'Yes'])} out of {percent(share['New', 'No'])}"
    current = (
        f"{percent(share['Current', 'Yes'])} out of {percent(share['Current', 'No'])}"
    )
    assert new in text
    assert current in text
    deals = rates["opportunities"].unstack()
    at_table = deals["Yes"] / deals.sum(axis=1)
    said = (
        f"in {percent(at_table['Current'])} of deals against {percent(at_table['New'])}"
    )
    assert said in text


@pytest.fixture(scope="module")
def closed():
    deals, contacts = load("firm_opportunities"), load("firm_contacts")
    noted = contacts.groupby("opportunity_id").size().rename("noted")
    closed = deals[deals["outcome"].notna()].merge(noted, on="opportunity_id")
    return closed.assign(won=closed["outcome"] == "won")


def test_the_records_say_that_more_contacts_win(closed, text):
    share = closed.groupby(closed["noted"].clip(upper=6))["won"].mean()
    said = f"{percent(share[1])} with one contact in the file, {percent(share[6])} with six"
    assert said in text


def test_a_fair_comparison_turns_the_slope(closed, text):
    contacts = load("firm_contacts")
    visits = load("firm_stage_visits").query("stage == 'consensus'")
    reached = visits.groupby("opportunity_id")["entered_on"].min()
    by_then = contacts[contacts["added_on"] <= contacts["opportunity_id"].map(reached)]
    names = by_then.groupby("opportunity_id").size().rename("names")
    fair = closed.merge(names, on="opportunity_id")
    share = fair.groupby(fair["names"].clip(upper=5))["won"].mean()
    assert f"{percent(share[1])} with one name, {percent(share[5])} with five" in text
    assert np.corrcoef(fair["names"], fair["won"])[0, 1] < 0


def test_what_the_envelope_holds(text):
    visits, truth = load("firm_stage_visits"), load("firm_truth")
    visits = visits.query("stage == 'consensus' and next_stage.notna()")
    answered = visits.merge(truth, on="opportunity_id")
    answered["agreed"] = answered["next_stage"] == "negotiation"
    share = answered.groupby(["rule", "committee_size"], observed=True)["agreed"].mean()
    veto, majority = share["veto"], share["majority"].loc[:6]
    assert f"falls from {percent(veto[1])} for one person to {percent(veto[6])}" in text
    said = f"between {percent(majority.min())} and {percent(majority.max())}"
    assert said in text
    assert 0.77 < veto[1] < 0.83  # "four times in five"
    assert veto[6] < 1 / 3


def test_the_records_miss_one_in_four_of_those_who_decide():
    truth, contacts = load("firm_truth"), load("firm_contacts")
    visits = load("firm_stage_visits").query("stage == 'consensus'")
    there = truth[truth["opportunity_id"].isin(visits["opportunity_id"])]
    noted = contacts["opportunity_id"].isin(there["opportunity_id"]).sum()
    assert 1 - noted / there["committee_size"].sum() == pytest.approx(0.25, abs=0.02)


def test_most_of_the_surveys_fall_takes_no_office_politics(text):
    survey = load("ceb_survey").set_index("people")["stated_likelihood"]
    assert survey[[1, 2, 3, 6]].tolist() == [0.81, 0.55, 0.60, 0.31]
    assert np.isnan(survey[5])
    assert f"come to {percent(0.81**6)} for six people" in text
    assert survey[2] < 0.81**2


def test_a_chair_with_a_veto_lies_between(text):
    chair = 0.9 * committee_odds(4, 0.9, needed=3)
    assert f"With five people at 90 % this gives {percent(chair)}" in text
