"""Every way to practice, in the real book: by mouse, by keyboard and by touch."""

import json
import re
from collections.abc import Iterator

import pytest
from answering import (
    SAID,
    WAYS,
    Hand,
    attempts,
    open_question,
    state_of,
    step_into,
    tab_to,
)
from axe_playwright_python.sync_playwright import Axe

from salescourse.practice.markup import plain
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.types import TYPES

DECISIONS, OUTCOMES = "notebooks/01_decisions.html", "notebooks/04_outcomes.html"
DESKTOP, PHONE = (1280, 900), (390, 844)
# A question of every type: one of several and several of several are one type.
ASKED = {
    "decisions-rule": DECISIONS,
    "decisions-purchasing": DECISIONS,
    "decisions-signatures": DECISIONS,
    "decisions-sources": DECISIONS,
    "decisions-talk": DECISIONS,
    "comparison-cause": "notebooks/12_comparison.html",
    "outcomes-one-day": OUTCOMES,
    "relationships-your-own": "notebooks/02_relationships.html",
}


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
            page.locator("section.sc-part-quiz .sc-now").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def question(page, item: str):
    """Go to a question by its id and return it; its name must say what it asks."""
    group = page.locator(f"[id='{item}'] > fieldset")
    open_question(group)
    assert group.get_attribute("role") is None  # a fieldset is a group
    start = plain(asked(item).stem).partition("{{")[0][:40].strip().replace("'", "’")
    assert re.match(rf"Question \d+ (\d points? )?{re.escape(start)}", name_of(group))
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


def test_every_type_is_asked_in_some_chapter():
    types = {item.type for name in chapters() for item in load_bank(name).items}
    assert types == set(TYPES)
    assert {asked(item).type for item in ASKED} == set(TYPES) - {"code"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("item", ASKED)
def test_every_type_is_answered_wrong_partly_and_right_in_every_way(reader, item, way):
    page = reader(
        ASKED[item], size=PHONE if way == "touch" else DESKTOP, touch=way == "touch"
    )
    group = question(page, item)
    hand = Hand(page, group, way)
    given = attempts(asked(item), group.locator(".sc-stem").inner_text())
    for state, answer in given:
        hand.answer(asked(item), answer)
        if state != "kept":
            said = ".sc-said" if asked(item).type == "choice" else ".sc-verdict"
            assert SAID[state] in " ".join(group.locator(said).all_inner_texts())
    kept = [state_of(score) for score in scores(page, item)]
    assert kept == [state for state, _ in given]


def test_a_kept_thought_is_answered_with_a_sample(reader):
    page = reader(ASKED["relationships-your-own"])
    group = question(page, "relationships-your-own")
    group.get_by_role("textbox", name="Your text").fill("They grow loyal.")
    button(group, "Keep").click()
    assert "A sample answer to compare with" in group.inner_text()
    assert "a group can be a mixture too" in group.inner_text()


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


@pytest.mark.parametrize(
    ("item", "credit"),
    [
        ("decisions-purchasing", "0.33"),  # one of three
        ("decisions-sources", "0.5"),  # two of four
        ("outcomes-one-day", "0.8"),  # one of ten pairs the wrong way round: 1 - 2/10
    ],
)
def test_partial_credit_is_stated(reader, item, credit):
    page = reader(ASKED[item])
    group = question(page, item)
    partly = dict(attempts(asked(item), ""))["partly"]
    Hand(page, group, "mouse").answer(asked(item), partly)
    assert f"Points: {credit} of 1." in group.inner_text()


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


def test_a_guess_and_a_slider_by_touch(reader):
    page = reader(DECISIONS, size=PHONE, touch=True)
    explorer = page.locator(".sc-explorer")
    for people in (4, 8):
        explorer.get_by_role("textbox", name=f"{people} people").tap()
        page.keyboard.type("50")
    explorer.get_by_role("button", name="Show the curve").tap()
    slider = explorer.get_by_role("slider", name="Chance that each one says yes")
    before = slider.input_value()
    box = slider.bounding_box()
    slider.tap(position={"x": box["width"] - 4, "y": box["height"] / 2})
    assert int(slider.input_value()) > int(before)


def answer_everything(page) -> None:
    """Show all questions, give each some answer, and every explorer a guess."""
    page.get_by_role("button", name="Show all questions").click()
    for box in page.locator(".sc-guessing input").all():
        box.fill("50")
    for show in page.get_by_role("button", name="Show the curve").all():
        show.click()
    page.locator(".sc-explorer summary").first.click()
    page.evaluate("""() => document.querySelectorAll(".sc-card").forEach((card) => {
        card.querySelector("input[type=radio], input[type=checkbox]")?.click();
        card.querySelectorAll(".sc-input").forEach((node) => { node.value = "7"; });
        card.querySelectorAll(".sc-pick").forEach((node) => {
            node.click();
            card.querySelector(".sc-partner").click();
        });
        card.querySelector(".sc-say")?.click();
        card.querySelectorAll(".sc-actions .sc-button").forEach((node) => {
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


def test_a_number_is_answered_in_the_page_and_the_rest_is_one_folded_line(reader):
    page = reader(DECISIONS)
    section = page.locator("#exercises")
    first = page.locator(".sc-widget-exercise").first
    answer = first.get_by_role("textbox")
    # The average person, not the eight of them: a misconception of the bank.
    answer.fill("95 %")
    answer.press("Enter")
    first.get_by_text("is how convinced each of them is").wait_for()
    answer.fill("60.3")
    first.get_by_role("button", name="Check").click()
    first.get_by_text("60.3 % is too low.").wait_for()
    first.get_by_role("button", name="Show hint (1 of 2)").click()
    # 0.95 ** 8 = 0.663.
    answer.fill("0.663")
    first.get_by_role("button", name="Check").click()
    first.get_by_text("one contract in three is lost").wait_for()
    kept = json.loads(page.evaluate("localStorage['salescourse:decisions-1']"))
    scores = [event["score"] for event in kept if event["kind"] == "attempt"]
    assert scores == [0, 0, 1]

    assert section.get_by_text("Not answered yet").count() == 0
    folded = section.locator("details.sc-in-lab")
    assert folded.count() == 1
    assert folded.get_attribute("open") is None
    folded.get_by_text("For JupyterLab").click()
    assert folded.get_by_text("chair_odds").first.is_visible()
    assert page.get_by_text('quiz("decisions")').count() == 0
    assert page.locator(".sc-needs-kernel").count() == 0


def test_a_guess_is_kept_quoted_and_answered_by_what_opens_with_it(reader):
    page = reader(DECISIONS)
    guess, answer = page.locator(".sc-guess"), page.locator("details.sc-after")
    turn = page.get_by_text("With two more such friends it is 0.48.")
    assert not turn.is_visible()
    field = guess.get_by_role("textbox", name="How likely was a yes?")
    field.fill("nine tenths")
    field.press("Enter")
    guess.get_by_text("is not a number I can read").wait_for()
    field.fill("250")
    field.press("Enter")
    guess.get_by_text("Type a number from 0").wait_for()
    assert not turn.is_visible()
    field.fill("0.9")
    field.press("Enter")
    turn.wait_for()
    assert guess.get_by_text("You wrote 90").is_visible()
    assert answer.locator("summary").inner_text().startswith("You wrote 90")
    assert page.locator(".sc-quote").first.inner_text() == "90\u00a0%"

    page.reload()
    turn.wait_for()
    guess.get_by_role("button", name="Change it").click()
    assert not turn.is_visible()
    # Whoever would not guess opens it by hand.
    answer.locator("summary").click()
    turn.wait_for()


def test_without_scripts_and_on_paper_the_answer_to_a_guess_stands_open(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{DECISIONS}")
    assert page.get_by_text("With two more such friends it is 0.48.").is_visible()
    context.close()
    page = chromium.new_page()
    page.goto(f"{site}/{DECISIONS}")
    fold = page.locator("details.sc-after.sc-known")
    fold.wait_for(state="attached")
    assert fold.get_attribute("open") is None
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert fold.get_attribute("open") is not None
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert fold.get_attribute("open") is None
    page.close()


def test_links_to_exercises_land_at_the_exercises(reader, site):
    page = open_progress(reader, site)
    page.get_by_role("link", name=re.compile("Exercise 2")).first.click()
    page.wait_for_url("**/01_decisions.html#exercises")
    page.locator("section.sc-part-quiz .sc-now").first.wait_for()
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
        page.locator("section.sc-part-quiz .sc-now").first.wait_for()
        found = page.evaluate("[...document.querySelectorAll('[id]')].map((n) => n.id)")
        assert wanted <= set(found)
        assert len([one for one in found if one in wanted]) == len(wanted)
