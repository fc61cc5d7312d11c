"""Exercises as a learner meets them: stub, solution, hints, a wrong answer."""

import json
import re
from collections.abc import Iterator
from queue import Empty
from typing import TYPE_CHECKING, Any

from salescourse.validate.finding import Finding
from salescourse.validate.kernel import Stopped
from salescourse.words import _

if TYPE_CHECKING:
    from salescourse.validate.notebook import Cell, NotebookFile

_CHECKED = re.compile(r"""\bcheck\(\s*["']([\w-]+)["']""")
_SHOWN = re.compile(r"""\bsolution\(\s*["']([\w-]+)["']""")
_SAYS = {
    "exercise": (_CHECKED, "Not answered yet."),
    "solution": (_SHOWN, "One solution."),
}
_PROBE_SECONDS = 60
BEGIN, END = "<<salescourse ", " salescourse>>"


def named(notebook: Any) -> dict[str, str]:
    """Return the exercises that a notebook checks, each with its first cell's id."""
    found: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for name in _CHECKED.findall(cell.source):
                found.setdefault(name, cell.id)
    return found


def told(cell: "Cell") -> Iterator[Finding]:
    """Return what an exercise's stub or solution was told, if not what it should be."""
    if not cell.parent.settings.asked("exercises"):
        return
    said = _said(cell.test_outputs or [])
    for tag, (called, wanted) in _SAYS.items():
        if tag not in cell.cell.metadata.get("tags", []):
            continue
        for name in dict.fromkeys(called.findall(cell.cell.source)):
            if f"{name}: {wanted}" not in said:
                yield cell.finding(
                    f"{name}: {wanted}",
                    _line_about(name, said) or said.strip()[:200] or _("nothing"),
                    _REMEDIES[tag].format(name=name),
                    check="exercises",
                )


def probe(notebook: "NotebookFile") -> Iterator[Finding]:
    """Take every hint and give wrong answers, in the notebook's own kernel."""
    exercises = named(notebook.nb)
    try:
        told = _ask(notebook, list(exercises))
    except (Stopped, Empty, ValueError) as error:
        first = next(iter(exercises.values()))
        yield notebook.finding(
            "exercises", first, _("exercises that can be checked"), str(error),
            _("See what the notebook does to its kernel before it ends."),
        )  # fmt: skip
        return
    for name, expected, came, remedy in told:
        yield notebook.finding("exercises", exercises[name], expected, came, remedy)


def _ask(notebook: "NotebookFile", names: list[str]) -> list[list[str]]:
    kernel = notebook.ensure_kernel()
    request = kernel.execute_cell_input(
        f"from salescourse.validate.probe import probe as _; _({names!r})"
    )
    kernel.await_reply(request, timeout=_PROBE_SECONDS)
    said = ""
    while True:
        message = kernel.get_message("iopub", timeout=5)
        if message["parent_header"].get("msg_id") != request:
            continue
        said += message["content"].get("text", "")
        said += "\n".join(message["content"].get("traceback", [])[-1:])
        if message["content"].get("execution_state") == "idle":
            break
    if BEGIN not in said:
        raise ValueError(re.sub(r"\x1b\[[0-9;]*m", "", said).strip())
    return json.loads(said.partition(BEGIN)[2].partition(END)[0])


def _said(outputs: list) -> str:
    parts = [str(output.get("text", "")) for output in outputs]
    parts += [str(output.get("data", {}).get("text/plain", "")) for output in outputs]
    parts += [str(output.get("evalue", "")) for output in outputs]
    return "\n".join(parts)


def _line_about(name: str, said: str) -> str:
    return next((line for line in said.splitlines() if f"{name}: " in line), "")


_REMEDIES = {
    "exercise": _(
        'Leave `...` in the stub, and end the cell with check("{name}", ...), so that '
        "whoever runs it is told kindly."
    ),
    "solution": _(
        "Mend the solution, or the key of {name} in the question bank: they disagree."
    ),
}
