"""A chapter's notebook for a class: a place for a name, no solutions, nothing printed."""

import json
import re
from typing import Any

from salescourse.practice.questions.item import Item

NAME_CELL, ABOUT_CELL = "your-name", "about-this-copy"
TEXT_TAG = "free-text"
HERE = "*Write here, in place of this line.*"
_SOLVES = re.compile(r"\bsolution\(\s*[\"'][\w-]+[\"']\s*,")
_IMPORTS = re.compile(r"^from salescourse import check, hint, solution$", re.MULTILINE)
_ABOUT = """\
**{title}, for a class.** Edition {edition}.

1. Write your name into the next cell.
2. Work from the top; run each cell with Shift and Enter. In an exercise, put your
   answer where the three dots are. `check` takes note of it; it is marked later.
   `hint` helps, and costs nothing. What you handed to `check` last is what counts.
3. Choose *Run* > *Restart Kernel and Run All Cells*, save, and hand in this one file.
   What takes more than {minutes} minutes to run is not marked.
"""
_NAME = '# Your name between the quotation marks, and your number, if you have one.\nname = ""\nnumber = ""'


def for_class(
    notebook: dict[str, Any],
    *,
    chapter: str,
    edition: str,
    texts: list[Item],
    minutes: int = 5,
) -> dict[str, Any]:
    """Return a notebook as a class gets it.

    Parameters
    ----------
    notebook : dict
        The chapter's notebook; it is left as it is.
    chapter : str
        Its name, such as `decisions`.
    edition : str
        What the copy is known by.
    texts : list of Item
        Questions that are answered in the learner's own words; each gets a cell.
    minutes : int
        How long a notebook may run when it is marked.
    """
    cells = [_emptied(cell) for cell in notebook["cells"] if not _gives_away(cell)]
    about = _ABOUT.format(title=_title(cells), edition=edition, minutes=minutes)
    first = [
        _cell("markdown", ABOUT_CELL, about),
        _cell("code", NAME_CELL, _NAME, outputs=[], execution_count=None),
    ]
    at = _after_exercises(cells)
    words = [cell for item in texts for cell in _words(item)]
    course = {"chapter": chapter, "edition": edition}
    return {
        **notebook,
        "metadata": {**notebook["metadata"], "salescourse": course},
        "cells": [*cells[:1], *first, *cells[1:at], *words, *cells[at:]],
    }


def _gives_away(cell: dict[str, Any]) -> bool:
    if cell["cell_type"] != "code":
        return False
    tags = cell["metadata"].get("tags", [])
    return "solution" in tags or bool(_SOLVES.search("".join(cell["source"])))


def _emptied(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell; if it is an exercise's, as it is before it is run."""
    source = "".join(cell["source"])
    if cell["cell_type"] != "code" or not re.search(r"\bcheck\(", source):
        return cell
    source = _IMPORTS.sub("from salescourse import check, hint", source)
    return {**cell, "source": source.splitlines(keepends=True),
            "outputs": [], "execution_count": None}  # fmt: skip


def _after_exercises(cells: list[dict[str, Any]]) -> int:
    tagged = [
        n for n, c in enumerate(cells) if "exercise" in c["metadata"].get("tags", [])
    ]
    return tagged[-1] + 1 if tagged else len(cells)


def _words(item: Item) -> list[dict[str, Any]]:
    said = f"### In your own words\n\n{item.stem.strip()}"
    answer = _cell("markdown", f"words-{item.id}", HERE)
    answer["metadata"] = {"tags": [TEXT_TAG], "salescourse": {"item": item.id}}
    return [_cell("markdown", f"asked-{item.id}", said), answer]


def _cell(kind: str, name: str, source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "id": name, "metadata": {},
            "source": source.splitlines(keepends=True), **more}  # fmt: skip


def _title(cells: list[dict[str, Any]]) -> str:
    first = "".join(cells[0]["source"]) if cells else ""
    return first.partition("\n")[0].lstrip("# ") or "A chapter"


def as_text(notebook: dict[str, Any]) -> str:
    """Return a notebook as the text of its file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
