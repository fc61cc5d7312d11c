"""Folders of other people's notebooks: what is looked at, accepted, and refused."""

from pathlib import Path

import pytest
import small_course
from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

from salescourse.teach.cli import main
from salescourse.teach.execute import read
from salescourse.teach.validate import Outcome, command, validate

pytestmark = pytest.mark.timeout(1800)


def notebook(path: Path, *sources: str, said: str = "") -> Path:
    """Write a notebook that was never run, or whose first cell has printed something."""
    cells = [new_code_cell(text, id=f"c{n}") for n, text in enumerate(sources)]
    if said:
        printed = [new_output("stream", name="stdout", text=said)]
        cells[0].update(outputs=printed, execution_count=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    return path


@pytest.mark.parametrize("alone", [True, False])
def test_a_notebook_is_looked_at_whatever_its_name(tmp_path, alone):
    folder = tmp_path / "Sales [2026] – Mein Kürs"
    draft = notebook(folder / "forecast[draft].ipynb", "print(2)", said="1\n")
    other = notebook(folder / "Übung::eins [a-b].ipynb", "print(2)", said="2\n")
    outcome = validate([draft] if alone else [folder], only=["notebooks"])
    assert {look.file for look in outcome.looks} == {str(draft)} | (
        set() if alone else {str(other)}
    )
    assert [(f.file, f.cell) for f in outcome.findings] == [(str(draft), 1)]
    assert outcome.finished


SETTLES = {
    "prints": ["print('won', 2)", "2 + 2"],
    "clears": [
        "from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)"
    ],
    "updates": ["shown = display('early', display_id=True)", "shown.update('late')"],
    "captures": [
        "import ipywidgets\nout = ipywidgets.Output()\nwith out:\n    print(1)\nout"
    ],
    "pauses": ["import time\nprint(1, flush=True)\ntime.sleep(1)\nprint(2)"],
    "interacts": ["import ipywidgets\n_ = ipywidgets.interact(lambda x: x, x=3)"],
}
REFUSED = {
    "hides": ("[1].append(2);", "ends with a semicolon"),
    "points": ("object()", "shows a memory address"),
    "times": ("%time 1 + 1", "shows how long something took"),
    "dates": ("import datetime\nprint(datetime.date.today())", "shows the time of the run"),
    "places": ("import os\nprint(os.getcwd())", "shows a path of this machine"),
    "draws": ("import uuid\nprint(uuid.uuid4())", "another each time"),
    "fails": ("1 / 0", "ZeroDivisionError"),
}  # fmt: skip


def test_what_settles_is_written_and_what_never_will_is_refused_with_a_word(
    tmp_path, capsys
):
    for name, sources in SETTLES.items():
        notebook(tmp_path / f"{name}.ipynb", *sources)
    for name, (source, _word) in REFUSED.items():
        notebook(tmp_path / f"{name}.ipynb", source)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["validate", str(tmp_path), "--accept", "--only", "notebooks"]) == 1
    said = capsys.readouterr().out.splitlines()
    for name in SETTLES:
        assert f"Written: {tmp_path / name}.ipynb" in said
    for name, (_source, word) in REFUSED.items():
        file = tmp_path / f"{name}.ipynb"
        assert file.read_bytes() == before[file.name]
        (told,) = (line for line in said if line.startswith(f"Left as it was: {file}"))
        assert word in told
    assert read(tmp_path / "updates.ipynb").cells[0].outputs[0].data == {
        "text/plain": "'late'"
    }
    written = [tmp_path / f"{name}.ipynb" for name in SETTLES]
    again = validate(written, only=["notebooks"])
    assert (again.finished, again.findings) == (True, [])


def test_a_file_outside_is_copied_where_it_is_named_and_missed_with_a_word(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "x.csv").write_text("7\n")
    named = notebook(
        tmp_path / "one" / "notebooks" / "a.ipynb", "print(open('../data/x.csv').read())",
        said="7\n\n",
    )  # fmt: skip
    hidden = notebook(
        tmp_path / "two" / "notebooks" / "b.ipynb",
        "from pathlib import Path\nprint(open(Path('..', 'data', 'x.csv')).read())",
        said="7\n\n",
    )
    (found,) = validate([named, hidden], only=["notebooks"]).findings
    assert (found.file, found.cell) == (str(hidden), 1)
    assert f"Only {hidden.parent} was copied; name the folder" in found.remedy


def test_a_broken_bank_is_named_first_and_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    course = small_course.write(tmp_path / "course")
    bank = course / "data" / "questions" / "offers.yml"
    text = bank.read_text(encoding="utf-8").replace("correct: true, ", "")
    bank.write_text(text, encoding="utf-8")
    (line,) = (
        n for n, row in enumerate(text.splitlines(), 1) if "id: offers-next" in row
    )
    words = [
        str(course / "notebooks" / "01_offers.ipynb"),
        "--junit",
        f"{tmp_path}/r.xml",
    ]
    assert main(["validate", *words]) == 1
    said = capsys.readouterr().out
    assert f"{bank}:{line + 5}: offers-next  [questions/no-key]" in said
    assert f"::error file={bank},line={line + 5}," in said
    assert said.endswith("1 finding\n")
    assert (tmp_path / "r.xml").read_text().count("<failure") == 1


def test_whoever_stops_the_second_run_is_told_that_nothing_was_written(
    tmp_path, monkeypatch, capsys
):
    file = notebook(tmp_path / "a.ipynb", "1 + 1")
    before, runs = file.read_bytes(), []

    def stopped(*words: object, **more: object) -> Outcome:
        runs.append(words)
        return Outcome(stopped=True) if runs[1:] else validate(*words, **more)

    monkeypatch.setattr(command, "validate", stopped)
    assert main(["validate", str(file), "--accept", "--only", "notebooks"]) == 130
    assert "nothing was written" in capsys.readouterr().out
    assert file.read_bytes() == before
