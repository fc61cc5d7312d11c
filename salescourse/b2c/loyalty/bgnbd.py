"""Customers who buy at a rate of their own until, unseen, they stop: BG/NBD."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2c.loyalty.histories import as_histories, as_repeats
from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    as_numbers,
    as_positive,
    from_zero,
    like,
)

if TYPE_CHECKING:
    import pandas as pd

# Where the formula of expectation is 0/0, the mean of two neighbors this far apart is
# right to eight digits.
_NEIGHBOR = 1e-4
_LEAST_CHANCE = 1e-15
# More purchases than this are not whole numbers any more.
_MOST_PURCHASES = 1e15


@dataclass(frozen=True)
class BGNBD:
    """Customers whose purchases follow the beta-geometric / NBD model.

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the gamma law of buying; a customer buys ``r / alpha`` times
        a week on average.
    a, b : float
        Of the beta law of stopping: after each repeat purchase a customer stops with
        a chance of ``a / (a + b)`` on average.

    Examples
    --------
    The music buyers of Fader, Hardie and Lee:

    >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
    >>> round(model.expected_repeats(52), 3)
    1.446
    >>> round(model.alive(repeats=2, last_weeks=30.43, age_weeks=38.86), 4)
    0.7266
    >>> round(model.expected_later(39, repeats=2, last_weeks=30.43, age_weeks=38.86), 3)
    1.226

    References
    ----------
    Fader, Hardie and Lee (2005), Marketing Science 24(2):275-284.
    """

    r: float
    alpha: float
    a: float
    b: float

    def __post_init__(self) -> None:
        for name in ("r", "alpha", "a", "b"):
            as_positive(name, getattr(self, name))

    @overload
    def expected_repeats(self, weeks: Number) -> float: ...
    @overload
    def expected_repeats(self, weeks: Numbers) -> Floats: ...
    def expected_repeats(self, weeks: ArrayLike) -> float | NDArray:
        """Return how many repeat purchases a new customer makes in so many weeks.

        Parameters
        ----------
        weeks : float or array
            Weeks since the first purchase.

        Returns
        -------
        float or ndarray
            Purchases, without the first.
        """
        later = _expected(
            self.r, self.alpha, self.a, self.b, from_zero("weeks", weeks, unit="weeks")
        )
        return like(later, weeks)

    @overload
    def share_with(self, repeats: Number, weeks: Number) -> float: ...
    @overload
    def share_with(self, repeats: Numbers, weeks: ArrayLike) -> Floats: ...
    @overload
    def share_with(self, repeats: ArrayLike, weeks: Numbers) -> Floats: ...
    def share_with(self, repeats: ArrayLike, weeks: ArrayLike) -> float | NDArray:
        """Return the share of new customers with so many repeats in so many weeks.

        Parameters
        ----------
        repeats, weeks : numbers or arrays
            Repeat purchases, and weeks since the first purchase.

        Returns
        -------
        float or ndarray
            Shares from 0 to 1.

        Examples
        --------
        >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> model.share_with([0, 1], 39).round(3).tolist()
        [0.574, 0.199]
        """
        from scipy.special import betaln
        from scipy.stats import nbinom

        x, t = np.broadcast_arrays(
            as_repeats("repeats", repeats), from_zero("weeks", weeks, unit="weeks")
        )
        buys = nbinom(self.r, self.alpha / (self.alpha + t))
        whole = betaln(self.a, self.b)
        stayed = np.exp(betaln(self.a, self.b + x) - whole) * buys.pmf(x)
        stopped = np.exp(betaln(self.a + 1, self.b + np.maximum(x, 1) - 1) - whole)
        return like(stayed + (x > 0) * stopped * buys.sf(x - 1), repeats, weeks)

    @overload
    def alive(
        self, repeats: Number, last_weeks: Number, age_weeks: Number
    ) -> float: ...
    @overload
    def alive(
        self, repeats: Numbers, last_weeks: ArrayLike, age_weeks: ArrayLike
    ) -> Floats: ...
    @overload
    def alive(
        self, repeats: ArrayLike, last_weeks: Numbers, age_weeks: ArrayLike
    ) -> Floats: ...
    @overload
    def alive(
        self, repeats: ArrayLike, last_weeks: ArrayLike, age_weeks: Numbers
    ) -> Floats: ...
    def alive(
        self, repeats: ArrayLike, last_weeks: ArrayLike, age_weeks: ArrayLike
    ) -> float | NDArray:
        """Return the chance that a customer with this history still buys.

        Parameters
        ----------
        repeats : whole number or array
            Purchases after the first.
        last_weeks : float or array
            Age at the last purchase: weeks from the first to the last. 0 if there was
            only one.
        age_weeks : float or array
            Weeks from the first purchase until today.

        Returns
        -------
        float or ndarray
            Chances from 0 to 1. In this model nobody stops before the first repeat
            purchase, so without one the chance is 1.

        Raises
        ------
        ValueError
            If a history is impossible.
        """
        from scipy.special import expit

        x, last, age = as_histories(repeats, last_weeks, age_weeks)
        chance = np.where(x == 0, 1.0, expit(-self._odds_of_gone(x, last, age)))
        return like(chance, repeats, last_weeks, age_weeks)

    @overload
    def expected_later(
        self, weeks: Number, *, repeats: Number, last_weeks: Number, age_weeks: Number
    ) -> float: ...
    @overload
    def expected_later(
        self,
        weeks: ArrayLike,
        *,
        repeats: ArrayLike,
        last_weeks: ArrayLike,
        age_weeks: ArrayLike,
    ) -> float | Floats: ...
    def expected_later(
        self,
        weeks: ArrayLike,
        *,
        repeats: ArrayLike,
        last_weeks: ArrayLike,
        age_weeks: ArrayLike,
    ) -> float | NDArray:
        """Return how often a customer with this history will buy in the weeks to come.

        Parameters
        ----------
        weeks : float or array
            Weeks from today.
        repeats, last_weeks, age_weeks : numbers or arrays
            As for `alive`.

        Returns
        -------
        float or ndarray
            Purchases.

        Raises
        ------
        ValueError
            If a history is impossible.
        """
        x, last, age = as_histories(repeats, last_weeks, age_weeks)
        t = from_zero("weeks", weeks, unit="weeks")
        if_alive = _expected(self.r + x, self.alpha + age, self.a, self.b + x, t)
        later = if_alive * self.alive(x, last, age)
        return like(later, weeks, repeats, last_weeks, age_weeks)

    def draw(
        self, age_weeks: ArrayLike, *, seed: int, later_weeks: float = 0.0
    ) -> "pd.DataFrame":
        """Draw customers, what is seen of them, and what is not.

        Parameters
        ----------
        age_weeks : array
            Weeks since the first purchase, one number per customer.
        seed : int
            The same seed gives the same customers.
        later_weeks : float
            How far to look beyond today for `later_repeats`.

        Returns
        -------
        DataFrame
            Columns ``repeats``, ``last_weeks``, ``age_weeks`` as a shop sees them, and
            ``later_repeats``, ``alive``, ``rate`` and ``stops`` as nobody does.

        Examples
        --------
        >>> model = BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> customers = model.draw([39] * 1000, seed=1, later_weeks=39)
        >>> bool((customers["last_weeks"] <= 39).all())
        True
        """
        import pandas as pd

        rng = np.random.default_rng(seed)
        age = np.atleast_1d(from_zero("age_weeks", age_weeks, unit="weeks"))
        rate = rng.gamma(self.r, 1 / self.alpha, age.size)
        stops = np.clip(rng.beta(self.a, self.b, age.size), _LEAST_CHANCE, 1)
        # Which repeat purchase would be the last, and how many fit into the time.
        ends = rng.geometric(stops)
        fit = rng.poisson(_few_enough("age_weeks", rate * age))
        repeats, alive = np.minimum(ends, fit), fit < ends
        # The times of a Poisson process are those of so many uniform numbers in order.
        late = rng.beta(np.maximum(repeats, 1), np.maximum(fit - repeats, 0) + 1)
        later = rate * from_zero("later_weeks", later_weeks, unit="weeks")
        to_come = rng.poisson(_few_enough("later_weeks", later)).clip(
            max=ends - repeats
        )
        return pd.DataFrame(
            {
                "repeats": repeats,
                "last_weeks": np.where(repeats > 0, age * late, 0.0),
                "age_weeks": age,
                "later_repeats": np.where(alive, to_come, 0),
                "alive": alive,
                "rate": rate,
                "stops": stops,
            }
        )

    def _odds_of_gone(self, x: NDArray, last: NDArray, age: NDArray) -> NDArray:
        """Return the log odds of having stopped, for those who bought again."""
        silent = np.log((self.alpha + age) / (self.alpha + last))
        return (
            math.log(self.a)
            - np.log(self.b + np.maximum(x, 1) - 1)
            + (self.r + x) * silent
        )


def _expected(
    r: float | Floats, alpha: float | Floats, a: float, b: float | Floats, weeks: Floats
) -> NDArray:
    """Return the expected purchases in so many weeks of customers who are alive.

    The published form ``1 - (1 - z) ** r * 2F1(r, b; a + b - 1; z)`` overflows for
    those who bought often; Euler's transformation of it does not.
    """
    if abs(a - 1) < _NEIGHBOR:
        sides = (1 - _NEIGHBOR, 1 + _NEIGHBOR)
        low, high = (_by_formula(r, alpha, side, b, weeks) for side in sides)
        return low + (high - low) * (a - sides[0]) / (sides[1] - sides[0])
    return _by_formula(r, alpha, a, b, weeks)


def _by_formula(
    r: float | Floats, alpha: float | Floats, a: float, b: float | Floats, weeks: Floats
) -> NDArray:
    from scipy.special import hyp2f1

    c = as_numbers("b", b) + a - 1
    # At c = 0 the formula has a hole that its surroundings do not have.
    c = np.where(np.abs(c) < 1e-7, 1e-7, c)
    rest = np.asarray(alpha) / (np.asarray(alpha) + weeks)
    bracket = rest ** (a - 1) * hyp2f1(c - r, a - 1, c, 1 - rest)
    return c / (a - 1) * (1 - bracket)


def _few_enough(name: str, purchases: NDArray) -> NDArray:
    """Return purchases to expect, if they can be counted."""
    if purchases.size and purchases.max() > _MOST_PURCHASES:
        raise ValueError(
            f"{name} is so long that a customer buys {purchases.max():.2g} times, which "
            "nobody can count. Take fewer weeks."
        )
    return purchases
