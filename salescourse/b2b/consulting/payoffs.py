"""What each offer brings in each case, and how likely the cases are: checked tables."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salescourse.checks import as_number, did_you_mean, listed, one_rate

_SUM_TOLERANCE = 1e-9


def as_table(rows: object, columns: Sequence[str], what: str) -> pd.DataFrame:
    """Return finite numbers by row and column, in the order of `columns`.

    `rows` is a DataFrame, or a mapping from each row's name to its numbers: a mapping
    by column, or a sequence in the order of the columns.
    """
    if isinstance(rows, pd.DataFrame):
        rows = rows.to_dict("index")
    if not isinstance(rows, Mapping) or not rows:
        raise TypeError(f"{what} must map each name to its numbers, got {rows!r}.")
    table = {
        str(name): _in_order(row, columns, f"{what} of {listed([name])}")
        for name, row in rows.items()
    }
    return pd.DataFrame.from_dict(table, orient="index", columns=list(columns))


def as_chances(chances: object, what: str) -> pd.Series:
    """Return probabilities by name, which sum to one."""
    if isinstance(chances, pd.Series):
        chances = chances.to_dict()
    if not isinstance(chances, Mapping) or not chances:
        raise TypeError(f"{what} must map each name to its chance, got {chances!r}.")
    names = [str(name) for name in chances]
    rates = _in_order(list(chances.values()), names, what)
    check_chances(dict(zip(names, rates, strict=True)), what)
    return pd.Series(rates, index=names, dtype=float)


def check_chances(chances: Mapping[str, float], what: str) -> None:
    """Raise unless these are probabilities that sum to one."""
    for name, rate in chances.items():
        one_rate(f"{what} of {listed([name])}", rate)
    total = sum(chances.values())
    if abs(total - 1) > _SUM_TOLERANCE:
        raise ValueError(f"{what} must sum to 1, got {total:.6g}.")


def _in_order(row: object, columns: Sequence[str], what: str) -> list[float]:
    if isinstance(row, pd.Series):
        row = row.to_dict()
    if isinstance(row, Mapping):
        strangers = [name for name in row if name not in columns]
        missing = [name for name in columns if name not in row]
        if strangers or missing:
            hint = did_you_mean(strangers[0], columns) if strangers else ""
            raise ValueError(
                f"{what} must name {listed(columns)}, got {listed(row)}.{hint}"
            )
        row = [row[name] for name in columns]
    if not isinstance(row, (Sequence, np.ndarray)) or isinstance(row, str):
        raise TypeError(f"{what} must be numbers, got {row!r}.")
    if len(row) != len(columns):
        raise ValueError(
            f"{what} needs {len(columns)} numbers, for {listed(columns)}; got "
            f"{len(row)}."
        )
    return [
        as_number(f"{what}, {name}", value)
        for name, value in zip(columns, row, strict=True)
    ]
