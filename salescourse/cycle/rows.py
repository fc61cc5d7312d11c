"""An event log as it was exported, as one row per visit: what is missing is worked out.

A log says at least which case came into which stage, and when. When a visit ended and
where it led then follow from the case's next row. A row of an *outcome* ends its case and
is no visit. Where nobody says which stages are outcomes, those are in which every case
stops; that is told, since it is a guess.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import as_days, empty, need_columns, need_filled, numbered
from salescourse.cycle.columns import Columns, found
from salescourse.cycle.ends import (
    check_days,
    check_halves,
    check_last,
    check_nexts,
    outcome_rows,
)
from salescourse.cycle.trail import in_order

_BY_NAME = (
    ' Or say what they are called: fit_cycle(log, case="...", stage="...", '
    'entered="...").'
)


def as_visits(
    log: pd.DataFrame, columns: Columns | None, outcomes: Iterable[str] | None
) -> tuple[pd.DataFrame, Columns]:
    """Return a log with the columns case, stage, entered, left and next.

    Its index tells in which row of the log each visit is, from 0.

    Parameters
    ----------
    log : DataFrame
        As it was exported.
    columns : Columns, optional
        What its columns are called, where the user can say it. Where `left` or `next` has no name, a column of
        that name is used if there is one.
    outcomes : iterable of str, optional
        The stages that end a case.

    Raises
    ------
    ValueError, TypeError
        If columns are missing, all of which are named at once, or a case contradicts
        itself.
    """
    otherwise = "" if columns is None else _BY_NAME
    columns = found(log, columns or Columns())
    named = {name: getattr(columns, name) for name in ("case", "stage", "entered")}
    given = {name: getattr(columns, name) for name in ("left", "next")}
    given = {name: own for name, own in given.items() if own is not None}
    wanted = [*named.values(), *given.values()]
    need_columns(log, wanted, "The log", otherwise=otherwise)
    table = log[wanted].set_axis([*named, *given], axis=1)
    table.index = pd.RangeIndex(len(table))
    if given.keys() == {"left", "next"} and outcomes is None:
        return table, columns
    for name in named:
        need_filled(table[name], columns.where(name))
    return _completed(table, columns, outcomes), columns


def _completed(
    table: pd.DataFrame, columns: Columns, outcomes: Iterable[str] | None
) -> pd.DataFrame:
    """Work out when visits ended and where they led, each case by itself."""
    times = [
        (columns.where(name), table[name])
        for name in ("entered", "left")
        if name in table
    ]
    entered, *left = as_days(*times, numbers=True)
    case, names = numbered(table["case"], columns.where("case"), sort=True)
    stage = table["stage"].astype(object)
    over = outcome_rows(table, columns, outcomes, entered)
    end = np.where(over, np.nan, left[0] if left else entered)
    order = _in_time(table, columns, case, entered, end, over)
    alike = np.append(case[order][1:] == case[order][:-1], False)
    check_last(table, names, case, order, over, alike)
    after = np.append(order[1:], order[:1])
    if "next" not in table:
        then = pd.Series(None, index=table.index, dtype=object)
        then.iloc[order[alike]] = stage.iloc[after[alike]].to_numpy()
        table = table.assign(next=then)
    if "left" not in table:
        came = pd.Series(table["entered"].iloc[after].to_numpy(), index=order)
        table = table.assign(left=came.where(pd.Series(alike, index=order)))
    else:
        check_days(table, order[alike], after[alike], over, entered, left[0])
    check_nexts(table, order[alike], after[alike], over)
    check_halves(table, columns, over)
    return table[~over][["case", "stage", "entered", "left", "next"]]


def _in_time(
    table: pd.DataFrame,
    columns: Columns,
    case: NDArray[np.int64],
    entered: NDArray[np.float64],
    end: NDArray[np.float64],
    over: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return the rows case by case in time; an outcome is the last of its moment."""
    if "next" in table:
        return _along_the_chain(table, case, entered, over)
    stage = table["stage"]
    ordered = isinstance(stage.dtype, pd.CategoricalDtype) and stage.cat.ordered
    place = stage.cat.codes.to_numpy() if ordered else np.zeros(len(table))
    end = np.where(np.isnan(end), np.inf, end)
    order = np.lexsort((place, over, end, entered, case))
    one, two = order[:-1], order[1:]
    tied = np.ones(len(one), dtype=bool)
    for key in (case, entered, end, over, place):
        tied &= key[one] == key[two]
    if tied.any():
        at = int(np.argmax(tied))
        raise ValueError(_at_one_time(table, columns, *sorted(order[at : at + 2])))
    return order


def _along_the_chain(
    table: pd.DataFrame,
    case: NDArray[np.int64],
    entered: NDArray[np.float64],
    over: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Return the rows in time, those of one moment each where the one before it led."""
    stage, then = table["stage"].astype(object), table["next"].astype(object)
    nowhere = over | empty(then)
    number = pd.Index(list(dict.fromkeys([*stage, *then[~nowhere]])), dtype=object)
    leads = np.where(nowhere, -1, number.get_indexer(then))
    stays = np.where(nowhere, np.nan, entered)
    return in_order(case, entered, stays, number.get_indexer(stage), leads)


def _at_one_time(table: pd.DataFrame, columns: Columns, one: int, two: int) -> str:
    """Say that nothing tells which of two rows came first."""
    case, names = table["case"].iloc[one], table["stage"].iloc[[one, two]].tolist()
    day = table["entered"].iloc[one]
    if names[0] == names[1]:
        three = [columns.case, columns.stage, columns.entered]
        return (
            f'Case {case} came into "{names[0]}" twice at one time, {day}, in rows '
            f"{one + 1} and {two + 1}. If they are one visit, leave such rows out: "
            f"log.drop_duplicates({three})."
        )
    return (
        f'Case {case} came into "{names[0]}" (row {one + 1}) and "{names[1]}" (row '
        f"{two + 1}) at one time, {day}, and nothing says "
        "which came first. Give times of the day, a column next=..., or stages with "
        "an order: pandas.Categorical(stages, names, ordered=True)."
    )
