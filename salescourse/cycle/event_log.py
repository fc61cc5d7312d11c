"""The event log of a cycle: one row per stage visit, written and read.

Columns: `case`, `stage`, `entered`, `left` and `next`. A visit that is still open on
the day the log is taken has neither `left` nor `next`.
"""

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from salescourse.cycle.checks import did_you_mean, listed, whole_number
from salescourse.cycle.simulate import Seed, Stages, generator
from salescourse.words import _, ngettext

if TYPE_CHECKING:
    from salescourse.cycle.process import SalesCycle

_COLUMNS = ("case", "stage", "entered", "left", "next")


def simulate_log(
    cycle: "SalesCycle",
    n: int,
    *,
    seed: Seed,
    until_days: float | None = None,
    start_days: object = 0.0,
) -> pd.DataFrame:
    """Return the stage visits of n deals; see `SalesCycle.simulate_log`."""
    n = whole_number(n, "n")
    rng = generator(seed)
    clock = _start(start_days, n)
    census = np.inf if until_days is None else float(until_days)
    if np.isnan(census):
        raise ValueError(_("until_days must be a number of days, got nan."))
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


def _as_log(cycle: "SalesCycle", steps: list[tuple]) -> pd.DataFrame:
    if not steps:
        none = np.empty(0, dtype=int)
        steps = [(none, none, none.astype(float), none.astype(float), none)]
    columns = [np.concatenate(column) for column in zip(*steps, strict=True)]
    in_order = np.argsort(columns[0], kind="stable")
    case, stage, entered, left, next_state = (column[in_order] for column in columns)
    names = [*cycle.stages, *cycle.outcomes]
    return pd.DataFrame(
        {
            "case": case,
            "stage": pd.Categorical.from_codes(stage, categories=list(cycle.stages)),
            "entered": entered,
            "left": left,
            "next": pd.Categorical.from_codes(next_state, categories=names),
        }
    )


def _start(start_days: object, n: int) -> np.ndarray:
    start = np.array(start_days, dtype=float)
    if start.ndim == 0:
        start = np.full(n, float(start))
    if start.shape != (n,):
        raise ValueError(
            _("start_days needs one day per deal, {n} in all; got {got}.").format(
                n=n, got=start.size
            )
        )
    if not np.isfinite(start).all():
        raise ValueError(
            _("start_days must hold numbers of days only, got nan or inf.")
        )
    return start


def as_visits(log: pd.DataFrame, until: object) -> tuple[pd.DataFrame, float]:
    """Return the checked visits, in order, with `days`; and half a day or 0.

    Half a day is how exactly we know times if all of them are whole days.
    """
    _check_columns(log)
    visits = log[list(_COLUMNS)].copy()
    for column in ("case", "stage", "entered"):
        _refuse(
            visits, visits[column].isna(), _('have no "{name}"').format(name=column)
        )
    _refuse(
        visits,
        visits["left"].isna() != visits["next"].isna(),
        _('have "left" or "next" but not both (over) or neither (open)'),
    )
    _refuse(visits, visits.duplicated(), _("are there twice; use drop_duplicates()"))
    last = _in_days(visits, until)
    _refuse(visits, visits["left"] < visits["entered"], _("leave before they enter"))
    latest = visits[["entered", "left"]].max().max()
    last = latest if last is None else last
    if latest > last:
        raise ValueError(
            _(
                "The log goes on after until: its last event is {days:g} days later."
            ).format(days=latest - last)
        )
    visits["days"] = visits["left"].fillna(last) - visits["entered"]
    times = visits[["entered", "left"]].to_numpy()
    whole = np.isnan(times) | (times == np.floor(times))
    visits = visits.sort_values(["case", "entered"], kind="stable")
    return visits, 0.5 if whole.all() else 0.0


def _check_columns(log: pd.DataFrame) -> None:
    if not isinstance(log, pd.DataFrame):
        raise TypeError(
            _("log must be a DataFrame with columns {columns}, got {kind}.").format(
                columns=listed(_COLUMNS), kind=type(log).__name__
            )
        )
    spare = [str(name) for name in log.columns if name not in _COLUMNS]
    for name in _COLUMNS:
        if name not in log.columns:
            raise ValueError(
                _('The log has no column "{name}". It has: {columns}.{hint}').format(
                    name=name,
                    columns=listed(log.columns),
                    hint=did_you_mean(name, spare),
                )
            )
    if log.empty:
        raise ValueError(_("The log has no rows."))


def _refuse(visits: pd.DataFrame, wrong: pd.Series, what: str) -> None:
    if wrong.any():
        raise ValueError(
            ngettext(
                "{n} row of the log {what} (case {case}).",
                "{n} rows of the log {what} (the first: case {case}).",
                int(wrong.sum()),
            ).format(n=wrong.sum(), what=what, case=visits.loc[wrong, "case"].iloc[0])
        )


def _in_days(visits: pd.DataFrame, until: object) -> float | None:
    """Turn entered and left into day numbers in place; return until as one."""
    dates = pd.api.types.is_datetime64_any_dtype(visits["entered"])
    if until is not None and dates == isinstance(until, (int, float, np.number)):
        wanted = _("a date") if dates else _("a day number")
        raise TypeError(
            _("until must be {wanted}, like the times of the log, got {got!r}.").format(
                wanted=wanted, got=until
            )
        )
    if dates:
        # Midnight, so that whole days stay whole.
        origin = visits["entered"].min().normalize()
        day = pd.Timedelta(days=1)
        for column in ("entered", "left"):
            visits[column] = (visits[column] - origin) / day
        return None if until is None else (pd.Timestamp(until) - origin) / day
    for column in ("entered", "left"):
        known = visits[column].dropna().infer_objects()
        if len(known) and not pd.api.types.is_numeric_dtype(known):
            raise TypeError(
                _(
                    '"{name}" must hold day numbers or datetimes, got {value!r}. For'
                    " dates in text use pandas.to_datetime."
                ).format(name=column, value=known.iloc[0])
            )
        visits[column] = visits[column].astype(float)
    return None if until is None else float(until)


def names(visits: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return stages, the starting one first, and outcomes, "won" first."""
    step = visits.groupby("case").cumcount()
    seen = set(visits["stage"])
    if isinstance(visits["stage"].dtype, pd.CategoricalDtype):
        stages = [name for name in visits["stage"].cat.categories if name in seen]
    else:
        stages = step.groupby(visits["stage"]).mean().sort_values().index.tolist()
    starts = visits.loc[step == 0, "stage"].astype(object).value_counts()
    first = starts.index[0]
    if len(starts) > 1:
        warnings.warn(
            _(
                'Of {n} deals, {others} do not start in "{first}". Rates and days use'
                " them too; the cycle's answers are for deals that do."
            ).format(n=starts.sum(), others=starts.sum() - starts.iloc[0], first=first),
            stacklevel=4,
        )
    outcomes = set(visits["next"].dropna()) - seen
    if not outcomes:
        raise ValueError(_("No deal in the log has reached an outcome yet."))
    return (
        sorted(stages, key=lambda name: name != first),
        sorted(outcomes, key=lambda name: (name != "won", name)),
    )
