"""Execute notebooks, each in a fresh kernel and the same way for everybody."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from salescourse.teach import processes
from salescourse.teach.canonical import NotebookError, as_text, canonical
from salescourse.teach.kernel import fresh_environment

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["execute", "fresh_environment", "read", "run", "save"]

_TYPE = {"cell_type": '"code"'}
_PLAIN = {"metadata": "{}", "source": '""'}
_FIELDS = {
    "code": {**_PLAIN, "outputs": "[]", "execution_count": "null"},
    "markdown": _PLAIN,
    "raw": _PLAIN,
}


def execute(path: Path) -> bool:
    """Execute a notebook in a kernel of its own and write it in canonical form.

    Parameters
    ----------
    path : Path
        The notebook; it runs in the folder it lies in, as in JupyterLab.

    Returns
    -------
    bool
        Whether the file is now another than before.

    Raises
    ------
    NotebookError
        If a cell fails, warns or prints an address; the file is then left as it was.
    """
    return save(path, run(read(path), folder=path.parent))


def save(path: Path, notebook: "NotebookNode") -> bool:
    """Write an executed notebook in canonical form; return whether it is another now.

    Raises
    ------
    NotebookError
        If it shows what it should not; the file is then left as it was.
    """
    try:
        after = as_text(canonical(notebook, was=read(path)))
    except NotebookError as error:
        raise NotebookError(f"{path.name}: {error.what}", error.remedy) from None
    if after == path.read_text(encoding="utf-8"):
        return False
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(after, encoding="utf-8", newline="\n")
    draft.replace(path)
    return True


def read(path: Path) -> "NotebookNode":
    """Read a notebook.

    Raises
    ------
    NotebookError
        If it is not a notebook, or a cell lacks what it must have.
    """
    import nbformat

    text = _text(path)
    try:
        # Before nbformat reads it, which quietly makes up what is missing.
        _check_cells(path.name, json.loads(text)["cells"])
        return nbformat.reads(text, as_version=4)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotebookError(
            f"{path.name} is not a notebook of today's kind: {error}.",
            "Mend it in a text editor, or take an earlier version.",
        ) from None


def run(notebook: "NotebookNode", *, folder: Path) -> "NotebookNode":
    """Run every cell in a fresh kernel and return the notebook with its outputs.

    Raises
    ------
    NotebookError
        If a cell fails or passes a limit.
    """
    from nbformat import from_dict

    ran = processes.run(notebook, folder=folder)
    if ran.ended:
        expected, came, remedy = ran.ended
        source = notebook.cells[ran.at].source if ran.at >= 0 else ""
        place = f"cell {ran.at + 1}:\n\n{source}\n\n"
        raise NotebookError(f"{place}expected {expected}, came {came}.", remedy)
    return from_dict({**notebook, "cells": ran.cells})


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        said = f"is not written in UTF-8, the first time in line {line}"
    else:
        if not text.startswith("\ufeff"):
            return text
        said = "begins with a byte order mark, which no notebook may"
    remedy = "Open it in a text editor, and save it as UTF-8 without a mark (BOM)."
    raise NotebookError(f"{path.name} {said}.", remedy)


def _check_cells(name: str, cells: list[dict]) -> None:
    """Refuse cells that lack what a notebook's cells must have, or share an id."""
    ids = Counter(cell.get("id") for cell in cells)
    for number, cell in enumerate(cells, start=1):
        if "id" not in cell:
            raise NotebookError(
                f"{name}: a cell has no id (cell {number}).",
                "Open and save the notebook once in JupyterLab.",
            )
        if ids[cell["id"]] > 1:
            raise NotebookError(
                f"{name}: two cells have the id {cell['id']} (cell {number} is one).",
                "Give one of them another.",
            )
        for field, usual in _FIELDS.get(cell.get("cell_type", ""), _TYPE).items():
            if field not in cell:
                raise NotebookError(
                    f'{name}: cell {number} has no "{field}".',
                    f'In a text editor, write "{field}": {usual} into it.',
                )
