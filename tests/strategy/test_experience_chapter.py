"""The numbers that the chapter `experience` states, computed again."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from banked import banked
from chapter_text import said_in
from scipy import integrate, optimize, stats

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
    two_queues,
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


def test_the_second_of_february_2026_is_a_monday_and_the_fifth_a_thursday():
    days = [pd.Timestamp(f"2026-02-0{day}").day_name() for day in (2, 5)]
    assert days == ["Monday", "Thursday"]


def test_forty_minutes_of_talk_take_two_hundred(text):
    each = 10 * 0.8 / 0.2
    assert (each, 4 * each, 4 * (each + 10)) == pytest.approx((40, 160, 200))
    assert "Forty minutes of talk take two hundred, on average." in text
    assert "For the other 160 her case lies in one pile" in text
    assert "that makes 40 minutes, and 50 with the job itself" in text
    assert pytest.approx(400) == 4 * (10 / 0.1)
    assert "the 200 minutes would be 400" in text
    assert "it takes 200, of which 40 are work" in text
    assert "Kopje's is a fifth" in text


def test_one_queue_takes_160_minutes_to_22_and_200_to_62(text):
    apart, shared = wait(1, 0.8), wait(5, 0.8)
    assert (round(apart), round(shared), round(apart - shared)) == (160, 22, 138)
    assert "The wait falls from 160 minutes to 22, to less than a seventh." in text
    assert shared < apart / 7
    assert (round(apart + 40), round(shared + 40)) == (200, 62)
    assert "from 200 to 62, to less than a third" in text
    assert shared + 40 < 200 / 3
    assert "Where did 138 minutes go?" in text


def test_five_who_get_18_percent_slower_have_lost_what_one_queue_gives(text):
    def cycle(slower):
        return wait(5, 0.8 * slower, 40 * slower) + 40 * slower

    slower = optimize.brentq(lambda x: cycle(x) - 200, 1, 1.24)
    assert f"If our five became {percent(slower - 1)} slower" in text


def test_in_the_picture_both_houses_wait_as_the_model_says():
    two = two_queues(Team(1, 0.8, 40), 5, seed=1413)
    for who, minutes in (("each", 160), ("one", 22)):
        callers = np.array(two[who]["callers"])
        assert (callers[:, 1] - callers[:, 0]).mean() == pytest.approx(minutes, abs=1)
        assert two[who]["model"] == pytest.approx(minutes, abs=0.5)


def test_at_one_desk_offices_gain_and_homes_lose(text):
    # Half of one plus the squared coefficient of variation, by hand: means 2 and 40 at
    # 20 to 1, so 80/21 and a second moment of 2 (20 · 4 + 1600) / 21 = 160.
    mean, square = 80 / 21, 160
    together = wait(2, 0.8, mean) * square / mean**2 / 2
    assert round(together) == 37
    apart = [wait(1, 0.8, 40), wait(1, 0.8, 2)]
    assert f"{apart[0]:.0f} | {together:.0f} minutes" in text
    assert f"{apart[1]:.0f} | {together:.0f} minutes" in text
    assert f"the strip has {together:.0f} minutes" in text


# Marketing and sales ------------------------------------------------------------------


def talks(people, busy, rng=None):
    """Leads of a day and good talks: by integrating over the wait, or by playing."""
    spare = people * (1 - busy) / 30
    waits_at_all = erlang_c(people, people * busy)
    half = np.log(2) / 60
    kept = integrate.quad(lambda t: spare * np.exp(-(spare + half) * t), 0, np.inf)[0]
    warm = 1 - waits_at_all + waits_at_all * kept
    leads = 480 * people * busy / 30
    return leads, leads * warm


def test_a_fifth_more_leads_are_fewer_good_talks(text):
    found = {busy: talks(3, busy) for busy in (0.6, 0.7, 0.8, 0.9, 0.95)}
    assert [(round(leads), round(good)) for leads, good in found.values()] == [
        (29, 27), (34, 29), (38, 29), (43, 24), (46, 17),
    ]  # fmt: skip
    (few, many), (more, fewer) = found[0.8], found[0.95]
    assert f"{few:.0f} leads a day bring {many:.0f} talks" in text
    assert f"With {more:.0f}, a fifth more" in text
    assert f"sales has {fewer:.0f} such talks" in text
    assert more / few - 1 == pytest.approx(0.2, abs=0.02)
    # Nowhere between is it better than at 38 a day by more than half a talk.
    best = max(talks(3, busy)[1] for busy in np.linspace(0.3, 0.95, 66))
    assert best < many + 0.5


def test_a_fourth_seller_makes_24_good_talks_40():
    assert [round(talks(*one)[1]) for one in ((3, 0.9), (4, 0.675))] == [24, 40]
    assert keys.good_talks(4, 0.675, 30, 60) == pytest.approx(talks(4, 0.675)[1])
    assert round(talks(4, 0.675)[1] - talks(3, 0.9)[1]) == 15


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
    assert "runs from 57 to 116" in text
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
    # The figure's title.
    assert 0.4 < 1 - causes / plain.minutes < 0.5


def test_the_pilot_works_as_long_as_anybody(text):
    # What is left of a ticket's minutes without its hand-offs, hard and easy apart.
    pilot = tickets()[tickets()["pilot"].notna()]
    alone = pilot[pilot["hand_offs"] == 0]
    for _hard, kind in alone.groupby("hard"):
        trained = kind["pilot"].astype(bool)
        one, other = kind["minutes"][trained], kind["minutes"][~trained]
        apart = abs(one.mean() - other.mean())
        assert apart < 2.5 * np.hypot(one.sem(), other.sem())
    assert "The work itself took the pilot as long as anybody" in text


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
    assert "A score of 25 from 400 answers is good to 7.5 points either way" in text
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


def test_the_coin_cannot_tell_what_the_pilot_does_to_the_score(text):
    pilot = tickets()[tickets()["pilot"].notna()]
    shares = {}
    for trained, answers in pilot.dropna(subset="score").groupby("pilot")["score"]:
        each = np.where(answers >= 9, 100, np.where(answers <= 6, -100, 0))
        shares[trained] = each.mean(), each.std() / np.sqrt(each.size)
    assert f"{shares[False][0]:.0f} points without the pilot" in text
    assert f"and {shares[True][0]:.0f} with it" in text
    gain = shares[True][0] - shares[False][0]
    half = 1.96 * np.hypot(shares[True][1], shares[False][1])
    assert f"runs from −{half - gain:.0f} to {gain + half:.0f}" in text


# Exercises, claims, quiz --------------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say(text):
    assert round(wait(6, 0.9)) == round(keys.shared_wait(6, 0.9, 40)) == 49
    assert round(wait(6, 0.8)) == 17
    assert erlang_c(6, 5.4) == pytest.approx(0.75, abs=0.015)  # a quarter do not wait
    losses = [round(forgetful(x)) for x in (0, 0.05, 0.1, 0.15)]
    assert losses == [20, 25, 35, 65]
    assert "take 20 units without loss, 25 if one story in twenty" in text
    assert "35 if it is one in ten, and 65 at three in twenty" in text


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


def test_an_advice_of_fifty_minutes_makes_homes_wait():
    assert (wait(1, 0.8, 5), wait(1, 0.8, 50)) == pytest.approx((20, 200))
    assert round((10 * 20 + 200) / 11) == 36
    rng = np.random.default_rng(5)
    short = rng.random((200, 12_000)) < 10 / 11
    gaps = rng.exponential(50 / 11 / 0.8, short.shape)
    jobs = rng.exponential(np.where(short, 5, 50))
    found = batch_means(waits(gaps, jobs, people=2)[:, 2000:])
    # 400 runs of 40,000 customers give 46.2 to 47.3: 153 less than 200, 27 more than 20.
    assert found.low > 45
    assert abs(found.mean - 46.75) < 3 * found.standard_error < 3


def test_the_quiz_quotes_its_numbers_rightly():
    offers = [
        wait(1, 0.9, 10), row(4, 0.9 * 0.9, 2.5 * 0.9), wait(4, 0.9, 10), wait(2, 0.45, 10)
    ]  # fmt: skip
    assert [round(x) for x in offers] == [90, 38, 20, 3]
    assert erlang_c(5, 4) == pytest.approx(0.55, abs=5e-3)
    assert [busy / (1 - busy) for busy in (0.8, 0.9, 0.95)] == pytest.approx([4, 9, 19])
    of_two = PromoterScore(180, 140, 80).standard_error * 2**0.5
    assert round(of_two, 1) == 5.4
    assert percent(2 * stats.norm.sf(4 / of_two)) == "46 %"
    assert [round(4 + side * 1.96 * of_two) for side in (-1, 1)] == [-7, 15]
    assert answers_for_change(4, promoters=0.45, detractors=0.2) == 5765
    assert round(1.96 * of_two) == 11
    assert in_a_row([Team(1, 0.9, 12)] * 5).mean_cycle == pytest.approx(600)
