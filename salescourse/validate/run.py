"""Run every check in pytest, on a copy, and leave nothing behind."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from salescourse.validate import places
from salescourse.validate.finding import Finding, from_dict
from salescourse.words import _

CHECKS = ("notebooks", "questions", "exercises", "data", "book", "prose")
_MOST_MEGABYTES, _MOST_WORKERS = 500, 4
# What has no time limit of its own gets this one from pytest-timeout.
_ITEM_SECONDS = 900
# What takes longest is begun first.
_ORDER = ("book", "made", "notebook", "tables", "bank", "page")
# Ours first: it sees to it that the others start fast.
_PLUGINS = (
    "salescourse.validate.plugin",
    "pytest_timeout",
    "nbval.plugin",
    "xdist.plugin",
)


@dataclass(frozen=True)
class Limits:
    """What one notebook may take."""

    seconds: float = 300
    megabytes: float = 2048


@dataclass
class Outcome:
    """What a run has found, and whether it came to its end."""

    findings: list[Finding] = field(default_factory=list)
    done: int = 0
    total: int = 0
    finished: bool = False
    stopped: bool = False
    log: str = ""
    sketches: dict[str, dict[str, Any]] = field(default_factory=dict)


def validate(
    paths: Iterable[Path],
    *,
    only: Sequence[str] = CHECKS,
    limits: Limits = Limits(),
    junit: Path | None = None,
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
    junit : Path, optional
        Where pytest's JUnit report goes.
    progress : callable
        Is told of every step: the outcome so far, and the file that was looked at.

    Returns
    -------
    Outcome
        What was found.

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
        raise ValueError(
            _("There is no check {name!r}. The checks are: {checks}.").format(
                name=min(unknown), checks=", ".join(CHECKS)
            )
        )
    for name in ("pytest", "nbval", "xdist", "pytest_timeout", "psutil"):
        if find_spec(name) is None:
            raise ModuleNotFoundError(name=name)
    plan = places.plan(paths)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _Run(plan, Path(folder).resolve(), only, limits, junit, progress).run()


class _Run:
    def __init__(
        self,
        plan: places.Plan,
        out: Path,
        only: Sequence[str],
        limits: Limits,
        junit: Path | None,
        progress: Callable[[Outcome, str], None],
    ) -> None:
        from salescourse.validate.items import Settings

        self.out, self.junit, self.progress = out, junit, progress
        self.outcome, self.read = Outcome(), 0
        copies = _copied(plan.roots, out / "copies")
        kinds = {}
        for file, kind in sorted(plan.kinds.items(), key=lambda k: _ORDER.index(k[1])):
            root = next(r for r in plan.roots if file.is_relative_to(r))
            kinds[str(copies[root] / file.relative_to(root))] = kind
        self.told = Settings(
            list(only), limits.seconds, limits.megabytes, uuid.uuid4().hex, str(out),
            kinds, {str(copy): str(root) for root, copy in copies.items()},
        )  # fmt: skip

    def run(self) -> Outcome:
        """Run pytest in a process of its own, follow it, and clear up behind it."""
        from salescourse.validate import processes

        (self.out / "settings.json").write_text(self.told.as_text(), encoding="utf-8")
        (self.out / "pytest.ini").write_text("[pytest]\njunit_family = xunit2\n")
        with (self.out / "log.txt").open("w", encoding="utf-8") as log:
            pytest = subprocess.Popen(
                self._command(), cwd=self.out, env=self._environment(),
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
            try:
                while pytest.poll() is None:
                    self._follow()
                    time.sleep(0.1)
                self._follow()
                self.outcome.finished = pytest.returncode in (0, 1)
            except KeyboardInterrupt:
                self.outcome.stopped = True
                self._follow()
            finally:
                pytest.kill()
                pytest.wait()
                processes.end_run(self.told.mark)
        self.outcome.log = (self.out / "log.txt").read_text("utf-8", "replace")
        for file in self.out.glob("sketches-*.json"):
            self.outcome.sketches |= json.loads(file.read_text("utf-8"))
        return self.outcome

    def _command(self) -> list[str]:
        files = list(self.told.kinds)
        plugins = [word for name in _PLUGINS for word in ("-p", name)]
        command = [sys.executable, "-m", "pytest", *plugins, "-p", "no:cacheprovider"]
        command += [
            "-c",
            "pytest.ini",
            f"--rootdir={self.out / 'copies'}",
            "--noconftest",
        ]
        command += [f"--salescourse={self.out / 'settings.json'}", "-q", "--color=no"]
        command += [f"--timeout={_ITEM_SECONDS}"]
        workers = min(_MOST_WORKERS, os.cpu_count() or 1, len(files))
        if workers > 1:
            command += [f"--numprocesses={workers}", "--dist=loadfile"]
            command += ["--no-loadscope-reorder", "--max-worker-restart=8"]
        if self.junit:
            command += [f"--junitxml={self.junit.resolve()}"]
            command += ["-o", "junit_suite_name=salescourse validate"]
        return [*command, *files]

    def _environment(self) -> dict[str, str]:
        from salescourse.execute import fresh_environment
        from salescourse.validate.processes import MARK

        (self.out / "home").mkdir()
        kept = fresh_environment(self.out / "home")
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_CURRENT_TEST"):
            kept.pop(name, None)
        return {
            **{k: v for k, v in kept.items() if not k.startswith("PYTEST_XDIST")},
            MARK: self.told.mark,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.out),
        }

    def _follow(self) -> None:
        """Read what the protocol has noted since."""
        events = self.out / "events.jsonl"
        if not events.is_file():
            return
        with events.open(encoding="utf-8") as file:
            file.seek(self.read)
            for line in iter(file.readline, ""):
                if not line.endswith("\n"):
                    break
                self.read = file.tell()
                self._take(json.loads(line))

    def _take(self, event: dict[str, Any]) -> None:
        self.outcome.total = event.get("total", self.outcome.total)
        for found in map(from_dict, event.get("findings", [])):
            if found not in self.outcome.findings:
                self.outcome.findings.append(found)
        if "done" in event:
            self.outcome.done += 1
        self.progress(self.outcome, event.get("done", ""))


def _copied(roots: Iterable[Path], to: Path) -> dict[Path, Path]:
    """Copy folders, without what is hidden, built or installed."""
    made: dict[Path, Path] = {}
    for root in roots:
        # The first of a name keeps it: it shows in pytest's own report.
        again = sum(other.name == root.name for other in made)
        copy = to / (f"{root.name}-{again + 1}" if again else root.name)
        made[root] = copy
        _check_size(root)
        for file in places.files(root):
            target = copy / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.is_file():
                shutil.copy2(file, target)
    return made


def _check_size(root: Path) -> None:
    total = 0
    for file in places.files(root):
        total += file.stat().st_size if file.is_file() else 0
        if total > _MOST_MEGABYTES * 2**20:
            raise ValueError(
                _(
                    "{root} holds more than {n} MB. Put the notebooks into a folder of "
                    "their own, with what they read."
                ).format(root=root, n=_MOST_MEGABYTES)
            )
