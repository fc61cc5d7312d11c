"""Numbers: of which kind, how large, and how many."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Number: TypeAlias = float | np.integer[Any] | np.floating[Any]
# Several numbers, unlike ArrayLike, which may be one.
Numbers: TypeAlias = (
    Sequence[float] | Sequence[Sequence[float]] | NDArray[Any] | pd.Series | pd.Index
)


def as_numbers(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return numbers as an array of floats."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be a number or numbers, got {value!r}.")
    return array.astype(float)


def as_number(name: str, value: object) -> float:
    """Return one finite number."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.size != 1:
        raise TypeError(f"{name} must be a number, got {value!r}.")
    number = float(array.item())
    if not np.isfinite(number):
        raise ValueError(f"{name} must be a finite number, got {number:g}.")
    return number


def as_row(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return one or more numbers in a row, none of them missing."""
    try:
        array = np.atleast_1d(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        raise TypeError(f"{name} must hold numbers only, got {values!r}.") from None
    if array.ndim != 1 or not array.size or np.isnan(array).any():
        raise ValueError(f"{name} must be one or more numbers, none of them missing.")
    return array


def as_positive(name: str, value: ArrayLike) -> float:
    """Return one finite number above zero."""
    number = as_numbers(name, value)
    if number.ndim or not (np.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be one number above 0, got {value!r}.")
    return float(number)


def as_amount(name: str, value: ArrayLike) -> float:
    """Return one finite number from zero up."""
    number = as_numbers(name, value)
    if number.ndim or not (np.isfinite(number) and number >= 0):
        raise ValueError(f"{name} must be one number, 0 or more, got {value!r}.")
    return float(number)


def from_zero(name: str, value: ArrayLike, *, unit: str = "") -> NDArray[np.float64]:
    """Return finite numbers from zero up; the message says of what `unit`."""
    numbers = as_numbers(name, value)
    wanted = f"0 {unit} or more" if unit else "0 or more"
    return unless(name, numbers, np.isfinite(numbers) & (numbers >= 0), wanted)


def above_zero(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return finite numbers above zero."""
    numbers = as_numbers(name, value)
    return unless(name, numbers, np.isfinite(numbers) & (numbers > 0), "more than 0")


def unless(name: str, numbers: NDArray, fine: NDArray, wanted: str) -> NDArray:
    """Return the numbers, or say which is the first that is not as `wanted`."""
    if np.all(fine):
        return numbers
    wrong = np.asarray(numbers)[~np.asarray(fine)].flat[0]
    raise ValueError(f"{name} must be {wanted}, got {wrong:g}.")


def as_count(
    name: str, value: ArrayLike, *, least: int = 1, what: str = "a whole number"
) -> NDArray[np.int64]:
    """Return whole numbers from `least` up."""
    numbers = as_numbers(name, value)
    whole = np.isfinite(numbers) & (numbers == np.floor(numbers))
    fine = whole & (numbers >= least) & (numbers <= MOST)
    return unless(name, numbers, fine, f"{what} from {least} up").astype(np.int64)


def one_count(name: str, value: int) -> int:
    """Return one whole number from 1 up."""
    number = as_count(name, value)
    if number.ndim:
        raise ValueError(f"{name} must be one number, got {value!r}.")
    return int(number)


# Beyond this a float does not hold every whole number, nor an int64 all of them.
MOST = 2**53


def whole_number(name: str, value: object) -> int:
    """Return `value` as a count of at least zero."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, got {value!r}.")
    if value < 0:
        raise ValueError(f"{name} must be 0 or more, got {value}.")
    if value > MOST:
        raise ValueError(f"{name} must be at most {MOST:,}, got {value:,}.")
    return int(value)


def as_rate(name: str, value: ArrayLike, *, below: bool = False) -> NDArray[np.float64]:
    """Return numbers from 0 to 1, or `below` 1.

    Examples
    --------
    >>> as_rate("agree", 30)
    Traceback (most recent call last):
    ValueError: agree must be between 0 and 1, got 30. Did you mean 0.3?
    """
    numbers = as_numbers(name, value)
    wrong = numbers[~((numbers >= 0) & (numbers < 1 if below else numbers <= 1))]
    if not wrong.size:
        return numbers
    first = wrong.flat[0]
    wanted = "at least 0 and below 1" if below else "between 0 and 1"
    hint = f" Did you mean {first / 100:g}?" if 1 < first <= 100 else ""
    raise ValueError(f"{name} must be {wanted}, got {first:g}.{hint}")


def one_rate(name: str, value: ArrayLike) -> float:
    """Return one number from 0 to 1."""
    rate = as_rate(name, value)
    if rate.ndim:
        raise ValueError(f"{name} must be one number, got {value!r}.")
    return float(rate)


def inner_rates(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return rates strictly between 0 and 1."""
    rates = as_rate(name, value)
    inside = (rates > 0) & (rates < 1)
    return unless(name, rates, inside, "more than 0 and less than 1")


def inner_rate(name: str, value: ArrayLike) -> float:
    """Return one rate strictly between 0 and 1."""
    rates = inner_rates(name, value)
    if rates.ndim:
        raise ValueError(f"{name} must be one number, such as 0.05, got {value!r}.")
    return float(rates)


def as_confidence(confidence: float) -> float:
    """Return a confidence strictly between 0 and 1."""
    return inner_rate("confidence", confidence)


def as_chances(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return one or more chances from 0 to 1, none of them missing."""
    array = np.atleast_1d(np.asarray(values))
    if array.dtype.kind == "f" and (missing := int(np.isnan(array).sum())):
        gaps = "1 missing value" if missing == 1 else f"{missing} missing values"
        raise ValueError(f"{name} has {gaps}. Leave them out first, with dropna().")
    if array.ndim != 1 or not array.size:
        raise ValueError(
            f"{name} must be one or more chances in a row, got {values!r}."
        )
    return as_rate(name, array)


def as_yes_no(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """Return what happened (True, 1) and what did not (False, 0)."""
    array = np.atleast_1d(np.asarray(values))
    known = array.dtype.kind in "biuf" and np.isin(array, (0, 1)).all()
    if not known or array.ndim != 1:
        raise ValueError(
            f"{name} must be True or False for each forecast, got {values!r}. Write "
            'for example: outcome == "won".'
        )
    return array.astype(bool)


def finite(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return finite numbers, of either sign."""
    numbers = as_numbers(name, value)
    return unless(name, numbers, np.isfinite(numbers), "finite")


def fitting(**arrays: NDArray) -> None:
    """Raise unless NumPy can combine these arrays element by element."""
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError:
        sizes = ", ".join(f"{array.size} of {name}" for name, array in arrays.items())
        raise ValueError(
            f"These do not belong together one by one: {sizes}. Give equally many, or "
            "one for all."
        ) from None


def need_width(error: float, size: float) -> None:
    """Raise if what was counted shows no error beside its `size`, or none that counts."""
    if not np.isfinite(error):
        raise ValueError(
            "These numbers are too large to compute with. Give them in a larger unit."
        )
    if error <= 1e-14 * abs(size):
        raise ValueError(
            "These numbers show nothing of chance, so nothing says how far off their "
            "mean may be. It takes numbers that differ."
        )


def same_length(first: ArrayLike, second: ArrayLike, names: tuple[str, str]) -> None:
    """Raise unless there are as many of the one as of the other."""
    sizes = np.size(first), np.size(second)
    if sizes[0] != sizes[1]:
        raise ValueError(
            f"{names[0]} and {names[1]} must be equally long, got {sizes[0]} and "
            f"{sizes[1]}."
        )


def like(result: Floats, *inputs: ArrayLike) -> float | Floats:
    """Return a plain number when nothing that went in was an array."""
    return result if any(np.ndim(x) for x in inputs) else result.item()
