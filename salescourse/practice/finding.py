"""One thing that is wrong: where, what is wrong there, and how to mend it.

Whatever looks for faults says so with a `Finding`: the check of the question banks, the
linter of the chapters, the audit of the book, `validate`. Who finds it knows the place
as the file's own format names it; who knows the file adds the line or the cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Where = tuple[str | int, ...]
_MOST_CHARACTERS = 400


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Parameters
    ----------
    where : tuple of str and int
        The place inside the file: the way to a value in a bank, or the id of a cell.
    rule : str
        What it breaks, in a word.
    message : str
        What is wrong; what came, where something was `expected`.
    remedy : str
        What to do.
    style : bool
        Whether it is a matter of style, with which the file can still be used.
    below : int
        How many lines below `where`, inside a text.
    file : str
        The file.
    line, cell : int
        The line, or the number of the cell, counted from 1 as in JupyterLab; 0 for the
        whole file.
    first : str
        The first words of the cell.
    item : str
        The part of the file that is meant: a question's id, the state of a page.
    check : str
        Which check of `validate` has found it.
    expected : str
        What should have come.
    accept : str
        What `validate --accept` would take for right: outputs, widgets, or nothing.

    Examples
    --------
    >>> print(Finding(("a",), "no-key", "no key", "Add one.", file="b.yml", line=7))
    b.yml:7: - — [no-key] no key. Add one.
    """

    where: Where
    rule: str
    message: str
    remedy: str = ""
    style: bool = False
    below: int = 0
    file: str = ""
    line: int = 0
    cell: int = 0
    first: str = ""
    item: str = ""
    check: str = ""
    expected: str = ""
    accept: str = ""

    def __str__(self) -> str:
        place = _placed(self.file, self)
        place += ": -" * (bool(self.line) and not self.item)
        came = f"expected {self.expected}, came {self.message}" * bool(self.expected)
        said = (came or self.message).removesuffix(".")
        said = f"{said}. {self.remedy}" if said and self.remedy else said or self.remedy
        return f"{place} — [{self.label}] {said}"

    @property
    def label(self) -> str:
        """The rule, after the check that it belongs to."""
        return "/".join(dict.fromkeys(filter(None, [self.check, self.rule])))

    @property
    def inside(self) -> str:
        """Where in the file it is, in words; empty for the whole file."""
        place = f"line {self.line}" if self.line else ""
        if self.cell:
            place = f"cell {self.cell}" + f" ({self.first})" * bool(self.first)
        return ": ".join(filter(None, [place, self.item]))

    def text(self, here: Path) -> str:
        """Return some lines for a terminal, with the file as seen from a folder."""
        lines = [f"{_placed(seen_from(here, self.file), self)}  [{self.label}]"]
        rows = [*self._said(), ("to do", self.remedy)]
        lines += [f"  {name:<9} {_indented(text)}" for name, text in rows if text]
        return "\n".join(lines)

    def annotation(self, here: Path) -> str:
        """Return a line that GitHub Actions shows at the file."""
        file = _escaped(seen_from(here, self.file), inside=True)
        line = f",line={self.line}" if self.line else ""
        title = ": ".join(filter(None, [self.label, self.inside]))
        title = _escaped(title, inside=True)
        said = [f"{name}: {_short(text)}" for name, text in self._said() if text]
        message = _escaped("\n".join(filter(None, [*said, self.remedy])))
        return f"::error file={file}{line},title={title}::{message}"

    def _said(self) -> list[tuple[str, str]]:
        came = "came" if self.expected else "found"
        return [("expected", self.expected), (came, self.message)]


@dataclass(frozen=True)
class Places:
    """Where the cells of a notebook stand: by id, their number and first words.

    Examples
    --------
    >>> places = Places("b.ipynb", {"sum": (3, "1 + 1")})
    >>> print(places.finding("sum", "spelling", "", "Write the for teh."))
    b.ipynb, cell 3 (1 + 1) — [spelling] Write the for teh.
    """

    file: str
    cells: Mapping[str, tuple[int, str]]

    @classmethod
    def of(cls, file: Path, cells: Iterable[Any]) -> "Places":
        """Return the places of a notebook's cells."""
        numbered = enumerate(cells, start=1)
        return cls(str(file), {c.id: (n, first_words(c.source)) for n, c in numbered})

    def finding(
        self, cell: str, rule: str, message: str, remedy: str, **more: Any
    ) -> Finding:
        """Return a finding at a cell, given by its id; "" is the whole notebook."""
        number, first = self.cells.get(cell, (0, ""))
        return Finding((cell,), rule, message, remedy, file=self.file,
                       cell=number, first=first, **more)  # fmt: skip


def first_words(source: str) -> str:
    r"""Return the beginning of a cell.

    Examples
    --------
    >>> first_words("\n\nx = 1\ny = 2")
    'x = 1'
    """
    lines = source.strip().splitlines() or [""]
    return lines[0] if len(lines[0]) <= 50 else f"{lines[0][:49]}…"


def _placed(file: str, finding: Finding) -> str:
    if finding.line:
        return f"{file}:{finding.line}" + f": {finding.item}" * bool(finding.item)
    sign = ", " if finding.cell else ": "
    return sign.join(filter(None, [file, finding.inside]))


def seen_from(here: Path, file: str) -> str:
    """Return a file's name as somebody in a folder would write it."""
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
