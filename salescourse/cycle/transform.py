"""The Laplace transform of a chain's days, which is known exactly.

For one stage it is that of a gamma time; for a deal, one linear system per point.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Transform:
    """E[exp(-s T)] of the days T of a deal that starts in the first stage.

    Attributes
    ----------
    moves : array of m rows and m columns
        The rates between stages; the first stage comes first.
    ends : array of m
        The rate of ending from each.
    days, cv : array of m
        The mean of each stage's gamma times, and their sd over it.
    """

    moves: np.ndarray
    ends: np.ndarray
    days: np.ndarray
    cv: np.ndarray

    def __call__(self, s: np.ndarray) -> np.ndarray:
        """Return the transform at an array of complex s."""
        faded = laplace(self.days, self.cv, s)
        system = np.eye(len(self.moves)) - faded[..., :, None] * self.moves
        return np.linalg.solve(system, (faded * self.ends)[..., None])[..., 0, 0]

    @property
    def least_cv(self) -> float:
        """The cv of the steadiest stage that takes any time."""
        return self.cv[self.days > 0].min()


def laplace(days: np.ndarray, cv: np.ndarray, rate: ArrayLike) -> np.ndarray:
    """Return E[exp(-rate S)] of gamma stage times S, along a new last axis.

    It is (1 + rate mu cv²)^(-1/cv²), and exp(-rate mu) in the limit of a cv of zero.
    """
    s = np.asarray(rate)[..., None]
    squared = np.where(cv > 0, cv, 1.0) ** 2
    x = s * days * squared
    exponent = np.where(cv > 0, -_log_one_plus(x) / squared, -s * days)
    return np.exp(exponent) if np.iscomplexobj(s) else np.exp(exponent.real)


def _log_one_plus(x: np.ndarray) -> np.ndarray:
    """Return log(1 + x) for complex x, keeping all digits of small and large x."""
    small = np.where(np.abs(x) < 1, x, 0.0)
    size = np.where(
        np.abs(x) < 1,
        0.5 * np.log1p(2 * small.real + small.real**2 + small.imag**2),
        np.log(np.abs(1 + x)),
    )
    return size + 1j * np.arctan2(x.imag, 1 + x.real)
