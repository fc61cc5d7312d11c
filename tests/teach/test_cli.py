import subprocess
import sys
from pathlib import Path

import pytest

from salescourse.practice.questions import bank
from salescourse.teach import book, cli, execute, learner, suite

ROOT = Path(__file__).resolve().parents[2]


class Calls(list):
    """Notes what a command hands on."""

    def __call__(self, *words: object, **more: object) -> object:
        self.append((words, more))
        return self.answer

    answer: object = 0


@pytest.fixture
def calls() -> Calls:
    return Calls()


def test_book_builds_and_serves_at_the_port_asked_for(monkeypatch, calls):
    monkeypatch.setattr(book, "build", lambda root: root / "_build" / "html")
    monkeypatch.setattr(book, "serve", calls)
    assert cli.main(["book", "--port", "9000"]) == 0
    assert calls == [((ROOT / "_build" / "html",), {"port": 9000})]


def test_book_without_serving_says_where_the_book_is(monkeypatch, calls, capsys):
    monkeypatch.setattr(book, "build", lambda root: root / "_build" / "html")
    monkeypatch.setattr(book, "serve", calls)
    assert cli.main(["book", "--no-serve"]) == 0
    assert calls == []
    assert str(ROOT / "_build" / "html") in capsys.readouterr().out


def test_lab_brings_the_copy_up_to_date_before_it_starts(
    monkeypatch, calls, capsys, tmp_path
):
    (tmp_path / "notebooks").mkdir()
    chapter = ROOT / "notebooks" / "01_decisions.ipynb"
    (tmp_path / "notebooks" / chapter.name).write_bytes(chapter.read_bytes())
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setattr(cli, "project_root", lambda: tmp_path)
    monkeypatch.setattr(learner, "start_jupyterlab", calls)
    own = tmp_path / "my_course"

    assert cli.main(["lab", "--no-start"]) == 0
    assert calls == []
    assert (own / chapter.name).read_bytes() == chapter.read_bytes()
    assert "01_decisions.ipynb is new." in capsys.readouterr().out

    assert cli.main(["lab"]) == 0
    assert calls == [((own,), {"port": 8888})]
    assert "is new" not in capsys.readouterr().out


def test_test_hands_on_what_pytest_understands(monkeypatch, calls):
    monkeypatch.setattr(suite, "run", calls)
    words = ["-k", "two words", "tests/test_cli.py", "-x"]
    assert cli.main(["test", "--full", *words]) == 0
    assert calls == [((ROOT,), {"full": True, "more": words})]


def test_execute_runs_every_chapter_unless_told_which(monkeypatch, calls, capsys):
    monkeypatch.setattr(execute, "execute", calls)
    assert cli.main(["execute"]) == 0
    assert [words for words, _ in calls] == [
        (path,) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    ]
    calls.clear()
    assert cli.main(["execute", "x.ipynb"]) == 0
    assert calls == [((Path("x.ipynb"),), {})]


def test_questions_check_passes_on_the_courses_own_bank(capsys):
    assert cli.main(["questions", "check"]) == 0
    assert capsys.readouterr().out.strip().endswith(" 0 problems")


def test_questions_check_prints_each_problem_and_fails(monkeypatch, calls, capsys):
    calls.answer = ["decisions.yml:7: no feedback"]
    monkeypatch.setattr(bank, "check_banks", calls)
    assert cli.main(["questions", "check", "decisions.yml"]) == 1
    assert capsys.readouterr().out == (
        "decisions.yml:7: no feedback\n1 file, 1 problem\n"
    )


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (book.BuildError("The book was not built."), "The book was not built."),
        (PermissionError(13, "Permission denied", "/a/b"), "/a/b: Permission denied"),
        (ValueError("port 80 is taken"), "port 80 is taken"),
        (
            ModuleNotFoundError("No module named 'nbclient'", name="nbclient"),
            "This needs nbclient, which is not installed.",
        ),
    ],
)
def test_an_expected_error_is_a_sentence_and_a_status(
    monkeypatch, capsys, error, sentence
):
    def fail(root: Path) -> Path:
        raise error

    monkeypatch.setattr(book, "build", fail)
    assert cli.main(["book"]) == 1
    assert capsys.readouterr().err.startswith(sentence)


def test_a_fault_of_ours_is_not_dressed_up(monkeypatch):
    def fail(root: Path) -> Path:
        raise ZeroDivisionError

    monkeypatch.setattr(book, "build", fail)
    with pytest.raises(ZeroDivisionError):
        cli.main(["book"])


def test_control_c_ends_a_command_without_a_traceback(monkeypatch, capsys):
    def interrupted(root: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(book, "build", interrupted)
    assert cli.main(["book"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "required: COMMAND"),
        (["bok"], "invalid choice: 'bok'"),
        (["book", "--porta"], "I do not know --porta"),
        (["book", "--port", "0"], "a port is a number from 1 to 65535, got 0"),
        (["book", "--port", "x"], "a port is a number from 1 to 65535, got x"),
    ],
)
def test_a_slip_of_the_pen_gets_the_usage(words, sentence, capsys):
    with pytest.raises(SystemExit, match="2"):
        cli.main(words)
    assert sentence in capsys.readouterr().err


def test_help_loads_nothing_heavy():
    code = "import sys; from salescourse.teach.cli import parser; parser();"
    code += "print({'numpy', 'pandas', 'nbformat', 'yaml'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
