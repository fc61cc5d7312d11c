"""The one form in which executed notebooks are kept, and what they may not show.

A notebook is committed executed, so that a reader of the repository sees its outputs
and validation can compare them. What changes from run to run without being seen
(widget ids, counters, the kernel's version) is left out, so that executing an unchanged
notebook changes no byte of it. What is seen and is another tomorrow, or on another
machine, is refused.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python"}
_LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
# What a front end notes about a session, in a notebook and in a cell.
_SESSION = {"widgets", "signature", "toc-autonumbering"}
_CELL_SESSION = {"execution", "ExecuteTime", "trusted", "collapsed", "scrolled"}
_FLEETING = {
    r"\bat 0x[0-9a-fA-F]{6,}": (
        "a memory address",
        "Give it a name (`_ = ...`), or show something else.",
    ),
    r"\b(?:CPU times|Wall time): [^\n]+|± [^\n]+ per loop|\d ?it/s\b": (
        "how long something took",
        "Leave out %time, %timeit and progress bars.",
    ),
    r"(?i:\bpid\W{1,3}\d+)": ("the number of a process", "Do not print it."),
}


class NotebookError(RuntimeError):
    """A notebook failed or shows what it should not: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what, self.remedy = what, remedy


def canonical(
    notebook: "NotebookNode", was: "NotebookNode | None" = None
) -> "NotebookNode":
    """Return a copy of an executed notebook without what changes from run to run.

    Parameters
    ----------
    notebook : NotebookNode
        What was executed.
    was : NotebookNode, optional
        What was committed before; with it, a date of today is refused that is new.

    Raises
    ------
    NotebookError
        If a cell fails unexpectedly, or shows what it should not.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("1 + 1", id="sum", execution_count=7)
    >>> canonical(new_notebook(cells=[cell])).cells[0].execution_count
    1
    """
    from nbformat import from_dict

    shown = {cell.id: cell.get("outputs", []) for cell in was.cells} if was else {}
    cells, count = [], 0
    for number, cell in enumerate(notebook.cells, start=1):
        count += cell.get("execution_count") is not None
        first = next(iter(cell.source.strip().splitlines()), "")[:50]
        before = shown.get(cell.id, []) if was else None
        for what, remedy in refused(cell, before):
            raise NotebookError(f"cell {number} ({first}) {what}.", remedy)
        cells.append(_canonical_cell(cell, count))
    kept = {k: v for k, v in notebook.metadata.items() if k not in _SESSION}
    if kept.get("kernelspec", {}).get("language", "python") == "python":
        kept |= {"kernelspec": {**_KERNEL, "name": "python3"}}
        kept |= {"language_info": _LANGUAGE}
    return from_dict(
        {"cells": cells, "metadata": kept, "nbformat": 4, "nbformat_minor": 5}
    )


def as_text(notebook: "NotebookNode") -> str:
    """Return a notebook as it is written to a file."""
    import nbformat

    return nbformat.writes(notebook, indent=1).rstrip("\n") + "\n"


def refused(
    cell: Mapping[str, Any], before: list | None = None
) -> Iterator[tuple[str, str]]:
    """Say what a cell shows that no committed notebook may, and what to do.

    Parameters
    ----------
    cell : mapping
        An executed cell.
    before : list, optional
        The outputs it had. With them, the day and the hour of now are refused where
        they are new; a date that was there before is one of the data.

    Examples
    --------
    >>> for what, remedy in refused({"source": "plot(x);"}):
    ...     print(what)
    ends with a semicolon, which nbval overlooks
    """
    if cell.get("cell_type", "code") != "code":
        return
    if cell["source"].rstrip().endswith(";"):
        yield "ends with a semicolon, which nbval overlooks", "Give the value a name."
    may_fail = "raises-exception" in cell.get("metadata", {}).get("tags", [])
    for output in cell.get("outputs", []):
        if output["output_type"] == "error" and not may_fail:
            error = f"{output['ename']}: {output['evalue']}".removesuffix(".")
            yield f"fails with {error}", "Mend it, or tag the cell raises-exception."
        if output.get("name") == "stderr":
            remedy = "No cell may print a warning: mend what it warns of."
            yield f"warns: {output['text'].strip().removesuffix('.')}", remedy
    text = _text(cell.get("outputs", []))
    for pattern, (what, remedy) in {**_FLEETING, **_own_paths()}.items():
        if match := re.search(pattern, text):
            yield f"shows {what} ({match[0]}), which is another in each run", remedy
    if before is not None and (now := _now_in(text, _text(before))):
        remedy = "Print a fixed date, or none."
        yield f"shows the time of the run ({now}), which is another tomorrow", remedy


def _text(outputs: list) -> str:
    """Return all that outputs say in words."""
    parts = [str(o.get("text", "")) + str(o.get("evalue", "")) for o in outputs]
    for output in outputs:
        data = output.get("data", {})
        parts += [str(v) for kind, v in data.items() if kind.startswith("text/")]
    return "\n".join(parts)


def _own_paths() -> dict[str, tuple[str, str]]:
    """Return a pattern for what lies on this machine and on no other."""
    folders = {Path.home(), Path.cwd(), Path(tempfile.gettempdir()), Path(sys.prefix)}
    named = [re.escape(str(f)) for f in folders if f != Path(f.anchor)]
    inside = rf"(?<![\w/<.:])(?:{'|'.join(named)}){re.escape(os.sep)}[^\s'\"<>|:;,()]*"
    remedy = "Print the name alone, or a path relative to the notebook."
    return {inside: ("a path of this machine", remedy)} if named else {}


def _now_in(text: str, before: str) -> str:
    """Return the date or the hour of now where a text shows it and did not before."""
    now = datetime.now()
    for at in (now, now - timedelta(minutes=1), now.astimezone(UTC)):
        month, day, year = f"{at:%B}", at.day, at.year
        forms = [
            f"{at:%Y-%m-%d}", f"{at:%d.%m.%Y}", f"{at:%m/%d/%Y}", f"{at:%d/%m/%Y}",
            f"{day} {month} {year}", f"{month} {day}, {year}", f"{at:%a %b} {day:>2} ",
            f"{at:%b} {day}, {year}", f"({year}, {at.month}, {day}", f"{at:%H:%M}",
        ]  # fmt: skip
        for form in forms:
            found = re.search(rf"(?<![\d:]){re.escape(form)}(?!\d)", text)
            if found and form not in before:
                return form.strip("( ")
    return ""


def _canonical_cell(cell: "NotebookNode", count: int) -> dict:
    metadata = {k: v for k, v in cell.metadata.items() if k not in _CELL_SESSION}
    plain = {"id": cell.id, "cell_type": cell.cell_type, "source": cell.source}
    if cell.cell_type != "code":
        rest = {"attachments": cell.attachments} if cell.get("attachments") else {}
        return {**plain, **rest, "metadata": metadata}
    number = count if cell.get("execution_count") is not None else None
    outputs = _canonical_outputs(cell.outputs, number)
    return {
        **plain,
        "metadata": metadata,
        "execution_count": number,
        "outputs": outputs,
    }


def _canonical_outputs(outputs: list, number: int | None) -> list[dict]:
    kept: list[dict] = []
    for output in outputs:
        kind = output.output_type
        if kind == "stream" and kept and kept[-1]["output_type"] == "stream":
            kept[-1]["text"] += output.text
        elif kind == "stream":
            kept.append(dict(output))
        elif kind == "error":
            # A traceback shows paths; nbval leaves it out of its comparison, too.
            error = f"{output.ename}: {output.evalue}"
            kept.append({**output, "traceback": [error]})
        else:
            kept.append(_canonical_display(output, number))
    return kept


def _canonical_display(output: "NotebookNode", number: int | None) -> dict:
    data = {kind: v for kind, v in output.data.items() if kind != WIDGET_VIEW}
    plain = {"output_type": output.output_type, "data": data}
    if output.output_type == "execute_result":
        plain["execution_count"] = number
    return {**plain, "metadata": dict(output.metadata)}
