"""Checks at the door of this chapter's models; common ones come from their homes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_count, as_rate
from salescourse.cycle.checks import whole_number
from salescourse.words import _

__all__ = [
    "as_count",
    "as_counts",
    "as_inner_rate",
    "as_level",
    "as_rate",
    "at_least_one",
    "whole_number",
]


def as_inner_rate(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return rates strictly between 0 and 1."""
    rates = as_rate(name, value)
    if ((rates == 0) | (rates == 1)).any():
        raise ValueError(
            _(
                "{name} must be more than 0 and less than 1, got {value:g}. A rate of 0 "
                "or 1 leaves nothing to chance, and nothing to test."
            ).format(name=name, value=rates[(rates == 0) | (rates == 1)].flat[0])
        )
    return rates


def as_level(name: str, value: float) -> float:
    """Return one rate strictly between 0 and 1, such as a level of 0.05."""
    rates = as_inner_rate(name, value)
    if rates.ndim:
        raise ValueError(
            _("{name} must be one number, such as 0.05, got {value!r}.").format(
                name=name, value=value
            )
        )
    return float(rates)


def at_least_one(name: str, value: int) -> int:
    """Return a whole number from 1 up."""
    number = whole_number(value, name)
    if number == 0:
        raise ValueError(
            _("{name} must be a whole number from 1 up, got 0.").format(name=name)
        )
    return number


def as_counts(name: str, values: ArrayLike) -> NDArray[np.int64]:
    """Return whole numbers from 0 up, one per version."""
    counts = np.asarray(values)
    whole = counts.dtype.kind in "iuf" and (counts == np.floor(counts)).all()
    if not whole or counts.ndim != 1 or not (counts >= 0).all():
        raise ValueError(
            _(
                "{name} must be a whole number from 0 up for each version, such as "
                "[120, 95], got {value!r}."
            ).format(name=name, value=values)
        )
    return counts.astype(np.int64)
