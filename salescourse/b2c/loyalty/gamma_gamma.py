"""What customers spend per purchase, each around a mean of their own: Gamma-Gamma."""

import math
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2c.loyalty.histories import as_repeats
from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    above_zero,
    as_numbers,
    as_positive,
    like,
)


@dataclass(frozen=True)
class GammaGamma:
    """Customers who spend by the Gamma-Gamma model.

    Attributes
    ----------
    p : float
        Shape of one customer's amounts: the larger, the more alike they are.
    q, v : float
        Shape and rate of the gamma law by which customers differ.

    Examples
    --------
    The music buyers: whoever spent 35 dollars on average, three times, will spend

    >>> model = GammaGamma(p=6.25, q=3.74, v=15.44)
    >>> round(model.expected_spend(repeats=3, mean_spend=35), 2)
    35.03

    References
    ----------
    Fader, Hardie and Lee (2005), Journal of Marketing Research 42(4):415-430.
    """

    p: float
    q: float
    v: float

    def __post_init__(self) -> None:
        for name in ("p", "q", "v"):
            as_positive(name, getattr(self, name))

    @property
    def mean(self) -> float:
        """Mean spend of a customer of whom nothing is known; infinite if q <= 1."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else math.inf

    @overload
    def expected_spend(self, repeats: Number, mean_spend: Number) -> float: ...
    @overload
    def expected_spend(self, repeats: Numbers, mean_spend: ArrayLike) -> Floats: ...
    @overload
    def expected_spend(self, repeats: ArrayLike, mean_spend: Numbers) -> Floats: ...
    def expected_spend(
        self, repeats: ArrayLike, mean_spend: ArrayLike
    ) -> float | NDArray:
        """Return what a purchase to come will cost, for customers seen to spend.

        It lies between the customer's own mean and everybody's: the fewer purchases,
        the nearer to everybody's.

        Parameters
        ----------
        repeats : whole number or array
            Repeat purchases.
        mean_spend : float or array
            Their mean; ignored where there were none.

        Returns
        -------
        float or ndarray
            Money per purchase.
        """
        x, own = np.broadcast_arrays(
            as_repeats("repeats", repeats), as_numbers("mean_spend", mean_spend)
        )
        above_zero("mean_spend", own[x > 0])
        total = np.where(x > 0, x * np.where(x > 0, own, 0), 0)
        below = self.p * x + self.q - 1
        with np.errstate(divide="ignore"):
            spend = np.where(below > 0, self.p * (self.v + total) / below, math.inf)
        return like(spend, repeats, mean_spend)

    def draw(self, repeats: ArrayLike, *, seed: int) -> NDArray[np.float64]:
        """Draw the mean spend of customers with so many repeat purchases.

        Parameters
        ----------
        repeats : array of whole numbers
            Repeat purchases, a number per customer.
        seed : int
            The same seed gives the same amounts.

        Returns
        -------
        ndarray
            Means; 0 where there were no purchases.

        Examples
        --------
        >>> spend = GammaGamma(p=6.25, q=3.74, v=15.44).draw([0, 2, 5], seed=1)
        >>> (spend > 0).tolist()
        [False, True, True]
        """
        rng = np.random.default_rng(seed)
        x = np.atleast_1d(as_repeats("repeats", repeats))
        rate = rng.gamma(self.q, 1 / self.v, x.size)
        total = rng.gamma(self.p * np.maximum(x, 1)) / rate
        return np.where(x > 0, total / np.maximum(x, 1), 0.0)
