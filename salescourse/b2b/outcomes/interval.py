"""Standard errors of the curves, and intervals that stay between 0 and 1."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]


def standard_errors(
    incidence: Floats, still_open: Floats, ended_so: NDArray[np.bool_]
) -> Floats:
    """Return the standard error of a cumulative incidence at each place.

    Parameters
    ----------
    incidence, still_open : ndarray
        F and S before the first deal and after each, n + 1 numbers.
    ended_so : ndarray of bool
        For each of the n deals in order, whether it ended in this outcome.

    Returns
    -------
    ndarray
        n + 1 standard errors by the delta method. With F = 1 - S they are Greenwood's.

    References
    ----------
    Collett (2015), Modelling Survival Data in Medical Research, section 12.2; lifelines
    uses the same.
    """
    n = len(ended_so)
    at_risk = n - np.arange(n, dtype=float)
    before, after = still_open[:-1], still_open[1:]
    ended = after < before
    # The last deal, if it ended, leaves nobody: then F no longer moves, so 0 is right.
    hazard = ended / np.maximum(at_risk * (at_risk - 1), 1)
    own = before**2 * ended_so * (at_risk - 1) / at_risk**3
    mixed = before * ended_so / at_risk**2

    # Sums over s <= t of (F(t) - F(s))^2 hazard, and of (F(t) - F(s)) mixed.
    now, then = incidence[1:], incidence[1:]
    squares = (
        now**2 * np.cumsum(hazard)
        - 2 * now * np.cumsum(then * hazard)
        + np.cumsum(then**2 * hazard)
    )
    products = now * np.cumsum(mixed) - np.cumsum(then * mixed)
    variance = squares + np.cumsum(own) - 2 * products
    return np.concatenate([[0.0], np.sqrt(np.maximum(variance, 0))])


def log_log_interval(
    share: Floats, error: Floats, at_risk: NDArray[np.int64], confidence: float
) -> tuple[Floats, Floats]:
    """Return the ends of the interval, symmetric in log(-log(share)).

    Before anything has ended so, it is the exact binomial bound for the deals still
    watched. After everything has, nobody is left to learn from: the last one stands.
    """
    inside = (share > 1e-12) & (share < 1 - 1e-12)
    safe = np.where(inside, share, 0.5)
    half = -special.ndtri((1 - confidence) / 2) * error
    half = half / (safe * np.abs(np.log(safe)))
    bound = ((1 - confidence) / 2) ** (1 / np.maximum(at_risk, 1))
    starts_at_0 = share[0] < 0.5
    low = np.where(inside, safe ** np.exp(half), 0.0 if starts_at_0 else bound)
    high = np.where(inside, safe ** np.exp(-half), 1 - bound if starts_at_0 else 1.0)

    begun = share != share[0]
    last_inside = np.maximum.accumulate(np.where(inside, np.arange(share.size), 0))
    over = begun & ~inside
    low = np.where(over, low[last_inside] if starts_at_0 else 0.0, low)
    high = np.where(over, 1.0 if starts_at_0 else high[last_inside], high)
    return low, high
