"""The chain behind a cycle: of all deals, or of those with one outcome.

Deals that end in outcome k move like a chain of their own, whose rates are
Q_ij B_jk / B_ik with B the outcome probabilities (Doob's h-transform). So each formula
for all deals holds for the won ones too, once it is given their chain.
"""

from dataclasses import dataclass

import numpy as np

from salescourse.checks import position
from salescourse.cycle.parts import Parts


@dataclass(frozen=True)
class Chain:
    """What a deal that starts in the first stage can go through.

    All deals, or those with one outcome: the stages it can visit (their positions;
    the first stage comes first), the rates between them and the rate of ending.
    """

    visited: np.ndarray
    moves: np.ndarray
    ends: np.ndarray
    days: np.ndarray
    cv: np.ndarray

    def solve(self, per_visit: np.ndarray) -> np.ndarray:
        """Return N times `per_visit`: its total over a deal, by starting stage."""
        return np.linalg.solve(np.eye(len(self.moves)) - self.moves, per_visit)

    def visits(self) -> np.ndarray:
        """Return the expected visits to each stage of a deal that starts first."""
        first = np.eye(len(self.moves))[0]
        return np.linalg.solve((np.eye(len(self.moves)) - self.moves).T, first)

    def mean(self) -> float:
        """Return the mean days of a deal that starts first."""
        return float(self.solve(self.days)[0])

    def sd(self) -> float:
        """Return their standard deviation."""
        to_go = self.solve(self.days)
        after = self.moves @ to_go
        spread = (self.moves * (to_go - after[:, None]) ** 2).sum(axis=1)
        spread += self.ends * after**2
        return float(np.sqrt(self.solve((self.cv * self.days) ** 2 + spread)[0]))


def chain(cycle: Parts, given: str | None = None) -> Chain:
    """Return the chain of all deals, or of those that end in the outcome `given`."""
    m = len(cycle.stages)
    moves, exits = cycle.routing[:, :m], cycle.routing[:, m:]
    ends = exits.sum(axis=1)
    if given is not None:
        outcome = position(given, cycle.outcomes, "outcome")
        chance = ending_chances(moves, exits)[:, outcome]
        if chance[0] <= 0:
            raise ValueError(
                f'A deal that starts in "{cycle.stages[0]}" never ends "{given}".'
            )
        possible = np.where(chance > 0, chance, 1.0)
        moves = moves * chance / possible[:, None]
        ends = exits[:, outcome] / possible
    start = np.arange(m) == 0
    visited = np.flatnonzero(_leads_to(moves.T, start))
    return Chain(
        visited,
        moves[np.ix_(visited, visited)],
        ends[visited],
        cycle.stage_days[visited],
        cycle.stage_cv[visited],
    )


def ending_chances(moves: np.ndarray, exits: np.ndarray) -> np.ndarray:
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


def laplace(days: np.ndarray, cv: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Return E[exp(-rate S)] of gamma stage times S, along a new last axis.

    It is (1 + rate mu cv²)^(-1/cv²), and exp(-rate mu) in the limit of a cv of zero.
    """
    rate = np.asarray(rate)[..., None]
    squared = np.where(cv > 0, cv, 1.0) ** 2
    x = rate * days * squared
    exponent = np.where(cv > 0, -_log_one_plus(x) / squared, -rate * days)
    return np.exp(exponent) if np.iscomplexobj(rate) else np.exp(exponent.real)


def _log_one_plus(x: np.ndarray) -> np.ndarray:
    """Return log(1 + x) for complex x, keeping all digits of small and large x."""
    small = np.where(np.abs(x) < 1, x, 0.0)
    size = np.where(
        np.abs(x) < 1,
        0.5 * np.log1p(2 * small.real + small.real**2 + small.imag**2),
        np.log(np.abs(1 + x)),
    )
    return size + 1j * np.arctan2(x.imag, 1 + x.real)
