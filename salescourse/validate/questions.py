"""The bank's own check, as findings."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from salescourse.questions.bank import check_banks
from salescourse.validate.finding import Finding
from salescourse.words import _

if TYPE_CHECKING:
    from salescourse.validate.notebook import NotebookFile


def questions(bank: Path, shown: Path) -> list[Finding]:
    """Return what the bank's own check finds in a file."""
    return [
        Finding(
            str(shown),
            "questions",
            "",
            f"{found.item or '-'} [{found.rule}] {found.message}",
            found.remedy,
            line=found.line,
        )
        for found in check_banks([bank])
    ]


def key_place(notebook: "NotebookFile", where: str, found: Finding) -> Finding | None:
    """Return a finding about a question's key at the question's own place.

    Where no bank below the notebook's course holds the question, return None.
    """
    named = re.search(r"\bitems: ([\w-]+)$", where)
    if not named:
        return None
    root = notebook.settings.root(notebook.path)
    asks = re.compile(rf"^\s*- id: {re.escape(named[1])}\s*$")
    for bank in sorted(root.rglob("questions/*.yml")):
        for number, line in enumerate(bank.read_text("utf-8").splitlines(), start=1):
            if asks.match(line):
                return replace(
                    found, file=str(notebook.settings.original(bank)), line=number,
                    cell=0, first="", check="questions",
                    expected=_("the key of {name} as it was accepted").format(
                        name=named[1]
                    ),
                    came=_("another key (asked in {notebook}, {place})").format(
                        notebook=notebook.path.name, place=found.place
                    ),
                )  # fmt: skip
    return None
