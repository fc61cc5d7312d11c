"""The quiz in a browser, on a bare page opened from a folder, and in a notebook."""

import copy
import json
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from injections import INJECTIONS
from quiz_page import quiz_page

from salescourse import quiz
from salescourse.practice.modules import modules
from salescourse.practice.questions.bank import check_banks, load_bank, read_bank
from salescourse.practice.questions.widget import Quiz
from salescourse.practice.records import records
from salescourse.teach.book.short import short

PRACTICE = Path(__file__).resolve().parents[1] / "banks" / "practice.yml"
QUESTIONS = [item.id for item in read_bank(PRACTICE).items if item.type != "code"]


class Opened:
    """A page with a quiz, and the few things a learner does there."""

    def __init__(self, page):
        self.page = page
        self.trouble = []
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", self.hear)

    def hear(self, said):
        if "Failed to load resource" not in said.text:  # a picture that is not there
            self.trouble.append(said.text)

    def open(self, address):
        self.page.goto(address)
        return self.wait()

    def wait(self):
        self.page.wait_for_function("() => window.ready")
        return self

    def again(self):
        self.page.reload()
        return self.wait()

    def card(self, number):
        """Go to a question, if it is not the one that is shown, and return it."""
        card = self.page.locator(".sc-card").nth(number - 1)
        if not card.is_visible():
            self.step(number).click()
        return card

    def step(self, number):
        return self.page.get_by_role("navigation").get_by_role("button").nth(number - 1)

    def check(self, number):
        self.card(number).get_by_role("button", name="Check").click()

    def verdict(self, number):
        return self.card(number).locator(".sc-verdict")

    def choose(self, number, text):
        self.card(number).locator(".sc-option").get_by_text(text).click()

    @property
    def score(self):
        return self.page.locator(".sc-score").inner_text()

    def events(self, item):
        return json.loads(
            self.page.evaluate(f'localStorage.getItem("salescourse:{item}")') or "[]"
        )


@pytest.fixture
def address(tmp_path):
    """Serve the test's folder. Chromium, in a window that keeps nothing, now and then
    forgets what a page opened as file:// had stored when it is loaded again.
    """

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_quiz(chromium, tmp_path, address):
    contexts = []

    def opener(*ids, bank=None, viewport=(1000, 900), context=None, **options):
        if context is None:
            context = chromium.new_context(
                viewport=dict(zip(("width", "height"), viewport, strict=True)),
                has_touch=options.pop("touch", False),
            )
            context.set_default_timeout(5000)
            contexts.append(context)
        opened = Opened(context.new_page())
        # A page rewritten within the same second may come from the browser's cache.
        number = len(list(tmp_path.glob("quiz*.html")))
        options.setdefault("name", f"quiz{number}.html")
        path = quiz_page(tmp_path, bank or read_bank(PRACTICE), *ids, **options)
        return opened.open(f"{address}/{path.name}")

    yield opener
    for context in contexts:
        context.close()


def described_by(control):
    return control.get_attribute("aria-describedby")


def test_a_wrong_choice_is_answered_where_it_stands_and_may_be_changed(open_quiz):
    quiz = open_quiz("practice-one")
    quiz.choose(1, "About 0.8")
    quiz.check(1)
    row = quiz.card(1).locator(".sc-row", has_text="About 0.8")
    assert "sc-is-wrong" in row.get_attribute("class")
    said = quiz.page.locator(f"[id='{described_by(row.get_by_role('radio'))}']")
    assert "✗ Not quite" in said.inner_text()
    assert "That is one person." in said.inner_text()
    assert quiz.score.startswith("1 of 1 answered, 0 right")
    quiz.choose(1, "About 0.33")
    assert "Not quite" not in quiz.card(1).inner_text()
    quiz.check(1)
    assert "✓ Right" in quiz.card(1).inner_text()
    assert "Multiply five times." in quiz.card(1).inner_text()
    assert quiz.score == "1 of 1 answered, 1 right · 1 of 1 points"
    assert [event["score"] for event in quiz.events("practice-one")] == [0, 1]
    assert quiz.trouble == []


def test_a_page_opened_from_a_folder_works_too(chromium, tmp_path):
    page = chromium.new_page()
    quiz = Opened(page).open(
        quiz_page(tmp_path, read_bank(PRACTICE), "practice-one").as_uri()
    )
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    assert "✓ Right" in quiz.card(1).inner_text()
    assert len(quiz.events("practice-one")) == 1
    page.close()


def test_an_event_holds_what_the_records_expect(open_quiz):
    from salescourse.practice.events import check_event

    quiz = open_quiz("practice-one")
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    (event,) = quiz.events("practice-one")
    assert check_event(event) == event
    assert event["kind"] == "attempt"
    assert event["answer"] == [1]
    assert event["hash"] == read_bank(PRACTICE).item("practice-one").hash


def test_partial_credit_is_stated_and_given(open_quiz):
    quiz = open_quiz("practice-many")
    assert "each wrong one takes one away" in quiz.card(1).inner_text()
    quiz.choose(1, "Another veto")
    quiz.check(1)
    assert "Partly right Points: 1 of 2." in quiz.verdict(1).inner_text()
    quiz.card(1).get_by_role("button", name="Show the worked answer").click()
    rows = quiz.card(1).locator(".sc-entry")
    assert "This was right too" in rows.filter(has_text="A friendly veto").inner_text()
    assert "Not this one" in rows.filter(has_text="A majority").inner_text()
    quiz.choose(1, "A friendly veto")
    quiz.check(1)
    assert "✓ Right" in quiz.verdict(1).inner_text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("€1.2k", "✓ Right Read as 1,200."),
        ("1.200", "✗ Not quite Read as 1.2."),
        ("112", "You added. Multiply instead."),
        ("twelve hundred", "Not counted. This is not a number I can read."),
        ("$1200", "Not counted. This unit does not fit the question. Here it is €"),
        ("\u202d1200\u202c", "✓ Right Read as 1,200."),
        ("1,2,3", "Not counted. This is not a number I can read."),
        ("", "Not counted. Type a number first."),
    ],
)
def test_a_number_is_read_as_people_type_it(open_quiz, typed, said):
    quiz = open_quiz("practice-number")
    box = quiz.card(1).get_by_label("Your answer")
    box.fill(typed)
    box.press("Enter")
    assert said in quiz.verdict(1).inner_text()
    counted = "Not counted" not in said
    assert len(quiz.events("practice-number")) == counted


def test_every_learner_gets_numbers_of_their_own_and_keeps_them(
    open_quiz, chromium, tmp_path
):
    stems = {}
    for learner in "abcdef":
        context = chromium.new_context()
        quiz = open_quiz("practice-own", context=context, learner=learner)
        stem = quiz.card(1).locator(".sc-stem").inner_text()
        people, agree = re.match(r"(\d) vetoes at (\d+)", stem).groups()
        quiz.card(1).get_by_label("Your answer").fill(
            str((int(agree) / 100) ** int(people))
        )
        quiz.check(1)
        assert "✓ Right" in quiz.verdict(1).inner_text()
        assert quiz.again().card(1).locator(".sc-stem").inner_text() == stem
        assert "✓ Right" in quiz.verdict(1).inner_text()
        stems[learner] = stem
        context.close()
    assert len(set(stems.values())) > 2


def test_an_answer_brings_its_own_numbers_to_another_browser(open_quiz):
    quiz = open_quiz("practice-own")
    quiz.card(1).get_by_label("Your answer").fill("1 %")
    quiz.check(1)
    stem = quiz.card(1).locator(".sc-stem").inner_text()
    (event,) = quiz.events("practice-own")
    quiz.page.evaluate('localStorage.setItem("salescourse-learner", "someone else")')
    assert quiz.again().card(1).locator(".sc-stem").inner_text() == stem
    assert event["answer"]["value"] == "1 %"
    assert isinstance(event["answer"]["variant"], int)


def test_a_word_is_forgiven_its_capitals_and_answered_in_its_own_words(open_quiz):
    quiz = open_quiz("practice-word")
    box = quiz.card(1).get_by_label("Your answer")
    box.fill("A vote?")
    box.press("Enter")
    assert "It is a Latin word." in quiz.verdict(1).inner_text()
    box.fill("Vote")
    box.press("Enter")
    assert "A vote can be outvoted." in quiz.verdict(1).inner_text()
    box.fill(" VETO! ")
    box.press("Enter")
    assert "✓ Right" in quiz.verdict(1).inner_text()


def order_of(quiz):
    return quiz.card(1).locator(".sc-order .sc-grow").all_inner_texts()


STAGES = ["First call", "Offer", "Signature", "Delivery"]


def sort_by_buttons(quiz):
    for _ in range(20):
        now = order_of(quiz)
        wrong = next((at for at, stage in enumerate(STAGES) if now[at] != stage), None)
        if wrong is None:
            return
        name = f"Move up: {STAGES[wrong]}"
        quiz.card(1).get_by_role("button", name=name).click()


def test_steps_are_put_in_order_with_buttons(open_quiz):
    quiz = open_quiz("practice-order")
    assert order_of(quiz) != STAGES
    sort_by_buttons(quiz)
    assert "now number" in quiz.card(1).locator(".sc-note[aria-live]").inner_text()
    quiz.check(1)
    assert "✓ Right" in quiz.verdict(1).inner_text()
    assert order_of(quiz.again()) == STAGES


def test_a_moved_step_keeps_the_focus(open_quiz):
    quiz = open_quiz("practice-order")
    last = order_of(quiz)[-1]
    button = quiz.card(1).get_by_role("button", name=f"Move up: {last}")
    button.focus()
    for place in (2, 1, 0, 0):
        quiz.page.keyboard.press("Enter")
        assert order_of(quiz)[place] == last
        focused = quiz.page.evaluate(
            "document.activeElement.getAttribute('aria-label')"
        )
        assert focused == f"Move up: {last}"


def test_steps_can_be_dragged_too(open_quiz):
    quiz = open_quiz("practice-order")
    before = order_of(quiz)
    rows = quiz.card(1).locator(".sc-order .sc-row")
    rows.nth(3).drag_to(rows.nth(0), source_position={"x": 60, "y": 12})
    assert order_of(quiz) == [before[3], *before[:3]]


def test_an_order_almost_right_earns_part_of_the_points(open_quiz):
    quiz = open_quiz("practice-order")
    sort_by_buttons(quiz)
    quiz.card(1).get_by_role("button", name="Move up: Delivery").click()
    quiz.check(1)
    said = quiz.verdict(1).inner_text()
    assert "Partly right 2 of 4 in place. Points: 0.67 of 1." in said
    rows = quiz.card(1).locator(".sc-order .sc-row")
    kinds = [row.get_attribute("class").split() for row in rows.all()]
    assert ["sc-is-right" in kind for kind in kinds] == [True, True, False, False]
    assert not any("sc-is-wrong" in kind for kind in kinds)
    quiz.card(1).get_by_role("button", name="Show the worked answer").click()
    said = quiz.card(1).locator(".sc-entry").all_inner_texts()
    assert re.search(r"Belongs at 4\s+Delivery", said[2])
    assert re.search(r"Belongs at 3\s+Signature", said[3])


def test_what_is_in_place_stays_there_and_the_others_move_around_it(open_quiz):
    quiz = open_quiz("practice-order")
    sort_by_buttons(quiz)

    def move(name):
        return quiz.card(1).get_by_role("button", name=f"Move up: {name}")

    for name in ("Offer", "Signature", "Delivery", "Signature"):
        move(name).click()
    # Offer, Delivery or the like: only what stands where it belongs is locked.
    shown = order_of(quiz)
    quiz.check(1)
    in_place = [one for one, stage in zip(shown, STAGES, strict=True) if one == stage]
    said = f"{len(in_place)} of 4 in place."
    assert said in quiz.verdict(1).inner_text()
    for stage in STAGES:
        assert (move(stage).count() == 0) == (stage in in_place)
    quiz.again()
    for stage in STAGES:
        assert (move(stage).count() == 0) == (stage in in_place)
    sort_by_buttons(quiz)
    quiz.check(1)
    assert "4 of 4 in place." in quiz.verdict(1).inner_text()
    # Then nothing is locked any more: who wants to may try again.
    assert all(move(stage).count() == 1 for stage in STAGES)


PARTNERS = {
    "Finance": "Not this quarter",
    "IT": "Which network?",
    "Facilities": "Which pipe?",
}


def left_side(quiz, name):
    return quiz.card(1).get_by_role("button", name=f"Partner of: {name}: ")


def partner_of(quiz, name):
    label = left_side(quiz, name).get_attribute("aria-label")
    return label.removeprefix(f"Partner of: {name}: ")


def pick(quiz, left, right):
    left_side(quiz, left).click()
    quiz.card(1).locator(".sc-partner", has_text=right).click()


def test_partners_are_matched_by_tapping_left_and_right(open_quiz):
    quiz = open_quiz("practice-match")
    quiz.check(1)
    assert "Give each of them a partner first." in quiz.verdict(1).inner_text()
    for left, right in PARTNERS.items():
        pick(quiz, left, right)
    pick(quiz, "IT", "I would rather have tea")
    assert quiz.card(1).locator(".sc-pairs line").count() == 3
    quiz.check(1)
    said = quiz.verdict(1).inner_text()
    assert "Partly right 2 of 3 in place. Points: 0.67 of 1." in said
    assert "Not quite" not in quiz.card(1).inner_text()
    pick(quiz, "IT", "Which network?")
    quiz.check(1)
    assert "✓ Right" in quiz.verdict(1).inner_text()
    quiz.again()
    assert partner_of(quiz, "IT") == "Which network?"


def test_a_right_pair_stays_and_the_next_one_is_asked_for_by_itself(open_quiz):
    quiz = open_quiz("practice-match")
    for right in ("Not this quarter", "Which pipe?", "Which network?"):
        quiz.card(1).locator(".sc-partner", has_text=right).click()
    quiz.check(1)
    assert "1 of 3 in place." in quiz.verdict(1).inner_text()
    left_side(quiz, "Finance").click(force=True)  # it says that it is disabled
    assert left_side(quiz, "Finance").get_attribute("aria-disabled") == "true"
    for left in ("IT", "Facilities"):
        assert left_side(quiz, left).get_attribute("aria-pressed") == "true"
        quiz.card(1).locator(".sc-partner", has_text=PARTNERS[left]).click()
    assert partner_of(quiz, "Finance") == "Not this quarter"
    quiz.check(1)
    assert "3 of 3 in place." in quiz.verdict(1).inner_text()


def test_partners_are_matched_with_enter_and_arrows(open_quiz):
    quiz = open_quiz("practice-match")
    press = quiz.page.keyboard.press
    focused = "document.activeElement.textContent"
    left_side(quiz, "Finance").focus()
    texts = quiz.card(1).locator(".sc-partner").all_inner_texts()
    for right in PARTNERS.values():
        at = next(n for n, text in enumerate(texts) if text.endswith(right))
        press("Enter")
        press("Home")
        for _ in range(at):
            press("ArrowDown")
        assert right in quiz.page.evaluate(focused)
        press("Enter")
    assert {left: partner_of(quiz, left) for left in PARTNERS} == PARTNERS
    assert "C" in texts[2]
    press("Enter")
    press("Escape")
    assert "Facilities" in quiz.page.evaluate(focused)


def test_no_text_of_a_pair_is_cut(open_quiz, tmp_path):
    long = "a partner of many words that no narrow column holds in a single line"
    bank = tmp_path / "practice.yml"
    bank.write_text(PRACTICE.read_text().replace("Not this quarter", long))
    for width in (390, 1000):
        quiz = open_quiz("practice-match", bank=read_bank(bank), viewport=(width, 800))
        cut = quiz.page.evaluate("""() => [...document.querySelectorAll(".sc-pairs button")]
            .filter((one) => one.scrollWidth > one.clientWidth + 1
              || one.scrollHeight > one.clientHeight + 1).map((one) => one.textContent)""")
        assert cut == []
        assert long in quiz.card(1).inner_text()
        lines = quiz.card(1).locator(".sc-pairs svg")
        assert lines.is_visible() == (width > 480)


def test_partners_can_be_dragged_too(open_quiz):
    quiz = open_quiz("practice-match")
    chip = quiz.card(1).locator(".sc-pairs li", has_text="Which pipe?")
    chip.drag_to(left_side(quiz, "Facilities"))
    assert partner_of(quiz, "Facilities") == "Which pipe?"


def say(quiz, *sentences):
    for sentence in sentences:
        quiz.card(1).get_by_role("button", name=sentence).click()


GOOD_TALK = ["Who else decides?", "A hundred each.", "In April.", "Here is the pen."]


def test_a_talk_leads_on_and_reviews_what_was_said(open_quiz):
    quiz = open_quiz("practice-talk")
    say(quiz, "At once.", "Less than you think.", "Soon.", "I will call you.")
    card = quiz.card(1).inner_text()
    assert "Nobody said no" in card
    assert "Kind, and blind." in card
    assert "−2 points" in card
    assert "✗ Not quite" in quiz.verdict(1).inner_text()
    say(quiz, "Start the conversation again", *GOOD_TALK)
    assert "✓ Right" in quiz.verdict(1).inner_text()
    assert "+2 points" in quiz.card(1).inner_text()
    assert quiz.score.endswith("3 of 3 points")
    assert "Signed" in quiz.again().card(1).inner_text()
    assert quiz.events("practice-talk")[-1]["answer"] == [0, 0, 0, 0]


def test_a_talk_half_way_through_goes_on_after_a_reload(open_quiz):
    quiz = open_quiz("practice-talk")
    say(quiz, "At once.", "Less than you think.", "Soon.", "I will call you.")
    say(quiz, "Start the conversation again", *GOOD_TALK[:2])
    quiz.again()
    assert "Turn 3." in quiz.card(1).inner_text()
    assert "Not quite" not in quiz.card(1).inner_text()
    say(quiz, *GOOD_TALK[2:])
    assert "✓ Right" in quiz.verdict(1).inner_text()
    assert [event["score"] for event in quiz.events("practice-talk")] == [0, 1]
    assert "Signed" in quiz.again().card(1).inner_text()
    quiz.page.get_by_role("button", name="Start over").click()
    quiz.page.get_by_role("button", name="Yes, start over").click()
    assert "Turn 1." in quiz.again().card(1).inner_text()


@pytest.mark.parametrize("kept", ["[99]", '"x"', "{}", "[0, [], 1]", "no"])
def test_a_spoiled_beginning_of_a_talk_begins_it_again(open_quiz, kept):
    quiz = open_quiz("practice-talk")
    say(quiz, "Who else decides?")
    quiz.page.evaluate(
        "kept => { for (const name in sessionStorage) sessionStorage[name] = kept; }",
        kept,
    )
    assert "Turn 1." in quiz.again().card(1).inner_text()
    assert quiz.trouble == []


def test_in_a_talk_the_focus_moves_to_what_the_customer_says(open_quiz):
    quiz = open_quiz("practice-talk")
    say(quiz, "Who else decides?")
    assert "What does it cost?" in quiz.page.evaluate(
        "document.activeElement.textContent"
    )


def decisions_talk(open_quiz, **options):
    return open_quiz("decisions-talk", bank=load_bank("decisions"), **options)


BAD_TALK = [
    "Of course, and thank you",
    "Could the three meet",
    "I will call you in July",
]


def people_of(quiz):
    shown = quiz.card(1).locator(".sc-scene li").all_text_contents()
    return dict(text.split(": ") for text in shown)


def test_faces_and_the_date_follow_the_conversation(open_quiz):
    quiz = decisions_talk(open_quiz)
    day = quiz.card(1).locator(".sc-scene p")
    assert people_of(quiz) == {
        "Office manager": "glad",
        "Facilities": "calm",
        "IT": "calm",
        "Finance": "calm",
    }
    assert day.inner_text() == "March 3 \u00b7 59 days to May 1"
    say(quiz, BAD_TALK[0])
    assert people_of(quiz)["Finance"] == "worried"
    assert day.inner_text() == "March 24 \u00b7 38 days to May 1"
    say(quiz, BAD_TALK[1])
    assert day.inner_text() == "March 26 \u00b7 36 days to May 1"
    mouths = quiz.card(1).locator(".sc-turn > svg .sc-mouth")
    assert len({mouth.get_attribute("d") for mouth in mouths.all()}) > 1
    say(quiz, BAD_TALK[2])
    end = quiz.card(1).locator(".sc-ended")
    assert "Signed in July" in end.inner_text()
    assert "July 1" in end.inner_text()
    assert people_of(quiz)["Office manager"] == "worried"
    assert quiz.trouble == []


def test_what_a_line_cost_stands_beside_it_and_a_harmless_one_is_not_blamed(open_quiz):
    quiz = decisions_talk(open_quiz)
    say(quiz, BAD_TALK[0])
    assert quiz.card(1).locator(".sc-why").count() == 0
    say(quiz, *BAD_TALK[1:])
    notes = quiz.card(1).locator(".sc-why .sc-badge")
    assert notes.all_inner_texts() == ["– 0 points", "✓ +2 points", "✗ −1 points"]
    assert "sc-is-open" in notes.first.get_attribute("class")
    for line in quiz.card(1).locator(".sc-own").all():
        said, why = line.locator(".sc-you"), line.locator(".sc-why")
        assert abs(said.bounding_box()["y"] - why.bounding_box()["y"]) < 8
    # Every sentence stands there once.
    assert quiz.card(1).get_by_text("I will call you in July").count() == 1
    assert "Few people say that." in quiz.again().card(1).inner_text()
    assert quiz.card(1).locator(".sc-why").count() == 3


@pytest.mark.parametrize("width", [320, 390, 1000])
def test_a_conversation_fits_and_axe_finds_nothing_in_it(open_quiz, width):
    from axe_playwright_python.sync_playwright import Axe

    quiz = decisions_talk(open_quiz, viewport=(width, 800), guarded=False)
    for sentence in BAD_TALK:
        say(quiz, sentence)
        found = Axe().run(quiz.page)
        assert found.violations_count == 0, found.generate_report()
        assert quiz.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_bank_without_faces_has_a_conversation_without(open_quiz):
    quiz = open_quiz("practice-talk")
    say(quiz, "Who else decides?")
    assert quiz.card(1).locator(".sc-talk svg, .sc-scene").count() == 0


def test_thoughts_are_kept_and_compared_but_not_scored(open_quiz):
    quiz = open_quiz("practice-thoughts")
    quiz.card(1).get_by_label("Your text").fill("Finance first.")
    quiz.card(1).get_by_role("button", name="Keep").click()
    assert "whom I have not met" in quiz.verdict(1).inner_text()
    assert quiz.score == "1 of 1 answered, 0 right · 0 of 0 points"
    assert quiz.events("practice-thoughts")[0]["score"] is None
    assert (
        quiz.again().card(1).get_by_label("Your text").input_value() == "Finance first."
    )


def test_hints_come_one_by_one_are_recorded_and_survive_a_reload(open_quiz):
    quiz = open_quiz("practice-one")
    quiz.card(1).get_by_role("button", name="Show hint (1 of 2)").click()
    assert "Write a product." in quiz.card(1).locator(".sc-hints").inner_text()
    quiz.card(1).get_by_role("button", name="Show hint (2 of 2)").click()
    assert quiz.card(1).get_by_role("button", name="Show hint").count() == 0
    assert [event["kind"] for event in quiz.events("practice-one")] == ["hint", "hint"]
    assert quiz.again().card(1).locator(".sc-hint").count() == 2
    assert quiz.score.startswith("0 of 1 answered")


def answer_everything(quiz):
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    quiz.choose(2, "Another veto")
    quiz.check(2)
    quiz.card(3).get_by_label("Your answer").fill("7")
    quiz.check(3)


def test_answers_survive_a_reload_and_start_over_empties_but_keeps_the_log(open_quiz):
    quiz = open_quiz("practice-one", "practice-many", "practice-number")
    answer_everything(quiz)
    score, verdicts = quiz.score, quiz.page.locator(".sc-verdict").all_text_contents()
    assert score == "3 of 3 answered, 1 right · 2 of 4 points"
    quiz.again()
    assert quiz.score == score
    assert quiz.page.locator(".sc-verdict").all_text_contents() == verdicts
    quiz.page.get_by_role("button", name="Start over").click()
    quiz.page.get_by_role("button", name="No, go on").click()
    assert quiz.score == score
    quiz.page.get_by_role("button", name="Start over").click()
    quiz.page.get_by_role("button", name="Yes, start over").click()
    assert quiz.score.startswith("0 of 3 answered")
    assert quiz.page.locator("input:checked").count() == 0
    assert quiz.card(3).get_by_label("Your answer").input_value() == ""
    assert [e["kind"] for e in quiz.events("practice-one")] == ["attempt", "reset"]
    assert quiz.again().score.startswith("0 of 3 answered")


def test_two_tabs_show_the_same(open_quiz):
    first = open_quiz("practice-one", "practice-number")
    second = open_quiz(
        "practice-one", "practice-number", context=first.page.context, name="quiz.html"
    )
    first.choose(1, "About 0.33")
    first.check(1)
    second.page.wait_for_function(
        "() => document.querySelector('.sc-score').textContent.startsWith('1 of 2')"
    )
    assert "✓ Right" in second.card(1).inner_text()
    second.card(2).get_by_label("Your answer").fill("1200")
    second.check(2)
    first.page.wait_for_function(
        "() => document.querySelector('.sc-score').textContent.startsWith('2 of 2')"
    )


def test_a_changed_question_says_so_and_asks_again(open_quiz, tmp_path):
    quiz = open_quiz("practice-one")
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    changed = tmp_path / "practice.yml"
    changed.write_text(PRACTICE.read_text().replace("Exactly 0", "Exactly nothing"))
    newer = open_quiz(
        "practice-one", bank=read_bank(changed), context=quiz.page.context
    )
    assert (
        "This question has changed since you answered it." in newer.card(1).inner_text()
    )
    assert newer.score.startswith("0 of 1 answered")
    newer.choose(1, "About 0.33")
    newer.check(1)
    assert "has changed" not in newer.card(1).inner_text()
    assert len(newer.events("practice-one")) == 2


def test_options_are_shuffled_for_each_learner_and_fixed_ones_stay(open_quiz, chromium):
    orders = set()
    for learner in "abcde":
        context = chromium.new_context()
        quiz = open_quiz("practice-one", context=context, learner=learner)
        order = tuple(quiz.card(1).locator(".sc-option").all_inner_texts())
        assert order[0] == "About 0.8"
        assert (
            tuple(quiz.again().card(1).locator(".sc-option").all_inner_texts()) == order
        )
        orders.add(order)
        context.close()
    assert len(orders) > 2


def test_a_browser_that_keeps_nothing_says_so_and_works(open_quiz, chromium):
    context = chromium.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new Error('denied'); } });"
    )
    quiz = open_quiz("practice-one", context=context)
    assert "This browser keeps nothing" in quiz.page.locator(".sc-notice").inner_text()
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    assert "✓ Right" in quiz.card(1).inner_text()
    assert "Saved" not in quiz.card(1).inner_text()
    assert quiz.trouble == []
    context.close()


def test_what_lies_broken_in_the_browser_stops_nothing(open_quiz):
    quiz = open_quiz("practice-one", "practice-own", "practice-talk", "practice-match")
    no_events = [
        "not json", "{}", "[1, null, {}]", '[{"id": "aaaaaaaa", "at": "2026"}]',
        '[{"id":"aaaaaaaa","at":"2026","kind":"attempt","answer":{"variant":99},"score":2}]',
    ]  # fmt: skip
    items = read_bank(PRACTICE)
    rubbish_of = {}
    for item in ("practice-one", "practice-own", "practice-talk", "practice-match"):
        odd = [99, [99], {"variant": 99}, "x", [[]], {"variant": "1", "value": []}]
        rubbish = no_events + [
            json.dumps([{"id": "aaaaaaaa", "kind": "attempt", "item": item, "at": "2026",
                         "hash": items.item(item).hash, "answer": answer, "score": 0}])
            for answer in odd
        ]  # fmt: skip
        rubbish_of[item] = rubbish
    for at in range(11):
        for item, rubbish in rubbish_of.items():
            quiz.page.evaluate(
                "([name, text]) => localStorage.setItem(name, text)",
                [f"salescourse:{item}", rubbish[at]],
            )
        quiz.again()
    assert quiz.trouble == []


def stored(quiz, key):
    return quiz.page.evaluate("key => localStorage.getItem(key)", key)


def keep(quiz, key, text):
    quiz.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])


def right_answer(number=1, **changes):
    """Make an attempt at the first question, as this course keeps it."""
    item = read_bank(PRACTICE).item("practice-one")
    return {
        "id": f"aaaaaaaa-{number}", "kind": "attempt", "item": item.id,
        "hash": item.hash, "at": f"2026-11-23T15:00:0{number}.000Z", "answer": [1],
        "score": 1, **changes,
    }  # fmt: skip


GOOD = right_answer()
DAMAGED = [
    "{not json", "", '{"length": 0}', "7", "null", '"a text"',
    json.dumps([GOOD, None, {"kind": "x"}]),
    json.dumps([GOOD, right_answer(2, at="yesterday")]),
    json.dumps([GOOD])[:-2],
]  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED)
def test_an_answer_sets_aside_what_lies_damaged_and_overwrites_nothing(open_quiz, text):
    quiz = open_quiz("practice-one")
    keep(quiz, "salescourse:practice-one", text)
    quiz.again()
    whole = text.startswith("[") and text.endswith("]")
    assert quiz.score.startswith("1 of 1" if whole else "0 of 1")
    assert "is damaged" in quiz.page.locator(".sc-notice").inner_text()
    quiz.choose(1, "About 0.8")
    quiz.check(1)
    assert stored(quiz, "salescourse-damaged:practice-one") == text
    scores = [event["score"] for event in quiz.events("practice-one")]
    assert scores == ([1, 0] if whole else [0])
    assert quiz.page.locator(".sc-notice").is_hidden()
    # Damaged again: the first text stays where it is.
    keep(quiz, "salescourse:practice-one", "[oops")
    quiz.again().choose(1, "About 0.33")
    quiz.check(1)
    assert stored(quiz, "salescourse-damaged:practice-one") == text
    assert stored(quiz, "salescourse-damaged:practice-one:2") == "[oops"
    assert quiz.trouble == []


def test_what_a_later_version_of_the_course_kept_stays_for_it(open_quiz):
    later = [
        right_answer(1, kind="game", moves=[{"to": 3}]),
        right_answer(2, seconds=41),
        right_answer(3, kind="sheet", score=None, answer={"price": "€7"}),
    ]
    quiz = open_quiz("practice-one")
    keep(quiz, "salescourse:practice-one", json.dumps(later))
    quiz.again()
    assert quiz.score.startswith("0 of 1 answered")
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    assert quiz.score.startswith("1 of 1 answered, 1 right")
    assert quiz.events("practice-one")[:3] == later
    assert len(quiz.events("practice-one")) == 4
    assert stored(quiz, "salescourse-damaged:practice-one") is None
    assert quiz.trouble == []


FILL_UP = """() => {
  for (let size = 1 << 22; size >= 1; size >>= 1)
    for (let n = 0; ; n++)
      try { localStorage.setItem(`filling-${size}-${n}`, "x".repeat(size)); } catch { break; }
}"""
MAKE_ROOM = """() => Object.keys(localStorage).filter((key) => key.startsWith("filling"))
  .forEach((key) => localStorage.removeItem(key))"""


def test_a_full_browser_overwrites_nothing_and_says_what_it_does_not_keep(open_quiz):
    quiz = open_quiz("practice-one", "practice-number")
    text = json.dumps([GOOD, None])
    keep(quiz, "salescourse:practice-one", text)
    quiz.again()
    quiz.page.evaluate(FILL_UP)
    quiz.choose(1, "About 0.8")
    quiz.check(1)
    assert "Not quite" in quiz.card(1).inner_text()
    assert "has no room left" in quiz.page.locator(".sc-notice").inner_text()
    assert "Saved" not in quiz.card(1).inner_text()
    assert stored(quiz, "salescourse:practice-one") == text
    quiz.page.evaluate(MAKE_ROOM)
    quiz.card(2).get_by_label("Your answer").fill("1200")
    quiz.check(2)
    assert [event["score"] for event in quiz.events("practice-one")] == [1, 0]
    assert len(quiz.events("practice-number")) == 1
    assert stored(quiz, "salescourse-damaged:practice-one") == text
    assert quiz.page.locator(".sc-notice").is_hidden()
    assert quiz.trouble == []


def test_half_a_sign_in_an_answer_is_stored_and_read_again(open_quiz):
    quiz = open_quiz("practice-thoughts", kernel=True)
    quiz.page.evaluate("""() => {
        const area = document.querySelector("textarea");
        area.value = "because \\ud83d of \\ude00";
        area.dispatchEvent(new Event("input")); }""")
    quiz.card(1).get_by_role("button", name="Keep").click()
    (event,) = quiz.page.evaluate("window.sent")
    assert event["answer"] == "because \ufffd of \ufffd"
    records().add([event])
    assert records().events() == [event]


UNIQUE = """() => {
  const troubles = [];
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids) if (ids.filter((other) => other === id).length > 1) troubles.push(`twice: ${id}`);
  for (const view of document.querySelectorAll("main > div"))
    for (const name of ["for", "aria-labelledby", "aria-describedby", "aria-controls", "list"])
      for (const node of view.querySelectorAll(`[${name}]`))
        for (const id of node.getAttribute(name).split(" "))
          if (!view.contains(document.getElementById(id))) troubles.push(`${name}: ${id}`);
  return troubles;
}"""


@pytest.mark.parametrize("kernel", [True, False])
def test_a_choice_in_one_quiz_leaves_every_other_alone(open_quiz, kernel):
    quiz = open_quiz(kernel=kernel, views=2)
    one, two = (quiz.page.locator("main > div").nth(at) for at in range(2))
    one.get_by_role("radio", name="About 0.8").check()
    two.get_by_role("radio", name="About 0.33").check()
    assert one.get_by_role("radio", name="About 0.8").is_checked()
    names = [
        set(view.locator("input[name]").evaluate_all("all => all.map(i => i.name)"))
        for view in (one, two)
    ]
    assert names[0]
    assert not names[0] & names[1]
    assert quiz.page.evaluate(UNIQUE) == []
    # A label leads into its own quiz.
    two.get_by_role("button", name="Question 3: not answered").click()
    two.locator(".sc-typed label").first.click()
    assert two.locator(":focus").count() == 1
    assert quiz.trouble == []


def test_with_a_kernel_an_attempt_is_saved_when_the_kernel_says_so(open_quiz):
    quiz = open_quiz("practice-one", kernel=True)
    quiz.page.evaluate("window.saves = false")
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    saved = quiz.card(1).locator(".sc-saved")
    assert saved.inner_text() == ""
    sent = quiz.page.evaluate("window.sent")
    assert [event["answer"] for event in sent] == [[1]]
    quiz.page.evaluate("ids => model.set('stored', ids)", [sent[0]["id"]])
    assert saved.inner_text() == "Saved"
    assert quiz.events("practice-one") == []


def test_with_a_kernel_earlier_answers_are_there_again(open_quiz):
    item = read_bank(PRACTICE).item("practice-one")
    event = {"id": "aaaaaaaa-1", "kind": "attempt", "item": item.id, "hash": item.hash,
             "at": "2026-11-23T15:00:00.000Z", "answer": [0], "score": 0}  # fmt: skip
    quiz = open_quiz("practice-one", kernel=True, events=[event], stored=["aaaaaaaa-1"])
    assert "That is one person." in quiz.card(1).inner_text()
    assert quiz.card(1).locator(".sc-saved").inner_text() == "Saved"


def test_the_notebook_widget_stores_what_the_browser_sends():
    widget = quiz("decisions", "decisions-survey")
    event = {"id": "aaaaaaaa-1", "kind": "attempt", "item": "decisions-survey",
             "hash": widget.items[0]["hash"], "at": "2026-11-23T15:00:00.000Z",
             "answer": [1], "score": 1.0}  # fmt: skip
    foreign = {**event, "id": "aaaaaaaa-2", "item": "other"}
    widget.events = [event, foreign, "rubbish"]
    assert widget.stored == ["aaaaaaaa-1"]
    assert [kept["id"] for kept in records().events()] == ["aaaaaaaa-1"]
    later = quiz("decisions", "decisions-survey")
    assert [kept["id"] for kept in later.events] == ["aaaaaaaa-1"]
    assert later.stored == ["aaaaaaaa-1"]


def test_a_malformed_event_from_the_browser_is_refused_in_words():
    widget = quiz("decisions", "decisions-survey")
    widget.events = [{"id": "aaaaaaaa-1", "item": "decisions-survey", "kind": "guess"}]
    assert widget.stored == []
    assert "kind must be one of" in widget.notice


def test_the_widget_shows_itself_in_words_where_it_cannot_be_shown():
    widget = quiz("decisions")
    assert repr(widget) == (
        "Quiz: decisions, 10 questions. Run this cell in JupyterLab to answer."
    )
    with pytest.raises(KeyError, match="decisions-survey"):
        quiz("decisions", "decisions-surveys")


def test_a_quiz_is_answered_with_the_keyboard_alone(open_quiz):
    quiz = open_quiz("practice-one", "practice-number")
    press = quiz.page.keyboard.press
    for _ in range(2):  # all steps of the strip are one stop
        press("Tab")
    assert quiz.page.evaluate("document.activeElement.type") == "radio"
    press("Space")
    for _ in range(5):
        if quiz.page.locator(".sc-option:has(:focus)").inner_text() == "About 0.33":
            break
        press("ArrowDown")
    press("Tab")
    press("Enter")
    assert "✓ Right" in quiz.card(1).inner_text()
    assert quiz.page.evaluate("document.activeElement.textContent") == "Next question"
    press("Enter")
    while quiz.page.evaluate("document.activeElement.className") != "sc-input":
        press("Tab")
    quiz.page.keyboard.type("1,200")
    press("Enter")
    assert "✓ Right" in quiz.verdict(2).inner_text()


def test_a_quiz_is_answered_by_touch(open_quiz):
    quiz = open_quiz("practice-one", "practice-order", viewport=(390, 800), touch=True)
    quiz.card(1).get_by_text("About 0.33").tap()
    quiz.card(1).get_by_role("button", name="Check").tap()
    assert "✓ Right" in quiz.card(1).inner_text()
    before = quiz.card(2).locator(".sc-grow").all_inner_texts()
    quiz.card(2).get_by_role("button", name=f"Move up: {before[1]}").tap()
    assert quiz.card(2).locator(".sc-grow").all_inner_texts()[0] == before[1]


def test_a_screen_reader_hears_question_option_and_state(open_quiz):
    quiz = open_quiz("practice-one", "practice-match")
    tree = quiz.page.locator(".sc-quiz").aria_snapshot()
    assert 'navigation "Quiz"' in tree
    assert 'button "Question 1: not answered"' in tree
    assert 'group "Question 1 1 point Five vetoes at 0.8.' in tree
    assert 'radio "About 0.33"' in tree
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    tree = quiz.page.locator(".sc-quiz").aria_snapshot()
    assert 'button "Question 1: Right"' in tree
    radio = quiz.card(1).get_by_role("radio", name="About 0.33")
    live = quiz.card(1).locator(f"[id='{described_by(radio)}'][aria-live]")
    assert "Right" in live.inner_text()
    quiz.step(2).click()
    tree = quiz.page.locator(".sc-quiz").aria_snapshot()
    assert 'button "Partner of: Finance: none yet" [pressed]' in tree
    assert 'button "Partner of: IT: none yet"' in tree
    assert re.search('button "[A-D] Which network\\?"', tree)


def answer_all(quiz, right):
    quiz.choose(1, "About 0.33" if right else "About 0.8")
    quiz.choose(2, "Another veto")
    if right:
        quiz.choose(2, "A friendly veto")
    for number in (3, 4, 5):
        box = quiz.card(number).get_by_label("Your answer")
        box.fill({3: "1200", 5: "veto"}.get(number, "1") if right else "7")
    quiz.card(7)
    for left, partner in PARTNERS.items():
        quiz.card(7).get_by_role("button", name=f"Partner of: {left}").click()
        wanted = partner if right else "I would rather have tea"
        quiz.card(7).locator(".sc-partner", has_text=wanted).click()
    for number in range(1, 8):
        quiz.check(number)
    sentences = GOOD_TALK if right else ["No."]
    for sentence in sentences:
        quiz.card(8).get_by_role("button", name=sentence).click()
    quiz.page.get_by_role("button", name="Show all questions").click()
    for button in quiz.page.get_by_role("button", name="Show hint").all():
        if button.is_visible():
            button.click()
    quiz.page.get_by_role("button", name="Start over").click()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ["open", "wrong", "right", "explained"])
def test_axe_finds_nothing_in_any_state(open_quiz, theme, state):
    from axe_playwright_python.sync_playwright import Axe

    quiz = open_quiz(theme=theme, guarded=False)
    if state != "open":
        answer_all(quiz, state == "right")
    if state == "explained":
        for name in ("Show the worked answer", "Why not the others?"):
            button = quiz.page.get_by_role("button", name=name)
            while button.count():
                button.first.click()
    result = Axe().run(quiz.page)
    found = [
        (v["id"], [n["html"] for n in v["nodes"]])
        for v in result.response["violations"]
    ]
    assert found == []


def test_everything_fits_into_a_narrow_page_and_is_large_enough_to_touch(open_quiz):
    quiz = open_quiz(viewport=(320, 700))
    answer_all(quiz, False)
    assert quiz.page.evaluate("document.documentElement.scrollWidth") <= 320
    small = quiz.page.evaluate(
        """() => [...document.querySelectorAll(
            ".sc-quiz button, .sc-quiz .sc-option, .sc-quiz .sc-input")]
          .map((node) => [node.textContent, node.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.width < 44 || box.height < 43.9))
          .map(([text]) => text)"""
    )
    assert small == []


def shown_cards(quiz):
    return [
        at
        for at, card in enumerate(quiz.page.locator(".sc-card").all(), 1)
        if card.is_visible()
    ]


THREE = ("practice-one", "practice-number", "practice-word")


def test_one_question_is_shown_at_a_time_and_the_strip_leads_to_each(open_quiz):
    quiz = open_quiz(*THREE)
    assert shown_cards(quiz) == [1]
    quiz.step(3).click()
    assert shown_cards(quiz) == [3]
    assert quiz.step(3).get_attribute("aria-current") == "step"
    group = quiz.page.evaluate("document.activeElement.getAttribute('aria-labelledby')")
    assert group == quiz.card(3).get_by_role("group").get_attribute("aria-labelledby")
    quiz.step(3).focus()
    for key, now in (("ArrowLeft", 2), ("ArrowUp", 1), ("ArrowUp", 1), ("End", 3),
                     ("Home", 1), ("ArrowRight", 2), ("ArrowDown", 3)):  # fmt: skip
        quiz.page.keyboard.press(key)
        assert shown_cards(quiz) == [now]
        label = quiz.page.evaluate("document.activeElement.ariaLabel")
        assert label == f"Question {now}: not answered"


def test_all_questions_stand_there_on_demand_and_on_paper(open_quiz):
    quiz = open_quiz(*THREE)
    quiz.page.emulate_media(media="print")
    assert shown_cards(quiz) == [1, 2, 3]
    quiz.page.emulate_media(media="screen")
    assert shown_cards(quiz) == [1]
    quiz.page.get_by_role("button", name="Show all questions").click()
    assert shown_cards(quiz) == [1, 2, 3]
    quiz.page.get_by_role("button", name="One question at a time").click()
    assert shown_cards(quiz) == [1]


def test_after_a_right_answer_check_gives_way_to_the_next_question(open_quiz):
    quiz = open_quiz(*THREE)

    def button(name):
        return quiz.page.get_by_role("button", name=name, exact=True)

    quiz.choose(1, "About 0.8")
    quiz.check(1)
    assert button("Check").is_visible()
    assert button("Next question").count() == 0
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    assert button("Check").count() == 0
    quiz.choose(1, "About 0.8")  # another answer can be checked again
    assert button("Check").is_visible()
    assert button("Next question").count() == 0
    quiz.choose(1, "About 0.33")
    quiz.check(1)
    button("Next question").click()
    assert shown_cards(quiz) == [2]
    quiz.step(3).click()
    quiz.card(3).get_by_label("Your answer").fill("veto")
    quiz.check(3)
    # The last one says where one stands, and leads to what is still open.
    assert "2 of 3 done, 1 still open." in quiz.card(3).inner_text()
    button("Go to question 2").click()
    assert shown_cards(quiz) == [2]
    quiz.card(2).get_by_label("Your answer").fill("1200")
    quiz.check(2)
    button("Next question").click()
    assert "3 of 3 done." in quiz.card(3).inner_text()
    assert quiz.trouble == []


def test_a_reload_comes_back_to_the_first_open_question(open_quiz):
    quiz = open_quiz(*THREE)
    quiz.choose(1, "About 0.8")
    quiz.check(1)
    quiz.step(3).click()
    assert shown_cards(quiz.again()) == [2]
    quiz.card(2).get_by_label("Your answer").fill("1200")
    quiz.check(2)
    quiz.card(3).get_by_label("Your answer").fill("veto")
    quiz.check(3)
    # None is open: then the first that is not right.
    assert shown_cards(quiz.again()) == [1]


def test_an_address_opens_its_question(open_quiz):
    quiz = open_quiz(*THREE)
    quiz.page.evaluate("location.hash = 'practice-word'")
    quiz.page.locator("#practice-word").wait_for()
    assert shown_cards(quiz) == [3]
    quiz.step(2).click()
    assert shown_cards(quiz.again()) == [3]
    quiz.page.evaluate("location.hash = 'elsewhere'")
    quiz.page.wait_for_timeout(100)
    assert shown_cards(quiz) == [3]


def test_what_is_half_answered_is_there_again_after_a_reload(open_quiz):
    names = ("practice-one", "practice-number", "practice-order", "practice-thoughts")
    quiz = open_quiz(*names)
    quiz.choose(1, "About 0.8")
    quiz.check(1)
    quiz.choose(1, "About 0.33")
    quiz.card(2).get_by_label("Your answer").fill("12")
    shown = quiz.card(3).locator(".sc-order .sc-grow")
    last = shown.last.inner_text()
    quiz.card(3).get_by_role("button", name=f"Move up: {last}").click()
    order = shown.all_inner_texts()
    quiz.card(4).get_by_label("Your text").fill("Finance, bec")
    quiz.again()
    assert quiz.card(1).get_by_role("radio", name="About 0.33").is_checked()
    assert "Not quite" not in quiz.card(1).inner_text()
    assert quiz.card(2).get_by_label("Your answer").input_value() == "12"
    assert quiz.card(3).locator(".sc-order .sc-grow").all_inner_texts() == order
    assert quiz.card(4).get_by_label("Your text").input_value() == "Finance, bec"
    assert [len(quiz.events(name)) for name in names] == [1, 0, 0, 0]


def test_what_is_pressed_stays_under_the_pointer(open_quiz):
    quiz = open_quiz()
    for number, act in (
        (1, lambda card: card.get_by_text("About 0.8").click()),
        (2, lambda card: card.get_by_text("Another veto").click()),
        (3, lambda card: card.get_by_label("Your answer").fill("7")),
        (6, lambda card: None),
    ):
        card = quiz.card(number)
        act(card)
        button = card.get_by_role("button", name="Check")
        rows = card.locator(".sc-row")
        before = [one.bounding_box() for one in (button, *rows.all())]
        button.click()
        assert [one.bounding_box() for one in (button, *rows.all())] == before, number


def test_a_number_that_stands_as_it_was_typed_is_not_read_back(open_quiz):
    quiz = open_quiz("practice-number")
    for typed, read_back in (("1,200", False), ("1200 EUR", True), ("7", False)):
        quiz.card(1).get_by_label("Your answer").fill(typed)
        quiz.card(1).get_by_label("Your answer").press("Enter")
        assert ("Read as" in quiz.verdict(1).inner_text()) == read_back


def test_the_steps_of_a_long_review_stand_in_few_rows_on_a_telephone(open_quiz):
    bank = read_bank(PRACTICE)
    for ids, most in ((QUESTIONS, 2), (QUESTIONS + QUESTIONS[:6], 1)):
        quiz = open_quiz(*ids, bank=bank, viewport=(390, 800))
        tops = quiz.page.locator(".sc-dot").evaluate_all(
            "all => [...new Set(all.map((one) => one.getBoundingClientRect().top))]"
        )
        assert len(tops) <= most
        assert quiz.page.evaluate("document.documentElement.scrollWidth") <= 390
        quiz.page.locator(".sc-dot").first.focus()
        quiz.page.keyboard.press("End")
        last = quiz.page.locator(".sc-dot").last.bounding_box()
        assert 0 <= last["x"] <= 390 - last["width"]


def test_those_who_want_no_motion_get_none(open_quiz, chromium):
    context = chromium.new_context(reduced_motion="reduce")
    quiz = open_quiz("practice-one", context=context)
    row = quiz.card(1).locator(".sc-row").first
    assert row.evaluate("node => getComputedStyle(node).transitionDuration") == "0s"
    context.close()


def injected(text):
    """Put a text into everything a bank can say."""
    content = yaml.safe_load(PRACTICE.read_text())

    def put(value, name=""):
        if isinstance(value, dict):
            return {key: put(part, key) for key, part in value.items()}
        if isinstance(value, list):
            return [put(part, name) for part in value]
        shown = ("stem", "text", "feedback", "hints", "explanation", "says", "otherwise",
                 "sample", "left", "right", "extras")  # fmt: skip
        return (
            f"{value} {text}\n\n{text}"
            if name in shown and isinstance(value, str)
            else value
        )

    items = []
    for item in content["items"]:
        changed = put(copy.deepcopy(item))
        if "script" in item:
            line = " ".join(text.split())
            changed["script"] = item["script"]
            for said in (
                "A plain answer.",
                "What does it cost?",
                "Finance does.",
                "At once.",
            ):
                changed["script"] = changed["script"].replace(said, f"{said} {line}")
        items.append(changed)
    return {**content, "items": items}


def test_forty_injections_in_everything_a_bank_says_execute_nothing(chromium, tmp_path):
    assert len(INJECTIONS) == 40
    page = chromium.new_page()
    page.add_init_script("window.hits = []; window.alert = (x) => hits.push(x);")
    for first in range(0, 40, 10):
        texts = [
            text.replace("alert(1)", f"alert({first + at})")
            for at, text in enumerate(INJECTIONS[first : first + 10])
        ]
        bank = injected_bank("\n\n".join(texts), tmp_path / "practice.yml")
        opened = Opened(page).open(quiz_page(tmp_path, bank, guarded=False).as_uri())
        page.evaluate(
            """() => document.querySelectorAll(".sc-quiz *").forEach((node) => {
              for (const name of ["click", "mouseover", "focus", "error", "load"])
                node.dispatchEvent(new Event(name, { cancelable: true })); })"""
        )
        answer_all_roughly(opened)
        page.wait_for_timeout(100)
        assert page.evaluate("() => window.hits") == []
        assert opened.trouble == []
        page.evaluate("() => localStorage.clear()")
    page.close()


def injected_bank(text, path):
    """Make a bank that the checker would refuse only for formulas and pictures."""
    from salescourse.practice.questions.bank import Bank, Objective, _item

    content = injected(text)
    path.write_text(yaml.safe_dump(content, allow_unicode=True))
    rules = {finding.rule for finding in check_banks([path]) if not finding.style}
    assert rules <= {"formula", "picture", "variant"}
    objectives = tuple(Objective(**entry) for entry in content["objectives"])
    items = tuple(_item(raw, "practice") for raw in content["items"])
    return Bank("practice", objectives, items, path)


def answer_all_roughly(quiz):
    quiz.page.evaluate("""() => {
      document.querySelectorAll("input[type=radio], input[type=checkbox]").forEach((n) => n.click());
      document.querySelectorAll(".sc-input, textarea").forEach((n) => { n.value = "7"; });
      document.querySelectorAll(".sc-pick, .sc-partner").forEach((n) => n.click());
      for (let round = 0; round < 5; round++)
        document.querySelectorAll(".sc-button").forEach((n) => n.isConnected && n.click());
    }""")


def test_forty_injections_as_answers_execute_nothing(open_quiz):
    quiz = open_quiz(
        "practice-number", "practice-word", "practice-thoughts", guarded=False
    )
    hits = quiz.page.evaluate(
        """(texts) => {
          const hits = [];
          window.alert = () => hits.push(texts[0]);
          for (const text of texts) {
            document.querySelectorAll(".sc-input, textarea").forEach((node) => {
              node.value = text;
              node.dispatchEvent(new Event("input"));
            });
            document.querySelectorAll(".sc-first").forEach((node) => node.click());
          }
          return new Promise((done) => setTimeout(() => done(hits), 200));
        }""",
        INJECTIONS,
    )
    assert hits == []
    assert len(quiz.events("practice-thoughts")) == 40
    quiz.again()
    assert quiz.card(3).get_by_label("Your text").input_value() == INJECTIONS[-1]
    assert quiz.trouble == []


def test_forty_injections_as_imported_events_execute_nothing(open_quiz):
    quiz = open_quiz(guarded=False)
    quiz.page.add_init_script("window.alert = () => { sessionStorage.hits = 'hit'; }")
    items = [item for item in read_bank(PRACTICE).items if item.type != "code"]
    for first in range(0, 40, len(items) - 1):
        for at, item in enumerate(items):
            text = INJECTIONS[(first + at) % 40]
            events = [
                {"id": f"aaaaaaaa-{kind}{n}", "kind": kind, "item": item.id,
                 "hash": item.hash, "at": "2026-11-23T15:00:00.000Z", "answer": answer,
                 "score": 0}
                for kind in ("attempt", "hint")
                for n, answer in enumerate((text, [text], {"variant": text, "value": text}))
            ]  # fmt: skip
            events += [{**events[0], name: text} for name in events[0]]
            quiz.page.evaluate(
                "([name, text]) => localStorage.setItem(name, text)",
                [f"salescourse:{item.id}", json.dumps(events)],
            )
        quiz.again()
        assert quiz.page.evaluate("() => sessionStorage.hits") is None
    assert quiz.trouble == []


def test_feedback_comes_within_50_ms_on_a_page_with_ten_questions(open_quiz):
    bank = read_bank(PRACTICE)
    quiz = open_quiz(bank=bank)
    times = quiz.page.evaluate(
        """() => {
          const times = [];
          const inputs = document.querySelectorAll(".sc-card:first-of-type input");
          const check = document.querySelector(".sc-card .sc-first");
          for (let round = 0; round < 100; round++) {
            inputs[round % inputs.length].click();
            const start = performance.now();
            check.click();
            document.body.getBoundingClientRect();
            times.push(performance.now() - start);
          }
          return times.sort((a, b) => a - b);
        }"""
    )
    assert times[94] < 50, times[-10:]


def test_scripts_and_styles_are_small():
    import gzip

    texts = short("questions/widget.js")  # as a page carries them
    own = "".join(text for path, text in texts.items() if not path.startswith("js/"))
    assert len(gzip.compress((own + Quiz._css).encode(), 9)) <= 13_200
    # In other widgets too, and in a page's one script once.
    for path, most in (("js/store.js", 2_700), ("js/numbers.js", 2_900)):
        shared = "".join(modules(path).values())
        assert len(gzip.compress(shared.encode(), 9)) <= most


def test_a_widget_s_state_is_the_same_every_time():
    one, two = (quiz("decisions").get_state() for _ in range(2))
    assert one["items"] == two["items"]
    assert one["labels"] == two["labels"]
    json.dumps(one["items"], allow_nan=False)
    assert load_bank("decisions").item("decisions-rule").hash == one["items"][1]["hash"]
