"""Paths in many live graphs at once: one bit per graph, 64 graphs to a machine word.

Row i of `reached` says, bit by bit, in which graphs person i has heard. Word passes over
a tie in those graphs in which one end has heard and the tie's coin fell right, and that
is a bitwise *and*. Whoever several people could tell gets the bitwise *or*.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class PathBits:
    """Arrows sorted by where they point, with their coins; `directed` if one way."""

    people: int
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    coins: Bits
    directed: bool

    @classmethod
    def of(
        cls,
        people: int,
        sources: NDArray,
        targets: NDArray,
        coins: Bits,
        directed: bool,
    ) -> "PathBits":
        """Return the arrows of ties; a tie both ways is two arrows and one coin."""
        if not directed:
            sources, targets = (
                np.concatenate([sources, targets]),
                np.concatenate([targets, sources]),
            )
            coins = np.concatenate([coins, coins])
        order = np.argsort(targets, kind="stable")
        return cls(people, sources[order], targets[order], coins[order], directed)

    def closure(self, seeds: Sequence[int], known: Bits | None = None) -> Bits:
        """Return who hears, in which graphs, if these seeds know it from the start.

        `known` is where word had got to before; the seeds are then added to it.
        """
        reached = (
            np.zeros((self.people, self.coins.shape[1]), np.uint64)
            if known is None
            else known.copy()
        )
        reached[seeds] = ~np.uint64(0)
        told = np.any(reached, axis=1)
        while told.any():
            arrows = np.flatnonzero(told[self.sources])
            told = np.zeros(self.people, bool)
            if len(arrows):
                listeners, heard = self._heard(reached, arrows)
                told[listeners] = (heard & ~reached[listeners]).any(axis=1)
                reached[listeners] |= heard
        return reached

    def _heard(self, reached: Bits, arrows: NDArray) -> tuple[NDArray, Bits]:
        """Return who hears over some arrows, and in which graphs."""
        targets = self.targets[arrows]
        starts = np.flatnonzero(np.diff(targets, prepend=-1))
        words = reached[self.sources[arrows]] & self.coins[arrows]
        return targets[starts], np.bitwise_or.reduceat(words, starts, axis=0)

    @staticmethod
    def pack(falls: NDArray[np.bool_]) -> Bits:
        """Pack coins, a row per tie and a column per graph, into words."""
        rows, graphs = falls.shape
        padded = np.zeros((rows, -(-graphs // 64) * 8), np.uint8)
        packed = np.packbits(falls, axis=1, bitorder="little")
        padded[:, : packed.shape[1]] = packed
        return padded.view(np.uint64)

    @staticmethod
    def rows(bits: Bits, graphs: int) -> Iterator[NDArray[np.uint8]]:
        """Unpack words again, one person at a time."""
        for row in bits:
            yield np.unpackbits(row.view(np.uint8), count=graphs, bitorder="little")

    @staticmethod
    def per_graph(bits: Bits, graphs: int) -> NDArray[np.int64]:
        """Return how many people have heard, in each graph."""
        total = np.zeros(graphs, np.int64)
        for first in range(0, len(bits), 255):
            part = bits[first : first + 255].view(np.uint8)
            flat = np.unpackbits(part, axis=1, count=graphs, bitorder="little")
            total += flat.sum(axis=0, dtype=np.uint8)
        return total


def all_coins(ties: int) -> Bits:
    """Return every way in which the coins of some ties can fall, a bit per way."""
    ways = np.arange(1 << ties)
    falls = ways >> np.arange(ties)[:, None] & 1
    return PathBits.pack(falls.astype(bool).reshape(ties, len(ways)))


def chances_of_coins(ties: int, chance: float) -> NDArray[np.float64]:
    """Return how likely each of these ways is."""
    heads = np.bitwise_count(np.arange(1 << ties))
    return chance**heads * (1 - chance) ** (ties - heads)
