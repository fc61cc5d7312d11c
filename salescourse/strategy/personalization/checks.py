"""Checks at the door of this chapter's models; common ones come from their homes."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.b2b.outcomes.checks import (
    as_chances,
    as_positive,
    as_yes_no,
)
from salescourse.checks import need_columns
from salescourse.cycle.checks import did_you_mean, listed, position, whole_number
from salescourse.words import _

__all__ = [
    "as_chances",
    "as_not_negative",
    "as_positive",
    "as_rate",
    "as_yes_no",
    "at_least_one",
    "did_you_mean",
    "listed",
    "need_counts",
    "need_level",
    "position",
    "same_length",
    "whole_number",
]


def as_not_negative(name: str, value: float) -> float:
    """Return a finite number of at least zero."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise TypeError(
            _("{name} must be a number, got {value!r}.").format(name=name, value=value)
        )
    if not (np.isfinite(value) and value >= 0):
        raise ValueError(
            _("{name} must be 0 or more, got {value:g}.").format(name=name, value=value)
        )
    return float(value)


def at_least_one(value: object, name: str) -> int:
    """Return a whole number from 1 up."""
    if (number := whole_number(value, name)) < 1:
        raise ValueError(_("{name} must be 1 or more, got 0.").format(name=name))
    return number


def need_counts(frame: pd.DataFrame, hits: str, total: str, what: str) -> None:
    """Raise unless each row has 0 <= hits <= total."""
    need_columns(frame, (hits, total), what)
    for name in (hits, total):
        missing, negative = frame[name].isna(), frame[name] < 0
        if missing.any() or negative.any():
            at = (missing | negative).idxmax()
            raise ValueError(
                _(
                    'Column "{name}" of {what} must hold counts of 0 or more, got '
                    "{value} in row {row}."
                ).format(name=name, what=what, value=frame.loc[at, name], row=at)
            )
    if (over := frame[hits] > frame[total]).any():
        at = over.idxmax()
        raise ValueError(
            _("{what} has more {hits} ({n}) than {total} ({of}) in row {row}.").format(
                what=what,
                hits=hits,
                total=total,
                n=frame.loc[at, hits],
                of=frame.loc[at, total],
                row=at,
            )
        )


def need_level(column: pd.Series, level: object, what: str) -> None:
    """Raise unless somebody in the column has this level."""
    levels = tuple(str(each) for each in pd.unique(column))
    position(str(level), levels, what)


def same_length(first: ArrayLike, second: ArrayLike, names: tuple[str, str]) -> None:
    """Raise unless there is one of each for every customer."""
    sizes = np.size(first), np.size(second)
    if sizes[0] != sizes[1]:
        raise ValueError(
            _("There are {n} of {first} and {m} of {second}.").format(
                n=sizes[0], m=sizes[1], first=names[0], second=names[1]
            )
        )


def as_numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return a row of numbers, none of them missing."""
    try:
        array = np.atleast_1d(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        raise TypeError(
            _("{name} must hold numbers only, got {value!r}.").format(
                name=name, value=values
            )
        ) from None
    if array.ndim != 1 or not array.size or np.isnan(array).any():
        raise ValueError(
            _("{name} must be one or more numbers, none of them missing.").format(
                name=name
            )
        )
    return array
