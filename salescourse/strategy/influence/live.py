"""How far word gets, on coins that were thrown beforehand."""

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from salescourse.checks import as_count, one_rate
from salescourse.strategy.influence.bits import PathBits
from salescourse.strategy.influence.people import as_people
from salescourse.strategy.influence.seeding import Counter, Seeding, choose, counter

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Reach:
    """How many people hear of it on average, and how sure the simulation is.

    Examples
    --------
    >>> import networkx as nx
    >>> from salescourse.strategy.influence import Network
    >>> club = Network.of(nx.karate_club_graph(), chance=0.1)
    >>> print(club.draw(20_000, seed=1).reach([33]))
    3.5 people (± 0.02)
    """

    people: float
    standard_error: float

    def __str__(self) -> str:
        return f"{self.people:.1f} people (± {self.standard_error:.2f})"

    @classmethod
    def of(cls, per_graph: NDArray) -> "Reach":
        """Return mean and standard error of what came out in each graph.

        One graph has no standard error: it is NaN.

        Examples
        --------
        >>> Reach.of([2, 4]).people
        3.0
        """
        reached = as_count("per_graph", per_graph, least=0)
        if reached.ndim != 1 or not reached.size:
            raise ValueError("per_graph must hold a number for each graph.")
        spread = float(np.std(reached, ddof=1)) if reached.size > 1 else math.nan
        return cls(float(np.mean(reached)), spread / math.sqrt(reached.size))


@dataclass(frozen=True, eq=False)
class LiveGraphs:
    """A network many times over, each time with other coins.

    Made by `Network.draw`.

    Attributes
    ----------
    index : dict
        The people of the network, and where each stands.
    graphs : int
        How many times.
    paths : PathBits
        Which ties are live, a bit per graph.

    Examples
    --------
    The karate club of Zachary (1977); word passes one time in ten:

    >>> import networkx as nx
    >>> from salescourse.strategy.influence import Network
    >>> club = Network.of(nx.karate_club_graph(), chance=0.1)
    >>> print(club.draw(20_000, seed=1).reach([33]))
    3.5 people (± 0.02)
    """

    index: dict[Hashable, int] = field(repr=False)
    graphs: int
    paths: PathBits = field(repr=False)

    def reach(self, seeds: Iterable[Hashable]) -> Reach:
        """Return how many hear of it if these people know it at first; they count."""
        return Reach.of(self.heard(seeds))

    def heard(self, seeds: Iterable[Hashable]) -> NDArray[np.int64]:
        """Return how many hear of it in each graph.

        Examples
        --------
        >>> import networkx as nx
        >>> from salescourse.strategy.influence import Network
        >>> club = Network.of(nx.karate_club_graph(), chance=0.1)
        >>> club.draw(1000, seed=1).heard([33]).shape
        (1000,)
        """
        places = as_people(seeds, self.index)
        return PathBits.per_graph(self.paths.closure(places), self.graphs)

    def reach_of_broadcast(
        self, followers: Iterable[Hashable], chance: float, *, seed: int
    ) -> Reach:
        """Return how many hear of it if an outsider speaks to many followers at once.

        The outsider, a celebrity, hears none of them and is not counted.

        Parameters
        ----------
        followers : sequence
            The people who listen to the outsider.
        chance : float
            The chance that a follower takes it up and passes it on.
        seed : int
            Coins of the followers.

        Examples
        --------
        >>> import networkx as nx
        >>> from salescourse.strategy.influence import Network
        >>> club = Network.of(nx.karate_club_graph(), chance=0.1)
        >>> reach = club.draw(2000, seed=1).reach_of_broadcast([0, 33], chance=0.5, seed=1)
        >>> reach.people < club.draw(2000, seed=1).reach([0, 33]).people
        True
        """
        places = as_people(followers, self.index)
        rate, rng = one_rate("chance", chance), np.random.default_rng(seed)
        falls = rng.random((len(places), self.graphs), np.float32) < rate
        known = np.zeros((len(self.index), self.paths.coins.shape[1]), np.uint64)
        known[places] = PathBits.pack(falls)
        return Reach.of(PathBits.per_graph(self.paths.closure([], known), self.graphs))

    def reach_of_each(self) -> "pd.Series":
        """Return the mean number of people reached, for every person as only seed.

        Examples
        --------
        >>> import networkx as nx
        >>> from salescourse.strategy.influence import Network
        >>> club = Network.of(nx.karate_club_graph(), chance=0.1)
        >>> int(club.draw(2000, seed=1).reach_of_each().idxmax())
        33
        """
        import pandas as pd

        return pd.Series(self._alone, list(self.index), name="reach")

    def greedy(self, seeds: int, *, lazy: bool = True) -> "Seeding":
        """Choose seeds one by one, each time the one that adds most.

        Parameters
        ----------
        seeds : int
            How many.
        lazy : bool
            Whether to skip people who cannot come first any more (CELF). What comes
            out is the same, sooner.

        Returns
        -------
        Seeding
            Whom it chose, how many are reached, and how far from the best it can be.
        """
        count = int(as_count("seeds", seeds))
        most = len(self.index)
        if count > most:
            raise ValueError(f"seeds is {count}, but there are only {most} people.")
        return choose(tuple(self.index), self._counter(), count, lazy=lazy)

    @cached_property
    def _alone(self) -> NDArray[np.float64]:
        return self._counter().gains()

    def _counter(self) -> Counter:
        return counter(self.paths, self.graphs)
