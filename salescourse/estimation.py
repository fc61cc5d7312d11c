"""Estimates: the way to the top of a likelihood, and how sure one is up there.

`climb` goes up by Newton's steps. The delta method leads from the uncertainty of the
estimates to that of what follows from them: a function of the estimates is nearly
straight close to them, so its standard error is that of its slope, the root of
``slope @ covariance @ slope``.
"""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Model = TypeVar("Model")
Reading = Callable[[Model], float]
Slopes = tuple[float, NDArray, NDArray]

_MOST_STEPS = 200
_LONGEST_STEP = 1.5
# Twice the height still to be won, at which the climb ends.
_CLOSE_ENOUGH = 1e-12


class NoTop(Exception):
    """The likelihood has no top within reach; `at` is where the climb was given up."""

    def __init__(self, at: NDArray) -> None:
        super().__init__()
        self.at = at


def climb(
    slopes: Callable[[NDArray], Slopes],
    start: NDArray,
    *,
    astray: Callable[[NDArray], bool],
    advice: str,
) -> tuple[NDArray, float, NDArray]:
    """Climb by Newton's steps; return where the top is, its height and its bends.

    Parameters
    ----------
    slopes : callable
        From a point to the height there, the gradient and the matrix of second
        derivatives.
    start : ndarray
        The point to begin with.
    astray : callable
        Whether a point lies so far off that there is no top that way.
    advice : str
        What to say to whoever's climb does not arrive.

    Raises
    ------
    NoTop
        If the climb goes astray.
    RuntimeError
        If it does not arrive.

    Examples
    --------
    A hill with its top at 2:

    >>> def hill(at):
    ...     return -((at[0] - 2) ** 2), -2 * (at - 2), np.array([[-2.0]])
    >>> at, height, bends = climb(
    ...     hill, np.array([0.0]), astray=lambda at: at[0] > 9, advice="Look again."
    ... )
    >>> at.tolist(), float(height)
    ([2.0], -0.0)
    """
    at = np.asarray(start, dtype=float)
    height, gradient, bends = slopes(at)
    for _step in range(_MOST_STEPS):
        bend, axes = np.linalg.eigh(bends)
        # Newton's step, turned uphill along an axis that bends up.
        move = axes @ (axes.T @ gradient / np.maximum(np.abs(bend), 1e-9))
        if gradient @ move < _CLOSE_ENOUGH and (bend < 0).all():
            return at, height, bends
        move *= min(1.0, _LONGEST_STEP / np.abs(move).max())
        at, height, gradient, bends = _uphill(slopes, at, height, move)
        if astray(at):
            raise NoTop(at)
    raise RuntimeError(f"The fit did not arrive within {_MOST_STEPS} steps. {advice}")


def _uphill(
    slopes: Callable[[NDArray], Slopes], at: NDArray, height: float, move: NDArray
) -> tuple[NDArray, float, NDArray, NDArray]:
    """Go along `move`, or a part of it, so that it does not lead down."""
    # Near the top the height no longer changes in its last digits.
    grain = 1e-12 * (1 + abs(height))
    while True:
        there = at + move
        found = slopes(there)
        if found[0] >= height - grain or np.abs(move).max() < 1e-12:
            return (there, *found)
        move = move / 4


def standard_error(
    of: Reading,
    build: Callable[[NDArray], Model],
    point: NDArray,
    covariance: NDArray,
    *,
    step: float = 1e-4,
) -> float:
    """Return the standard error of a number that a model gives.

    Parameters
    ----------
    of : callable
        From a model to the number.
    build : callable
        From a point to the model there.
    point : ndarray
        The estimates, on the scale of `covariance`.
    covariance : ndarray
        Of the estimates.
    step : float
        How far to go from the point to see the slope.

    Returns
    -------
    float
        In the number's unit.

    Examples
    --------
    The square of 3 ± 0.1 is known to 2 · 3 · 0.1:

    >>> three, variance = np.array([3.0]), np.array([[0.01]])
    >>> round(standard_error(lambda x: x**2, lambda at: at[0], three, variance), 6)
    0.6
    """
    ways = step * np.eye(len(point))
    rises = [of(build(point + way)) - of(build(point - way)) for way in ways]
    slope = np.array(rises, dtype=float) / (2 * step)
    return float(np.sqrt(slope @ covariance @ slope))


def interval(
    of: Reading,
    model: Model,
    error: Callable[[Reading], float],
    *,
    confidence: float,
    share: bool = False,
) -> tuple[float, float]:
    """Return a confidence interval for a number above zero, or for a share.

    Shares are nearly normal in log odds, the others in logarithms.

    Parameters
    ----------
    of : callable
        From a model to the number.
    model
        The estimated one.
    error : callable
        From such a function to its standard error.
    confidence : float
        How often intervals made this way hold the truth.
    share : bool
        Whether the number lies between 0 and 1.

    Returns
    -------
    tuple of float
        Lower and upper end.

    Examples
    --------
    >>> low, high = interval(lambda x: x, 2.0, lambda of: 0.1, confidence=0.95)
    >>> round(low, 3), round(high, 3)
    (1.644, 2.433)
    """
    from scipy.special import expit, logit, ndtri

    scale, back = (logit, expit) if share else (np.log, np.exp)
    middle = scale(of(model))
    reach = ndtri((1 + confidence) / 2) * error(lambda other: scale(of(other)))
    return float(back(middle - reach)), float(back(middle + reach))
