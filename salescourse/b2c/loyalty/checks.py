"""Checks at the door: histories and tables of customers that cannot be are refused."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.relationships.checks import as_numbers
from salescourse.checks import need_columns, need_filled, number_column
from salescourse.words import _

HISTORY = ("repeats", "last_weeks", "age_weeks")
# Weeks are often rounded to hundredths.
_ROUNDING = 0.01


def as_weeks(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return finite numbers of weeks from 0 up."""
    weeks = as_numbers(name, value)
    return _unless(name, weeks, np.isfinite(weeks) & (weeks >= 0), _("0 weeks or more"))


def as_repeats(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return whole numbers from 0 up, as floats."""
    numbers = as_numbers(name, value)
    fine = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))
    return _unless(name, numbers, fine, _("a whole number from 0 up"))


def as_histories(
    repeats: ArrayLike, last_weeks: ArrayLike, age_weeks: ArrayLike
) -> tuple[NDArray, NDArray, NDArray]:
    """Return repeats, age at the last purchase and age today, of one shape."""
    x, last, age = np.broadcast_arrays(
        as_repeats("repeats", repeats),
        as_weeks("last_weeks", last_weeks),
        as_weeks("age_weeks", age_weeks),
    )
    late, early = last > age + _ROUNDING, (x == 0) & (last > 0)
    if late.any():
        at = int(np.argmax(late))
        raise ValueError(
            _(
                "last_weeks must not be larger than age_weeks, got {last:g} and "
                "{age:g}. It is the age at the last purchase: weeks since the *first* "
                "one. Did you count back from today?"
            ).format(last=last.flat[at], age=age.flat[at])
        )
    if early.any():
        raise ValueError(
            _(
                "Without a repeat purchase last_weeks is 0, got {last:g}. (repeats "
                "does not count the first purchase.)"
            ).format(last=last.flat[int(np.argmax(early))])
        )
    never = (x > 0) & (age == 0)
    if never.any():
        raise ValueError(
            _("A customer of age 0 has no repeat purchases yet, got {x:g}.").format(
                x=x.flat[int(np.argmax(never))]
            )
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


def as_spend(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return amounts above zero."""
    amounts = as_numbers(name, value)
    return _unless(
        name, amounts, np.isfinite(amounts) & (amounts > 0), _("more than 0")
    )


def _unless(name: str, numbers: NDArray, fine: NDArray, wanted: str) -> NDArray:
    if fine.all():
        return numbers
    raise ValueError(
        _("{name} must be {wanted}, got {value:g}.").format(
            name=name, wanted=wanted, value=numbers.flat[int(np.argmin(fine))]
        )
    )
