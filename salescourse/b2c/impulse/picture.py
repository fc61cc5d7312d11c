"""A hundred households with an offer and a hundred without, for a picture that moves.

Question: of those who buy because of a deadline, how many would have bought anyway?

Assumptions: those of `FadingDesire`. All of them want one, and have not bought when the
offer begins. Household by household both groups have the same luck: who buys early
without the offer buys early with it.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from salescourse.b2c.impulse.desire import FadingDesire

HUNDRED = 100
# Where a step of the clock leads, in days since the offer began.
MARKS = (0, 3, 7, 14, 28, 84)


def hundred_offered(wish: FadingDesire, *, seed: int) -> dict[str, Any]:
    """Return a hundred undecided households with an offer, the same without, a clock.

    It is made for ``salescourse.watch("deadline", ...)`` and of little use elsewhere.

    Parameters
    ----------
    wish : FadingDesire
        A wish with a deadline.
    seed : int
        Where the random numbers begin.

    Returns
    -------
    dict
        `times`, in days since the offer began; `steps`, the places in `times` to which a
        step leads; `ends`, the day on which the offer ends; and for `offer` and `plain`
        the `paths` and what the model says of each time: `won` (have bought) and `lost`
        (never will), in percent. A path is a list of pairs: a day, and 0 for undecided,
        1 for bought, -1 for one that never will.

    Raises
    ------
    ValueError
        If the wish has no deadline.

    Examples
    --------
    >>> wish = FadingDesire(0.15, 0.05).with_deadline(14, window_days=3, times=5)
    >>> two = hundred_offered(wish, seed=1)
    >>> two["offer"]["lost"][0], two["plain"]["lost"][0]
    (6.75, 17.71)
    """
    due = wish.deadline
    if due is None:
        raise ValueError("There is nothing to show without a deadline.")
    luck = np.random.default_rng(seed).random(HUNDRED)
    times = np.unique(np.r_[np.arange(0, 3, 0.25), np.arange(3, 30), 30:85:3])
    wanting = replace(wish, wanting=1.0)
    lanes = {"offer": wanting, "plain": wanting.without_deadline()}
    return {
        "of": list(lanes),
        "times": times.tolist(),
        "steps": np.searchsorted(times, MARKS).tolist(),
        "ends": float(due.window_days),
        **{name: _lane(one, due.opens, times, luck) for name, one in lanes.items()},
    }


def _lane(
    wish: FadingDesire, opens: float, times: np.ndarray, luck: np.ndarray
) -> dict[str, Any]:
    left = 1 - wish.bought(opens)
    days = wish.quantile(1 - left * (1 - luck)) - opens
    bought = 1 - (1 - wish.bought(opens + times)) / left
    never = np.full(len(times), (1 - wish.ever) / left)
    return {
        "stages": ["undecided"],
        "paths": [
            [[0, 0], [float(f"{day:.4g}"), 1]]
            if np.isfinite(day)
            else [[0, 0], [0, -1]]
            for day in days
        ],
        "won": np.round(100 * bought, 2).tolist(),
        "lost": np.round(100 * never, 2).tolist(),
    }
