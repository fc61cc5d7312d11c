"""A copy for a class gives no exercise away, works, and says which edition it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from salescourse.practice.questions.bank import questions_dir, read_bank
from salescourse.practice.questions.item import Item
from salescourse.teach import cli
from salescourse.teach.release import Released, release
from salescourse.teach.release.banks import pruned, without_key
from salescourse.teach.release.make import edition_of
from salescourse.teach.release.notebooks import for_class

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Released:
    return release(tmp_path_factory.mktemp("class") / "copy", course=ROOT)


def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text("utf-8"))["cells"]


def exercises() -> list[Item]:
    banks = [read_bank(path) for path in sorted(questions_dir().glob("*.yml"))]
    return [item for bank in banks for item in bank.items if item.type == "code"]


def test_every_chapter_is_there_without_a_solution(copy):
    assert len(copy.notebooks) == 13
    for path in copy.notebooks.values():
        found = cells(path)
        text = "\n".join("".join(cell["source"]) for cell in found)
        assert "# One solution" not in text
        assert "solution(" not in text
        assert not any("solution" in c["metadata"].get("tags", []) for c in found)
        stubs = [c for c in found if "exercise" in c["metadata"].get("tags", [])]
        assert len(stubs) == 3
        assert all(c["outputs"] == [] and "..." in "".join(c["source"]) for c in stubs)


def test_no_key_of_an_exercise_is_in_any_file(copy):
    texts = {
        p: p.read_text("utf-8", "replace")
        for p in copy.folder.rglob("*")
        if p.is_file()
    }
    all_text = " ".join(" ".join(texts.values()).split())
    for item in exercises():
        spoken = [
            item.body["solution"],
            *(m["says"] for m in item.body["misconceptions"]),
        ]
        for said in spoken:
            assert " ".join(said.split()) not in all_text, item.id
    for path in (copy.folder / "salescourse" / "data" / "questions").glob("*.yml"):
        for raw in yaml.safe_load(path.read_text("utf-8"))["items"]:
            if raw["type"] == "code":
                assert set(raw["answer"]) <= {"kind", "wants", "takes"}
                assert raw["misconceptions"] == []
                assert not {"solution", "feedback", "otherwise"} & set(raw)
    assert (
        "decisions-1"
        not in texts[
            copy.folder / "salescourse" / "data" / "questions" / "earlier_hashes.json"
        ]
    )


def test_the_name_comes_first_and_the_edition_is_written_in(copy):
    path = copy.notebooks["decisions"]
    assert [cell["id"] for cell in cells(path)[:3]] == [
        "title", "about-this-copy", "your-name",
    ]  # fmt: skip
    notebook = json.loads(path.read_text("utf-8"))
    said = {"chapter": "decisions", "edition": copy.edition}
    assert notebook["metadata"]["salescourse"] == said
    assert copy.edition in "".join(cells(path)[1]["source"])
    assert (
        json.loads((copy.folder / "edition.json").read_text())["edition"]
        == copy.edition
    )


def test_a_question_for_own_words_has_a_cell_to_write_in(copy):
    [cell] = [
        c for c in cells(copy.notebooks["relationships"])
        if "free-text" in c["metadata"].get("tags", [])
    ]  # fmt: skip
    assert cell["metadata"]["salescourse"] == {"item": "relationships-your-own"}


def test_the_copy_works_by_itself_and_says_nothing_of_an_answer(copy, tmp_path):
    code = (
        "from salescourse import check, hint, solution\n"
        "import salescourse; print(salescourse.__file__)\n"
        "print([check('decisions-1', x).kind for x in (0.66, 0.1, ..., 'a')])\n"
        "print(check('decisions-3', 5).kind, check('decisions-3', max).kind)\n"
        "from salescourse import quiz; print(quiz('decisions'))\n"
        "from salescourse.practice.questions.bank import load_bank, chapters\n"
        "print(len([load_bank(name) for name in chapters()]))\n"
        "try: solution('decisions-1', 0.66)\n"
        "except ValueError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=copy.folder, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    said = done.stdout.splitlines()
    assert said[0] == str(copy.folder / "salescourse" / "__init__.py")
    assert said[1] == "['handed', 'handed', 'unanswered', 'unread']"
    assert said[2] == "unread handed"
    assert said[-2:] == ["13", "This copy for a class holds no solutions."]


def test_what_solves_is_left_out_also_without_its_tag():
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [],
            "source": ["x = 7\n", "solution('a-1', x)"]}  # fmt: skip
    notebook = {"cells": [{**cell, "id": "t"}, cell], "metadata": {}}
    made = for_class(notebook, chapter="a", edition="1", texts=[])
    assert not any("7" in "".join(c["source"]) for c in made["cells"][2:])


def test_an_item_that_is_no_exercise_keeps_its_key():
    raw = {"id": "a-b", "type": "numeric", "answer": 7}
    assert without_key(raw) == raw


def test_what_is_called_by_what_stays_stays():
    source = "A = b()\n@cache\ndef b():\n    return c()\ndef c():\n    return 1\ndef d():\n    return 7"
    assert "d()" not in pruned(source, "")
    assert "def c" in pruned(source, "")


def test_another_course_is_another_edition():
    assert edition_of([{"a": b"1"}]) != edition_of([{"a": b"1", "b": b""}])


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").touch()
    assert cli.main(["release", str(tmp_path)]) == 1
    assert "something is in it" in capsys.readouterr().err


def test_a_chapter_that_is_not_there_is_named(tmp_path, capsys):
    assert cli.main(["release", str(tmp_path / "a"), "--chapters", "decsions"]) == 1
    assert "no chapter 'decsions'" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
