"""The numbers in chapter 9's prose, titles and alternative texts, computed again."""

import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from banked import banked
from chapter_text import said_in
from scipy import stats

from salescourse import SalesCycle, load
from salescourse.practice.sheets.spec import read_spec
from salescourse.strategy.agility import (
    Arms,
    Campaign,
    Feedback,
    Looks,
    chance_better,
    chance_to_see,
    compare,
    customers_needed,
    expected_losses,
    fixed_test,
    keys,
    peek,
    thompson,
)
from salescourse.teach.execute import read

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "09_agility.ipynb"
YEAR = {"per_day": 58, "days": 365, "runs": 200, "seed": 1}


@pytest.fixture(scope="module")
def text() -> str:
    return said_in(NOTEBOOK)


@cache
def emails() -> Arms:
    return Arms.dealt_from(
        load("hillstrom"), "email", customers="customers", won="visits"
    )


@cache
def slow() -> Feedback:
    return Feedback.of(SalesCycle.b2b())


@cache
def bandit(how: str) -> Campaign:
    options = {
        "at once": {},
        "as they come": {"feedback": slow()},
        "held": {"feedback": Feedback.after(131)},
        "by age": {"feedback": slow(), "by_age": True},
    }
    return thompson(emails(), **YEAR, **options[how])


def fixed(day: int, feedback: Feedback | None = None) -> Campaign:
    return fixed_test(emails(), decide_on=day, feedback=feedback, **YEAR)


def percent(share: float, digits: int = 0) -> float:
    return round(100 * float(share), digits)


# The scene and the idea ---------------------------------------------------------------


def test_the_tool_shows_48_percent_and_a_confidence_of_95_7(text):
    shown = compare([67, 86], [180, 180])
    assert percent(shown.rates[1]) == 48
    assert percent(1 - shown.p_value, 1) == 95.7
    assert 6 * 30 == 180
    assert "67 orders from 180 carts" in text
    # At a look's usual bound, and not at the one that ten looks take.
    assert 1.96 < shown.z < Looks.pocock(10).bounds[0]


def test_38_of_a_hundred_carts_end_in_an_order_in_the_reference_cycle():
    b2c = SalesCycle.b2c()
    from_cart = b2c.win_rate / b2c.routing_table().loc["browse", "cart"]
    assert percent(from_cart) == 38


def test_ten_looks_are_wrong_nineteen_times_in_a_hundred(text):
    assert percent(Looks.unplanned(10).false_alarm()) == 19
    assert "Nineteen; you wrote" in text
    better = Looks.unplanned(10).stops(0)["above"].sum()
    assert better == pytest.approx(Looks.unplanned(10).false_alarm() / 2)


def test_the_strip_says_20_years_and_87_days(text):
    # By hand: 2 · 10,299 deals at 84 a month are 245 months; 2 · 2,606 carts at 60 a day.
    years = 2 * customers_needed(0.137, 0.1507) / 84 / 12
    days = 2 * customers_needed(0.38, 0.418) / 60
    assert (round(years), round(days)) == (20, 87)
    assert f"{years:.0f} years" in text
    assert f"{days:.0f} days" in text
    begun = load("firm_opportunities")["created_on"]
    assert round(len(begun) / 36) == 84
    beside = said_in(NOTEBOOK.with_name("12_comparison.ipynb"))
    assert "Twenty years, or 87 days" in beside
    assert "13.7 % of deals becoming 15.1, and 84 deals begin a month" in beside


# The model ----------------------------------------------------------------------------


def test_two_points_take_ten_months_of_carts(text):
    carts = 2 * customers_needed(0.38, 0.40)
    assert f"{carts:,.0f} carts" in text
    assert carts / 60 / (365 / 12) == pytest.approx(10, abs=0.3)
    assert percent(chance_to_see(300, 0.38, 0.46)) == 51
    ratio = customers_needed(0.38, 0.40) / customers_needed(0.38, 0.42)
    assert ratio == pytest.approx(4, rel=0.02)
    z = stats.norm.ppf([0.975, 0.8])
    assert z.round(2).tolist() == [1.96, 0.84]


def test_the_explorers_finding_and_what_it_says_of_planned_looks():
    assert percent(Looks.unplanned(50).false_alarm()) == 32
    assert Looks.pocock(50).false_alarm() == pytest.approx(0.05)
    spread = 0.38 * 0.62 + 0.46 * 0.54
    drift = 0.08 * math.sqrt(300 / spread)
    one = Looks.unplanned(1).power(drift)
    assert one - Looks.pocock(10).power(drift) > 0.1


def test_the_winners_of_equal_buttons_promise_18_points(text):
    equal = peek(
        0.38, 0.38, customers=30, bounds=Looks.unplanned(10), runs=20_000, seed=1
    )
    wins = equal[equal["verdict"] == "better"]
    assert percent(wins["difference"].mean()) == 18
    assert "winners promise *18 points*" in text
    by_look = wins.groupby("look")["difference"].mean()
    assert by_look.is_monotonic_decreasing
    assert (equal["verdict"] != "open").mean() == pytest.approx(0.193, abs=0.01)


def test_the_figure_of_the_bounds_shows_what_its_text_says(text):
    falling = Looks.obrien_fleming(10).bounds
    assert (round(falling[0], 2), round(falling[-1], 2)) == (6.60, 2.09)
    assert f"{Looks.pocock(10).bounds[0]:.2f} each time" in text


def test_obrien_and_fleming_keep_the_power_and_save_a_quarter():
    plan = Looks.obrien_fleming(10)
    one = Looks.unplanned(1).power(2.8)
    assert one == pytest.approx(0.8, abs=5e-4)
    assert one - plan.power(2.8) < 0.02
    assert 1 - plan.mean_share(2.8) == pytest.approx(0.25, abs=0.03)


def test_after_one_customer_each_the_chance_is_five_in_six():
    assert chance_better([0, 1], [1, 1]) == pytest.approx(5 / 6)
    # Two of four numbers are the highest in six ways, one of them the first version's.
    assert 1 - 1 / math.comb(4, 2) == pytest.approx(5 / 6)
    for each, key in ((2, 1 - 1 / math.comb(6, 3)), (3, 1 - 1 / math.comb(8, 4))):
        assert banked("agility-first-customers", customers=each) == pytest.approx(key)
    assert expected_losses([0.5, 0.6], 20).sum() == pytest.approx(0.85, abs=5e-3)


# The data -----------------------------------------------------------------------------


def test_orders_are_too_rare_for_the_year():
    counts = load("hillstrom").groupby("email", observed=True)
    sums = counts[["customers", "conversions"]].sum()
    rates = sums["conversions"] / sums["customers"]
    assert [percent(rates[name], 2) for name in ("mens", "womens")] == [1.25, 0.88]
    per_side = customers_needed(rates["womens"], rates["mens"])
    assert round(per_side) == 12_159
    assert per_side > 58 * 365 / 3
    assert sums["customers"].sum() == 64_000
    assert sums["customers"].min() >= 58 * 365


def test_what_is_lost_with_answers_the_same_evening(text):
    once = bandit("at once").mean_lost
    planned = fixed(124).mean_lost
    best = min(fixed(day).mean_lost for day in (20, 40, 60, 90, 120))
    assert round(once) == 43
    assert planned / once == pytest.approx(6, abs=0.3)
    assert best / once > 2
    assert round(best) == 104
    assert "six times what the bandit loses" in text
    assert "7,206 customers, or 124 days" in text
    wins = 58 * 365 * max(emails().rates)
    assert wins == pytest.approx(3870, abs=5)
    planned_size = 3 * customers_needed(0.15, 0.18)
    assert (round(planned_size), round(planned_size / 58)) == (7206, 124)


def test_an_answer_takes_50_days_a_no_39_and_a_yes_131():
    b2b = SalesCycle.b2b()
    days = b2b.mean_days(), b2b.mean_days("lost"), b2b.mean_days("won")
    assert [round(each) for each in days] == [50, 39, 131]


def test_what_is_lost_with_answers_as_in_b2b(text):
    lost = {how: bandit(how) for how in ("as they come", "held", "by age")}
    assert [round(each.mean_lost) for each in lost.values()] == [362, 305, 208]
    for number in (362, 305, 208):
        assert str(number) in text
    tests = {day: fixed(day, slow()) for day in (120, 150)}
    best = tests[120]
    assert round(best.mean_lost) == 331
    assert round(best.standard_error) == 12
    assert best.mean_lost < tests[150].mean_lost
    assert lost["by age"].mean_lost < best.mean_lost - 4 * best.standard_error


@pytest.mark.full
def test_no_day_of_decision_beats_the_count_by_age():
    aware = bandit("by age").mean_lost
    for day in range(10, 250, 10):
        assert fixed(day, slow()).mean_lost > aware + 50


def test_by_day_60_the_best_email_shows_a_third_of_a_percent():
    rate = max(emails().rates)
    yes = rate * slow().won.cumsum()[:60].sum()
    no = (1 - rate) * slow().not_won.cumsum()[:60].sum()
    assert (percent(rate), percent(yes / (yes + no), 1)) == (18, 0.3)


def test_a_third_of_all_wins_is_known_after_100_days():
    assert slow().shown_by(100)[-1] == pytest.approx(1 / 3, abs=0.03)


def test_the_figure_of_the_shares_shows_what_its_text_says():
    came, aware = bandit("as they come"), bandit("by age")
    at = [percent(came.shares()["mens"][day]) for day in (90, 180)]
    assert at == [53, 63]
    at = [percent(aware.shares()["mens"][day]) for day in (90, 180)]
    assert at == [60, 91]
    one = pd.Series(came.sent[:, 0, 1] / 58).rolling(7).mean().loc[60:110]
    assert (percent(one.max()), percent(one.min())) == (88, 12)
    assert one.idxmax() < one.idxmin() < one.idxmax() + 40


# Exercises, claims and questions ------------------------------------------------------


def test_the_solutions_say_what_comes_out():
    assert percent(keys.alarms(10, level=0.01), 1) == 4.7
    assert percent(keys.alarms(20, level=0.01), 1) == 6.4
    assert round(keys.days_needed(0.38, 0.41, per_day=60)) == 139
    assert percent(keys.empty_wins(0.1, 1)) == 22
    assert percent(keys.empty_wins(0.1, 10)) == 50
    # Not what the page prints for 2, 4 and 8 points.
    asked = [round(banked("agility-smaller", points=points)) for points in (1, 5, 6)]
    assert asked == [37_167, 1512, 1054]


def test_one_winner_in_eight_means_13_percent_of_ideas_or_4(text):
    for looks, good in ((1, 13), (10, 4)):
        lucky, real, _ = keys._chances(looks)
        assert percent((1 / 8 - lucky) / (real - lucky)) == good
    assert percent(keys._chances(10)[0], 1) == 9.7
    assert "9.7 % of the idle ones" in text


def test_ten_looks_find_17_winners_where_one_finds_10(text):
    found = {}
    for good in (0.1, 0.3):
        for looks in (1, 10):
            lucky, real, _ = keys._chances(looks)
            found[good, looks] = percent(good * real + (1 - good) * lucky)
    # By hand, one look: 0.1 · 0.8 + 0.9 · 0.025 = 0.1025.
    assert list(found.values()) == [10, 17, 26, 33]
    assert "ten looks find 17 winners where one look finds 10" in text


def test_what_was_counted_lies_between_one_look_and_ten(text):
    # By hand, one look: 0.7 · 0.05 / (0.7 · 0.05 + 0.3 · 0.8) = 0.035 / 0.275 = 0.127.
    idle = []
    for looks in (1, 10):
        _, real, alarm = keys._chances(looks)
        idle.append(percent(0.7 * alarm / (0.7 * alarm + 0.3 * real)))
    assert idle == [13, 34]
    assert idle[0] < 18 < 25 < idle[1]
    assert "has 13 for one look and 34 for ten" in text


def test_bolder_tries_and_earlier_answers_take_a_sales_team_months(text):
    # By hand, 13.7 % to twice as much: the mean is 0.2055, so s0 = sqrt(2 · 0.2055 ·
    # 0.7945) = 0.57144 and s1 = sqrt(0.11823 + 0.19892) = 0.56316. Then (1.96 · 0.57144
    # + 0.8416 · 0.56316) / 0.137 = 11.635, squared 135.4, twice that 270.7, by 84 3.2.
    assert 2 * customers_needed(0.137, 0.274) == pytest.approx(270.7, abs=0.2)
    tries = ((0.137, 0.151), (0.137, 0.206), (0.137, 0.274), (0.45, 0.60))
    months = [round(2 * customers_needed(*rates) / 84) for rates in tries]
    assert months == [235, 11, 3, 4]
    # The sheet's example says the same of the first and the last.
    ideas = read_spec("agility")["start"]["ideas"][1:]
    assert [(one["today"], one["hoped"]) for one in ideas] == [tries[3], tries[0]]
    printed = "".join(
        output.get("text", "")
        for cell in read(NOTEBOOK).cells
        if cell.id == "ways"
        for output in cell.outputs
    )
    assert [int(line.split()[0]) for line in printed.splitlines()] == months
    crm = load("firm_opportunities")
    begun = (crm["created_on"] > "2025-06-30").sum()
    assert round(begun, -2) == 1400
    assert "some 1,400 in the past year" in text


def test_the_log_of_a_test_with_five_looks_adds_up():
    days = math.ceil(2 * customers_needed(0.38, 0.42) / 60)
    assert days == 79
    five = Looks.pocock(5).bounds[0]
    assert round(five, 2) == 2.41
    assert 1.96 < 2.1 < five < 2.6
    side = round(3 / 5 * customers_needed(0.38, 0.42))
    seen = compare([536, 604], [side, side])
    assert round(seen.z, 1) == 2.6
    assert (percent(seen.low, 1), percent(seen.high, 1)) == (1.2, 8.4)
    assert percent(seen.difference, 1) == 4.8
    log = (ROOT / "data" / "questions" / "agility.yml").read_text("utf-8")
    assert "2,353 carts on each side, which is 79 days" in log
    assert "Each asks for z = 2.41" in log
    assert "z = 2.6. Stopped. Plus 4.8 points, 1.2 to 8.4" in log


def test_the_bank_says_what_is_so():
    pair = compare([114, 120], [300, 300])
    assert (percent(pair.low), percent(pair.high)) == (-6, 10)
    assert pair.p_value == pytest.approx(0.6, abs=0.02)
    power = chance_to_see(300, 0.38, 0.40)
    assert (percent(power), round(1 / power)) == (7, 14)
    stronger = [
        chance_to_see(600, 0.38, 0.40),
        chance_to_see(300, 0.38, 0.42),
        chance_to_see(300, 0.38, 0.40, level=0.1),
    ]
    assert [percent(each) for each in stronger] == [11, 17, 13]
    spread = math.sqrt(2 * 0.38 * 0.62 / 300)
    assert 2 * stats.norm.sf(0.02 / spread) > 0.5
    assert 0.18 < Looks.unplanned(9).false_alarm() < 0.19
    # The four numbers of three looks, none of which the page prints.
    assert percent(Looks.unplanned(3).false_alarm()) == 11
    assert percent(1 - 0.95**3) == 14
    assert round(Looks.pocock(3).bounds[0], 2) == 2.29
    assert round(Looks.pocock(5).bounds[0], 1) == 2.4
    assert 1200 / 30 == 40
    half = 1.96 * math.sqrt(2 * 0.38 * 0.62 / 1200)
    assert (percent(0.021 - half, 1), percent(0.021 + half, 1)) == (-1.8, 6.0)


def test_the_hint_of_two_days_running_still_lets_too_many_through():
    # Ten looks, stopped when |z| is at least 1.96 on two mornings running.
    rng = np.random.default_rng(2)
    sums = rng.standard_normal((50_000, 10)).cumsum(axis=1)
    out = np.abs(sums / np.sqrt(np.arange(1, 11))) >= 1.96
    assert 0.07 < (out[:, 1:] & out[:, :-1]).any(axis=1).mean() < 0.15
