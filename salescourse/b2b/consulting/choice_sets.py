"""Whether offers and choices can tell anything: one winner each, features that vary."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import listed, number_column


def as_picked(chosen: pd.Series, choice_set: pd.Series) -> NDArray[np.bool_]:
    """Return which offers were chosen: exactly one of each choice set."""
    if not chosen.isin([0, 1]).all():
        strange = chosen[~chosen.isin([0, 1])].iloc[0]
        raise ValueError(
            f"{listed([chosen.name])} must be true or false (1 or 0), got {strange}."
        )
    picked = chosen.astype(bool)
    counts = picked.groupby(choice_set, observed=True).agg(["sum", "size"])
    for problem, text in (
        (counts["sum"] != 1, "has {n} chosen offers; it must have exactly one"),
        (counts["size"] < 2, "has {size} offer; a choice needs two or more"),
    ):
        if problem.any():
            name, row = next(counts[problem].iterrows())
            said = text.format(n=row["sum"], size=row["size"])
            raise ValueError(f"Choice set {name} {said}.")
    return picked.to_numpy()


def as_numbers(column: pd.Series) -> pd.Series:
    """Return a column of finite numbers; True and False are 1 and 0."""
    numbers = number_column(column, f'offers["{column.name}"]', flags=True)
    if not np.isfinite(numbers).all():
        raise ValueError(f'offers["{column.name}"] must hold finite numbers.')
    return pd.Series(numbers, column.index)


def check_variation(names: list[str], size: NDArray, scale: NDArray) -> None:
    """Raise if a feature does not vary within choice sets."""
    for name, largest, spread in zip(names, size, scale, strict=True):
        if spread <= 1e-9 * largest or spread == 0:
            raise ValueError(
                f"{listed([name])} is the same for all offers of every choice "
                "set, so no choice can say what it is worth. Leave it out."
            )


def check_rank(names: list[str], design: NDArray) -> None:
    """Raise if a feature follows from the ones before it."""
    for last in range(1, len(names)):
        part = design[:, : last + 1]
        if np.linalg.matrix_rank(part, tol=1e-8 * np.sqrt(len(part))) <= last:
            raise ValueError(
                f"{listed([names[last]])} follows from {listed(names[:last])}: "
                "their effects cannot be told apart. Leave one of them out."
            )


def check_separation(
    names: list[str], design: NDArray, picked: NDArray, groups: NDArray
) -> None:
    """Raise if some weights put every chosen offer at least level with its rivals.

    The likelihood then rises for ever in that direction (Albert and Anderson, 1984). A
    linear program finds such weights wherever there are any.
    """
    from scipy.optimize import linprog

    order = groups[picked].argsort()
    winners = design[picked][order][groups]
    ahead = (winners - design)[~picked]
    found = linprog(-ahead.sum(axis=0), A_ub=-ahead, b_ub=np.zeros(len(ahead)),
                    bounds=(-1, 1))  # fmt: skip
    weights = np.asarray(found.x, dtype=float)
    if ahead.sum(axis=0) @ weights > 1e-7 * len(ahead):
        which = [name for name, w in zip(names, weights, strict=True) if abs(w) > 1e-6]
        raise ValueError(
            f"{listed(which)} can explain every single choice, so the weights "
            "that fit best are infinitely large (perfect separation). It "
            "takes more choices, or fewer features."
        )
