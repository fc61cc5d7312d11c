"""Shares with their intervals, and chances held against what then happened.

Several chapters count shares and score forecasts; this is where they do it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    as_chances,
    as_confidence,
    as_count,
    as_yes_no,
    one_count,
    same_length,
)


@dataclass(frozen=True)
class Share:
    """Some of so many deals, and the interval in which the true share may lie.

    Attributes
    ----------
    count, of : int
        How many, and of how many.
    low, high : float
        Ends of the interval (Wilson's).

    Examples
    --------
    >>> Share.counted(3, 10).share
    0.3
    """

    count: int
    of: int
    low: float
    high: float

    @classmethod
    def counted(cls, count: int, of: int, *, confidence: float = 0.95) -> "Share":
        """Return `count` of `of` deals with Wilson's interval.

        Parameters
        ----------
        count, of : int
            How many, and of how many.
        confidence : float
            How often such an interval holds the true share.

        Returns
        -------
        Share
            The share and its interval.

        Raises
        ------
        ValueError
            If there are none to count, or more are counted than there are.

        Examples
        --------
        >>> Share.counted(3, 10)
        0.300 (3 of 10; 0.108 to 0.603)

        References
        ----------
        Wilson (1927), Journal of the American Statistical Association 22:209-212.
        """
        if not 0 <= count <= of or of == 0:
            raise ValueError(
                f"A share needs 0 to {of} of at least one deal, got {count}."
            )
        count, of = int(as_count("count", count, least=0)), one_count("of", of)
        low, high = wilson(count, of, confidence=confidence)
        return cls(int(count), int(of), float(low), float(high))

    @property
    def share(self) -> float:
        """The share, from 0 to 1."""
        return self.count / self.of

    def __repr__(self) -> str:
        return (
            f"{self.share:.3f} ({self.count} of {self.of}; {self.low:.3f} to "
            f"{self.high:.3f})"
        )


def wilson(
    count: ArrayLike, of: ArrayLike, *, confidence: float = 0.95
) -> tuple[NDArray, NDArray]:
    """Return the ends of Wilson's interval, for one share or many.

    Examples
    --------
    >>> low, high = wilson([0, 3], 10)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.108], [0.278, 0.603])
    """
    from scipy.special import ndtri

    z, n = -ndtri((1 - as_confidence(confidence)) / 2), np.asarray(of, dtype=float)
    rate = np.asarray(count) / n
    middle = rate + z**2 / (2 * n)
    half = z * np.sqrt(rate * (1 - rate) / n + (z / (2 * n)) ** 2)
    spread = 1 + z**2 / n
    # At none and at all the end is 0 or 1, which rounding may miss.
    low = np.where(rate == 0, 0.0, (middle - half) / spread)
    return low, np.where(rate == 1, 1.0, (middle + half) / spread)


def rate_variance(hits: ArrayLike, of: ArrayLike) -> NDArray[np.float64]:
    """Return the variance of a rate as it is counted: rate (1 - rate) / of.

    Where all were hit, or none, this would be 0, as if nothing were left to chance.
    Then it is that of the counts with one more hit and one more miss.

    Examples
    --------
    >>> rate_variance([20, 0], 100).round(6).tolist()
    [0.0016, 9.5e-05]

    References
    ----------
    Agresti and Caffo (2000), The American Statistician 54:280-288.
    """
    x, n = np.asarray(hits, dtype=float), np.asarray(of, dtype=float)
    more = ((x == 0) | (x == n)).astype(float)
    rate = (x + more) / (n + 2 * more)
    return rate * (1 - rate) / (n + 2 * more)


def said_and_happened(
    said: ArrayLike, happened: ArrayLike, name: str
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return chances, called `name`, and what happened: checked, one of each."""
    chances, came = as_chances(name, said), as_yes_no("happened", happened)
    same_length(chances, came, (name, "happened"))
    return chances, came


def brier(
    said: NDArray[np.float64], happened: NDArray[np.bool_]
) -> tuple[float, float]:
    """Return the Brier score, the mean of (said - happened) squared, and its error.

    Parameters
    ----------
    said, happened : ndarray
        From `said_and_happened`.

    Returns
    -------
    tuple of float
        The score, and its standard error over cases like these: NaN for a single one.

    Examples
    --------
    >>> brier(np.array([0.5, 0.5]), np.array([True, False]))
    (0.25, 0.0)

    References
    ----------
    Brier (1950), Monthly Weather Review 78:1-3.
    """
    misses = (said - happened) ** 2
    spread = misses.std(ddof=1) if misses.size > 1 else np.nan
    return float(misses.mean()), float(spread / np.sqrt(misses.size))
