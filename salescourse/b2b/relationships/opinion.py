"""Whose opinion a group ends up with, when people listen to one another.

`trust` is a table of weights: row by row, how much a person listens to each (and to
themselves). Each row sums to 1.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import as_numbers, as_rate

if TYPE_CHECKING:
    import pandas as pd

_ROW_SUM_TOLERANCE = 1e-9
_DOUBLINGS = 60


def influence(trust: "ArrayLike | pd.DataFrame") -> NDArray[np.float64]:
    """Return how much each person's first opinion counts in the end.

    Everybody talks until nobody moves, each time taking the weighted mean of those
    they listen to (DeGroot).

    Parameters
    ----------
    trust : array or DataFrame, people by people
        How much the person of each row listens to the person of each column.

    Returns
    -------
    ndarray
        One weight per person; they sum to 1.

    Raises
    ------
    ValueError
        If a row does not sum to 1, if opinions go round for ever, or if there are
        groups that never listen to each other.

    Examples
    --------
    The first listens to the other two, the second to the first, the third to the
    second:

    >>> influence([[0, 0.5, 0.5], [1, 0, 0], [0, 1, 0]]).round(3).tolist()
    [0.4, 0.4, 0.2]

    References
    ----------
    DeGroot (1974), Journal of the American Statistical Association 69:118-121.
    Golub and Jackson (2010), American Economic Journal: Microeconomics 2(1):112-149.
    """
    weights = _in_the_end(_as_trust(trust))
    if np.ptp(weights, axis=0).max() > 1e-9:
        raise ValueError(
            "These people do not end with one opinion, because some never hear of "
            "the others. Use pool_opinions, which gives each person's own."
        )
    return weights[0]


def pool_opinions(
    opinions: Sequence[float], trust: "ArrayLike | pd.DataFrame"
) -> NDArray[np.float64]:
    """Return the opinions in which free talk ends (DeGroot).

    Parameters
    ----------
    opinions : sequence of float
        What each person thinks at first, in any unit.
    trust : array or DataFrame, people by people
        As for `influence`.

    Returns
    -------
    ndarray
        What each person thinks in the end.

    Examples
    --------
    >>> pool_opinions([0, 50, 100], [[0, 0.5, 0.5], [1, 0, 0], [0, 1, 0]]).tolist()
    [40.0, 40.0, 40.0]
    """
    weights = _as_trust(trust)
    return _in_the_end(weights) @ _as_opinions(opinions, len(weights))


def settle_opinions(
    opinions: Sequence[float],
    trust: "ArrayLike | pd.DataFrame",
    *,
    openness: Sequence[float] | None = None,
) -> NDArray[np.float64]:
    """Return where opinions settle when people hold on to what they first thought.

    Each round a person's opinion becomes `openness` parts of what they hear and the
    rest of what they thought at first (Friedkin and Johnsen).

    Parameters
    ----------
    opinions : sequence of float
        What each person thinks at first.
    trust : array or DataFrame, people by people
        As for `influence`.
    openness : sequence of float, optional
        From 0 (moves for nobody) to 1 (holds on to nothing), one per person. Left out,
        it is what they do not listen to themselves: 1 minus the diagonal of `trust`.

    Returns
    -------
    ndarray
        What each person thinks in the end.

    Raises
    ------
    ValueError
        If a number is out of range, or nobody holds on to anything.

    Examples
    --------
    The third of four listens to nobody:

    >>> trust = [
    ...     [0.220, 0.120, 0.360, 0.300],
    ...     [0.147, 0.215, 0.344, 0.294],
    ...     [0, 0, 1, 0],
    ...     [0.090, 0.178, 0.446, 0.286],
    ... ]
    >>> settle_opinions([25, 25, 75, 85], trust).round().tolist()
    [60.0, 60.0, 75.0, 75.0]

    References
    ----------
    Friedkin and Johnsen (1990), Journal of Mathematical Sociology 15:193-206.
    """
    weights = _as_trust(trust)
    people = len(weights)
    first = _as_opinions(opinions, people)
    given = 1 - np.diag(weights) if openness is None else openness
    moves = np.atleast_1d(as_rate("openness", given))
    if moves.shape != (people,):
        raise ValueError(
            f"openness needs one number per person, {people}; got {moves.size}."
        )
    system = np.eye(people) - moves[:, None] * weights
    if np.linalg.cond(system) > 1e12:
        raise ValueError(
            "Some people hold on to nothing and hear only each other, so nothing "
            "settles them. Use pool_opinions, or lower their openness."
        )
    return np.linalg.solve(system, (1 - moves) * first)


def _in_the_end(weights: NDArray) -> NDArray:
    """Let everyone talk for 2 to the power of 60 rounds."""
    talk = weights
    for _doubling in range(_DOUBLINGS):
        talk = talk @ talk
        talk /= talk.sum(axis=1, keepdims=True)
    if np.abs(weights @ talk - talk).max() > 1e-9:
        raise ValueError(
            "Opinions go round in a circle for ever: each round everybody takes "
            "over what somebody else has just given up. Let at least one person of "
            "the circle listen a little to themselves."
        )
    return talk


def _as_trust(trust: "ArrayLike | pd.DataFrame") -> NDArray:
    weights = as_rate("trust", np.asarray(trust))
    if weights.ndim != 2 or weights.shape[0] != weights.shape[1] or not weights.size:
        raise ValueError(
            "trust must have a row and a column per person, got a shape of "
            f"{weights.shape}."
        )
    sums = weights.sum(axis=1)
    wrong = np.abs(sums - 1) > _ROW_SUM_TOLERANCE
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(
            f"Row {row + 1} of trust sums to {sums[row]:.6g}, not 1. Say whom "
            "the rest of the attention goes to; it may be the person's own "
            "opinion."
        )
    return weights


def _as_opinions(opinions: Sequence[float], people: int) -> NDArray:
    first = as_numbers("opinions", opinions)
    if first.shape != (people,) or not np.isfinite(first).all():
        raise ValueError(
            f"opinions must be one number per person, {people} in all, got "
f"{opinions!r}."
        )  # fmt: skip
    return first
