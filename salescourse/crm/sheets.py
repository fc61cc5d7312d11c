"""Workbooks (XLSX) as rows of text."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from numbers import Real
from typing import NamedTuple

from salescourse.checks import bare, did_you_mean, listed
from salescourse.crm.refusals import broken_workbook

_MOST_BYTES = 400_000_000
_MARKED = re.compile(r"\d[.,]\d")


class Numbers(NamedTuple):
    """Columns that hold numbers: nothing else, or amounts in text as well."""

    plain: frozenset[int] = frozenset()
    mixed: frozenset[int] = frozenset()


def read_workbook(
    raw: bytes, name: str, sheet: str | None
) -> tuple[list[list[str]], Numbers, str]:
    """Return the rows of a workbook's largest sheet, or of the one that was named.

    Beside them: which columns hold numbers, and a word on other sheets.
    """
    _check(raw, name)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        tables = {one.title: list(one.values) for one in book.worksheets}
    except Exception:  # whatever a damaged file makes openpyxl raise
        raise broken_workbook(name, "it is damaged") from None
    if not tables:
        raise broken_workbook(name, "it has no sheet")
    if sheet is not None and sheet not in tables:
        raise ValueError(
            f'There is no sheet "{sheet}". There are: {listed(tables)}.'
            f"{did_you_mean(sheet, tables)}"
        )
    taken = sheet or max(tables, key=lambda title: len(tables[title]))
    others = [title for title in tables if title != taken and tables[title]]
    note = f'sheet "{taken}" was read, not {listed(others)}' if others else ""
    numbers = number_columns(tables[taken])
    return [[_text(cell) for cell in row] for row in tables[taken]], numbers, note


def number_columns(rows: Iterable[Iterable[object]]) -> Numbers:
    """Return the columns in which numbers are numbers, and those with text beside them.

    Examples
    --------
    >>> number_columns([["id", "value", "sum"], [1, 2.5, 900], [2, None, "1.200"]])
    Numbers(plain=frozenset({0, 1}), mixed=frozenset({2}))
    """
    numbers: set[int] = set()
    texts: set[int] = set()
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, Real) and not isinstance(cell, bool) and cell == cell:
                numbers.add(place)
            elif isinstance(cell, str) and _MARKED.search(cell):
                texts.add(place)
    return Numbers(frozenset(numbers - texts), frozenset(numbers & texts))


def _check(raw: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            inside = packed.namelist()
    except zipfile.BadZipFile:
        raise broken_workbook(name, "it is damaged or breaks off") from None
    if not any(part.startswith("xl/") for part in inside):
        raise broken_workbook(
            name, "it is a packed folder of other files; unpack it first"
        )
    if size > _MOST_BYTES:
        raise broken_workbook(name, "it unpacks to more than 400 MB")


def _text(cell: object) -> str:
    """Return a cell as text: dates in ISO, numbers with a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return bare(str(cell))
