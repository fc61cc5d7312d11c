"""What a customer who may stay is worth today, in yearly fees."""

import math
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import Floats, Number, Numbers, as_numbers, as_rate, like


@overload
def customer_years(
    churn: Number, spread: Number = 0.0, *, discount: Number
) -> float: ...
@overload
def customer_years(
    churn: Numbers, spread: ArrayLike = 0.0, *, discount: ArrayLike
) -> Floats: ...
@overload
def customer_years(
    churn: ArrayLike, spread: ArrayLike = 0.0, *, discount: Numbers
) -> Floats: ...
@overload
def customer_years(
    churn: ArrayLike, spread: ArrayLike = 0.0, *, discount: ArrayLike
) -> float | Floats: ...
def customer_years(
    churn: ArrayLike, spread: ArrayLike = 0.0, *, discount: ArrayLike
) -> float | NDArray:
    """Return how many yearly fees a new customer is worth today.

    The first fee is paid at once and counts 1, the second, if the customer renews,
    counts ``1 / (1 + discount)``, and so on. The literature calls the sum the
    discounted expected lifetime (DEL).

    Parameters
    ----------
    churn, spread : float or array
        As for `renewal_rate`.
    discount : float or array
        What a year of waiting costs, as a rate: 0.1 for ten percent.

    Returns
    -------
    float or ndarray
        Fees. Without discount it is infinite when a few customers stay for ever.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    Three customers in ten leave in the first year. All alike, or different:

    >>> round(customer_years(0.3, discount=0.1), 2)
    2.75
    >>> round(customer_years(0.3, 0.25, discount=0.1), 2)
    3.96

    Notes
    -----
    The sum is Gauss's hypergeometric function 2F1(1, beta; alpha + beta; 1/(1 + d)).
    It is computed by Gauss's continued fraction, all of whose terms are positive and
    which at spread 0 ends after one step; library versions of the function lose all
    digits when customers are nearly alike (alpha + beta of a thousand) or d is tiny.

    References
    ----------
    Fader and Hardie (2010), Marketing Science 29(1):85-93.
    """
    rate, k = as_rate_and_k(churn, spread)
    rate, k, d = np.broadcast_arrays(rate, k, as_discount(discount))
    years = np.empty(rate.shape)
    none = d == 0
    years[none] = _undiscounted(rate[none], k[none])
    years[~none] = _continued_fraction(rate[~none], k[~none], d[~none])
    return like(years, churn, spread, discount)


def _undiscounted(rate: NDArray, k: NDArray) -> NDArray:
    years = np.full(rate.shape, math.inf)
    ends = rate > k
    years[ends] = (1 - k[ends]) / (rate[ends] - k[ends])
    return years


def _continued_fraction(rate: NDArray, k: NDArray, discount: NDArray) -> NDArray:
    """Sum the discounted shares still there, from the far end of the fraction."""
    z = 1 / (1 + discount)
    # Each step divides the error by ((1 + root) / (1 - root)) ** 2, so that 8 / root
    # steps leave less than 1e-13 of it.
    root = np.sqrt(discount / (1 + discount))
    rest = (1 + root) / 2
    for n in range(10 + math.ceil(8 / root.min(initial=1.0)), 0, -1):
        odd = (1 - rate + n * k) * (1 + (n - 1) * k)
        even = n * k * (rate + (n - 1) * k)
        middle = 1 + (2 * n - 1) * k
        rest = 1 - z * odd / (middle * (1 + 2 * n * k)) / rest
        rest = 1 - z * even / (middle * (1 + (2 * n - 2) * k)) / rest
    return 1 / (1 - z * (1 - rate) / rest)


def as_discount(value: ArrayLike) -> NDArray[np.float64]:
    """Return yearly discounts: 0, or from a millionth up."""
    discounts = as_numbers("discount", value)
    fine = (discounts == 0) | ((discounts >= 1e-6) & np.isfinite(discounts))
    wrong = discounts[~fine]
    if not wrong.size:
        return discounts
    raise ValueError(
        "discount must be a yearly rate such as 0.1, or 0 for none, got "
        f"{wrong.flat[0]:g}."
    )


def as_rate_and_k(churn: ArrayLike, spread: ArrayLike) -> tuple[NDArray, NDArray]:
    """Return churn, and spread as `k = spread / (1 - spread)`."""
    rate, differ = as_rate("churn", churn), as_rate("spread", spread, below=True)
    return rate, differ / (1 - differ)
