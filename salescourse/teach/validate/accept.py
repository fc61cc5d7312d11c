"""Take what came for right: write new outputs, if they come a second time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from salescourse.practice.finding import Finding, Places
from salescourse.teach.canonical import NotebookError
from salescourse.teach.execute import read, save
from salescourse.teach.validate import compare, widgets
from salescourse.teach.validate.questions import is_accepted
from salescourse.teach.validate.run import Outcome

_SETTLE = (
    "What is another each time cannot be accepted. Seed what is random, sort what has "
    "no order, and show no id, path or timing."
)


def accept(
    outcome: Outcome, again: Callable[[list[Path]], Outcome], say: Callable[[str], None]
) -> None:
    """Write what notebooks have shown, and leave in the outcome what remains.

    They run `again` before. A notebook that then shows something else is left as it
    was, and so is one in which anything else is wrong; the others are written.
    """
    written = []
    sound = [path for path in _new(outcome) if not _ailing(outcome, path)]
    second = again(sound) if sound else Outcome()
    if second.stopped:
        outcome.stopped = True
        say("Stopped while it ran once more: nothing was written.")
        return
    for path in sound:
        try:
            outcome.findings += _unsettled(
                path, outcome.made[path], second.made.get(path)
            )
            if not _ailing(outcome, path):
                for file in _write(path, outcome.made[path]):
                    say(f"Written: {file}")
                written.append(str(path))
        except NotebookError as error:
            found = Finding(
                (), "", error.what, error.remedy, file=str(path), check="notebooks"
            )
            outcome.findings.append(found)
    for path in {Path(found.file): None for found in outcome.findings}:
        for found in _ailing(outcome, path)[:1]:
            say(f"Left as it was: {found}")
    outcome.findings = [
        found
        for found in outcome.findings
        if not found.accept or not (found.file in written or is_accepted(found))
    ]


def _new(outcome: Outcome) -> list[Path]:
    """Return the notebooks that have something to be accepted."""
    found = {Path(f.file) for f in outcome.findings if f.accept and f.cell}
    for path, made in outcome.made.items():
        kept = widgets.recorded(path) or {}
        if any(widgets.differences(kept, made["sketches"])):
            found.add(path)
    return sorted(found)


def _ailing(outcome: Outcome, path: Path) -> list[Finding]:
    """Return what keeps a notebook from being accepted."""
    checks = ("notebooks", "exercises")
    return [
        found
        for found in outcome.findings
        if found.file == str(path) and found.check in checks and not found.accept
    ]


def _unsettled(
    path: Path, first: dict[str, Any], second: dict[str, Any] | None
) -> Iterator[Finding]:
    """Return where a notebook has shown something else when it ran again."""
    places = Places.of(path, read(path).cells)
    if second is None:
        what, remedy = "it did not run to its end a second time", "Validate it again."
        yield places.finding("", "unsettled", what, remedy, check="notebooks")
        return
    for cell, made in first["cells"].items():
        sketches = [run["sketches"].get(cell) for run in (first, second)]
        outputs = [run["cells"][cell]["outputs"] for run in (first, second)]
        if made["compared"] and not compare.same(*outputs):
            expected, came = compare.difference(*outputs)
        elif told := list(widgets.differences(*sketches)):
            expected, came = "a widget that holds the same again", ": ".join(told[0])
        else:
            continue
        yield places.finding(
            cell, "unsettled", came, _SETTLE, expected=expected, check="notebooks"
        )


def _write(path: Path, made: dict[str, Any]) -> Iterator[Path]:
    """Write the outputs of a notebook, and beside it what its widgets hold."""
    from nbformat import from_dict

    notebook = read(path)
    for cell in notebook.cells:
        if cell.id in made["cells"]:
            shown = made["cells"][cell.id]
            cell.outputs = from_dict(shown["outputs"])
            cell.execution_count = shown["execution_count"]
    if save(path, notebook):
        yield path
    if any(widgets.differences(widgets.recorded(path) or {}, made["sketches"])):
        yield widgets.record(path, made["sketches"])
