"""What pytest must know of a course: what is looked at how, and what was found."""

import json
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from salescourse.practice.finding import Finding
from salescourse.teach.validate.told import Check, Told

PLAN = "plan.json"
_CHECKS = {"bank": "questions", "tables": "data", "made": "data"}
# jsonschema would build a grammar of web addresses from it, for more than a second in
# every worker, and notebooks are not checked for those.
if "PYTEST_XDIST_WORKER" in os.environ:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None bars it


class Plan(pytest.File):
    """The files that were planned, each with what looks at it."""

    told: Told

    def collect(self) -> Iterator[pytest.Collector]:
        """Return each file, whatever it is called."""
        self.told = Told(**json.loads(self.path.read_text(encoding="utf-8")))
        for name, kind in self.told.kinds.items():
            if kind == "notebook":
                from salescourse.teach.validate.notebook import NotebookFile

                yield NotebookFile.from_parent(self, path=Path(name), told=self.told)
            elif self.told.asked(_CHECKS.get(kind, "book")):
                yield File.from_parent(self, path=Path(name))


class File(pytest.File):
    """A file that is no notebook, with its one check."""

    parent: Plan

    def collect(self) -> Iterator[pytest.Item]:
        """Return the check of a file of this kind."""
        kind = self.parent.told.kinds[str(self.path)]
        look, check = partial(self._look, kind), _CHECKS.get(kind, "book")
        yield Check.from_parent(self, name=kind, check=check, look=look)

    def _look(self, kind: str) -> Iterable[Finding]:
        from salescourse.teach.validate import book, data, pages, questions

        told = self.parent.told
        if kind == "book":
            banks = [Path(name) for name, kind in told.kinds.items() if kind == "bank"]
            if any(map(questions.is_broken, banks)):
                pytest.skip("the book cannot be built before the banks are mended")
            return book.book(self.path, Path(told.original(str(self.path.parent))))
        looks: dict[str, Callable[[Path], Iterable[Finding]]]
        looks = {"bank": questions.questions, "tables": data.tables,
                 "made": data.made_again, "page": pages.page}  # fmt: skip
        return looks[kind](self.path)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Give nbval the options that it asks for; its own plugin and terminal are out."""
    parser.addoption("--color", default="no")
    for name in ("--nbval-lax", "--nbdime"):
        parser.addoption(name, action="store_true")


def pytest_configure(config: pytest.Config) -> None:
    """Let what a worker says go to a file, and not to the instructor's terminal."""
    if worker := getattr(config, "workerinput", None):
        with Path(config.rootpath, f"{worker['workerid']}.log").open("w") as log:
            os.dup2(log.fileno(), 2)


def pytest_collect_file(file_path: Path, parent: Any) -> Any:
    """Take up the plan."""
    return Plan.from_parent(parent, path=file_path) if file_path.name == PLAN else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: Any
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a report carry from the worker what was looked at and what was found."""
    report = yield
    plan, found = item.getparent(Plan), list[Finding]()
    if plan is None:
        return report
    told, carried = plan.told, vars(report)
    if call.when == "call":
        found = getattr(item, "found", [])
        made = getattr(item.parent, "made", {}) if item.name == "widgets" else {}
        carried["made"] = made
    if report.failed:
        said = f"{type(call.excinfo.value).__name__}: {call.excinfo.value}"
        found = [Finding((), "", said, "See the file.", file=str(item.path),
                         expected="a check that ends")]  # fmt: skip
    if found:
        report.outcome = "failed"
    carried["look"] = [told.original(str(item.path)), item.name]
    check = getattr(item, "check", "")
    carried["findings"] = [
        {
            name: told.original(value) if isinstance(value, str) else value
            for name, value in asdict(replace(f, check=f.check or check)).items()
        }
        for f in found
    ]
    return report
