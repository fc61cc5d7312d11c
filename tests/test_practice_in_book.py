"""Every way to practice, in the real book: by mouse, by keyboard and by touch."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from quiz_page import quiz_page
from test_quiz_widget import PRACTICE

from salescourse.markup import plain, render
from salescourse.questions.bank import answer_key, chapters, load_bank, read_bank
from salescourse.questions.item import Item
from salescourse.questions.types import TYPES

DECISIONS, OUTCOMES = "notebooks/01_decisions.html", "notebooks/04_outcomes.html"
DESKTOP, PHONE = (1280, 900), (390, 844)
# No chapter asks this, so it is shown on a bare page.
NOT_IN_A_CHAPTER = {"reflect"}
# What is ours to answer for on a page; the rest comes with the theme.


@pytest.fixture
def reader(chromium, site: str) -> Iterator:
    """Open a page of the book as a new reader, and note what goes wrong on it."""
    contexts, complaints = [], []

    def open_page(path: str, *, size=DESKTOP, theme="light", touch=False):
        context = chromium.new_context(
            viewport=dict(zip(("width", "height"), size, strict=True)),
            has_touch=touch,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        context.add_init_script(
            f"localStorage.mode = '{theme}'; localStorage.theme = '{theme}';"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path if "://" in path else f"{site}/{path}")
        if "://" not in path:
            page.locator("section.sc-part-quiz .sc-card").last.wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def question(page, item: str):
    """Return a question by its place on the page; its name must say what it asks."""
    group = page.locator(f"[id='{item}']").get_by_role("group")
    start = plain(asked(item).stem).partition("{{")[0][:40].strip()
    assert re.match(rf"Question \d+ \d points? {re.escape(start)}", name_of(group))
    return group


def name_of(group) -> str:
    words = group.evaluate(
        "node => node.getAttribute('aria-labelledby').split(' ')"
        ".map((id) => document.getElementById(id).textContent).join(' ')"
    )
    return " ".join(words.split())


def asked(item: str) -> Item:
    return load_bank(item.partition("-")[0]).item(item)


def options(item: str, *, right: bool) -> list[str]:
    """Return what a question's right, or wrong, options say."""
    return [
        plain(option["text"])
        for option in asked(item).body["options"]
        if option.get("correct", False) is right
    ]


def scores(page, item: str) -> list:
    kept = page.evaluate("item => localStorage[`salescourse:${item}`]", item)
    return [event["score"] for event in json.loads(kept) if event["kind"] == "attempt"]


def button(group, name: str):
    return group.get_by_role("button", name=name, exact=True)


def tab_to(page, locator) -> None:
    """Press Tab until the keyboard is there, as a person without a mouse."""
    for _ in range(40):
        if locator.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard never arrives there")


def step_into(group) -> None:
    """Put the keyboard before a question."""
    group.evaluate("node => { node.tabIndex = -1; node.focus(); }")


def press_check(page, group) -> None:
    tab_to(page, button(group, "Check"))
    page.keyboard.press("Enter")


def test_every_type_is_asked_in_some_chapter_but_one():
    types = {item.type for name in chapters() for item in load_bank(name).items}
    assert types >= set(TYPES) - NOT_IN_A_CHAPTER


def test_one_of_several_wrong_then_right_by_mouse(reader):
    page = reader(DECISIONS)
    group = question(page, "decisions-rule")
    group.get_by_role("radio", name=options("decisions-rule", right=False)[0]).click()
    button(group, "Check").click()
    assert "✗ Not quite" in group.inner_text()
    group.get_by_role("radio", name=options("decisions-rule", right=True)[0]).click()
    assert "Not quite" not in group.inner_text()
    button(group, "Check").click()
    assert "✓ Right" in group.inner_text()
    assert scores(page, "decisions-rule") == [0, 1]
    dots = page.get_by_role("navigation", name="Quiz")
    assert (
        dots.get_by_role("button", name=re.compile(r"Question \d+: Right")).count() == 1
    )


def test_several_of_several_partly_right_then_right_by_keyboard(reader):
    page = reader(DECISIONS)
    group = question(page, "decisions-purchasing")
    right = options("decisions-purchasing", right=True)
    for wanted, said in ((right[:1], "Points: 0.33 of 1."), (right[1:], "✓ Right")):
        for text in wanted:
            step_into(group)
            tab_to(page, group.get_by_role("checkbox", name=text))
            page.keyboard.press("Space")
        press_check(page, group)
        assert said in group.locator(".sc-verdict").inner_text()
    assert [round(score, 2) for score in scores(page, "decisions-purchasing")] == [
        0.33,
        1,
    ]


def test_a_number_wrong_then_right_by_keyboard(reader):
    page = reader(DECISIONS)
    group = question(page, "decisions-signatures")
    stem = group.locator(".sc-stem").inner_text()
    people, agree = re.search(r"(\d) people must sign.* (0\.\d+)", stem).groups()
    step_into(group)
    tab_to(page, group.get_by_role("textbox", name="Your answer"))
    page.keyboard.type(agree)
    page.keyboard.press("Enter")
    assert "✗ Not quite" in group.inner_text()
    assert "is how sure each one is" in group.inner_text()
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{float(agree) ** int(people):.1%}")
    page.keyboard.press("Enter")
    assert "✓ Right" in group.inner_text()
    assert scores(page, "decisions-signatures") == [0, 1]


def test_partners_partly_right_then_right_by_keyboard(reader):
    page = reader(DECISIONS)
    group = question(page, "decisions-sources")
    pairs = [
        (plain(pair["left"]), plain(pair["right"]))
        for pair in asked("decisions-sources").body["pairs"]
    ]
    for swapped, said in ((True, "Points: 0.5 of 1."), (False, "✓ Right")):
        partners = [right for _, right in pairs]
        if swapped:
            partners[:2] = partners[1::-1]
        step_into(group)
        for (left, _), wanted in zip(pairs, partners, strict=True):
            menu = group.get_by_role("combobox", name=f"Partner of: {left}")
            tab_to(page, menu)
            walk_to(page, menu, wanted)
        press_check(page, group)
        assert said in group.locator(".sc-verdict").inner_text()
    assert scores(page, "decisions-sources") == [0.5, 1]


def walk_to(page, menu, wanted: str) -> None:
    """Choose from a menu with the arrows: up to the first, then down."""
    page.keyboard.press("Home")
    for _ in range(menu.locator("option").count()):
        if menu.locator("option:checked").inner_text().endswith(wanted):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the menu never comes to {wanted}")


def test_a_word_wrong_then_right_by_touch(reader):
    page = reader(OUTCOMES, size=PHONE, touch=True)
    group = question(page, "outcomes-word")
    box = group.get_by_role("textbox", name="Your answer")
    box.tap()
    page.keyboard.type("truncated")
    button(group, "Check").tap()
    assert "✗ Not quite" in group.inner_text()
    box.fill("Censored")
    button(group, "Check").tap()
    assert "✓ Right" in group.inner_text()
    assert scores(page, "outcomes-word") == [0, 1]


def test_an_order_partly_right_then_right_by_touch(reader):
    page = reader(OUTCOMES, size=PHONE, touch=True)
    group = question(page, "outcomes-one-day")
    steps = [plain(step["text"]) for step in asked("outcomes-one-day").body["steps"]]
    shown = group.get_by_role("listitem")

    def place_of(step: str) -> int:
        return [step in text for text in shown.all_inner_texts()].index(True)

    for at, step in enumerate(steps):
        for _ in range(place_of(step) - at):
            button(group, f"Move up: {step}").tap()
    button(group, f"Move down: {steps[0]}").tap()
    button(group, "Check").tap()
    assert "Points: 0.8 of 1." in group.locator(".sc-verdict").inner_text()  # 1 - 2/10
    button(group, f"Move up: {steps[0]}").tap()
    button(group, "Check").tap()
    assert "✓ Right" in group.locator(".sc-verdict").inner_text()
    assert scores(page, "outcomes-one-day") == [pytest.approx(0.8), 1]


def as_read(markdown: str) -> str:
    """Return a text as a reader sees it, with the quotes that the book gives it."""
    return " ".join(unescape(re.sub("<[^>]+>", "", render(markdown))).split())


def talks(item: Item) -> list[list[str]]:
    """Return what one can say from beginning to end, the worst talk first."""
    face = TYPES["scenario"].face(item, as_read)
    key = answer_key(item)
    found, begun = [], [(key["start"], 0, [])]
    while begun:
        step, points, said = begun.pop()
        if not key["steps"][step]:
            found.append((points, said))
        for at, (after, worth) in enumerate(key["steps"][step]):
            sentence = face["steps"][step]["choices"][at]["html"]
            begun.append((after, points + worth, [*said, sentence]))
    return [said for _, said in sorted(found)]


def test_a_talk_to_a_poor_and_to_the_best_end_by_touch(reader):
    page = reader(DECISIONS, size=PHONE, touch=True)
    group = question(page, "decisions-talk")
    every = talks(asked("decisions-talk"))
    for sentences, said in ((every[0], "✗ Not quite"), (every[-1], "✓ Right")):
        for sentence in sentences:
            group.get_by_role("button", name=sentence).tap()
        assert said in group.locator(".sc-verdict").inner_text()
        assert group.locator(".sc-review li").count() == len(sentences)
        button(group, "Start the conversation again").tap()
    assert scores(page, "decisions-talk") == [0, 1]


def test_thoughts_are_kept_by_touch(reader, tmp_path):
    path = quiz_page(tmp_path, read_bank(PRACTICE), "practice-thoughts")
    page = reader(path.as_uri(), size=PHONE, touch=True)
    group = page.get_by_role("group", name=re.compile("Whom would you call first"))
    group.get_by_role("textbox", name="Your text").tap()
    page.keyboard.type("Finance first.")
    button(group, "Keep").tap()
    assert "whom I have not met" in group.inner_text()


def test_choices_numbers_and_partners_by_touch(reader):
    page = reader(DECISIONS, size=PHONE, touch=True)
    group = question(page, "decisions-rule")
    group.get_by_text(options("decisions-rule", right=True)[0]).tap()
    button(group, "Check").tap()
    assert "✓ Right" in group.inner_text()
    group = question(page, "decisions-signatures")
    group.get_by_role("textbox", name="Your answer").tap()
    page.keyboard.type("5")
    button(group, "Check").tap()
    assert "✗ Not quite" in group.inner_text()
    group = question(page, "decisions-sources")
    button(group, "Check").tap()
    assert "Give each of them a partner first." in group.inner_text()


def test_a_guess_and_a_slider_by_touch(reader):
    page = reader(DECISIONS, size=PHONE, touch=True)
    explorer = page.locator(".sc-explorer")
    for people in (2, 5, 10):
        explorer.get_by_role("textbox", name=f"{people} people").tap()
        page.keyboard.type("50")
    explorer.get_by_role("button", name="Show the curve").tap()
    slider = explorer.get_by_role("slider", name="Chance that each one says yes")
    before = slider.input_value()
    box = slider.bounding_box()
    slider.tap(position={"x": box["width"] - 4, "y": box["height"] / 2})
    assert int(slider.input_value()) > int(before)


def answer_everything(page) -> None:
    """Give every question some answer, and every explorer a guess."""
    for box in page.locator(".sc-guessing input").all():
        box.fill("50")
    for show in page.get_by_role("button", name="Show the curve").all():
        show.click()
    page.locator(".sc-explorer summary").first.click()
    page.evaluate("""() => document.querySelectorAll(".sc-card").forEach((card) => {
        card.querySelector("input[type=radio], input[type=checkbox]")?.click();
        card.querySelectorAll(".sc-input").forEach((node) => { node.value = "7"; });
        card.querySelectorAll("select").forEach((node) => { node.selectedIndex = 1; });
        card.querySelector(".sc-say")?.click();
        [...card.querySelectorAll(".sc-button")].slice(-3).forEach((node) => {
            if (!node.hidden) node.click();
        });
    })""")
    page.wait_for_timeout(200)


def violations(page) -> list:
    """Return what axe finds on the whole page."""
    return [
        (one["id"], node["html"][:200])
        for one in Axe().run(page).response["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_a_chapter_before_and_after(reader, size, theme):
    page = reader(DECISIONS, size=size, theme=theme)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert violations(page) == []
    answer_everything(page)
    assert page.locator(".sc-card .sc-badge").count() >= 5
    assert violations(page) == []


def test_what_axe_would_find_is_found(reader):
    page = reader(DECISIONS)
    page.evaluate("document.querySelector('.sc-input').previousSibling.remove()")
    assert "label" in {rule for rule, _ in violations(page)}


def is_in_view(page, anchor: str) -> bool:
    """Say whether what has this id begins in the upper part of the window."""
    page.wait_for_timeout(300)
    top = page.locator(f"[id='{anchor}']").evaluate(
        "node => node.getBoundingClientRect().top"
    )
    return 0 <= top < 300


def open_progress(reader, site: str):
    page = reader(DECISIONS)
    page.goto(f"{site}/book/progress.html")
    page.locator(".sc-overview").wait_for()
    page.locator(".sc-overview summary").filter(has_text="Who has to say yes").click()
    return page


@pytest.mark.parametrize("item", ["decisions-rule", "decisions-talk"])
def test_a_link_from_the_progress_page_lands_at_its_question(reader, site, item):
    page = open_progress(reader, site)
    page.locator(f".sc-overview a.sc-o-row[href$='#{item}']").click()
    page.wait_for_url(f"**/01_decisions.html#{item}")
    page.locator(f"[id='{item}']").wait_for()
    assert is_in_view(page, item)


def test_links_to_exercises_land_at_the_exercises(reader, site):
    page = open_progress(reader, site)
    page.get_by_role("link", name=re.compile("Exercise 2")).first.click()
    page.wait_for_url("**/01_decisions.html#exercises")
    page.locator("section.sc-part-quiz .sc-card").last.wait_for()
    assert is_in_view(page, "exercises")


def test_a_changed_address_moves_on_to_another_question(reader):
    page = reader(DECISIONS)
    page.evaluate("location.hash = 'decisions-talk'")
    assert is_in_view(page, "decisions-talk")


def test_every_link_of_the_progress_page_has_its_place(reader, site):
    page = open_progress(reader, site)
    for details in page.locator(".sc-overview details").all():
        details.evaluate("node => { node.open = true; }")
    links = page.locator(".sc-overview a.sc-o-row").evaluate_all(
        "all => all.map((link) => link.href)"
    )
    anchors: dict[str, set[str]] = {}
    for link in links:
        address, _, anchor = link.partition("#")
        anchors.setdefault(address, set()).add(anchor)
    assert len(anchors) >= len(chapters())
    for address, wanted in anchors.items():
        page.goto(address)
        page.locator("section.sc-part-quiz .sc-card").last.wait_for()
        found = page.evaluate("[...document.querySelectorAll('[id]')].map((n) => n.id)")
        assert wanted <= set(found)
        assert len([one for one in found if one in wanted]) == len(wanted)
