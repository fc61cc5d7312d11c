"""Amounts in exports: which sign is the decimal one is decided by a whole column.

1. In a cell that has points and commas, the last one is the decimal sign.
2. A sign that is there twice in a cell groups thousands, so the other is decimal.
3. A sign that is there once is decimal unless exactly three digits follow it and one to
   three precede it.
4. Cells that show both are a contradiction, and it is asked.
5. Where no cell shows anything, a sign before three digits groups thousands. That is
   a guess, and is said.
"""

import re
from dataclasses import dataclass

import numpy as np

from salescourse.crm.refusals import Question, one_of

MARKS = (".", ",")
# Longer signs first, so that A$ is not taken for $.
_SIGNS = {
    "US$": "USD", "R$": "BRL", "A$": "AUD", "C$": "CAD", "$": "USD", "€": "EUR",
    "£": "GBP", "¥": "JPY", "₽": "RUB", "₹": "INR", "zł": "PLN", "Kč": "CZK",
    "руб.": "RUB", "руб": "RUB", "Fr.": "CHF",
}  # fmt: skip
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")


@dataclass(frozen=True)
class Amounts:
    """A column of amounts, and how it was read.

    Attributes
    ----------
    values : ndarray of float
        NaN where a cell is empty or could not be read.
    currencies : list of str
        What each cell says of its currency, "" where nothing.
    decimal : str
        The decimal sign, "" where there is none.
    why : str
        What decided.
    sure : bool
        Whether it was shown and not guessed.
    unread : int
        How many cells could not be read.
    example : str
        The first of these.
    """

    values: np.ndarray
    currencies: list[str]
    decimal: str = ""
    why: str = ""
    sure: bool = True
    unread: int = 0
    example: str = ""


def read_amounts(
    texts: list[str], name: str, decimal: str | None = None, *, plain: bool = False
) -> Amounts:
    """Return the amounts of a column, with the decimal sign that it shows.

    Parameters
    ----------
    texts : list of str
        The cells, "" where there is nothing.
    name : str
        The column's head.
    decimal : str, optional
        The decimal sign, "." or ",".
    plain : bool
        Whether the cells were numbers and not text.

    Raises
    ------
    Question
        If cells of the column contradict each other.

    Examples
    --------
    >>> read_amounts(["$3.972.451", "$850"], "Amount").values.tolist()
    [3972451.0, 850.0]
    >>> read_amounts(["3972451,00", "1.200,50"], "Amount").values.tolist()
    [3972451.0, 1200.5]
    """
    if decimal is not None:
        one_of("decimal", decimal, MARKS)
    parts = [_parts(text) for text in texts]
    cores = [core for core, _sign, _code in parts]
    if plain and decimal is None:
        mark, why, sure = ".", "numbers of a spreadsheet or a table", True
    else:
        mark, why, sure = _decimal(cores, texts, name, decimal)
    values = [_value(core, sign, mark or ".") for core, sign, _code in parts]
    unread = [
        text
        for text, value in zip(texts, values, strict=True)
        if text and value is None
    ]
    return Amounts(
        np.array([np.nan if value is None else value for value in values]),
        [code for _core, _sign, code in parts],
        mark,
        why,
        sure,
        len(unread),
        unread[0] if unread else "",
    )


def _parts(text: str) -> tuple[str, int, str]:
    """Return the digits and marks of a cell, its sign, and its currency."""
    rest, currency = text, ""
    for sign, code in _SIGNS.items():
        if sign in rest:
            rest, currency = rest.replace(sign, ""), code
            break
    if not currency and (found := _CODE.search(rest)):
        rest, currency = rest.replace(found[0], ""), found[0]
    rest = re.sub(r"[\s'’_]", "", rest)
    rest = rest.removesuffix(",-").removesuffix(".-")
    negative = re.fullmatch(r"\((.*)\)|[-−](.*)|(.*)[-−]", rest)
    if negative:
        rest = next(part for part in negative.groups() if part is not None)
    read = re.fullmatch(r"[\d.,]*\d[\d.,]*", rest, re.A)
    core = rest if read else "?" * bool(text)
    return core, -1 if negative else 1, currency


def _shown(core: str) -> str | None:
    """Return the decimal sign that a cell shows, "" for none, None where it is open."""
    points, commas = core.count("."), core.count(",")
    if core.startswith("?") or not points + commas:
        return ""
    if points and commas:
        return "." if core.rindex(".") > core.rindex(",") else ","
    mark = "." if points else ","
    if points + commas > 1:
        return "," if points else "."
    before, _, after = core.partition(mark)
    grouped = len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0"
    return None if grouped else mark


def _decimal(
    cores: list[str], texts: list[str], name: str, given: str | None
) -> tuple[str, str, bool]:
    shown: dict[str, str] = {}
    undecided = ""
    for core, text in zip(cores, texts, strict=True):
        mark = _shown(core)
        if mark:
            shown.setdefault(mark, text)
        elif mark is None:
            undecided = undecided or text
    if given is not None:
        return given, "as you say", True
    if len(shown) == 2:
        raise Question(
            f'Which is the decimal sign in "{name}"? {shown["."]!r} has a point, '
            f'{shown[","]!r} a comma. Say decimal="." or decimal=",": cells that do '
            "not fit are left empty and counted.",
            "decimal",
            MARKS,
        )
    if shown:
        ((mark, text),) = shown.items()
        return mark, f"as {text!r} shows", True
    if undecided:
        mark = "," if "." in undecided else "."
        return mark, f"{undecided!r} is taken for thousands", False
    return "", "", True


def _value(core: str, sign: int, decimal: str) -> float | None:
    """Return a cell's number, or None where its marks do not fit."""
    if core in ("", "?"):
        return None
    group = "," if decimal == "." else "."
    whole, _, fraction = core.partition(decimal)
    groups = whole.split(group)
    if decimal in fraction or group in fraction:
        return None
    inner = groups[1:]
    if inner and (
        not 1 <= len(groups[0]) <= 3 or not all(len(g) in (2, 3) for g in inner)
    ):
        return None
    return sign * float(f"{''.join(groups) or '0'}.{fraction or '0'}")
