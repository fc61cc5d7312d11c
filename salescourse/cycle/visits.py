"""The visits of an event log: read, put in order, and refused if they cannot be.

One row per visit of a case to a stage, with the columns `case`, `stage`, `entered`,
`left` and `next`, which `rows` makes of a log with other names or fewer columns. A
visit that is still open has neither `left` nor `next`.

A case is a chain: each visit begins where the one before led. So neither the order of
rows nor ties in time matter. Visits of one moment (in a log of whole days many take no
time at all) are put in an order in which the chain holds; a case without such an order
contradicts itself, and is refused with its name and two of its rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import as_days, empty, need_filled, numbered
from salescourse.cycle.columns import Columns
from salescourse.cycle.ends import ROUNDING
from salescourse.cycle.rows import as_visits
from salescourse.cycle.trail import in_order

# How many days, hours, minutes, seconds, ms and µs there are in a day.
_CLOCKS = (1, 24, 1440, 86_400, 86_400_000, 86_400_000_000)


@dataclass(frozen=True, eq=False)
class Visits:
    """Visits in order: case by case, and along the way of each.

    Attributes
    ----------
    cases : Index
        What the cases are called.
    names : list
        The stages, in the order of a cycle, and then the outcomes.
    stages : int
        How many of the names are stages.
    rows : array of int
        In which row of the log each visit is, from 0.
    case, stage, next : array of int
        Of each visit its case, its stage, and where it led; -1 while it is open.
    entered, left : array of float
        On which day it began and ended; NaN while it is open.
    until : float
        The day the log was taken.
    """

    cases: pd.Index
    names: list
    stages: int
    rows: NDArray[np.int64]
    case: NDArray[np.int64]
    stage: NDArray[np.int64]
    next: NDArray[np.int64]
    entered: NDArray[np.float64]
    left: NDArray[np.float64]
    until: float

    @property
    def first(self) -> NDArray[np.bool_]:
        """Whether a visit is the first of its case."""
        return np.diff(self.case, prepend=-1) > 0

    @property
    def last(self) -> NDArray[np.bool_]:
        """Whether a visit is the last of its case."""
        return np.diff(self.case, append=len(self.cases)) > 0

    @property
    def days(self) -> NDArray[np.float64]:
        """How long each visit lasted, or has been open."""
        return np.where(np.isnan(self.left), self.until, self.left) - self.entered

    @property
    def tick(self) -> float:
        """How exactly times are known, in days: 1 if all of them are whole days."""
        times = np.concatenate([self.entered, self.left[~np.isnan(self.left)]])
        digits = np.spacing(np.abs(times).max())
        for parts in _CLOCKS:
            off = np.abs(times * parts - np.rint(times * parts))
            if (off <= (0 if parts == 1 else 1e-6 + 4 * parts * digits)).all():
                return 1 / parts
        return digits


def read_visits(
    log: pd.DataFrame,
    until: object = None,
    columns: Columns | None = None,
    outcomes: Iterable[str] | None = None,
) -> Visits:
    """Read an event log.

    Parameters
    ----------
    log : DataFrame
        One row per stage that a case came into.
    columns : Columns, optional
        What its columns are called.
    outcomes : iterable of str, optional
        The stages that end a case.
    until : day, optional
        The day the log was taken; by default the last one in it.

    Raises
    ------
    ValueError, TypeError
        If a column is missing, a time cannot be read, or rows contradict each other.
    """
    log, columns = as_visits(log, columns, outcomes)
    times: list[tuple[str, object]]
    times = [(columns.where(name), log[name]) for name in ("entered", "left")]
    if until is not None:
        times.append(("until", until))
    entered, left, *end = as_days(*times, numbers=True)
    for name, column in (
        ("case", log["case"]),
        ("stage", log["stage"]),
        ("entered", entered),
    ):
        need_filled(column, columns.where(name))
    is_open = empty(log["next"])
    left = _check_times(log, columns, entered, left, is_open)
    latest = max(entered.max(), np.max(left, initial=-np.inf, where=~is_open))
    last = float(end[0][0]) if end else latest
    if latest > last + ROUNDING:
        raise ValueError(
            "The log goes on after until: its last event is "
            f"{latest - last:g} days later."
        )
    stages, names = _names(log["stage"], log["next"][~is_open])
    number = pd.Index(names, dtype=object)
    stage = number.get_indexer(log["stage"].astype(object))
    then = number.get_indexer(log["next"].astype(object))
    then[is_open] = -1
    case, cases = numbered(log["case"], columns.where("case"), sort=True)
    rows = in_order(case, entered, left, stage, then)
    visits = Visits(
        pd.Index(cases), names, stages, rows, case[rows], stage[rows],
        then[rows], entered[rows], left[rows], max(latest, last),
    )  # fmt: skip
    _check_chain(log, visits)
    ordered = isinstance(log["stage"].dtype, pd.CategoricalDtype)
    return visits if ordered else _by_step(visits)


def _check_times(
    log: pd.DataFrame,
    columns: Columns,
    entered: NDArray,
    left: NDArray,
    is_open: NDArray,
) -> NDArray[np.float64]:
    """Return when visits ended, with the rounding of clocks taken out."""
    half = np.isnan(left) != is_open
    one = f'have "{columns.left}" or "{columns.next}"'
    _refuse(log, half, f"{one} but not both (over) or neither (open)")
    early = left < entered - ROUNDING
    _refuse(log, early, "leave before they enter")
    return np.where(left < entered, entered, left)


def _refuse(log: pd.DataFrame, wrong: NDArray[np.bool_], what: str) -> None:
    if wrong.any():
        rows, row = int(wrong.sum()), int(np.argmax(wrong))
        raise ValueError(
            f"{rows} {'rows' if rows > 1 else 'row'} of the log {what} (the first: row "
            f"{log.index[row] + 1}, case {log['case'].iloc[row]})."
        )


def _names(stage: pd.Series, ends: pd.Series) -> tuple[int, list]:
    """Return the number of stages, and the names of stages and of outcomes."""
    seen = set(stage)
    if isinstance(stage.dtype, pd.CategoricalDtype):
        stages = [name for name in stage.cat.categories if name in seen]
    else:
        stages = sorted(seen, key=str)
    return len(stages), stages + sorted(set(ends) - seen, key=str)


def _by_step(visits: Visits) -> Visits:
    """Put the stages in the order in which cases come to them, on average."""
    place = np.arange(len(visits.case))
    step = place - np.maximum.accumulate(np.where(visits.first, place, 0))
    mean = np.bincount(visits.stage, step) / np.bincount(visits.stage)
    order = np.argsort(mean, kind="stable")
    number = np.append(np.arange(len(visits.names)), -1)
    number[order] = np.arange(visits.stages)
    names = [visits.names[k] for k in order] + visits.names[visits.stages :]
    return replace(
        visits, names=names, stage=number[visits.stage], next=number[visits.next]
    )


def _check_chain(log: pd.DataFrame, visits: Visits) -> None:
    """Raise where a visit cannot come after the one before it."""
    left = np.where(np.isnan(visits.left), np.inf, visits.left)
    alike = visits.case[1:] == visits.case[:-1]
    too_soon = alike & (left[:-1] > visits.entered[1:] + ROUNDING)
    wrong = too_soon | (alike & (visits.next[:-1] != visits.stage[1:]))
    if not wrong.any():
        return
    at = int(np.argmax(wrong))
    cases = len(np.unique(visits.case[1:][wrong]))
    raise ValueError(
        f"Case {visits.cases[visits.case[at]]} contradicts itself: "
        + _contradiction(log, visits, at, too_soon[at])
        + (f" {cases} cases contradict themselves, this is the first." * (cases > 1))
    )


def _contradiction(log: pd.DataFrame, visits: Visits, at: int, too_soon: bool) -> str:
    """Say why a visit cannot be followed by the next one."""
    one, two = visits.rows[at : at + 2]
    first, second = (log.index[row] + 1 for row in (one, two))
    parts = (visits.stage, visits.next, visits.entered, visits.left)
    if too_soon and all(
        np.array_equal(part[at], part[at + 1], equal_nan=True) for part in parts
    ):
        return (
            f"rows {min(first, second)} and {max(first, second)} are one visit, there twice."
            ' To leave such rows out: log[~(log.duplicated() & (log["left"] != log["entered"]))].'
        )
    stage = log["stage"].iloc[two]
    if too_soon and visits.next[at] < 0:
        return (
            f'row {first} is still open, and row {second} is a visit to "{stage}" '
            "from the same time on or later."
        )
    if too_soon:
        return (
            f"row {first} lasts until {log['left'].iloc[one]}, and row {second}, a "
            f'visit to "{stage}", begins before, on {log["entered"].iloc[two]}.'
        )
    return (
        f'row {first} leads to "{log["next"].iloc[one]}", and the next row of the '
        f'case, row {second}, is a visit to "{stage}". (A deal that ended and came '
        "back needs another name for its second run.)"
    )
