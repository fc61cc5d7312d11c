"""The wins to come: a distribution, and not one number."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from salescourse.checks import as_chances, as_confidence, whole_number


@dataclass(frozen=True, repr=False)
class WinsForecast:
    """How many of some open deals will be won, if none sways another.

    Attributes
    ----------
    chances : tuple of float
        Each deal's chance of a win.
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
        """Return the probability of each number of wins, from none to all."""
        wins = np.arange(len(self.chances) + 1)
        # The Fourier transform inside leaves dust of either sign near zero.
        chance = np.clip(self._law().pmf(wins), 0, 1)
        return pd.Series(chance, pd.Index(wins, name="wins"), name="probability")

    def at_least(self, wins: int) -> float:
        """Return the probability of so many wins or more."""
        wins = whole_number("wins", wins)
        return float(np.clip(self._law().sf(wins - 1), 0, 1))

    def between(self, confidence: float = 0.9) -> tuple[int, int]:
        """Return the fewest and the most wins, each end left out equally rarely."""
        tail = (1 - as_confidence(confidence)) / 2
        below = self.pmf().cumsum().to_numpy()
        low, high = np.searchsorted(below, [tail + 1e-12, 1 - tail - 1e-12])
        return int(low), int(min(high, len(self.chances)))

    def _law(self) -> object:
        from scipy.stats import poisson_binom

        return poisson_binom(list(self.chances))

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
        If there are none, or one is missing or not between 0 and 1.

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
    return WinsForecast(tuple(as_chances("chances", chances).tolist()))
