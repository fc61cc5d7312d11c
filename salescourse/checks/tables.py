"""The door to tables: columns that are missing, cells that are empty, numbers in text.

A reader of a table asks here first, so that a user meets a sentence, and never an error
of pandas or NumPy, nor a number that was guessed. What a message names, it names as
Python would: ``log["entered"]``.
"""

import re
from collections.abc import Hashable, Iterable, Sized
from decimal import Decimal
from difflib import get_close_matches
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from salescourse.checks.names import listed, position
from salescourse.checks.numbers import MOST

# What programs write where there is nothing, once it has become text.
_NOTHING = frozenset({"", "nan", "nat", "none", "null", "na", "n/a", "#n/a", "<na>"})
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_POINT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_COMMA = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?", re.ASCII)
# A name less alike than this may be another thing, and renaming it would mislead.
_ALIKE = 0.75


def need_columns(
    frame: object,
    names: Iterable[str],
    what: str,
    *,
    filled: bool = False,
    otherwise: str = "",
) -> None:
    """Raise unless `frame` is a DataFrame with rows and with these columns.

    All that is missing is named at once, with the line that renames columns, and what
    one may do `otherwise`. With `filled`, each of these columns has to say something in
    every row.
    """
    names = list(dict.fromkeys(names))
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(
            f"{what} must be a DataFrame, got {type(frame).__name__}. Its columns are "
            f"{listed(names)}."
        )
    missing = [name for name in names if name not in frame.columns]
    spare = [str(name) for name in frame.columns if name not in names]
    if len(missing) == 1:
        raise ValueError(
            f'{what} has no column "{missing[0]}". It has: {listed(frame.columns)}.'
            f"{_likely(missing[0], spare)}{_renamed(missing, spare)}{otherwise}"
        )
    if missing:
        raise ValueError(
            f"{what} has no columns {listed(missing)}. It has: "
            f"{listed(frame.columns)}.{_renamed(missing, spare)}{otherwise}"
        )
    if frame.empty:
        raise ValueError(f"{what} has no rows.")
    for name in names if filled else ():
        need_filled(frame[name], f'{what}["{name}"]')


def _near(name: str, spare: list[str]) -> str | None:
    """Return the column that may be meant, if one is alike enough."""
    near = get_close_matches(name, spare, n=1, cutoff=_ALIKE)
    return near[0] if near else None


def _likely(name: str, spare: list[str]) -> str:
    near = _near(name, spare)
    return f' Did you mean "{near}"?' if near else ""


def _renamed(missing: list[str], spare: list[str]) -> str:
    """Return the words that tell how to rename columns, as far as they are alike."""
    if len(spare) < len(missing):
        return ""
    pairs = []
    for name in missing:
        pairs.append(f'"{_near(name, spare) or "..."}": "{name}"')
    return (
        f" If it is there under another name: .rename(columns={{{', '.join(pairs)}}})."
    )


def bare(text: str) -> str:
    """Return text without what cannot be seen: spaces around it, marks within."""
    return (text if text.isascii() else text.translate(_INVISIBLE)).strip()


def blank(column: pd.Series, where: str = "a column") -> NDArray[np.bool_]:
    """Return where a cell is missing, or holds text without a visible sign."""
    return _gone(column, where, frozenset({""}))


def empty(column: pd.Series, where: str = "a column") -> NDArray[np.bool_]:
    """Return where a cell that may be empty is: blank, or a word such as NaN or NULL.

    Examples
    --------
    >>> empty(pd.Series(["won", "", " ", None, "NaT", "lost"])).tolist()
    [False, True, True, True, True, False]
    """
    return _gone(column, where, _NOTHING)


def _gone(column: pd.Series, where: str, words: frozenset[str]) -> NDArray[np.bool_]:
    gone = column.isna().to_numpy(dtype=bool)
    if column.dtype.kind != "O":
        return gone
    codes, distinct = numbered(column, where)
    nothing = [
        isinstance(value, str) and bare(value).casefold() in words
        for value in distinct.tolist()
    ]
    # The last one stands for missing cells, whose code is -1.
    return np.array([*nothing, True])[codes]


def numbered(
    column: pd.Series, where: str, *, sort: bool = False
) -> tuple[NDArray[np.int64], pd.Index]:
    """Return for each cell which of the different values it holds, and these values.

    Raises
    ------
    TypeError
        If a cell holds a list or its like, or, with `sort`, kinds that have no order.
    """
    try:
        return pd.factorize(column, sort=sort)
    except TypeError:
        for row, value in enumerate(column, start=1):
            if not isinstance(value, Hashable):
                raise TypeError(
                    f"{where} must hold one value in each row, got {value!r} in row "
                    f"{row}."
                ) from None
        kinds = sorted({type(value).__name__ for value in column.dropna()})
        raise TypeError(
            f"{where} must hold values of one kind, got {', '.join(kinds)}."
        ) from None


def need_filled(column: pd.Series | NDArray, where: str) -> None:
    """Raise where a column is blank that has to say something in every row."""
    gone = blank(pd.Series(column), where)
    if gone.any():
        rows = int(gone.sum())
        raise ValueError(
            f"{where} is empty in {rows} {'rows' if rows > 1 else 'row'}, first in row "
            f"{int(np.argmax(gone)) + 1}. Fill it in, or leave the row out."
        )


def number_column(
    column: pd.Series, where: str, *, flags: bool = False
) -> NDArray[np.float64]:
    """Return the numbers of a column, NaN where it is empty.

    Parameters
    ----------
    column : Series
        Numbers. Numbers in text are refused with the line that converts them.
    where : str
        What the column is called in Python, such as ``purchases["amount_eur"]``.
    flags : bool
        Whether True and False count as 1 and 0.

    Raises
    ------
    TypeError
        If a cell holds anything else.

    Examples
    --------
    >>> number_column(pd.Series([20, None]), 'bought["eur"]').tolist()
    [20.0, nan]
    """
    if column.dtype.kind in "iuf":
        return column.to_numpy(dtype=float, na_value=np.nan)
    if column.dtype.kind in "mM":
        raise TypeError(
            f"{where} must hold numbers, got times. The days between two times are "
            "(late - early) / pd.Timedelta(days=1)."
        )
    gone = empty(column, where)
    known = column[~gone].tolist()
    for value, row in zip(known, np.flatnonzero(~gone) + 1, strict=True):
        truth = isinstance(value, (bool, np.bool_))
        if isinstance(value, (Real, Decimal)) if not truth else flags:
            continue
        texts = [bare(x) for x in known if isinstance(x, str)]
        advice = _to_numbers(texts, where, flags) if isinstance(value, str) else ""
        raise TypeError(
            f"{where} must hold numbers, got {value!r} in row {row}.{advice}"
        )
    numbers = np.full(len(column), np.nan)
    numbers[~gone] = [float(value) for value in known]
    return numbers


# What may go, or be written otherwise, without another number coming of it.
_TIDY = (
    ("\u2212", "-"),
    (r"^(?:[€$£¥]|[A-Z]{3}) ?| ?(?:[€$£¥]|[A-Z]{3})$", ""),
    (r"(?<=\d)[ '\u2019\u00a0\u202f](?=\d{3}(?!\d))", ""),
)


def _tidied(texts: list[str], where: str) -> tuple[list[str], str]:
    """Return texts without currencies and gaps, and the line that writes them so."""
    for sign, other in _TIDY:
        plain = [re.sub(sign, other, text) for text in texts]
        if plain != texts:
            where += f'.str.replace(r"{sign}", "{other}", regex=True)'
        texts = plain
    return texts, where


def _to_numbers(texts: list[str], where: str, flags: bool) -> str:
    """Return the line that makes numbers of texts, for each way they can be read."""
    lines = []
    if all(map(_POINT.fullmatch, texts)):
        cut = '.str.replace(",", "")' if any("," in text for text in texts) else ""
        lines.append(f"pd.to_numeric({where}{cut})")
    if all(map(_COMMA.fullmatch, texts)) and re.search("[.,]", "".join(texts)):
        cut = '.str.replace(".", "")' if any("." in text for text in texts) else ""
        turn = '.str.replace(",", ".")' if any("," in text for text in texts) else ""
        lines.append(f"pd.to_numeric({where}{cut}{turn})")
    if len(lines) == 2:
        return (
            f" If a point stands before decimals, write {lines[0]}; if a comma does, "
            f"{lines[1]}."
        )
    if lines:
        return f" Text becomes numbers by {lines[0]}."
    if (tidied := _tidied(texts, where)) != (texts, where):
        return _to_numbers(*tidied, flags)
    line = f' If it says yes or no, make it True or False: {where} == "{texts[0]}".'
    return line if flags else ""


def one_column(values: object, where: str) -> pd.Series:
    """Return a sequence as a column, its rows counted from 0."""
    if getattr(values, "ndim", 1) != 1 or isinstance(values, str):
        raise TypeError(f"{where} must be one column of values, got {values!r}.")
    return pd.Series(values).reset_index(drop=True)


def one_each(first: Sized, second: Sized, names: tuple[str, str]) -> None:
    """Raise unless two columns are equally long."""
    sizes = len(first), len(second)
    if sizes[0] != sizes[1]:
        raise ValueError(
            f"{names[0]} and {names[1]} must be equally long, got {sizes[0]} and "
            f"{sizes[1]}."
        )


def as_counts(frame: pd.DataFrame, column: str, *, what: str) -> NDArray[np.int64]:
    """Return a column of whole numbers from 0 up."""
    numbers = number_column(frame[column], f'{what}["{column}"]')
    fine = (numbers >= 0) & (numbers <= MOST) & (numbers == np.floor(numbers))
    if not fine.all():
        row = int(np.argmin(fine))
        raise ValueError(
            f'Column "{column}" of {what} must hold whole numbers from 0 up, got '
            f"{frame[column].iloc[row]} in row {row + 1}."
        )
    return numbers.astype(np.int64)


def amount_column(
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


def need_counts(
    frame: pd.DataFrame, hits: str, total: str, what: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two columns of counts, where the first never exceeds the second."""
    need_columns(frame, (hits, total), what)
    counts = []
    for name in (hits, total):
        where = f'{what}["{name}"]'
        counts.append(number_column(frame[name], where))
        need_filled(counts[-1], where)
        if (wrong := ~((counts[-1] >= 0) & (counts[-1] <= MOST))).any():
            row = int(np.argmax(wrong))
            wanted = f"at most {MOST:,}" if counts[-1][row] > 0 else "0 or more"
            raise ValueError(
                f"{where} must be {wanted}, got {counts[-1][row]:g} in row {row + 1}."
            )
    if (over := counts[0] > counts[1]).any():
        row = int(np.argmax(over))
        raise ValueError(
            f"{what} has more {hits} ({counts[0][row]:g}) than {total} "
            f"({counts[1][row]:g}) in row {row + 1}."
        )
    return counts[0], counts[1]


def need_value(column: pd.Series, value: object, what: str) -> None:
    """Raise unless somebody in the column has this value."""
    values = tuple(str(each) for each in pd.unique(column))
    position(str(value), values, what)
