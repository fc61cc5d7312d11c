"""Histories of customers: how often, how recently, for how long; checked."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.checks import (
    as_numbers,
    from_zero,
    need_columns,
    need_filled,
    number_column,
    unless,
)

HISTORY = ("repeats", "last_weeks", "age_weeks")
# Weeks are often rounded to hundredths.
_ROUNDING = 0.01


def as_repeats(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return whole numbers from 0 up, as floats."""
    numbers = as_numbers(name, value)
    fine = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))
    return unless(name, numbers, fine, "a whole number from 0 up")


def as_histories(
    repeats: ArrayLike, last_weeks: ArrayLike, age_weeks: ArrayLike
) -> tuple[NDArray, NDArray, NDArray]:
    """Return repeats, age at the last purchase and age today, of one shape."""
    x, last, age = np.broadcast_arrays(
        as_repeats("repeats", repeats),
        from_zero("last_weeks", last_weeks, unit="weeks"),
        from_zero("age_weeks", age_weeks, unit="weeks"),
    )
    late, early = last > age + _ROUNDING, (x == 0) & (last > 0)
    if late.any():
        at = int(np.argmax(late))
        raise ValueError(
            "last_weeks must not be larger than age_weeks, got "
            f"{last.flat[at]:g} and {age.flat[at]:g}. It is the age at the "
            "last purchase: weeks since the *first* one. Did you count back "
            "from today?"
        )
    if early.any():
        raise ValueError(
            "Without a repeat purchase last_weeks is 0, got "
            f"{last.flat[int(np.argmax(early))]:g}. (repeats does not count "
            "the first purchase.)"
        )
    never = (x > 0) & (age == 0)
    if never.any():
        raise ValueError(
            "A customer of age 0 has no repeat purchases yet, got "
            f"{x.flat[int(np.argmax(never))]:g}."
        )
    return x, np.minimum(last, age), age


def histories_of(customers: pd.DataFrame) -> tuple[NDArray, NDArray, NDArray]:
    """Return the three columns that make a history, checked."""
    need_columns(customers, HISTORY, "customers")
    return as_histories(*(as_column(customers, name) for name in HISTORY))


def as_column(customers: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return a column as numbers, none of them missing."""
    numbers = number_column(customers[name], f'customers["{name}"]')
    need_filled(numbers, f'customers["{name}"]')
    return numbers
