"""Files that lie in the folder where a learner works, whoever put them there."""

import os
import warnings
from pathlib import Path

import pytest
from malformed import GOOD

from salescourse import check, progress, quiz, review
from salescourse.paths import data_dir
from salescourse.practice.questions.bank import (
    BankError,
    BankWarning,
    chapters,
    load_bank,
)
from salescourse.practice.records import records

DECISIONS = (data_dir() / "questions" / "decisions.yml").read_text(encoding="utf-8")


@pytest.fixture
def questions(tmp_path, monkeypatch):
    """Work in a folder that has a folder `questions`."""
    folder = tmp_path / "work" / "questions"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder.parent)
    return folder


def everything_works(tmp_path, chapter="decisions"):
    """Do what a learner does, and return what was warned of."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert quiz(chapter).items
        assert {one["name"] for one in progress().chapters} >= {"decisions", "impulse"}
        assert review().items
        assert check("decisions-1", ...).kind == "unanswered"
        with pytest.raises(KeyError, match="Did you mean 'decisions-1'"):
            check("decisons-1", 0.5)
        with pytest.raises(KeyError, match="impulse"):
            quiz("impuls")
        records().export(tmp_path / "mine.json").unlink()
    return [str(one.message) for one in said if one.category is BankWarning]


FOREIGN = {
    "an interview guide": ("interview.yml", b"- what is our churn?\n"),
    "broken YAML": ("pricing.yml", b"chapter: [pricing\nitems: {"),
    "a list with the name of a chapter": ("impulse.yml", b"- a\n- b\n"),
    "a broken bank of a chapter": ("decisions.yml", DECISIONS[:3000].encode()),
    "a bank under another name": ("mine.yml", DECISIONS.encode()),
    "a copy": ("decisions (1).yml", DECISIONS.encode()),
    "a name with blanks and umlauts": ("Für später.yml", b"a: 1"),
    "a picture": ("photo.yml", b"\x89PNG\r\n\x1a\n\0\0\xff"),
    "nothing": ("empty.yml", b""),
    "a huge file": ("log.yml", b"- x\n" * 300_000),
    "an anchor that grows": ("laughs.yml", b"a: &a [x]\nb: [*a, *a]\n"),
    "half a sign": ("half.yml", b'chapter: "\\ud800"\n'),
    "a number": ("seven.yml", b"7"),
}


@pytest.mark.parametrize(("name", "content"), FOREIGN.values(), ids=FOREIGN)
def test_a_stranger_s_file_stops_nothing_and_is_named_once(
    questions, tmp_path, name, content
):
    file = questions / name
    file.write_bytes(content)
    (said,) = everything_works(tmp_path)
    assert str(file) in said
    assert "line " in said
    assert everything_works(tmp_path) == []
    assert file.read_bytes() == content


def test_what_is_no_file_is_passed_over(questions, tmp_path):
    (questions / "folder.yml").mkdir()
    (questions / "gone.yml").symlink_to("nowhere")
    (questions / "._decisions.yml").write_bytes(b"\0\5\26\7")  # a Mac's, on a stick
    if hasattr(os, "mkfifo"):
        os.mkfifo(questions / "pipe.yml")
    assert everything_works(tmp_path) == []


def test_a_file_that_is_called_questions_is_passed_over(questions, tmp_path):
    questions.rmdir()
    questions.write_text("Whom do we ask?")
    assert everything_works(tmp_path) == []


def test_whoever_asks_for_a_broken_bank_gets_its_findings(questions):
    file = questions / "pricing.yml"
    file.write_text("chapter: pricing\nitems: []\n")
    with pytest.raises(BankError, match=r"pricing\.yml:1: .*`objectives` is missing"):
        quiz("pricing")


def test_an_instructor_s_bank_goes_before_the_course_s_own(questions, tmp_path):
    ours = load_bank("decisions").items[0].stem
    own = DECISIONS.replace(ours.split()[0], "Listen:", 1)
    (questions / "decisions.yml").write_text(own, encoding="utf-8")
    assert load_bank("decisions").path == questions / "decisions.yml"
    assert "Listen:" in quiz("decisions").items[0]["stem"]
    assert everything_works(tmp_path) == []


def test_an_instructor_s_own_chapter_is_asked_and_shown(questions, tmp_path):
    (questions / "practice.yml").write_text(GOOD, encoding="utf-8")
    assert "practice" in chapters()
    assert "practice" in {one["name"] for one in progress().chapters}
    assert everything_works(tmp_path, "practice") == []


@pytest.mark.parametrize("place", ["notebooks/questions", "data/questions"])
@pytest.mark.parametrize("works_in", ["notebooks", "my_course", "."])
def test_a_course_of_ones_own_has_its_banks_for_whoever_works_a_copy(
    tmp_path, monkeypatch, place, works_in
):
    for folder in ("book", "my_course", "notebooks", place):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for file in ("_config.yml", "book/_toc.yml"):
        (tmp_path / file).touch()
    bank = tmp_path / place / "practice.yml"
    bank.write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path / works_in)
    assert load_bank("practice").path.samefile(bank)
    assert check("practice-code", ...).kind == "unanswered"
    assert "practice" in chapters()


def test_a_bank_in_the_second_place_is_found_past_a_broken_one(questions, tmp_path):
    (questions / "practice.yml").write_text("- no bank\n")
    other = tmp_path / "data" / "questions" / "practice.yml"
    other.parent.mkdir(parents=True)
    other.write_text(GOOD, encoding="utf-8")
    (said,) = everything_works(tmp_path, "practice")
    assert str(questions / "practice.yml") in said
    assert load_bank("practice").path == other


def test_a_bank_that_is_mended_is_used_without_a_new_kernel(questions):
    file = questions / "decisions.yml"
    file.write_text("chapter: decisions\n")
    with pytest.warns(BankWarning, match=r"`objectives` is missing|`items` is missing"):
        assert load_bank("decisions").path != file
    file.write_text(DECISIONS, encoding="utf-8")
    assert load_bank("decisions").path == file


def test_an_instructor_s_folder_in_another_place_is_another_bank(
    questions, monkeypatch, tmp_path
):
    (questions / "practice.yml").write_text(GOOD, encoding="utf-8")
    assert load_bank("practice").path == questions / "practice.yml"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KeyError, match="no questions for the chapter 'practice'"):
        load_bank("practice")
    assert Path.cwd() == tmp_path
