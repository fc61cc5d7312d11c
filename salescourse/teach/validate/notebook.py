"""A notebook as pytest sees it: run once, then looked at cell by cell.

A kernel of its own runs it, on a copy. nbval compares what each cell has shown with
what is committed, to the letter, once figures that look alike are made equal.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from functools import cached_property, partial
from typing import Any

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, coalesce_streams

from salescourse.paths import command_line
from salescourse.practice.finding import Finding, Places
from salescourse.teach.canonical import NotebookError, refused
from salescourse.teach.execute import read
from salescourse.teach.processes import Limits, Ran, run
from salescourse.teach.validate import (
    compare,
    exercises,
    pages,
    prose,
    questions,
    widgets,
)
from salescourse.teach.validate.told import Check, Told


class NotebookFile(IPyNbFile):
    """A notebook: its words, its links, its questions, its cells, its exercises."""

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told, self.blocked, self.ails = told, False, False
        self.moved: list[str] = []
        # nbval would leave out images; they are made equal where they look alike.
        self.skip_compare: tuple[str, ...] = tuple(
            k for k in self.skip_compare if "image/" not in k
        )

    def setup(self) -> None:
        """Start no kernel: the first cell that is asked runs them all."""

    def collect(self) -> Iterator[pytest.Item]:
        """Return what is to be done, or the one reason why it cannot be."""
        asked, path = self.told.asked, self.path
        try:
            cells = read(path).cells
        except NotebookError as error:
            found = Finding((), "", error.what, error.remedy, file=str(path))
            yield self._check("notebook", "notebooks", lambda: [found])
            return
        self.places = Places.of(path, cells)
        if asked("prose"):
            look = partial(prose.prose, path, self.told.root(path))
            yield self._check("prose", "prose", look)
        if asked("book"):
            look = partial(pages.in_notebook, path, cells, self.places)
            yield self._check("links", "book", look)
        if asked("notebooks", "exercises"):
            yield self._check("questions", "questions", self._questions)
            numbers = [n for n, each in enumerate(cells, 1) if each.cell_type == "code"]
            self.items = [
                Cell.from_parent(self, name=f"cell {number}", cell_num=number,
                                 cell=each.cell, options=each.options)
                for number, each in zip(numbers, super().collect(), strict=True)
            ]  # fmt: skip
            yield from self.items
        if asked("notebooks"):
            yield self._check("widgets", "notebooks", self._whole)
        self.exercises = exercises.named(cells) if asked("exercises") else {}
        if self.exercises:
            yield self._check("exercises", "exercises", self._tried)

    @cached_property
    def ran(self) -> Ran:
        """What came of running all its cells, and of trying its exercises."""
        notebook = deepcopy(self.nb)
        for item in self.items:
            cell = notebook.cells[item.cell_num - 1]
            if item.options["skip"]:
                cell.cell_type = "raw"
            # A solution that is wrong is told so, and the others are tried.
            if item.options["check_exception"] or "solution" in item.tags:
                cell.metadata.tags = [*item.tags, "raises-exception"]
        if self.exercises:
            notebook.cells.append(exercises.trying(self.exercises))
        return run(notebook, folder=self.path.parent, limits=Limits(**self.told.limits))

    def _check(self, name: str, check: str, look: Any) -> Check:
        return Check.from_parent(self, name=name, check=check, look=look)

    def _questions(self) -> Iterator[Finding]:
        """Look at the banks first: with a broken one, every cell would complain."""
        for bank in questions.asked_by(self.nb.cells, self.path.parent):
            self.blocked |= questions.is_broken(bank)
            found = questions.questions(bank)
            self.moved += [each.item for each in found if each.accept]
            yield from found

    def _whole(self) -> Iterator[Finding]:
        """Look at what concerns the notebook as a whole: widgets, cells never run."""
        if self.blocked or self.ran.ended:
            pytest.skip("the notebook did not run to its end")
        sketches = widgets.sketches(self.ran.cells, self.ran.widgets)
        cells = {
            item.cell.id: {
                **self.ran.cells[item.cell_num - 1],
                "compared": item.options["check"],
            }
            for item in self.items
            if not item.options["skip"]
        }
        self.made = json.loads(json.dumps({"sketches": sketches, "cells": cells}))
        kept = widgets.recorded(self.path)
        yield from compare.widget_findings(self.places, kept, sketches, self.moved)
        unrun = [item.cell.id for item in self.items if item.was_never_run]
        if unrun and not self.ails:
            came = f"it and {len(unrun) - 1} more were" if unrun[1:] else "it was"
            remedy = f"`{command_line('validate --accept')}` writes what it shows."
            yield self.places.finding(
                unrun[0], "", f"{came} never run", remedy, accept="outputs",
                expected="a cell that was run, with its outputs",
            )  # fmt: skip

    def _tried(self) -> Iterator[Finding]:
        if self.blocked or self.ran.ended:
            pytest.skip("the notebook did not run to its end")
        outputs = self.ran.cells[-1].outputs
        yield from exercises.findings(self.places, self.exercises, outputs)


class Cell(IPyNbCell):
    """A code cell, compared by nbval and by what it does not see."""

    check = "notebooks"

    @property
    def tags(self) -> list[str]:
        """What the cell is tagged with."""
        return self.cell.metadata.get("tags", [])

    @property
    def was_never_run(self) -> bool:
        """Whether the cell was committed without having been run."""
        done = self.cell.execution_count or not self.cell.source.strip()
        return self.options["check"] and not self.options["skip"] and not done

    def runtest(self) -> None:
        """Look at what the cell has shown; whatever is wrong with it is one finding."""
        file, at = self.parent, self.cell_num - 1
        if file.blocked or self.options["skip"] or 0 <= file.ran.at < at:
            pytest.skip("the notebook ended before")
        self.found = list(self._ended() if at >= file.ran.at else self._shown(at))[:1]
        file.ails |= any(not found.accept for found in self.found)

    def _ended(self) -> Iterator[Finding]:
        """Say why the notebook ended here, or could not even begin."""
        expected, came, remedy = self.parent.ran.ended
        cell = self.cell.id if self.parent.ran.at >= 0 else ""
        self.parent.blocked = not cell
        if came.startswith(("FileNotFoundError", "ModuleNotFoundError")):
            root = self.parent.told.root(self.parent.path)
            remedy += (
                f" Only {root} was copied; name the folder that holds all it needs."
            )
        yield self.parent.places.finding(cell, "", came, remedy, expected=expected)

    def _shown(self, at: int) -> Iterator[Finding]:
        places, asked = self.parent.places, self.parent.told.asked
        cell, outputs = self.cell, self.parent.ran.cells[at].outputs
        if asked("exercises"):
            yield from exercises.told(places, cell, outputs)
        if not (asked("notebooks") and self.options["check"]):
            return
        shown = {**cell, "outputs": outputs}
        if self.options["check_exception"]:
            shown["metadata"] = {"tags": ["raises-exception"]}
        for what, remedy in refused(shown, cell.outputs):
            yield places.finding(cell.id, "", f"the cell {what}", remedy)
        # It joins what came piece by piece in the pieces themselves.
        came = compare.agreed(coalesce_streams(deepcopy(outputs)), cell.outputs)
        committed = coalesce_streams(deepcopy(cell.outputs))
        if not self.was_never_run and not self.compare_outputs(came, committed):
            expected, got = compare.difference(committed, came)
            yield places.finding(
                cell.id, "", got, compare.accept(), expected=expected, accept="outputs"
            )
