"""The days a committee's reviews take, one after another or at the same time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.decisions.checks import as_days, as_spread

# Below this the spread changes no digit anyone reads, and its square may underflow.
_NO_SPREAD = 1e-6


def serial_days(review_days: Sequence[float]) -> float:
    """Return the mean days when people review one after another.

    Parameters
    ----------
    review_days : sequence of float
        Mean days each person needs, one number per person.

    Returns
    -------
    float
        Their sum, whatever the spread.

    Examples
    --------
    >>> serial_days([5, 5, 5, 5, 5, 5])
    30.0
    """
    return float(as_days(review_days).sum())


def parallel_days(review_days: Sequence[float], *, review_cv: float = 1.0) -> float:
    """Return the mean days when people review at the same time: the slowest counts.

    Parameters
    ----------
    review_days : sequence of float
        Mean days each person needs, one number per person.
    review_cv : float
        Standard deviation of one review divided by its mean. 1 is the exponential
        distribution, 0 means that everyone takes exactly as long as planned.

    Returns
    -------
    float
        Mean of the longest of the reviews.

    Examples
    --------
    Ten equal exponential reviews take 1 + 1/2 + ... + 1/10 times one review:

    >>> round(parallel_days([1] * 10), 6)
    2.928968
    """
    return longest(as_days(review_days), as_spread(review_cv))[0]


def longest(days: NDArray, cv: float) -> tuple[float, float]:
    """Return mean and standard deviation of the longest of independent reviews."""
    if cv < _NO_SPREAD:
        return float(days.max()), 0.0
    if cv == 1 and np.ptp(days) == 0:
        # The k slowest of n exponential reviews end 1/k of a review apart.
        gaps = days[0] / np.arange(1, days.size + 1)
        return float(gaps.sum()), float(np.sqrt((gaps**2).sum()))
    from scipy import integrate, special

    shape, scale = cv**-2, days * cv**2
    start = float((special.gammaincinv(shape, 1e-16) * scale).max())
    end = float((special.gammainccinv(shape, 1e-16) * scale).max())

    def still_open(t: NDArray) -> NDArray:
        done = special.gammainc(shape, np.asarray(t)[..., None] / scale)
        return 1 - done.prod(axis=-1)

    def area(weight) -> float:
        return float(
            integrate.tanhsinh(weight, start, end, atol=0, rtol=1e-10).integral
        )

    mean = start + area(still_open)
    square = start**2 + area(lambda t: 2 * t * still_open(t))
    return mean, float(np.sqrt(max(square - mean**2, 0.0)))
