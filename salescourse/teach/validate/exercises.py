"""Exercises as a learner meets them: stub, solution, hints, a wrong answer."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from salescourse.practice.finding import Finding, Places

_CHECKED = re.compile(r"""\bcheck\(\s*["']([\w-]+)["']""")
_SHOWN = re.compile(r"""\bsolution\(\s*["']([\w-]+)["']""")
_SAYS = {
    "exercise": (_CHECKED, "Not answered yet."),
    "solution": (_SHOWN, "One solution."),
}
_REMEDIES = {
    "exercise": 'Leave `...` in the stub, and end the cell with check("{}", ...), so '
    "that whoever runs it is told kindly.",
    "solution": "Mend the solution, or the key of {} in the question bank: they disagree.",
}
BEGIN, END = "<<salescourse ", " salescourse>>"


def named(cells: Iterable[Any]) -> dict[str, str]:
    """Return the exercises that cells check, each with its first cell's id."""
    found: dict[str, str] = {}
    for cell in cells:
        if cell.cell_type == "code":
            for name in _CHECKED.findall(cell.source):
                found.setdefault(name, cell.id)
    return found


def told(places: Places, cell: Any, outputs: list) -> Iterator[Finding]:
    """Return what an exercise's stub or solution was told, if not what it should be."""
    said = _said(outputs)
    for tag in set(_SAYS) & set(cell.metadata.get("tags", [])):
        called, says = _SAYS[tag]
        for name in dict.fromkeys(called.findall(cell.source)):
            wanted = f"{name}: {says}"
            if wanted not in said:
                about = (line for line in said.splitlines() if f"{name}: " in line)
                came = next(about, said.strip()[:200] or "nothing")
                remedy = _REMEDIES[tag].format(name)
                yield places.finding(
                    cell.id, "", came, remedy, expected=wanted, check="exercises"
                )


def trying(names: Iterable[str]) -> Any:
    """Return a cell that takes every hint and gives wrong answers."""
    from nbformat.v4 import new_code_cell

    source = f"from salescourse.teach.validate.probe import probe as _; _({[*names]!r})"
    return new_code_cell(source, metadata={"tags": ["raises-exception"]})


def findings(
    places: Places, exercises: Mapping[str, str], outputs: list
) -> Iterator[Finding]:
    """Return what came of trying exercises."""
    said = _said(outputs)
    if BEGIN not in said:
        errors = [f"{o.ename}: {o.evalue}" for o in outputs if "ename" in o]
        yield places.finding(
            next(iter(exercises.values())), "", " ".join(errors) or said,
            "See what the notebook does to its kernel before it ends.",
            expected="exercises that can be checked",
        )  # fmt: skip
        return
    for name, expected, came, remedy in json.loads(
        said.partition(BEGIN)[2].partition(END)[0]
    ):
        yield places.finding(exercises[name], "", came, remedy, expected=expected)


def _said(outputs: list) -> str:
    parts = [str(output.get("text", "")) for output in outputs]
    parts += [str(output.get("data", {}).get("text/plain", "")) for output in outputs]
    parts += [str(output.get("evalue", "")) for output in outputs]
    return "\n".join(parts)
