"""Adstock: how what was advertised this week still works in later weeks."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import amount_column, as_rate


def adstock(pressure: ArrayLike, keep: float) -> NDArray[np.float64]:
    """Return what is present of the advertising of this period and of all before.

    Parameters
    ----------
    pressure : array-like of float
        Advertising per period, such as pages or spending per week, oldest first.
    keep : float
        Share of the effect that is left a period later, at least 0 and below 1.

    Returns
    -------
    array
        ``a(t) = pressure(t) + keep * a(t - 1)``, as many numbers as `pressure`.

    Examples
    --------
    >>> adstock([100, 0, 0, 50], keep=0.5).tolist()
    [100.0, 50.0, 25.0, 62.5]

    References
    ----------
    Broadbent (1979), Journal of the Market Research Society 21:139-166.
    """
    from scipy.signal import lfilter

    return lfilter([1.0], [1.0, -_as_keep(keep)], amount_column(pressure, "pressure"))


def half_life(keep: float) -> float:
    """Return after how many periods half of the effect is left.

    Examples
    --------
    >>> round(half_life(0.7), 4)
    1.9434
    """
    return _periods(keep, 0.5)


def duration(keep: float, share: float = 0.9) -> float:
    """Return after how many periods a share of the whole effect is over.

    Parameters
    ----------
    keep : float
        Share of the effect that is left a period later, above 0 and below 1.
    share : float
        Share of the whole effect, above 0 and below 1.

    Examples
    --------
    >>> round(duration(0.7), 4)
    6.4557

    References
    ----------
    Clarke (1976), Journal of Marketing Research 13:345-357.
    """
    return _periods(keep, 1 - float(as_rate("share", share, below=True)))


def _periods(keep: float, left: float) -> float:
    if _as_keep(keep) == 0:
        raise ValueError("keep must be more than 0: without carry-over nothing lasts.")
    return math.log(left) / math.log(keep)


def _as_keep(keep: float) -> float:
    """Return the share of an effect that is left a period later: from 0, below 1."""
    return float(as_rate("keep", keep, below=True))
