"""The one form in which executed notebooks are kept.

A notebook is committed executed, so that a reader of the repository sees its
outputs and strict nbval can compare them. What changes from run to run (timings,
widget ids, the kernel's version) is left out, so that executing an unchanged
notebook changes no byte of it. What no reader should see is refused.
"""

import re
from typing import TYPE_CHECKING

from salescourse.words import _

if TYPE_CHECKING:
    from nbformat import NotebookNode

_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python"}
_LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
# What a front end notes about a session, in a notebook and in a cell.
_SESSION = {"widgets", "signature", "toc-autonumbering"}
_CELL_SESSION = {"execution", "ExecuteTime", "trusted", "collapsed", "scrolled"}
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


class NotebookError(RuntimeError):
    """A notebook failed or printed what it should not; the message names the cell."""


def canonical(notebook: "NotebookNode") -> "NotebookNode":
    """Return a copy of an executed notebook without what changes from run to run.

    Raises
    ------
    NotebookError
        If a cell warns, fails unexpectedly or shows a memory address.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("1 + 1", id="sum", execution_count=7)
    >>> canonical(new_notebook(cells=[cell])).cells[0].execution_count
    1
    """
    from nbformat import from_dict

    cells, count = [], 0
    for number, cell in enumerate(notebook.cells, start=1):
        count += cell.get("execution_count") is not None
        try:
            cells.append(_canonical_cell(cell, count))
        except ValueError as error:
            raise NotebookError(_cell_name(number, cell) + str(error)) from None
    kept = {k: v for k, v in notebook.metadata.items() if k not in _SESSION}
    kernel = {**_KERNEL, "name": "python3"}
    metadata = {**kept, "kernelspec": kernel, "language_info": _LANGUAGE}
    return from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def as_text(notebook: "NotebookNode") -> str:
    """Return a notebook as it is written to a file."""
    import nbformat

    return nbformat.writes(notebook, indent=1).rstrip("\n") + "\n"


def _canonical_cell(cell: "NotebookNode", count: int) -> dict:
    metadata = {k: v for k, v in cell.metadata.items() if k not in _CELL_SESSION}
    plain = {"id": cell.id, "cell_type": cell.cell_type, "source": cell.source}
    if cell.cell_type != "code":
        rest = {"attachments": cell.attachments} if cell.get("attachments") else {}
        return {**plain, **rest, "metadata": metadata}
    if cell.source.rstrip().endswith(";"):
        raise ValueError(
            _("ends with a semicolon, which nbval overlooks. Give the value a name.")
        )
    number = count if cell.get("execution_count") is not None else None
    fails = "raises-exception" in metadata.get("tags", [])
    outputs = _canonical_outputs(cell.outputs, number, may_fail=fails)
    return {
        **plain,
        "metadata": metadata,
        "execution_count": number,
        "outputs": outputs,
    }


def _canonical_outputs(
    outputs: list, number: int | None, *, may_fail: bool
) -> list[dict]:
    kept: list[dict] = []
    for output in outputs:
        kind = output.output_type
        if kind == "stream" and kept and kept[-1]["output_type"] == "stream":
            _refuse_stderr(output)
            kept[-1]["text"] += output.text
        elif kind == "stream":
            _refuse_stderr(output)
            kept.append(dict(output))
        elif kind == "error":
            kept.append(_canonical_error(output, may_fail=may_fail))
        else:
            kept.append(_canonical_display(output, number))
    for output in kept:
        _refuse_addresses(output)
    return kept


def _canonical_error(output: "NotebookNode", *, may_fail: bool) -> dict:
    if not may_fail:
        raise ValueError(
            _("fails with {error}. Mend it, or tag the cell raises-exception.").format(
                error=f"{output.ename}: {output.evalue}"
            )
        )
    # A traceback shows paths; nbval leaves it out of its comparison, too.
    return {**output, "traceback": [f"{output.ename}: {output.evalue}"]}


def _canonical_display(output: "NotebookNode", number: int | None) -> dict:
    data = {kind: v for kind, v in output.data.items() if kind != _WIDGET_VIEW}
    plain = {"output_type": output.output_type, "data": data}
    if output.output_type == "execute_result":
        plain["execution_count"] = number
    return {**plain, "metadata": dict(output.metadata)}


def _refuse_stderr(output: "NotebookNode") -> None:
    if output.name == "stderr":
        raise ValueError(
            _(
                "warns: {text} No cell may print a warning: mend what it warns of."
            ).format(text=output.text.strip())
        )


def _refuse_addresses(output: dict) -> None:
    texts = [output.get("text", ""), *output.get("data", {}).values()]
    for text in texts:
        if isinstance(text, str) and (match := _ADDRESS.search(text)):
            raise ValueError(
                _(
                    "shows a memory address ({address}), which is another in each run. "
                    "Give it a name (`_ = ...`), or show something else."
                ).format(address=match[0])
            )


def _cell_name(number: int, cell: "NotebookNode") -> str:
    first = next(iter(cell.source.strip().splitlines()), "")
    return _("cell {number} ({first}) ").format(number=number, first=first[:50])
