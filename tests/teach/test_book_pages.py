"""The rendered book, in a real browser that can reach nothing but this machine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import new_context

CHAPTER = "notebooks/01_decisions.html"
PAGES = [
    "book/intro.html",
    "book/how_to.html",
    "book/glossary.html",
    "book/references.html",
    CHAPTER,
]
RIGHT = "Have them agree that four of five are enough."
TEMPTING = "Win all of them over a little more, from 0.8 to 0.85 each."


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, book: Path, site: str) -> str:
    """Return where the book is: below a path on a server, and as files."""
    return site if request.param == "http" else book.as_uri()


@pytest.fixture
def opened(
    chromium, address: str, tmp_path: Path
) -> Iterator[Callable[[str], SimpleNamespace]]:
    """Open pages, and note what they complain of and what they ask others for."""
    context = new_context(chromium, address, tmp_path)
    complaints: list[str] = []

    def note(request) -> None:
        local = ("http://127.0.0.1", "file:", "blob:", "data:")
        if not request.url.startswith(local):
            complaints.append(f"asks {request.url}")

    context.on("request", note)
    context.on("requestfailed", lambda request: complaints.append(request.url))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "console",
        lambda said: said.type == "error" and complaints.append(said.text),
    )

    def open_page(path: str) -> SimpleNamespace:
        page = context.new_page()
        page.goto(f"{address}/{path}")
        page.wait_for_load_state("networkidle")
        return SimpleNamespace(page=page, complaints=complaints)

    yield open_page
    context.close()


def question(page, words: str):
    """Return a question, wherever in the quiz it stands."""
    every = page.get_by_role("button", name="Show all questions")
    if every.is_visible():
        every.click()
    return page.locator(".sc-quiz .sc-card").filter(has_text=words)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_no_other_host_and_complains_of_nothing(opened, path):
    seen = opened(path)
    assert seen.page.locator(".bd-article h1").is_visible()
    assert seen.complaints == []


def test_a_page_that_asks_another_host_would_be_noticed(opened):
    seen = opened("book/intro.html")
    seen.page.evaluate("fetch('http://example.com/x').catch(() => 0)")
    seen.page.wait_for_timeout(300)
    assert any("example.com" in complaint for complaint in seen.complaints)


def test_the_front_door_leads_to_the_welcome_page(opened):
    seen = opened("index.html")
    seen.page.wait_for_url("**/book/intro.html")
    assert (
        seen.page.locator(".bd-article h1").inner_text().startswith("A firm takes four")
    )


def test_formulas_are_mathml_and_need_no_script(opened):
    page = opened(CHAPTER).page
    assert page.locator("math[display=block]").count() == 1
    assert page.locator("math").count() >= 5


def test_figures_have_words_and_follow_the_dark(opened):
    page = opened(CHAPTER).page
    figures = page.locator("figure.sc-figure svg")
    assert figures.count() == 3
    for figure in figures.all():
        assert len(figure.get_attribute("aria-label")) > 60
    title = figures.first.locator("text").last
    color = "node => getComputedStyle(node).fill"
    light = title.evaluate(color)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert title.evaluate(color) != light


def test_links_to_words_and_sources_arrive(opened):
    seen = opened(CHAPTER)
    for words, heading in (("veto", "Glossary"), ("Condorcet, 1785", "References")):
        seen.page.get_by_role("link", name=words, exact=True).first.click()
        # A page that is left while it still asks for something complains of that.
        seen.page.wait_for_load_state("networkidle")
        assert heading in seen.page.locator(".bd-article h1").inner_text()
        anchor = seen.page.url.split("#")[1]
        assert seen.page.locator(f"[id='{anchor}']").count() == 1
        seen.page.go_back(wait_until="networkidle")
    assert seen.complaints == []


def test_the_workbench_is_one_folded_line(opened):
    page = opened(CHAPTER).page
    line = page.locator("details.sc-in-lab").filter(has_text="workbench(")
    assert not line.get_by_text("range(1, 26)").is_visible()
    line.get_by_text("For JupyterLab").click()
    assert line.get_by_text("workbench").first.is_visible()
    assert page.locator(".sc-needs-kernel").count() == 0


def test_a_solution_opens_at_once_with_what_it_says(opened):
    page = opened(CHAPTER).page
    cell = page.locator(".tag_solution").first
    words = cell.get_by_text("Eight friends, and one contract in three is lost.")
    assert not words.is_visible()
    cell.get_by_text("Show the solution").click()
    assert words.is_visible()
    assert cell.get_by_text("# One solution").is_visible()


def test_the_chart_stays_empty_until_a_prediction_is_made(opened):
    seen = opened(CHAPTER)
    page = seen.page
    reveal = page.get_by_role("button", name="Show the curve")
    slider = page.get_by_role("slider", name="Chance that each one says yes")
    assert reveal.is_disabled()
    assert slider.is_disabled()
    assert (
        page.get_by_role("table").filter(has_text="People who must agree").count() == 0
    )
    for people, guess in ((4, "75 %"), (8, "0.6")):
        page.get_by_role("textbox", name=f"{people} people").fill(guess)
        page.keyboard.press("Tab")
    reveal.click()
    assert slider.is_enabled()
    # 0.9 ** 4 = 0.6561
    assert page.get_by_text("you said 75 %, the model says 66 %").first.is_visible()
    assert seen.complaints == []


def test_a_slider_moves_the_curve(opened):
    page = opened(CHAPTER).page
    for people in (4, 8):
        page.get_by_role("textbox", name=f"{people} people").fill("50")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show the curve").click()
    page.get_by_text("Show the numbers as a table").click()
    table = page.get_by_role("table").filter(has_text="People who must agree")
    assert "59" in table.inner_text()
    slider = page.get_by_role("slider", name="Chance that each one says yes")
    slider.focus()
    slider.press("End")
    page.wait_for_timeout(200)
    assert "95" in table.inner_text()  # 0.99 ** 5 = 0.951
    page.reload()
    assert page.get_by_role("slider", name="Chance that each one").is_enabled()


def test_the_quiz_answers_back_to_the_mouse(opened):
    seen = opened(CHAPTER)
    item = question(seen.page, "Suppose that your one meeting")
    item.get_by_text(TEMPTING).click()
    item.get_by_role("button", name="Check").click()
    assert "Eleven points for persuading five people" in item.inner_text()
    item.get_by_text(RIGHT).click()
    item.get_by_role("button", name="Check").click()
    assert "Nobody has changed their mind" in item.inner_text()
    assert seen.complaints == []


def tab_to(page, locator) -> None:
    """Press Tab until the keyboard is on something, as a person without a mouse."""
    for _ in range(150):
        if locator.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard never arrives there")


def test_the_whole_quiz_item_works_by_keyboard_alone_and_is_remembered(opened):
    seen = opened(CHAPTER)
    page = seen.page
    item = question(page, "Suppose that your one meeting")
    page.get_by_role("heading", name="Quiz").evaluate(
        "node => { node.tabIndex = -1; node.focus(); }"
    )
    first = item.get_by_role("radio").first
    tab_to(page, first)
    right = item.get_by_role("radio", name=RIGHT)
    while not right.is_checked():
        page.keyboard.press("ArrowDown")
    tab_to(page, item.get_by_role("button", name="Check"))
    page.keyboard.press("Enter")
    assert "Nobody has changed their mind" in item.inner_text()
    page.reload()
    page.wait_for_load_state("networkidle")
    item = question(page, "Suppose that your one meeting")
    again = page.get_by_text("Nobody has changed their mind")
    assert again.is_visible()
    assert seen.complaints == []


def test_what_is_kept_is_an_event_with_the_agreed_names(opened):
    page = opened(CHAPTER).page
    item = question(page, "Suppose that your one meeting")
    item.get_by_text(RIGHT).click()
    item.get_by_role("button", name="Check").click()
    kept = page.evaluate("localStorage.getItem('salescourse:decisions-rule')")
    event = json.loads(kept)[-1]
    assert sorted(event) == ["answer", "at", "hash", "id", "item", "kind", "score"]
    assert (event["kind"], event["item"]) == ("attempt", "decisions-rule")
    assert event["score"] == 1


def test_on_a_telephone_nothing_is_wider_than_the_page(chromium, site):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{site}/{path}")
        page.wait_for_load_state("networkidle")
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, path
    context.close()
