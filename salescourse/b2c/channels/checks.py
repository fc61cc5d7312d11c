"""Checks at the door of this chapter's models; common ones come from their homes."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.b2b.outcomes.checks import as_confidence, as_yes_no
from salescourse.checks import need_filled, number_column, one_column

__all__ = ["as_amounts", "as_confidence", "as_keep", "as_yes_no", "filled"]


def filled(frame: pd.DataFrame, name: str, what: str) -> pd.Series:
    """Return a column that has something in every row."""
    need_filled(frame[name], f'{what}["{name}"]')
    return frame[name]


def as_amounts(
    values: ArrayLike, where: str, *, gaps: float = np.nan
) -> NDArray[np.float64]:
    """Return finite numbers of at least 0, in a row; an empty cell counts as `gaps`."""
    numbers = number_column(one_column(values, where), where, flags=True)
    numbers = np.where(np.isnan(numbers), gaps, numbers)
    wrong = ~(np.isfinite(numbers) & (numbers >= 0))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(
            f"{where} must be 0 or more, and finite, got {numbers[row]:g} in row "
            f"{row + 1}."
        )
    return numbers


def as_keep(keep: float) -> float:
    """Return the share of an effect that is left a period later: from 0, below 1."""
    return float(as_rate("keep", keep, below=True))
