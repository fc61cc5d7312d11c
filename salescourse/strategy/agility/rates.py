"""Two rates: whether they differ, and how many customers it takes to see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    MOST,
    Floats,
    Number,
    Numbers,
    as_count,
    inner_rate,
    inner_rates,
    like,
)
from salescourse.forecasts import rate_variance


@overload
def customers_needed(
    rate: Number, new_rate: Number, *, level: float = 0.05, power: float = 0.8
) -> float: ...
@overload
def customers_needed(
    rate: Numbers, new_rate: ArrayLike, *, level: float = 0.05, power: float = 0.8
) -> Floats: ...
@overload
def customers_needed(
    rate: ArrayLike, new_rate: Numbers, *, level: float = 0.05, power: float = 0.8
) -> Floats: ...
def customers_needed(
    rate: ArrayLike, new_rate: ArrayLike, *, level: float = 0.05, power: float = 0.8
) -> float | NDArray:
    """Return how many customers each side needs so that a test sees the difference.

    Parameters
    ----------
    rate, new_rate : float or array
        The rates of the two sides, strictly between 0 and 1.
    level : float
        How often a test of two equal versions may say that they differ.
    power : float
        How often the test is to see the difference.

    Returns
    -------
    float or ndarray
        Customers per side, not rounded. Twice as many take part.

    Raises
    ------
    ValueError
        If the rates are equal or a number is out of range; or if the power is so small
        that a test has it without any customers, half the level or less.

    Examples
    --------
    Of a hundred filled carts 38 become orders. To see that it is 40 now:

    >>> round(customers_needed(0.38, 0.40))
    9335

    References
    ----------
    Fleiss (1981), Statistical Methods for Rates and Proportions, chapter 3.
    """
    from scipy.special import ndtr, ndtri

    p, q = inner_rates("rate", rate), inner_rates("new_rate", new_rate)
    if (p == q).any():
        raise ValueError(
            "rate and new_rate are equal: no number of customers shows a difference."
        )
    chance, wanted = inner_rate("level", level), inner_rate("power", power)
    same, apart = _spreads(p, q)
    edge = ndtri(1 - chance / 2) * same
    reach = edge + ndtri(wanted) * apart
    if (reach <= 0).any():
        raise ValueError(
            f"power must be more than {ndtr(-edge / apart).max():.3g}, got {wanted:g}: "
            f"at a level of {chance:g} so much is seen by chance alone, however few "
            "the customers."
        )
    return like((reach / np.abs(p - q)) ** 2, rate, new_rate)


@overload
def chance_to_see(
    customers: Number, rate: Number, new_rate: Number, *, level: float = 0.05
) -> float: ...
@overload
def chance_to_see(
    customers: Numbers, rate: ArrayLike, new_rate: ArrayLike, *, level: float = 0.05
) -> Floats: ...
@overload
def chance_to_see(
    customers: ArrayLike, rate: Numbers, new_rate: ArrayLike, *, level: float = 0.05
) -> Floats: ...
@overload
def chance_to_see(
    customers: ArrayLike, rate: ArrayLike, new_rate: Numbers, *, level: float = 0.05
) -> Floats: ...
def chance_to_see(
    customers: ArrayLike, rate: ArrayLike, new_rate: ArrayLike, *, level: float = 0.05
) -> float | NDArray:
    """Return the power of a test: how often it sees a difference that is there.

    Parameters
    ----------
    customers : int or array of int
        Customers on each side.
    rate, new_rate : float or array
        The true rates of the two sides.
    level : float
        How often a test of two equal versions may say that they differ.

    Returns
    -------
    float or ndarray
        The chance that the test finds a difference in the right direction.

    Examples
    --------
    Three hundred carts on each side seldom show a rise from 38 to 40 %:

    >>> round(chance_to_see(300, 0.38, 0.40), 3)
    0.072
    """
    from scipy.special import ndtr, ndtri

    n = as_count("customers", customers)
    p, q = inner_rates("rate", rate), inner_rates("new_rate", new_rate)
    same, apart = _spreads(p, q)
    edge = ndtri(1 - inner_rate("level", level) / 2) * same
    power = ndtr((np.sqrt(n) * np.abs(p - q) - edge) / apart)
    return like(power, customers, rate, new_rate)


@dataclass(frozen=True)
class Comparison:
    """Two versions and what a test says of them.

    Attributes
    ----------
    rates : tuple of float
        The share won on each side.
    difference, low, high : float
        Second rate minus first, with its 95 % interval (variance unpooled; of a side
        on which all are won, or none, with one more of each).
    z, p_value : float
        The two-sided test of no difference (variance pooled).

    Examples
    --------
    >>> from salescourse.strategy.agility import compare
    >>> print(compare([103, 127], [300, 300]))
    34.3% and 42.3%: +8.0% (+0.2% to +15.8%), p = 0.044
    """

    rates: tuple[float, float]
    difference: float
    low: float
    high: float
    z: float
    p_value: float

    def __str__(self) -> str:
        return (
            f"{self.rates[0]:.1%} and {self.rates[1]:.1%}: {self.difference:+.1%} "
            f"({self.low:+.1%} to {self.high:+.1%}), p = {self.p_value:.3f}"
        )


def compare(won: Sequence[int], customers: Sequence[int]) -> Comparison:
    """Compare the shares won by two versions.

    Parameters
    ----------
    won : sequence of two ints
        How many each version won.
    customers : sequence of two ints
        How many got each version.

    Returns
    -------
    Comparison
        Rates, their difference with an interval, and a test.

    Raises
    ------
    ValueError
        If there are not two sides, or more are won than took part.

    Examples
    --------
    >>> print(compare([103, 127], [300, 300]))
    34.3% and 42.3%: +8.0% (+0.2% to +15.8%), p = 0.044
    """
    from scipy.special import ndtr

    wins, size = as_counts("won", won), as_counts("customers", customers)
    if len(wins) != 2 or len(size) != 2:
        raise ValueError(
            f"won and customers must hold two numbers each, got {len(wins)} "
            f"and {len(size)}."
        )
    if (size == 0).any() or (wins > size).any():
        raise ValueError(
            f"won must be at most customers, got {wins.tolist()} of {size.tolist()}."
        )
    rates, pooled = wins / size, wins.sum() / size.sum()
    difference = float(rates[1] - rates[0])
    error = float(np.sqrt(rate_variance(wins, size).sum()))
    if pooled in (0, 1):
        z = 0.0
    else:
        z = difference / float(np.sqrt(pooled * (1 - pooled) * (1 / size).sum()))
    return Comparison(
        (float(rates[0]), float(rates[1])),
        difference,
        difference - 1.959964 * error,
        difference + 1.959964 * error,
        z,
        float(2 * ndtr(-abs(z))),
    )


def _spreads(p: NDArray, q: NDArray) -> tuple[NDArray, NDArray]:
    """Return the standard deviation of a pair, with nothing and with something on."""
    mean = (p + q) / 2
    return np.sqrt(2 * mean * (1 - mean)), np.sqrt(p * (1 - p) + q * (1 - q))


def as_counts(name: str, values: ArrayLike) -> NDArray[np.int64]:
    """Return whole numbers from 0 up, one per version."""
    counts = np.asarray(values)
    whole = counts.dtype.kind in "iuf" and (counts == np.floor(counts)).all()
    if not (whole and counts.ndim == 1 and ((counts >= 0) & (counts <= MOST)).all()):
        raise ValueError(
            f"{name} must be a whole number from 0 up for each version, such "
            f"as [120, 95], got {values!r}."
        )
    return counts.astype(np.int64)
