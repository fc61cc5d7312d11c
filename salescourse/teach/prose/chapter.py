"""A chapter as the linter sees it: a notebook and what it must agree with."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from salescourse.practice.questions.bank import read_bank
from salescourse.practice.questions.item import Bank

# What a rule yields: a cell's id, empty for the whole notebook, and what to do.
Found = Iterator[tuple[str, str]]


class Chapter:
    """A notebook named ``NN_name.ipynb`` with its questions and the book's pages."""

    def __init__(self, path: Path, root: Path) -> None:
        from salescourse.teach.execute import read

        self.path, self.root = path, root
        self.name = path.stem.partition("_")[2]
        self.cells = read(path).cells
        self.prose = [cell for cell in self.cells if cell.cell_type == "markdown"]
        self.code = [cell for cell in self.cells if cell.cell_type == "code"]

    @cached_property
    def bank(self) -> Bank:
        """The chapter's questions."""
        return read_bank(self.root / "data" / "questions" / f"{self.name}.yml")

    def page(self, name: str) -> str:
        """Return the text of a file below `book/`."""
        return (self.root / "book" / name).read_text(encoding="utf-8")

    def tagged(self, tag: str) -> list:
        """Return the code cells with a tag."""
        return [cell for cell in self.code if tag in cell.metadata.get("tags", [])]


def plain(text: str) -> str:
    """Return prose without link targets, formulas and headings.

    Examples
    --------
    >>> plain("The [veto](term:veto) $p^n$").split()
    ['The', '[veto]']
    """
    without_targets = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"\$[^$]*\$|^#+ .*$", " ", without_targets, flags=re.MULTILINE)
