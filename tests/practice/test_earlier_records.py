"""A file that the version before wrote, in Python and in the browser.

`vectors/earlier_progress.json` comes from the version whose hashes covered Python
paths and hints. In its quizzes of three chapters, in Chromium, every question was
answered by mouse, some wrongly first and some after a hint; a guess was made in each
of the three explorers, and the file exported from the progress page. Its Python
imported that, checked the nine exercises, and exported this file.
"""

import json
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from overview_pages import ADDRESS, keep_in_browser, serve
from quiz_page import PAGE, _json

import salescourse
from salescourse.practice.explorer.widget import explore
from salescourse.practice.overview.widget import progress
from salescourse.practice.questions.bank import load_bank
from salescourse.practice.questions.item import Bank
from salescourse.practice.questions.widget import Quiz
from salescourse.practice.records import records

HERE = Path(__file__).resolve().parents[1]
EARLIER = HERE / "vectors" / "earlier_progress.json"
EVENTS = json.loads(EARLIER.read_text(encoding="utf-8"))["events"]
CHAPTERS = {
    "decisions": "01_decisions",
    "relationships": "02_relationships",
    "agility": "09_agility",
}
# Explorers and questions of that file that ask something else today, and those that it
# could not know yet.
CHANGED_EXPLORERS = frozenset({"decisions-committee", "agility-looks"})
CHANGED_QUESTIONS = frozenset(
    f"{chapter}-{name}"
    for chapter, names in {
        "decisions": "rule side-by-side survey talk",
        "relationships": "average listener patience rests-on talk",
        "agility": "1 coffee first-customers four-numbers late plan smaller word",
    }.items()
    for name in names.split()
)
CHANGED_SINCE = CHANGED_EXPLORERS | CHANGED_QUESTIONS
NEW_SINCE = frozenset({"decisions-game-rule", "decisions-game-why"})
# Of 36 items, one match is half right, and what was written freely has no score.
RIGHT = 34
# What a page does not count: three exercises that ask for a function.
FUNCTIONS = 3


@pytest.fixture
def explorers(monkeypatch):
    """Return the explorers of the three chapters, by name."""
    made = {}

    def noted(model, name, **options):
        made[name] = explore(model, name, **options)
        return made[name]

    monkeypatch.setattr(salescourse, "explore", noted)
    monkeypatch.chdir(HERE.parent / "notebooks")
    for notebook in CHAPTERS.values():
        content = json.loads(Path(f"{notebook}.ipynb").read_text(encoding="utf-8"))
        known, names = len(made), {}
        for cell in content["cells"]:
            if cell["cell_type"] == "code" and len(made) == known:
                with redirect_stdout(StringIO()):
                    exec("".join(cell["source"]), names)
    return made


@pytest.fixture
def page(chromium):
    """Open a page of a browser that keeps the file; see that nothing fails in it."""
    page = chromium.new_page()
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    yield page
    page.close()
    assert troubles == []


def show(page, widget):
    """Show a widget without a kernel, in a browser that has imported the file."""
    traits = ("items", "spec", "chapters", "review_page", "labels")
    data = {trait: getattr(widget, trait, None) for trait in traits}
    text = PAGE.format(
        learner="Mia", policy="", theme="light", css=widget._css,
        places="<div></div>",
        data=_json(data), source=_json(widget._esm),
    )  # fmt: skip
    serve(page, text)
    keep_in_browser(page, EVENTS)
    page.goto(ADDRESS)
    page.wait_for_function("() => window.ready")


def changed(bank, name):
    """Return a bank in which one question asks something else."""
    items = [
        replace(item, stem=f"{item.stem} Really?") if item.id == name else item
        for item in bank.items
    ]
    return Bank(bank.chapter, bank.objectives, tuple(items), bank.path)


def test_every_answer_of_an_earlier_file_is_imported_and_still_counts(explorers):
    assert str(records().import_file(EARLIER)) == "62 new entries, 0 you had already."
    now = {name: widget.spec["hashes"] for name, widget in explorers.items()}
    for chapter in CHAPTERS:
        now |= {item.id: item.hashes for item in load_bank(chapter).items}
    kept = records().events()
    asked = {event["item"] for event in kept}
    assert asked <= set(now)
    assert set(now) - asked == NEW_SINCE
    counted = {event["item"] for event in kept if event["hash"] in now[event["item"]]}
    assert asked - counted == CHANGED_SINCE
    right = {event["item"] for event in kept if event["score"] == 1}
    assert len(right) == RIGHT


def test_an_earlier_answer_to_what_has_changed_counts_no_longer():
    bank = changed(load_bank("decisions"), "decisions-purchasing")
    item = bank.item("decisions-purchasing")
    assert item.hashes == [item.hash]
    assert len(load_bank("decisions").item("decisions-purchasing").hashes) == 2


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_quiz_shows_the_answers_of_an_earlier_file(page, chapter):
    show(page, Quiz(load_bank(chapter)))
    asked = [item for item in load_bank(chapter).items if item.type != "code"]
    same = [item for item in asked if item.id not in CHANGED_SINCE | NEW_SINCE]
    said = page.locator(".sc-score").inner_text()
    assert said.startswith(f"{len(same)} of {len(asked)} answered")
    page.get_by_role("button", name="Show all questions").click()
    for item, card in zip(asked, page.locator(".sc-card").all(), strict=True):
        note = card.get_by_text("This question has changed")
        assert note.is_visible() == (item.id in CHANGED_SINCE), item.id


def test_a_question_that_did_change_says_so_to_an_earlier_answer(page):
    show(page, Quiz(changed(load_bank("decisions"), "decisions-purchasing")))
    page.get_by_role("button", name="Show all questions").click()
    notes = page.get_by_text("This question has changed").filter(visible=True)
    assert notes.count() == 1 + len([q for q in CHANGED_QUESTIONS if "decisions" in q])
    purchasing = page.locator(".sc-card", has_text="In the real opportunities")
    assert purchasing.get_by_text("This question has changed").is_visible()
    items = {item.id for item in load_bank("decisions").items if item.type != "code"}
    answered = len(items - CHANGED_SINCE - NEW_SINCE) - 1
    said = page.locator(".sc-score").inner_text()
    assert said.startswith(f"{answered} of {len(items)} answered")


def test_progress_counts_the_answers_of_an_earlier_file(page):
    show(page, progress())
    said = page.locator(".sc-o-sum").inner_text()
    # What was written freely is done too. What has changed had been answered rightly;
    # of explorers it only counts the guesses.
    done = RIGHT + 1 - FUNCTIONS - len(CHANGED_QUESTIONS)
    assert said.startswith(f"{done} of ")
    assert "has changed since" in page.locator(".sc-overview").inner_text()


def test_an_explorer_shows_the_guess_of_an_earlier_file(page, explorers):
    for name, widget in explorers.items():
        show(page, widget)
        asked_again = page.get_by_text("has changed since you last guessed")
        assert asked_again.is_visible() == (name in CHANGED_SINCE)
        assert page.get_by_text("How close were you?").is_visible() != (
            name in CHANGED_SINCE
        )
