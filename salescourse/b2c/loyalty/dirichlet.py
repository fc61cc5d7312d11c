"""How a market looks if every brand is bought alike but for its size: NBD-Dirichlet."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    as_count,
    as_positive,
    as_rate,
    like,
    need_columns,
    number_column,
)
from salescourse.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

# What is left out of the tail of the category purchases, and how long it may get.
_TAIL = 1e-12
_MOST_PURCHASES = 300_000
_MOST_PER_BUYER = 1e15


@dataclass(frozen=True)
class Market(Shown):
    """Households that buy in a category and choose among its brands.

    Attributes
    ----------
    purchases : float
        Category purchases per household and period, buyers or not (M in the papers).
    k : float
        How alike households are in that: the smaller, the more they differ (K).
    s : float
        How much households share their purchases among brands (S): near 0 each buys
        one brand only, at infinity all have the same taste.

    Examples
    --------
    Toothpaste in Britain: 56 % of households bought, 2.6 times in a quarter.

    >>> market = Market.of_category(penetration=0.56, purchases_per_buyer=2.6, s=1.3)
    >>> round(market.penetration(0.25), 3), round(market.purchases_per_buyer(0.25), 2)
    (0.2, 1.82)

    References
    ----------
    Goodhardt, Ehrenberg and Chatfield (1984), Journal of the Royal Statistical Society
    A 147(5):621-655.
    """

    purchases: float
    k: float
    s: float

    def __post_init__(self) -> None:
        for name in ("purchases", "k", "s"):
            as_positive(name, getattr(self, name))

    @classmethod
    def of_category(
        cls, penetration: float, purchases_per_buyer: float, *, s: float
    ) -> "Market":
        """Return the market of which these two figures are known.

        Parameters
        ----------
        penetration : float
            Share of households that bought in the category at all.
        purchases_per_buyer : float
            How often those who bought did.
        s : float
            See `fit_market` for learning it.

        Raises
        ------
        ValueError
            If households would have to be more than alike: purchases_per_buyer must
            be above that of a Poisson law with this penetration.
        """
        from scipy.optimize import brentq

        rate = float(as_rate("penetration", penetration, below=True))
        mean = rate * as_positive("purchases_per_buyer", purchases_per_buyer)
        if mean > _MOST_PER_BUYER:
            raise ValueError(
                f"purchases_per_buyer must be at most {_MOST_PER_BUYER:,.0f}, got "
                f"{purchases_per_buyer:g}."
            )
        # P(none) = (1 + M / K) ** -K rises as K falls; at K = infinity it is exp(-M).
        if not rate or mean <= -math.log1p(-rate):
            raise ValueError(
                f"With a penetration of {rate:g} each buyer must buy more than "
                f"{-math.log1p(-rate) / rate if rate else 1:.3g} times, got "
                f"{purchases_per_buyer:g}. Is it per buyer, and the same "
                "period?"
            )

        def too_few(log_k: float) -> float:
            k = math.exp(log_k)
            return -k * math.log1p(mean / k) - math.log1p(-rate)

        return cls(mean, math.exp(brentq(too_few, -20, 20, xtol=1e-13)), s)

    @overload
    def penetration(self, share: Number) -> float: ...
    @overload
    def penetration(self, share: Numbers) -> Floats: ...
    def penetration(self, share: ArrayLike) -> float | NDArray:
        """Return which share of households buys a brand of this size at least once.

        Parameters
        ----------
        share : float or array
            Market share: the brand's part of all purchases.
        """
        shares = _as_shares(share)
        _n, chance = self._counts
        return like(self._some(shares) @ chance, share)

    @overload
    def purchases_per_buyer(self, share: Number) -> float: ...
    @overload
    def purchases_per_buyer(self, share: Numbers) -> Floats: ...
    def purchases_per_buyer(self, share: ArrayLike) -> float | NDArray:
        """Return how often those who buy a brand of this size do so."""
        shares = _as_shares(share)
        often = self.purchases * shares / self.penetration(shares)
        return like(np.asarray(often), share)

    @overload
    def share_of_wallet(self, share: Number) -> float: ...
    @overload
    def share_of_wallet(self, share: Numbers) -> Floats: ...
    def share_of_wallet(self, share: ArrayLike) -> float | NDArray:
        """Return the brand's part of all that its own buyers buy in the category.

        Examples
        --------
        >>> market = Market.of_category(penetration=0.56, purchases_per_buyer=2.6, s=1.3)
        >>> market.share_of_wallet([0.05, 0.25]).round(2).tolist()
        [0.49, 0.58]
        """
        shares = _as_shares(share)
        n, chance = self._counts
        theirs = self._some(shares) @ (n * chance)
        return like(np.asarray(self.purchases * shares / theirs), share)

    @overload
    def also_buy(self, share: Number, other: Number) -> float: ...
    @overload
    def also_buy(self, share: Numbers, other: ArrayLike) -> Floats: ...
    @overload
    def also_buy(self, share: ArrayLike, other: Numbers) -> Floats: ...
    def also_buy(self, share: ArrayLike, other: ArrayLike) -> float | NDArray:
        """Return which part of a brand's buyers also buys another brand.

        Examples
        --------
        >>> market = Market.of_category(penetration=0.56, purchases_per_buyer=2.6, s=1.3)
        >>> round(market.also_buy(0.05, other=0.25), 2)
        0.24
        """
        mine, theirs = np.broadcast_arrays(_as_shares(share), _as_shares(other))
        # To the model two brands together are a brand of their joint size.
        either = self.penetration(mine + theirs)
        both = self.penetration(mine) + self.penetration(theirs) - either
        return like(np.asarray(both / self.penetration(mine)), share, other)

    def table(self, shares: Mapping[str, float]) -> "pd.DataFrame":
        """Return what to expect of each brand, from its size alone.

        Parameters
        ----------
        shares : mapping from brand to market share
            Or a Series.

        Returns
        -------
        DataFrame
            A row per brand: ``share``, ``penetration``, ``purchases_per_buyer`` and
            ``share_of_wallet``.

        Examples
        --------
        >>> market = Market.of_category(penetration=0.56, purchases_per_buyer=2.6, s=1.3)
        >>> market.table({"large": 0.25, "small": 0.05})["penetration"].round(2).to_dict()
        {'large': 0.2, 'small': 0.04}
        """
        import pandas as pd

        named = pd.Series(dict(shares), dtype=float)
        sizes = named.to_numpy()
        columns = {
            "share": sizes,
            "penetration": self.penetration(sizes),
            "purchases_per_buyer": self.purchases_per_buyer(sizes),
            "share_of_wallet": self.share_of_wallet(sizes),
        }
        return pd.DataFrame(columns, index=named.index.rename("brand"))

    def draw(
        self, shares: ArrayLike, households: int, *, seed: int
    ) -> NDArray[np.int64]:
        """Draw what households buy: a row per household, a column per brand.

        Parameters
        ----------
        shares : array
            Of all brands, adding up to 1.
        households : int
            How many.
        seed : int
            The same seed gives the same households.

        Examples
        --------
        >>> market = Market.of_category(penetration=0.56, purchases_per_buyer=2.6, s=1.3)
        >>> market.draw([0.7, 0.25, 0.05], households=1000, seed=1).shape
        (1000, 3)
        """
        sizes = _as_shares(shares)
        if abs(sizes.sum() - 1) > 1e-6:
            raise ValueError(f"shares must add up to 1, got {sizes.sum():.4g}.")
        size = int(as_count("households", households))
        rng = np.random.default_rng(seed)
        mean = rng.gamma(self.k, self.purchases / self.k, size)
        taste = rng.dirichlet(self.s * sizes, size)
        return rng.multinomial(rng.poisson(mean), taste)

    @cached_property
    def _counts(self) -> tuple[NDArray, NDArray]:
        """Numbers of category purchases, and the chance of each."""
        from scipy.special import gammainccinv

        # Purchases are Poisson with a mean that is gamma: far out in both.
        mean = self.purchases / self.k * gammainccinv(self.k, _TAIL)
        most = mean + 8 * math.sqrt(mean) + 40
        if not most <= _MOST_PURCHASES:
            raise ValueError(
                f"Some of these households buy more than {_MOST_PURCHASES:,} times in "
                f"the category (purchases={self.purchases:g}, k={self.k:g}). Take a "
                "shorter period."
            )
        n = np.arange(int(most))
        # From one number to the next, in logarithms: also for a k without end.
        steps = np.log1p(n / self.k) + math.log(self.purchases) - np.log(n + 1.0)
        steps -= math.log1p(self.purchases / self.k)
        none = -self.k * math.log1p(self.purchases / self.k)
        chance = np.exp(none + np.append(0.0, steps[:-1].cumsum()))
        chance /= chance.sum()
        if not abs(n @ chance / self.purchases - 1) < 1e-6:
            raise ValueError(
                f"With k={self.k:g} nearly nobody buys in the category, and the few who "
                "do buy without end. Take a larger k."
            )
        return n, chance

    def _some(self, shares: NDArray) -> NDArray:
        """Chance of buying the brand, by the number of category purchases."""
        step = -shares[..., None] * self.s / (self.s + self._counts[0][:-1])
        none = np.log1p(step).cumsum(axis=-1)
        first = np.zeros((*shares.shape, 1))
        return np.concatenate([first, -np.expm1(none)], axis=-1)


def fit_market(
    penetration: float, purchases_per_buyer: float, brands: "pd.DataFrame"
) -> Market:
    """Return the market whose brands have, all together, the penetrations observed.

    There is no single estimator of S in use. This one takes the S at which the
    penetrations of the brands given add up to the observed sum, so that the model is
    right on average and every brand may lie above or below it.

    Parameters
    ----------
    penetration, purchases_per_buyer : float
        Of the category.
    brands : DataFrame
        Columns ``share`` and ``penetration``, a row per brand.

    Returns
    -------
    Market
        The market.

    Raises
    ------
    ValueError
        If no S gives that sum.

    Examples
    --------
    >>> from salescourse import load
    >>> market = fit_market(0.56, 2.6, load("toothpaste"))
    >>> round(market.s, 2)
    1.48
    """
    from scipy.optimize import brentq

    need_columns(brands, ["share", "penetration"], "brands")
    shares = _as_shares(number_column(brands["share"], 'brands["share"]'))
    reach = number_column(brands["penetration"], 'brands["penetration"]')
    wanted = as_rate("penetration", reach).sum()

    def too_many(log_s: float) -> float:
        market = Market.of_category(penetration, purchases_per_buyer, s=math.exp(log_s))
        return float(market.penetration(shares).sum() - wanted)

    ends = (-6.0, 8.0)
    if too_many(ends[0]) > 0 or too_many(ends[1]) < 0:
        raise ValueError(
            "No S gives brands of these shares penetrations that add up to "
            f"{wanted:.3g}. Are shares parts of all purchases, and "
            "penetrations parts of all households, of the same period?"
        )
    found = math.exp(brentq(too_many, *ends, xtol=1e-12))
    return Market.of_category(penetration, purchases_per_buyer, s=found)


def _as_shares(share: ArrayLike) -> NDArray[np.float64]:
    shares = as_rate("share", share)
    if (shares <= 0).any() or (shares >= 1).any():
        raise ValueError(
            "share must be above 0 and below 1, got "
            f"{shares[(shares <= 0) | (shares >= 1)].flat[0]:g}."
        )
    return shares
