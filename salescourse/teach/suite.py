"""Run every check there is, the same way on every machine and in CI."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

_EVERYTHING = ("tests", "salescourse")
_CELL_TIMEOUT_SECONDS = 300
# One test, the building of the book included; a test that hangs names itself.
_TEST_TIMEOUT_SECONDS = 600


def run(root: Path, *, full: bool = False, more: Sequence[str] = ()) -> int:
    """Run the tests, which validate the notebooks, too, and the doctests.

    Parameters
    ----------
    root : Path
        The course's folder.
    full : bool
        Also what takes long: the tests marked `full`.
    more : sequence of str
        Further arguments for pytest. If they name files, only those are tested; a
        notebook is compared by strict nbval.

    Returns
    -------
    int
        pytest's exit status.
    """
    import pytest

    from salescourse.teach.browser import ensure_chromium
    from salescourse.teach.kernel import fresh_environment
    from salescourse.teach.signs import going_on, say

    arguments = pytest_arguments(root, full=full, more=more)
    with going_on("Looking for a browser"):
        say(f"Browser: {ensure_chromium()}")
    if arguments[-len(more) - 2 :][:2] == [*_EVERYTHING]:
        say(
            "All tests take a quarter of an hour or so. One of the first builds the book."
        )
    say("pytest " + " ".join(arguments))
    os.chdir(root)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ.update(fresh_environment(Path(home)))
        return int(pytest.main(arguments))


def pytest_arguments(root: Path, *, full: bool, more: Sequence[str]) -> list[str]:
    """Return pytest's arguments.

    Examples
    --------
    >>> pytest_arguments(Path(), full=True, more=["-k", "veto"])[-3:]
    ['salescourse', '-k', 'veto']
    """
    arguments = ["--nbval", f"--nbval-cell-timeout={_CELL_TIMEOUT_SECONDS}"]
    arguments.append(f"--timeout={_TEST_TIMEOUT_SECONDS}")
    if full:
        arguments += ["-m", ""]
    if any((root / word.partition("::")[0]).exists() for word in more):
        return [*arguments, *more]
    # One file stays in one process: its tests share what is slow to make.
    workers = min(4, os.cpu_count() or 1)
    arguments += [f"--numprocesses={workers}", "--dist=loadfile", "--durations=8"]
    return [*arguments, *_EVERYTHING, *more]
