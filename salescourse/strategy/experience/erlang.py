"""Erlang's two formulas, by recursion and for many teams at once."""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import Floats, Number, Numbers, as_count, from_zero, like


@overload
def erlang_b(people: Number, load: Number) -> float: ...
@overload
def erlang_b(people: Numbers, load: ArrayLike) -> Floats: ...
@overload
def erlang_b(people: ArrayLike, load: Numbers) -> Floats: ...
def erlang_b(people: ArrayLike, load: ArrayLike) -> float | NDArray[np.float64]:
    """Return the chance that all are busy, where customers who find it so are lost.

    Parameters
    ----------
    people : int or array of int
        How many can work at the same time.
    load : float or array of float
        How many of them the work would keep busy on average: arrivals per minute times
        minutes per job. It may be more than there are people.

    Returns
    -------
    float or ndarray
        One chance for each pair of people and load.

    Raises
    ------
    ValueError
        If `people` is not a whole number from 1 up, or `load` is below 0.

    Examples
    --------
    Two people, work for one:

    >>> erlang_b(2, 1)
    0.2

    References
    ----------
    Erlang (1917; in English 1918), Post Office Electrical Engineers' Journal 10:189-197.
    """
    count, offered = as_count("people", people), from_zero("load", load)
    return like(_blocked(*np.broadcast_arrays(count, offered)), people, load)


@overload
def erlang_c(people: Number, load: Number) -> float: ...
@overload
def erlang_c(people: Numbers, load: ArrayLike) -> Floats: ...
@overload
def erlang_c(people: ArrayLike, load: Numbers) -> Floats: ...
def erlang_c(people: ArrayLike, load: ArrayLike) -> float | NDArray[np.float64]:
    """Return the chance that a customer has to wait, where all of them stay.

    Parameters
    ----------
    people : int or array of int
        How many can work at the same time.
    load : float or array of float
        How many of them the work keeps busy on average; less than there are.

    Returns
    -------
    float or ndarray
        One chance for each pair of people and load.

    Raises
    ------
    ValueError
        If `load` is not below `people`, so that the queue would grow for ever.

    Examples
    --------
    Two people, work for one. One customer in three waits:

    >>> round(erlang_c(2, 1), 6)
    0.333333

    References
    ----------
    Erlang (1917; in English 1918), Post Office Electrical Engineers' Journal 10:189-197.
    """
    count, offered = as_count("people", people), from_zero("load", load)
    _keeps_up(count, offered)
    count, offered = np.broadcast_arrays(count, offered)
    blocked = _blocked(count, offered)
    return like(count * blocked / (count - offered * (1 - blocked)), people, load)


def _blocked(people: NDArray[np.int64], load: NDArray[np.float64]) -> NDArray:
    """Go from one person to the next; each team leaves when it has all of its own."""
    if people.size == 1:
        # One team alone: plain numbers are quicker than arrays of one.
        a, share = float(load.item()), 1.0
        for k in range(1, people.item() + 1):
            share = a * share / (k + a * share)
        return np.full(people.shape, share)
    order = np.argsort(people, axis=None, kind="stable")
    sizes, loads = people.ravel()[order], load.ravel()[order]
    blocked = np.ones(sizes.size)
    first = np.searchsorted(sizes, np.arange(1, sizes[-1] + 1))
    for k, start in enumerate(first, start=1):
        still = blocked[start:] * loads[start:]
        blocked[start:] = still / (k + still)
    result = np.empty(sizes.size)
    result[order] = blocked
    return result.reshape(people.shape)


def _keeps_up(people: NDArray, load: NDArray) -> None:
    """Raise where as much work comes in as all can do, or more."""
    people, load = np.broadcast_arrays(people, load)
    late = load >= people
    if late.any():
        raise ValueError(
            f"A load of {load[late].flat[0]:g} for people = "
            f"{people[late].flat[0]}: the queue would grow for ever. load must "
            "be below people, since chance alone keeps some idle."
        )
