"""What validation compares, what it looks at, and how it says what it found."""

import base64
import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import small_course
from PIL import Image, ImageDraw

from salescourse import paths
from salescourse.practice.finding import Finding, Places
from salescourse.teach.cli import main
from salescourse.teach.validate import CHECKS, Outcome, book, compare, report, validate
from salescourse.teach.validate.figures import difference
from salescourse.teach.validate.pages import dead_links
from salescourse.teach.validate.plan import plan
from salescourse.teach.validate.questions import questions
from salescourse.teach.validate.run import Look
from salescourse.teach.validate.widgets import differences, record, recorded, sketch

CELL = Places("/a/b.ipynb", {"sum": (3, "x: 1")}).finding(
    "sum", "", "3, 4", "Mend it.", check="notebooks", expected="1\n2"
)


def svg(body: str) -> str:
    return f'<figure><svg viewBox="0 0 100 80">{body}</svg></figure>'


LINE = svg(
    '<path style="stroke: #1f77b4; font-weight: 700" d="M 0 10 L 50 20"/>'
    '<text style="font-size: 9px" x="3" y="4">Days</text>'
)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (LINE.replace("50 20", "50.1 20"), ""),
        (
            LINE.replace("50 20", "50 24"),
            "a path goes through 24 where 20 was expected",
        ),
        (LINE.replace("Days", "Weeks"), "it says “Weeks” where “Days” was expected"),
        (LINE.replace("#1f77b4", "#d62728"), "a path is drawn in another way"),
        (svg(""), "it has fewer shapes than were expected"),
        (svg('<rect x="1" y="2" width="3" height="4"/>'), "a rect where a path was"),
        (LINE.replace("</text>", ""), "not a figure that can be read"),
        (LINE + LINE, "another"),
    ],
)
def test_figures_are_compared_by_what_is_drawn(other, said):
    found = difference("text/html", LINE, other)
    assert (said in found) if said else found == ""


def test_what_came_in_pieces_is_the_same_as_in_one():
    whole = [{"output_type": "stream", "name": "stdout", "text": "1\n2\n"}]
    pieces = [{**whole[0], "text": text} for text in ("1\n", "2\n")]
    assert compare.same(pieces, whole)
    assert not compare.same([{**whole[0], "name": "stderr"}], whole)
    assert not compare.same(pieces[:1], whole)


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
    assert difference("image/png", bars(90, 30, 60), bars(90, 30, 60, shade=3)) == ""


@pytest.mark.parametrize(
    "other",
    [bars(), bars(30, 90, 60), bars(90, 30, 45), bars(90, 30, 60, size=(150, 200)),
     base64.b64encode(b"nonsense").decode(), "", "!"],
)  # fmt: skip
def test_a_blank_swapped_or_broken_image_is_found(other):
    assert difference("image/png", bars(90, 30, 60), other)


def test_a_widget_is_known_by_its_grid_and_not_by_its_id():
    def state(grid: list[float], **more: object) -> dict:
        return {"_anywidget_id": "salescourse.Explorer", "spec": {"grid": grid}, **more}

    one = sketch("a", {"a": state([0.5, 0.25, 0.125])})
    same = sketch("b", {"b": state([0.5, 0.25, 0.125 + 1e-12], events=[1], _esm="x")})
    other = sketch("a", {"a": state([0.5, 0.125, 0.25])})
    assert list(differences(one, same)) == []
    assert [where for where, _ in differences(one, other)]
    assert json.loads(json.dumps(one)) == one


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


# What the two notebooks of the small course show, as it is recorded when accepted: of
# the numeric question the key in the bank, of the choice that the second option is right.
@pytest.fixture
def bank(tmp_path) -> Path:
    """Write a course whose questions were accepted; return one of its banks."""
    from salescourse.practice.questions.bank import read_bank
    from salescourse.practice.questions.widget import Quiz

    course = small_course.write(tmp_path / "course")
    file = course / "data" / "questions" / "offers.yml"
    state = {"a": {"items": Quiz(read_bank(file)).items}}
    record(course / "notebooks" / "01_offers.ipynb", {"quiz": [sketch("a", state)]})
    return file


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("offers-next", "offers-then", "items:", "there is no question `offers-next`"),
        ("answer: 1200", "answer: 1300", "id: offers-number", "`offers-number` is another"),
        ("likes it, feedback", "likes it, correct: true, feedback", "id: offers-next", "`offers-next`"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "command", ["questions check {}", "validate --only questions {}"]
)
def test_a_renamed_id_and_a_moved_key_are_found_in_the_bank_alone(
    bank, capsys, old, new, line, said, command
):
    text = bank.read_text(encoding="utf-8")
    if "correct" in new:
        text = text.replace("correct: true, ", "")
    bank.write_text(text.replace(old, new), encoding="utf-8")
    assert main(command.format(bank).split()) == 1
    told = capsys.readouterr().out
    rows = bank.read_text(encoding="utf-8").splitlines()
    number = next(n for n, row in enumerate(rows, 1) if line in row)
    assert f"offers.yml:{number}:" in told
    assert said in told


def test_questions_as_they_were_accepted_are_no_finding(bank):
    assert questions(bank) == ()


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_that_is_named_is_looked_at_whatever_its_name(tmp_path):
    write(tmp_path / "_config.yml")
    write(tmp_path / "notebooks" / "01_a.ipynb")
    own = write(tmp_path / "my_course" / "01_a.ipynb")
    drafts = write(tmp_path / "tests" / "x.ipynb")
    assert own not in plan([tmp_path]).kinds
    for file in (own, drafts):
        for path in (file, file.parent):
            made = plan([path])
            assert made.kinds == {file: "notebook"}
            assert made.root(file) == tmp_path


@pytest.mark.parametrize(
    "quoted", ['"../data/x.csv"', "'../data/' + name", "](../data/x.csv)"]
)
def test_what_a_notebook_names_outside_of_its_folder_is_copied_too(tmp_path, quoted):
    table = write(tmp_path / "repo" / "data" / "x.csv")
    write(tmp_path / "repo" / "more.csv")
    file = write(tmp_path / "repo" / "notebooks" / "a.ipynb", quoted)
    made = plan([file])
    assert made.root(file) == tmp_path / "repo"
    wanted = made.roots[tmp_path / "repo"]
    assert any(table.is_relative_to(place) for place in wanted)
    assert tmp_path / "repo" not in wanted


def test_a_remedy_names_a_command_that_its_reader_can_type(monkeypatch, tmp_path):
    words = "validate --accept"
    assert paths.command_line(words) == f"python3 course.py {words}"
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "site-packages" / "salescourse")
    assert paths.command_line(words) == f"salescourse {words}"


def test_the_workflow_to_copy_is_what_github_expects():
    from test_workflows import ROOT, faults

    page = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
    workflow = page.partition("```yaml\n")[2].partition("```")[0]
    assert "course.py validate" in workflow
    assert faults(workflow) == []


def test_annotations_are_for_github_alone(monkeypatch, capsys):
    looks = [
        Look("/a/b.ipynb", "cell 2", "passed"),
        Look("/a/b.ipynb", "cell 3", "failed"),
    ]
    outcome = Outcome([CELL], looks, total=2, finished=True)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    report.tell(outcome, Path("/a"), 3)
    assert "::error" not in (said := capsys.readouterr().out)
    assert said.endswith("2 checks in 3 s: 1 finding\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    report.tell(outcome, Path("/a"), 3)
    assert "::error" in capsys.readouterr().out


def test_nothing_looked_at_is_never_called_well():
    nothing = Outcome(finished=True)
    assert not nothing.well
    assert "all is well" not in report.summary(nothing, 0)
    stopped = Outcome(looks=[Look("a", "b", "passed")], total=2, stopped=True)
    assert report.summary(stopped, 0) == (
        "1 check in 0 s: 0 findings. It was stopped before its end (1 of 2)."
    )


def test_junit_counts_findings_and_cells_as_the_report_does(tmp_path):
    bank = Finding((), "no-key", "none\x1b", "Add one.", file="/a/q.yml", line=7)
    looks = [
        Look("/a/b.ipynb", "cell 2", "passed"), Look("/a/b.ipynb", "cell 3", "failed"),
        Look("/a/b.ipynb", "cell 5", "skipped"), Look("/a/q.yml", "bank", "failed"),
    ]  # fmt: skip
    findings = [CELL, bank, Finding((), "id", "", "Mend.", file="/a/q.yml", line=9)]
    outcome = Outcome(findings, looks, 4, finished=True)
    report.write_junit(outcome, Path("/a"), tmp_path / "r.xml", 1.5)
    suite = ElementTree.parse(tmp_path / "r.xml").getroot()[0]
    assert (suite.get("failures"), suite.get("tests"), suite.get("skipped")) == (
        "3",
        "5",
        "1",
    )
    cases = [(case.get("classname"), case.get("name")) for case in suite]
    assert cases == [
        ("b.ipynb", "cell 3 (x: 1)"), ("q.yml", "line 7"), ("q.yml", "line 9"),
        ("b.ipynb", "cell 2"), ("b.ipynb", "cell 5"),
    ]  # fmt: skip
    assert "Mend it." in suite[0][0].text


def test_an_unknown_check_or_path_is_a_sentence(tmp_path, capsys):
    with pytest.raises(ValueError, match="There is no check 'prosa'"):
        validate([tmp_path], only=["prosa"])
    assert main(["validate", str(tmp_path / "none")]) == 1
    assert "is not there" in capsys.readouterr().err
    assert main(["validate", str(tmp_path)]) == 1
    assert "There is no notebook" in capsys.readouterr().err


def test_a_bank_alone_is_checked_and_written_to_junit(tmp_path, capsys):
    bank = write(tmp_path / "questions" / "deals.yml", "chapter: deals\nitems: []\n")
    junit = tmp_path / "report.xml"
    words = ["validate", str(bank), "--junit", str(junit)]
    assert main([*words, "--only", "questions"]) == 1
    assert f"{bank}:1" in capsys.readouterr().out
    assert "<failure" in junit.read_text()
    assert main([*words, "--only", "data"]) == 1
    assert "nothing was looked at" in capsys.readouterr().out
    assert set(CHECKS) >= {"questions", "data"}


@pytest.mark.parametrize("before", ["", "checking consistency... "])
def test_a_warning_of_the_build_is_found_at_its_page_whatever_stands_before_it(before):
    said = (
        f"{before}/a/Sales [2026]/notes.md: WARNING: document isn't included in any\n"
    )
    (found,) = book._warnings(said, Path("/a/Sales [2026]/_config.yml"))
    assert found.file == "/a/Sales [2026]/notes.md"
    assert found.message.startswith("document isn't included")


def test_a_warning_of_the_settings_is_found_at_them():
    said = (
        "WARNING: favicon file 'a.svg' does not exist\n"
        "parsing bibtex file /a/b.bib... WARNING: could not open bibtex file /a/b.bib.\n"
        "Traceback (most recent call last):\n"
    )
    found = list(book._warnings(said, Path("/a/_config.yml")))
    assert {each.file for each in found} == {"/a/_config.yml"}
    assert [each.message for each in found] == [
        "favicon file 'a.svg' does not exist",
        "could not open bibtex file /a/b.bib.",
    ]


def test_a_remedy_names_a_notebook_as_it_can_be_typed(tmp_path):
    course = small_course.write(tmp_path / "My prices")
    held = {"quiz": [{"widget": "Quiz", "items": {"offers-next": "00000000"}}]}
    file = course / "notebooks" / "01_offers.ipynb"
    record(file, held)
    (found,) = questions(course / "data" / "questions" / "offers.yml")
    assert f"validate --accept '{file}'` takes it" in found.remedy


def test_a_chapter_that_the_contents_do_not_list_is_named(tmp_path):
    course = small_course.write(tmp_path / "course")
    (course / "book").mkdir()
    (course / "book" / "_toc.yml").write_text(
        "root: book/intro\nchapters:\n- file: notebooks/01_offers\n", "utf-8"
    )
    # It is said before the book is built.
    found = next(book.book(course / "_config.yml", course))
    assert found.file == str(course / "notebooks" / "02_calls.ipynb")
    assert "Add `- file: notebooks/02_calls` to book/_toc.yml" in found.remedy


def test_without_a_driver_a_finding_has_the_lines_that_help(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    config = tmp_path / "_config.yml"
    (found,) = book._audited(tmp_path, config)
    assert (found.rule, found.file) == ("browser", str(config))
    assert f"{sys.executable} -m pip install playwright`" in found.remedy
    assert "validate --only notebooks,questions,exercises`" in found.remedy
