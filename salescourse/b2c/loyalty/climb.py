"""The way to the top of a log-likelihood whose slopes and bends are known."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Slopes = tuple[float, NDArray, NDArray]

_MOST_STEPS = 200
_LONGEST_STEP = 1.5
# Twice the height still to be won, at which the climb ends.
_CLOSE_ENOUGH = 1e-12
# Beyond this logarithm a parameter is as good as 0 or infinity.
_END_OF_THE_WORLD = 14.0


class NoTop(Exception):
    """The likelihood has no top within reach."""

    def __init__(self, at: NDArray) -> None:
        super().__init__()
        self.at = at


def climb(slopes: Callable[[NDArray], Slopes], start: NDArray) -> tuple:
    """Climb by Newton's steps; return where the top is, its height and its bends.

    Parameters
    ----------
    slopes : callable
        From the logarithms of the parameters to height, gradient and matrix of second
        derivatives.
    start : ndarray
        Logarithms to begin with.

    Raises
    ------
    NoTop
        If a parameter runs off to 0 or to infinity.
    RuntimeError
        If the climb does not arrive.
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
        if np.abs(at).max() > _END_OF_THE_WORLD:
            raise NoTop(at)
    raise RuntimeError(
        f"The fit did not arrive within {_MOST_STEPS} steps. Look at the "
        "customers: are times in weeks, and is there one row per customer?"
    )


def _uphill(slopes, at: NDArray, height: float, move: NDArray) -> tuple:
    """Go along `move`, or a part of it, so that it does not lead down."""
    # Near the top the height no longer changes in its last digits.
    grain = 1e-12 * (1 + abs(height))
    while True:
        there = at + move
        found = slopes(there)
        if found[0] >= height - grain or np.abs(move).max() < 1e-12:
            return (there, *found)
        move = move / 4
