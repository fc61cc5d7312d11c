"""Days in exports: the order of day and month is decided by a whole column, or asked.

1. A year of four digits in front leaves no choice, nor does the name of a month, nor a
   number: milliseconds (12 or 13 digits) or seconds (9 or 10) since 1970, ``20260131``,
   or the days of a spreadsheet (20000 to 80000, a fraction is the time).
2. Between points the day comes first.
3. Between strokes or hyphens the column decides: a first number above 12 is a day, a
   second one above 12 as well. If both are there it is refused; if neither, it is
   asked, unless day and month are the same in every cell. Years of two digits are
   refused where the first numbers may be years as well.
4. A year before 1980 or after 2100 means "never" and counts as empty.
5. A clock is taken as it was written. Only where the cells of one column are ahead of
   UTC by amounts more than an hour apart, all are put in UTC.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from salescourse.crm.refusals import Question, one_of
from salescourse.crm.vocabulary import fold, vocabulary

ORDERS = ("day first", "month first")
FIRST_YEAR, LAST_YEAR = 1980, 2100
_TIME = (
    r"(?:[T ,]\s*(?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?"
    r"(?:\s+[A-Z]{2,5})?)?"
)
_FORMS = {
    "year first": r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})",
    "numbers": r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d\d)",
    "day, name": r"(?P<d>\d{1,2})[. -]*(?:de )?(?P<name>[^\W\d_]{3,})[.,]?(?: de)?[ ,-]+(?P<y>\d{4}|\d\d)",
    "name, day": r"(?P<name>[^\W\d_]{3,})\.?[ -](?P<d>\d{1,2})(?:st|nd|rd|th)?,?[ -](?P<y>\d{4})",
}
_READERS = {
    kind: re.compile(form + _TIME, re.I | re.A if kind == "numbers" else re.I)
    for kind, form in _FORMS.items()
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.A)


@dataclass(frozen=True)
class Dates:
    """A column of days, and how it was read.

    Attributes
    ----------
    values : ndarray of datetime64[s]
        NaT where a cell is empty, says "never", or could not be read.
    order : str
        "day first", "month first", or "" where there was nothing to decide.
    why : str
        What decided.
    whole : bool
        Whether no cell has a time of the day.
    never, unread : int
        How many cells say "never", and how many could not be read.
    example : str
        The first cell that could not be read.
    mixed : bool
        Whether days in text stand beside days of a spreadsheet.
    """

    values: np.ndarray
    order: str = ""
    why: str = ""
    whole: bool = True
    never: int = 0
    unread: int = 0
    example: str = ""
    mixed: bool = False


@dataclass(frozen=True)
class _Cell:
    kind: str
    parts: dict[str, str]
    text: str


def read_dates(texts: list[str], name: str, order: str | None = None) -> Dates:
    """Return the days of a column, with the order of day and month that it shows.

    Parameters
    ----------
    texts : list of str
        The cells, "" where there is nothing.
    name : str
        The column's head.
    order : str, optional
        What decides where the column does not.

    Raises
    ------
    Question
        If nothing tells whether the day or the month comes first.
    ValueError
        If many cells are no days, or some have the day first and some the month.

    Examples
    --------
    >>> read_dates(["03/02/2026", "28/01/2026"], "Created").values.astype(str).tolist()
    ['2026-02-03T00:00:00', '2026-01-28T00:00:00']
    """
    codes, distinct = pd.factorize(np.array(texts, dtype=object))
    cells = [_cell(text) for text in distinct.tolist()]
    counts = np.bincount(codes, minlength=len(cells))
    unread = [k for k, cell in enumerate(cells) if cell is None and distinct[k] != ""]
    filled = sum(int(counts[k]) for k, text in enumerate(distinct) if text != "")
    lost = int(counts[unread].sum()) if unread else 0
    example = str(distinct[unread[0]]) if unread else ""
    if lost > 0.2 * filled:
        raise ValueError(
            f'The column "{name}" must hold days, got {example!r}. Name another column, '
            "or correct its cells."
        )
    found, why = _order([cell for cell in cells if cell is not None], name, order)
    times = [None if cell is None else _as_time(cell, found) for cell in cells]
    wrong = [k for k, time in enumerate(times) if time is None and cells[k] is not None]
    if wrong:
        example = example or str(distinct[wrong[0]])
        lost += int(counts[wrong].sum())
    never = [
        k
        for k, time in enumerate(times)
        if time is not None and not FIRST_YEAR <= time[0].year <= LAST_YEAR
    ]
    for k in never:
        times[k] = None
    kinds = {cell.kind for cell in cells if cell is not None}
    values = np.array(_clocks(times), dtype="datetime64[s]")
    return Dates(
        values[codes] if len(values) else np.array([], dtype="datetime64[s]"),
        found,
        why,
        whole=not any(time is not None and time[2] for time in times),
        never=int(counts[never].sum()) if never else 0,
        unread=lost,
        example=example,
        mixed="spreadsheet" in kinds and "numbers" in kinds,
    )


def _cell(text: str) -> _Cell | None:
    """Return what kind of day a text is, or None."""
    if text == "":
        return None
    if _NUMBER.fullmatch(text):
        kind = _number_kind(text)
        return _Cell(kind, {}, text.replace(",", ".")) if kind else None
    for kind, reader in _READERS.items():
        if found := reader.fullmatch(text):
            parts = {key: part or "" for key, part in found.groupdict().items()}
            if "name" in parts and fold(parts["name"]) not in vocabulary().months:
                return None
            return _Cell(kind, parts, text)
    return None


def _number_kind(text: str) -> str:
    whole = re.split(r"[.,]", text)[0]
    if len(whole) in (12, 13):
        return "milliseconds"
    if len(whole) in (9, 10):
        return "seconds"
    if len(text) == 8 and text[:2] in ("19", "20"):
        return "eight digits"
    return "spreadsheet" if 20_000 <= int(whole) <= 80_000 else ""


def _order(cells: list[_Cell], name: str, given: str | None) -> tuple[str, str]:
    """Return whether the day comes first, and what shows it."""
    if given is not None:
        one_of("date_order", given, ORDERS)
    numbers = [cell for cell in cells if cell.kind == "numbers"]
    if not numbers:
        return "", ""
    _refuse_year_in_front(numbers, name)
    first = next((c for c in numbers if int(c.parts["a"]) > 12), None)
    second = next((c for c in numbers if int(c.parts["b"]) > 12), None)
    points = next((c for c in numbers if c.parts["mark"] == "."), None)
    day_first = first or points
    if day_first and second:
        raise ValueError(
            f'The column "{name}" holds {day_first.text!r}, where the day comes first, '
            f"and {second.text!r}, where the month does. No order fits both: a "
            "spreadsheet may have turned some of them around. Export again, with dates "
            "as YYYY-MM-DD, or say which other column to take."
        )
    if day_first:
        return ORDERS[0], f"as {day_first.text!r} shows"
    if second:
        return ORDERS[1], f"as {second.text!r} shows"
    if all(int(c.parts["a"]) == int(c.parts["b"]) for c in numbers):
        return ORDERS[0], "either way, since day and month are the same"
    if given is not None:
        return given, "as you say"
    example = next(c for c in numbers if int(c.parts["a"]) != int(c.parts["b"]))
    raise Question(
        f'Does the day come first in "{name}", or the month? Nothing in the column '
        f"tells: {example.text!r} fits both, and so does every other cell. Say "
        'date_order="day first" or date_order="month first".',
        "date_order",
        ORDERS,
    )


def _refuse_year_in_front(cells: list[_Cell], name: str) -> None:
    """Raise where 26-01-05 may begin with a year of two digits."""
    front = {cell.parts["a"] for cell in cells}
    back = {cell.parts["y"] for cell in cells}
    short = all(len(year) == 2 for year in back)
    if short and len(front) <= len(back) and all(13 <= int(a) <= 40 for a in front):
        raise ValueError(
            f'In "{name}" nothing tells which number of {cells[0].text!r} is the year. '
            "Export again, with years of four digits."
        )


def _as_time(cell: _Cell, order: str) -> tuple[datetime, timedelta | None, bool] | None:
    """Return what the clock showed, how far it was ahead of UTC, and if it had one."""
    try:
        if cell.kind in ("milliseconds", "seconds", "spreadsheet"):
            return _counted(cell)
        if cell.kind == "eight digits":
            return datetime.strptime(cell.text, "%Y%m%d"), None, False
        parts = cell.parts
        year, month, day = _day_of(cell, order)
        hour = int(parts["h"] or 0)
        if half := parts["half"][:1].lower():
            hour = hour % 12 + 12 * (half == "p")
        time = datetime(
            year, month, day, hour, int(parts["min"] or 0), int(parts["s"] or 0)
        )
    except ValueError:  # there is no such day
        return None
    zone = parts["zone"]
    return time, _ahead(zone) if zone else None, parts["h"] != ""


def _day_of(cell: _Cell, order: str) -> tuple[int, int, int]:
    parts = cell.parts
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if year < 70 else 1900
    if cell.kind == "numbers":
        one, two = int(parts["a"]), int(parts["b"])
        day, month = (one, two) if order == ORDERS[0] else (two, one)
        return year, month, day
    if cell.kind == "year first":
        return year, int(parts["m"]), int(parts["d"])
    return year, vocabulary().months[fold(parts["name"])], int(parts["d"])


def _counted(cell: _Cell) -> tuple[datetime, timedelta | None, bool]:
    number = float(cell.text)
    if cell.kind == "spreadsheet":
        seconds = round(number * 86_400)
        time = datetime(1899, 12, 30) + timedelta(seconds=seconds)
        return time, None, seconds % 86_400 != 0
    since = int(number / (1000 if cell.kind == "milliseconds" else 1))
    return datetime(1970, 1, 1) + timedelta(seconds=since), timedelta(0), True


def _ahead(zone: str) -> timedelta:
    """Return how far +02:00, +0200, +02, Z, UTC or GMT is ahead of UTC."""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if not digits.isdigit():
        return timedelta(0)
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size


def _clocks(
    times: list[tuple[datetime, timedelta | None, bool] | None],
) -> list[datetime | None]:
    """Return the clocks as they were written, or in UTC where zones are far apart."""
    zones = [time[1] for time in times if time is not None and time[1] is not None]
    apart = bool(zones) and max(zones) - min(zones) > timedelta(hours=1)
    return [
        None if time is None else time[0] - (time[1] or timedelta(0)) * apart
        for time in times
    ]
