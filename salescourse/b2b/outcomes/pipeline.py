"""The wins to come: a distribution, and not one number."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    as_chances,
    as_confidence,
    inner_rate,
    one_rate,
    whole_number,
)

_MOST_DEALS = 20_000


@dataclass(frozen=True, repr=False)
class WinsForecast:
    """How many of some open deals will be won, if none sways another.

    Attributes
    ----------
    chances : tuple of float
        Each deal's chance of a win.

    Examples
    --------
    >>> from salescourse.b2b.outcomes import wins_forecast
    >>> round(wins_forecast([0.9, 0.5]).at_least(2), 2)
    0.45
    """

    chances: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Expected number of wins: the sum of the chances."""
        return float(np.sum(self.chances))

    @property
    def variance(self) -> float:
        """The sum of chance times one minus chance."""
        p = np.array(self.chances)
        return float((p * (1 - p)).sum())

    @property
    def sd(self) -> float:
        """Standard deviation of the number of wins."""
        return float(np.sqrt(self.variance))

    def pmf(self) -> pd.Series:
        """Return the probability of each number of wins, from none to all.

        Examples
        --------
        >>> from salescourse.b2b.outcomes import wins_forecast
        >>> wins_forecast([0.5, 0.5]).pmf().tolist()
        [0.25, 0.5, 0.25]
        """
        wins = pd.RangeIndex(len(self.chances) + 1, name="wins")
        return pd.Series(self._pmf, wins, name="probability")

    def at_least(self, wins: int) -> float:
        """Return the probability of so many wins or more."""
        wins = whole_number("wins", wins)
        return float(min(self._pmf[wins:].sum(), 1.0))

    def between(self, confidence: float = 0.9) -> tuple[int, int]:
        """Return the fewest and the most wins, each end left out equally rarely."""
        tail = (1 - as_confidence(confidence)) / 2
        below = self.pmf().cumsum().to_numpy()
        low, high = np.searchsorted(below, [tail + 1e-12, 1 - tail - 1e-12])
        return int(low), int(min(high, len(self.chances)))

    @cached_property
    def _pmf(self) -> NDArray[np.float64]:
        """Join deals in pairs, and pairs in pairs: sums of products, without dust."""
        parts = [np.array([1 - chance, chance]) for chance in self.chances]
        while len(parts) > 1:
            odd = parts[len(parts) // 2 * 2 :]
            pairs = zip(parts[::2], parts[1::2], strict=False)
            parts = [np.convolve(*pair) for pair in pairs] + odd
        return parts[0]

    def __repr__(self) -> str:
        low, high = self.between()
        return (
            f"{self.mean:.1f} wins of {len(self.chances)} deals, "
            f"sd {self.sd:.1f}, 90 % between {low} and {high}"
        )


def wins_forecast(chances: ArrayLike) -> WinsForecast:
    """Return how many of some open deals will be won.

    Parameters
    ----------
    chances : array of float
        For each open deal the chance that it is won, in the time you ask about.

    Returns
    -------
    WinsForecast
        With `mean`, `sd`, `pmf()`, `at_least(wins)` and `between(confidence)`.

    Raises
    ------
    ValueError
        If there are none or more than 20,000, or one is missing or not between 0 and 1.

    Examples
    --------
    >>> ten = wins_forecast([0.9, 0.75, 0.6, 0.5, 0.4, 0.25, 0.1, 0.1, 0.05, 0.05])
    >>> ten
    3.7 wins of 10 deals, sd 1.2, 90 % between 2 and 6
    >>> round(ten.at_least(5), 3)
    0.248

    References
    ----------
    Hong (2013), Computational Statistics & Data Analysis 59:41-51.
    """
    each = as_chances("chances", chances)
    if each.size > _MOST_DEALS:
        raise ValueError(
            f"chances must be those of at most {_MOST_DEALS:,} deals, got "
            f"{each.size:,}. So many wins are normal, with mean and variance the sums "
            "of chance and of chance times one minus chance."
        )
    return WinsForecast(tuple(each.tolist()))


def deals_needed(wins: int, chance: float, *, sure: float = 0.8) -> int:
    """Return how many open deals it takes to be so sure of so many wins.

    Parameters
    ----------
    wins : int
        How many wins are needed.
    chance : float
        Chance of a win of each deal, above 0 and at most 1.
    sure : float
        How likely it shall be that they come, between 0 and 1.

    Returns
    -------
    int
        The fewest deals, if none sways another.

    Raises
    ------
    ValueError
        If a number is out of range, or it takes more than 20,000 deals.

    Examples
    --------
    One deal in three is won. For five wins, fifteen deals are a toss of a coin:

    >>> deals_needed(5, 1 / 3), deals_needed(5, 1 / 3, sure=0.5)
    (19, 14)
    """
    from scipy.stats import binom

    wins, sure = whole_number("wins", wins), inner_rate("sure", sure)
    each = one_rate("chance", chance)
    if wins < 1:
        return 0
    counts = np.arange(wins, _MOST_DEALS + 1)
    reached = np.asarray(binom.sf(wins - 1, counts, each)) >= sure - 1e-12
    if not reached.any():
        raise ValueError(
            f"At a chance of {each:g} it takes more than {_MOST_DEALS:,} deals to be "
            f"{sure:g} sure of so many wins ({wins:,})."
        )
    return int(counts[reached.argmax()])
