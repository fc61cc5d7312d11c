"""The learner's copy in a real JupyterLab: run it, answer, find the answer again."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyterlab_page import (
    choose_from_menu,
    follow,
    open_notebook,
    opened,
    read_through,
    run_all,
    run_in_new_cell,
    running_lab,
    scroll_to,
    to_the_end,
    wait_until_idle,
)

from salescourse.teach.execute import read
from salescourse.teach.lab import update

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = ROOT / "notebooks" / "01_decisions.ipynb"
# What the solutions of the chapter say in words.
SAID = ("Eight friends", "so the seventh person tips it", "only the rule changed")
RIGHT = "Have them agree that four of five are enough."


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab on a learner's own copy; return the address of its root."""
    own = tmp_path / "my_course"
    update(ROOT / "notebooks", own)
    with running_lab(own, tmp_path, port=8899) as address:
        yield address


@pytest.fixture
def page(chromium, lab: str) -> Iterator:
    """Open a window that is closed before its server ends.

    One that stays open would go on saving its notebook, over that of the next test.
    """
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    yield context.new_page()
    context.close()


def test_a_learner_runs_the_chapter_answers_and_finds_the_attempt(page, lab):
    open_notebook(page, lab, "01_decisions.ipynb")
    run_all(page)

    item = page.get_by_role("group").filter(has_text="Suppose that your one meeting")
    every = page.get_by_role("button", name="Show all questions")
    every.first.scroll_into_view_if_needed()
    every.first.click()
    item.get_by_text(RIGHT).first.click()
    item.get_by_role("button", name="Check").first.click()
    page.get_by_text("Nobody has changed their mind").first.wait_for()

    said = run_in_new_cell(
        page,
        "from salescourse.practice.records import records\n"
        "[(e['kind'], e['score']) for e in records().events(['decisions-rule'])]",
    )
    assert said == "[('attempt', 1.0)]"

    bench = page.locator("svg[aria-label^='Chance of a yes']")
    scroll_to(page, bench)
    before = bench.get_attribute("aria-label")
    handle = page.locator(".widget-vbox").get_by_role("slider").first
    handle.focus()
    handle.press("ArrowLeft")
    page.wait_for_function(
        "before => document.querySelector(\"svg[aria-label^='Chance of a yes']\")"
        ".getAttribute('aria-label') !== before",
        arg=before,
    )


def test_a_guess_opens_its_answer_and_a_sheet_hands_its_numbers_on(page, lab):
    open_notebook(page, lab, "01_decisions.ipynb")
    run_all(page)

    sheet = page.locator(".sc-sheet")
    scroll_to(page, sheet)
    # Five people: 0.95 * 0.9 * 0.9 * 0.8, and the one who only votes says yes with 0.85.
    sheet.get_by_text("52\u00a0%").first.wait_for()
    sure = sheet.get_by_label("Chance of a yes").first
    sure.fill("19 %")
    sure.press("Tab")
    # A fifth of what it was: 0.19 for 0.95.
    sheet.get_by_text("10\u00a0%").first.wait_for()
    page.wait_for_timeout(1500)  # it is kept after a pause

    guess = page.locator(".sc-guess")
    scroll_to(page, guess)
    guess.get_by_role("textbox").fill("90")
    guess.get_by_role("textbox").press("Enter")
    guess.get_by_text("You wrote 90").wait_for()
    turn = page.get_by_role("paragraph").filter(has_text="it is 0.48")
    turn.wait_for()

    said = run_in_new_cell(
        page,
        "from salescourse import sheet\n"
        "from salescourse.practice.records import records\n"
        "(sheet('decisions').numbers['people'][0]['agree'],\n"
        " [e['answer'] for e in records().events(['decisions-scene'])])",
    )
    assert said == "(0.19, [[0.9]])"


def test_running_all_cells_shows_no_solution_and_does_no_exercise_for_the_learner(
    page, lab
):
    solutions = [
        c for c in read(CHAPTER).cells if "solution" in c.metadata.get("tags", [])
    ]
    lines = {
        line.strip() for cell in solutions for line in cell.source.splitlines()[1:]
    }
    hidden = [*filter(None, lines), *SAID]
    open_notebook(page, lab, CHAPTER.name)
    wait_until_idle(page)
    fresh = read_through(page)
    assert "# One solution" in fresh
    assert [each for each in hidden if each in fresh] == []

    run_all(page)
    wait_until_idle(page)
    run = read_through(page)
    assert run.count("One solution, in words") >= 3
    assert [each for each in hidden if each in run] == []
    assert "decisions-3: Not answered yet." in run

    run_in_new_cell(page, "from salescourse import progress\nprogress()")
    overview = page.locator(".sc-overview")
    overview.get_by_text(re.compile(r"^0 of \d+")).first.wait_for()

    words = page.get_by_text(SAID[0])
    scroll_to(page, words)
    assert not words.is_visible()
    page.locator("details", has=words).locator("summary").click()
    assert words.is_visible()

    # The very line of the solution, typed by a learner, is the learner's.
    stub = page.locator(".jp-CodeCell", has_text="odds_of_a_contract = ...")
    scroll_to(page, stub)
    stub.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(
        'check("decisions-1", committee_odds(people=8, agree=0.95))'
    )
    page.keyboard.press("Control+Enter")
    page.get_by_text("✓ decisions-1: Right.").wait_for()
    to_the_end(page)
    said = run_in_new_cell(
        page,
        "from salescourse.practice.records import records\n"
        "[(e['item'], e['score']) for e in records().events()]",
    )
    assert said == "[('decisions-1', 1.0)]"


@pytest.mark.timeout(900)
def test_running_all_cells_of_all_chapters_answers_nothing(page, lab):
    chapters = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert len(chapters) == 13
    for name in chapters:
        open_notebook(page, lab, name)
        run_all(page)
        wait_until_idle(page)
    said = run_in_new_cell(
        page,
        "from salescourse.practice.records import records\n"
        "[(e['item'], e['kind']) for e in records().events()]",
    )
    assert said == "[]"
    run_in_new_cell(page, "from salescourse import progress\nprogress()")
    page.locator(".sc-overview").get_by_text(re.compile(r"^0 of \d+")).first.wait_for()


def radios(quiz) -> list[str]:
    """Return the names of a quiz's groups of radios."""
    return quiz.locator("input[type=radio]").evaluate_all(
        "all => [...new Set(all.map((each) => each.name))]"
    )


def choose_first(quiz) -> None:
    everything = quiz.get_by_role("button", name="Show all questions")
    if everything.count():
        everything.click()
    quiz.locator("input[type=radio]").first.check(force=True)
    assert quiz.locator("input[type=radio]").first.is_checked()


def test_two_quizzes_in_two_cells_and_two_chapters_in_two_tabs_keep_their_choices(
    page, lab
):
    page.set_viewport_size({"width": 1400, "height": 5000})
    open_notebook(page, lab, "01_decisions.ipynb")
    run_all(page)
    again = "from salescourse import quiz\nquiz('decisions')"
    cells = page.locator(".jp-CodeCell")
    cells.last.locator(".cm-content").click()
    for key in ("Escape", "b", "Enter"):
        page.keyboard.press(key)
    page.keyboard.insert_text(again)
    page.keyboard.press("Control+Enter")
    quizzes = page.locator(".sc-quiz")
    quizzes.nth(1).wait_for()
    one, other = quizzes.nth(0), quizzes.nth(1)
    assert len(radios(one)) == len(radios(other)) > 2
    assert not set(radios(one)) & set(radios(other))
    for quiz in (one, other):
        choose_first(quiz)
    assert one.locator("input[type=radio]").first.is_checked()
    # A label leads to the choice beside it, and not into the other quiz.
    other.locator("input[type=radio]").nth(1).evaluate("node => node.labels[0].click()")
    assert other.locator("input[type=radio]").nth(1).is_checked()
    assert one.locator("input[type=radio]").first.is_checked()

    page.locator(".jp-DirListing-itemName", has_text="04_outcomes.ipynb").dblclick()
    tab = page.locator(".lm-TabBar-tab.lm-mod-current", has_text="04_outcomes.ipynb")
    tab.first.wait_for(timeout=60_000)
    shown = page.locator(".jp-NotebookPanel:visible")
    shown.locator(".jp-CodeCell").first.wait_for()
    wait_until_idle(page)
    page.keyboard.press("Escape")
    choose_from_menu(page, "Run", "^Run All Cells$")
    for _ in range(60):
        shown.locator(".jp-WindowedPanel-outer").evaluate(
            "node => { node.scrollTop = node.scrollHeight; }"
        )
        page.wait_for_timeout(500)
        if shown.locator(".sc-quiz").count():
            break
    third = shown.locator(".sc-quiz").first
    names = page.locator(".sc-quiz input[type=radio]").evaluate_all(
        "all => all.map((each) => [each.name, each.closest('.sc-quiz')])"
        ".reduce((map, [name, quiz]) => map.set(name, (map.get(name) ?? new Set())"
        ".add(quiz)), new Map()).values().toArray().map((set) => set.size)"
    )
    assert set(names) == {1}
    choose_first(third)
    assert one.locator("input[type=radio]").first.is_checked()
    assert other.locator("input[type=radio]").nth(1).is_checked()


def test_the_lab_opens_on_its_start_page_which_leads_to_the_chapters(page, lab):
    page.goto(lab)
    start = opened(page, "Start.md")
    start.get_by_text("Begin with Minutes and months").wait_for()
    assert start.get_by_role("link").count() >= 12
    start.get_by_role("link", name="One voice, or forty").click()
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
    title = page.locator(".lm-TabBar-tab.lm-mod-current", has_text="11_influence.ipynb")
    assert title.count()


@pytest.mark.parametrize(
    ("chapter", "words", "file", "heading"),
    [
        ("01_decisions.ipynb", "veto", "glossary.md", "veto"),
        ("01_decisions.ipynb", "references", "references.md", "References"),
        # Letters that an address writes in another way.
        ("11_influence.ipynb", "Barabási", "references.md", "Barabasi and Albert"),
    ],
)
def test_a_click_on_a_word_or_a_source_opens_its_entry(
    page, lab, chapter, words, file, heading
):
    open_notebook(page, lab, chapter)
    follow(page, page.locator(".jp-Notebook").get_by_role("link", name=words))
    entry = opened(page, file).get_by_role("heading", name=re.compile(f"^{heading}"))
    entry.first.wait_for()
    page.wait_for_function(
        "node => { const at = node.getBoundingClientRect().top;"
        " return at >= 0 && at < innerHeight; }",
        arg=entry.first.element_handle(),
    )


def test_jupyterlab_does_not_ask_its_makers_for_news(page, lab):
    page.goto(lab)
    page.locator("#jp-main-dock-panel").wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    assert page.get_by_text("official Jupyter news").count() == 0


def test_jupyterlab_listens_to_this_machine_alone(lab):
    assert lab.startswith("http://127.0.0.1:")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(lab.partition("/lab")[0] + "/api/contents")
