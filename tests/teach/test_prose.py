"""Each rule of the linter is broken once in a chapter that is in order."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from salescourse.teach.prose import RULES, lint

ROOT = Path(__file__).resolve().parents[2]
NAME = "01_decisions.ipynb"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Copy what the linter reads: one chapter, its questions, the book's lists."""
    for name in ("references.bib", "glossary.md", "_toc.yml"):
        (tmp_path / "book").mkdir(exist_ok=True)
        shutil.copy(ROOT / "book" / name, tmp_path / "book" / name)
    shutil.copytree(ROOT / "data" / "questions", tmp_path / "data" / "questions")
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / NAME, tmp_path / "notebooks" / NAME)
    return tmp_path


def said(course: Path, change: Callable[[dict], None] | None = None) -> list[str]:
    path = course / "notebooks" / NAME
    if change:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        change({cell["id"]: cell for cell in notebook["cells"]})
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return [str(finding) for finding in lint([path], course)]


def write(cell: str, text: str) -> Callable[[dict], None]:
    return lambda cells: cells[cell].update(source=text)


def add(cell: str, text: str) -> Callable[[dict], None]:
    return lambda cells: cells[cell]["source"].append(f"\n\n{text}")


def tag(cell: str, *tags: str) -> Callable[[dict], None]:
    return lambda cells: cells[cell]["metadata"].update(tags=list(tags))


def say(cell: str, output: dict) -> Callable[[dict], None]:
    return lambda cells: cells[cell]["outputs"].append(output)


FIGURE = {
    "output_type": "display_data",
    "metadata": {},
    "data": {"text/plain": "Figure: a line that goes down."},
}
STDERR = {"output_type": "stream", "name": "stderr", "text": "FutureWarning"}

BROKEN = {
    "anatomy": [write("idea", "## An idea\n\nText."), write("claim", "Text.")],
    "objectives": [write("title", "# Title\n\n- learn something")],
    "cell-ids": [lambda cells: cells["idea"].update(id="a1B2")],
    "cell-size": [write("first-odds", "1\n" * 13), write("first-odds", "1" * 90)],
    "pictures": [say("time-figure", FIGURE)],
    "links": [
        add("idea", "[x](cite:nobody1900)"),
        add("idea", "[x](term:no-such-word)"),
    ],
    "warnings": [say("first-odds", STDERR)],
    "exercises": [
        tag("exercise-1"),
        write("exercise-3", "check(1)"),
        lambda cells: cells["exercise-1"].update(outputs=[]),
    ],
    "solutions": [
        tag("solution-2", "solution"),
        lambda cells: cells["solution-1"].update(outputs=[]),
        # Its first line, which JupyterLab shows, is the answer.
        write("solution-1", 'solution("decisions-1", 0.66342)'),
        # It records.
        write("solution-1", '# One solution\ncheck("decisions-1", 0.66342)'),
        add("solution-1", 'check("decisions-1", 0.66342)'),
    ],
    "names": [
        # It would be the learner's answer, and one that the chapter works with.
        add("solution-2", "smallest = signers"),
        add("solution-3", "def chair_odds(people, agree):\n    return agree"),
        add("solution-1", "for people in range(8):\n    pass"),
    ],
    "practice": [write("quiz", "1"), write("explorer", "1"), write("workbench", "1")],
    "length": [
        add("idea", "word " * 900),
        lambda cells: [cells[name].update(source="") for name in list(cells)[5:40]],
    ],
    "percent-signs": [add("idea", "It is 60 % of all.")],
    "slogans": [add("idea", "This is crucial."), add("idea", "Sell more!")],
    "weak-claims": [
        add("idea", "57 % of the purchase is done before they call."),
        add("scene", "With one it is 81 %, with six 31 %."),
    ],
    "spelling": [add("idea", "They recieve an offer.")],
}


def test_the_chapter_is_in_order_before_it_is_broken(course):
    assert said(course) == []


@pytest.mark.parametrize(
    ("rule", "change"), [(rule, each) for rule, all_ in BROKEN.items() for each in all_]
)
def test_a_broken_rule_is_named_with_its_cell(course, rule, change):
    found = said(course, change)
    assert any(f"[{rule}]" in line for line in found), found


def test_a_chapter_missing_from_the_contents_is_named(course):
    (course / "book" / "_toc.yml").write_text("root: book/intro\n")
    assert "Add notebooks/01_decisions to book/_toc.yml." in said(course)[0]


@pytest.mark.parametrize(
    ("page", "said_of_it"),
    [
        ("intro.md", "Add a card for notebooks/01_decisions to book/intro.md."),
        (
            "instructors.md",
            "Add a row for notebooks/01_decisions to book/instructors.md.",
        ),
    ],
)
def test_a_chapter_missing_from_a_page_that_lists_them_is_named(
    course, page, said_of_it
):
    text = (ROOT / "book" / page).read_text(encoding="utf-8")
    (course / "book" / page).write_text(text, encoding="utf-8")
    assert said(course) == []
    text = text.replace("01_decisions", "13_decisions")
    (course / "book" / page).write_text(text, encoding="utf-8")
    (found,) = said(course)
    assert said_of_it in found


def test_a_chapter_whose_numbers_no_test_holds_is_named(course):
    (course / "tests" / "b2b").mkdir(parents=True)
    (found,) = said(course)
    assert "Add test_decisions_chapter.py below tests/" in found
    (course / "tests" / "b2b" / "test_decisions_chapter.py").touch()
    assert said(course) == []


def test_too_few_questions_of_too_few_kinds_are_named(course):
    path = course / "data" / "questions" / "decisions.yml"
    head, *items = path.read_text(encoding="utf-8").split("\n  - id: decisions-")
    kinds = ("type: choice", "type: code", "type: numeric")
    kept = [item for item in items if any(kind in item for kind in kinds)]
    path.write_text("\n  - id: decisions-".join([head, *kept]), encoding="utf-8")
    found = " ".join(said(course))
    assert "at least 4 types" in found
    assert "Add a scenario" in found
    path.write_text(
        "\n  - id: decisions-".join([head, *kept[:1], *kept[3:5], *kept[-3:]])
    )
    assert "Ask 6 to 12 questions" in " ".join(said(course))


def test_every_rule_is_broken_here():
    elsewhere = {"contents", "questions"}
    names = {rule.__name__.replace("_", "-") for rule in RULES}
    assert names == set(BROKEN) | elsewhere


def test_a_weak_claim_may_be_examined_where_claims_are(course):
    change = add("claim", "57 % of the purchase is done, they say.")
    assert not any("weak-claims" in line for line in said(course, change))
