"""The chain behind a cycle, and what it answers: chances, visits, days and their curve.

A chain is made of arrays and knows no names. Deals that end in outcome k move like a
chain of their own, whose rates are Q_ij B_jk / B_ik with B the outcome probabilities
(Doob's h-transform). So each formula for all deals holds for the won ones too, once it
is asked of their chain.
"""

from dataclasses import dataclass

import numpy as np

from salescourse.cycle.inversion import invert
from salescourse.cycle.transform import Transform

# Shorter times count as none: their transform's argument would overflow.
_SHORTEST_DAYS = 1e-280


@dataclass(frozen=True)
class Chain:
    """What a deal that starts in the first stage can go through.

    Attributes
    ----------
    moves : array of m rows and m columns
        The rates between the stages that it can visit; the first stage comes first.
    exits : array of m rows, and a column per outcome
        The rates of ending.
    days, cv : array of m
        The mean of each stage's gamma times, and their sd over it.
    visited : array of int
        Which stages these are, among those that there were.
    """

    moves: np.ndarray
    exits: np.ndarray
    days: np.ndarray
    cv: np.ndarray
    visited: np.ndarray

    @classmethod
    def of(cls, routing: np.ndarray, days: np.ndarray, cv: np.ndarray) -> "Chain":
        """Return the chain of all deals: a row per stage, a column per next.

        Examples
        --------
        Half of the calls are repeated, so a deal takes two:

        >>> Chain.of(np.array([[0.5, 0.5]]), np.array([3.0]), np.array([1.0])).mean()
        6.0
        """
        m = len(routing)
        return cls(routing[:, :m], routing[:, m:], days, cv, np.arange(m))._reached()

    def given(self, outcome: int) -> "Chain":
        """Return the chain of those deals that end in the outcome of this column."""
        chance = _ending_chances(self.moves, self.exits)[:, outcome]
        possible = np.where(chance > 0, chance, 1.0)
        moves = self.moves * chance / possible[:, None]
        exits = self.exits[:, [outcome]] / possible[:, None]
        return Chain(moves, exits, self.days, self.cv, self.visited)._reached()

    def _reached(self) -> "Chain":
        """Leave out the stages that a deal cannot come to."""
        start = np.arange(len(self.moves)) == 0
        kept = np.flatnonzero(_leads_to(self.moves.T, start))
        return Chain(
            self.moves[np.ix_(kept, kept)],
            self.exits[kept],
            self.days[kept],
            self.cv[kept],
            self.visited[kept],
        )

    @property
    def ends(self) -> np.ndarray:
        """The rate of ending from each stage, whatever the outcome."""
        return self.exits.sum(axis=1)

    @property
    def fixed(self) -> np.ndarray:
        """Which of the stages that there were put jumps into the curve of days."""
        return self.visited[(self.cv == 0) & (self.days > 0)]

    def _solve(self, per_visit: np.ndarray) -> np.ndarray:
        """Return N times `per_visit`: its total over a deal, by starting stage."""
        return np.linalg.solve(np.eye(len(self.moves)) - self.moves, per_visit)

    def chances(self) -> np.ndarray:
        """Return the chance of each outcome."""
        return _ending_chances(self.moves, self.exits)[0]

    def visits(self) -> np.ndarray:
        """Return the expected visits to each stage."""
        first = np.eye(len(self.moves))[0]
        return np.linalg.solve((np.eye(len(self.moves)) - self.moves).T, first)

    def mean(self) -> float:
        """Return the mean days of a deal."""
        return float(self._solve(self.days)[0])

    def sd(self) -> float:
        """Return their standard deviation."""
        to_go = self._solve(self.days)
        after = self.moves @ to_go
        spread = (self.moves * (to_go - after[:, None]) ** 2).sum(axis=1)
        spread += self.ends * after**2
        return float(np.sqrt(self._solve((self.cv * self.days) ** 2 + spread)[0]))

    def cdf(self, days: np.ndarray) -> np.ndarray:
        """Return the share of deals that are over, where no stage is `fixed`."""
        distinct, place = np.unique(days, return_inverse=True)
        shares = np.where(distinct < 0, 0.0, 1.0)
        shares[distinct == 0] = self.at_once()
        inside = (distinct > 0) & (distinct < self.over_by())
        positive = np.maximum(distinct[inside], _SHORTEST_DAYS)
        shares[inside] = np.clip(invert(self._transform, positive), 0.0, 1.0)
        return np.maximum.accumulate(shares)[place].reshape(days.shape)

    def quantile(self, shares: np.ndarray) -> np.ndarray:
        """Return the days within which so many are over, where no stage is `fixed`."""
        mean, sd = self.mean(), self.sd()
        days = [self._days_until(share, mean, sd) for share in shares.flat]
        return np.array(days, dtype=float).reshape(shares.shape)

    def _days_until(self, q: float, mean: float, sd: float) -> float:
        """Return the q-quantile: a root of the curve on a logarithmic scale of days."""
        from scipy.optimize import brentq

        if q <= self.at_once():
            return 0.0
        if q == 1:
            return float("inf")
        transform = self._transform

        def miss(log_days: float) -> float:
            return float(invert(transform, np.exp([log_days]))[0]) - q

        # Cantelli's inequality: no quantile lies further above the mean.
        high = min(mean + sd * np.sqrt(q / (1 - q)), self.over_by())
        high = np.log(high) + 1e-6
        low, step = high - 1.0, 2.0
        while miss(low) > 0:
            low, step = low - step, step * 2
            if low < np.log(_SHORTEST_DAYS):
                return 0.0
        return float(np.exp(brentq(miss, low, high, xtol=1e-12)))

    @property
    def _transform(self) -> Transform:
        return Transform(self.moves, self.ends, self.days, self.cv)

    def at_once(self) -> float:
        """Return the chance that a deal is over in no time: all its stages take none."""
        instant = (self.days == 0).astype(float)
        moves, ends = instant[:, None] * self.moves, instant * self.ends
        return float(np.linalg.solve(np.eye(len(moves)) - moves, ends)[0])

    def over_by(self) -> float:
        """Return a day after which less than a billionth of the deals goes on.

        If no deal, wherever it stands, has more than M days to go on average, then the
        share that goes on after t days is at most e (t / M) exp(-t / M). A visit under
        way has at most its mean to go, or the scale of its gamma law.
        """
        visit = self.days * np.maximum(self.cv, 1.0) ** 2
        return 26 * float(visit.max() + self._solve(self.days).max())


def _ending_chances(moves: np.ndarray, exits: np.ndarray) -> np.ndarray:
    """Return the chance of each outcome (a column) from each stage (a row).

    One stage after another is left out, and its visits go on to where it leads. Only
    sums and products of rates: a chance that is small keeps its digits, and where no
    path leads it is 0 and not dust (Grassmann, Taksar & Heyman 1985, Operations
    Research 33:1107-1116).
    """
    m = len(moves)
    rates = np.hstack([moves, exits])
    for stage in range(m - 1, -1, -1):
        rates[stage, stage] = 0.0
        rates[stage] /= rates[stage, :stage].sum() + rates[stage, m:].sum()
        rates[stage, stage:m] = 0.0
        rates[:stage] += np.outer(rates[:stage, stage], rates[stage])
    chances = rates[:, m:]
    for stage in range(1, m):
        chances[stage] += rates[stage, :stage] @ chances[:stage]
    return chances


def _leads_to(moves: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Mark the stages from which `targets` can be reached, themselves included."""
    reached = targets
    for _step in range(len(moves)):
        reached = reached | (moves[:, reached] > 0).any(axis=1)
    return reached
