"""How long customers stay when each has a churn of their own.

A year's renewal rate needs no special function. Write `k = spread / (1 - spread)`;
among those who renewed `year - 1` times the renewal rate is::

    (1 - churn + (year - 1) * k) / (1 + (year - 1) * k)

which is the beta-geometric rate with ``alpha = churn / k``, ``beta = (1 - churn) / k``,
and the constant ``1 - churn`` at ``k = 0``.
"""

import math
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.relationships.worth import as_rate_and_k, customer_years
from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    as_count,
    as_positive,
    as_rate,
    like,
)

# Below this a customer would stay longer than 64-bit integers count.
_LEAST_CHURN = 1e-9
# Years are gone through one by one.
_MOST_YEARS = 100_000


@overload
def renewal_rate(year: Number, churn: Number, *, spread: Number = 0.0) -> float: ...
@overload
def renewal_rate(
    year: Numbers, churn: ArrayLike, *, spread: ArrayLike = 0.0
) -> Floats: ...
@overload
def renewal_rate(
    year: ArrayLike, churn: Numbers, *, spread: ArrayLike = 0.0
) -> Floats: ...
@overload
def renewal_rate(
    year: ArrayLike, churn: ArrayLike, *, spread: ArrayLike = 0.0
) -> float | Floats: ...
def renewal_rate(
    year: ArrayLike, churn: ArrayLike, *, spread: ArrayLike = 0.0
) -> float | NDArray:
    """Return the share that renews in a year, of those who are up for renewal.

    Every argument may be an array; they are combined by NumPy's broadcasting.

    Parameters
    ----------
    year : int or array of int
        Which renewal: 1 is the first.
    churn : float or array
        Share that does not renew in the first year, from 0 to 1.
    spread : float or array
        How much customers differ, from 0 (all have the same churn) to below 1 (some
        leave at once and the others never).

    Returns
    -------
    float or ndarray
        The renewal rate.

    Examples
    --------
    The churn of each customer stays what it is, and yet:

    >>> renewal_rate([1, 2, 3], 0.3, spread=0.25).round(3).tolist()
    [0.7, 0.775, 0.82]

    References
    ----------
    Fader and Hardie (2007), Journal of Interactive Marketing 21(1):76-90.
    """
    before = as_count("year", year, what="whole years") - 1
    rate, k = as_rate_and_k(churn, spread)
    return like((1 - rate + before * k) / (1 + before * k), year, churn, spread)


@overload
def still_here(years: Number, churn: Number, *, spread: Number = 0.0) -> float: ...
@overload
def still_here(
    years: Numbers, churn: ArrayLike, *, spread: ArrayLike = 0.0
) -> Floats: ...
@overload
def still_here(
    years: ArrayLike, churn: Numbers, *, spread: ArrayLike = 0.0
) -> Floats: ...
@overload
def still_here(
    years: ArrayLike, churn: ArrayLike, *, spread: ArrayLike = 0.0
) -> float | Floats: ...
def still_here(
    years: ArrayLike, churn: ArrayLike, *, spread: ArrayLike = 0.0
) -> float | NDArray:
    """Return the share of new customers that has renewed so many times.

    Parameters
    ----------
    years : int or array of int
        Years since the start; after 0 years all are there.
    churn, spread : float or array
        As for `renewal_rate`.

    Returns
    -------
    float or ndarray
        Share from 0 to 1.

    Examples
    --------
    Of 100 customers 30 leave in the first year. After six years, if all are alike:

    >>> round(still_here(6, 0.3), 3)
    0.118

    and if they differ:

    >>> round(still_here(6, 0.3, spread=0.25), 3)
    0.292
    """
    wanted = as_count("years", years, least=0, what="whole years")
    rate, k = as_rate_and_k(churn, spread)
    wanted, rate, k = np.broadcast_arrays(wanted, rate, k)
    if (most := wanted.max(initial=0)) > _MOST_YEARS:
        raise ValueError(
            f"years must be at most {_MOST_YEARS:,}, got {most:,}: they are gone "
            "through one by one."
        )
    share = np.ones(wanted.shape)
    for before in range(wanted.max(initial=0)):
        renewed = (1 - rate + before * k) / (1 + before * k)
        share = np.where(before < wanted, share * renewed, share)
    return like(share, years, churn, spread)


@dataclass(frozen=True)
class Retention:
    """A body of customers, each with a churn of their own.

    Attributes
    ----------
    churn : float
        Share that does not renew in the first year.
    spread : float
        How much customers differ in it, from 0 to below 1. In the usual parameters it
        is ``1 / (1 + alpha + beta)``.

    Examples
    --------
    >>> regular = Retention.from_alpha_beta(0.704, 1.182)
    >>> round(regular.churn, 3), round(regular.spread, 3)
    (0.373, 0.347)
    >>> round(regular.still_here(12), 3)
    0.17
    """

    churn: float
    spread: float = 0.0

    def __post_init__(self) -> None:
        as_rate("churn", self.churn)
        as_rate("spread", self.spread, below=True)

    @classmethod
    def from_alpha_beta(cls, alpha: float, beta: float) -> "Retention":
        """Return the customers whose churn has the beta law with these parameters."""
        a, b = as_positive("alpha", alpha), as_positive("beta", beta)
        return cls(a / (a + b), 1 / (1 + a + b))

    @property
    def alpha(self) -> float:
        """First parameter of the beta law; infinite when all customers are alike."""
        return self.churn * self._weight if self.spread else math.inf

    @property
    def beta(self) -> float:
        """Second parameter of the beta law; infinite when all customers are alike."""
        return (1 - self.churn) * self._weight if self.spread else math.inf

    @property
    def _weight(self) -> float:
        return (1 - self.spread) / self.spread

    @overload
    def renewal_rate(self, year: Number) -> float: ...
    @overload
    def renewal_rate(self, year: Numbers) -> Floats: ...
    def renewal_rate(self, year: ArrayLike) -> float | NDArray:
        """Return the share that renews, of those up for their renewal no. `year`.

        Examples
        --------
        >>> Retention(churn=0.3, spread=0.25).renewal_rate([1, 2]).round(3).tolist()
        [0.7, 0.775]
        """
        return renewal_rate(year, self.churn, spread=self.spread)

    @overload
    def still_here(self, years: Number) -> float: ...
    @overload
    def still_here(self, years: Numbers) -> Floats: ...
    def still_here(self, years: ArrayLike) -> float | NDArray:
        """Return the share that is still there after so many years."""
        return still_here(years, self.churn, spread=self.spread)

    @overload
    def customer_years(self, discount: Number) -> float: ...
    @overload
    def customer_years(self, discount: Numbers) -> Floats: ...
    def customer_years(self, discount: ArrayLike) -> float | NDArray:
        """Return how many yearly fees such a customer is worth, discounted.

        Where nothing is discounted and some stay for ever, that is infinite; see
        `customer_years`.

        Examples
        --------
        >>> round(Retention(churn=0.3, spread=0.25).customer_years(0.1), 2)
        3.96
        """
        return customer_years(self.churn, self.spread, discount=discount)

    def after(self, renewed: int, *, left: int = 0) -> "Retention":
        """Return what is known of customers who renewed and left so many times.

        Nobody has changed: those who renewed are, on average, those with less churn.

        Parameters
        ----------
        renewed : int
            How often they have renewed.
        left : int
            How often they meant to leave (1 for a customer who was won back).

        Returns
        -------
        Retention
            The customers as they are now seen.

        Examples
        --------
        >>> new = Retention(churn=0.3, spread=0.25)
        >>> round(new.after(1).churn, 3), round(new.after(0, left=1).churn, 3)
        (0.225, 0.475)
        """
        stays, leaves = (
            int(as_count(name, value, least=0, what="whole years"))
            for name, value in (("renewed", renewed), ("left", left))
        )
        if not self.spread:
            return self
        seen = self._weight + stays + leaves
        return Retention((self.alpha + leaves) / seen, 1 / (1 + seen))

    def draw_years(self, customers: int, *, seed: int) -> NDArray[np.int64]:
        """Draw how many years each of some new customers stays, at least 1.

        Parameters
        ----------
        customers : int
            How many.
        seed : int
            The same seed gives the same customers.

        Returns
        -------
        ndarray of int
            Years under contract, one number per customer.

        Examples
        --------
        >>> years = Retention(churn=0.3, spread=0.25).draw_years(1000, seed=1)
        >>> int(years.min())
        1
        """
        rng = np.random.default_rng(seed)
        size = int(as_count("customers", customers))
        differ = self.spread and 0 < self.churn < 1
        own = rng.beta(self.alpha, self.beta, size) if differ else self.churn
        return rng.geometric(np.clip(own, _LEAST_CHURN, 1), size)
