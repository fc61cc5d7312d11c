"""The numbers that the chapter `experience` states, computed again."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from banked import banked
from chapter_text import said_in
from scipy import optimize, stats
from statsmodels.stats.proportion import confint_proportions_2indep

from salescourse import load
from salescourse.strategy.experience import (
    PromoterScore,
    Team,
    answers_for_change,
    batch_means,
    erlang_c,
    hand_off_cost,
    hand_off_cost_by_chance,
    in_a_row,
    keys,
    promoter_score,
    simulate_waits,
    waits,
)

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "10_experience.ipynb"


@pytest.fixture(scope="module")
def text() -> str:
    return said_in(NOTEBOOK)


@cache
def tickets():
    frame = load("firm_support").merge(load("firm_support_truth"), on="ticket_id")
    frame = frame[frame["finished_minute"].notna()]
    return frame.assign(
        minutes=(frame["finished_minute"] - frame["opened_minute"]).astype(float),
        hand_offs=frame["path"].str.split(">").str.len() - 1,
    )


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def wait(people, busy, minutes=40):
    """A mean wait by the textbook's formula, without the package's team."""
    load = people * busy
    return erlang_c(people, load) * minutes / (people - load)


def forgetful(lost):
    return banked("experience-3", desks=4, busy=0.8, lost=lost)


# The model ----------------------------------------------------------------------------


def test_the_second_of_february_2026_is_a_monday():
    assert pd.Timestamp("2026-02-02").day_name() == "Monday"


def test_forty_minutes_of_talk_take_two_hundred(text):
    each = 10 * 0.8 / 0.2
    assert (each, 4 * each, 4 * (each + 10)) == pytest.approx((40, 160, 200))
    assert "Forty minutes of talk take two hundred, on average." in text
    assert "For the other 160 her case lies in one pile" in text
    assert "that makes 40 minutes, and 50 with the job itself" in text
    assert pytest.approx(400) == 4 * (10 / 0.1)
    assert "the 200 minutes would be 400" in text
    within_the_hour = stats.gamma(4, scale=50).cdf(60)
    assert f"within the hour is {percent(within_the_hour)}" in text


def test_one_queue_takes_160_minutes_to_22_and_200_to_62(text):
    apart, shared = wait(1, 0.8), wait(5, 0.8)
    assert (round(apart), round(shared), round(apart - shared)) == (160, 22, 138)
    assert "The wait falls from 160 minutes to 22, to less than a seventh." in text
    assert shared < apart / 7
    assert (round(apart + 40), round(shared + 40)) == (200, 62)
    assert "from 200 to 62, to less than a third" in text
    assert shared + 40 < 200 / 3
    assert "Where did 138 minutes go?" in text
    assert wait(2, 0.4) < shared


def row(people, busy, minutes):
    """Single desks in a row, by hand."""
    return people * minutes * busy / (1 - busy)


def test_specialists_wait_160_57_and_must_save_40_percent(text):
    assert row(5, 0.8, 8) == pytest.approx(160)
    assert "At the old speed the wait is 160 minutes again" in text
    assert round(row(5, 0.8 * 0.8, 8 * 0.8)) == 57
    assert "save a fifth of the time make customers wait 57 minutes, against 22" in text

    def longer(saved, with_work):
        left = 1 - saved
        job = with_work * 40
        return (row(5, 0.8 * left, 8 * left) + job * left) - (wait(5, 0.8) + job)

    by_wait = optimize.brentq(longer, 0, 0.9, args=(0,))
    by_cycle = optimize.brentq(longer, 0, 0.9, args=(1,))
    assert f"For as short a wait they must save {percent(by_wait)}" in text
    assert f"for the same cycle time {percent(by_cycle)} would do" in text


def test_after_an_hour_three_percent_are_done_or_fifty_four(text):
    desks = stats.gamma(4, scale=50)
    team = Team(4, 0.8, 40)
    assert percent(desks.cdf(60)) == "3 %"
    assert percent(1 - team.cycle_longer_than(60)) == "54 %"
    said = f"{percent(desks.sf(60))} after an hour, {percent(desks.sf(240))} after four"
    assert f"Four desks in a row: {said}" in text
    left = [percent(team.cycle_longer_than(minutes)) for minutes in (60, 240)]
    assert f"can do it all: {left[0]} after an hour, {left[1]} after four" in text


# The real records ---------------------------------------------------------------------


def test_the_first_change_goes_with_eight_days_and_the_second_with_one_and_a_half(text):
    real = load("handoffs_incidents").set_index("team_changes")
    assert real["cases"].sum() == 7554
    days = real["median_days"]
    assert round(days["1"] - days["0"]) == 8
    assert days["2"] - days["1"] == pytest.approx(1.5, abs=0.1)
    said = "Without a change {:.1f} days, with one {:.1f}, with two {:.1f}, with eight"
    assert said.format(*days[["0", "1", "2"]]) in text
    assert f"or more {days['8+'] + 1e-9:.1f}" in text
    lower = real["q25"][["1", "2", "3", "4"]]
    assert "{:.1f}, {:.1f}, {:.1f}, {:.1f} days for one to four".format(*lower) in text


def test_the_first_reassignment_goes_with_two_points(text):
    real = load("handoffs_on_time").set_index("reassignments")
    assert real["incidents"].sum() == 890
    share = real["on_time"] / real["incidents"]
    assert f"two points, {percent(share['0'])} to {percent(share['1'])}" in text
    low, high = confint_proportions_2indep(122, 204, 309, 499, method="newcomb")
    assert (round(100 * low), round(100 * high)) == (-10, 6)
    assert "from ten points fewer to six more" in text
    assert f"Four and more go with {percent(share['4+'])}" in text


def test_support_and_churn_shrink_within_a_contract(text):
    real = load("telco").query("technical_support != 'No internet service'")
    both = ["contract", "technical_support"]
    sums = real.groupby(both, observed=True)[["customers", "churned"]].sum()
    whole = sums.groupby("technical_support", observed=True).sum()
    share = whole["churned"] / whole["customers"]
    assert f"{percent(share['No'])} of the customers without" in text
    assert f"left, and {percent(share['Yes'])} of those with it" in text
    rate = (sums["churned"] / sums["customers"]).unstack()
    gaps = (100 * (rate["No"] - rate["Yes"])).round().astype(int)
    monthly = sums["customers"].unstack().loc["Month-to-month"] / whole["customers"]
    said = "{} pay by the month, of those with it {}"
    assert said.format(*map(percent, monthly[["No", "Yes"]])) in text
    assert gaps.tolist() == [20, 1, 2]
    assert "the gap is 20 points, 1 and 2" in text


# Kopje's tickets ----------------------------------------------------------------------


def test_one_hand_off_costs_149_131_87_78_or_truly_79_7_minutes(text):
    pilot = tickets()[tickets()["pilot"].notna()]
    plain = hand_off_cost(tickets())
    fault = hand_off_cost(tickets(), within="fault")
    coin = hand_off_cost_by_chance(pilot, "pilot")
    hard = hand_off_cost(tickets(), within="hard")
    # The slope again, by another way.
    line = stats.linregress(tickets()["hand_offs"], tickets()["minutes"])
    assert plain.minutes == pytest.approx(line.slope)
    found = [round(cost.minutes) for cost in (plain, fault, coin, hard)]
    assert found == [149, 131, 87, 78]
    assert "plainly 149, within each fault 131, by the coin 87, within hard" in text
    assert "takes 149 minutes more" in text
    assert (round(coin.low), round(coin.high)) == (57, 116)
    assert "with an interval from 57 to 116" in text
    assert (round(fault.low), round(fault.high)) == (123, 139)
    assert "its interval, 123 to 139" in text
    law = load("firm_support_truth").attrs["parameters"]["support"]
    queue = wait(3, 0.8, 60)
    assert law["other_desks"] == {"people": 3, "busy": 0.8, "job_minutes": 60}
    causes = queue + law["retelling_minutes"]
    assert round(causes, 1) == 79.7
    assert "causes 79.7 minutes: 65 in a new queue and 15 to tell" in text
    assert (round(queue), law["retelling_minutes"]) == (65, 15)
    assert 1.8 < plain.minutes / causes < 1.9  # "almost twice"
    # The figure's title, and "18 minutes of 70 too many".
    assert 0.4 < 1 - causes / plain.minutes < 0.5
    assert round(plain.minutes - fault.minutes) == 18
    assert round(plain.minutes - causes, -1) == 70


def test_the_coin_takes_52_minutes_and_six_tenths_of_a_hand_off(text):
    pilot = tickets()[tickets()["pilot"].notna()]
    means = pilot.groupby("pilot")[["minutes", "hand_offs"]].mean()
    fewer = means.loc[False] - means.loc[True]
    assert (
        f"{fewer['minutes']:.0f} minutes for {fewer['hand_offs']:.2f} hand-offs" in text
    )


def test_hard_tickets_travel(text):
    hard = tickets().groupby("hand_offs")["hard"].mean()
    assert f"never handed on {percent(hard[0])} were hard" in text
    assert f"with four hand-offs {percent(hard[4])}" in text


# The score ----------------------------------------------------------------------------


def test_the_score_of_400_answers_and_what_five_points_take(text):
    score = PromoterScore(180, 140, 80)
    assert round(score.margin, 1) == 7.5
    assert "a score of 25 is good to 7.5 points either way" in text
    reach = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    needed = 2 * 0.5875 * (reach / 0.05) ** 2
    assert answers_for_change(5, promoters=0.45, detractors=0.2) == np.ceil(needed)
    assert f"takes {np.ceil(needed):,.0f} answers *each time*" in text


def test_kopjes_scores_fall_as_tickets_travel(text):
    by = tickets()["hand_offs"].clip(upper=2)
    scores = [promoter_score(group) for _k, group in tickets()["score"].groupby(by)]
    found = [round(score.points) for score in scores]
    assert "from {} to {} to −{} as".format(*map(abs, found)) in text
    assert scores[0].low > scores[1].high
    assert scores[1].low > scores[2].high
    assert f"And {percent(tickets()['score'].notna().mean())} answered" in text


# Exercises, claims, quiz --------------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say(text):
    assert round(wait(6, 0.9)) == round(keys.shared_wait(6, 0.9, 40)) == 49
    assert round(wait(6, 0.8)) == 17
    assert erlang_c(6, 5.4) == pytest.approx(0.75, abs=0.015)  # a quarter do not wait
    assert keys.times_shorter(5, 0.8) == pytest.approx(wait(1, 0.8) / wait(5, 0.8))
    assert keys.times_shorter(5, 0.8) == pytest.approx(4 / 0.554113, abs=1e-4)
    losses = [round(forgetful(x)) for x in (0, 0.05, 0.1, 0.15)]
    assert losses == [20, 25, 35, 65]
    assert "take 20 units without loss, 25 if one story in twenty" in text
    assert "35 if it is one in ten, and 65 at three in twenty" in text
    assert pytest.approx(1) == 0.8 / (1 - 0.2)  # for ever


def test_a_forgetful_row_agrees_with_its_balance_of_ups_and_downs():
    # A desk that sends back one case in ten empties as if it were a tenth slower.
    slower = 1 / (1 - 0.1)
    there = 0.8 * slower / (1 - 0.8 * slower)
    first = 0.8 / 0.2
    assert forgetful(0.1) == pytest.approx((first + 3 * there) / 0.8)


def test_mixing_questions_with_repairs_more_than_doubles_the_wait(text):
    assert (wait(1, 0.8, 2), wait(1, 0.8, 40)) == pytest.approx((8, 160))
    apart = (20 * wait(1, 0.8, 2) + wait(1, 0.8, 40)) / 21
    assert round(apart) == 15
    rng = np.random.default_rng(99)
    short = rng.random((200, 12_000)) < 20 / 21
    gaps = rng.exponential(2 / 0.84, short.shape)
    jobs = rng.exponential(np.where(short, 2, 40))
    found = batch_means(waits(gaps, jobs, people=2)[:, 2000:])
    assert abs(found.mean - 35) < 4 * found.standard_error < 4
    assert found.low > 2 * apart
    assert "Thirty-five minutes, more than twice as long" in text
    # The load is as said: a question is 20 times as frequent, each fills 0.8.
    assert pytest.approx((0.8, 0.8)) == (
        20 / 21 * 2 / (2 / 0.84),
        1 / 21 * 40 / (2 / 0.84),
    )


def test_naive_intervals_hold_the_truth_13_times_in_100_and_honest_ones_95(text):
    naive = honest = 0
    for seed in range(100):
        minutes = simulate_waits(Team(1, 0.8), 60_000, seed=seed)
        half = 1.96 * minutes.std() / np.sqrt(minutes.size)
        naive += abs(minutes.mean() - 4) <= half
        honest += batch_means(minutes).holds(4)
    assert f"held the truth in {naive} simulations of 100" in text
    assert f"the one from stretches in {honest}." in text


def test_the_quiz_quotes_its_numbers_rightly():
    waits_of_four = [
        wait(1, 0.8), row(5, 0.8 * 0.8, 8 * 0.8), wait(5, 0.8), wait(2, 0.4)
    ]  # fmt: skip
    assert [round(x) for x in waits_of_four] == [160, 57, 22, 8]
    assert erlang_c(5, 4) == pytest.approx(0.55, abs=5e-3)
    assert [busy / (1 - busy) for busy in (0.8, 0.9, 0.95)] == pytest.approx([4, 9, 19])
    of_two = PromoterScore(180, 140, 80).standard_error * 2**0.5
    assert round(of_two, 1) == 5.4
    assert percent(2 * stats.norm.sf(4 / of_two)) == "46 %"
    assert answers_for_change(4, promoters=0.45, detractors=0.2) == 5765
    assert round(1.96 * of_two) == 11
    assert in_a_row([Team(1, 0.9, 12)] * 5).mean_cycle == pytest.approx(600)
