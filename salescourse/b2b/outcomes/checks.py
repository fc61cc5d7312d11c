"""Checks at the door of this chapter's models; common ones come from their homes."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.checks import empty
from salescourse.words import _, ngettext

__all__ = ["as_chances", "as_confidence", "as_outcomes", "as_positive", "as_yes_no"]


def as_chances(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Return one or more chances from 0 to 1, none of them missing."""
    array = np.atleast_1d(np.asarray(values))
    if array.dtype.kind == "f" and (missing := np.isnan(array).sum()):
        raise ValueError(
            ngettext(
                "{name} has {n} missing value. Leave it out first, with dropna().",
                "{name} has {n} missing values. Leave them out first, with dropna().",
                int(missing),
            ).format(name=name, n=missing)
        )
    if array.ndim != 1 or not array.size:
        raise ValueError(
            _("{name} must be one or more chances in a row, got {value!r}.").format(
                name=name, value=values
            )
        )
    return as_rate(name, array)


def as_yes_no(name: str, values: ArrayLike) -> NDArray[np.bool_]:
    """Return what happened (True, 1) and what did not (False, 0)."""
    array = np.atleast_1d(np.asarray(values))
    known = array.dtype.kind in "biuf" and np.isin(array, (0, 1)).all()
    if not known or array.ndim != 1:
        raise ValueError(
            _(
                "{name} must be True or False for each forecast, got {value!r}. Write "
                'for example: outcome == "won".'
            ).format(name=name, value=values)
        )
    return array.astype(bool)


def as_outcomes(column: pd.Series, where: str) -> pd.Series:
    """Return the names of outcomes, and None where a deal is open."""
    ended = ~empty(column)
    for value in pd.unique(column[ended]):
        if not isinstance(value, str):
            raise TypeError(
                f'{where} must hold names such as "won" and "lost", and nothing '
                f"while a deal is open, got {value!r}. Say what it stands for, as in "
                f'{where}.map({{True: "won", False: "lost"}}).'
            )
        if value.strip().casefold() == "open":
            raise ValueError(
                f'{where} calls an outcome "{value}". Leave it empty where a deal is '
                f'still open; read_deals does it by open_means="{value}".'
            )
    return column.where(ended, None)


def as_positive(name: str, value: float) -> float:
    """Return a finite number above zero."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise TypeError(
            _("{name} must be a number, got {value!r}.").format(name=name, value=value)
        )
    if not (np.isfinite(value) and value > 0):
        raise ValueError(
            _("{name} must be more than 0, got {value:g}.").format(
                name=name, value=value
            )
        )
    return float(value)


def as_confidence(confidence: float) -> float:
    """Return a confidence strictly between 0 and 1."""
    rate = float(as_rate("confidence", confidence, below=True))
    if rate == 0:
        raise ValueError(_("confidence must be more than 0, such as 0.95."))
    return rate
