"""Checks at the door: numbers that make no sense are refused, with the reason."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.words import _


def as_count(name: str, value: ArrayLike) -> NDArray[np.int64]:
    """Return whole numbers from 1 up."""
    numbers = _numbers(name, value)
    whole = np.isfinite(numbers) & (numbers == np.floor(numbers))
    wrong = numbers[~(whole & (numbers >= 1))]
    if wrong.size:
        raise ValueError(
            _("{name} must be a whole number from 1 up, got {value:g}.").format(
                name=name, value=wrong[0]
            )
        )
    return numbers.astype(np.int64)


def as_rate(name: str, value: ArrayLike, *, below: bool = False) -> NDArray[np.float64]:
    """Return numbers from 0 to 1, or `below` 1."""
    numbers = _numbers(name, value)
    wrong = numbers[~((numbers >= 0) & (numbers < 1 if below else numbers <= 1))]
    if not wrong.size:
        return numbers
    text = (
        _("{name} must be at least 0 and below 1, got {value:g}.")
        if below
        else _("{name} must be between 0 and 1, got {value:g}.")
    ).format(name=name, value=wrong[0])
    if 1 < wrong[0] < 100:
        text += " " + _("Did you mean {value:g}?").format(value=wrong[0] / 100)
    raise ValueError(text)


def as_days(review_days: Sequence[float]) -> NDArray[np.float64]:
    """Return one positive number of days per person."""
    days = _numbers("review_days", review_days)
    if days.ndim != 1 or not days.size:
        raise ValueError(
            _(
                "review_days must be one number per person, such as [5, 5, 10], "
                "got {value!r}."
            ).format(value=review_days)
        )
    wrong = days[~((days > 0) & np.isfinite(days))]
    if wrong.size:
        raise ValueError(
            _("review_days must be more than 0 days, got {value:g}.").format(
                value=wrong[0]
            )
        )
    return days


def as_spread(review_cv: float) -> float:
    """Return a coefficient of variation from 0 to 10."""
    cv = float(_numbers("review_cv", review_cv))
    if not 0 <= cv <= 10:
        raise ValueError(
            _(
                "review_cv must be between 0 and 10 (standard deviation divided by "
                "mean), got {value:g}."
            ).format(value=cv)
        )
    return cv


def _numbers(name: str, value: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        raise TypeError(
            _("{name} must be a number or numbers, got {value!r}.").format(
                name=name, value=value
            )
        )
    return array.astype(float)
