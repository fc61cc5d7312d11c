"""A table of deals by its roles: texts, days and amounts, each with how it was read."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pandas as pd

from salescourse.crm.amounts import Amounts, read_amounts
from salescourse.crm.dates import Dates, read_dates
from salescourse.crm.files import Sheet
from salescourse.crm.refusals import no_first_day
from salescourse.crm.roles import Roles, bare_stage
from salescourse.crm.vocabulary import fold

# The expected close date is a hope, and never read: nothing is asked about it.
DAYS = ("created", "won_on", "lost_on", "closed", "changed")
_TEXTS = (
    *("name", "stage", "status", "closed_flag", "won_flag"),
    *("currency", "reason", "probability"),
)


@dataclass(frozen=True)
class Read:
    """A table of deals, and how its columns were read.

    Attributes
    ----------
    rows : DataFrame
        One row per row of the file, with a column per role, and `line`.
    dates : dict of str to Dates
        By the head of each column of days.
    amounts : Amounts, optional
        The amounts.
    spellings : int
        How many cells were another spelling of a stage or a status.
    named_by : str
        What deals are called by: "deal", "name" or "row".
    """

    rows: pd.DataFrame
    dates: dict[str, Dates]
    amounts: Amounts | None
    spellings: int
    named_by: str


def read_table(
    sheet: Sheet, roles: Roles, date_order: str | None, decimal: str | None
) -> Read:
    """Return the columns of a table of deals, read by their roles."""
    rows = pd.DataFrame({"line": sheet.lines})
    for role in _TEXTS:
        rows[role] = roles.cells(sheet, role)
    dates: dict[str, Dates] = {}
    for role in DAYS:
        read = day_column(sheet, roles.columns.get(role), date_order, dates)
        rows[role] = pd.NaT if read is None else read
    spellings = 0
    for role in ("stage", "status"):
        stages = [bare_stage(text) for text in rows[role]]
        rows[role], again = one_spelling(stages)
        spellings += again
    rows["deal"], named_by = _names(roles.cells(sheet, "deal"), rows)
    amounts = None
    rows["amount"] = float("nan")
    if (place := roles.columns.get("amount")) is not None:
        cells = roles.cells(sheet, "amount")
        head, plain = sheet.header[place], place in sheet.numbers.plain
        amounts = read_amounts(cells, head, decimal, plain=plain)
        if place in sheet.numbers.mixed and decimal is None:
            why = f"{amounts.why}; but some cells are numbers and some are text"
            amounts = replace(amounts, why=why, sure=False)
        rows["amount"] = amounts.values
        rows["currency"] = [
            said.upper() or cell
            for said, cell in zip(rows["currency"], amounts.currencies, strict=True)
        ]
    return Read(rows, dates, amounts, spellings, named_by)


def day_column(
    sheet: Sheet, place: int | None, date_order: str | None, read: dict[str, Dates]
) -> pd.Series | None:
    """Return a column of days, and note under its head how it was read."""
    if place is None:
        return None
    lone = Roles({"day": place}, {}, {})
    head = sheet.header[place]
    found = read_dates(lone.cells(sheet, "day"), head, date_order)
    read[head] = found
    return pd.Series(found.values)


def one_spelling(texts: Iterable[str]) -> tuple[list[str], int]:
    """Return texts with one spelling for each, the usual one, and how many changed.

    Examples
    --------
    >>> one_spelling(["Closed Won", "closed won", "Closed Won", "Lost"])
    (['Closed Won', 'Closed Won', 'Closed Won', 'Lost'], 1)
    """
    texts = list(texts)
    usual: dict[str, str] = {}
    for text, _count in Counter(texts).most_common():
        usual.setdefault(fold(text) or text, text)
    alike: Callable[[str], str] = lambda text: usual[fold(text) or text]  # noqa: E731
    changed = sum(alike(text) != text for text in texts)
    return [alike(text) for text in texts], changed


def _names(ids: list[str], rows: pd.DataFrame) -> tuple[list[str], str]:
    """Return what deals are called: by id, else by a name that none shares, else row."""
    lines = [f"row {line}" for line in rows["line"]]
    if any(ids):
        return [own or line for own, line in zip(ids, lines, strict=True)], "deal"
    names = rows["name"]
    if (names != "").all() and not names.duplicated().any():
        return list(names), "name"
    return lines, "row"


def need_first_days(roles: Roles, sheet: Sheet) -> None:
    """Raise unless something says when deals began."""
    if "created" in roles.columns or roles.entered:
        return
    raise no_first_day(sheet.name, sheet.header)
