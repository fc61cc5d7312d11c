"""What to write so that pandas reads days as they were meant: advice, not a reader."""

import re

import numpy as np
import pandas as pd

# What numbers from so large on count, and how pandas is told.
_SINCE_1970 = (
    (1e17, "nanoseconds", "ns"),
    (1e14, "microseconds", "us"),
    (1e11, "milliseconds", "ms"),
    (1e8, "seconds", "s"),
)
_EXCEL = (20_000, 80_000)
_MARKED = ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y", "%d{0}%m{0}%y", "%m{0}%d{0}%y")
_NAMED = ("%d{0}%b{0}%Y", "%d{0}%B{0}%Y", "%d{0}%b{0}%y")
# Between points the day always comes first.
_DATES = [
    "%Y%m%d",
    *(f"%Y{mark}%m{mark}%d" for mark in "-/."),
    *(form.format(mark) for mark in "-/" for form in _MARKED),
    *(form.format(".") for form in _MARKED[::2]),
    *(form.format(mark) for mark in "- " for form in _NAMED),
    *("%b %d, %Y", "%B %d, %Y", "%d. %B %Y"),
]
_HOURS = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %I:%M %p",
    " %I:%M:%S %p",
    ", %H:%M",
    "T%H:%M:%S",
)


def how_to_read(texts: list[str], where: str, *, mixed: bool = False) -> str:
    """Return the advice for days in text that is not ISO, or "" if there is none.

    Parameters
    ----------
    texts : list of str
        The different texts that are not ISO.
    where : str
        What the column is called in Python.
    mixed : bool
        Whether the column holds ISO text as well.

    Examples
    --------
    >>> print(how_to_read(["28.01.2026", "03.02.2026"], 'log["day"]'))
     Say how it is written: pd.to_datetime(log["day"], format="%d.%m.%Y").
    """
    forms = [form for form in _possible(texts[0]) if _reads(form, texts)]
    lines = [f'pd.to_datetime({where}, format="{form}")' for form in forms]
    if mixed:
        iso = f'pd.to_datetime({where}, format="ISO8601", errors="coerce")'
        lines = [f'{line[:-1]}, errors="coerce").fillna({iso})' for line in lines]
    if len(lines) > 1:
        return (
            f" Does the day come first? Then write {lines[0]}; if the month does, "
            f"{lines[1]}."
        )
    if lines:
        return f" Say how it is written: {lines[0]}."
    numbers = pd.to_numeric(pd.Series(texts), errors="coerce")
    if numbers.notna().all() and not mixed:
        inner = f"pd.to_numeric({where})"
        counted = what_numbers_count(numbers, inner, day_numbers=True, excel=True)
        return f" {counted}" if counted else f" Text becomes numbers by {inner}."
    if _possible(texts[0]) and len(texts) > 1:
        odd = next(text for text in texts if not _reads(_possible(texts[0])[0], [text]))
        return f" {odd!r} is written in another way; bring all to one."
    return ""


def what_numbers_count(
    numbers: pd.Series, where: str, *, day_numbers: bool, excel: bool = False
) -> str:
    """Return what numbers seem to count and how to make dates of them, or "".

    Parameters
    ----------
    numbers : Series
        The numbers, none of them missing.
    where : str
        What they are called in Python.
    day_numbers : bool
        Whether numbers of days will do. Then only those that cannot be are spoken of.
    excel : bool
        Whether to speak of numbers of days as Excel counts them as well.

    Examples
    --------
    >>> print(what_numbers_count(pd.Series([20260601]), 'log["day"]', day_numbers=True))
    A date in one number becomes a day by pd.to_datetime(log["day"].astype("Int64").astype("str"), format="%Y%m%d").
    """
    if _are_dates(numbers):
        text = f'{where}.astype("Int64").astype("str")'
        line = f'pd.to_datetime({text}, format="%Y%m%d")'
        return f"A date in one number becomes a day by {line}."
    for least, unit, short in _SINCE_1970:
        if numbers.abs().max() >= least:
            line = f'pd.to_datetime({where}, unit="{short}")'
            return f"If these are {unit} since 1970: {line}."
    if (excel or not day_numbers) and numbers.between(*_EXCEL).all():
        line = f'pd.to_datetime({where}, unit="D", origin="1899-12-30")'
        return f"If these are the days of a spreadsheet: {line}."
    if day_numbers:
        return ""
    line = f'pd.to_datetime({where}, unit="D", origin="2026-01-01")'
    return f"If these are days since a first one, say which that was: {line}."


def _are_dates(numbers: pd.Series) -> bool:
    """Return whether all look like 20260601."""
    if not (numbers.between(18000101, 22001231) & (numbers % 1 == 0)).all():
        return False
    texts = numbers.astype(np.int64).astype(str)
    return bool(pd.to_datetime(texts, format="%Y%m%d", errors="coerce").notna().all())


def _possible(text: str) -> list[str]:
    forms = [date + hour for date in _DATES for hour in _HOURS]
    return [form for form in forms if _reads(form, [text])]


def _reads(form: str, texts: list[str]) -> bool:
    if not all(re.search(r"\d", text) for text in texts):
        return False  # pandas reads "now" and "today" in every form
    days = pd.to_datetime(pd.Series(texts), format=form, errors="coerce")
    return bool(days.notna().all())
