"""Whom to win first: greedy choice of seeds on live graphs.

Where ties go both ways, the people who hear together form a component of each live
graph. Who is in which component is found once; what a person adds is then the size of
the components that nobody has lit yet. Where ties go one way, paths are followed anew.
"""

import heapq
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from salescourse.strategy.influence.bits import PathBits

# Sizes are looked up for so many (person, graph) pairs at a time.
_AT_A_TIME = 2_000_000


@dataclass(frozen=True)
class Seeding:
    """People chosen one after another.

    Attributes
    ----------
    seeds : tuple
        The people, in the order in which they were chosen.
    people : tuple of float
        How many are reached by the first, by the first two, and so on.
    bound : float
        No other choice of as many people reaches more than this, on the same coins.

    Examples
    --------
    >>> import networkx as nx
    >>> from salescourse.strategy.influence import Network
    >>> star = Network.of(nx.star_graph(4), chance=1)
    >>> star.draw(10, seed=1).greedy(1).seeds
    (0,)
    """

    seeds: tuple[Hashable, ...]
    people: tuple[float, ...]
    bound: float

    @property
    def share_of_best(self) -> float:
        """At least this share of the best possible reach; never below 1 - 1/e."""
        return self.people[-1] / self.bound


class Counter(Protocol):
    """Knows what each person would add to those chosen so far."""

    def gain(self, person: int) -> float:
        """Return how many people this one would add."""

    def gains(self) -> NDArray[np.float64]:
        """Return it for everybody."""

    def take(self, person: int) -> None:
        """Choose this one."""


class _ComponentCounter:
    """Ties that go both ways: whoever lights a component lights all of it."""

    def __init__(self, paths: PathBits, graphs: int) -> None:
        self.graphs = graphs
        self.labels = _components(paths, graphs)
        self.left = np.bincount(self.labels.ravel()).astype(float)

    def gain(self, person: int) -> float:
        """Return what this one would add."""
        return float(self.left[self.labels[person]].sum() / self.graphs)

    def gains(self) -> NDArray[np.float64]:
        """Return what everybody would add."""
        parts = np.array_split(self.labels, 1 + self.labels.size // _AT_A_TIME)
        totals = [self.left[part].sum(axis=1) for part in parts]
        return np.concatenate(totals) / self.graphs

    def take(self, person: int) -> None:
        """Choose this one."""
        self.left[self.labels[person]] = 0


class _PathCounter:
    """Ties that go one way: follow the paths."""

    def __init__(self, paths: PathBits, graphs: int) -> None:
        self.paths, self.graphs = paths, graphs
        shape = paths.people, paths.coins.shape[1]
        self.known, self.lit = np.zeros(shape, np.uint64), 0

    def gain(self, person: int) -> float:
        """Return what this one would add."""
        return (self._count(self._with(person)) - self.lit) / self.graphs

    def gains(self) -> NDArray[np.float64]:
        """Return what everybody would add."""
        return np.array([self.gain(i) for i in range(len(self.known))])

    def take(self, person: int) -> None:
        """Choose this one."""
        self.known = self._with(person)
        self.lit = self._count(self.known)

    def _with(self, person: int) -> NDArray[np.uint64]:
        return self.paths.closure([person], self.known)

    def _count(self, bits: NDArray[np.uint64]) -> int:
        return int(PathBits.per_graph(bits, self.graphs).sum())


def counter(paths: PathBits, graphs: int) -> Counter:
    """Return the quicker way to count."""
    return (_PathCounter if paths.directed else _ComponentCounter)(paths, graphs)


def choose(
    people: Sequence[Hashable], count: Counter, seeds: int, *, lazy: bool
) -> Seeding:
    """Choose seeds one by one; see `LiveGraphs.greedy`."""
    alone = count.gains()
    picked, added = (_lazily if lazy else _plainly)(count, alone, seeds)
    reached = np.cumsum(added)
    # Whatever the best seeds are: together they add no more, to nobody or to those
    # chosen, than each of them would by itself.
    bound = min(
        np.sort(alone)[-seeds:].sum(),
        reached[-1] + np.sort(count.gains())[-seeds:].sum(),
        reached[-1] / (1 - math.exp(-1)),
    )
    return Seeding(
        tuple(people[i] for i in picked), tuple(reached.tolist()), float(bound)
    )


def _plainly(
    count: Counter, gains: NDArray[np.float64], seeds: int
) -> tuple[list[int], list[float]]:
    picked: list[int] = []
    added: list[float] = []
    for _seed in range(seeds):
        gains = count.gains() if picked else gains.copy()
        gains[picked] = -1
        best = int(np.argmax(gains))
        added.append(float(gains[best]))
        picked.append(best)
        count.take(best)
    return picked, added


def _lazily(
    count: Counter, gains: NDArray[np.float64], seeds: int
) -> tuple[list[int], list[float]]:
    """Keep old gains: they can only have fallen, so most need not be looked at."""
    waiting = [(-gain, person, 0) for person, gain in enumerate(gains.tolist())]
    heapq.heapify(waiting)
    picked: list[int] = []
    added: list[float] = []
    while len(picked) < seeds:
        gain, person, asked = heapq.heappop(waiting)
        if asked < len(picked):
            heapq.heappush(waiting, (-count.gain(person), person, len(picked)))
            continue
        picked.append(person)
        added.append(-gain)
        count.take(person)
    return picked, added


def _components(paths: PathBits, graphs: int) -> NDArray[np.int32]:
    """Return the component of each person (row) in each graph (column), numbered."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    once = paths.sources < paths.targets  # of the two arrows of a tie
    sources, targets = paths.sources[once], paths.targets[once]
    falls = np.unpackbits(
        paths.coins[once].view(np.uint8), axis=1, count=graphs, bitorder="little"
    ) if once.any() else np.zeros((0, graphs), np.uint8)  # fmt: skip
    tie, graph = np.nonzero(falls)
    size = paths.people * graphs
    ends = (sources[tie] * graphs + graph, targets[tie] * graphs + graph)
    links = coo_array((np.ones(len(tie), np.int8), ends), shape=(size, size))
    labels = connected_components(links, directed=False)[1]
    return labels.reshape(paths.people, graphs)
