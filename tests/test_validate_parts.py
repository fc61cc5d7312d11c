"""What validation compares, what it forgives, and how it says what it found."""

import base64
import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from salescourse.cli import main
from salescourse.validate import CHECKS, Finding, Outcome, accept, report, validate
from salescourse.validate.alike import alike
from salescourse.validate.figures import image_difference, svg_difference
from salescourse.validate.pages import dead_links
from salescourse.validate.widgets import differences, record, recorded, sketch

NOW = datetime(2026, 11, 23, 18, 46, 27)
CELL = Finding("/a/b.ipynb", "notebooks", "1\n2", "3, 4", "Mend it.", 3, "x: 1")


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ("<Deal at 0x7f00aa11bb22>", "<Deal at 0x7fde00998811>"),
        ("made on 2026-01-05", "made on 2026-11-23"),
        ("made 2025-01-05 09:10:11.5", "made 2026-11-23 18:46:27.123"),
        ("5 January 2025", "23 November 2026"),
        ("datetime.date(2025, 1, 5)", "datetime.date(2026, 11, 23)"),
        ("Mon Jan  5 09:10:11 2025", "Mon Nov 23 18:46:27 2026"),
        ("/tmp/tmpabc/deals.csv read", "/tmp/tmpxyz/deals.csv read"),
        ("took 1.25 s", "took 0.98 s"),
        ("Wall time: 12 ms", "Wall time: 9.1 ms"),
        ("12 ms ± 3 ms per loop (7 runs)", "9 ms ± 80 µs per loop (7 runs)"),
        ("pid 12", "pid 4711"),
    ],
)
def test_what_is_another_on_each_run_is_no_difference(expected, came):
    assert alike(expected, came, now=NOW)


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ("closed on 2025-03-01", "closed on 2025-03-02"),
        ("won 41 of 90", "won 41 of 91"),
        ("took 1.25 s, won 4", "took 0.98 s, won 5"),
        ("a win takes 184 days", "a win takes 183 days"),
        ("<Deal at 0x7f00aa11bb22>", "<Case at 0x7fde00998811>"),
        ("odds 0.59", "odds 0.95"),
        ("opens at 09:10", "opens at 10:25"),
    ],
)
def test_what_the_notebook_says_is_compared_to_the_letter(expected, came):
    assert not alike(expected, came, now=NOW)


def svg(body: str) -> str:
    return f'<figure><svg viewBox="0 0 100 80">{body}</svg></figure>'


LINE = svg('<path d="M 0 10 L 50 20"/><text x="3" y="4">Days</text>')


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (LINE.replace("50 20", "50.1 20"), ""),
        (LINE.replace("50 20", "50 24"), "goes through 24 where 20 was expected"),
        (LINE.replace("Days", "Weeks"), "Weeks"),
        (svg(""), "shapes"),
        (svg('<rect x="1" y="2" width="3" height="4"/>'), "a rect where a path was"),
        (LINE.replace("</text>", ""), "not a figure that can be read"),
        (LINE + LINE, "another"),
    ],
)
def test_figures_are_compared_by_what_is_drawn(other, said):
    found = svg_difference(LINE, other)
    assert (said in found) if said else found == ""


def bars(*heights: int, shade: int = 0, size: tuple[int, int] = (200, 150)) -> str:
    paper = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(paper)
    for at, high in enumerate(heights):
        box = (20 + 40 * at, 140 - high, 45 + 40 * at, 140)
        pen.rectangle(box, (47 + shade, 102, 144))
    file = io.BytesIO()
    paper.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def test_an_image_may_differ_by_what_nobody_sees():
    assert image_difference(bars(90, 30, 60), bars(90, 30, 60, shade=3)) == ""


@pytest.mark.parametrize(
    "other",
    [bars(), bars(30, 90, 60), bars(90, 30, 45), bars(90, 30, 60, size=(150, 200)),
     base64.b64encode(b"nonsense").decode(), "", "!"],
)  # fmt: skip
def test_a_blank_swapped_or_broken_image_is_found(other):
    assert image_difference(bars(90, 30, 60), other)


def test_a_widget_is_known_by_its_grid_and_not_by_its_id():
    def state(grid: list[float], **more: object) -> dict:
        return {"_anywidget_id": "salescourse.Explorer", "spec": {"grid": grid}, **more}

    one = sketch("a", {"a": state([0.5, 0.25, 0.125])})
    same = sketch("b", {"b": state([0.5, 0.25, 0.125 + 1e-12], events=[1], _esm="x")})
    other = sketch("a", {"a": state([0.5, 0.125, 0.25])})
    assert list(differences(one, same)) == []
    assert [where for where, _ in differences(one, other)]


def test_a_quiz_is_known_by_its_items_and_their_keys():
    def asked(**keys: object) -> dict:
        items = [{"id": name, "key": key, "stem": "?"} for name, key in keys.items()]
        return sketch("a", {"a": {"items": items}})

    was = asked(one={"value": 1}, two={"value": 2})
    assert [w for w, _ in differences(was, asked(one={"value": 1}))] == ["items: two"]
    changed = asked(one={"value": 1}, two={"value": 3})
    assert [w for w, _ in differences(was, changed)] == ["items: two"]


def test_what_widgets_hold_is_kept_beside_the_notebook(tmp_path):
    notebook = tmp_path / "a.ipynb"
    assert recorded(notebook) is None
    record(notebook, {"quiz": [{"widget": "Quiz"}]})
    assert recorded(notebook) == {"quiz": [{"widget": "Quiz"}]}
    record(notebook, {})
    assert list(tmp_path.iterdir()) == []


def test_dead_links_are_found_and_others_left_alone(tmp_path):
    (tmp_path / "there.md").write_text("x")
    text = (
        "# Deals\n[a](there.md#x) [b](there) [c](https://x.test) [d](cite:k) [e](#deals)"
        "\n`[f](no.md)` [g](gone.md) ![h](no.png) [i](#none)"
    )
    page = tmp_path / "page.md"
    page.write_text(text)
    found = [link for link, _ in dead_links(text, page)]
    assert found == ["gone.md", "no.png", "#none"]


def test_a_finding_says_where_what_and_what_to_do():
    lines = CELL.text(Path("/a")).splitlines()
    assert lines[0] == "b.ipynb, cell 3 (x: 1)  [notebooks]"
    assert lines[1].split() == ["expected", "1"]
    assert "Mend it." in lines[-1]


def test_github_shows_a_finding_at_its_file():
    assert CELL.annotation(Path("/a")) == (
        "::error file=b.ipynb,title=notebooks%3A cell 3 (x%3A 1)::"
        "expected: 1%0A2%0Acame: 3, 4%0AMend it."
    )
    bank = Finding("/a/q.yml", "questions", "", "100 %", "Mend it.", line=7)
    assert "file=q.yml,line=7," in bank.annotation(Path("/a"))
    assert "100 %25" in bank.annotation(Path("/a"))


def test_the_workflow_to_copy_is_what_github_expects():
    from test_workflows import ROOT, faults

    page = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
    workflow = page.partition("```yaml\n")[2].partition("```")[0]
    assert "course.py validate" in workflow
    assert faults(workflow) == []


def test_annotations_are_for_github_alone(monkeypatch, capsys):
    outcome = Outcome([CELL], done=2, total=2, finished=True)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    report.tell(outcome, Path("/a"), 3)
    assert "::error" not in (said := capsys.readouterr().out)
    assert said.endswith("2 checks in 3 s: 1 finding\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    report.tell(outcome, Path("/a"), 3)
    assert "::error" in capsys.readouterr().out


def test_a_notebook_that_fails_is_not_accepted():
    new = Finding("/a/b.ipynb", "notebooks", "1", "2", "", 3, accept="outputs")
    assert list(accept.accepted(Outcome([new]))) == [Path("/a/b.ipynb")]
    assert accept.accepted(Outcome([new, CELL])) == {}


def test_an_unknown_check_or_path_is_a_sentence(tmp_path, capsys):
    with pytest.raises(ValueError, match="There is no check 'prosa'"):
        validate([tmp_path], only=["prosa"])
    assert main(["validate", str(tmp_path / "none")]) == 1
    assert "is not there" in capsys.readouterr().err
    assert main(["validate", str(tmp_path)]) == 1
    assert "There is no notebook" in capsys.readouterr().err


def test_a_bank_alone_is_checked_and_written_to_junit(tmp_path, capsys):
    bank = tmp_path / "questions" / "deals.yml"
    bank.parent.mkdir()
    bank.write_text("chapter: deals\nitems: []\nobjectives: []\n")
    junit = tmp_path / "report.xml"
    words = ["validate", str(bank), "--junit", str(junit)]
    assert main([*words, "--only", "questions"]) == 1
    assert "deals.yml" in capsys.readouterr().out
    assert "<failure" in junit.read_text()
    assert set(CHECKS) >= {"questions", "data"}


def test_a_sketch_survives_json(tmp_path):
    made = sketch("a", {"a": {"value": 3, "options": ["x", "y"]}})
    assert json.loads(json.dumps(made)) == made
