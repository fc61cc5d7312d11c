"""The rows of an event log that end a case, and whether the rows before them agree."""

import warnings
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import did_you_mean, empty, listed
from salescourse.cycle.columns import Columns

# A clock may be off by its last digits: a tenth of a millisecond, in days.
ROUNDING = 1e-9


def outcome_rows(
    table: pd.DataFrame,
    columns: Columns,
    outcomes: Iterable[str] | None,
    entered: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Mark the rows that end a case."""
    stages = table["stage"].astype(object)
    if outcomes is not None:
        return stages.isin(_named(table, columns, outcomes)).to_numpy()
    if "next" in table:
        return np.zeros(len(table), dtype=bool)
    latest = pd.Series(entered).groupby(table["case"].to_numpy()).transform("max")
    stops = entered == latest.to_numpy()
    if "left" in table:  # what is left again is no end
        stops &= empty(table["left"])
    ends = sorted({*stages[stops]} - {*stages[~stops]}, key=str)
    if not ends and "left" in table:
        return np.zeros(len(table), dtype=bool)
    if not ends:
        raise ValueError(
            "The log does not say how deals ended: there is no stage in which every case "
            'stops. Name the stages that end a case: outcomes=["won", "lost"].'
        )
    if len(ends) == stages.nunique():
        raise ValueError(
            f"No case goes on from {listed(ends)}, and there is no other stage, so where "
            "visits led is not known. Name the column that says it, next=..., or give "
            'each end a row of its own and name these: outcomes=["won", "lost"].'
        )
    warnings.warn(
        f"Every case that comes to {listed(ends)} stops there, so these are taken as "
        "outcomes. If some of them are stages, name the outcomes: outcomes=[...].",
        stacklevel=6,
    )
    return stages.isin(ends).to_numpy()


def _named(table: pd.DataFrame, columns: Columns, outcomes: Iterable[str]) -> list[str]:
    """Return the outcomes that were named, if the log knows them and no others."""
    ends = [outcomes] if isinstance(outcomes, str) else list(outcomes)
    stages = list(dict.fromkeys(table["stage"]))
    led = table["next"][~empty(table["next"])] if "next" in table else ()
    known = list(dict.fromkeys([*stages, *led]))
    for name in ends:
        if name not in known:
            raise ValueError(
                f'{columns.where("stage")} has no "{name}", which is one of the '
                f"outcomes. It has: {listed(known)}.{did_you_mean(name, known)}"
            )
    if others := [name for name in known if name not in {*stages, *ends}]:
        raise ValueError(
            f"{columns.where('next')} leads to {listed(others)}, where no row is and "
            "which is none of the outcomes. If cases end there, add it to outcomes."
        )
    return ends


def check_last(
    table: pd.DataFrame,
    names: pd.Index,
    case: NDArray[np.int64],
    order: NDArray[np.int64],
    over: NDArray[np.bool_],
    alike: NDArray[np.bool_],
) -> None:
    """Raise where a case goes on after an outcome, or has nothing before it."""
    goes_on = over[order] & alike
    if goes_on.any():
        at = int(np.argmax(goes_on))
        row, then = order[at], order[at + 1]
        raise ValueError(
            f'Case {names[case[row]]} ended "{table["stage"].iloc[row]}" (row {row + 1}) '
            f'and then came into "{table["stage"].iloc[then]}" (row {then + 1}). A deal '
            "that came back needs another name for its second run."
        )
    begun = np.bincount(case[~over], minlength=len(names)) > 0
    if lone := int((~begun).sum()):
        warnings.warn(
            f"{lone} of {len(names)} cases have an outcome and no stage before it (the "
            f"first: {names[int(np.argmin(begun))]}). They are left out.",
            stacklevel=6,
        )


def check_nexts(
    table: pd.DataFrame,
    rows: NDArray[np.int64],
    after: NDArray[np.int64],
    over: NDArray[np.bool_],
) -> None:
    """Raise where a visit led elsewhere than to the outcome in its case's next row."""
    then, stage = table["next"].astype(object), table["stage"].astype(object)
    wrong = over[after] & (then.iloc[rows].to_numpy() != stage.iloc[after].to_numpy())
    if wrong.any():
        row, end = _first(wrong, rows, after)
        led = "is still open" if empty(then)[row] else f'leads to "{then.iloc[row]}"'
        raise ValueError(
            f"Case {table['case'].iloc[row]} contradicts itself: row {row + 1} {led}, "
            f"and the next row of the case, row {end + 1}, is its end, "
            f'"{stage.iloc[end]}".'
        )


def check_days(
    table: pd.DataFrame,
    rows: NDArray[np.int64],
    after: NDArray[np.int64],
    over: NDArray[np.bool_],
    entered: NDArray[np.float64],
    left: NDArray[np.float64],
) -> None:
    """Raise where a visit goes on after the outcome of its case."""
    late = over[after] & (left[rows] > entered[after] + ROUNDING)
    if late.any():
        row, end = _first(late, rows, after)
        raise ValueError(
            f"Case {table['case'].iloc[row]} contradicts itself: row {row + 1} lasts "
            f"until {table['left'].iloc[row]}, and the case ended "
            f'"{table["stage"].iloc[end]}" before, on {table["entered"].iloc[end]} (row '
            f"{end + 1})."
        )


def _first(
    wrong: NDArray[np.bool_], rows: NDArray[np.int64], after: NDArray[np.int64]
) -> tuple[int, int]:
    at = int(np.argmax(wrong))
    return int(rows[at]), int(after[at])


def check_halves(
    table: pd.DataFrame, columns: Columns, over: NDArray[np.bool_]
) -> None:
    """Raise where only one of when a visit ended and where it led can be known."""
    half = (empty(table["left"]) != empty(table["next"])) & ~over
    if not half.any() or (columns.left and columns.next):  # then `visits` tells it
        return
    row = int(np.argmax(half))
    name = table["case"].iloc[row]
    if columns.next is None:
        raise ValueError(
            f"Case {name} left its last stage (row {row + 1}), and nothing says where to. "
            "Name the column that does, next=..., or give each end a row of its own and "
            'name these: outcomes=["won", "lost"].'
        )
    raise ValueError(
        f'Case {name} went on to "{table["next"].iloc[row]}" (row {row + 1}), and nothing '
        "says when. Name the column that does: left=..."
    )
