"""The log-likelihood of a table of renewals, its slopes, and the climb to its top.

The coordinates are ``log(churn / (1 - churn))`` and ``log(k)``, ``k = 1 / (alpha +
beta)``: both run over all numbers, and they hardly disturb each other.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.relationships.retention import Retention
from salescourse.estimation import NoTop, climb

# From a spread of about a quarter the climb found the top of 6,825 random tables.
_FIRST_K = 0.3
# At a smaller k all customers are alike, for any data there could be.
_NO_SPREAD = math.log(1e-6)
# A spread that fits better by less than this is none.
_LEAST_GAIN = 1e-9
# Beyond these log odds practically nobody renews.
_ALL_LEAVE = 12.0


@dataclass(frozen=True)
class Likelihood:
    """Renewals and leavers per year, `before` renewals after the start."""

    before: NDArray
    renewed: NDArray
    left: NDArray

    def height(self, at: NDArray) -> float:
        """Return the log-likelihood."""
        churn, k = _churn_and_k(at)
        stay = self.renewed * np.log(1 - churn + self.before * k)
        up = (self.renewed + self.left) * np.log1p(self.before * k)
        return float(stay.sum() + self.left.sum() * np.log(churn) - up.sum())

    def slopes(self, at: NDArray) -> tuple[NDArray, NDArray]:
        """Return the gradient and the matrix of second derivatives."""
        churn, k = _churn_and_k(at)
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

    def top(self) -> NDArray:
        """Climb to the top from where the first year points.

        Raises
        ------
        ValueError
            If no spread fits better than any, or the likeliest churn is 1.
        RuntimeError
            If a climb does not arrive.
        """
        first = self.before == self.before.min()
        left, up = self.left[first].sum(), (self.left + self.renewed)[first].sum()
        odds = (left + 0.5) / (up - left + 0.5)
        churn = self.left.sum() / (self.left + self.renewed).sum()
        try:
            at, *_ = climb(
                lambda at: (self.height(at), *self.slopes(at)),
                np.log([odds, _FIRST_K]),
                astray=lambda at: at[1] < _NO_SPREAD or at[0] > _ALL_LEAVE,
                advice="The table may hold too few contracts; look at its renewal rates.",
            )
        except NoTop as edge:
            at = edge.at
        if self.height(at) > self._height_if_alike(churn) + _LEAST_GAIN:
            if at[0] < _ALL_LEAVE:
                return at
            raise ValueError(
                "The likeliest churn is 1, because nobody, or next to nobody, "
                "renewed the first time. Are there contracts missing?"
            )
        raise ValueError(
            "The renewal rates do not rise from year to year, so there is no "
            "sign that customers differ: alpha and beta could be any two "
            f"large numbers in this ratio. Use Retention(churn={churn:.3g}), "
            "where all are alike. (Were the contracts that still run left out "
            "of the table?)"
        )

    def _height_if_alike(self, churn: float) -> float:
        stay = self.renewed.sum() * math.log1p(-churn)
        return stay + self.left.sum() * math.log(churn)


def _churn_and_k(at: NDArray) -> tuple[float, float]:
    """Return churn and k at a point."""
    return 1 / (1 + math.exp(-at[0])), math.exp(at[1])


def to_model(at: NDArray) -> Retention:
    """Return the customers at a point."""
    churn, k = _churn_and_k(at)
    return Retention(churn, k / (1 + k))


def to_point(model: Retention) -> NDArray:
    """Return the point of some customers."""
    odds = model.churn / (1 - model.churn)
    return np.log([odds, model.spread / (1 - model.spread)])
