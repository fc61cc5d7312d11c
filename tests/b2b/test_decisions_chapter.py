"""The numbers that the chapter `decisions` states, computed again."""

from pathlib import Path

import numpy as np
import pytest
from chapter_text import said_in
from scipy.stats import binomtest

from salescourse import SalesCycle, load
from salescourse.b2b.decisions import (
    CommitteeGame,
    Nurturing,
    committee_odds,
    consensus_stage,
    everyone_once,
    hundred_deals,
    mixed_odds,
    parallel_days,
    serial_days,
)
from salescourse.b2b.decisions.nurturing import AGAINST, ASK, NOT_MET
from salescourse.practice.questions.bank import load_bank

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
    assert mixed_odds([0.9] * 5 + [0.95]) < mixed_odds([0.9] * 5)
    assert "Under a veto rule that lowers the odds" in text


def test_the_rule_moves_the_odds_more_than_any_opinion(text):
    veto, majority = committee_odds(5, 0.9), committee_odds(5, 0.9, needed=3)
    assert f"From {percent(veto)} to {percent(majority)}" in text


def test_the_strip_sets_five_people_beside_a_couple(text):
    for people in (5, 2):
        assert percent(0.9**people) in text


def test_a_hundred_deals_are_drawn_as_the_model_says():
    names = ["office manager", "facilities", "IT", "finance", "HR"]
    deals = hundred_deals(names, seed=23)
    # The place of the first certainty at which somebody says yes; 0.9 is the ninth.
    sure = deals["certainty"].index(0.9)
    votes = [[int(one, 36) <= sure for one in row] for row in deals["answers"][0]]
    assert sum(map(all, zip(*votes, strict=True))) == 59


def test_people_who_sway_each_other_say_yes_more_often(text):
    swayed = committee_odds(5, 0.9, correlation=0.3)
    assert f"The five now say yes {percent(swayed)} of the time instead of 59 %" in text
    # Each factor is the chance of a yes after so many yeses: (p + k theta) / (1 + k theta).
    theta = 0.3 / 0.7
    factors = [(0.9 + k * theta) / (1 + k * theta) for k in range(5)]
    said = [f"{factor:.2f}" for factor in factors[1:]]
    assert said == ["0.93", "0.95", "0.96", "0.96"]
    assert "the second follows with 0.93, the others with 0.95, 0.96 and 0.96" in text
    assert np.prod(factors) == pytest.approx(swayed)


def test_a_yes_fades_while_the_others_are_won(text):
    assert f"0.88^{{10}} = {0.88**10:.2f}" in text
    four = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])
    once = four.worth_by(everyone_once)
    assert f"a contract worth 100 is then worth {once:.0f}." in text
    assert f"The best plan brings {four.worth():.0f}." in text
    assert four.best_move() == 1  # not the keenest, but the easiest to win over
    assert four.persuade[1] == max(four.persuade)
    meetings = {"first": 0.0, "again": 0.0, "against": 0.0}
    seen = set()

    def follow(known, week, chance):
        move = four.best_move(known, week)
        if move == ASK:
            return
        seen.add(move)
        kind = {NOT_MET: "first", AGAINST: "against"}.get(known[move], "again")
        meetings[kind] += chance
        yes = four.yes_at_meeting(move, known)
        for said, share in ((True, yes), (False, 1 - yes)):
            later = four.after_meeting(move, known, yes=said)
            follow(later, week + 1, chance * share * (1 - four.lost_per_week))

    follow(four.start, 0, 1.0)
    assert seen == {1, 2, 3}  # "spends no week on the one who is already keen"
    assert meetings["against"] > 1  # "goes back to people who said no"
    assert meetings["again"] / sum(meetings.values()) == pytest.approx(1 / 8, abs=0.01)


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


def test_a_fair_comparison_cannot_tell(text):
    deals, contacts = load("firm_opportunities"), load("firm_contacts")
    visits = load("firm_stage_visits").query("stage == 'consensus'")
    reached = visits.groupby("opportunity_id")["entered_on"].min()
    by_then = contacts[contacts["added_on"] <= contacts["opportunity_id"].map(reached)]
    names = by_then.groupby("opportunity_id").size()
    there = deals["opportunity_id"].isin(reached.index) & deals["outcome"].notna()
    fair = deals[there]
    few = fair["opportunity_id"].map(names).fillna(0) <= 2
    won = fair["outcome"] == "won"
    said = f"up to two names {percent(won[few].mean())} were won"
    assert said in text
    assert f"with three and more {percent(won[~few].mean())}" in text
    spans = []
    for some in (won[few], won[~few]):
        low, high = binomtest(int(some.sum()), len(some)).proportion_ci(method="wilson")
        spans.append((low, high))
        assert 0.04 < (high - low) / 2 < 0.065  # "four to six points on either side"
    assert spans[0][0] < spans[1][1]  # they overlap


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


def test_a_chair_with_a_veto_lies_between():
    chair = 0.9 * committee_odds(4, 0.9, needed=3)
    said = load_bank("decisions").item("decisions-3").body["solution"]
    assert f"For five people at 0.9 that is {chair:.2f}" in said


def test_the_games_rules_lose_what_the_quiz_says():
    game = CommitteeGame()
    best = game.worth(game.start)
    lost = {name: round(100 * (1 - w / best)) for name, w in game.by_rules().items()}
    told = {"Everyone once": 74, "Weakest link": 38, "Hardest first": 59}
    assert {name: lost[name] for name in told} == told
    four = game.committee
    assert (four.agree, four.persuade) == (
        (0.9, 0.6, 0.35, 0.3), (0.1, 0.5, 0.3, 0.05),
    )  # fmt: skip
    # A week with the office manager adds 0.1 times 0.1, one with IT 0.4 times 0.5.
    after = [four.yes_at_meeting(person, four.start) for person in (0, 1)]
    assert after == pytest.approx([0.91, 0.80])
    assert game.best_moves(game.start) == (1,)
    # "The best play never spends a week on her": in no state that it comes to.
    states, met = {game.start}, set()
    while states:
        moves = {state: game.best_move(state) for state in states}
        met |= set(moves.values())
        states = {
            one.next
            for state, move in moves.items()
            for one in game.outcomes(state, move)
            if one.next is not None
        }
    assert 0 not in met
