"""Run every check in pytest, on a copy, and leave nothing behind."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import chdir, contextmanager
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from salescourse.practice.finding import Finding
from salescourse.teach.processes import Limits, nothing_left
from salescourse.teach.validate.plan import Plan, copied, plan

CHECKS = ("notebooks", "questions", "exercises", "data", "book", "prose")
_MOST_WORKERS = 4
_USUAL = Limits()


class Look(NamedTuple):
    """One thing that was looked at: its file, its name, and how pytest found it."""

    file: str
    name: str
    outcome: str


@dataclass
class Outcome:
    """What a run has found, and whether it came to its end.

    Attributes
    ----------
    findings : list of Finding
        What is wrong.
    looks : list of Look
        What was looked at so far, of `total`.
    made : dict
        By notebook, what its cells and widgets have shown, if it ran to its end.
    """

    findings: list[Finding] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    total: int = 0
    finished: bool = False
    stopped: bool = False
    log: str = ""
    made: dict[Path, dict[str, Any]] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether something was looked at, to the end, and nothing found."""
        return self.finished and bool(self.looks) and not self.findings


def validate(
    paths: Iterable[Path],
    *,
    only: Sequence[str] = CHECKS,
    limits: Limits = _USUAL,
    progress: Callable[[Outcome, str], None] = lambda outcome, file: None,
) -> Outcome:
    """Look at a course, a folder or some files.

    Everything runs on a copy: a cell that writes a file writes it there.

    Parameters
    ----------
    paths : iterable of Path
        What to look at.
    only : sequence of str
        Which checks, of `CHECKS`.
    limits : Limits
        What one notebook may take.
    progress : callable
        Is told of every step: the outcome so far, and the file that was looked at.

    Raises
    ------
    FileNotFoundError
        If there is nothing to look at.
    ValueError
        If a check is not known, or a folder is too large to be copied.
    ModuleNotFoundError
        If what runs the checks is not installed.
    """
    if unknown := set(only) - set(CHECKS):
        known = ", ".join(CHECKS)
        raise ValueError(
            f"There is no check {min(unknown)!r}. The checks are: {known}."
        )
    for name in ("pytest", "nbval", "nbclient", "xdist", "psutil"):
        if find_spec(name) is None:
            raise ModuleNotFoundError(name=name)
    planned, outcome = plan(paths), Outcome()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        told = _write_plan(folder, planned, only, limits)
        with nothing_left(), _alone_in(folder):
            _run(_Follower(outcome, progress, told), len(planned.kinds))
        outcome.log += "".join(
            f.read_text("utf-8", "replace") for f in folder.glob("*.log")
        )
    return outcome


def _write_plan(
    folder: Path, planned: Plan, only: Sequence[str], limits: Limits
) -> Any:
    """Copy what is looked at, and write down for pytest's workers what they do."""
    from salescourse.teach.validate.plugin import PLAN
    from salescourse.teach.validate.told import Told

    copies = copied(planned, folder / "copies")
    kinds = {}
    for file, kind in planned.in_order():
        root = planned.root(file)
        kinds[str(copies[root] / file.relative_to(root))] = kind
    originals = {str(copy): str(root) for root, copy in copies.items()}
    told = Told(list(only), asdict(limits), kinds, originals)
    (folder / PLAN).write_text(json.dumps(asdict(told)), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    return told


def _run(follower: "_Follower", files: int) -> None:
    """Let pytest's workers look at everything, in this folder."""
    import pytest

    words = ["-psalescourse.teach.validate.plugin", "-pxdist.plugin"]
    words += [f"-pno:{name}" for name in ("terminal", "cacheprovider", "warnings")]
    words += ["-cpytest.ini", "--noconftest", "--assert=plain", "--capture=no"]
    words += [f"-n{min(_MOST_WORKERS, os.cpu_count() or 1, files)}", "--dist=loadfile"]
    words += ["--no-loadscope-reorder", "--max-worker-restart=8", "plan.json"]
    try:
        status = pytest.main(words, plugins=[follower])
    except KeyboardInterrupt:
        status = pytest.ExitCode.INTERRUPTED
    follower.outcome.stopped = status == pytest.ExitCode.INTERRUPTED
    follower.outcome.finished = status in (0, 1, pytest.ExitCode.NO_TESTS_COLLECTED)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Go into a folder, and leave the learner's settings and pytest's behind."""
    from salescourse.teach.kernel import fresh_environment

    (folder / "home").mkdir()
    kept, fresh = dict(os.environ), fresh_environment(folder / "home")
    os.environ.clear()
    os.environ.update({k: v for k, v in fresh.items() if not k.startswith("PYTEST_")})
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ["TMPDIR"] = str(folder)
    with chdir(folder):
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(kept)


@dataclass
class _Follower:
    """Takes in what pytest's workers report."""

    outcome: Outcome
    progress: Callable[[Outcome, str], None]
    told: Any

    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        """Take note of how much there is to do."""
        self.outcome.total = len(ids)

    def pytest_collectreport(self, report: Any) -> None:
        """Take in what could not be read at all."""
        if report.failed:
            self._take([self._fallen(report)])

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Take in what was found, and what was shown."""
        file, name = getattr(report, "look", (report.nodeid, ""))
        if report.failed:
            found = [Finding(**each) for each in getattr(report, "findings", [])]
            self._take(found or [self._fallen(report)])
        if report.when == "call" and report.made:
            self.outcome.made[Path(file)] = report.made
        if report.outcome != "passed" or report.when == "call":
            self.outcome.looks.append(Look(file, name, report.outcome))
            self.progress(self.outcome, file)

    def pytest_internalerror(self, excrepr: Any) -> bool:
        """Take in what went wrong in pytest itself, and let it not be printed."""
        self.outcome.log += f"{excrepr}\n"
        return True

    def _take(self, found: list[Finding]) -> None:
        known = self.outcome.findings
        known += [each for each in found if each not in known]

    def _fallen(self, report: Any) -> Finding:
        last = report.longreprtext.strip().splitlines()[-1:]
        file = str(Path(report.nodeid.partition("::")[0]).absolute())
        return Finding(
            (), "", " ".join(last), "See the file.", file=self.told.original(file),
            check="notebooks", expected="a check that ends",
        )  # fmt: skip
