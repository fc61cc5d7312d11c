"""Word that passes from friend to friend, against ndlib: how many does it reach.

The network grows by preferential attachment, three ties per newcomer; word passes over a
tie with a chance of 5 %, from the first five people. Every cascade runs to its end. The
random numbers are drawn in the time that is measured, on both sides.
"""

from dataclasses import replace
from math import sqrt
from statistics import fmean, stdev

from races.race import Race, Runner

CHANCE, SEEDS = 0.05, [0, 1, 2, 3, 4]


def ties(people: int) -> list[list[int]]:
    """Return the ties of the network, as pairs."""
    import networkx as nx

    return [list(pair) for pair in nx.barabasi_albert_graph(people, 3, seed=1).edges]


def ours(case: dict) -> Runner:
    import networkx as nx

    from salescourse.strategy.influence import Network

    network = Network.of(nx.Graph(case["ties"]), CHANCE)

    def run(seed: int) -> list:
        return network.draw(case["cascades"], seed=seed).heard(SEEDS)

    return run, mean_reach


def theirs(case: dict) -> Runner:
    import networkx as nx
    import numpy as np
    from ndlib.models.epidemics import IndependentCascadesModel
    from ndlib.models.ModelConfig import Configuration

    graph = nx.Graph(case["ties"])
    model, config = IndependentCascadesModel(graph), Configuration()
    config.add_model_initial_configuration("Infected", SEEDS)
    for tie in graph.edges:
        config.add_edge_configuration("threshold", tie, CHANCE)
    model.set_initial_status(config)

    def run(seed: int) -> list[int]:
        np.random.seed(seed)
        heard = []
        for _cascade in range(case["cascades"]):
            model.reset(SEEDS)
            counts = model.iteration(node_status=False)["node_count"]
            while counts[1]:
                counts = model.iteration(node_status=False)["node_count"]
            heard.append(counts[2])
        return heard

    return run, mean_reach


def mean_reach(heard: list[int]) -> list[tuple[float, float]]:
    """Return the mean number of people reached, and its standard error."""
    numbers = [float(count) for count in heard]
    return [(fmean(numbers), stdev(numbers) / sqrt(len(numbers)))]


AGAINST_NDLIB = Race(
    name="cascade",
    model="cascade, 1,000 people",
    peer="ndlib",
    needs=("ndlib==6.0.1", "six", "bokeh"),
    unit="cascades",
    sizes=(1_000, 10_000),
    result="people reached",
    case=lambda cascades: {"cascades": cascades, "ties": ties(1_000)},
    ours=ours,
    theirs=theirs,
    tolerance=4,
    random=True,
    fewer=20,
)
GROWTH_AGAINST_NDLIB = replace(
    AGAINST_NDLIB,
    name="cascade-growth",
    model="200 cascades",
    unit="people",
    sizes=(100, 1_000, 10_000),
    case=lambda people: {"cascades": 200, "ties": ties(people)},
    fewer=1,
)
