"""How a new thing is taken up: a few start by themselves, the others follow them."""

import math
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import Floats, Number, Numbers, as_numbers, as_positive, like


@dataclass(frozen=True)
class Bass:
    """A market in which people buy a thing once, by themselves or after others.

    Attributes
    ----------
    p : float
        Chance per period that somebody who has not bought does so unprompted
        (innovation; advertising goes in here). Above 0.
    q : float
        How much that chance would rise if all others had bought (imitation). 0 or more.
    market : float
        How many will ever buy.

    Examples
    --------
    The averages of many fits, p = 0.03 and q = 0.38, peak after six years:

    >>> average = Bass(0.03, 0.38)
    >>> round(average.peak_time, 2), round(average.share_at_peak, 2)
    (6.19, 0.46)

    References
    ----------
    Bass (1969), Management Science 15(5):215-227.
    """

    p: float
    q: float
    market: float = 1.0

    def __post_init__(self) -> None:
        as_positive("p", self.p)
        as_positive("market", self.market)
        q = as_numbers("q", self.q)
        if q.ndim or not (np.isfinite(q) and q >= 0):
            raise ValueError(f"q must be one number, 0 or more, got {self.q!r}.")

    @overload
    def share(self, time: Number) -> float: ...
    @overload
    def share(self, time: Numbers) -> Floats: ...
    def share(self, time: ArrayLike) -> float | NDArray:
        """Return the share of the market that has bought by a time (cdf).

        >>> round(Bass(0.03, 0.38).share(10), 2)
        0.81
        """
        return like(self._share(self._times(time)), time)

    @overload
    def rate(self, time: Number) -> float: ...
    @overload
    def rate(self, time: Numbers) -> Floats: ...
    def rate(self, time: ArrayLike) -> float | NDArray:
        """Return the share of the market that buys per period at a time (density).

        Examples
        --------
        >>> average = Bass(0.03, 0.38)
        >>> round(average.rate(0), 3), round(average.rate(average.peak_time), 3)
        (0.03, 0.111)
        """
        return like(self._rate(self._times(time)), time)

    @overload
    def sales(self, time: Number) -> float: ...
    @overload
    def sales(self, time: Numbers) -> Floats: ...
    def sales(self, time: ArrayLike) -> float | NDArray:
        """Return what is sold per period at a time."""
        return like(self.market * self._rate(self._times(time)), time)

    @property
    def peak_time(self) -> float:
        """When sales are highest; 0 if they only fall, because q is at most p."""
        if self.q <= self.p:
            return 0.0
        return math.log(self.q / self.p) / (self.p + self.q)

    @property
    def peak_sales(self) -> float:
        """What is sold per period at the peak."""
        return float(self.sales(self.peak_time))

    @property
    def share_at_peak(self) -> float:
        """The share of the market that has bought when sales are highest."""
        return float(self.share(self.peak_time))

    def _share(self, times: NDArray) -> NDArray:
        fade = np.exp(-(self.p + self.q) * times)
        return (1 - fade) / (1 + self.q / self.p * fade)

    def _rate(self, times: NDArray) -> NDArray:
        bought = self._share(times)
        return (self.p + self.q * bought) * (1 - bought)

    @staticmethod
    def _times(time: ArrayLike) -> NDArray[np.float64]:
        times = as_numbers("time", time)
        wrong = times[~(times >= 0)]
        if wrong.size:
            raise ValueError(f"time must be 0 or later, got {wrong.flat[0]:g}.")
        return times
