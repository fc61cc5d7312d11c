"""What `tables.yml` says of each table: where it is, where it comes from, what it holds.

A row that does not fit is refused with its table and its line.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

KINDS = ("category", "text", "number", "count", "date", "flag")


class DamagedData(ValueError):
    """A data file that is not what `data/tables.yml` says it is.

    Examples
    --------
    >>> issubclass(DamagedData, ValueError)
    True
    """


@dataclass(frozen=True)
class Column:
    """What one column holds."""

    kind: str
    about: str
    levels: tuple[str, ...] = ()
    missing: bool = False
    least: float | None = None
    most: float | None = None
    at_most: str | None = None


@dataclass(frozen=True)
class Table:
    """One data set: its file, where it comes from and its columns."""

    file: str
    about: str
    source: str
    license: str
    remedy: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    parameters: str | None = None


_Described = TypeVar("_Described", Table, Column)


def read_tables(file: Path) -> dict[str, Table]:
    """Return the tables that a file describes, by their names.

    Raises
    ------
    DamagedData
        If a row does not fit; the message names the table and the line.
    """
    import yaml

    text = file.read_text(encoding="utf-8")
    try:
        listed = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _badly_described(line, f"{error.problem}") from None
    if not isinstance(listed, Mapping):
        raise _badly_described(1, "it must name tables, each with its fields")
    return {name: _as_table(name, entry, text) for name, entry in listed.items()}


def _as_table(name: str, entry: Any, text: str) -> Table:
    at = [name]
    try:
        table = _made(Table, entry, f"table {name}")
        columns = {}
        _must_map(table.columns, f"columns of table {name}")
        for column, given in table.columns.items():
            at[1:] = ["columns", column]
            spec = _made(Column, given, f"column {column} of table {name}")
            if spec.kind not in KINDS:
                kinds = ", ".join(KINDS)
                raise ValueError(f"{column} has kind {spec.kind!r}; kinds are: {kinds}")
            columns[column] = replace(spec, levels=tuple(spec.levels))
    except ValueError as error:
        raise _badly_described(_line(text, at), str(error)) from None
    return replace(table, columns=columns, key=tuple(table.key))


def _made(kind: type[_Described], given: Any, what: str) -> _Described:
    """Make a table or column of what was written of it, or say what does not fit."""
    _must_map(given, what)
    known = {field.name: field.default is MISSING for field in fields(kind)}
    for name in given:
        if name not in known:
            raise ValueError(
                f"{what} has a field {name!r}; fields are: {', '.join(known)}"
            )
    if lacking := [n for n, needed in known.items() if needed and n not in given]:
        raise ValueError(f"{what} lacks {', '.join(lacking)}")
    return kind(**given)


def _must_map(given: Any, what: str) -> None:
    if not isinstance(given, Mapping):
        raise ValueError(f"{what} must be names with values, got {given!r}")


def _line(text: str, names: Sequence[str]) -> int:
    """Return the line on which a name stands that stands below others."""
    at = 0
    for name in names:
        found = re.compile(rf"^ *{re.escape(str(name))} *:", re.M).search(text, at)
        at = found.start() if found else at
    return text.count("\n", 0, at) + 1


def _badly_described(line: int, what: str) -> DamagedData:
    remedy = "The comment at the top of the file says what a table and a column hold."
    return DamagedData(f"data/tables.yml, line {line}: {what}. {remedy}")
