"""The chance that enough people say yes: by veto, by vote, alone or swayed."""

from collections.abc import Sequence
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import Floats, Number, Numbers, as_count, as_rate, like

# People who are gone through one by one.
MOST_PEOPLE = 10_000


@overload
def majority(people: int) -> int: ...
@overload
def majority(people: Numbers) -> NDArray[np.int64]: ...
def majority(people: ArrayLike) -> int | NDArray[np.int64]:
    """Return how many yeses make a majority: more than half.

    Parameters
    ----------
    people : int or array of int
        Size of the committee.

    Returns
    -------
    int or ndarray
        The smallest number that is more than half of `people`.

    Examples
    --------
    >>> majority(5), majority(6)
    (3, 4)
    """
    yeses = as_count("people", people) // 2 + 1
    return yeses if np.ndim(people) else int(yeses)


@overload
def committee_odds(
    people: Number,
    agree: Number,
    *,
    needed: Number | None = None,
    correlation: Number = 0.0,
) -> float: ...
@overload
def committee_odds(
    people: Numbers,
    agree: ArrayLike,
    *,
    needed: ArrayLike | None = None,
    correlation: ArrayLike = 0.0,
) -> Floats: ...
@overload
def committee_odds(
    people: ArrayLike,
    agree: Numbers,
    *,
    needed: ArrayLike | None = None,
    correlation: ArrayLike = 0.0,
) -> Floats: ...
@overload
def committee_odds(
    people: ArrayLike,
    agree: ArrayLike,
    *,
    needed: ArrayLike | None = None,
    correlation: ArrayLike = 0.0,
) -> float | Floats: ...
def committee_odds(
    people: ArrayLike,
    agree: ArrayLike,
    *,
    needed: ArrayLike | None = None,
    correlation: ArrayLike = 0.0,
) -> float | NDArray:
    """Return the probability that the committee says yes.

    Every argument may be an array; they are combined by NumPy's broadcasting.

    Parameters
    ----------
    people : int or array of int
        Persons who decide, at least 1.
    agree : float or array
        Probability from 0 to 1 that one person, asked alone, says yes.
    needed : int or array of int, optional
        Yeses needed, from 1 to `people`. Left out, all must agree: each has a veto.
    correlation : float or array
        How much people sway each other, from 0 to below 1.

    Returns
    -------
    float or ndarray
        Probability of a yes.

    Raises
    ------
    ValueError
        If a number is out of range.
    TypeError
        If an argument is not a number.

    Examples
    --------
    Five people with a veto, each nine-tenths convinced:

    >>> round(committee_odds(5, 0.9), 4)
    0.5905

    Three people who decide by majority, and five who sway each other:

    >>> round(committee_odds(3, 0.8, needed=2), 3)
    0.896
    >>> round(committee_odds(5, 0.9, correlation=0.3), 4)
    0.7294

    References
    ----------
    Grofman, Owen and Feld (1983), Theory and Decision 15:261-278.
    Skellam (1948), Journal of the Royal Statistical Society B 10:257-261.
    """
    size = as_count("people", people)
    quota = size if needed is None else as_count("needed", needed)
    size, quota, rate, rho = np.broadcast_arrays(
        size,
        quota,
        as_rate("agree", agree),
        as_rate("correlation", correlation, below=True),
    )
    if (quota > size).any():
        raise ValueError(
            f"needed must be at most people, got {quota[quota > size][0]} of "
            f"{size[quota > size][0]}."
        )
    theta = rho / (1 - rho)
    if theta.any() and (most := size.max(initial=0)) > MOST_PEOPLE:
        raise ValueError(
            f"people must be at most {MOST_PEOPLE:,} where they sway each other, got "
            f"{most:,}: they are gone through one by one."
        )
    if not theta.any():
        # Everyone decides alone: the tail of the binomial, as a beta law.
        from scipy.special import betainc

        odds = betainc(quota, size - quota + 1, rate)
    elif (quota == size).all():
        odds = _all_agree(size, rate, theta)
    else:
        odds = _enough_agree(size, rate, quota, theta)
    return like(
        odds.astype(float), people, agree, 0 if needed is None else needed, correlation
    )


def mixed_odds(agree_each: Sequence[float], *, needed: int | None = None) -> float:
    """Return the probability of a yes when people differ and decide alone.

    Parameters
    ----------
    agree_each : sequence of float
        One probability of a yes per person.
    needed : int, optional
        Yeses needed. Left out, all must agree.

    Returns
    -------
    float
        Probability of a yes.

    Examples
    --------
    A sixth person who is 95 % in favor joins five at 80 %. Another veto never helps:

    >>> round(mixed_odds([0.8] * 5), 3), round(mixed_odds([0.8] * 5 + [0.95]), 3)
    (0.328, 0.311)

    References
    ----------
    Hong (2013), Computational Statistics & Data Analysis 59:41-51.
    """
    rates = np.atleast_1d(as_rate("agree_each", agree_each))
    if rates.ndim > 1 or not 0 < rates.size <= MOST_PEOPLE:
        raise ValueError(
            f"agree_each must be one chance for each of 1 to {MOST_PEOPLE:,} people, "
            f"got {rates.size:,}."
        )
    quota = int(as_count("needed", rates.size if needed is None else needed))
    if quota > rates.size:
        raise ValueError(f"needed must be at most people, got {quota} of {rates.size}.")
    yeses = np.ones(1)
    for rate in rates:
        yeses = np.convolve(yeses, [1 - rate, rate])
    return float(min(yeses[quota:].sum(), 1.0))


def _all_agree(people: NDArray, agree: NDArray, theta: NDArray) -> NDArray:
    odds = np.ones(people.shape)
    for asked in range(people.max(initial=0)):
        next_yes = (agree + asked * theta) / (1 + asked * theta)
        odds = np.where(asked < people, odds * next_yes, odds)
    return odds


def _enough_agree(
    people: NDArray, agree: NDArray, needed: NDArray, theta: NDArray
) -> NDArray:
    """Follow the probability of each number of yeses from person to person.

    Only products and sums of positive numbers, so nothing cancels and rho = 0 needs
    no case of its own.
    """
    most = int(people.max(initial=0))
    yeses = np.arange(most + 1).reshape(-1, *[1] * people.ndim)
    chance = np.zeros((most + 1, *people.shape))
    chance[0] = 1
    for asked in range(most):
        so_far = yeses[: asked + 1]
        answered = 1 + asked * theta
        yes = chance[: asked + 1] * (agree + so_far * theta) / answered
        no = chance[: asked + 1] * (1 - agree + (asked - so_far) * theta) / answered
        after = np.zeros_like(chance)
        after[: asked + 1] += no
        after[1 : asked + 2] += yes
        chance = np.where(asked < people, after, chance)
    return np.minimum((chance * (yeses >= needed)).sum(axis=0), 1)
