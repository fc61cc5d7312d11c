"""Notebooks that misbehave: each is one finding, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

from salescourse.teach.validate import Limits, Outcome, validate

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(sys.platform == "win32", reason="signals and forks of Unix"),
]
# A name by which what a cell has started is known again.
OURS = "VALIDATED_IN_TEST"
SLEEP = "sleep 4321.5"
MEMORY = "hoard = []\nwhile True:\n    hoard.append(b'x' * 10**7)"
HOSTILE = {
    "loops": ("while True:\n    pass", "ends within"),
    "ignores": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "ends within",
    ),
    "eats": (MEMORY, "needs at most"),
    "dies": ("import os\nos._exit(3)", "a kernel that lives"),
    "exits": ("import sys\nsys.exit(2)", "a cell that runs"),
    "forks": (
        "import os, time\nif os.fork() == 0:\n    time.sleep(600)",
        "a cell that ends what it starts",
    ),
    "detaches": (
        f"import os\n_ = os.system('env -i setsid {SLEEP} >/dev/null 2>&1 &')",
        "a cell that ends what it starts",
    ),
    "floods": ("while True:\n    print('x' * 1000)", "prints at most"),
}
# The others are tried with --full.
ALWAYS = ("dies", "exits", "detaches", "floods", "eats")


@pytest.fixture(autouse=True)
def of_this_test(monkeypatch, tmp_path) -> None:
    """Let everything that this test starts carry its name."""
    monkeypatch.setenv(OURS, str(tmp_path))


def notebook(path: Path, source: str) -> None:
    """Write a notebook whose second cell is this, and whose others are harmless."""
    cells = [
        new_code_cell(
            text, id=f"c{n}", execution_count=n,
            outputs=[
                new_output("execute_result", data={"text/plain": out}, execution_count=n)
            ] if out else [],
        )
        for n, (text, out) in enumerate([("1 + 1", "2"), (source, ""), ("3", "3")], 1)
    ]  # fmt: skip
    path.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")


def left_running() -> list[str]:
    """Return what still runs of all that a validation or its cells started."""
    found = []
    for process in psutil.process_iter():
        try:
            words = " ".join(process.cmdline())
            ours = process.environ().get(OURS) == os.environ[OURS] or SLEEP in words
            ours = ours and process.pid != os.getpid()
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(words)
        except (psutil.Error, OSError):
            continue
    return found


def run(folder: Path, names: tuple[str, ...]) -> Outcome:
    for name in names:
        notebook(folder / f"{name}.ipynb", HOSTILE[name][0])
    notebook(folder / "kind.ipynb", "x = 1")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    limits = Limits(seconds=15, megabytes=700)
    outcome = validate([folder], only=["notebooks"], limits=limits)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    return outcome


def hold(outcome: Outcome, folder: Path, names: tuple[str, ...]) -> None:
    assert outcome.finished, outcome.log
    found = {Path(f.file).stem: (f.cell, f.expected) for f in outcome.findings}
    assert len(outcome.findings) == len(found), outcome.findings
    assert sorted(found) == sorted(names)
    for name in names:
        assert found[name][0] == 2
        assert HOSTILE[name][1] in found[name][1]
    assert left_running() == []


def test_what_misbehaves_is_one_finding_and_leaves_nothing(tmp_path):
    hold(run(tmp_path, ALWAYS), tmp_path, ALWAYS)


@pytest.mark.full
def test_everything_that_misbehaves_leaves_nothing(tmp_path):
    hold(run(tmp_path, tuple(HOSTILE)), tmp_path, tuple(HOSTILE))


def test_a_cell_that_writes_files_writes_them_to_the_copy(tmp_path):
    notebook(tmp_path / "a.ipynb", "_ = open('left.txt', 'w').write('x')")
    assert validate([tmp_path], only=["notebooks"]).findings == []
    assert [file.name for file in tmp_path.iterdir()] == ["a.ipynb"]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_at_once_and_leaves_nothing(tmp_path, told):
    notebook(tmp_path / "loops.ipynb", HOSTILE["loops"][0])
    command = [sys.executable, "-m", "salescourse.teach.cli", "validate", str(tmp_path)]
    running = subprocess.Popen(
        [*command, "--only", "notebooks"], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not any("ipykernel" in words for words in left_running()):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    os.killpg(running.pid, told)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "It was stopped before its end" in said
    assert left_running() == []
