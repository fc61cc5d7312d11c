"""What pytest must know of a course: what is looked at how, and what was found."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from salescourse.practice.finding import Finding

PLAN = "plan.json"
# jsonschema would build a grammar of web addresses from it, for more than a second in
# every worker, and notebooks are not checked for those.
if "PYTEST_XDIST_WORKER" in os.environ:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@dataclass
class Told:
    """What a run was told; pytest's workers read it from a file."""

    only: list[str]
    limits: dict[str, float]
    kinds: dict[str, str]
    copies: dict[str, str]

    def asked(self, *checks: str) -> bool:
        """Say whether one of some checks is wanted."""
        return bool(set(checks) & set(self.only))

    def root(self, path: Path) -> Path:
        """Return the folder that was copied, in the copy."""
        return next(Path(copy) for copy in self.copies if path.is_relative_to(copy))

    def original(self, text: str) -> str:
        """Return a text that names the instructor's own files and not their copies."""
        for copy, original in self.copies.items():
            text = text.replace(copy, original)
        return text

    def as_original(self, found: Finding) -> dict[str, Any]:
        """Return a finding as JSON can hold it, at the instructor's own file."""
        parts = asdict(found).items()
        return {k: self.original(v) if isinstance(v, str) else v for k, v in parts}


class Found(Exception):
    """What an item has found."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


class Check(pytest.Item):
    """A function that returns findings, as a test."""

    def __init__(
        self, *, check: str, look: Callable[[], Iterable[Finding]], **more: Any
    ) -> None:
        super().__init__(**more)
        self.check, self.look = check, look

    def runtest(self) -> None:
        """Look, and fail if anything is found."""
        if found := list(self.look()):
            raise Found(found)


class Plan(pytest.File):
    """The files that were planned, each with what looks at it."""

    def collect(self) -> Iterator[pytest.Collector]:
        """Return each file, whatever it is called."""
        self.told = Told(**json.loads(self.path.read_text(encoding="utf-8")))
        for name, kind in self.told.kinds.items():
            if kind == "notebook":
                from salescourse.teach.validate.notebook import NotebookFile

                yield NotebookFile.from_parent(self, path=Path(name), told=self.told)
            elif self.told.asked(_CHECKS[kind]):
                yield File.from_parent(self, path=Path(name))


class File(pytest.File):
    """A file that is no notebook, with its one check."""

    def collect(self) -> Iterator[pytest.Item]:
        """Return the check of a file of this kind."""
        kind = self.parent.told.kinds[str(self.path)]
        look = partial(self._look, kind)
        yield Check.from_parent(self, name=kind, check=_CHECKS[kind], look=look)

    def _look(self, kind: str) -> Iterable[Finding]:
        from salescourse.teach.validate import book, data, pages, questions

        if kind == "book":
            course = Path(self.parent.told.original(str(self.path.parent)))
            return book.book(self.path, course)
        looks = {"bank": questions.questions, "tables": data.tables,
                 "made": data.made_again, "page": pages.page}  # fmt: skip
        return looks[kind](self.path)


_CHECKS = {"bank": "questions", "tables": "data", "made": "data",
           "book": "book", "page": "book"}  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """Give nbval the options that it asks for; its own plugin and terminal are out."""
    parser.addoption("--color", default="no")
    for name in ("--nbval-lax", "--nbdime"):
        parser.addoption(name, action="store_true")


def pytest_collect_file(file_path: Path, parent: Any) -> Any:
    """Take up the plan."""
    return Plan.from_parent(parent, path=file_path) if file_path.name == PLAN else None


def pytest_configure(config: pytest.Config) -> None:
    """Let what a worker says go to a file, and not to the instructor's terminal."""
    if worker := getattr(config, "workerinput", None):
        with Path(config.rootpath, f"{worker['workerid']}.log").open("w") as log:
            os.dup2(log.fileno(), 2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    """Let a report carry from the worker what was looked at and what was found."""
    report = yield
    told = item.getparent(Plan).told
    report.look = [told.original(str(item.path)), item.name]
    report.made = getattr(item.parent, "made", None) if item.name == "widgets" else None
    if call.excinfo is not None and report.failed:
        error = call.excinfo.value
        found = getattr(error, "findings", None) or [_unforeseen(item, error)]
        found = [replace(each, check=each.check or item.check) for each in found]
        report.findings = [told.as_original(each) for each in found]
    return report


def _unforeseen(item: pytest.Item, error: BaseException) -> Finding:
    said = f"{type(error).__name__}: {error}"
    return Finding((), "", said, "See the file.", file=str(item.path),
                   expected="a check that ends")  # fmt: skip
