import os
from pathlib import Path

import pytest

from salescourse.teach import browser, suite

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = ["tests", "salescourse"]


def arguments(*more: str, full: bool = False) -> list[str]:
    return suite.pytest_arguments(ROOT, full=full, more=more)


def test_everything_is_tested_and_a_notebook_that_is_named_strictly():
    words = arguments()
    assert words[-2:] == EVERYTHING
    assert "--nbval" in words
    assert "--dist=loadfile" in words


def test_named_files_are_tested_alone():
    words = arguments("tests/test_course.py::test_x", "-x")
    assert words[-2:] == ["tests/test_course.py::test_x", "-x"]
    assert not set(EVERYTHING) & set(words)


def test_other_words_do_not_narrow_it():
    assert arguments("-k", "veto")[-4:] == [*EVERYTHING, "-k", "veto"]


def test_slow_sweeps_wait_for_full():
    assert "-m" not in arguments()
    words = arguments(full=True)
    assert words[words.index("-m") + 1] == ""


def test_the_tests_run_as_nobody_and_their_status_is_ours(monkeypatch, tmp_path):
    seen = {}

    def pretend(words: list[str]) -> int:
        seen.update(words=words, home=os.environ["SALESCOURSE_HOME"], here=Path.cwd())
        return 1

    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(browser, "ensure_chromium", lambda: Path("/usr/bin/chromium"))
    monkeypatch.setattr(pytest, "main", pretend)
    monkeypatch.chdir(tmp_path)
    assert suite.run(ROOT, more=["-x"]) == 1
    assert seen["here"] == ROOT
    assert seen["words"][-1] == "-x"
    assert not Path(seen["home"]).exists()  # gone with what the tests recorded


def test_without_a_browser_nothing_is_skipped_but_all_fails(monkeypatch):
    def none() -> Path:
        raise RuntimeError("The tests need a browser")

    monkeypatch.setattr(browser, "ensure_chromium", none)
    with pytest.raises(RuntimeError, match="The tests need a browser"):
        suite.run(ROOT)
