"""Two hundred households that have just ordered, for a picture that moves.

Question: of those that are silent after some weeks, how many have stopped?

Assumptions: those of BG/NBD. A household with x repeat orders, the last at age t, has
stopped after it with the chance ``a / (a + b + x - 1)``. If not, the next order comes at
its own steady rate, which by then has a gamma law with ``r + x`` and ``alpha + t``.
"""

from typing import Any

import numpy as np

from salescourse.b2c.loyalty.bgnbd import BGNBD
from salescourse.b2c.loyalty.silence import own_pauses
from salescourse.checks import as_number

HUNDRED = 100
# Where a step of the clock leads, in weeks.
MARKS = (0, 5, 10, 20, 33, 60)


def hundred_silent(
    model: BGNBD,
    often: tuple[int, float],
    seldom: tuple[int, float],
    *,
    seed: int,
) -> dict[str, Any]:
    """Return a hundred households of each of two histories, and a clock.

    It is made for ``salescourse.watch("silence", ...)`` and of little use elsewhere.

    Parameters
    ----------
    model : BGNBD
        How households order and stop.
    often, seldom : (int, float)
        Repeat orders, at least one, and the weeks from the first order to the last,
        which they have just placed.
    seed : int
        Where the random numbers begin.

    Returns
    -------
    dict
        `times`, in weeks; `steps`, the places in `times` to which a step leads; and for
        `often` and `seldom` the `repeats`, the `paths` and what the model says of each
        time: `won` (ordered again) and `lost` (stopped), in percent. A path is a list
        of pairs: a week, and 0 for silent, 1 for ordered again, -1 for stopped.

    Raises
    ------
    ValueError
        If a history is impossible.

    Examples
    --------
    >>> beans = BGNBD(r=1.15, alpha=6.64, a=0.70, b=4.17)
    >>> two = hundred_silent(beans, (15, 68.3), (2, 59.6), seed=1)
    >>> two["often"]["lost"][0], two["seldom"]["lost"][0]
    (3.71, 11.93)
    """
    rng = np.random.default_rng(seed)
    times = np.arange(MARKS[-1] + 1)
    return {
        "of": ["often", "seldom"],
        "times": times.tolist(),
        "steps": list(MARKS),
        "often": _lane(model, _history("often", often), times, rng),
        "seldom": _lane(model, _history("seldom", seldom), times, rng),
    }


def _history(name: str, given: object) -> tuple[int, float]:
    if not isinstance(given, tuple) or len(given) != 2:
        raise ValueError(
            f"{name} must be repeat orders and weeks from the first order to the last, "
            f"such as (15, 68.3), got {given!r}."
        )
    repeats, weeks = (as_number(name, value) for value in given)
    own_pauses(repeats, weeks, weeks)  # refuses what cannot be
    return int(repeats), weeks


def _lane(
    model: BGNBD,
    history: tuple[int, float],
    times: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, Any]:
    repeats, last_weeks = history
    stopped = model.a / (model.a + model.b + repeats - 1)
    known, seen = model.r + repeats, model.alpha + last_weeks
    gone = rng.random(HUNDRED) < stopped
    weeks = rng.exponential(size=HUNDRED) / rng.gamma(known, 1 / seen, HUNDRED)
    again = (1 - stopped) * (1 - (seen / (seen + times)) ** known)
    return {
        "stages": ["silent"],
        "repeats": repeats,
        "paths": [
            [[0, 0], [0, -1]] if out else [[0, 0], [float(f"{week:.4g}"), 1]]
            for out, week in zip(gone, weeks, strict=True)
        ],
        "won": np.round(100 * again, 2).tolist(),
        "lost": np.round(100 * np.full(len(times), stopped), 2).tolist(),
    }
