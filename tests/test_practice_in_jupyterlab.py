"""Every way to practice, in a real JupyterLab: answered, told, and found in SQLite."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from jupyterlab_page import (
    open_notebook,
    run_all,
    run_in_new_cell,
    running_lab,
    to_the_end,
    wait_until_idle,
)

PRACTICE = Path(__file__).parent / "banks" / "practice.yml"
QUIZ = f"""from pathlib import Path
from salescourse.questions.bank import read_bank
from salescourse.questions.widget import Quiz
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
PROGRESS = "salescourse.progress()"
HELP = re.compile("Show the worked answer|Why not the others")
ROOTS = (".sc-quiz", ".sc-explorer", ".sc-overview")


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """Open a notebook that shows a quiz of every type, an explorer and the progress.

    One for all tests, each of which has a question of its own. The window is tall, as
    JupyterLab draws only what is in sight.
    """
    from nbformat import write
    from nbformat.v4 import new_code_cell, new_notebook

    folder = tmp_path_factory.mktemp("practice")
    own = folder / "my_course"
    own.mkdir()
    cells = [new_code_cell(source) for source in (QUIZ, EXPLORER, PROGRESS)]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    write(notebook, own / "practice.ipynb")
    with running_lab(own, folder, port=8931) as lab:
        context = chromium.new_context(viewport={"width": 1400, "height": 5000})
        page = context.new_page()
        page.set_default_timeout(30_000)
        open_notebook(page, lab, "practice.ipynb")
        run_all(page)
        page.locator(".sc-overview").wait_for(timeout=90_000)
        yield page
        context.close()


def card(page, words: str):
    """Return a question by the name that a screen reader says."""
    return page.locator(".sc-quiz").get_by_role("group", name=re.compile(words))


def press_check(question) -> None:
    question.get_by_role("button", name="Check", exact=True).click()


def verdict(question) -> str:
    """Wait until the kernel has the answer, and return what is said to it."""
    question.get_by_text("Saved", exact=True).wait_for()
    return question.inner_text()


def kept(page, item: str) -> list:
    """Ask the learner's records, from another cell, for what was done."""
    to_the_end(page)
    said = run_in_new_cell(
        page,
        "import json\nfrom salescourse.records import records\n"
        "print(json.dumps([(e['kind'], e['answer'], e['score'])"
        f" for e in records().events([{item!r}])]))",
    )
    return json.loads(said)


def focused_name(page) -> str:
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-label') ||"
        " document.activeElement.labels?.[0]?.textContent ||"
        " document.activeElement.textContent).trim()"
    )


def tab_to(page, locator, *, limit: int = 30) -> None:
    """Press Tab until the keyboard is there, as a person without a mouse."""
    for _ in range(limit):
        if locator.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never arrives there: {focused_name(page)}")


def step_into(question) -> None:
    """Put the keyboard before a question."""
    question.evaluate("node => { node.tabIndex = -1; node.focus(); }")


def test_one_of_several_wrong_then_right_with_the_mouse(page):
    question = card(page, "Five vetoes at 0.8")
    question.get_by_role("radio", name="About 0.8").check()
    press_check(question)
    said = verdict(question)
    assert "✗ Not quite" in said
    assert "That is one person." in said
    question.get_by_role("radio", name="About 0.33").check()
    press_check(question)
    assert "✓ Right" in verdict(question)
    events = kept(page, "practice-one")
    assert events[:2] == [["attempt", [0], 0], ["attempt", [1], 1]]


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


def test_several_of_several_partly_right_then_right_with_the_keyboard(page):
    question = card(page, "Which of these lower the chance")
    step_into(question)
    press = page.keyboard.press
    tab_to(page, question.get_by_role("checkbox", name="Another veto"))
    press("Space")
    tab_to(page, question.get_by_role("button", name="Check", exact=True))
    press("Enter")
    assert "Partly right" in verdict(question)
    assert "Points: 1 of 2." in verdict(question)
    step_into(question)
    tab_to(page, question.get_by_role("checkbox", name="A friendly veto"))
    press("Space")
    tab_to(page, question.get_by_role("button", name="Check", exact=True))
    press("Space")
    assert "✓ Right" in verdict(question)
    events = kept(page, "practice-many")
    assert events == [["attempt", [0], 0.5], ["attempt", [0, 1], 1]]


def test_a_number_wrong_unreadable_then_right_with_the_keyboard(page):
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
    events = kept(page, "practice-number")
    assert events == [["attempt", "112", 0], ["attempt", "€1.2k", 1]]


def test_a_number_of_ones_own(page):
    question = card(page, "each: how likely is a yes")
    stem = question.locator(".sc-stem").inner_text()
    people, agree = re.match(r"(\d) vetoes at (\d+)", stem).groups()
    right = f"{(int(agree) / 100) ** int(people):.4f}"
    question.get_by_role("textbox", name="Your answer").fill(right)
    press_check(question)
    assert "✓ Right" in verdict(question)
    ((kind, answer, score),) = kept(page, "practice-own")
    assert (kind, answer["value"], score) == ("attempt", right, 1)


def test_a_word_wrong_then_right(page):
    question = card(page, "What is the right to stop")
    box = question.get_by_role("textbox", name="Your answer")
    box.fill("Vote")
    press_check(question)
    assert "A vote can be outvoted." in verdict(question)
    box.fill(" VETO! ")
    box.press("Enter")
    assert "✓ Right" in verdict(question)
    scores = [score for _, _, score in kept(page, "practice-word")]
    assert scores == [0, 1]


STAGES = ["First call", "Offer", "Signature", "Delivery"]


def test_an_order_partly_right_then_right_with_the_keyboard(page):
    question = card(page, "Put the stages in their order")
    step_into(question)
    shown = question.locator(".sc-order .sc-grow")

    def move_up(stage: str) -> None:
        step_into(question)
        tab_to(page, question.get_by_role("button", name=f"Move up: {stage}"))
        page.keyboard.press("Enter")
        assert focused_name(page) == f"Move up: {stage}"

    for at, stage in enumerate(STAGES):
        for _ in range(shown.all_inner_texts().index(stage) - at):
            move_up(stage)
    move_up("Delivery")
    press_check(question)
    assert "Points: 0.67 of 1." in verdict(question)
    move_up("Signature")
    press_check(question)
    assert "✓ Right" in verdict(question)
    events = kept(page, "practice-order")
    assert [answer for _, answer, _ in events] == [[0, 1, 3, 2], [0, 1, 2, 3]]
    assert [round(score, 2) for _, _, score in events] == [0.67, 1]


PARTNERS = {
    "Finance": "Not this quarter",
    "IT": "Which network?",
    "Facilities": "Which pipe?",
}


def test_partners_partly_right_with_the_keyboard_then_right_with_the_mouse(page):
    question = card(page, "Who says what")
    step_into(question)
    for left, right in PARTNERS.items():
        menu = question.get_by_role("combobox", name=f"Partner of: {left}")
        wanted = "I would rather have tea" if left == "IT" else right
        tab_to(page, menu)
        for _ in range(5):
            if menu.locator("option:checked").inner_text().endswith(wanted):
                break
            page.keyboard.press("ArrowDown")
    tab_to(page, question.get_by_role("button", name="Check", exact=True))
    page.keyboard.press("Enter")
    assert "Points: 0.67 of 1." in verdict(question)
    menu = question.get_by_role("combobox", name="Partner of: IT")
    labels = menu.locator("option").all_inner_texts()
    menu.select_option(label=next(one for one in labels if one.endswith("network?")))
    press_check(question)
    assert "✓ Right" in verdict(question)
    events = kept(page, "practice-match")
    assert [answer for _, answer, _ in events] == [[0, 3, 2], [0, 1, 2]]
    assert [round(score, 2) for _, _, score in events] == [0.67, 1]


def test_a_talk_to_a_poor_and_to_a_good_end(page):
    question = card(page, "The office manager calls")
    for sentence in ("At once.", "Less than you think.", "Soon.", "I will call you."):
        question.get_by_role("button", name=sentence).click()
    said = verdict(question)
    assert "Nobody said no" in said
    assert "✗ Not quite" in said
    question.get_by_role("button", name="Start the conversation again").focus()
    page.keyboard.press("Enter")
    for sentence in ("Who else", "A hundred each.", "In April.", "Here is the pen."):
        step_into(question)
        tab_to(page, question.get_by_role("button", name=sentence))
        page.keyboard.press("Enter")
    question.get_by_text("Signed", exact=True).wait_for()
    cells = page.locator(".jp-CodeCell").count()
    page.keyboard.press("b")  # elsewhere in a notebook: a new cell below
    assert page.locator(".jp-CodeCell").count() == cells
    assert "✓ Right" in verdict(question)
    events = kept(page, "practice-talk")
    assert [answer for _, answer, _ in events] == [[1, 1, 1, 1], [0, 0, 0, 0]]
    assert [score for _, _, score in events] == [0, 1]


def test_thoughts_are_kept_without_a_score(page):
    question = card(page, "Whom would you call first")
    question.get_by_role("textbox", name="Your text").fill("Finance first.")
    question.get_by_role("button", name="Keep").click()
    assert "whom I have not met" in verdict(question)
    assert kept(page, "practice-thoughts") == [["attempt", "Finance first.", None]]


def test_asking_for_the_worked_answer_is_told_and_recorded(page):
    question = card(page, "Put the stages in their order")
    press_check(question)
    before = kept(page, "practice-order")
    question.get_by_role("button", name=HELP).click()
    assert question.get_by_text("Call, offer, signature, delivery.").is_visible()
    after = kept(page, "practice-order")
    assert after == [*before, ["hint", "explanation", None]]


def test_a_guess_is_kept_and_the_curve_moves(page):
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
    assert re.search(r"\b59\s%", table.inner_text())
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(100)
    assert re.search(r"\b3\s%", table.inner_text())  # 0.5 ** 5
    page.keyboard.press("ArrowRight")  # which JupyterLab would take for its own
    page.wait_for_timeout(100)
    assert re.search(r"5 people\s8\s%", table.inner_text())  # 0.6 ** 5
    assert kept(page, "practice-explorer") == [
        ["prediction", [[2, 0.85], [5, 0.75]], None]
    ]


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
    question.get_by_role("radio", name="About 0.33").check()
    press_check(question)
    verdict(question)


def test_a_cell_that_runs_again_shows_what_was_answered(page):
    make_sure_of_an_answer(page)
    refresh(page)
    question = card(page, "Five vetoes at 0.8")
    assert question.get_by_role("radio", name="About 0.33").is_checked()
    assert "✓ Right" in verdict(question)
    assert page.locator(".sc-score").inner_text()[0] != "0"


def test_answers_outlive_a_killed_kernel(page):
    make_sure_of_an_answer(page)
    before = kept(page, "practice-one")
    cells = page.locator(".jp-CodeCell")
    cells.last.locator(".cm-content").click()
    page.keyboard.press("Control+a")
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
    assert kept(page, "practice-one") == before


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_axe_finds_nothing_in_the_widgets(page, theme):
    choose_theme(page, theme)
    card(page, "How many euros").get_by_role("textbox").fill("7")
    press_check(card(page, "How many euros"))
    for root in ROOTS:
        page.locator(root).scroll_into_view_if_needed()
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
