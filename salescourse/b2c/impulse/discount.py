"""What something that comes later counts for today."""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2c.impulse.desire import as_moments
from salescourse.checks import (
    Floats,
    Number,
    Numbers,
    above_zero,
    as_numbers,
    as_rate,
    finite,
    fitting,
    like,
)


@overload
def hyperbolic_value(amount: Number, days: Number, *, k: Number) -> float: ...
@overload
def hyperbolic_value(amount: Numbers, days: ArrayLike, *, k: ArrayLike) -> Floats: ...
@overload
def hyperbolic_value(amount: ArrayLike, days: Numbers, *, k: ArrayLike) -> Floats: ...
@overload
def hyperbolic_value(amount: ArrayLike, days: ArrayLike, *, k: Numbers) -> Floats: ...
def hyperbolic_value(
    amount: ArrayLike, days: ArrayLike, *, k: ArrayLike
) -> float | NDArray:
    """Return what an amount that comes in some days counts for today.

    Every argument may be an array; they are combined by NumPy's broadcasting.

    Parameters
    ----------
    amount : float or array
        What comes, in euros or in anything else that can be more or less.
    days : float or array
        How long it takes, from 0 up.
    k : float or array
        Impatience per day, from 0 up. After ``1 / k`` days half is left.

    Returns
    -------
    float or ndarray
        ``amount / (1 + k * days)``.

    Examples
    --------
    >>> round(hyperbolic_value(100, 10, k=0.1), 2)
    50.0

    References
    ----------
    Mazur (1987), in Quantitative Analyses of Behavior 5:55-73.
    """
    sums, rate, moments = finite("amount", amount), _as_k(k), as_moments("days", days)
    fitting(amount=sums, days=moments, k=rate)
    return like(sums / (1 + rate * moments), amount, days, k)


@overload
def exponential_value(amount: Number, days: Number, *, delta: Number) -> float: ...
@overload
def exponential_value(
    amount: Numbers, days: ArrayLike, *, delta: ArrayLike
) -> Floats: ...
@overload
def exponential_value(
    amount: ArrayLike, days: Numbers, *, delta: ArrayLike
) -> Floats: ...
@overload
def exponential_value(
    amount: ArrayLike, days: ArrayLike, *, delta: Numbers
) -> Floats: ...
def exponential_value(
    amount: ArrayLike, days: ArrayLike, *, delta: ArrayLike
) -> float | NDArray:
    """Return what an amount counts for if every day of waiting costs the same share.

    Parameters
    ----------
    amount, days : float or array
        As for `hyperbolic_value`.
    delta : float or array
        What is left of 1 after a day, from 0 to 1.

    Returns
    -------
    float or ndarray
        ``amount * delta ** days``.

    Examples
    --------
    >>> round(exponential_value(100, 10, delta=0.96), 2)
    66.48
    """
    rate, moments = as_rate("delta", delta), as_moments("days", days)
    sums = finite("amount", amount)
    fitting(amount=sums, days=moments, delta=rate)
    return like(sums * rate**moments, amount, days, delta)


@overload
def beta_delta_value(
    amount: Number, days: Number, *, beta: Number, delta: Number
) -> float: ...
@overload
def beta_delta_value(
    amount: Numbers, days: ArrayLike, *, beta: ArrayLike, delta: ArrayLike
) -> Floats: ...
@overload
def beta_delta_value(
    amount: ArrayLike, days: Numbers, *, beta: ArrayLike, delta: ArrayLike
) -> Floats: ...
@overload
def beta_delta_value(
    amount: ArrayLike, days: ArrayLike, *, beta: ArrayLike, delta: ArrayLike
) -> float | Floats: ...
def beta_delta_value(
    amount: ArrayLike, days: ArrayLike, *, beta: ArrayLike, delta: ArrayLike
) -> float | NDArray:
    """Return what an amount counts for if whatever is not now loses a share once.

    Parameters
    ----------
    amount, days : float or array
        As for `hyperbolic_value`; 0 days is now.
    beta : float or array
        What is left because it is not now, from 0 to 1. At 1 it is exponential.
    delta : float or array
        What is left after each day, from 0 to 1.

    Returns
    -------
    float or ndarray
        ``amount`` now, and ``beta * amount * delta ** days`` later.

    Examples
    --------
    Sixty now beats a hundred in ten days. Put both one day off, and it does not:

    >>> terms = {"beta": 0.7, "delta": 0.96}
    >>> beta_delta_value([60, 100], [0, 10], **terms).round(2).tolist()
    [60.0, 46.54]
    >>> beta_delta_value([60, 100], [1, 11], **terms).round(2).tolist()
    [40.32, 44.68]

    References
    ----------
    Phelps and Pollak (1968), Review of Economic Studies 35:185-199; Laibson (1997),
    Quarterly Journal of Economics 112:443-478.
    """
    moments = as_moments("days", days)
    later = exponential_value(amount, moments, delta=delta)
    once = as_rate("beta", beta)
    fitting(amount=np.asarray(later), days=moments, beta=once)
    value = np.where(moments == 0, 1.0, once) * later
    return like(value, amount, days, beta, delta)


@overload
def indifference_k(now: Number, later: Number, days: Number) -> float: ...
@overload
def indifference_k(now: Numbers, later: ArrayLike, days: ArrayLike) -> Floats: ...
@overload
def indifference_k(now: ArrayLike, later: Numbers, days: ArrayLike) -> Floats: ...
@overload
def indifference_k(now: ArrayLike, later: ArrayLike, days: Numbers) -> Floats: ...
def indifference_k(
    now: ArrayLike, later: ArrayLike, days: ArrayLike
) -> float | NDArray:
    """Return the k at which an amount now and a larger one later count the same.

    Who takes the amount now has a larger k, and who waits a smaller one.

    Parameters
    ----------
    now, later : float or array
        The two amounts; `later` is the larger.
    days : float or array
        How long the larger one takes, above 0.

    Returns
    -------
    float or ndarray
        Impatience per day.

    Raises
    ------
    ValueError
        If the later amount is smaller: nobody would wait for it.

    Examples
    --------
    34 now or 50 in 30 days:

    >>> round(indifference_k(34, 50, 30), 3)
    0.016

    References
    ----------
    Kirby, Petry and Bickel (1999), Journal of Experimental Psychology: General
    128:78-87.
    """
    small, large, wait = (
        above_zero("now", now),
        above_zero("later", later),
        _as_wait(days),
    )
    _check_larger(small, large)
    return like((large / small - 1) / wait, now, later, days)


def switch_days(small: float, large: float, *, wait_days: float, k: float) -> float:
    """Return how far off the smaller amount must be for the larger one to win.

    The larger amount comes `wait_days` after the smaller one. Seen from far enough
    away the larger one counts for more. Nearer than this, the smaller one does.

    Parameters
    ----------
    small, large : float
        The two amounts.
    wait_days : float
        How much later the larger one comes.
    k : float
        Impatience per day, above 0.

    Returns
    -------
    float
        Days before the smaller amount; 0 if the larger one wins even then.

    Examples
    --------
    >>> round(switch_days(60, 100, wait_days=10, k=0.1), 9)
    5.0
    >>> switch_days(60, 100, wait_days=10, k=0.05)
    0.0
    """
    less, more = float(above_zero("small", small)), float(above_zero("large", large))
    wait, impatience = float(_as_wait(wait_days)), float(above_zero("k", k))
    _check_larger(np.array(less), np.array(more))
    days = (less * (1 + impatience * wait) - more) / (impatience * (more - less))
    return max(0.0, days)


def _as_k(k: ArrayLike) -> NDArray:
    values = as_numbers("k", k)
    wrong = values[~((values >= 0) & np.isfinite(values))]
    if wrong.size:
        raise ValueError(f"k must be 0 per day or more, got {wrong.flat[0]:g}.")
    return values


def _as_wait(days: ArrayLike) -> NDArray:
    return above_zero("days", days)


def _check_larger(small: NDArray, large: NDArray) -> None:
    small, large = np.broadcast_arrays(small, large)
    if (large <= small).any():
        at = np.argmax((large <= small).ravel())
        raise ValueError(
            "The later amount must be the larger one, got "
            f"{small.ravel()[at]:g} first and {large.ravel()[at]:g} later: "
            "nobody would wait for it."
        )
