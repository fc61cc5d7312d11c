"""Checks at the door: numbers and tables that make no sense are refused."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.checks import number_column
from salescourse.words import _


def as_years(name: str, value: ArrayLike, *, least: int) -> NDArray[np.int64]:
    """Return whole years from `least` up."""
    years = as_numbers(name, value)
    whole = np.isfinite(years) & (years == np.floor(years))
    wrong = years[~(whole & (years >= least))]
    if wrong.size:
        raise ValueError(
            _("{name} must be whole years from {least} up, got {value:g}.").format(
                name=name, least=least, value=wrong.flat[0]
            )
        )
    return years.astype(np.int64)


def as_discount(value: ArrayLike) -> NDArray[np.float64]:
    """Return yearly discounts: 0, or from a millionth up."""
    discounts = as_numbers("discount", value)
    fine = (discounts == 0) | ((discounts >= 1e-6) & np.isfinite(discounts))
    wrong = discounts[~fine]
    if not wrong.size:
        return discounts
    raise ValueError(
        _(
            "discount must be a yearly rate such as 0.1, or 0 for none, got {value:g}."
        ).format(value=wrong.flat[0])
    )


def as_positive(name: str, value: float) -> float:
    """Return one number above zero."""
    number = as_numbers(name, value)
    if number.ndim or not (np.isfinite(number) and number > 0):
        raise ValueError(
            _("{name} must be one number above 0, got {value!r}.").format(
                name=name, value=value
            )
        )
    return float(number)


def as_amount(name: str, value: float) -> float:
    """Return one number from zero up."""
    number = as_numbers(name, value)
    if number.ndim or not (np.isfinite(number) and number >= 0):
        raise ValueError(
            _("{name} must be one number, 0 or more, got {value!r}.").format(
                name=name, value=value
            )
        )
    return float(number)


def as_numbers(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return numbers as an array of floats."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        raise TypeError(
            _("{name} must be a number or numbers, got {value!r}.").format(
                name=name, value=value
            )
        )
    return array.astype(float)


def as_counts(frame: pd.DataFrame, column: str, *, what: str) -> NDArray[np.int64]:
    """Return a column of whole numbers from 0 up."""
    numbers = number_column(frame[column], f'{what}["{column}"]')
    fine = np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers))
    if not fine.all():
        row = int(np.argmin(fine))
        raise ValueError(
            _(
                'Column "{column}" of {what} must hold whole numbers from 0 up, got '
                "{value} in row {row}."
            ).format(
                column=column, what=what, value=frame[column].iloc[row], row=row + 1
            )
        )
    return numbers.astype(np.int64)


def as_rate_and_k(churn: ArrayLike, spread: ArrayLike) -> tuple[NDArray, NDArray]:
    """Return churn, and spread as `k = spread / (1 - spread)`."""
    rate, differ = as_rate("churn", churn), as_rate("spread", spread, below=True)
    return rate, differ / (1 - differ)


def like(result: NDArray, *inputs: ArrayLike) -> float | NDArray:
    """Return a plain number when nothing that went in was an array."""
    return result if any(np.ndim(x) for x in inputs) else result.item()
