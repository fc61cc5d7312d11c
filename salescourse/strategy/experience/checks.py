"""Checks at the door of this chapter's models; common ones come from their homes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_count, as_rate
from salescourse.b2b.outcomes.checks import as_confidence, as_positive
from salescourse.b2b.relationships.checks import as_amount, as_numbers
from salescourse.cycle.checks import whole_number
from salescourse.words import _

__all__ = [
    "as_amount",
    "as_confidence",
    "as_count",
    "as_load",
    "as_minutes",
    "as_numbers",
    "as_positive",
    "as_rate",
    "as_share",
    "keeps_up",
    "one_count",
    "whole_number",
]


def one_count(name: str, value: int) -> int:
    """Return one whole number from 1 up."""
    number = as_count(name, value)
    if number.ndim:
        raise ValueError(
            _("{name} must be one number, got {value!r}.").format(
                name=name, value=value
            )
        )
    return int(number)


def as_load(load: ArrayLike) -> NDArray[np.float64]:
    """Return loads from 0 up: how many people the work keeps busy on average."""
    loads = as_numbers("load", load)
    wrong = loads[~((loads >= 0) & np.isfinite(loads))]
    if wrong.size:
        raise ValueError(
            _(
                "load must be 0 or more (the people that the work keeps busy on "
                "average), got {value:g}."
            ).format(value=wrong.flat[0])
        )
    return loads


def keeps_up(people: NDArray, load: NDArray) -> None:
    """Raise where as much work comes in as all can do, or more."""
    people, load = np.broadcast_arrays(people, load)
    late = load >= people
    if late.any():
        raise ValueError(
            _(
                "A load of {load:g} for people = {people}: the queue would grow for "
                "ever. load must be below people, since chance alone keeps some idle."
            ).format(load=load[late].flat[0], people=people[late].flat[0])
        )


def as_share(name: str, value: float) -> float:
    """Return one share from 0 to 1."""
    share = as_rate(name, value)
    if share.ndim:
        raise ValueError(
            _("{name} must be one number, got {value!r}.").format(
                name=name, value=value
            )
        )
    return float(share)


def as_minutes(name: str, value: ArrayLike) -> NDArray[np.float64]:
    """Return minutes from 0 up, none of them missing."""
    minutes = as_numbers(name, value)
    wrong = minutes[~((minutes >= 0) & np.isfinite(minutes))]
    if wrong.size:
        raise ValueError(
            _("{name} must be 0 minutes or more, got {value:g}.").format(
                name=name, value=wrong.flat[0]
            )
        )
    return minutes
