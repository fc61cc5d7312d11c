"""The likeliest weights of a conditional logit, by Newton's method.

With one chosen offer in each set the log-likelihood is concave, and gradient and
curvature are sums over the sets: all sets are summed at once, so many take little time.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# How far below its maximum the log-likelihood may be left, and where the search ends.
_CLOSE_ENOUGH, _THERE = 1e-6, 1e-20


class Choices(NamedTuple):
    """Offers in the order of their sets, and the row in which each set begins."""

    design: Floats
    picked: NDArray[np.bool_]
    begins: NDArray[np.intp]

    @classmethod
    def of(cls, design: Floats, picked: NDArray, groups: NDArray) -> "Choices":
        """Return the offers of groups numbered from 0."""
        order = np.argsort(groups, kind="stable")
        begins = np.searchsorted(groups[order], np.arange(groups.max() + 1))
        return cls(design[order], picked[order], begins)

    def log_shares(self, weights: Floats) -> Floats:
        """Return the logarithm of the chance of each offer to be chosen."""
        sizes = np.diff(self.begins, append=len(self.design))
        utility = self.design @ weights
        utility -= np.repeat(np.maximum.reduceat(utility, self.begins), sizes)
        total = np.add.reduceat(np.exp(utility), self.begins)
        return utility - np.repeat(np.log(total), sizes)

    def log_likelihood(self, weights: Floats) -> float:
        """Return the log-likelihood of what was chosen."""
        return float(self.log_shares(weights)[self.picked].sum())

    def slope(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return the gradient of the log-likelihood, and its curvature turned up."""
        expected = np.exp(self.log_shares(weights))[:, None] * self.design
        means = np.add.reduceat(expected, self.begins)
        gradient = self.design[self.picked].sum(axis=0) - means.sum(axis=0)
        return gradient, self.design.T @ expected - means.T @ means


def likeliest(choices: Choices, max_iterations: int) -> tuple[Floats, Floats, float]:
    """Return weights, their covariance and the log-likelihood, at its maximum."""
    weights: Floats = np.zeros(choices.design.shape[1])
    reached = choices.log_likelihood(weights)
    for step in range(max_iterations + 1):
        gradient, curvature = choices.slope(weights)
        try:
            covariance: Floats = np.asarray(np.linalg.inv(curvature), dtype=float)
        except np.linalg.LinAlgError:
            left = np.nan
            break
        left = float(gradient @ covariance @ gradient) / 2
        if left <= _THERE or step == max_iterations:
            break
        way = covariance @ gradient
        # Far from the maximum a whole step may lead too far.
        while (then := choices.log_likelihood(weights + way)) < reached - _CLOSE_ENOUGH:
            way = way / 2
        weights, reached = weights + way, then
    if not left <= _CLOSE_ENOUGH:
        raise ValueError(
            f"The fit stopped before its maximum (about {left:.2g} of "
            "log-likelihood short), so its weights mean nothing. Allow more "
            f"than {max_iterations} iterations, or look for a feature that "
            "hardly varies."
        )
    return weights, covariance, reached
