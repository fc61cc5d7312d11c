"""Checks at the door: what makes no sense is refused, with the reason."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from salescourse.cycle.checks import check_rate, did_you_mean, listed
from salescourse.words import _

_SUM_TOLERANCE = 1e-9


def as_table(rows: object, columns: Sequence[str], what: str) -> pd.DataFrame:
    """Return finite numbers by row and column, in the order of `columns`.

    `rows` is a DataFrame, or a mapping from each row's name to its numbers: a mapping
    by column, or a sequence in the order of the columns.
    """
    if isinstance(rows, pd.DataFrame):
        rows = rows.to_dict("index")
    if not isinstance(rows, Mapping) or not rows:
        raise TypeError(
            _("{what} must map each name to its numbers, got {value!r}.").format(
                what=what, value=rows
            )
        )
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
        raise TypeError(
            _("{what} must map each name to its chance, got {value!r}.").format(
                what=what, value=chances
            )
        )
    names = [str(name) for name in chances]
    rates = _in_order(list(chances.values()), names, what)
    check_chances(dict(zip(names, rates, strict=True)), what)
    return pd.Series(rates, index=names, dtype=float)


def check_chances(chances: Mapping[str, float], what: str) -> None:
    """Raise unless these are probabilities that sum to one."""
    for name, rate in chances.items():
        check_rate(rate, f"{what} of {listed([name])}")
    total = sum(chances.values())
    if abs(total - 1) > _SUM_TOLERANCE:
        raise ValueError(
            _("{what} must sum to 1, got {total:.6g}.").format(what=what, total=total)
        )


def inside(name: str, value: float) -> float:
    """Return a rate strictly between 0 and 1."""
    number = one_number(name, value)
    check_rate(number, name)
    if number in (0, 1):
        raise ValueError(
            _("{name} must be more than 0 and less than 1, got {value:g}.").format(
                name=name, value=number
            )
        )
    return number


def one_number(name: str, value: object) -> float:
    """Return one finite number."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.size != 1:
        raise TypeError(
            _("{name} must be a number, got {value!r}.").format(name=name, value=value)
        )
    number = float(array.item())
    if not np.isfinite(number):
        raise ValueError(
            _("{name} must be a finite number, got {value:g}.").format(
                name=name, value=number
            )
        )
    return number


def check_columns(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise unless the frame has rows, these columns, and something in each cell."""
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(_("This needs a DataFrame, got {!r}.").format(frame))
    for name in names:
        if name not in frame:
            raise ValueError(
                _(
                    "There is no column {name}. The columns are: {columns}.{hint}"
                ).format(
                    name=listed([name]),
                    columns=listed(frame.columns),
                    hint=did_you_mean(name, frame.columns),
                )
            )
    if frame.empty:
        raise ValueError(_("The table has no rows."))
    for name in names:
        if (gaps := int(frame[name].isna().sum())) > 0:
            raise ValueError(
                _(
                    "The column {name} is empty in {gaps} of {rows} rows. Leave these "
                    "out, and say so, or fill them."
                ).format(name=listed([name]), gaps=gaps, rows=len(frame))
            )


def _in_order(row: object, columns: Sequence[str], what: str) -> list[float]:
    if isinstance(row, pd.Series):
        row = row.to_dict()
    if isinstance(row, Mapping):
        strangers = [name for name in row if name not in columns]
        missing = [name for name in columns if name not in row]
        if strangers or missing:
            hint = did_you_mean(strangers[0], columns) if strangers else ""
            raise ValueError(
                _("{what} must name {wanted}, got {got}.{hint}").format(
                    what=what, wanted=listed(columns), got=listed(row), hint=hint
                )
            )
        row = [row[name] for name in columns]
    if not isinstance(row, (Sequence, np.ndarray)) or isinstance(row, str):
        raise TypeError(
            _("{what} must be numbers, got {value!r}.").format(what=what, value=row)
        )
    if len(row) != len(columns):
        raise ValueError(
            _("{what} needs {wanted} numbers, for {names}; got {got}.").format(
                what=what, wanted=len(columns), names=listed(columns), got=len(row)
            )
        )
    return [
        one_number(f"{what}, {name}", value)
        for name, value in zip(columns, row, strict=True)
    ]
