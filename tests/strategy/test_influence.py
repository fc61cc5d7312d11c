"""Influence: how a new thing is taken up, how far word gets, and whom to win first."""

import math
from functools import cache
from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import curve_fit

from salescourse import load
from salescourse.strategy.influence import (
    Bass,
    Network,
    any_people,
    bass_interval,
    fit_bass,
    friend_counts,
    named_friends,
    passed_on,
    voice_worth,
)

VCR = [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]
DIAMOND = nx.DiGraph([("s", "a"), ("s", "b"), ("a", "t"), ("b", "t")])
# The eight arrows E8 of the design: 01 02 03 34 45 56 46 67.
E8 = nx.DiGraph([(0, 1), (0, 2), (0, 3), (3, 4), (4, 5), (5, 6), (4, 6), (6, 7)])
CLUB = nx.karate_club_graph()


def town(people=300, seed=1):
    return nx.barabasi_albert_graph(people, 3, seed=seed)


@cache
def club_drawn():
    return Network.of(CLUB, 0.1).draw(20_000, seed=1)


# Bass ---------------------------------------------------------------------------------


def test_the_average_of_many_fits_peaks_after_6_19_years():
    # The averages that are told of many fits: p = 0.03, q = 0.38.
    average = Bass(0.03, 0.38)
    assert average.peak_time == pytest.approx(6.19, abs=0.005)
    assert average.peak_time == pytest.approx(math.log(0.38 / 0.03) / 0.41)


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.0066, 0.638), (0.1, 0.11)])
def test_the_identities_of_the_peak_hold(p, q):
    model = Bass(p, q, 1000)
    assert model.share_at_peak == pytest.approx(0.5 - p / (2 * q))
    assert model.peak_sales == pytest.approx(1000 * (p + q) ** 2 / (4 * q))
    near = model.sales(model.peak_time + np.array([-0.01, 0.01]))
    assert (near < model.peak_sales).all()


def test_the_rate_is_the_slope_of_the_share_and_adds_up_to_one():
    model = Bass(0.02, 0.4)
    times = np.array([0.5, 3, 9])
    slope = (model.share(times + 1e-5) - model.share(times - 1e-5)) / 2e-5
    assert model.rate(times) == pytest.approx(slope, rel=1e-6)
    assert quad(model.rate, 0, 100)[0] == pytest.approx(1, abs=1e-6)


def test_the_share_solves_the_differential_equation_step_by_step():
    model, share, step = Bass(0.03, 0.38), 0.0, 1e-4
    for _step in range(round(5 / step)):
        share += step * (0.03 + 0.38 * share) * (1 - share)
    assert model.share(5) == pytest.approx(share, abs=1e-4)


def test_without_imitation_sales_only_fall():
    alone = Bass(0.1, 0.0)
    assert alone.peak_time == 0
    assert alone.share(3) == pytest.approx(1 - math.exp(-0.3))


@pytest.mark.parametrize(
    ("p", "q", "m", "says"),
    [
        (0, 0.4, 1, "p must be one number above 0"),
        (-0.01, 0.4, 1, "p must be one number above 0"),
        (0.03, -0.1, 1, "q must be one number, 0 or more"),
        (0.03, float("nan"), 1, "q must be one number, 0 or more"),
        (0.03, 0.4, 0, "market must be one number above 0"),
    ],
)
def test_impossible_parameters_are_refused(p, q, m, says):
    with pytest.raises(ValueError, match=says):
        Bass(p, q, m)


def test_times_before_the_start_are_refused():
    with pytest.raises(ValueError, match="time must be 0 or later, got -1"):
        Bass(0.03, 0.38).share([-1, 2])


# The fit ------------------------------------------------------------------------------


def test_the_shipped_sales_are_the_published_ones():
    table = load("vcr_sales")
    assert table["sales_thousands"].tolist() == VCR
    assert table["year"].tolist() == list(range(1980, 1990))


def test_the_fit_to_video_recorders_is_the_published_one():
    # R's nls on the density: m = 6.80e4 (3.13e3), p = 6.59e-3 (1.43e-3),
    # q = 0.638 (0.0414), residual standard error 727 on 7 degrees of freedom.
    fitted = fit_bass(VCR)
    assert fitted.market == pytest.approx(67980.9, abs=0.05)
    assert fitted.p == pytest.approx(0.006594, abs=5e-7)
    assert fitted.q == pytest.approx(0.638091, abs=5e-7)
    assert fitted.residual_sd == pytest.approx(727.19, abs=0.005)
    errors = fitted.standard_errors
    assert errors["market"] == pytest.approx(3.13e3, abs=5)
    assert errors["p"] == pytest.approx(1.43e-3, abs=5e-6)
    assert errors["q"] == pytest.approx(0.0414, abs=5e-5)


def density(t, m, p, q):
    """Return sales as the textbooks write them."""
    fade = np.exp(-(p + q) * t)
    return m * (p + q) ** 2 / p * fade / (1 + q / p * fade) ** 2


def test_basss_own_regression_gives_a_negative_p_where_ours_says_so():
    # Sales = p m + (q - p) Y - (q / m) Y^2 on the five first years, Y sold before.
    sales = np.array(VCR[:5], dtype=float)
    sold = np.concatenate([[0], sales.cumsum()[:-1]])
    a, b, c = np.linalg.lstsq(np.c_[sold**0, sold, sold**2], sales, rcond=None)[0]
    market = (-b - math.sqrt(b * b - 4 * a * c)) / (2 * c)
    assert market < 0
    assert a / market < 0
    with pytest.raises(ValueError, match="do not say where the market ends"):
        fit_bass(sales)


def test_the_fit_agrees_with_scipys_in_the_usual_parameters():
    fitted = fit_bass(VCR)
    found, spread = curve_fit(density, np.arange(1.0, 11), VCR, p0=(68000, 0.006, 0.6))
    assert found == pytest.approx([fitted.market, fitted.p, fitted.q], rel=1e-4)
    assert np.sqrt(np.diag(spread)) == pytest.approx(
        list(fitted.standard_errors.values()), rel=1e-3
    )


def test_the_fit_does_not_care_in_what_one_counts():
    fitted, pieces = fit_bass(VCR), fit_bass(np.array(VCR) * 1000)
    assert pieces.market == pytest.approx(1000 * fitted.market, rel=1e-6)
    assert pieces.q == pytest.approx(fitted.q, rel=1e-6)


@pytest.mark.parametrize(("p", "q"), [(0.001, 0.9), (0.03, 0.38), (0.08, 0.2)])
def test_exact_sales_give_back_the_model_from_any_start(p, q):
    model = Bass(p, q, 500.0)
    fitted = fit_bass(model.sales(np.arange(1, 16)))
    assert (fitted.p, fitted.q) == pytest.approx((p, q), rel=1e-5)
    assert fitted.market == pytest.approx(500, rel=1e-5)


def test_five_years_do_not_say_where_the_market_ends():
    with pytest.raises(ValueError, match="5 sales do not say where the market ends"):
        fit_bass(VCR[:5])
    low, high = bass_interval(VCR[:5], "market")
    assert (round(low, -2), high) == (28200, math.inf)


def test_sales_that_only_fall_have_a_market_with_two_ends():
    falling = Bass(0.3, 0.05, 1000).sales(np.arange(1, 9))
    noisy = falling + np.array([2, -3, 1, 2, -1, 0, 1, -2])
    assert fit_bass(falling).market == pytest.approx(1000, rel=1e-3)
    low, high = bass_interval(noisy, "market")
    assert low < 1000 < high < 2000


def test_a_market_below_what_is_sold_already_is_refused():
    # A fast rise and fall, and then machines that replace the first ones.
    with pytest.raises(ValueError, match=r"sold already\. Are repeat purchases"):
        fit_bass([10, 60, 150, 60, 12, 25, 25, 25])


def test_the_interval_of_the_market_is_where_the_errors_pass_the_limit():
    # By hand: for a given market, the least errors over p and q, searched by scipy.
    from scipy.optimize import least_squares
    from scipy.stats import f

    sales, periods = np.array(VCR[:7]), np.arange(1, 8)

    def least(market):
        starts = product((1e-3, 1e-2), (0.5, 0.8, 1.1))
        return min(
            2 * least_squares(
                lambda x: Bass(*np.exp(x), market).sales(periods) - sales,
                np.log(start),
            ).cost
            for start in starts
        )  # fmt: skip

    best = least(fit_bass(sales).market)
    for end in bass_interval(sales, "market"):
        assert least(end) / best - 1 == pytest.approx(f.ppf(0.95, 1, 4) / 4, rel=1e-3)


def test_the_interval_of_the_peak_holds_the_peak_and_narrows_with_the_years():
    widths = []
    for years in (6, 7, 8):
        low, high = bass_interval(VCR[:years], "peak_time")
        assert low < fit_bass(VCR[:years]).model.peak_time < high
        widths.append(high - low)
    assert widths[0] == math.inf
    assert widths[1] < 1


def covered(seeds, years=11, spread=2.0):
    """Return how often 95 % intervals held the truth, by whether they were asked."""
    truth = Bass(0.02, 0.45, 1000)
    hits = {"market": 0, "peak_time": 0}
    for seed in range(seeds):
        noise = np.random.default_rng(seed).normal(0, spread, years)
        sales = truth.sales(np.arange(1, years + 1)) + noise
        for name, value in (("market", 1000), ("peak_time", truth.peak_time)):
            low, high = bass_interval(sales, name)
            hits[name] += low <= value <= high
    return {name: count / seeds for name, count in hits.items()}


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    assert all(share >= 0.85 for share in covered(25).values())


@pytest.mark.full
def test_intervals_hold_the_truth_19_times_in_20():
    for share in covered(200).values():
        assert share == pytest.approx(0.95, abs=3 * math.sqrt(0.95 * 0.05 / 200))


@pytest.mark.parametrize(
    ("sales", "says"),
    [
        ([1, 2, 3, 4], "five|5 or more"),
        ([1, 2, -3, 4, 5], "got -3 in no. 3"),
        ([1, 2, float("nan"), 4, 5], "got nan in no. 3"),
        ([0, 0, 0, 0, 0], "Nothing was sold"),
    ],
)
def test_sales_that_make_no_sense_are_refused(sales, says):
    with pytest.raises(ValueError, match=says):
        fit_bass(sales)


def test_only_the_market_and_the_peak_have_intervals():
    with pytest.raises(ValueError, match='"market" or "peak_time", got \'peak\''):
        bass_interval(VCR, "peak")
    with pytest.raises(ValueError, match=r"Did you mean 0\.95"):
        bass_interval(VCR, "market", confidence=95)


# Cascades -----------------------------------------------------------------------------


def reach_by_hand(graph, seeds, chance):
    """Add up over all ways the coins can fall, one networkx graph per way."""
    total, ties = 0.0, list(graph.edges)
    for falls in product([False, True], repeat=len(ties)):
        live = graph.__class__()
        live.add_nodes_from(graph)
        live.add_edges_from(t for t, fall in zip(ties, falls, strict=True) if fall)
        heard = set(seeds).union(*(nx.descendants(live, s) for s in seeds))
        total += (
            len(heard) * chance ** sum(falls) * (1 - chance) ** (len(ties) - sum(falls))
        )
    return total


def test_the_diamond_reaches_2_4375():
    # 1 + 1/2 + 1/2 for s, a and b; t hears unless both ways fail: 1 - (3/4)^2.
    assert Network.of(DIAMOND, 0.5).exact_reach("s") == pytest.approx(2.4375)
    assert reach_by_hand(DIAMOND, "s", 0.5) == pytest.approx(2.4375)


def test_the_best_single_seed_of_e8_reaches_3_109375():
    network = Network.of(E8, 0.5)
    each = {person: network.exact_reach([person]) for person in E8}
    assert max(each, key=each.get) == 0
    assert each[0] == pytest.approx(3.109375)


@pytest.mark.parametrize("chance", [0.0, 0.2, 0.7, 1.0])
@pytest.mark.parametrize("graph", [E8, nx.cycle_graph(6), nx.complete_graph(4)])
def test_exact_reach_is_what_counting_by_hand_gives(graph, chance):
    network = Network.of(graph, chance)
    for seeds in ([0], [1, 3]):
        by_hand = reach_by_hand(graph, seeds, chance)
        assert network.exact_reach(seeds) == pytest.approx(by_hand)


@pytest.mark.parametrize("graph", [E8, nx.cycle_graph(6), nx.petersen_graph()])
def test_the_simulation_agrees_with_the_exact_reach(graph):
    network = Network.of(graph, 0.3)
    live = network.draw(20_000, seed=4)
    for seeds in ([0], [1, 4]):
        found = live.reach(seeds)
        exact = network.exact_reach(seeds)
        assert abs(found.people - exact) < 4 * found.standard_error


def test_the_spread_of_a_cascade_is_right_as_well():
    # Two people: 1 or 2 hear; of n graphs, the sd is sqrt(p (1 - p)).
    live = Network.of(nx.path_graph(2), 0.3).draw(50_000, seed=2)
    heard = live.heard([0])
    assert set(np.unique(heard)) == {1, 2}
    assert heard.var() == pytest.approx(0.21, abs=0.005)
    assert live.reach([0]).standard_error == pytest.approx(
        heard.std(ddof=1) / math.sqrt(50_000)
    )


def test_the_karate_club_reaches_3_53_from_its_president():
    # ndlib 6.0.1 gave 3.53 +- 0.05; live graphs 3.53 +- 0.01.
    found = club_drawn().reach([33])
    assert abs(found.people - 3.53) < 0.01 + 3 * found.standard_error


def test_the_karate_clubs_greedy_seeds_are_33_0_and_32():
    assert club_drawn().greedy(3).seeds == (33, 0, 32)


def test_reach_of_each_agrees_with_reach_one_by_one():
    live = Network.of(town(60), 0.2).draw(500, seed=3)
    each = live.reach_of_each()
    for person in (0, 7, 59):
        assert each[person] == pytest.approx(live.reach([person]).people)


def test_one_way_and_two_way_ties_are_counted_in_two_ways_and_agree():
    # Independent coins for the two directions give the same law as one coin.
    both = Network.of(town(40), 0.15).draw(20_000, seed=5)
    arrows = Network.of(town(40).to_directed(), 0.15).draw(20_000, seed=6)
    a, b = both.reach([0, 9]), arrows.reach([0, 9])
    gap = math.hypot(a.standard_error, b.standard_error)
    assert abs(a.people - b.people) < 4 * gap
    assert arrows.reach_of_each()[0] == pytest.approx(arrows.reach([0]).people)


def test_another_seed_never_hurts_and_adds_the_less_the_more_there_are():
    network = Network.of(E8, 0.4)
    people = list(E8)
    for few in combinations(people, 1):
        for more in combinations(people, 3):
            if not set(few) < set(more):
                continue
            for extra in set(people) - set(more):
                to_few = network.exact_reach([*few, extra]) - network.exact_reach(few)
                to_more = network.exact_reach([*more, extra])
                to_more -= network.exact_reach(more)
                assert -1e-12 <= to_more <= to_few + 1e-12


def test_a_higher_chance_reaches_more_on_the_same_coins():
    heard = [
        Network.of(town(), chance).draw(200, seed=1).heard([0, 5])
        for chance in (0.05, 0.1, 0.3)
    ]
    assert (heard[0] <= heard[1]).all()
    assert (heard[1] <= heard[2]).all()


def test_chances_of_zero_and_one_reach_the_seeds_and_everybody():
    for graph in (town(50), town(50).to_directed()):
        nobody = Network.of(graph, 0).draw(10, seed=1)
        everybody = Network.of(graph, 1).draw(10, seed=1)
        assert nobody.reach([1, 2, 2]).people == 2
        assert everybody.reach([1]).people == 50


def test_people_without_ties_hear_nothing():
    lonely = nx.empty_graph(3)
    network = Network.of(lonely, 0.5)
    assert network.exact_reach([1]) == 1
    assert network.draw(10, seed=1).greedy(2).people == (1, 2)


def test_a_broadcast_is_a_seed_nobody_can_tell():
    graph = nx.DiGraph(town(12).to_directed())
    graph.add_edges_from(("star", person) for person in (2, 5, 9))
    star = Network.of(graph, 0.4).draw(20_000, seed=1).reach(["star"])
    live = Network.of(town(12), 0.4).draw(20_000, seed=2)
    broadcast = live.reach_of_broadcast([2, 5, 9], 0.4, seed=3)
    gap = math.hypot(star.standard_error, broadcast.standard_error)
    assert abs(broadcast.people - (star.people - 1)) < 4 * gap
    assert live.reach_of_broadcast([2, 5, 9], 1.0, seed=3) == live.reach([2, 5, 9])
    assert live.reach_of_broadcast([2, 5, 9], 0.0, seed=3).people == 0


# Whom to win first --------------------------------------------------------------------


@pytest.mark.parametrize("graph", [town(80), E8, nx.cycle_graph(9)])
def test_the_lazy_choice_is_the_plain_greedy_one(graph):
    live = Network.of(graph, 0.2).draw(300, seed=7)
    assert live.greedy(4) == live.greedy(4, lazy=False)


@pytest.mark.parametrize("seed", range(5))
def test_greedy_reaches_its_share_of_the_best_and_its_bound_holds(seed):
    graph = nx.gnm_random_graph(12, 18, seed=seed)
    live = Network.of(graph, 0.4).draw(400, seed=seed)
    greedy = live.greedy(3)
    best = max(live.reach(three).people for three in combinations(graph, 3))
    assert greedy.people[-1] == pytest.approx(live.reach(greedy.seeds).people)
    assert 1 - 1 / math.e <= greedy.people[-1] / best <= 1 + 1e-12
    assert best <= greedy.bound * (1 + 1e-12)
    assert greedy.share_of_best >= 1 - 1 / math.e - 1e-12


def test_greedy_is_not_always_best():
    # Five people cover two groups of two from the middle; the best pair leaves it out.
    graph = nx.DiGraph(
        [("m", x) for x in "abcd"] + [("l", x) for x in "abe"]
        + [("r", x) for x in "cdf"]
    )  # fmt: skip
    live = Network.of(graph, 1.0).draw(1, seed=1)
    assert live.greedy(2).seeds[0] == "m"
    assert live.greedy(2).people[-1] == 7
    assert live.reach(["l", "r"]).people == 8


def test_where_nobody_tells_anybody_the_bound_is_tight():
    assert Network.of(town(30), 0.0).draw(10, seed=1).greedy(5).share_of_best == 1


def test_a_noisy_count_breaks_greedy_and_common_coins_do_not():
    # Each candidate is tried on fresh coins, as a naive simulation does it.
    graph = town(120, seed=3)
    network, judge = Network.of(graph, 0.1), Network.of(graph, 0.1).draw(5000, seed=99)
    common, noisy, claimed = [], [], []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        common.append(judge.reach(network.draw(20, seed=seed).greedy(3).seeds).people)
        picked = []
        for _round in range(3):
            fresh = [
                network.draw(20, seed=int(rng.integers(2**31)))
                .reach([*picked, person]).people
                for person in graph
            ]  # fmt: skip
            picked.append(int(np.argmax(fresh)))
        noisy.append(judge.reach(picked).people)
        claimed.append(max(fresh))
    assert np.mean(common) > np.mean(noisy)
    # And the winner of a noisy race claims more than it can hold.
    assert np.mean(claimed) > np.mean(noisy) + 1


def test_more_seeds_than_people_are_refused():
    live = Network.of(nx.path_graph(3), 0.5).draw(10, seed=1)
    with pytest.raises(ValueError, match="seeds is 4, but there are only 3 people"):
        live.greedy(4)


# Friends ------------------------------------------------------------------------------


def test_your_friends_have_more_friends_in_the_karate_club():
    counts = friend_counts(CLUB)
    assert counts.friends == pytest.approx(4.5882, abs=5e-5)
    assert counts.friends_of_friends == pytest.approx(7.7692, abs=5e-5)
    ends = [CLUB.degree[b] for a, b in CLUB.edges] + [
        CLUB.degree[a] for a, b in CLUB.edges
    ]
    assert np.mean(ends) == pytest.approx(counts.friends_of_friends)


@pytest.mark.parametrize("seed", range(5))
def test_friends_never_have_fewer_friends_on_average(seed):
    counts = friend_counts(nx.gnm_random_graph(30, 60, seed=seed))
    assert counts.friends_of_friends >= counts.friends
    equal = friend_counts(nx.cycle_graph(7))
    assert equal.friends_of_friends == equal.friends == 2


def test_below_the_threshold_a_cascade_is_about_one_over_one_minus_r():
    # In a random network where all have six friends the rule of thumb is nearly exact:
    # the first has six to tell, each later one five.
    graph = nx.random_regular_graph(6, 2000, seed=1)
    r = passed_on(graph, 0.1)
    assert r == pytest.approx(0.5)
    found = Network.of(graph, 0.1).draw(4000, seed=1).reach([3])
    assert abs(found.people - (1 + 0.6 / (1 - r))) < 4 * found.standard_error + 0.03


def test_named_friends_have_more_friends_than_those_who_name_them():
    graph = town(1000)
    asked = any_people(graph, 200, seed=1)
    named = named_friends(graph, asked, seed=2)
    assert len(set(named)) == len(named) <= 200
    assert np.mean([graph.degree[x] for x in named]) > 1.5 * np.mean(
        [graph.degree[x] for x in asked]
    )


def test_whoever_has_no_friend_names_nobody():
    graph = nx.Graph([("a", "b")])
    graph.add_node("c")
    assert named_friends(graph, ["a", "c"], seed=1) == ["b"]


# Growth and the door ------------------------------------------------------------------


@pytest.mark.parametrize("people", [100, 1_000, 10_000])
def test_networks_of_100_to_10_000_people_are_counted_alike(people):
    graph = town(people)
    live = Network.of(graph, 0.05).draw(64, seed=1)
    best = live.reach_of_each()
    seeds = live.greedy(3).seeds
    assert best[seeds[0]] == best.max()
    assert live.reach(seeds).people >= best.max()


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: Network.of(CLUB, 10), ValueError, r"Did you mean 0\.1"),
        (lambda: Network.of(CLUB, -0.1), ValueError, "chance must be between 0 and 1"),
        (lambda: Network.of(CLUB, math.nan), ValueError, "chance must be between"),
        (lambda: Network.of([(0, 1)], 0.1), TypeError, "must be a graph of networkx"),
        (lambda: Network.of(nx.Graph(), 0.1), ValueError, "nobody in the network"),
        (lambda: Network.of(nx.MultiGraph([(0, 1)]), 0.1), ValueError, "one tie"),
        (lambda: Network.of(CLUB, 0.1).exact_reach([0]), ValueError, "78 ties can go"),
        (lambda: Network.of(DIAMOND, 0.1).exact_reach([]), ValueError, "Nobody was"),
        (lambda: Network.of(DIAMOND, 0.1).exact_reach("x"), ValueError, "no 'x' in"),
        (lambda: friend_counts(DIAMOND), ValueError, "Friendship goes both ways"),
        (lambda: friend_counts(nx.empty_graph(2)), ValueError, "has a friend"),
        (lambda: any_people(CLUB, 35, seed=1), ValueError, "only 34 people"),
        (lambda: Network.of(CLUB, 0.1).draw(0, seed=1), ValueError, "graphs must be"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(call, error, says):
    with pytest.raises(error, match=says):
        call()


def test_the_same_seed_draws_the_same_coins():
    network = Network.of(town(50), 0.2)
    first, again = network.draw(100, seed=1), network.draw(100, seed=1)
    other = network.draw(100, seed=2)
    assert (first.paths.coins == again.paths.coins).all()
    assert (first.paths.coins != other.paths.coins).any()


# Euros --------------------------------------------------------------------------------

VOICE = {
    "takes": 0.05,
    "passed_on": 0.4,
    "buys": 0.1,
    "margin_eur": 134,
    "fee_eur": 200,
}


def test_a_voice_is_worth_its_ears_times_one_over_one_minus_what_is_passed_on():
    worth = voice_worth(240, **VOICE)
    # 12 take it up, 4.8 more hear it from them, 1.92 from those, and so on: 20.
    assert worth.people == pytest.approx(sum(12 * 0.4**n for n in range(60)))
    assert worth.people == pytest.approx(20)
    assert worth.most_eur == pytest.approx(2 * 134)
    assert worth.earned_eur == pytest.approx(68)
    assert worth.buyers_needed == pytest.approx(200 / 134)


def test_where_nobody_passes_it_on_a_voice_is_worth_its_own_ears():
    assert voice_worth(240, **{**VOICE, "passed_on": 0}).people == pytest.approx(12)


def test_the_sum_agrees_with_a_town_where_few_know_each_other():
    graph = nx.random_regular_graph(11, 3000, seed=1)
    fans = any_people(graph, 60, seed=2)
    # A fan tells eleven, everybody after that ten: passed on to 0.4 others each.
    found = Network.of(graph, 0.04).draw(4000, seed=1)
    reached = found.reach_of_broadcast(fans, 0.2, seed=3).people
    begun = voice_worth(60, **{**VOICE, "takes": 0.2}).people
    assert reached == pytest.approx(begun, rel=0.1)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"passed_on": 1}, "passed_on must be below 1"),
        ({"margin_eur": 0}, "margin_eur must be above 0"),
    ],
)
def test_a_voice_without_an_end_or_a_margin_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        voice_worth(240, **{**VOICE, **wrong})
