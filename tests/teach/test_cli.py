import subprocess
import sys
from pathlib import Path

import pytest

from salescourse.practice.questions import bank
from salescourse.teach import book, cli, execute, lab, suite

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
    monkeypatch.setattr(lab, "start", calls)
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


def test_execute_goes_on_after_a_notebook_that_fails_and_tells_it(
    monkeypatch, capsys, tmp_path
):
    for name in ("a [1]", "b", "c ü"):
        (tmp_path / f"{name}.ipynb").touch()
    ran = []

    def run(path: Path) -> bool:
        ran.append(path.stem)
        if path.stem == "b":
            raise execute.NotebookError("b.ipynb: cell 2 fails", "Mend it.")
        return True

    monkeypatch.setattr(execute, "execute", run)
    assert cli.main(["execute", str(tmp_path)]) == 1
    assert ran == ["a [1]", "b", "c ü"]
    said = capsys.readouterr().err
    assert "  Left as it was. b.ipynb: cell 2 fails" in said
    assert said.endswith("1 of 3 were left as they were.\n")


def test_what_looked_at_nothing_says_so_and_fails(capsys, tmp_path):
    for words in (["execute"], ["questions", "check"], ["validate"]):
        assert cli.main([*words, str(tmp_path)]) == 1
        said = "".join(capsys.readouterr())
        assert "here is no " in said
        assert str(tmp_path) in said


def test_questions_check_counts_files_and_not_folders(capsys, tmp_path):
    for name in ("decisions", "impulse"):
        text = (ROOT / "data" / "questions" / f"{name}.yml").read_text("utf-8")
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    assert cli.main(["questions", "check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "2 files, 0 problems\n"
    (tmp_path / "impulse.yml").rename(tmp_path / "impulse.yaml")
    assert cli.main(["questions", "check", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert (
        "impulse.yaml — [file] the course reads files that end in .yml. Rename" in said
    )


def test_questions_check_passes_on_the_courses_own_bank(capsys):
    assert cli.main(["questions", "check"]) == 0
    assert capsys.readouterr().out.strip().endswith(" 0 problems")


@pytest.mark.parametrize("place", ["notebooks/questions", "data/questions"])
def test_questions_check_looks_at_the_course_in_whose_folder_it_is_typed(
    tmp_path, monkeypatch, capsys, place
):
    for folder in ("book", "notebooks", place):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for file in ("_config.yml", "book/_toc.yml"):
        (tmp_path / file).touch()
    monkeypatch.chdir(tmp_path)
    assert cli.main(["questions", "check"]) == 1
    assert "there is no question bank in" in capsys.readouterr().out
    (tmp_path / place / "offers.yml").write_text("chapter: offers\n")
    assert cli.main(["questions", "check"]) == 1
    said = capsys.readouterr().out
    assert f"{place}/offers.yml:1" in said
    assert "1 file, " in said


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
            "This needs nbclient, which is not installed. In the course's folder, "
            "`python3 course.py book` installs it",
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


@pytest.mark.parametrize("verb", ["lab", "book"])
def test_a_folder_of_ones_own_is_told_what_can_be_done_with_it(verb, tmp_path, capsys):
    own = tmp_path / "My prices"
    own.mkdir()
    assert cli.main([verb, str(own)]) == 2
    said = capsys.readouterr().err
    assert f"{own} is no course yet: `{verb}` wants a folder with notebooks/" in said
    assert f"`python3 course.py validate '{own}'` looks at its notebooks" in said
    assert ("-m jupyter lab" in said) == (verb == "lab")
    for part in ("notebooks", "book"):
        (own / part).mkdir()
    for file in ("_config.yml", "book/_toc.yml"):
        (own / file).touch()
    assert cli.main([verb, str(own)]) == 2
    said = capsys.readouterr().err
    assert f"`cd '{own}' && python3 {ROOT / 'course.py'} {verb}`" in said


@pytest.mark.parametrize("verb", [["book", "--no-serve"], ["lab", "--no-start"]])
def test_in_a_folder_that_is_no_course_it_is_said_which_course_is_meant(
    verb, monkeypatch, capsys, tmp_path
):
    monkeypatch.setattr(book, "build", lambda root: root / "_build" / "html")
    monkeypatch.setattr(lab, "update", lambda notebooks, own: [])
    monkeypatch.setattr(lab, "trust", lambda notebooks: None)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    root = Path(cli.__file__).parents[2]
    said = f"{tmp_path} is not in a course, so this takes the one in {root}."
    assert cli.main(verb) == 0
    assert said in capsys.readouterr().out
    monkeypatch.chdir(root / "book")
    assert cli.main(verb) == 0
    assert "is not in a course" not in capsys.readouterr().out
