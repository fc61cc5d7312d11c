"""The measures themselves, of a table of scores: a row a learner, a column an item.

With S learners, x the scores of an item, X those of the rest of the test (all other
items) and T those of the whole test, V a variance and C a covariance with S − 1 below:

- facility: the mean of x, of what could be had;
- discrimination: C(x, X) / √(V(x) V(X)), the correlation of an item with the rest;
- efficiency: C(x, X) / Cmax(x, X), where Cmax is what it would be if the same scores
  came in the same order in both;
- Cronbach's alpha, which Moodle calls the coefficient of internal consistency, of P
  items: P / (P − 1) · (1 − ΣV(x) / V(T)).

Source: Moodle documentation, *Quiz statistics calculations*.
"""

import math

import numpy as np
from numpy.typing import ArrayLike


def facility(scores: ArrayLike, most: ArrayLike) -> np.ndarray:
    """Return the share of each item's points that was reached.

    Examples
    --------
    >>> facility([[1, 0], [1, 2]], [1, 2]).tolist()
    [1.0, 0.5]
    """
    return _table(scores).mean(axis=0) / np.asarray(most, dtype=float)


def discrimination(scores: ArrayLike) -> np.ndarray:
    """Return each item's correlation with the rest; nan where one of them is constant.

    Examples
    --------
    >>> discrimination([[0, 0, 0], [1, 1, 0], [1, 1, 1]]).round(3).tolist()
    [0.866, 0.866, 0.5]
    """
    return np.array([_ratio(_covariance(x, rest), _spread(x) * _spread(rest))
                     for x, rest in _with_rest(scores)])  # fmt: skip


def efficiency(scores: ArrayLike) -> np.ndarray:
    """Return each item's discrimination, of what its scores would have allowed.

    Examples
    --------
    >>> efficiency([[0, 0, 0], [1, 1, 0], [1, 1, 1]]).round(3).tolist()
    [1.0, 1.0, 1.0]
    """
    return np.array([_ratio(_covariance(x, rest), _covariance(np.sort(x), np.sort(rest)))
                     for x, rest in _with_rest(scores)])  # fmt: skip


def alpha(scores: ArrayLike) -> float:
    """Return Cronbach's alpha; nan for one item or one learner, or if all are alike.

    Examples
    --------
    >>> round(alpha([[0, 0, 0], [1, 1, 0], [1, 1, 1]]), 3)
    0.857
    """
    table = _table(scores)
    learners, items = table.shape
    if learners < 2 or items < 2:
        return math.nan
    whole = float(table.sum(axis=1).var(ddof=1))
    parts = float(table.var(axis=0, ddof=1).sum())
    return items / (items - 1) * (1 - parts / whole) if whole > 0 else math.nan


def rest_of(scores: ArrayLike, item: int) -> np.ndarray:
    """Return what each learner has in all other items."""
    table = _table(scores)
    return table.sum(axis=1) - table[:, item]


def _with_rest(scores: ArrayLike) -> list[tuple[np.ndarray, np.ndarray]]:
    table = _table(scores)
    return [(table[:, at], rest_of(table, at)) for at in range(table.shape[1])]


def _table(scores: ArrayLike) -> np.ndarray:
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2 or not table.size:
        raise ValueError(
            "Scores are a table: a row for each learner, a column an item."
        )
    return table


def _covariance(x: np.ndarray, y: np.ndarray) -> float:
    if len(x) < 2:
        return math.nan
    return float(((x - x.mean()) * (y - y.mean())).sum() / (len(x) - 1))


def _spread(x: np.ndarray) -> float:
    return math.sqrt(_covariance(x, x))


def _ratio(above: float, below: float) -> float:
    return above / below if below > 1e-12 else math.nan
