"""The event log of a cycle: one row per stage visit. `visits` reads it back.

Columns: `case`, `stage`, `entered`, `left` and `next`. A visit that is still open on
the day the log is taken has neither `left` nor `next`.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from salescourse.checks import number_column, one_column, whole_number
from salescourse.cycle.parts import Parts
from salescourse.cycle.simulate import Seed, Stages, generator


def simulate_log(
    cycle: Parts,
    n: int,
    *,
    seed: Seed,
    until_days: float | None = None,
    start_days: ArrayLike = 0.0,
) -> pd.DataFrame:
    """Return the stage visits of n deals; see `SalesCycle.simulate_log`."""
    n = whole_number("n", n)
    rng = generator(seed)
    clock = _start(start_days, n)
    census = np.inf if until_days is None else float(until_days)
    if np.isnan(census):
        raise ValueError("until_days must be a number of days, got nan.")
    stages, m = Stages.of(cycle), len(cycle.stages)
    case = np.flatnonzero(clock <= census)
    stage = np.zeros(len(case), dtype=int)
    steps = []
    while len(case):
        days, next_state = stages.draw(stage, rng)
        entered, left = clock[case], clock[case] + days
        still_open = left > census
        left, next_state = (
            np.where(still_open, np.nan, left),
            np.where(still_open, -1, next_state),
        )
        steps.append((case, stage, entered, left, next_state))
        onward = (next_state >= 0) & (next_state < m)
        clock[case[onward]] = left[onward]
        case, stage = case[onward], next_state[onward]
    return _as_log(cycle, steps)


def _as_log(cycle: Parts, steps: list[tuple]) -> pd.DataFrame:
    if not steps:
        none = np.empty(0, dtype=int)
        steps = [(none, none, none.astype(float), none.astype(float), none)]
    columns = [np.concatenate(column) for column in zip(*steps, strict=True)]
    in_order = np.argsort(columns[0], kind="stable")
    case, stage, entered, left, next_state = (column[in_order] for column in columns)
    names = pd.Index([*cycle.stages, *cycle.outcomes])
    return pd.DataFrame(
        {
            "case": case,
            "stage": pd.Categorical.from_codes(
                stage, categories=pd.Index(cycle.stages)
            ),
            "entered": entered,
            "left": left,
            "next": pd.Categorical.from_codes(next_state, categories=names),
        }
    )


def _start(start_days: ArrayLike, n: int) -> np.ndarray:
    given = start_days if np.ndim(start_days) else np.full(n, start_days)
    start = number_column(one_column(given, "start_days"), "start_days").copy()
    if start.shape != (n,):
        raise ValueError(
            f"start_days needs one day per deal, {n} in all; got {start.size}."
        )
    if not np.isfinite(start).all():
        raise ValueError("start_days must hold numbers of days only, got nan or inf.")
    return start
