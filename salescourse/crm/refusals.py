"""What cannot be read, and what is asked: each says what to do, and where in the CRM."""

from collections.abc import Sequence

from salescourse.checks import did_you_mean, listed
from salescourse.crm.vocabulary import find_crm, vocabulary


class Question(ValueError):
    r"""Something that the file does not say, and that must not be guessed.

    Attributes
    ----------
    argument : str
        The argument of `read_crm` that answers it.
    choices : tuple of str
        What it may be, if these are few.

    Examples
    --------
    >>> from salescourse.crm import read_crm
    >>> table = b"id,opened,closed,outcome\n1,03/02/2026,05/02/2026,won\n"
    >>> try:
    ...     read_crm(table)
    ... except Question as question:
    ...     print(question.argument, question.choices)
    date_order ('day first', 'month first')
    """

    def __init__(self, text: str, argument: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.argument = argument
        self.choices = choices


def _menus(header: Sequence[str] = ()) -> str:
    """Return where the export is made: in the CRM of a header, or in each."""
    crms = vocabulary().crms
    found = find_crm(header)
    named = [crms[found]] if found else list(crms.values())
    return " ".join(f"{crm['name']}: {crm['menu']}." for crm in named)


def _instead(
    what: str = "Export the deals as CSV (UTF-8) or XLSX", header: Sequence[str] = ()
) -> str:
    return f"{what}, one row per deal, with its id, stage and dates. {_menus(header)}"


def not_a_table(name: str, kind: str) -> ValueError:
    """Return the error for a file that holds no table."""
    return ValueError(f"{name} is {kind}, and no table of deals. {_instead()}")


def no_table(name: str, why: str, header: Sequence[str] = ()) -> ValueError:
    """Return the error for a file in which no table is."""
    return ValueError(f"{name} {why}. {_instead(header=header)}")


def no_first_day(name: str, header: tuple[str, ...]) -> Question:
    """Return the question for the column of first days."""
    crm = find_crm(header)
    return Question(
        f"Which column says when a deal began? {name} has: {listed(header[:30])}. Say "
        f'created="..."; or export that column too'
        + (f". {_menus(header)}" if crm else "."),
        "created",
        header,
    )


def broken_workbook(name: str, why: str) -> ValueError:
    """Return the error for a workbook that cannot be opened."""
    return ValueError(
        f"{name} looks like a workbook (XLSX), but {why}. Open it in a spreadsheet and "
        f"save it as CSV (UTF-8), or export it again. {_instead()}"
    )


def broken_quotes(name: str, line: int) -> ValueError:
    """Return the error for a quotation mark that does not close."""
    return ValueError(
        f"{name}: a quotation mark in the row that begins on line {line} is not closed, "
        "or text follows a closed one, so nothing tells where its cells end. Correct "
        f"that row, or export again. {_instead('XLSX has no such marks; or export CSV')}"
    )


def no_last_day(deals: int) -> Question:
    """Return the question for the column of last days."""
    return Question(
        f"Which column says when a deal ended? {deals} deals are closed and none has a "
        'last day. Say closed="..."; or export that column too.',
        "closed",
    )


def too_many_columns(
    name: str, columns: int, most: int, header: Sequence[str]
) -> ValueError:
    """Return the error for a table that is too wide."""
    return ValueError(
        f"{name} has {columns:,} columns; at most {most:,} are read. "
        f"{_instead('Export only the columns that are needed', header)}"
    )


def too_many_rows(name: str, most: int) -> ValueError:
    """Return the error for a table that is too long."""
    return ValueError(
        f"{name} has more than {most:,} rows. "
        f"{_instead('Export the deals of the last years only')}"
    )


def one_of(argument: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise unless an argument is one of its choices."""
    if value not in choices:
        given = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"{argument} must be one of {given}, got {value!r}.")


def no_column(role: str, wanted: str, header: tuple[str, ...]) -> ValueError:
    """Return the error for a column that was named and is not there."""
    return ValueError(
        f'{role}="{wanted}" names no column. There are: {listed(header)}.'
        f"{did_you_mean(wanted, header)}"
    )
