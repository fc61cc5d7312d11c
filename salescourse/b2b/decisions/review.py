"""The days a committee's reviews take, one after another or at the same time."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from salescourse.checks import as_numbers

# Below this the spread changes no digit anyone reads, and its square may underflow.
_NO_SPREAD = 1e-6
# As for the stages of a cycle: squares of more days are no numbers.
_LONGEST = 1e15


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

    scales, alike = np.unique(scale, return_counts=True)

    def still_open(t: NDArray) -> NDArray:
        done = special.gammainc(shape, np.asarray(t)[..., None] / scales)
        return 1 - (done**alike).prod(axis=-1)

    def area(weight: Callable[[NDArray], NDArray]) -> float:
        # At fewer levels the error estimate sometimes takes luck for accuracy.
        found = integrate.tanhsinh(weight, start, end, atol=0, rtol=1e-10, minlevel=4)
        return float(found.integral)

    mean = start + area(still_open)
    square = start**2 + area(lambda t: 2 * t * still_open(t))
    return mean, float(np.sqrt(max(square - mean**2, 0.0)))


def as_days(review_days: Sequence[float]) -> NDArray[np.float64]:
    """Return one positive number of days per person."""
    days = as_numbers("review_days", review_days)
    if days.ndim != 1 or not days.size:
        raise ValueError(
            "review_days must be one number per person, such as [5, 5, 10], "
            f"got {review_days!r}."
        )
    wrong = days[~((days > 0) & np.isfinite(days))]
    if wrong.size:
        raise ValueError(f"review_days must be more than 0 days, got {wrong[0]:g}.")
    if days.max() > _LONGEST:
        raise ValueError(
            f"review_days must be at most {_LONGEST:,.0f} days, got {days.max():g}."
        )
    return days


def as_spread(review_cv: float) -> float:
    """Return a coefficient of variation from 0 to 10."""
    cv = float(as_numbers("review_cv", review_cv))
    if not 0 <= cv <= 10:
        raise ValueError(
            "review_cv must be between 0 and 10 (standard deviation divided "
            f"by mean), got {cv:g}."
        )
    return cv
