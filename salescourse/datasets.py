"""The course's data sets, typed and checked.

`data/tables.yml` says of every table where it is, where it comes from, what may be
done with it, and what each column holds. This module reads a table as that file says
and refuses one that does not fit. Nothing else knows where data files are.
"""

import json
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import overload

import pandas as pd

from salescourse.listing import Listing
from salescourse.paths import data_dir
from salescourse.tables import Column, DamagedData, Table, read_tables
from salescourse.words import _

__all__ = ["DamagedData", "describe", "expand", "load", "names"]


def names() -> list[str]:
    """Return the names that `load` knows.

    Examples
    --------
    >>> names()[:3]
    ['cdnow', 'ceb_survey', 'firm_accounts']
    """
    return sorted(_tables())


@overload
def load() -> Listing: ...
@overload
def load(name: str) -> pd.DataFrame: ...
def load(name: str | None = None) -> pd.DataFrame | Listing:
    """Load a data set as a DataFrame with proper types, or list the data sets.

    Parameters
    ----------
    name : str, optional
        One of `names()`, such as ``"opportunities"`` or ``"firm_accounts"``. If left
        out, the data sets are listed.

    Returns
    -------
    DataFrame or Listing
        The data. ``attrs`` holds ``about``, ``source``, ``license`` and ``columns``.

    Raises
    ------
    ValueError
        If there is no data set of that name.
    DamagedData
        If the file does not hold what it should.
    FileNotFoundError
        If the file is not there.

    Examples
    --------
    >>> deals = load("opportunities")
    >>> deals[deals["factor"] == "Client"].set_index("level")["won"].to_dict()
    {'Current': 199, 'New': 27, 'Past': 1}
    >>> deals.attrs["license"]
    'CC BY 4.0, as stated at Hugging Face, markobo/B2B_Sales_data'
    >>> load()  # doctest: +ELLIPSIS
    The data sets. load("cdnow") gives one, describe("cdnow") says more about it.
    <BLANKLINE>
    cdnow ...
    """
    if name is None:
        return _list()
    table = _table(name)
    frame = _read(table)
    for column, spec in table.columns.items():
        try:
            frame[column] = _KINDS[spec.kind](frame[column], spec)
        except ValueError as error:
            raise _damaged(table, column, str(error)) from None
    _check_rows(table, frame)
    frame.attrs = {
        "name": name,
        "about": table.about,
        "source": table.source,
        "license": table.license,
        "columns": {column: spec.about for column, spec in table.columns.items()},
    }
    if table.parameters:
        text = (data_dir() / table.parameters).read_text(encoding="utf-8")
        frame.attrs["parameters"] = json.loads(text)
    return frame


def describe(name: str) -> str:
    """Return what a data set is, where it comes from and what its columns hold.

    Parameters
    ----------
    name : str
        One of `names()`.

    Returns
    -------
    str
        Some lines of text, to be printed.

    Examples
    --------
    >>> print(describe("ceb_survey"))  # doctest: +ELLIPSIS
    ceb_survey: Stated likelihood of buying by number of people who decide...
    """
    table = _table(name)
    lines = [
        f"{name}: {table.about}",
        f"Source: {table.source}",
        f"License: {table.license}",
        *(f"  {column}: {spec.about}" for column, spec in table.columns.items()),
    ]
    return "\n".join(lines)


def expand(counts: pd.DataFrame, hits: str, *, total: str) -> pd.DataFrame:
    """Turn a table of counts into one row per case, with True where it was a hit.

    Parameters
    ----------
    counts : DataFrame
        One row per group.
    hits : str
        Column that counts the hits, such as ``"won"``.
    total : str
        Column that counts all cases, such as ``"opportunities"``.

    Returns
    -------
    DataFrame
        One row per case: the other columns, and `hits` as True or False.

    Raises
    ------
    ValueError, TypeError
        If a column is not there or no count, or a group has more hits than cases.

    Examples
    --------
    >>> deals = expand(load("opportunities_counts"), "won", total="opportunities")
    >>> len(deals), int(deals["won"].sum())
    (448, 227)
    """
    from salescourse.checks import need_counts

    won, all_of_them = need_counts(counts, hits, total, "counts")
    if (won % 1).any() or (all_of_them % 1).any():
        raise ValueError(f"{hits} and {total} must be whole numbers.")
    groups = counts.drop(columns=[hits, total]).reset_index(drop=True)
    parts = [
        groups.loc[groups.index.repeat(n.astype(int))].assign(**{hits: hit})
        for hit, n in ((True, won), (False, all_of_them - won))
    ]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


def _list() -> Listing:
    says = _(
        'The data sets. load("{name}") gives one, describe("{name}") says more about it.'
    )
    rows = [(name, _tables()[name].about) for name in names()]
    return Listing(says.format(name=rows[0][0]), (_("Name"), _("What it is")), rows)


@cache
def _tables() -> dict[str, Table]:
    return read_tables(data_dir() / "tables.yml")


def _table(name: str) -> Table:
    tables = _tables()
    if isinstance(name, str) and name in tables:
        return tables[name]
    text = f"There is no data set {name!r}."
    if near := get_close_matches(str(name), tables, n=1):
        text += f" Did you mean {near[0]!r}?"
    known = ", ".join(sorted(tables))
    raise ValueError(text + f" The data sets are: {known}.")


def _read(table: Table) -> pd.DataFrame:
    path = data_dir() / table.file
    if not path.is_file():
        raise FileNotFoundError(f"data/{table.file} is not there. {table.remedy}")
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    except ValueError as error:
        raise _damaged(table, None, str(error)) from None
    if list(frame.columns) != list(table.columns):
        raise _damaged(
            table,
            None,
            (
                f"the columns must be {', '.join(table.columns)}, got "
                f"{', '.join(map(str, frame.columns))}"
            ),
        )
    if frame.empty:
        raise _damaged(table, None, "there are no rows")
    return frame


def _check_rows(table: Table, frame: pd.DataFrame) -> None:
    for column, spec in table.columns.items():
        if spec.at_most and (over := frame[column] > frame[spec.at_most]).any():
            text = f"must be at most {spec.at_most}"
            raise _damaged(table, column, text + _at(over))
    if table.key and (twice := frame.duplicated(list(table.key))).any():
        raise _damaged(table, ", ".join(table.key), "is there twice" + _at(twice))


def _damaged(table: Table, column: str | None, what: str) -> DamagedData:
    where = f"data/{table.file}"
    if column:
        where += f", column {column}"
    return DamagedData(f"{where}: {what}. {table.remedy}")


def _at(wrong: pd.Series) -> str:
    """Name the first line of the file that is wrong; the header is line 1."""
    return f" (line {int(wrong.to_numpy().argmax()) + 2})"


def _checked(text: pd.Series, wrong: pd.Series, wanted: str) -> None:
    if wrong.any():
        value = text[wrong].iloc[0]
        shown = "nothing" if pd.isna(value) else repr(value)
        message = f"must be {wanted}, got {shown}"
        raise ValueError(message + _at(wrong))


def _present(text: pd.Series, spec: Column) -> None:
    if not spec.missing:
        _checked(text, text.isna(), "given in every row")


def _as_category(text: pd.Series, spec: Column) -> pd.Series:
    _present(text, spec)
    if spec.levels:
        wanted = f"one of {', '.join(spec.levels)}"
        _checked(text, ~text.isin(spec.levels) & text.notna(), wanted)
    levels = spec.levels or tuple(text.dropna().unique())
    return text.astype(pd.CategoricalDtype(list(levels)))


def _as_text(text: pd.Series, spec: Column) -> pd.Series:
    _present(text, spec)
    return text


def _as_number(text: pd.Series, spec: Column) -> pd.Series:
    _present(text, spec)
    numbers = pd.to_numeric(text, errors="coerce").astype(float)
    _checked(text, numbers.isna() & text.notna(), "a number")
    if spec.least is not None:
        _checked(text, numbers < spec.least, f"at least {spec.least:g}")
    if spec.most is not None:
        _checked(text, numbers > spec.most, f"at most {spec.most:g}")
    return numbers


def _as_count(text: pd.Series, spec: Column) -> pd.Series:
    numbers = _as_number(text, spec)
    _checked(text, (numbers < 0) | (numbers % 1 > 0), "a whole number from 0 up")
    return numbers.astype("Int64" if spec.missing else "int64")


def _as_date(text: pd.Series, spec: Column) -> pd.Series:
    _present(text, spec)
    dates = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    _checked(text, dates.isna() & text.notna(), "a date such as 2026-06-30")
    return dates


def _as_flag(text: pd.Series, spec: Column) -> pd.Series:
    _present(text, spec)
    _checked(text, ~text.isin(["0", "1"]) & text.notna(), "0 or 1")
    flags = text.map({"0": False, "1": True})
    return flags.astype("boolean" if spec.missing else bool)


_KINDS: dict[str, Callable[[pd.Series, Column], pd.Series]] = {
    "category": _as_category,
    "text": _as_text,
    "number": _as_number,
    "count": _as_count,
    "date": _as_date,
    "flag": _as_flag,
}
