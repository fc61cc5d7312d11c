"""Who may pass it on to whom, and with what chance."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from salescourse.checks import as_count, one_rate
from salescourse.strategy.influence.bits import PathBits, all_coins, chances_of_coins
from salescourse.strategy.influence.live import LiveGraphs
from salescourse.strategy.influence.people import as_graph, as_people

MOST_TIES_EXACT = 20
# Coins are thrown for so many (tie, graph) pairs at a time.
_AT_A_TIME = 4_000_000


@dataclass(frozen=True, eq=False)
class Network:
    """People and their ties; over each tie word passes with the same chance.

    Make one with `Network.of`.

    Attributes
    ----------
    people : tuple
        The people, as the graph names them.
    sources, targets : ndarray of int
        The two ends of each tie.
    chance : float
        The chance that word passes over a tie, once one end has it.
    directed : bool
        Whether it passes from source to target only.

    Examples
    --------
    >>> import networkx as nx
    >>> from salescourse.strategy.influence import Network
    >>> Network.of(nx.path_graph(2), chance=0.5).exact_reach([0])
    1.5
    """

    people: tuple[Hashable, ...]
    sources: NDArray[np.int64] = field(repr=False)
    targets: NDArray[np.int64] = field(repr=False)
    chance: float = 0.1
    directed: bool = False

    @classmethod
    def of(cls, graph: "object", chance: float) -> "Network":
        """Return the network of a graph of networkx.

        Parameters
        ----------
        graph : networkx.Graph or networkx.DiGraph
            Who knows whom, or who is heard by whom (an arrow from speaker to listener).
        chance : float
            The chance that word passes over a tie.

        Returns
        -------
        Network

        Raises
        ------
        TypeError, ValueError
            If it is not such a graph, if nobody is in it, or if the chance is none.

        Examples
        --------
        Two people know each other, and word passes every other time:

        >>> import networkx as nx
        >>> Network.of(nx.path_graph(2), chance=0.5).exact_reach([0])
        1.5
        """
        graph, rate = as_graph(graph), one_rate("chance", chance)
        people = tuple(graph)
        index = {person: i for i, person in enumerate(people)}
        ends = [(index[a], index[b]) for a, b in graph.edges if a != b]
        pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
        return cls(people, pairs[:, 0], pairs[:, 1], rate, graph.is_directed())

    @cached_property
    def index(self) -> dict[Hashable, int]:
        """Where each person stands."""
        return {person: i for i, person in enumerate(self.people)}

    def exact_reach(self, seeds: Iterable[Hashable]) -> float:
        """Return how many people hear of it on average, over all ways it can go.

        Parameters
        ----------
        seeds : sequence
            Who knows it at first; they count.

        Returns
        -------
        float
            Expected number of people.

        Raises
        ------
        ValueError
            If there are more than 20 ties, which is a million ways.

        Examples
        --------
        One tells two, and these two tell a fourth, each with a chance of one half:

        >>> import networkx as nx
        >>> diamond = nx.DiGraph([("s", "a"), ("s", "b"), ("a", "t"), ("b", "t")])
        >>> Network.of(diamond, chance=0.5).exact_reach("s")
        2.4375
        """
        ties = len(self.sources)
        if ties > MOST_TIES_EXACT:
            raise ValueError(
                f"{ties} ties can go in 2^{ties} ways; at most "
                f"{MOST_TIES_EXACT} ties can be counted through. Draw instead: "
                "network.draw(10_000, seed=1)."
            )
        reached = self._paths(all_coins(ties)).closure(as_people(seeds, self.index))
        chances = chances_of_coins(ties, self.chance)
        return float(sum(chances @ row for row in PathBits.rows(reached, len(chances))))

    def draw(self, graphs: int = 1000, *, seed: int) -> LiveGraphs:
        """Throw the coin of every tie beforehand, so many times over.

        Every choice of seeds can then be tried on the same coins, and differences
        between two choices are not blurred by luck. The same seed throws the same
        coins at any chance, so a higher chance never reaches fewer people.

        Parameters
        ----------
        graphs : int
            How many times; errors fall with the square root.
        seed : int
            The same seed throws the same coins.

        Returns
        -------
        LiveGraphs
        """
        count = int(as_count("graphs", graphs))
        rng = np.random.default_rng(seed)
        rows = max(1, _AT_A_TIME // count)
        live = [
            PathBits.pack(
                rng.random((min(rows, left), count), np.float32) < self.chance
            )
            for left in range(len(self.sources), 0, -rows)
        ]
        words = (count + 63) // 64
        coins = np.concatenate(live) if live else np.zeros((0, words), np.uint64)
        return LiveGraphs(self.index, count, self._paths(coins))

    def _paths(self, coins: NDArray[np.uint64]) -> PathBits:
        return PathBits.of(
            len(self.people), self.sources, self.targets, coins, self.directed
        )
