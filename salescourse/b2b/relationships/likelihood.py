"""The log-likelihood of a table of renewals, its slopes, and the climb to its top.

The coordinates are ``log(churn / (1 - churn))`` and ``log(k)``, ``k = 1 / (alpha +
beta)``: both run over all numbers, and they hardly disturb each other.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.relationships.retention import Retention
from salescourse.words import _

_MOST_STEPS = 100
_LONGEST_STEP = 2.0
# Squared distance to the top, in standard errors, at which the climb ends.
_CLOSE_ENOUGH = 1e-14
# At a smaller k all customers are alike, for any data there could be.
_NO_SPREAD = math.log(1e-7)


@dataclass(frozen=True)
class Likelihood:
    """Renewals and leavers per year, `before` renewals after the start."""

    before: NDArray
    renewed: NDArray
    left: NDArray

    def height(self, at: NDArray) -> float:
        """Return the log-likelihood."""
        churn, k = churn_and_k(at)
        stay = self.renewed * np.log(1 - churn + self.before * k)
        up = (self.renewed + self.left) * np.log1p(self.before * k)
        return float(stay.sum() + self.left.sum() * np.log(churn) - up.sum())

    def slopes(self, at: NDArray) -> tuple[NDArray, NDArray]:
        """Return the gradient and the matrix of second derivatives."""
        churn, k = churn_and_k(at)
        j, left = self.before, self.left.sum()
        stay, up = 1 - churn + j * k, 1 + j * k
        n = self.renewed + self.left
        by_churn = left / churn - (self.renewed / stay).sum()
        by_k = (j * (self.renewed / stay - n / up)).sum()
        by_churn_twice = -left / churn**2 - (self.renewed / stay**2).sum()
        by_both = (j * self.renewed / stay**2).sum()
        by_k_twice = (j**2 * (n / up**2 - self.renewed / stay**2)).sum()
        # By the chain rule from (churn, k) to the coordinates.
        c = churn * (1 - churn)
        gradient = np.array([by_churn * c, by_k * k])
        bends = np.array([[by_churn_twice * c**2, by_both * c * k], [0, 0]])
        bends[0, 0] += by_churn * c * (1 - 2 * churn)
        bends[1] = bends[0, 1], by_k_twice * k**2 + by_k * k
        return gradient, bends

    def check_spread(self) -> None:
        """Raise unless a little spread fits better than none."""
        churn = self.left.sum() / (self.renewed + self.left).sum()
        expected = self.renewed * churn / (1 - churn)
        gain = (self.before * (expected - self.left)).sum()
        if gain <= 1e-9 * (self.before * self.left).sum():
            raise self._alike()

    def top(self) -> NDArray:
        """Climb to the top from where the first year points."""
        first = self.before == self.before.min()
        churn = (self.left[first].sum() + 0.5) / (
            (self.left + self.renewed)[first].sum() + 1
        )
        for k in (0.3, 0.01):
            at = self._climb(np.array([math.log(churn / (1 - churn)), math.log(k)]))
            if at[1] > _NO_SPREAD:
                return at
        raise self._alike()

    def _alike(self) -> ValueError:
        churn = self.left.sum() / (self.renewed + self.left).sum()
        return ValueError(
            _(
                "The renewal rates do not rise from year to year, so there is no sign "
                "that customers differ: alpha and beta could be any two large numbers "
                "in this ratio. Use Retention(churn={churn:.3g}), where all are alike. "
                "(Were the contracts that still run left out of the table?)"
            ).format(churn=churn)
        )

    def _climb(self, at: NDArray) -> NDArray:
        for _step in range(_MOST_STEPS):
            gradient, bends = self.slopes(at)
            move = np.linalg.solve(_downward(bends), -gradient)
            if gradient @ move < _CLOSE_ENOUGH and _bends_down(bends):
                return at
            move *= min(1.0, _LONGEST_STEP / np.abs(move).max())
            at = self._uphill(at, move)
            if at[1] < _NO_SPREAD:
                return at
        raise RuntimeError(
            _(
                "The fit did not arrive within {steps} steps. The table may hold too "
                "few contracts; look at its renewal rates."
            ).format(steps=_MOST_STEPS)
        )

    def _uphill(self, at: NDArray, move: NDArray) -> NDArray:
        """Go as far along a move as it leads up."""
        here = self.height(at)
        while self.height(at + move) < here and np.abs(move).max() > 1e-12:
            move = move / 2
        return at + move


def churn_and_k(at: NDArray) -> tuple[float, float]:
    """Return churn and k at a point."""
    return 1 / (1 + math.exp(-at[0])), math.exp(at[1])


def to_model(at: NDArray) -> Retention:
    """Return the customers at a point."""
    churn, k = churn_and_k(at)
    return Retention(churn, k / (1 + k))


def to_point(model: Retention) -> NDArray:
    """Return the point of some customers."""
    odds = model.churn / (1 - model.churn)
    return np.log([odds, model.spread / (1 - model.spread)])


def _bends_down(bends: NDArray) -> bool:
    return bool(np.linalg.eigvalsh(bends).max() < 0)


def _downward(bends: NDArray) -> NDArray:
    """Tilt the second derivatives until the step they give leads up."""
    steepest = np.linalg.eigvalsh(bends).max()
    return bends if steepest < 0 else bends - (steepest + 0.1) * np.eye(2)
