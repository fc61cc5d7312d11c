"""What every committed notebook must be; strict nbval compares what they print."""

import json
import re
from pathlib import Path

import pytest
import yaml

from salescourse.execute import as_text, canonical, read
from salescourse.questions.bank import load_bank

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ANATOMY = [
    "A scene",
    "The idea",
    "The model",
    "The data",
    "Exercises",
    "Claim or evidence?",
    "Quiz",
    "What you now know",
]
by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def prose(path: Path) -> str:
    cells = read(path).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def code(path: Path) -> list:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def objectives(path: Path) -> list[str]:
    return [each.text.strip() for each in load_bank(path.stem[3:]).objectives]


def test_there_are_chapters():
    assert NOTEBOOKS


@by_name
def test_a_notebook_is_committed_in_its_canonical_form(path):
    assert path.read_text(encoding="utf-8") == as_text(canonical(read(path)))


@by_name
def test_a_chapter_has_its_parts_in_their_order(path):
    assert re.findall(r"^## (.+)$", prose(path), flags=re.MULTILINE) == ANATOMY


@by_name
def test_the_aims_of_a_chapter_are_those_its_questions_test(path):
    head = read(path).cells[0].source
    aims = [line.removeprefix("- ").rstrip(";.") for line in head.splitlines()
            if line.startswith("- ")]  # fmt: skip
    assert aims == objectives(path)


@by_name
def test_the_prose_is_long_enough_to_tell_and_short_enough_to_read(path):
    text = re.sub(r"\]\([^)]*\)|\$[^$]*\$|^#+ .*$", " ", prose(path), flags=re.MULTILINE)
    assert 1200 <= len(re.findall(r"\w[\w'’.-]*", text)) <= 2000


@by_name
def test_cell_ids_are_words_that_can_stay(path):
    for cell in read(path).cells:
        assert re.fullmatch(r"[a-z][a-z0-9-]{1,63}", cell.id), cell.id


@by_name
def test_cells_hold_one_idea(path):
    for cell in code(path):
        most = 12 if not cell.metadata.get("jupyter", {}).get("source_hidden") else 24
        assert len(cell.source.splitlines()) <= most, cell.id
        assert max(map(len, cell.source.splitlines())) < 88, cell.id


@by_name
def test_figures_say_their_finding_and_two_numbers(path):
    said = re.findall(r'"text/plain": \[\s*"(Figure: [^"]*)', path.read_text("utf-8"))
    assert said
    for words in said:
        assert len(re.findall(r"\d[\d,.]*", words)) >= 2, words
        assert len(words) > 80, words


@by_name
def test_exercises_have_a_stub_that_is_told_kindly_and_a_solution_that_passes(path):
    name = path.stem[3:]
    stubs = [c for c in code(path) if "exercise" in c.metadata.get("tags", [])]
    solutions = [c for c in code(path) if "solution" in c.metadata.get("tags", [])]
    for number, (stub, solution) in enumerate(zip(stubs, solutions, strict=True), 1):
        assert f'check("{name}-{number}"' in stub.source
        assert "..." in stub.source
        assert "Not answered yet" in json.dumps(stub.outputs), stub.id
        assert f"{name}-{number}: Right" in json.dumps(solution.outputs), solution.id
        assert solution.metadata["jupyter"]["source_hidden"]
        assert "hide-cell" in solution.metadata["tags"]
    assert len(stubs) == 3


@by_name
def test_sources_and_words_that_are_linked_are_there(path):
    bib = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    glossary = (ROOT / "book" / "glossary.md").read_text(encoding="utf-8")
    text = prose(path)
    for key in re.findall(r"\]\(cite:([^)]+)\)", text):
        assert re.search(rf"^@\w+\{{{key},", bib, flags=re.MULTILINE), key
    for word in re.findall(r"\]\(term:([^)]+)\)", text):
        assert f"\n{word.replace('-', ' ')}\n" in glossary, word


@by_name
def test_the_chapter_is_in_the_table_of_contents(path):
    contents = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
    assert f"notebooks/{path.stem}" in json.dumps(contents)


@by_name
def test_no_cell_prints_a_warning(path):
    for cell in code(path):
        assert not [o for o in cell.outputs if o.get("name") == "stderr"], cell.id


@by_name
def test_a_chapter_has_a_quiz_an_explorer_and_a_workbench(path):
    source = "\n".join(cell.source for cell in code(path))
    assert f'quiz("{path.stem[3:]}")' in source
    assert re.search(r"^explore\(", source, flags=re.MULTILINE)
    assert re.search(r"^workbench\(", source, flags=re.MULTILINE)
