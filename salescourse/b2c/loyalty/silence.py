"""A silence, measured in the customer's own pauses: two lines of a spreadsheet.

Question: a customer without a contract has not ordered for a while. Is that long, for
this customer?

Assumptions: while a customer still orders, orders come at random at a steady rate of
their own; of that rate nothing is known but their own past orders.

Formulas: with x repeat purchases in the t weeks between the first and the last, a pause
is ``t / x`` weeks long. That nothing comes for s weeks more has the chance
``(t / (t + s)) ** x``: each repeat purchase, thrown anywhere into the t + s weeks, must
have fallen into the first t.
"""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2c.loyalty.histories import as_histories
from salescourse.checks import Floats, Number, Numbers, like


@overload
def own_pauses(repeats: Number, last_weeks: Number, age_weeks: Number) -> float: ...
@overload
def own_pauses(
    repeats: Numbers, last_weeks: ArrayLike, age_weeks: ArrayLike
) -> Floats: ...
def own_pauses(
    repeats: ArrayLike, last_weeks: ArrayLike, age_weeks: ArrayLike
) -> float | NDArray:
    """Return a customer's silence in that customer's own mean pauses.

    Parameters
    ----------
    repeats : whole number or array
        Purchases after the first, at least one.
    last_weeks : float or array
        Weeks from the first purchase to the last.
    age_weeks : float or array
        Weeks from the first purchase until today.

    Returns
    -------
    float or ndarray
        0 on the day of a purchase, 1 when the next one is due.

    Raises
    ------
    ValueError
        If a history is impossible, or shows no pause.

    Examples
    --------
    Fifteen repeat orders in 68.3 weeks, and then 33.4 weeks of nothing:

    >>> round(own_pauses(15, 68.3, 101.7), 1)
    7.3
    """
    x, last, age = _with_a_pause(repeats, last_weeks, age_weeks)
    return like((age - last) * (x / last), repeats, last_weeks, age_weeks)


@overload
def silence_by_luck(
    repeats: Number, last_weeks: Number, age_weeks: Number
) -> float: ...
@overload
def silence_by_luck(
    repeats: Numbers, last_weeks: ArrayLike, age_weeks: ArrayLike
) -> Floats: ...
def silence_by_luck(
    repeats: ArrayLike, last_weeks: ArrayLike, age_weeks: ArrayLike
) -> float | NDArray:
    """Return how likely so long a silence is if the customer still orders as before.

    Parameters
    ----------
    repeats : whole number or array
        Purchases after the first, at least one.
    last_weeks : float or array
        Weeks from the first purchase to the last.
    age_weeks : float or array
        Weeks from the first purchase until today.

    Returns
    -------
    float or ndarray
        Chances from 0 to 1. Small ones are a reason to ask what happened; they are not
        the chance that the customer still orders.

    Raises
    ------
    ValueError
        If a history is impossible, or shows no pause.

    Examples
    --------
    Two repeat orders in 59.6 weeks, and then 33.4 weeks of nothing:

    >>> round(silence_by_luck(2, 59.6, 93), 2)
    0.41
    """
    x, last, age = _with_a_pause(repeats, last_weeks, age_weeks)
    return like((last / age) ** x, repeats, last_weeks, age_weeks)


def _with_a_pause(
    repeats: ArrayLike, last_weeks: ArrayLike, age_weeks: ArrayLike
) -> tuple[NDArray, NDArray, NDArray]:
    x, last, age = as_histories(repeats, last_weeks, age_weeks)
    if ((x == 0) | (last == 0)).any():
        at = int(np.argmax((x == 0) | (last == 0)))
        raise ValueError(
            "A pause takes two purchases on different days, got "
            f"{x.flat[at]:g} repeats in {last.flat[at]:g} weeks. Leave out "
            "customers who bought once."
        )
    return x, last, age
