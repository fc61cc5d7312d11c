"""A hundred deals beside a hundred visits, for a picture that moves.

Question: where are they after a minute, an hour, a month, and how did they end?

Assumptions: those of the two cycles. Deals and visits all begin at once, and each goes
its own way, drawn from its cycle.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.cycle.process import SalesCycle

HUNDRED = 100
MINUTE, YEAR = 1 / 1440, 365.0
# Where a step of the clock leads: days, from one minute to one year.
MARKS = (MINUTE, 10 / 1440, 1 / 24, 1.0, 10.0, 50.0, 120.0, YEAR)
_BETWEEN = 129


def hundred_each(b2b: SalesCycle, b2c: SalesCycle, *, seed: int) -> dict[str, Any]:
    """Return the ways of a hundred deals and of a hundred visits, and a clock.

    It is made for ``salescourse.watch("roads", ...)`` and of little use elsewhere.

    Parameters
    ----------
    b2b, b2c : SalesCycle
        Cycles with the outcomes `won` and `lost`.
    seed : int
        Where the random numbers begin; both draws begin there.

    Returns
    -------
    dict
        `times`, in days, from one minute to one year on a log scale; `steps`, the
        places in `times` to which a step leads; and for `firm` and `person` the
        `stages`, the `paths` and what the model says of each time: `won` and `lost`,
        in percent. A path is a list of pairs: a day, and the stage that begins on it.
        After the last stage come -1 for lost, or the number of stages for won.

    Raises
    ------
    ValueError
        If a cycle has other outcomes.

    Examples
    --------
    >>> two = hundred_each(SalesCycle.b2b(), SalesCycle.b2c(), seed=1256)
    >>> [sum(path[-1][1] > 0 for path in two[who]["paths"]) for who in two["of"]]
    [12, 4]
    """
    times, steps = _clock()
    return {
        "of": ["firm", "person"],
        "times": [float(f"{time:.5g}") for time in times],
        "steps": steps,
        "firm": _road(b2b, times, seed),
        "person": _road(b2c, times, seed),
    }


def _clock() -> tuple[NDArray, list[int]]:
    """Return the times, even on a log scale but for the marks, and the marks' places."""
    even = np.geomspace(MINUTE, YEAR, _BETWEEN)
    close = (
        np.abs(np.log(even[:, None] / np.array(MARKS))) < np.log(even[1] / even[0]) / 2
    )
    times = np.sort(np.concatenate([even[~close.any(axis=1)], MARKS]))
    return times, np.searchsorted(times, MARKS).tolist()


def _road(cycle: SalesCycle, times: NDArray, seed: int) -> dict[str, Any]:
    if set(cycle.outcomes) != {"won", "lost"}:
        raise ValueError(
            f"A road ends in 'won' or 'lost', got {', '.join(cycle.outcomes)}."
        )
    won = cycle.win_rate * np.asarray(cycle.cdf(times, given="won"))
    lost = np.asarray(cycle.cdf(times)) - won
    return {
        "stages": list(cycle.stages),
        "paths": _paths(cycle, cycle.simulate_log(HUNDRED, seed=seed)),
        "won": np.round(100 * won, 2).tolist(),
        "lost": np.round(100 * lost, 2).tolist(),
    }


def _paths(cycle: SalesCycle, log: pd.DataFrame) -> list[list[list[float]]]:
    """Return for each deal the day on which it comes to each place."""
    places = {stage: at for at, stage in enumerate(cycle.stages)}
    places |= {"won": len(cycle.stages), "lost": -1}
    paths: list[list[list[float]]] = [[[0, 0]] for _ in range(HUNDRED)]
    for case, left, after in zip(log["case"], log["left"], log["next"], strict=True):
        paths[case].append([float(f"{left:.4g}"), places[after]])
    return paths
