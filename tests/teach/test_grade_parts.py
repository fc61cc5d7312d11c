"""Who has handed in what, what is read of it, what comes back, and what is written."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from salescourse.teach import cli
from salescourse.teach.grade import exercises, make, pages, tables
from salescourse.teach.grade.attempts import entries
from salescourse.teach.grade.exercises import Mark, chapter, variables
from salescourse.teach.grade.found import Learner, Submission, owner, submissions
from salescourse.teach.grade.kept import Kept, digest
from salescourse.teach.grade.pool import _came, _environment
from salescourse.teach.grade.reading import Unreadable, read
from salescourse.teach.grade.rows import Result
from salescourse.teach.grade.run import _notebook
from salescourse.teach.grade.values import NOTHING, told, value
from salescourse.teach.processes import MARK, Limits
from salescourse.teach.release import package

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def decisions():
    return chapter("decisions", ROOT / "notebooks" / "01_decisions.ipynb")


def handed(cells: list[dict], **metadata: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": metadata}).encode()


def code(source: object, **more: object) -> dict:
    return {"cell_type": "code", "source": source, **more}


@pytest.mark.parametrize(
    ("path", "key", "name", "late", "attempt"),
    [
        ("Ada Lovelace_1234_assignsubmission_file_/a.ipynb", "moodle 1234", "Ada Lovelace", False, 0),
        ("Ada Lovelace_1234_assignsubmission_file/a.ipynb", "moodle 1234", "Ada Lovelace", False, 0),
        ("Ada Lovelace_1234_assignsubmission_file_a.ipynb", "moodle 1234", "Ada Lovelace", False, 0),
        ("A_B Smith_7_assignsubmission_file_/x/y/a.ipynb", "moodle 7", "A_B Smith", False, 0),
        ("lovelaceada_123_456_a.ipynb", "canvas 123", "lovelaceada", False, 0),
        ("lovelaceada_LATE_123_456_a-2.ipynb", "canvas 123", "lovelaceada", True, 2),
        ("lovelaceada_123_456_01_decisions.ipynb", "canvas 123", "lovelaceada", False, 0),
        ("ada/01_decisions.ipynb", "folder ada", "ada", False, 0),
        ("01_decisions.ipynb", "file 01_decisions.ipynb", "", False, 0),
        ("../../etc/a.ipynb", "folder ..", "..", False, 0),
    ],
)  # fmt: skip
def test_a_name_says_who_and_when(path, key, name, late, attempt):
    learner, is_late, number = owner(Path(path))
    assert (learner.key, learner.name, is_late, number) == (key, name, late, attempt)


def test_what_is_no_notebook_and_what_leads_elsewhere_is_left_alone_and_named(tmp_path):
    (tmp_path / "in" / "__MACOSX").mkdir(parents=True)
    (tmp_path / "in" / "__MACOSX" / "a.ipynb").touch()
    (tmp_path / "in" / "report.pdf").touch()
    (tmp_path / "secret.ipynb").write_text("{}")
    (tmp_path / "in" / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    found, alone = submissions(tmp_path / "in")
    assert found == []
    assert [line.partition(" ")[0] for line in alone] == ["link.ipynb", "report.pdf"]


def test_a_folder_that_is_not_there_is_said(tmp_path, capsys):
    assert cli.main(["grade", str(tmp_path / "none")]) == 1
    assert "Unpack what the LMS gave you" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"hello", "not JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": 7}', "no cells"),
    ],
)
def test_what_is_no_notebook_is_said_in_words(content, says):
    with pytest.raises(Unreadable, match=says):
        read(content)


def test_whatever_stands_in_a_notebook_is_data():
    odd = [None, 7, {"cell_type": "code"}, code(["a", 7, "b"]), code({"x": 1}),
           code("name = 'Ada\\n  Lovelace'\nnumber = 7"), code("name = evil()")]  # fmt: skip
    found = read(handed(odd, salescourse=[1], kernelspec="R"))
    assert found.cells == [
        "",
        "ab",
        "",
        "name = 'Ada\\n  Lovelace'\nnumber = 7",
        "name = evil()",
    ]
    assert (found.name, found.number) == ("Ada Lovelace", "7")


def test_a_notebook_of_an_old_form_is_read():
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"]}]}]}
    assert read(json.dumps(old).encode()).cells == ["x = 1"]


def test_the_newest_attempt_counts_and_a_name_of_somebody_elses_takes_nothing(
    decisions,
):
    def file(name: str, learner: str, attempt: int, who: str) -> Submission:
        content = handed([code(f"name = {who!r}\ncheck('decisions-1', 1)")])
        return Submission(
            Learner(learner), Path(name), content, False, (attempt, 0, name)
        )

    found = entries(
        [file("a.ipynb", "canvas 1", 0, "Ada"), file("a-1.ipynb", "canvas 1", 1, "Ada"),
         file("b.ipynb", "file b.ipynb", 0, "ada")], ["decisions"],
    )  # fmt: skip
    assert [entry.submission.path.name for entry in found] == ["a-1.ipynb", "b.ipynb"]
    assert "2 attempts" in found[0].remarks[0]
    assert "The same name stands for a-1.ipynb." in found[1].remarks


def test_what_a_process_is_told_holds_no_key(decisions):
    asks = decisions.asks()
    for ask in asks.values():
        assert set(ask) == {"kind", "cases", "attributes", "variable"}
    notebook, _places = _notebook(["x = 1"], [1], asks)
    text = json.dumps(notebook)
    for exercise in decisions.exercises.values():
        right = exercise.keys[0].right
        if isinstance(right, float) and right != round(right):
            assert repr(right) not in text
        assert exercise.item.body["solution"] not in text


def test_the_variables_are_those_of_the_stubs():
    asked = variables(ROOT / "notebooks" / "01_decisions.ipynb")
    assert asked == {"decisions-1": "odds_of_a_contract", "decisions-2": "smallest",
                     "decisions-3": "chair_odds"}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "result"),
    [
        ({"is": "number", "value": 7}, "right"),
        ({"is": "number", "value": 6}, "wrong"),
        ({"is": "number", "value": True}, "not read"),
        ({"is": "number", "value": "7"}, "not read"),
        ({"is": "number", "value": float("nan")}, "wrong"),
        ({"is": "text", "value": "7"}, "not read"),
        ({"is": "right", "points": 9}, "not read"),
        ({"is": ["number"], "value": 7}, "not read"),
        ({"value": 7}, "not read"),
        ({"is": "dots"}, "not answered"),
        ({"is": "constant", "value": None}, "not read"),
        ({"is": "callable"}, "not read"),
        ({"is": "other", "name": "class", "size": -1}, "not read"),
        ({"is": "series", "index": [1], "values": [7]}, "right"),
        ({"is": "function", "calls": []}, "not read"),
        (None, "not handed in"),
    ],
)
def test_what_comes_back_is_compared_or_named(decisions, data, result):
    mark = decisions.exercises["decisions-2"].mark(data)
    assert (mark.result, mark.points) == (result, float(result == "right"))


def number(value: float) -> dict:
    return {"returns": {"is": "number", "value": value}}


@pytest.mark.parametrize(
    ("calls", "result", "says"),
    [
        ([number(0.85293), number(0.64), number(0.216), number(0.6117748)], "right", ""),
        ([number(0.5)] * 4, "wrong", "which is too low"),
        ([{"takes": ["x", "class", SCRIPT]}] * 4, "not read", "Your function must take"),
        ([{"stops": ["Error", SCRIPT]}] * 4, "wrong", "your function stops"),
        ([{"returns": {"is": "dots"}}] * 4, "not answered", ""),
        ([{"returns": 7}] * 4, "not read", "could not be compared"),
        ([{"stops": 7}] * 4, "not read", "could not be compared"),
        ([], "not read", "could not be read"),
        (["x"] * 4, "not read", "could not be read"),
        ([number(0.76488), number(0.64), number(0.36), number(0.57648)], "wrong", ""),
    ],
)  # fmt: skip
def test_a_function_is_what_it_gave_for_each_case(decisions, calls, result, says):
    mark = decisions.exercises["decisions-3"].mark({"is": "function", "calls": calls})
    assert mark.result == result
    assert says in mark.said


def test_a_misconception_in_a_function_is_named(decisions):
    item = decisions.exercises["decisions-3"]
    forgotten = item.keys[1]
    calls = [number(forgotten.right(**case)) for case in item.cases()]
    said = item.mark({"is": "function", "calls": calls}).said
    assert said.startswith("That is the chance that the others agree.")


def test_tables_and_models_come_back():
    frame = value(
        {"is": "frame", "index": ["a"], "columns": ["x", "y"], "values": [[1], [2]]}
    )
    assert frame.to_dict() == {"x": {"a": 1}, "y": {"a": 2}}
    day = value({"is": "series", "index": [{"date": "2025-01-31"}], "values": [0.5]})
    assert str(day.index[0].date()) == "2025-01-31"
    model = value({"is": "fitted", "has": {"mean": number(3)}})
    assert model.mean() == 3
    assert value({"is": "series", "index": [1, 2], "values": [1]}) is NOTHING


def test_the_last_thing_told_counts_and_nonsense_counts_for_nothing():
    one = '<<handed in {"a": {"v": 1}} handed in>>'
    two = one.replace("1", "2")
    assert told(one + two) == {"a": {"v": 2}}
    assert told("<<handed in [1] handed in>>") == {}
    assert told('<<handed in {"a": 7} handed in>>') == {}
    assert told('<<handed in {"a": {"v": 1}}') == {}
    assert told("") == {}


def test_a_process_that_says_nothing_is_named():
    assert "ended the process" in _came(b"")["remarks"][0]
    assert "ended the process" in _came(b"\x1ecame {}")["remarks"][0]


def test_the_process_of_a_submission_gets_no_variables_of_yours(monkeypatch):
    monkeypatch.setenv("MY_TOKEN", "secret")
    assert "MY_TOKEN" not in _environment("m")


def result(name: str, said: str = "Good.", lms: str = "", **more: object) -> Result:
    learner = Learner(f"{lms} {name}", name, "7", lms)
    submission = Submission(learner, Path("a.ipynb"), b"")
    marks = [Mark("decisions-1", 1, 1, "right", said)]
    return Result(submission, name, "7", "decisions", marks, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_a_formula(name):
    text = tables.as_csv(tables.COLUMNS, tables.rows([result(name, said=name)]))
    [_head, row] = list(csv.reader(io.StringIO(text)))
    assert (row[0], row[-1]) == (f"'{name}", f"'{name.strip()}")


def test_somebodys_text_is_shown_and_does_nothing():
    found = result(SCRIPT, said=SCRIPT, texts={"relationships-your-own": SCRIPT},
                   remarks=[SCRIPT], edition=SCRIPT)  # fmt: skip
    item = chapter("relationships", ROOT / "notebooks" / "02_relationships.ipynb").texts
    for page in (pages.feedback(found, {}), pages.free_texts([found], item)):
        assert "<script" not in page
        assert "&lt;script&gt;" in page
    assert "/" not in pages.file_name(result("../../etc/passwd"))
    assert pages.file_name(result("李雷")).startswith("somebody-decisions-")


def test_kept_runs_are_known_by_bytes_and_what_else_writes_there_is_undone(tmp_path):
    one = digest(b"a", "1", {}, Limits())
    assert len({one, digest(b"b", "1", {}, Limits()), digest(b"a", "2", {}, Limits()),
                digest(b"a", "1", {}, Limits(1, 1))}) == 4  # fmt: skip
    kept = Kept(tmp_path)
    came = {
        "values": {"a": {"is": "number", "value": 1}},
        "remarks": [],
        "ended": False,
    }
    kept.add(one, came)
    assert kept.again() == 0
    (tmp_path / f"{one}.json").write_text(
        '{"values": {}, "remarks": [], "ended": true}'
    )
    assert kept.again() == 1
    assert Kept(tmp_path)[one] == came
    (tmp_path / f"{one}.json").write_text("no")
    assert Kept(tmp_path)[one] is None


def test_the_help_says_what_is_not_prevented_and_how_to(capsys):
    with pytest.raises(SystemExit):
        cli.main(["grade", "--help"])
    said = capsys.readouterr().out
    assert "docker run --rm --network none" in said
    assert "can read your files" in said


def test_an_empty_folder_is_said(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    out = tmp_path / "g.csv"
    assert cli.main(["grade", str(tmp_path / "in"), "--out", str(out)]) == 1
    assert "There was no notebook to mark." in capsys.readouterr().out
    assert os.listdir(tmp_path) != []


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_of_any_bytes_stops_nothing(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in (b"a\xff\x1b[2J.ipynb", b"b\n=1.ipynb"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"no")
    out = tmp_path / "g.csv"
    assert cli.main(["grade", str(folder), "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["result"] for row in rows] == ["not run", "not run"]
    assert "--chapter says it" in rows[0]["said"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_ctrl_c_ends_it_and_all_it_has_started(tmp_path, monkeypatch):
    monkeypatch.setenv(MARK, str(tmp_path))
    (tmp_path / "in").mkdir()
    loop = handed([code("import time\nwhile True:\n    time.sleep(0.1)  # 4316.5")])
    (tmp_path / "in" / "01_decisions.ipynb").write_bytes(loop)
    before = set(kernels())
    running = subprocess.Popen(
        [sys.executable, "-m", "salescourse.teach.cli", "grade", str(tmp_path / "in"),
         "--out", str(tmp_path / "g.csv")], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (begun := set(kernels(of=running.pid)) - before):
        assert running.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    _out, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "Stopped.\n")
    time.sleep(0.5)
    assert not begun & set(kernels())
    assert not (tmp_path / "g.csv").exists()


def kernels(of: int | None = None) -> list[int]:
    """Return the kernels that run, or those that a process has started."""
    try:
        all_of = (
            psutil.Process(of).children(recursive=True) if of else psutil.process_iter()
        )
        return [p.pid for p in all_of if "ipykernel_launcher" in p.cmdline()]
    except psutil.Error:
        return []


def test_a_key_that_changes_while_submissions_run_raises_no_mark_and_is_said(
    tmp_path, monkeypatch
):
    sums = package.sums()
    came = {"values": {"decisions-2": {"is": "number", "value": 99}}, "remarks": [],
            "ended": False}  # fmt: skip

    def run(jobs, *more):
        # As if a submission had written its own key into the bank.
        changed = {**sums, "data/questions/decisions.yml": "another"}
        monkeypatch.setattr(package, "sums", lambda: changed)
        for name in ("read_bank", "computed"):
            monkeypatch.setattr(exercises, name, None)
        yield from ((job, came) for job in jobs)

    monkeypatch.setattr(make, "run_all", run)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "01_decisions.ipynb").write_bytes(
        handed([code("smallest = 99")])
    )
    graded = make.grade(tmp_path / "in", tmp_path / "g.csv", course=ROOT)
    assert graded.results[0].points == 0
    [said] = graded.remarks
    assert said.startswith(
        "Files of the course have changed while submissions ran "
        "(data/questions/decisions.yml, 1 in all)."
    )


def test_a_chapter_that_is_not_there_is_said(tmp_path, capsys):
    assert cli.main(["grade", str(tmp_path), "--chapter", "decsions"]) == 1
    assert "There is no chapter 'decsions'" in capsys.readouterr().err


def test_where_several_chapters_are_marked_each_has_a_column():
    def result(lms: str, name: str, chapter: str, points: float) -> Result:
        learner = Learner(f"{lms} {name}", name, name, lms)
        item = Submission(learner, Path(f"{name}-{chapter}.ipynb"), b"")
        mark = Mark(f"{chapter}-1", points, 3, "right", "")
        return Result(item, name, name, chapter, [mark])

    results = [
        result("moodle", "ada", "map", 3), result("moodle", "ada", "decisions", 1),
        result("moodle", "bob", "map", 2), result("canvas", "cy", "map", 2),
        result("canvas", "cy", "impulse", 3), result("canvas", "dot", "impulse", 0),
    ]  # fmt: skip
    # Moodle: the sum in its own column, decisions and map at the end.
    assert tables.several(results[:3]) == ["decisions", "map"]
    ada, bob = tables.moodle(results)
    assert (ada[2:4], ada[-2:]) == ([4, 6], [1, 3])
    assert (bob[2:4], bob[-2:]) == ([2, 3], ["", 2])
    # Canvas: an assignment for each, impulse and map.
    possible, cy, dot = tables.canvas(results)
    assert (possible[-2:], cy[-2:], dot[-2:]) == ([3, 3], [3, 2], [0, ""])
    assert len(possible) == len(tables.CANVAS) + 2
    # One chapter alone needs no column of its own in Moodle.
    assert [len(row) for row in tables.moodle(results[2:3])] == [len(tables.MOODLE)]
