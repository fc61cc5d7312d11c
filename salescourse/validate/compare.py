"""What a cell has shown now, held against what is committed."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from salescourse.validate import widgets
from salescourse.validate.alike import alike
from salescourse.validate.figures import image_difference, svg_difference
from salescourse.validate.finding import Finding
from salescourse.words import _

if TYPE_CHECKING:
    from salescourse.validate.notebook import Cell, NotebookFile

_VIEW = "application/vnd.jupyter.widget-view+json"
_IMAGES = ("image/png", "image/jpeg")
_LINES = 6
ACCEPT = (
    "If what came is right, `salescourse validate --accept` writes it. If not, see "
    "what changed: the cell, the package, the data or a dependency."
)


def output_findings(cell: "Cell", came: list, expected: list) -> Iterator[Finding]:
    """Return where the outputs of a cell depart from those committed: the first place."""
    for wanted, got in _pairs(_flat(expected), _flat(came)):
        if difference := _difference(wanted, got):
            yield cell.finding(*difference, _(ACCEPT), accept="outputs")
            return


def agreed(came: list, expected: list) -> list:
    """Return the new outputs with the committed words where both say the same.

    What is left is for nbval to compare to the letter.
    """
    made = deepcopy(came)
    for output, wanted in zip(made, expected, strict=False):
        if output.get("text") and wanted.get("text"):
            output["text"] = wanted["text"]
        for kind in set(output.get("data", {})) & set(wanted.get("data", {})):
            output["data"][kind] = wanted["data"][kind]
        if "evalue" in output and "evalue" in wanted:
            output["evalue"] = wanted["evalue"]
    return made


def widget_findings(notebook: "NotebookFile") -> Iterator[Finding]:
    """Return which widgets hold something else than when they were last accepted."""
    from salescourse.validate.questions import key_place

    kept = widgets.recorded(notebook.path)
    came = notebook.sketches
    if kept is None and came:
        yield notebook.finding(
            "notebooks", next(iter(came)), _("a record of what the widgets hold"),
            _("there is none in {file}").format(file=widgets.FILE),
            _("Look at them once; `salescourse validate --accept` records them."),
            accept="widgets",
        )  # fmt: skip
        return
    for cell in dict.fromkeys([*(kept or {}), *came]):
        wanted, got = (kept or {}).get(cell, []), came.get(cell, [])
        told = list(widgets.differences(wanted, got))
        for where, what in told[:3]:
            found = notebook.finding(
                "notebooks", cell, _("a widget that holds what was accepted"),
                f"{where}: {what}", _(ACCEPT), accept="widgets",
            )  # fmt: skip
            yield key_place(notebook, where, found) or found


def states(comms: list[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the state of every widget from the messages about them."""
    made: dict[str, dict[str, Any]] = {}
    for message in comms:
        content = message["content"]
        state = content.get("data", {}).get("state", {})
        if message["msg_type"] == "comm_open":
            made[content["comm_id"]] = dict(state)
        elif content["comm_id"] in made and isinstance(state, dict):
            made[content["comm_id"]].update(state)
    return made


def _flat(outputs: list) -> list[tuple[str, str, str]]:
    """Return every part of the outputs: its output's kind, its own kind, its text."""
    made = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            made.append((kind, output["name"], str(output["text"])))
        elif kind == "error":
            made.append((kind, output["ename"], str(output["evalue"])))
        for name, value in sorted(output.get("data", {}).items()):
            if name != _VIEW:
                text = value if isinstance(value, str) else str(value)
                made.append((kind, name, text))
    return made


def _pairs(expected: list, came: list) -> Iterator[tuple[Any, Any]]:
    for at in range(max(len(expected), len(came))):
        yield (
            expected[at] if at < len(expected) else None,
            came[at] if at < len(came) else None,
        )


def _difference(wanted: Any, got: Any) -> tuple[str, str] | None:
    """Return what was expected and what came, or None if they are alike."""
    if wanted is None:
        return _("nothing more"), _shown(got)
    if got is None:
        return _shown(wanted), _("nothing")
    if wanted[:2] != got[:2]:
        return _shown(wanted), _shown(got)
    kind, expected, came = wanted[1], wanted[2], got[2]
    if alike(expected, came):
        return None
    if kind in _IMAGES:
        said = image_difference(expected, came)
        return (_("the committed picture"), said) if said else None
    if "<svg" in expected and "<svg" in came:
        said = svg_difference(expected, came)
        return (_("the committed figure"), said) if said else None
    return _around(expected, came)


def _around(expected: str, came: str) -> tuple[str, str]:
    """Return the lines in which two texts begin to differ."""
    one, other = expected.splitlines(), came.splitlines()
    same = next(
        (
            at
            for at, pair in enumerate(zip(one, other, strict=False))
            if pair[0] != pair[1]
        ),
        min(len(one), len(other)),
    )
    return tuple(
        "\n".join(lines[same : same + _LINES]) or _("nothing more")
        for lines in (one, other)
    )


def _shown(part: tuple[str, str, str]) -> str:
    _kind, name, text = part
    if name in _IMAGES or "<svg" in text:
        return _("a figure ({name})").format(name=name)
    return f"{name}: {text.strip()}" if text.strip() else name
