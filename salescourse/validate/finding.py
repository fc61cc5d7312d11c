"""One thing that is wrong: where, what was expected, what came, what to do."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from salescourse.words import _

_MOST_CHARACTERS = 400


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    file : str
        Where, as an absolute path.
    check : str
        Which check found it: notebooks, questions, exercises, data, book or prose.
    expected, came : str
        What should be there, and what is; `expected` may be empty.
    remedy : str
        What to do.
    cell : int
        The number of the cell, counted from 1 as in JupyterLab; 0 for the whole file.
    first : str
        The first words of the cell.
    line : int
        The line of a file that is no notebook; 0 for the whole file.
    accept : str
        What `--accept` would take for right: outputs, widgets, or nothing.

    Examples
    --------
    >>> print(Finding("/a/b.ipynb", "notebooks", "1", "2", "Mend it.", 3, "x = 1"))
    /a/b.ipynb, cell 3 (x = 1)  [notebooks]
      expected  1
      came      2
      to do     Mend it.
    """

    file: str
    check: str
    expected: str
    came: str
    remedy: str
    cell: int = 0
    first: str = ""
    line: int = 0
    accept: str = ""

    def __str__(self) -> str:
        return self.text(Path("/"))

    @property
    def place(self) -> str:
        """The cell or the line, in words; empty for the whole file."""
        if self.cell:
            first = f" ({self.first})" if self.first else ""
            return _("cell {n}").format(n=self.cell) + first
        return _("line {n}").format(n=self.line) if self.line else ""

    def text(self, here: Path) -> str:
        """Return some lines for a terminal, with the file as seen from a folder."""
        where = ", ".join(filter(None, [_seen_from(here, self.file), self.place]))
        rows = [(_("expected"), self.expected), (_("came"), self.came)]
        rows.append((_("to do"), self.remedy))
        lines = [f"{where}  [{self.check}]"]
        lines += [f"  {name:<9} {_indented(text)}" for name, text in rows if text]
        return "\n".join(lines)

    def annotation(self, here: Path) -> str:
        """Return a line that GitHub Actions shows at the file."""
        file = _escaped(_seen_from(here, self.file), inside=True)
        line = f",line={self.line}" if self.line else ""
        title = _escaped(": ".join(filter(None, [self.check, self.place])), inside=True)
        rows = [(_("expected"), self.expected), (_("came"), self.came)]
        said = [f"{name}: {_short(text)}" for name, text in rows if text]
        message = _escaped("\n".join([*said, self.remedy]))
        return f"::error file={file}{line},title={title}::{message}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)


def from_dict(found: Mapping[str, Any]) -> Finding:
    """Return a finding that was written with `as_dict`."""
    return Finding(**found)


def first_words(source: str) -> str:
    r"""Return the beginning of a cell.

    Examples
    --------
    >>> first_words("\n\nx = 1\ny = 2")
    'x = 1'
    """
    lines = source.strip().splitlines() or [""]
    return lines[0] if len(lines[0]) <= 50 else f"{lines[0][:49]}…"


def _seen_from(here: Path, file: str) -> str:
    path = Path(file)
    inside = path.is_relative_to(here) and here != Path(here.anchor)
    return path.relative_to(here).as_posix() if inside else path.as_posix()


def _short(text: str) -> str:
    text = text.strip("\n")
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]} …"


def _indented(text: str) -> str:
    return _short(text).replace("\n", "\n" + " " * 12)


def _escaped(text: str, *, inside: bool = False) -> str:
    for sign in "%\r\n" + ":," * inside:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
