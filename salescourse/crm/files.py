"""Bytes of a file as rows of text: encoding, delimiter, header, and what is refused.

The rules are few, so that a page can follow them to the letter:

1. A mark at the beginning tells UTF-8 or UTF-16. Without one, bytes that are 0 in every
   other place tell UTF-16; what is valid UTF-8 is that; anything else is Windows-1251
   where most words have no Latin letter, and Windows-1252 otherwise, which is a guess.
2. The delimiter is the one of ``, ; tab |`` with which the first 50 rows are most alike
   in width, and of equals (to a tenth) the one that gives most columns. A first line
   ``sep=;`` decides.
3. The header is the first row in which at least two cells, and at least half as many as
   in the widest, say something.
4. Rows after it that are longer than it are left out, since their cells may stand below
   the wrong head, and so are rows with one cell filled below a header of three or more:
   these are notes and totals.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from salescourse.checks import bare
from salescourse.crm.refusals import (
    no_table,
    one_of,
    too_many_columns,
)
from salescourse.crm.sheets import Numbers, number_columns, read_workbook
from salescourse.crm.text import (
    DELIMITERS,
    decode,
    find_delimiter,
    parse,
    refuse_markup,
    sep_line,
)

_MOST_COLUMNS = 2000


@dataclass(frozen=True)
class Sheet:
    """A file as rows of text, and how it was read.

    Attributes
    ----------
    name : str
        What the file is called.
    encoding, delimiter : str
        In words; the delimiter is "" where there is none.
    header : tuple of str
        The heads, without what cannot be seen; none twice.
    rows : list of list of str
        As wide as the header.
    lines : list of int
        In which row of the file each is, from 1.
    numbers : Numbers
        Columns whose numbers are numbers, not text: a point is their decimal sign.
    sure : bool
        Whether the encoding is known and not guessed.
    left_out : dict of str to int
        Why rows were left out, and how many.
    """

    name: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    numbers: Numbers = field(default_factory=Numbers)
    sure: bool = True
    left_out: dict[str, int] = field(default_factory=dict)
    note: str = ""


def read_file(
    source: str | Path | bytes | pd.DataFrame,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Sheet:
    r"""Return a file or a table as rows of text.

    Examples
    --------
    >>> sheet = read_file(b"Id;Opened;Closed\n1;2026-01-05;\n")
    >>> sheet.encoding, sheet.delimiter, sheet.header, sheet.rows
    ('UTF-8', ';', ('Id', 'Opened', 'Closed'), [['1', '2026-01-05', '']])
    """
    if isinstance(source, pd.DataFrame):
        return _from_frame(source)
    name = "the file" if isinstance(source, bytes) else Path(source).name
    raw = source if isinstance(source, bytes) else _bytes(Path(source))
    if raw[:4] == b"PK\x03\x04":
        cells, numbers, note = read_workbook(raw, name, sheet)
        found = _headed(cells, list(range(1, len(cells) + 1)), name)
        return replace(found, encoding="XLSX", numbers=numbers, note=note)
    text, read_as, sure = decode(raw, name, encoding)
    refuse_markup(text, name)
    if delimiter is not None:
        one_of("delimiter", delimiter, tuple(DELIMITERS))
    text, mark = sep_line(text)
    mark = delimiter or mark or find_delimiter(text, name)
    rows, lines = parse(text, mark, name)
    found = _headed(rows, lines, name)
    return replace(found, encoding=read_as, delimiter=mark, sure=sure)


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no file {str(path)!r}. Give the path of the file your CRM made."
        )
    return path.read_bytes()


def _headed(rows: list[list[str]], lines: list[int], name: str) -> Sheet:
    """Find the header, and leave out what is no row of its table."""
    filled = [sum(cell != "" for cell in row) for row in rows]
    widest = max(filled, default=0)
    if widest > _MOST_COLUMNS or max(map(len, rows), default=0) > 5 * _MOST_COLUMNS:
        raise too_many_columns(name, max(map(len, rows)), _MOST_COLUMNS, rows[0])
    at = next((i for i, n in enumerate(filled) if n >= max(2, widest / 2)), None)
    if at is None:
        raise no_table(name, "has one column, or none")
    header = _heads(rows[at])
    kept: list[list[str]] = []
    kept_lines: list[int] = []
    left_out: dict[str, int] = {}
    for row, n, line in zip(
        rows[at + 1 :], filled[at + 1 :], lines[at + 1 :], strict=True
    ):
        why = _why_out(row, n, len(header))
        if why is None:
            kept.append(row[: len(header)] + [""] * (len(header) - len(row)))
            kept_lines.append(line)
        elif why:
            left_out[why] = left_out.get(why, 0) + 1
    if not kept:
        raise no_table(name, "has a header and no deals below it", header)
    return Sheet(name, "", "", header, kept, kept_lines, left_out=left_out)


def _why_out(row: list[str], filled: int, width: int) -> str | None:
    """Return why a row is left out: "" for an empty one, None where it is kept."""
    if filled == 0:
        return ""
    if any(row[width:]):
        return "more cells than heads"
    if filled == 1 and width >= 3:
        return "a note or a total, not a deal"
    return None


def _heads(row: list[str]) -> tuple[str, ...]:
    """Return heads of which none is empty and none is there twice."""
    while row and row[-1] == "":
        row = row[:-1]
    heads: list[str] = []
    for number, cell in enumerate(row, start=1):
        head = " ".join(cell.split()) or f"column {number}"
        again = sum(one == head or one.startswith(f"{head} (") for one in heads)
        heads.append(f"{head} ({again + 1})" if head in heads else head)
    return tuple(heads)


def _from_frame(frame: pd.DataFrame) -> Sheet:
    """Return a table as rows of text."""
    if frame.empty or len(frame.columns) < 2:
        raise no_table("the table", "has no rows, or fewer than two columns")
    if len(frame.columns) > _MOST_COLUMNS:
        raise too_many_columns(
            "the table",
            len(frame.columns),
            _MOST_COLUMNS,
            [str(name) for name in frame],
        )
    columns = [
        [_cell(value) for value in frame.iloc[:, k]] for k in range(frame.shape[1])
    ]
    numbers = number_columns(frame.itertuples(index=False, name=None))
    rows = [list(row) for row in zip(*columns, strict=True)]
    header = _heads([str(name) for name in frame.columns])
    lines = list(range(1, len(rows) + 1))
    return Sheet("the table", "a table", "", header, rows, lines, numbers)


def _cell(value: object) -> str:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return bare(str(value))
