"""A notebook, executed in a kernel of its own and compared with what is committed.

nbval runs the cells and compares what they print, to the letter. What it does not see
is compared here: figures, and what the widgets hold.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbval.kernel import CURRENT_ENV_KERNEL_NAME
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError

from salescourse.canonical import NotebookError
from salescourse.execute import fresh_environment, read
from salescourse.validate import accept, compare, exercises, processes, widgets
from salescourse.validate.finding import Finding, first_words
from salescourse.validate.items import Check, Found, settings
from salescourse.validate.kernel import Kernel, Stopped
from salescourse.validate.pages import dead_links
from salescourse.validate.prose import prose
from salescourse.words import _

_VIEW = "application/vnd.jupyter.widget-view+json"
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class NotebookFile(IPyNbFile):
    """A notebook: its words, its links, its cells, its exercises."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = settings(self.config)
        self.shown = self.settings.original(self.path)
        self.over = False
        self.places: dict[str, tuple[int, str]] = {}
        self.sketches: dict[str, list[widgets.Sketch]] = {}
        self.home: tempfile.TemporaryDirectory | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """Return what is to be done, or the one reason why it cannot be."""
        try:
            notebook = read(self.path)
        except (NotebookError, UnicodeDecodeError) as error:
            yield self._only(str(error), _("Open it in JupyterLab, mend it, save it."))
            return
        self.places = {
            cell.id: (number, first_words(cell.source))
            for number, cell in enumerate(notebook.cells, start=1)
        }
        yield from self._still(notebook)
        if not self.settings.asked("notebooks", "exercises"):
            return
        if said := _no_kernel(notebook):
            yield self._only(said, _("Install it, or choose another for the notebook."))
            return
        for cell in super().collect():
            yield Cell.from_parent(
                self, name=cell.name, cell_num=cell.cell_num, cell=cell.cell,
                options=cell.options,
            )  # fmt: skip
        if self.settings.asked("notebooks"):
            yield Check.of(self, "widgets", "notebooks", self._compare_widgets)
        if self.settings.asked("exercises") and exercises.named(notebook):
            yield Check.of(self, "exercises", "exercises", self._probe)

    def setup(self) -> None:
        """Start the kernel, unless only words are looked at."""

    def ensure_kernel(self) -> Kernel:
        """Start the kernel when the first cell needs it."""
        if self.kernel is None:
            self.home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            home = Path(self.home.name)
            processes.adopt_orphans()
            self.kernel = Kernel(
                _kernel_name(self.nb),
                folder=self.path.parent,
                environment=_environment(home, self.settings.mark),
                seconds=self.settings.seconds,
                megabytes=self.settings.megabytes,
            )
        return self.kernel

    def teardown(self) -> None:
        """End the kernel and all it has started."""
        if self.kernel is not None:
            self.kernel.stop()
        if self.home is not None:
            self.home.cleanup()

    def finding(
        self, check: str, cell: str, expected: str, came: str, remedy: str, **more: Any
    ) -> Finding:
        """Return a finding at a cell, given by its id."""
        number, first = self.places.get(cell, (0, ""))
        shown = str(self.shown)
        return Finding(shown, check, expected, came, remedy, number, first, **more)

    def _only(self, came: str, remedy: str) -> Check:
        found = self.finding("notebooks", "", "", came, remedy)
        return Check.of(self, "notebook", "notebooks", lambda: [found])

    def _still(self, notebook: Any) -> Iterator[Check]:
        """Return what needs no kernel."""
        if self.settings.asked("prose"):
            yield Check.of(self, "prose", "prose", lambda: prose(self))
        if self.settings.asked("book"):
            yield Check.of(self, "links", "book", lambda: self._links(notebook))

    def _links(self, notebook: Any) -> list[Finding]:
        return [
            self.finding("book", cell.id, _("a link that leads somewhere"), link, what)
            for cell in notebook.cells
            if cell.cell_type == "markdown"
            for link, what in dead_links(cell.source, self.path)
        ]

    def _compare_widgets(self) -> list[Finding]:
        if self.over:
            pytest.skip()
        found = list(compare.widget_findings(self))
        accept.keep(
            Path(self.settings.out), self.shown, self.sketches, changed=bool(found)
        )
        return found

    def _probe(self) -> list[Finding]:
        if self.over or self.kernel is None:
            pytest.skip()
        return list(exercises.probe(self))


class Cell(IPyNbCell):
    """A code cell: run by nbval, compared by nbval and by what it does not see."""

    parent: NotebookFile

    def setup(self) -> None:
        """Leave out what can no longer run."""
        if self.parent.over:
            pytest.skip("an earlier cell of this notebook stopped it")

    def runtest(self) -> None:
        """Run the cell; whatever goes wrong is one finding."""
        kernel = self._started()
        before = set(kernel.left_behind())
        heard = len(kernel.comms)
        try:
            super().runtest()
        except Stopped as stopped:
            self._fail(*_why(stopped))
        except (NbCellError, RuntimeError) as error:
            if kernel.stopped:
                self._fail(*_why(kernel.stopped))
            self._complain(error)
        if left := set(kernel.left_behind()) - before:
            processes.end(left)
            self._fail(
                _("a cell that ends what it starts"),
                _("it left {n} processes running").format(n=len(left)),
                _("Wait for them in the cell, or end them there."),
            )
        self._note_widgets(kernel, heard)
        if found := [*exercises.told(self), *self._unrun()]:
            raise Found(found)

    def compare_outputs(self, test: Any, ref: Any, skip_compare: Any = None) -> bool:
        """Let what only looks another pass, then let nbval judge, then look at figures."""
        self.found, self.comparison_traceback = [], []
        if not self.parent.settings.asked("notebooks"):
            return True
        self.found = list(compare.output_findings(self, test, ref))
        if self.found:
            return False
        return super().compare_outputs(compare.agreed(test, ref), ref, skip_compare)

    def finding(self, expected: str, came: str, remedy: str, **more: Any) -> Finding:
        """Return a finding at this cell."""
        return self.parent.finding(
            more.pop("check", "notebooks"), self.cell.id, expected, came, remedy, **more
        )

    def _started(self) -> Kernel:
        try:
            return self.parent.ensure_kernel()
        except Exception as error:
            self._fail(
                _("a kernel that starts"), str(error),
                _("See whether `salescourse lab` runs the notebook."),
            )  # fmt: skip

    def repr_failure(self, excinfo: Any) -> Any:
        """Return the findings as text."""
        if isinstance(excinfo.value, Found):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def _unrun(self) -> list[Finding]:
        """Return whether the cell was committed without having been run."""
        checked = self.parent.settings.asked("notebooks") and self.options["check"]
        if not checked or self.cell.execution_count or not self.cell.source.strip():
            return []
        expected = _("a cell that was run, with its outputs")
        return [
            self.finding(expected, _("it was never run"), _(_RUN), accept="outputs")
        ]

    def _complain(self, error: Exception) -> None:
        # A solution that no longer passes is not a new output to be accepted.
        if found := list(exercises.told(self)) or getattr(self, "found", []):
            raise Found(found)
        said = _ANSI.sub("", str(getattr(error, "inner_traceback", "") or "")).strip()
        if said:
            self._fail(
                _("a cell that runs"), said.splitlines()[-1],
                _("Run the notebook in JupyterLab, and mend this cell."),
            )  # fmt: skip
        if "Unrun" in str(error):
            self._fail(_("a cell that was run"), str(error), _(_RUN))
        told = _ANSI.sub("", "\n".join(getattr(self, "comparison_traceback", [])))
        accept = "outputs" if told else ""
        said = told or str(error)
        raise Found([self.finding("", said, _(compare.ACCEPT), accept=accept)])

    def _fail(self, expected: str, came: str, remedy: str) -> None:
        """Stop the notebook here: what follows would only fail for the same reason."""
        self.parent.over = True
        raise Found([self.finding(expected, came, remedy)]) from None

    def _note_widgets(self, kernel: Kernel, heard: int) -> None:
        views = [
            output["data"][_VIEW]["model_id"]
            for output in self.test_outputs or []
            if _VIEW in output.get("data", {})
        ]
        if views:
            states = compare.states(kernel.comms)
            made = [widgets.sketch(model, states) for model in views]
            self.parent.sketches[self.cell.id] = json.loads(json.dumps(made))


_RUN = "Run the notebook: `salescourse execute` writes its outputs."


def _why(stopped: Stopped) -> tuple[str, str, str]:
    much = stopped.much
    return {
        "time": (
            _("a notebook that ends within {n:g} seconds").format(n=much),
            _("this cell was still running"),
            _("Make it end or do less, or allow more with --seconds."),
        ),
        "memory": (
            _("a notebook that needs at most {n:g} MB").format(n=much),
            _("this cell took more"),
            _("Let it hold less at a time, or allow more with --megabytes."),
        ),
        "output": (
            _("a notebook that prints at most {n:g} MB").format(n=much),
            _("this cell went on printing"),
            _("Print less, or end the loop."),
        ),
        "processes": (
            _("a cell that starts few processes"),
            _("it started {n:g}").format(n=much),
            _("End the loop that starts them."),
        ),
        "died": (
            _("a kernel that lives"),
            _("the kernel died in this cell"),
            _("Look for exit(), os._exit or a crash in a compiled library."),
        ),
    }[stopped.why]


def _kernel_name(notebook: Any) -> str:
    named = notebook.metadata.get("kernelspec", {}).get("name", "python3")
    return CURRENT_ENV_KERNEL_NAME if named.startswith("python") else named


def _no_kernel(notebook: Any) -> str:
    from jupyter_client.kernelspec import KernelSpecManager

    name = _kernel_name(notebook)
    if (
        name == CURRENT_ENV_KERNEL_NAME
        or name in KernelSpecManager().find_kernel_specs()
    ):
        return ""
    return _("it wants the kernel {name!r}, which is not installed").format(name=name)


def _environment(home: Path, mark: str) -> dict[str, str]:
    (home / "tmp").mkdir()
    return {
        **fresh_environment(home),
        processes.MARK: mark,
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(home / "tmp"),
    }
