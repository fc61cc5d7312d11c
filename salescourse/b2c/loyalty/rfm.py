"""The simple ranking that a model must beat: recency, frequency, monetary value."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from salescourse.b2c.loyalty.histories import as_column, histories_of
from salescourse.checks import as_numbers, as_rate, from_zero, need_columns

if TYPE_CHECKING:
    import pandas as pd

_MOST_GROUPS = 10


def rfm_scores(customers: "pd.DataFrame", *, groups: int = 5) -> "pd.DataFrame":
    """Return scores from 1 to 5 for recency, frequency and monetary value.

    Customers are sorted and cut into so many groups of the same size; those who are
    equal get the same score, that of their middle.

    Parameters
    ----------
    customers : DataFrame
        With ``repeats``, ``last_weeks``, ``age_weeks`` and ``mean_spend``.
    groups : int
        How many groups, 2 to 10.

    Returns
    -------
    DataFrame
        Columns ``recency`` (highest for those who bought last), ``frequency``,
        ``monetary`` (by all they spent on repeats) and ``score``, the sum.

    Raises
    ------
    ValueError
        If a column is missing or a history is impossible.

    Examples
    --------
    >>> from salescourse import load
    >>> rfm_scores(load("cdnow"))["score"].max().item()
    15

    References
    ----------
    Bult and Wansbeek (1995), Marketing Science 14(4):378-394.
    """
    need_columns(customers, ["mean_spend"], "customers")
    if groups not in range(2, _MOST_GROUPS + 1):
        raise ValueError(
            f"groups must be a whole number from 2 to {_MOST_GROUPS}, got {groups!r}."
        )
    x, last, age = histories_of(customers)
    spent = x * as_column(customers, "mean_spend")
    table = customers[[]].copy()
    for name, values in (
        ("recency", last - age),
        ("frequency", x),
        ("monetary", spent),
    ):
        table[name] = _grouped(values, groups)
    return table.assign(score=table.sum(axis=1))


def captured(score: ArrayLike, later: ArrayLike, *, share: float = 0.2) -> float:
    """Return how much of what came later fell to the customers ranked highest.

    Parameters
    ----------
    score : array
        A number per customer; the highest are chosen first. Of customers with the
        same score, any are taken: the result is the mean over all ways to do so.
    later : array
        What each customer did later: purchases, say.
    share : float
        Which share of the customers is chosen.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError
        If nothing came later, something is below 0 or not finite, or the arrays differ in length.

    Examples
    --------
    >>> captured([5, 4, 1, 1, 1], [3, 0, 1, 0, 0], share=0.2)
    0.75
    """
    scores, after = as_numbers("score", score), from_zero("later", later)
    rate = float(as_rate("share", share))
    if scores.shape != after.shape or scores.ndim != 1:
        raise ValueError(
            f"score and later must be as long, got {scores.size} and {after.size}."
        )
    if not after.sum() > 0:
        raise ValueError("Nothing came later, so there is nothing to capture.")
    _levels, which = np.unique(-scores, return_inverse=True)
    size = np.bincount(which).astype(float)
    worth = np.bincount(which, weights=after)
    room = rate * scores.size - (np.cumsum(size) - size)
    return float(worth @ np.clip(room / size, 0, 1) / after.sum())


def _grouped(values: np.ndarray, groups: int) -> np.ndarray:
    from scipy.stats import rankdata

    # The middle of each customer's place among equals, from 0 to 1.
    place = (rankdata(values) - 0.5) / values.size
    return np.floor(place * groups).astype(int) + 1
