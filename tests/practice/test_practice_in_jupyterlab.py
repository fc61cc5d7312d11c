"""Every way to practice, in a real JupyterLab: answered, told, and found in SQLite."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from answering import (
    SAID,
    WAYS,
    Hand,
    attempts,
    focused_name,
    open_question,
    state_of,
    step_into,
    tab_to,
)
from axe_playwright_python.sync_playwright import Axe
from jupyterlab_page import (
    open_notebook,
    run_all,
    running_lab,
    scroll_to,
    to_the_end,
    wait_until_idle,
)
from playwright.sync_api import expect

from salescourse.practice.markup import plain
from salescourse.practice.questions.bank import read_bank
from salescourse.practice.records import Records

PRACTICE = Path(__file__).resolve().parents[1] / "banks" / "practice.yml"
QUIZ = f"""from pathlib import Path
from salescourse.practice.questions.bank import read_bank
from salescourse.practice.questions.widget import Quiz
Quiz(read_bank(Path({str(PRACTICE)!r})))"""
EXPLORER = """import salescourse
from salescourse.b2b.decisions import committee_odds
salescourse.explore(
    committee_odds, "practice-explorer",
    question="Everyone must agree, and each is 90 % sure. How likely is a yes?",
    predict_at=(2, 5), people=range(1, 11), agree=[0.5, 0.6, 0.7, 0.8, 0.9],
    start={"agree": 0.9}, format={"y": "percent", "agree": "percent",
                                  "people": "person|people"},
    labels={"people": "People who must agree", "agree": "Chance that each says yes",
            "y": "Chance of a yes"},
)"""
PICTURE = """from salescourse.b2b.decisions import hundred_deals
salescourse.watch(
    "committee",
    hundred_deals(["office manager", "facilities", "IT", "finance", "HR"], seed=1464),
    title="Five people, a hundred deals.",
)"""
PROGRESS = "salescourse.progress()"
HELP = re.compile("Show the worked answer|Why not the others")
BANK = read_bank(PRACTICE)
QUESTIONS = [item.id for item in BANK.items if item.type != "code"]
ROOTS = (".sc-quiz", ".sc-explorer", ".sc-watch", ".sc-overview")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("practice")


@pytest.fixture(scope="module")
def page(chromium, folder: Path) -> Iterator:
    """Open a notebook that shows a quiz of every type, an explorer, a live picture
    and the progress.

    One for all tests, each of which has a question of its own. The window is tall, as
    JupyterLab draws only what is in sight.
    """
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_notebook

    own = folder / "my_course"
    own.mkdir()
    cells = [new_code_cell(source) for source in (QUIZ, EXPLORER, PICTURE, PROGRESS)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    write(notebook, own / "practice.ipynb")
    with running_lab(own, folder, port=8931) as lab:
        context = chromium.new_context(
            viewport={"width": 1400, "height": 5000}, has_touch=True
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        open_notebook(page, lab, "practice.ipynb")
        run_all(page)
        page.locator(".sc-overview").wait_for(timeout=90_000)
        yield page
        context.close()


def card(page, words: str):
    """Go to a question by the name that a screen reader says, and return it."""
    group = page.locator(".sc-quiz").get_by_role(
        "group", name=re.compile(words), include_hidden=True
    )
    open_question(group)
    return group


def press_check(question) -> None:
    question.get_by_role("button", name="Check", exact=True).click()


def verdict(question) -> str:
    """Wait until the kernel has the answer, and return what is said to it."""
    question.get_by_text("Saved", exact=True).wait_for()
    return question.inner_text()


@pytest.fixture(scope="module")
def kept(folder: Path) -> Callable[[str], list]:
    """Return what looks up the learner's records of an item, on the disk."""

    def look_up(item: str, *, more_than: int = -1) -> list:
        records, events = Records(folder / "learner" / "progress.sqlite3"), []
        for _ in range(50):  # the kernel writes a moment after the page says so
            events = records.events([item])
            if len(events) > more_than:
                break
            time.sleep(0.1)
        return [
            [event[name] for name in ("kind", "answer", "score")] for event in events
        ]

    return look_up


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_type_is_answered_wrong_partly_and_right_in_every_way(
    page, kept, name, way
):
    item = BANK.item(name)
    question = card(page, re.escape(plain(item.stem).rpartition("}}")[2][:30].strip()))
    hand = Hand(page, question, way)
    given = attempts(item, question.locator(".sc-stem").inner_text())
    for state, answer in given:
        hand.answer(item, answer)
        if state != "kept":
            question.get_by_text(SAID[state]).first.wait_for()
        verdict(question)
    scores = [score for kind, _, score in kept(name) if kind == "attempt"]
    assert [state_of(score) for score in scores[-len(given) :]] == [
        state for state, _ in given
    ]


def test_arrows_choose_and_are_not_taken_for_commands(page):
    question = card(page, "Five vetoes at 0.8")
    cells = page.locator(".jp-CodeCell").count()
    question.get_by_role("radio", name="About 0.8").check()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
        assert question.locator(":focus").count() == 1
    page.keyboard.press("b")  # elsewhere in a notebook: a new cell below
    last = question.get_by_role("radio").last
    assert last.is_checked()
    assert page.locator(".jp-CodeCell").count() == cells


def test_a_number_wrong_unreadable_then_right_with_the_keyboard(page, kept):
    question = card(page, "How many euros")
    step_into(question)
    box = question.get_by_role("textbox", name="Your answer")
    tab_to(page, box)
    for typed, said in (
        ("112", "You added. Multiply instead."),
        ("about twelve", "This is not a number I can read."),
        ("€1.2k", "✓ Right"),
    ):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        question.get_by_text(said).wait_for()
    assert "Read as 1,200." in verdict(question)
    events = kept("practice-number")
    assert events[-2:] == [["attempt", "112", 0], ["attempt", "€1.2k", 1]]


def test_the_keyboard_stays_with_a_step_that_moves(page):
    question = card(page, "Put the stages in their order")
    steps = question.locator(".sc-order").get_by_role("listitem")
    shown = steps.all_inner_texts()
    last = shown[-1].partition("\n")[0]
    step_into(question)
    tab_to(page, question.get_by_role("button", name=f"Move up: {last}"))
    for _ in shown[1:]:
        page.keyboard.press("Enter")
        assert focused_name(page) == f"Move up: {last}"
    assert steps.first.inner_text().startswith(last)


def test_keys_pressed_in_a_talk_are_not_taken_for_commands(page):
    question = card(page, "The office manager calls")
    again = question.get_by_role("button", name="Start the conversation again")
    if again.is_visible():
        again.click()
    question.get_by_role("button", name="At once.").click()
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")  # elsewhere in a notebook: a new cell below
    assert page.locator(".jp-CodeCell").count() == cells


def test_asking_for_the_worked_answer_is_told_and_recorded(page, kept):
    question = card(page, "Put the stages in their order")
    press_check(question)
    verdict(question)
    before = kept("practice-order")
    question.get_by_role("button", name=HELP).click()
    assert question.get_by_text("Call, offer, signature, delivery.").is_visible()
    after = kept("practice-order", more_than=len(before))
    assert after == [*before, ["hint", "explanation", None]]


def shows(table, text: str) -> None:
    expect(table).to_have_text(re.compile(text), use_inner_text=True, timeout=30_000)


def test_a_guess_is_kept_and_the_curve_moves(page, kept):
    explorer = page.locator(".sc-explorer")
    slider = explorer.get_by_role("slider", name="Chance that each says yes")
    assert slider.is_disabled()
    for people, guess in (("2", "85"), ("5", "0.75")):
        explorer.get_by_role("textbox", name=f"{people} people").click()
        page.keyboard.type(guess)
    page.keyboard.press("Tab")
    assert explorer.get_by_role("textbox", name="5 people").input_value()[:2] == "75"
    explorer.get_by_role("button", name="Show the curve").click()
    explorer.get_by_text(re.compile(r"\b59\s%")).first.wait_for()  # 0.9 ** 5
    explorer.get_by_text("Show the numbers as a table").click()
    table = explorer.get_by_role("table")
    shows(table, r"\b59\s%")
    slider.focus()
    page.keyboard.press("Home")
    shows(table, r"\b3\s%")  # 0.5 ** 5
    page.keyboard.press("ArrowRight")  # which JupyterLab would take for its own
    shows(table, r"5 people\s8\s%")  # 0.6 ** 5
    assert kept("practice-explorer") == [["prediction", [[2, 0.85], [5, 0.75]], None]]


def test_a_guess_is_kept_by_touch(page, kept):
    explorer = page.locator(".sc-explorer")
    before = kept("practice-explorer")
    explorer.get_by_role("button", name="Guess again").tap()
    for people, guess in (("2", "81 %"), ("5", "90")):
        explorer.get_by_role("textbox", name=f"{people} people").tap()
        page.keyboard.press("Control+a")
        page.keyboard.type(guess)
    explorer.get_by_role("button", name="Show the curve").tap()
    said = explorer.locator(".sc-verdict").inner_text()
    assert re.search(r"81\s%", said)  # 0.9 ** 2, guessed to the point
    assert re.search(r"59\s%", said)  # 0.9 ** 5, far below the guess
    # To guess again is kept, too.
    assert kept("practice-explorer", more_than=len(before) + 1)[-1] == [
        *("prediction", [[2, 0.81], [5, 0.9]], None)
    ]


def test_a_live_picture_plays_and_its_heads_take_the_arrows(page):
    picture = page.locator(".sc-watch")
    scroll_to(page, picture)
    picture.get_by_text("50 noes fall on 41 different deals.").first.wait_for()
    picture.get_by_role("button", name="Play", exact=True).click()
    picture.get_by_role("button", name="Play again").wait_for()
    assert picture.locator("output").inner_text() == "0.50"
    head = picture.get_by_role("slider", name="How certain is IT?")
    head.focus()
    page.keyboard.press("ArrowDown")  # which JupyterLab would take for its own
    assert head.get_attribute("aria-valuetext") == "85\u00a0%"
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")  # elsewhere in a notebook: a new cell below
    assert page.locator(".jp-CodeCell").count() == cells


def refresh(page) -> None:
    """Run all cells, and wait until every widget is a new one."""
    page.evaluate(
        "roots => document.querySelectorAll(roots).forEach("
        "node => node.classList.add('was-here'))",
        ", ".join(ROOTS),
    )
    run_all(page)
    for root in ROOTS:
        page.locator(f"{root}:not(.was-here)").wait_for(timeout=60_000)
        page.locator(f"{root}.was-here").wait_for(state="detached")


def make_sure_of_an_answer(page) -> None:
    question = card(page, "Five vetoes at 0.8")
    # Whoever has answered it chooses anew: before that there is nothing to check.
    for answer in ("About 0.8", "About 0.33"):
        question.get_by_role("radio", name=answer).check()
    press_check(question)
    verdict(question)


def test_a_cell_that_runs_again_shows_what_was_answered(page):
    make_sure_of_an_answer(page)
    refresh(page)
    question = card(page, "Five vetoes at 0.8")
    assert question.get_by_role("radio", name="About 0.33").is_checked()
    assert "✓ Right" in verdict(question)
    assert page.locator(".sc-score").inner_text()[0] != "0"


def test_answers_outlive_a_killed_kernel(page, kept):
    make_sure_of_an_answer(page)
    before = kept("practice-one")
    to_the_end(page)
    page.locator(".jp-CodeCell").last.locator(".cm-content").click()
    for key in ("Escape", "b", "Enter"):  # a new cell below
        page.keyboard.press(key)
    page.keyboard.insert_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    page.keyboard.press("Control+Enter")
    page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    wait_until_idle(page)
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("d")
    refresh(page)
    question = card(page, "Five vetoes at 0.8")
    assert "✓ Right" in verdict(question)
    assert kept("practice-one") == before


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_the_widgets(page, theme):
    choose_theme(page, theme)
    card(page, "How many euros").get_by_role("textbox").fill("7")
    press_check(card(page, "How many euros"))
    for root in ROOTS:
        scroll_to(page, page.locator(root))
        assert violations(page, root) == []


def choose_theme(page, theme: str) -> None:
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Settings$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^Theme$")).hover()
    page.get_by_text(f"JupyterLab {theme}", exact=True).click()
    light = json.dumps(theme == "Light")
    page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached")
    page.wait_for_timeout(300)


def violations(page, root: str) -> list:
    found = Axe().run(page, context=root).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
