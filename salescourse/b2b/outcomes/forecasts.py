"""What sellers' percentages are worth: calibration, Brier score and its three parts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from salescourse.forecasts import brier, said_and_happened, wilson


@dataclass(frozen=True)
class BrierParts:
    """The Brier score of some forecasts, and what it is made of.

    Attributes
    ----------
    score : float
        Mean of (forecast - outcome) squared: 0 is perfect, smaller is better.
    reliability : float
        How far the forecasts are from what then happens, squared. Smaller is better.
    resolution : float
        How far the groups with different forecasts differ in what happens. Larger is
        better.
    uncertainty : float
        The score of saying the overall share each time.
    standard_error : float
        Of the score, over deals like these.

    Examples
    --------
    >>> from salescourse.b2b.outcomes import brier_parts
    >>> brier_parts([0.8, 0.8], [True, False]).uncertainty
    0.25
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    standard_error: float


def brier_parts(forecast: ArrayLike, happened: ArrayLike) -> BrierParts:
    """Return the Brier score and its parts: score = reliability - resolution + unc.

    Deals are grouped by the value of their forecast, which makes the identity exact.

    Parameters
    ----------
    forecast : array of float
        What was said, from 0 to 1.
    happened : array of bool
        Whether it came so.

    Returns
    -------
    BrierParts
        The score, its parts and its standard error.

    Raises
    ------
    ValueError
        If a forecast is missing or out of range, or the two differ in length.

    Examples
    --------
    Who says 80 % each time and is right half the time:

    >>> parts = brier_parts([0.8, 0.8], [True, False])
    >>> round(parts.score, 2), round(parts.reliability, 2), parts.uncertainty
    (0.34, 0.09, 0.25)

    References
    ----------
    Brier (1950), Monthly Weather Review 78:1-3. Murphy (1973), Journal of Applied
    Meteorology 12:595-600.
    """
    said, came = said_and_happened(forecast, happened, "forecast")
    values, group = np.unique(said, return_inverse=True)
    size = np.bincount(group)
    share = np.bincount(group, came) / size
    overall = came.mean()
    score, error = brier(said, came)
    return BrierParts(
        score=score,
        reliability=float(np.average((values - share) ** 2, weights=size)),
        resolution=float(np.average((share - overall) ** 2, weights=size)),
        uncertainty=float(overall * (1 - overall)),
        standard_error=error,
    )


def calibration(forecast: ArrayLike, happened: ArrayLike) -> pd.DataFrame:
    """Return, for each forecast that was made, how often it came so.

    Parameters
    ----------
    forecast : array of float
        What was said, from 0 to 1.
    happened : array of bool
        Whether it came so.

    Returns
    -------
    pandas.DataFrame
        A row per forecast; columns `deals`, `share`, and Wilson's `low` and `high`.

    Examples
    --------
    >>> calibration([0.9, 0.9, 0.2], [True, False, False])["share"].to_dict()
    {0.2: 0.0, 0.9: 0.5}
    """
    said, came = said_and_happened(forecast, happened, "forecast")
    values, group = np.unique(said, return_inverse=True)
    deals, count = np.bincount(group), np.bincount(group, came)
    low, high = wilson(count, deals)
    return pd.DataFrame(
        {"deals": deals, "share": count / deals, "low": low, "high": high},
        index=pd.Index(values, name="forecast"),
    )
