"""What the overview is told about the course, and how it says so itself."""

import gzip
import json

import pytest

from salescourse.practice.events import new_event
from salescourse.practice.modules import modules, style
from salescourse.practice.overview import chapters as course_module
from salescourse.practice.overview.chapters import _shorten, course, page_of
from salescourse.practice.overview.session import NEVER_DUE, review
from salescourse.practice.overview.widget import Overview, progress
from salescourse.practice.questions.bank import load_bank
from salescourse.practice.records import records


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A course of two parts whose notebooks hold one heading each."""
    (tmp_path / "book").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "book" / "_toc.yml").write_text(
        "root: book/intro\n"
        "parts:\n"
        "  - caption: The B2B cycle\n"
        "    chapters: [{file: notebooks/01_decisions}]\n"
        "  - caption: Around the course\n"
        "    chapters: [{file: book/review}]\n"
    )
    cells = [{"source": ["*24 minutes*\n"]}, {"source": ["# The **fifth** yes\n", "x"]}]
    (tmp_path / "notebooks" / "01_decisions.ipynb").write_text(
        json.dumps({"cells": cells})
    )
    monkeypatch.setattr(course_module, "project_root", lambda: tmp_path)
    return tmp_path


def test_a_chapter_takes_its_title_from_the_notebook_and_its_part_from_the_book(
    project,
):
    chapter = course()[0]
    assert (chapter["name"], chapter["title"]) == ("decisions", "The fifth yes")
    assert (chapter["part"], chapter["path"]) == ("The B2B cycle", "b2b")
    assert chapter["href"] == "notebooks/01_decisions"


def test_every_item_of_a_bank_is_there_with_the_hash_that_answers_carry(project):
    bank = load_bank("decisions")
    listed = {item["id"]: item for item in course()[0]["items"]}
    assert {key: one["hashes"] for key, one in listed.items()} == {
        item.id: item.hashes for item in bank.items
    }
    exercises = {key for key, one in listed.items() if one["exercise"]}
    assert exercises == {item.id for item in bank.items if item.type == "code"}
    # The third exercise asks for a function, which takes a kernel.
    assert {key for key, one in listed.items() if not one["page"]} == {"decisions-3"}


@pytest.mark.parametrize(
    "text", ["", "<<<<<<< mine", "[]", "{}", '{"cells": [7]}', '{"cells": [{}]}', "é"]
)
def test_a_notebook_that_a_learner_broke_does_not_break_the_overview(project, text):
    path = project / "notebooks" / "01_decisions.ipynb"
    path.write_bytes(text.encode("latin-1"))
    assert progress("decisions").chapters[0]["title"] == "Decisions"


def test_pages_are_found_by_name(project):
    assert page_of("review") == "book/review"
    assert page_of("no-such-page") == ""


def test_without_the_course_around_it_the_banks_alone_are_listed(monkeypatch):
    def nowhere():
        raise FileNotFoundError

    monkeypatch.setattr(course_module, "project_root", nowhere)
    chapter = next(one for one in course() if one["name"] == "decisions")
    assert (chapter["title"], chapter["href"]) == ("Decisions", "")


def test_long_questions_are_cut_at_a_word_and_before_numbers_that_differ():
    assert _shorten("Five people, one veto.") == "Five people, one veto."
    assert _shorten("word " * 30) == "word " * 13 + "word…"
    assert _shorten("Here {{people}} must sign.") == "Here…"


def test_progress_starts_from_what_is_in_the_records():
    event = new_event("attempt", "decisions-1", score=1.0)
    records().add([event])
    shown = progress()
    assert shown.events == [event]
    assert shown.stored == [event["id"]]


def test_one_chapter_alone_can_be_shown():
    assert [one["name"] for one in progress("decisions").chapters] == ["decisions"]
    with pytest.raises(KeyError, match=r"no chapter 'decision'\. .*decisions"):
        progress("decision")


def test_what_the_browser_imports_is_in_the_records_before_it_is_called_stored():
    shown = Overview()
    event = new_event("attempt", "decisions-1", score=1.0)
    shown.events = [event]
    assert shown.stored == [event["id"]]
    assert records().events() == [event]


def test_a_malformed_event_from_the_browser_is_answered_by_a_sentence():
    shown = Overview()
    shown.events = [{**new_event("attempt", "a"), "score": 35}]
    assert shown.stored == []
    assert "score must be between 0 and 1" in shown.notice


@pytest.mark.parametrize("make", [progress, review])
def test_a_widget_is_one_deterministic_line_where_it_cannot_be_shown(make):
    assert repr(make()) == repr(make())
    assert repr(make()).endswith((" to see yours.", " to answer."))
    assert "0x" not in repr(make())


def test_the_review_asks_only_what_can_be_due():
    asked = {item["type"] for item in review().items}
    assert asked
    assert not asked & set(NEVER_DUE)


def test_the_review_is_the_quiz_with_a_session_before_it():
    *_, quiz, session = modules("overview/session.js")
    assert (quiz, session) == ("questions/widget.js", "overview/session.js")
    assert review()._esm.count("export default") == 1


def test_the_overview_weighs_no_more_than_it_may():
    texts = modules("overview/widget.js")
    own = "".join(text for path, text in texts.items() if not path.startswith("js/"))
    text = own + Overview._css.removeprefix(style("theme.css"))
    assert len(gzip.compress(text.encode(), 9)) <= 6_200
