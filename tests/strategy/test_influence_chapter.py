"""The numbers in chapter 11's prose, titles and alternative texts, computed again."""

import datetime
import math
from functools import cache

import networkx as nx
import numpy as np
import pytest
from banked import banked
from chapter_text import said_in

from salescourse import load
from salescourse.paths import project_root
from salescourse.strategy.influence import (
    Network,
    any_people,
    bass_interval,
    fit_bass,
    friend_counts,
    keys,
    named_friends,
    passed_on,
    voice_worth,
)

NOTEBOOK = project_root() / "notebooks" / "11_influence.ipynb"


@cache
def said():
    return said_in(NOTEBOOK)


@cache
def recorders():
    return load("vcr_sales")["sales_thousands"].to_numpy(float)


@cache
def model_after(years):
    return fit_bass(recorders()[:years]).model


def foretold(years, first, last):
    return float(model_after(years).sales(np.arange(first, last + 1)).sum()) / 1000


@cache
def town():
    """Return the 2,000 coffee drinkers of the chapter, and who knows whom."""
    return nx.barabasi_albert_graph(2000, 3, seed=1)


@cache
def coins(chance):
    """Return the town a thousand times over."""
    return Network.of(town(), chance).draw(1000, seed=1)


def forty():
    return any_people(town(), 40, seed=16)


def reach_of_famous(chance, followers=240, trust=1.0):
    people = any_people(town(), followers, seed=2)
    return coins(chance).reach_of_broadcast(people, trust * chance, seed=5).people


def reach_of_forty(chance):
    """Return how many hear of it through the forty, without them."""
    return coins(chance).reach(forty()).people - 40


@cache
def reaches_of_named(chance):
    """Return how many hear of it through friends whom the forty name, twenty times."""
    lists = [named_friends(town(), forty(), seed=draw) for draw in range(20)]
    return [coins(chance).reach(some).people - len(some) for some in lists]


def says(*parts):
    """Check that the chapter says these words."""
    for part in parts:
        assert part in said(), part


def spread(people):
    return [round(x) for x in people]


# The scene ----------------------------------------------------------------------------


def test_the_money_and_the_ears_are_the_same_on_both_sides():
    assert (len(town()), len(set(forty()))) == (2000, 40)
    assert 40 * 200 == 8000
    assert sum(town().degree[person] for person in forty()) == 240
    assert round(friend_counts(town()).friends) == 6
    assert datetime.date(2026, 5, 18) < datetime.date(2026, 7, 1)


def test_597_people_bring_8000_euros_back():
    # An Uno at 349 costs 215 (chapter 5); one in ten of those who talk buys.
    assert 349 - 215 == 134
    machines = 8000 / 134
    assert math.ceil(machines) == 60
    people = machines / 0.1
    assert round(people) == 597
    assert round(people / 2000, 1) == 0.3
    assert round(people / 240, 1) == 2.5
    says("€8,000 divided by €134 is 60 machines", "that takes 597 people")
    says("three in ten of the whole town, and two and a half times")


def test_two_contracts_bring_it_back_in_a_firm():
    won = load("firm_opportunities").query("outcome == 'won'")["amount_eur"]
    assert won.median() == 5044
    assert math.ceil(8000 / 5044) == 2
    assert math.ceil(100 * 400 / 5044) == 8
    assert math.ceil(400 / 134) == 3
    says("2 contracts", "60 machines", "it pays if it adds 8 points")
    says("At home €400 takes three more machines")


# The model ----------------------------------------------------------------------------


def test_one_tells_two_who_tell_a_fourth():
    assert 1 - 0.75**2 == 0.4375
    assert banked("influence-diamond", chance=0.5) == 2.4375
    ties = [("you", "Ann"), ("you", "Ben"), ("Ann", "Cem"), ("Ben", "Cem")]
    for chance in (0.4, 0.5, 0.8):
        exact = Network.of(nx.DiGraph(ties), chance).exact_reach("you")
        assert exact == pytest.approx(banked("influence-diamond", chance=chance))


@pytest.mark.parametrize(
    ("chance", "famous", "small"), [(0.05, 21, 28), (0.2, 925, 876)]
)
def test_the_famous_one_and_the_forty_set_so_many_talking(chance, famous, small):
    assert spread([reach_of_famous(chance), reach_of_forty(chance)]) == [
        famous, small
    ]  # fmt: skip
    assert f"{famous} " in said()


def test_both_lines_rise_more_than_thirtyfold_and_the_famous_ones_fortyfold():
    low, high = (np.array([reach_of_famous(p), reach_of_forty(p)]) for p in (0.05, 0.2))
    assert (high / low > 30).all()
    assert high[0] / low[0] > 40


def test_half_the_trust_costs_half_below_and_3_in_100_above():
    halves = [reach_of_famous(p, trust=0.5) for p in (0.05, 0.2)]
    assert spread(halves) == [11, 899]
    shares = [h / reach_of_famous(p) for h, p in zip(halves, (0.05, 0.2), strict=True)]
    assert shares[0] == pytest.approx(0.5, abs=0.02)
    assert round(1 - shares[1], 2) == 0.03


def test_below_the_threshold_a_voice_is_worth_followers_times_trust():
    assert round(reach_of_famous(0.05, 960, 0.5)) == 40
    twice = reach_of_famous(0.05, 960, 0.5) / reach_of_famous(0.05)
    assert twice == pytest.approx(2, abs=0.2)


def test_a_friend_in_town_has_14_4_friends_and_the_threshold_is_at_7_5_percent():
    assert round(friend_counts(town()).friends_of_friends, 1) == 14.4
    rates = [round(passed_on(town(), p), 2) for p in (0.05, 0.075, 0.2)]
    assert rates == [0.67, 1.01, 2.69]
    says("A friend has 14.4 friends", "13.4 are left to be told")


def test_friends_whom_the_forty_name_set_48_talking_on_average():
    few = reaches_of_named(0.05)
    assert spread([np.mean(few), min(few), max(few)]) == [48, 39, 58]
    says("48 people on average, where the forty themselves set 28 talking")


def test_in_euros_nothing_pays_at_5_percent_and_everything_at_20():
    # At one buyer in ten, 134 euros each.
    ways = {
        chance: [
            13.4 * people
            for people in (
                reach_of_famous(chance),
                reach_of_forty(chance),
                np.mean(reaches_of_named(chance)),
                coins(chance).greedy(40).people[-1] - 40,
            )
        ]
        for chance in (0.05, 0.2)
    }
    assert spread(ways[0.05]) == [288, 381, 646, 1384]
    assert spread([min(ways[0.2]), max(ways[0.2])]) == [11_707, 12_397]
    assert round(381 / 40, 1) == 9.5
    says("The forty bring €381: €9 and a half for each", "would bring €1,384")
    says("the famous one €288, the forty €381, friends they name €646")
    says("at 20 % bring between €11,707 and €12,397")


def test_all_four_ways_cross_8000_between_15_and_16_percent():
    for chance, pays in ((0.15, False), (0.16, True)):
        people = [
            reach_of_famous(chance),
            reach_of_forty(chance),
            np.mean(reaches_of_named(chance)),
            coins(chance).greedy(40).people[-1] - 40,
        ]
        assert [13.4 * n >= 8000 for n in people] == [pays] * 4
    says("All four pass €8,000 between 15 and 16 %", "within one point of each other")


def test_ten_of_the_forty_set_873_talking():
    ten = coins(0.2).reach(forty()[:10]).people - 10
    assert round(ten) == 873
    assert "set 873 talking" in said()
    assert 10 * 200 == 2000


def test_other_forties_and_other_towns_tell_the_same_story():
    # Not this one draw: ten other forties, and followers, in two other towns.
    for seed in (2, 3):
        town = nx.barabasi_albert_graph(2000, 3, seed=seed)
        below, above = (Network.of(town, p).draw(200, seed=1) for p in (0.05, 0.2))
        famous, forty, friends = [], [], []
        for draw in range(10):
            fans = any_people(town, 240, seed=100 + draw)
            people = any_people(town, 40, seed=draw)
            friend = named_friends(town, people, seed=draw)
            famous.append([
                live.reach_of_broadcast(fans, p, seed=draw).people
                for live, p in ((below, 0.05), (above, 0.2))
            ])  # fmt: skip
            forty.append([live.reach(people).people - 40 for live in (below, above)])
            friends.append(below.reach(friend).people - len(friend))
        famous, forty = np.mean(famous, axis=0), np.mean(forty, axis=0)
        assert 1.1 < forty[0] / famous[0] < 1.5
        assert abs(forty[1] / famous[1] - 1) < 0.07
        assert np.mean(friends) > 1.6 * forty[0]


def test_where_all_have_six_friends_naming_one_gains_nothing():
    graph = nx.random_regular_graph(6, 2000, seed=1)
    live = Network.of(graph, 0.1).draw(1000, seed=1)
    people, fans = any_people(graph, 40, seed=16), any_people(graph, 240, seed=2)
    forty, friend = live.reach(people), named_friends(graph, people, seed=3)
    gain = live.reach(friend).people - len(friend) - (forty.people - 40)
    assert abs(gain) < 2
    ahead = live.reach_of_broadcast(fans, 0.1, seed=5).people / (forty.people - 40)
    assert 1 < ahead < 1.25


# The data -----------------------------------------------------------------------------


def test_stopping_the_clock_gives_the_printed_markets():
    ends = {}
    for years in (5, 6, 7, 10):
        low, high = bass_interval(recorders()[:years], "market")
        ends[years] = (
            round(low / 1000),
            high if math.isinf(high) else round(high / 1000),
        )
    assert ends == {5: (28, math.inf), 6: (42, math.inf), 7: (45, 65), 10: (61, 76)}
    with pytest.raises(ValueError, match="do not say where the market ends"):
        fit_bass(recorders()[:5])


def test_the_sixth_year_was_the_best_and_the_fit_expected_more():
    assert recorders().argmax() == 5
    assert model_after(6).peak_time > 6
    assert round(1 - recorders()[6] / recorders()[5], 2) == 0.04


def test_one_more_year_halves_the_forecast_for_the_last_three():
    assert round(foretold(6, 8, 10), 1) == 29.1
    assert round(foretold(7, 8, 10), 1) == 13.9
    assert foretold(7, 8, 10) < foretold(6, 8, 10) / 2
    assert recorders()[7:].sum() / 1000 == pytest.approx(23.2, abs=0.051)


def test_of_53_referred_deals_13_were_won_and_of_42_cold_ones_1():
    real = load("opportunities").query("factor == 'Source'").set_index("level")
    assert real["opportunities"].sum() == 448
    won, deals = real.loc["Referral", "won"], real.loc["Referral", "opportunities"]
    assert (won, deals, round(100 * won / deals)) == (13, 53, 25)
    # Wilson's interval, by its formula.
    z2 = 1.959964**2
    middle = (won + z2 / 2) / (deals + z2)
    half = math.sqrt(z2 * (won * (deals - won) / deals + z2 / 4)) / (deals + z2)
    assert [round(100 * (middle + side * half)) for side in (-1, 1)] == [15, 38]
    cold = real.loc[["Direct mail", "Media", "Online form"]].sum(numeric_only=True)
    assert (cold["won"], cold["opportunities"]) == (1, 42)
    assert round(100 / 42) == 2
    says("13 of 53, which is 25 % (95 % interval 15 to 38), against 1 of 42")


def test_the_club_has_its_three_seeds_and_81_percent():
    live = Network.of(nx.karate_club_graph(), 0.1).draw(20_000, seed=1)
    chosen = live.greedy(3)
    assert chosen.seeds == (33, 0, 32)
    assert round(chosen.share_of_best, 2) == 0.81
    assert round(chosen.people[-1], 2) == 8.08
    assert len(nx.karate_club_graph()) == 34
    counts = friend_counts(nx.karate_club_graph())
    assert round(counts.friends, 1) == 4.6
    assert round(counts.friends_of_friends, 1) == 7.8
    roles = nx.get_node_attributes(nx.karate_club_graph(), "club")
    assert (roles[0], roles[33]) == ("Mr. Hi", "Officer")
    assert round(1 - 1 / math.e, 2) == 0.63


# Exercises, claims, quiz --------------------------------------------------------------


def test_the_exercises_come_out_as_their_solutions_say():
    assert round(banked("influence-1")) == 40
    # With Ann: 1 + 1 + 0.6, and Cem unless her way and the way over Ben both fail.
    assert banked("influence-2") == pytest.approx(2.6 + 1 - 0.4 * 0.64)
    assert round(banked("influence-2"), 3) == 3.344
    assert keys.diamond_with("Cem") == pytest.approx(1 + 2 * 0.6 + 1)
    alone = 1 + 2 * 0.6 + 1 - (1 - 0.36) ** 2
    assert banked("influence-2", "two reaches added") == pytest.approx(alone + 1.6)
    # 12, 6 and 3 people take it up: 21, of whom 2.1 buy.
    asked = {"ears": 240, "takes": 0.05, "passed_on": 0.5, "buys": 0.1, "fee_eur": 200}
    earned = banked("influence-3", rounds=2, **asked)
    assert earned == pytest.approx(21 * 0.1 * 134 - 200)


def test_a_geometric_sum_and_the_loop_agree_where_word_dies_out():
    asked = {"takes": 0.05, "passed_on": 0.4, "buys": 0.1, "fee_eur": 200}
    worth = voice_worth(240, margin_eur=134, **asked)
    assert keys.earned_to_the_end(240, **asked) == pytest.approx(worth.earned_eur)


def test_the_vendors_sums_are_done_rightly():
    assert 240 * 40 == 9600
    assert round(9.6 * 8000) == 76_800
    assert 960 == 100 * 9.6
    says("€9,600, on either side of the threshold")


def test_the_buyers_of_a_film_for_1000_euros_cost_33_more_than_they_bring():
    assert 6 * 134 == 804
    assert round(1000 / 6) == 167
    assert 167 - 134 == 33
    assert math.ceil(1000 / 134) == 8


def test_the_quiz_quotes_the_chapter_rightly():
    counts = friend_counts(nx.karate_club_graph())
    assert round(counts.friends, 2) == 4.59
    assert round(counts.friends_of_friends, 2) == 7.77
    assert keys.club_passed_on(0.1) == pytest.approx(0.1 * 6.77, abs=5e-4)
    assert round(coins(0.2).greedy(40).share_of_best, 2) == 0.94
    assert recorders()[:5].tolist() == [840, 1470, 2110, 4000, 7590]
    assert round(9 / 31, 1) == 0.3
    assert round(1000 / 6) == 167
    # Two more orders than 64: well inside chance.
    assert abs(66 - 64) < math.sqrt(64 + 66)


def test_networkx_is_the_one_the_town_was_drawn_with():
    # Another version may draw another town; then all numbers here must be looked at.
    pinned = (project_root() / "requirements.txt").read_text()
    assert f"networkx=={nx.__version__}" in pinned
