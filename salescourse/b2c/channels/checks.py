"""Checks at the door of this chapter's models; common ones come from their homes."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.b2b.outcomes.checks import as_confidence, as_yes_no, need_columns
from salescourse.words import _, ngettext

__all__ = ["as_amounts", "as_confidence", "as_keep", "as_yes_no", "filled"]


def filled(frame: pd.DataFrame, name: str, what: str) -> pd.Series:
    """Return a column that is there and has something in every row."""
    need_columns(frame, [name], what)
    column = frame[name]
    if gaps := int(column.isna().sum()):
        raise ValueError(
            ngettext(
                'The column "{name}" is empty in {gaps} row. Leave it out, with dropna().',
                'The column "{name}" is empty in {gaps} rows. Leave them out, with '
                "dropna().",
                gaps,
            ).format(name=name, gaps=gaps)
        )
    return column


def as_amounts(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return finite numbers of at least 0, in a row."""
    array = np.atleast_1d(np.asarray(values))
    if array.dtype.kind not in "biuf" or array.ndim != 1 or not array.size:
        raise TypeError(
            _("{name} must hold one number per row, got {value!r}.").format(
                name=name, value=array.ravel()[0] if array.size else values
            )
        )
    numbers = array.astype(float)
    wrong = numbers[~(np.isfinite(numbers) & (numbers >= 0))]
    if wrong.size:
        raise ValueError(
            _("{name} must be 0 or more, and finite, got {value:g}.").format(
                name=name, value=wrong[0]
            )
        )
    return numbers


def as_keep(keep: float) -> float:
    """Return the share of an effect that is left a period later: from 0, below 1."""
    return float(as_rate("keep", keep, below=True))
