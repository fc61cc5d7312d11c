"""Keys of the exercises of the chapter `influence`, and what people write instead."""

from functools import cache
from typing import TYPE_CHECKING

from salescourse.strategy.influence import (
    Network,
    any_people,
    friend_counts,
    passed_on,
)

if TYPE_CHECKING:
    import networkx as nx

    from salescourse.strategy.influence import LiveGraphs


@cache
def _town(chance: float) -> "tuple[nx.Graph, LiveGraphs]":
    """Return the chapter's town, and the coins thrown for it."""
    import networkx as nx

    graph = nx.barabasi_albert_graph(2000, 3, seed=1)
    return graph, Network.of(graph, chance).draw(1000, seed=1)


@cache
def famous_reach(chance: float, followers: int, trust: float) -> float:
    """Return how many a famous voice sets talking in the chapter's town.

    Examples
    --------
    >>> round(famous_reach(0.05, 240, 1))
    21
    """
    graph, coins = _town(chance)
    fans = any_people(graph, followers, seed=2)
    return coins.reach_of_broadcast(fans, trust * chance, seed=5).people


def diamond_alone() -> float:
    """Return how many of the four hear of it from the first alone."""
    return _diamond().exact_reach("you")


def diamond_with(second: str) -> float:
    """Return how many of the four know it if a second one is a seed.

    Examples
    --------
    >>> round(diamond_with("Ann"), 3), round(diamond_with("Cem"), 3)
    (3.344, 3.2)
    """
    return _diamond().exact_reach(["you", second])


@cache
def _diamond() -> Network:
    import networkx as nx

    ties = [("you", "Ann"), ("you", "Ben"), ("Ann", "Cem"), ("Ben", "Cem")]
    return Network.of(nx.DiGraph(ties), chance=0.6)


def earned_in_rounds(
    ears: float,
    takes: float,
    passed_on: float,
    rounds: int,
    buys: float,
    fee_eur: float,
) -> float:
    """Return what a voice earns in euros if word has so many rounds.

    Examples
    --------
    Twelve take it up, six more, three more: 21, of whom one in ten buys at 134 euros.

    >>> round(earned_in_rounds(240, 0.05, 0.5, 2, 0.1, 200), 2)
    81.4
    """
    new = talking = ears * takes
    for _round in range(rounds):
        new *= passed_on
        talking += new
    return talking * buys * 134 - fee_eur


def earned_to_the_end(
    ears: float, takes: float, passed_on: float, buys: float, fee_eur: float
) -> float:
    """Let word run until it dies out, or through so many rounds that none has it."""
    return earned_in_rounds(ears, takes, passed_on, 200, buys, fee_eur)


def club_passed_on(chance: float) -> float:
    """Return how many new people each who hears tells, in the karate club."""
    return passed_on(_club(), chance)


def club_by_friends(chance: float) -> float:
    """Take how many friends people have, and not how many their friends have."""
    return chance * (friend_counts(_club()).friends - 1)


def club_with_the_teller(chance: float) -> float:
    """Count the one from whom it came."""
    return chance * friend_counts(_club()).friends_of_friends


@cache
def _club() -> "nx.Graph":
    import networkx as nx

    return nx.karate_club_graph()
