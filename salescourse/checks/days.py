"""Days and times, read as they are written, and never by guess.

ISO text (2026-06-30, 2026-06-30 13:45, 2026-06-30T13:45:00+02:00), dates, datetimes and
timestamps are read, and, where time may be a plain axis of days, numbers. Anything else
is refused with the line of pandas that converts it: whoever wrote 03.02.2026 knows
whether that is in February; a program does not.

Times with a zone are compared in UTC. Where whole days are asked for, or all times are
midnights where they were written, they are days of a calendar and stay what they were.
"""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks.formats import how_to_read, what_numbers_count
from salescourse.checks.tables import bare, empty

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?"
)
_DAY = np.timedelta64(1, "D")
# Years beyond stand for "never" in some programs: 0001-01-01, 9999-12-31.
_FIRST, _LAST = pd.Timestamp("1800-01-01"), pd.Timestamp("2200-01-01")


def as_days(
    *columns: tuple[str, object], numbers: bool = False, whole: bool = False
) -> list[NDArray[np.float64]]:
    """Put times on one axis of days that begins at midnight before the first of them.

    Parameters
    ----------
    *columns : pairs of a str and a Series, or of a str and one value
        What each is called in Python, such as ``log["entered"]``, and the times. All
        must be of one kind: with a zone, without one, or numbers.
    numbers : bool
        Whether plain numbers of days will do; they stay as they are.
    whole : bool
        Whether only the day of the calendar counts, whatever the hour and the zone.

    Returns
    -------
    list of ndarray
        In the order of `columns`; NaN where a cell is empty.

    Raises
    ------
    ValueError, TypeError
        If something is no time, can be read in two ways, or cannot be compared with
        the others. The message names the row, and what to do.

    Examples
    --------
    >>> opened = pd.Series(["2026-01-31", None])
    >>> as_days(('crm["opened"]', opened), ("today", "2026-02-02 12:00"))
    [array([ 0., nan]), array([2.5])]
    """
    read = [_read(where, values) for where, values in columns]
    known = [column for column in read if column.times.notna().any()]
    for column in known:
        if column.numbers and known[0].numbers:
            _check_numbers(column, numbers)
        elif column.numbers or known[0].numbers:
            raise TypeError(_unlike(column, known[0]))
        elif not whole and (column.ahead is None) != (known[0].ahead is None):
            raise TypeError(_without_zone(column, known[0]))
    if not known or known[0].numbers:
        return [column.as_numbers for column in read]
    as_written = whole or all(column.midnights for column in known)
    clocks = [
        pd.to_datetime(column.times) if as_written else column.in_utc for column in read
    ]
    if whole:
        clocks = [clock.dt.normalize() for clock in clocks]
    first = min(clock.min() for clock in clocks if clock.notna().any()).normalize()
    return [(clock - first).to_numpy() / _DAY for clock in clocks]


@dataclass(frozen=True)
class _Column:
    """Numbers, or what a clock showed and how far it was ahead of UTC."""

    where: str
    times: pd.Series
    ahead: pd.Series | None = None
    zone: str = "UTC"
    one: bool = False

    @property
    def numbers(self) -> bool:
        return self.times.dtype.kind == "f"

    @property
    def as_numbers(self) -> NDArray[np.float64]:
        """The numbers, or so many NaN if there is nothing."""
        if self.numbers:
            return self.times.to_numpy()
        return np.full(len(self.times), np.nan)

    @property
    def midnights(self) -> bool:
        known = self.times.dropna()
        return bool((known == known.dt.normalize()).all())

    @property
    def in_utc(self) -> pd.Series:
        if self.ahead is None:  # or there is nothing in it
            return pd.to_datetime(self.times)
        return self.times - self.ahead

    @property
    def example(self) -> object:
        value = self.times.dropna().iloc[0]
        return f"{value:.15g}" if self.numbers else str(value).removesuffix(" 00:00:00")


def _read(where: str, values: object) -> _Column:
    one = not isinstance(values, pd.Series)
    if isinstance(values, pd.Series):
        column = values.reset_index(drop=True)
    elif isinstance(values, Hashable):
        column = pd.Series([values])
    else:
        raise TypeError(_unreadable(where, values))
    dtype = column.dtype
    if isinstance(dtype, pd.PeriodDtype):
        raise TypeError(f"{where} must hold days. Write {where}.dt.to_timestamp().")
    if isinstance(dtype, pd.DatetimeTZDtype):
        wall, utc = column.dt.tz_localize(None), column.dt.tz_convert(None)
        read = _Column(where, wall, wall - utc, str(dtype.tz), one)
    elif dtype.kind == "M":
        read = _Column(where, column, one=one)
    elif dtype.kind in "iuf":
        floats = column.to_numpy(dtype=float, na_value=np.nan)
        read = _Column(where, pd.Series(floats), one=one)
    else:
        read = _read_cells(where, column, one)
    if one and read.times.isna()[0]:
        raise ValueError(_unreadable(where, values))
    if read.numbers:
        return read
    never = (read.times < _FIRST) | (read.times > _LAST)
    if never.any():
        at = int(never.argmax())
        raise ValueError(
            _unreadable(where, str(read.times[at]), None if one else at + 1)
            + ' If that means "never" or "not yet", leave it empty.'
        )
    return read


def _read_cells(where: str, column: pd.Series, one: bool) -> _Column:
    """Read a column of anything: text, dates, numbers."""
    filled = np.flatnonzero(~empty(column, where))
    codes, distinct = pd.factorize(column.iloc[filled])
    first = filled[np.unique(codes, return_index=True)[1]]
    rows = [None if one else int(row) + 1 for row in first]
    if len(distinct) and all(map(_is_number, distinct)):
        floats = np.full(len(column), np.nan)
        floats[filled] = np.array([float(x) for x in distinct])[codes]
        return _Column(where, pd.Series(floats), one=one)
    texts = []
    for cell, at in zip(distinct.tolist(), rows, strict=True):
        if (text := _as_text(cell)) is None:
            raise TypeError(_unreadable(where, cell, at))
        texts.append(text)
    wall, zones = _read_texts(where, texts, rows)

    def spread(values: pd.Series) -> pd.Series:
        in_place = pd.Series(values.to_numpy()[codes], index=filled)
        return in_place.reindex(range(len(column)))

    if not zones:
        return _Column(where, spread(wall), one=one)
    ahead = pd.Series([_ahead(zone) for zone in zones])
    return _Column(where, spread(wall), spread(ahead), one=one)


def _read_texts(
    where: str, texts: list[str], rows: list[int | None]
) -> tuple[pd.Series, list[str]]:
    """Return what the clock showed, and the zones if they were given."""
    found = [match for text in texts if (match := _ISO.fullmatch(text))]
    if len(found) < len(texts):
        others = [text for text in texts if not _ISO.fullmatch(text)]
        advice = how_to_read(others, where, mixed=bool(found))
        row = rows[texts.index(others[0])]
        raise ValueError(_unreadable(where, others[0], row) + advice)
    days = [f"{match[1]}T{match[2] or '00:00'}" for match in found]
    wall = pd.to_datetime(pd.Series(days, dtype=str), format="ISO8601", errors="coerce")
    if wall.isna().any():
        at = int(wall.isna().argmax())
        begin = _unreadable(where, texts[at], rows[at])
        raise ValueError(f"{begin} There is no such day or time.")
    zones = [match[3] for match in found if match[3]]
    if zones and len(zones) < len(found):
        at = next(i for i, match in enumerate(found) if not match[3])
        raise TypeError(
            f"{where} has a time zone in some rows and none in others (row {rows[at]}: "
            f"{texts[at]!r}). Say the zone in all rows, or in none."
        )
    return wall, zones


def _ahead(zone: str) -> pd.Timedelta:
    """Return how far +02:00, +0200, +02, Z or UTC is ahead of UTC."""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if not digits.isdigit():
        return pd.Timedelta(0)
    size = pd.Timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if zone[0] == "-" else size


def _is_number(value: object) -> bool:
    return isinstance(value, (Real, Decimal)) and not isinstance(value, bool)


def _as_text(value: object) -> str | None:
    """Return text or a date as text, None for anything else."""
    if isinstance(value, str):
        return bare(value)
    if isinstance(value, (date, np.datetime64)):
        return pd.Timestamp(value).isoformat()
    return None


def _check_numbers(column: _Column, numbers: bool) -> None:
    known = column.times.dropna()
    if np.isinf(known).any():
        raise ValueError(f"{column.where} must be finite, got {known.max():g}.")
    counted = what_numbers_count(known, column.where, day_numbers=numbers)
    if counted and column.one:
        raise ValueError(_unreadable(column.where, column.times[0]))
    if counted:
        raise ValueError(
            f"{column.where} must hold dates, got {column.example}. {counted}"
        )


def _unlike(column: _Column, axis: _Column) -> str:
    kind = "day number" if axis.numbers else "date"
    wanted = f"be a {kind}" if column.one else f"hold {kind}s"
    return f"{column.where} must {wanted}, like {axis.where}, got {column.example}."


def _without_zone(column: _Column, axis: _Column) -> str:
    plain, zoned = (column, axis) if column.ahead is None else (axis, column)
    line = (
        f'pd.Timestamp("{plain.example}", tz="{zoned.zone}")'
        if plain.one
        else f'pd.to_datetime({plain.where}).dt.tz_localize("{zoned.zone}")'
    )
    return (
        f"{zoned.where} has a time zone and {plain.where} has none, so they cannot be "
        f"compared. Say the zone: {line}."
    )


def _unreadable(where: str, value: object, row: int | None = None) -> str:
    if row is None:
        return f"{where} must be a day such as 2026-06-30, got {value!r}."
    return f"{where} must hold dates such as 2026-06-30, got {value!r} in row {row}."
