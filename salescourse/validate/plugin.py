"""What pytest must know of a course: which file is looked at how, and what was found."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salescourse.validate.finding import Finding
from salescourse.validate.items import Check, Found, Settings, settings
from salescourse.words import _

# jsonschema would build a grammar of web addresses from it, for more than a second in
# every worker, and notebooks are not checked for those.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the file that says what was asked for."""
    parser.addoption("--salescourse", metavar="FILE", help="settings of a validation")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the protocol where the results of all workers arrive."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(
            Protocol(settings(config)), "salescourse-protocol"
        )


def pytest_collect_file(file_path: Path, parent: Any) -> Any:
    """Take up a file that was planned."""
    told = settings(parent.config)
    kind = told.kinds.get(str(file_path))
    if kind == "notebook":
        from salescourse.validate.notebook import NotebookFile

        return NotebookFile.from_parent(parent, path=file_path)
    if kind and file_path.suffix != ".py":
        return File.from_parent(parent, path=file_path)
    return None


def pytest_pycollect_makemodule(module_path: Path, parent: Any) -> Any:
    """Take up a script without importing it, as pytest would for its tests."""
    return File.from_parent(parent, path=module_path)


class File(pytest.File):
    """A file that is no notebook, with its one check."""

    def collect(self) -> Iterator[pytest.Item]:
        """Return the check of a file of this kind, if it is asked for."""
        told = settings(self.config)
        kind = told.kinds[str(self.path)]
        check = {"bank": "questions", "tables": "data", "made": "data"}.get(
            kind, "book"
        )
        if told.asked(check):
            yield Check.of(self, kind, check, lambda: _LOOKS[kind](self.path, told))


def _bank(path: Path, told: Settings) -> list[Finding]:
    from salescourse.validate.questions import questions

    return questions(path, told.original(path))


def _tables(path: Path, told: Settings) -> list[Finding]:
    from salescourse.validate.data import tables

    return tables(path, told)


def _made(path: Path, told: Settings) -> list[Finding]:
    from salescourse.validate.data import made_again

    return made_again(path, told)


def _book(path: Path, told: Settings) -> list[Finding]:
    from salescourse.validate.book import book

    return book(path, told)


def _page(path: Path, told: Settings) -> list[Finding]:
    from salescourse.validate.pages import dead_links

    text = path.read_text(encoding="utf-8", errors="replace")
    return [
        Finding(
            str(told.original(path)),
            "book",
            _("a link that leads somewhere"),
            link,
            what,
            line=text[: text.find(link)].count("\n") + 1,
        )
        for link, what in dead_links(text, path)
    ]


_LOOKS = {"bank": _bank, "tables": _tables, "made": _made, "book": _book, "page": _page}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    """Let a report carry its findings from the worker to the protocol."""
    report = yield
    if call.excinfo is not None and report.failed:
        error = call.excinfo.value
        found = (
            error.findings if isinstance(error, Found) else [_unforeseen(item, error)]
        )
        report.findings = [finding.as_dict() for finding in found]
    return report


def _unforeseen(item: pytest.Item, error: BaseException) -> Finding:
    shown = str(settings(item.config).original(item.path))
    said = f"{type(error).__name__}: {error}"
    check = getattr(item, "check", "notebooks")
    return Finding(shown, check, _("a check that ends"), said, _("See the file."))


class Protocol:
    """Writes down, line by line, how far the run is and what it has found."""

    def __init__(self, told: Settings) -> None:
        self.told = told
        self.events = Path(told.out, "events.jsonl")
        self.known = False

    def _write(self, **event: Any) -> None:
        with self.events.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")

    def _total(self, ids: list[str]) -> None:
        if not self.known:
            self.known = True
            self._write(total=len(ids))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note how much there is to do."""
        if session.items:
            self._total([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        """Note how much there is to do, where workers do it."""
        self._total(ids)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note what could not be read at all."""
        if report.failed:
            self._write(findings=[self._fallen(report).as_dict()])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what was found, and what is done."""
        found = getattr(report, "findings", [])
        if report.failed and not found:
            found = [self._fallen(report).as_dict()]
        if found:
            self._write(findings=found)
        if report.when == "teardown":
            self._write(done=report.nodeid.rpartition("::")[0])

    def _fallen(self, report: Any) -> Finding:
        path = Path(self.told.out, "copies", report.nodeid.partition("::")[0])
        last = report.longreprtext.strip().splitlines()[-1:]
        return Finding(
            str(self.told.original(path)), "notebooks", _("a check that ends"),
            " ".join(last), _("See the file."),
        )  # fmt: skip
