"""Take what came for right: write new outputs, once they have been shown."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from salescourse.validate import widgets
from salescourse.validate.finding import Finding
from salescourse.validate.run import Outcome


def accepted(outcome: Outcome) -> dict[Path, list[Finding]]:
    """Return the notebooks whose new outputs can be written: nothing else ails them."""
    by_file: dict[Path, list[Finding]] = {}
    for finding in outcome.findings:
        by_file.setdefault(Path(finding.file), []).append(finding)
    failed = {
        path
        for path, found in by_file.items()
        if any(f.check in ("notebooks", "exercises") and not f.accept for f in found)
    }
    changed = {
        Path(name)
        for name, made in outcome.sketches.items()
        if made["changed"] and Path(name) not in failed
    }
    changed |= {p for p, found in by_file.items() if any(f.accept for f in found)}
    return {
        path: [f for f in by_file.get(path, []) if f.accept]
        for path in sorted(changed - failed)
        if path.suffix == ".ipynb"
    }


def write(outcome: Outcome, notebooks: dict[Path, list[Finding]]) -> Iterator[str]:
    """Execute notebooks afresh, write their outputs and what their widgets hold.

    Yields the name of each file that is now another.
    """
    from salescourse.execute import execute

    for path, found in notebooks.items():
        if any(f.accept == "outputs" for f in found) and execute(path):
            yield str(path)
        made: dict[str, Any] = outcome.sketches.get(str(path), {})
        if made.get("changed"):
            widgets.record(path, made["cells"])
            yield str(path.parent / widgets.FILE)


def remaining(outcome: Outcome, written: dict[Path, list[Finding]]) -> list[Finding]:
    """Return what accepting has not settled."""
    keys = {str(path) for path in written}
    return [
        finding
        for finding in outcome.findings
        if not (
            finding.accept and (finding.file in keys or finding.check == "questions")
        )
    ]


def keep(folder: Path, notebook: Path, cells: dict[str, Any], *, changed: bool) -> None:
    """Hand the sketches of a notebook from pytest's worker to the run."""
    made = {str(notebook): {"changed": changed, "cells": cells}}
    number = len(list(folder.glob("sketches-*.json")))
    name = f"sketches-{number}-{notebook.stem}.json"
    (folder / name).write_text(json.dumps(made), encoding="utf-8")
