"""Two ways to a wrong win rate, to see how wrong, and which way."""

from functools import cache

import numpy as np
import pandas as pd
from scipy import special

from salescourse.b2b.outcomes.curves import in_order, survival
from salescourse.b2b.outcomes.deals import Deals
from salescourse.checks import as_positive, as_rate, position
from salescourse.forecasts import Share

DAYS_PER_MONTH = 365.25 / 12


def closed_share(
    deals: Deals, outcome: str = "won", *, confidence: float = 0.95
) -> Share:
    """Return the share of an outcome among closed deals: what most reports print.

    Open deals are dropped, and with them mostly those that take long.

    Parameters
    ----------
    deals : Deals
        The deals.
    outcome : str
        The outcome to count.
    confidence : float
        For the interval, which knows nothing of the deals that were dropped.

    Returns
    -------
    Share
        Share, counts and interval.

    Examples
    --------
    >>> closed_share(Deals.of([10, 5, 20], ["won", "lost", None]))
    0.500 (1 of 2; 0.095 to 0.905)
    """
    position(outcome, deals.outcomes, "outcome")
    ended = deals.table["outcome"].dropna()
    return Share.counted(
        int((ended == outcome).sum()), len(ended), confidence=confidence
    )


def one_minus_km(deals: Deals, outcome: str = "won") -> pd.Series:
    """Return one minus Kaplan-Meier with all other outcomes counted as open.

    It answers: what share would end so if nothing else could end a deal? Read as a
    share of deals it is too high, since a lost deal is not still waiting to be won.

    Parameters
    ----------
    deals : Deals
        The deals.
    outcome : str
        The outcome of interest.

    Returns
    -------
    pandas.Series
        By day.

    Examples
    --------
    Two deals are lost and then two are won. Half are won; this says all:

    >>> one_minus_km(Deals.of([1, 2, 3, 4], ["lost", "lost", "won", "won"])).iloc[-1]
    np.float64(1.0)
    """
    position(outcome, deals.outcomes, "outcome")
    kept = deals.table["outcome"].where(deals.table["outcome"] == outcome)
    days, ended = in_order(Deals.of(deals.table["days"], list(kept)))
    index = np.unique(np.concatenate([[0.0], days]))
    rows = np.searchsorted(days, index, side="right")
    return pd.Series(1 - survival(ended >= 0)[rows], index=index, name=outcome)


def seen_win_rate(
    months: float,
    *,
    win_rate: float,
    win_days: float,
    loss_days: float,
    win_cv: float = 0.5,
    loss_cv: float = 1.2,
    growth_per_year: float = 0.0,
) -> float:
    """Return the win rate among closed deals, some months after the first one began.

    The number of deals begun grows by the share `growth_per_year`, steadily. Each is
    won or not, and takes a gamma-distributed time to its end.
    Of deals begun at age a before the census day, ``win_rate * F_win(a)`` are closed
    and won, ``(1 - win_rate) * F_loss(a)`` closed and not won.

    Parameters
    ----------
    months : float
        How long the firm has kept records.
    win_rate : float
        Share of all deals that is won in the end.
    win_days, loss_days : float
        Mean days to a win, and to any other end.
    win_cv, loss_cv : float
        Standard deviation of those days divided by their mean.
    growth_per_year : float
        Growth of the number of deals begun: 0.5 is half as many again each year.

    Returns
    -------
    float
        Expected wins over expected closed deals.

    Examples
    --------
    One deal in seven is won, after 126 days; the others end after 44:

    >>> rates = {"win_rate": 1 / 7, "win_days": 126, "loss_days": 44}
    >>> [round(seen_win_rate(months, **rates), 3) for months in (3, 12, 36)]
    [0.026, 0.11, 0.133]
    """
    rate = float(as_rate("win_rate", win_rate))
    span = as_positive("months", months) * DAYS_PER_MONTH
    growth = 1 + float(growth_per_year)
    if not (np.isfinite(growth) and growth > 0):
        raise ValueError(
            "growth_per_year must be above -1 (-0.3 is 30 % fewer), got "
            f"{growth_per_year}."
        )
    nodes, weights = _nodes()
    ages = (nodes + 1) / 2 * span
    begun = weights * growth ** (-ages / 365.25)
    won = (begun * _ended_by(ages, win_days, win_cv, "win")).sum() * rate
    not_won = (begun * _ended_by(ages, loss_days, loss_cv, "loss")).sum() * (1 - rate)
    return float(won / (won + not_won))


@cache
def _nodes() -> tuple[np.ndarray, np.ndarray]:
    """Return Gauss-Legendre nodes: many digits for curves as smooth as these."""
    return np.polynomial.legendre.leggauss(200)


def _ended_by(ages: np.ndarray, days: float, cv: float, name: str) -> np.ndarray:
    shape = as_positive(f"{name}_cv", cv) ** -2
    return special.gammainc(shape, ages * shape / as_positive(f"{name}_days", days))
