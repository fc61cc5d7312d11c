"""What there is, where a learner has named nothing: as text, and as a table."""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 88


@dataclass(frozen=True, repr=False)
class Listing:
    """A sentence that says how to go on, and a row for each thing there is.

    Parameters
    ----------
    says : str
        The sentence.
    heads : sequence of str
        What each column holds; the first one holds the names.
    rows : sequence of sequences of str
        The names, and what is to be said of each.

    Examples
    --------
    >>> Listing("Two roads.", ("Road", "Who buys"), [("b2b", "firms"), ("b2c", "homes")])
    Two roads.
    <BLANKLINE>
    b2b  firms
    b2c  homes
    """

    says: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __repr__(self) -> str:
        widths = [max(map(len, column)) + 2 for column in zip(*self.rows, strict=True)]
        return "\n".join([self.says, "", *(_line(row, widths) for row in self.rows)])

    def _repr_html_(self) -> str:
        head = "".join(
            f'<th scope="col" style="text-align:left">{html.escape(text)}</th>'
            for text in self.heads
        )
        rows = "".join(map(_row, self.rows))
        return (
            f"<p>{html.escape(self.says)}</p>\n"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """Return a row as text; its last column goes on below itself."""
    *first, last = row
    begin = "".join(
        text.ljust(width) for text, width in zip(first, widths, strict=False)
    )
    return textwrap.fill(
        last, WIDE, initial_indent=begin, subsequent_indent=" " * len(begin)
    )


def _row(row: Sequence[str]) -> str:
    name, *others = map(html.escape, row)
    left = 'style="text-align:left"'
    cells = "".join(f"<td {left}>{text}</td>" for text in others)
    return f'<tr><th scope="row" {left}><code>{name}</code></th>{cells}</tr>'
