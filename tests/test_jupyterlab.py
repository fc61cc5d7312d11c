"""The learner's copy in a real JupyterLab: run it, answer, find the answer again."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyterlab_page import (
    open_notebook,
    read_through,
    run_all,
    run_in_new_cell,
    running_lab,
    scroll_to,
    to_the_end,
    wait_until_idle,
)

from salescourse.teach import learner
from salescourse.teach.execute import read

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = ROOT / "notebooks" / "01_decisions.ipynb"
# What the solutions of the chapter say in words.
SAID = ("Eight friends", "so the seventh person tips it", "only the rule changed")
RIGHT = "Have them agree that four of five are enough."


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab on a learner's own copy; return the address of its root."""
    own = tmp_path / "my_course"
    learner.update(ROOT / "notebooks", own)
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

    item = page.get_by_role("group").filter(
        has_text="You have one meeting before they decide"
    )
    item.first.scroll_into_view_if_needed()
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
    assert len(chapters) == 12
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


def test_jupyterlab_does_not_ask_its_makers_for_news(page, lab):
    page.goto(lab)
    page.locator("#jp-main-dock-panel").wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    assert page.get_by_text("official Jupyter news").count() == 0


def test_jupyterlab_listens_to_this_machine_alone(lab):
    assert lab.startswith("http://127.0.0.1:")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(lab.partition("/lab")[0] + "/api/contents")
