"""Checks at the door of this chapter's models; common ones come from their homes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.b2b.relationships.checks import (
    as_amount,
    as_numbers,
    as_positive,
    like,
)
from salescourse.checks import number_column, one_column
from salescourse.words import _

__all__ = [
    "as_amount",
    "as_bought_days",
    "as_moments",
    "as_money",
    "as_numbers",
    "as_positive",
    "as_rate",
    "as_share",
    "as_watched_days",
    "like",
]


def as_moments(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return days from 0 up; infinity is allowed."""
    days = as_numbers(name, value)
    wrong = days[~(days >= 0)]
    if wrong.size:
        raise ValueError(
            _("{name} must be 0 days or more, got {value:g}.").format(
                name=name, value=wrong.flat[0]
            )
        )
    return days


def as_money(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return amounts above zero."""
    amounts = as_numbers(name, value)
    wrong = amounts[~((amounts > 0) & np.isfinite(amounts))]
    if wrong.size:
        raise ValueError(
            _("{name} must be more than 0, got {value:g}.").format(
                name=name, value=wrong.flat[0]
            )
        )
    return amounts


def as_share(name: str, value: float) -> float:
    """Return a share above 0, up to 1."""
    share = as_rate(name, value)
    if share.ndim or share == 0:
        raise ValueError(
            _("{name} must be one number above 0 and up to 1, got {value!r}.").format(
                name=name, value=value
            )
        )
    return float(share)


def as_watched_days(value: float) -> int:
    """Return a whole number of days from 2 up."""
    days = as_numbers("watched_days", value)
    if days.ndim or not (np.isfinite(days) and days == np.floor(days) and days >= 2):
        raise ValueError(
            _("watched_days must be a whole number from 2 up, got {value!r}.").format(
                value=value
            )
        )
    return int(days)


def as_bought_days(value: ArrayLike, watched_days: int) -> NDArray[np.float64]:
    """Return the day of each purchase, NaN where there was none."""
    column = one_column(value, "bought_day")
    if column.dtype.kind == "M":
        raise TypeError(
            "bought_day must hold the number of a day, or nothing where nobody bought. "
            "For dates, subtract the day before the first one and take .dt.days."
        )
    days = number_column(column, "bought_day")
    if not days.size:
        raise ValueError(_("bought_day holds no households."))
    seen = days[~np.isnan(days)]
    wrong = seen[~((seen >= 1) & (seen == np.floor(seen)))]
    if wrong.size:
        raise ValueError(
            _(
                "bought_day must hold whole days from 1 up (day 1 is the first), got "
                "{value:g}."
            ).format(value=wrong[0])
        )
    if (late := seen[seen > watched_days]).size:
        raise ValueError(
            _(
                "Somebody bought on day {day:g}, but watched_days is {watched}. Watch "
                "longer, or leave such purchases empty: they came too late to be seen."
            ).format(day=late[0], watched=watched_days)
        )
    return days
