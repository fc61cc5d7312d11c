"""Answer questions of a quiz as a person does: by mouse, by keyboard or by touch."""

import re
from collections.abc import Callable
from html import unescape

from salescourse.practice.markup import plain, render
from salescourse.practice.questions.bank import answer_key
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.types import TYPES

WAYS = ("mouse", "keyboard", "touch")
SAID = {"wrong": "✗ Not quite", "partly": "◐ Partly right", "right": "✓ Right"}
# The right answers to questions whose numbers each learner gets for themselves, or
# that a program would have to understand: worked out here from what is asked.
NUMBERS: dict[str, Callable[[str], float]] = {
    "practice-number": lambda stem: 1200,
    "practice-own": lambda stem: power(stem, r"(\d) vetoes at (\d+)"),
    "decisions-signatures": lambda stem: power(stem, r"(\d) people .* (0\.\d+)"),
}


def power(stem: str, pattern: str) -> float:
    people, agree = re.search(pattern, stem, re.DOTALL).groups()
    return (float(agree) if "." in agree else int(agree) / 100) ** int(people)


def as_read(markdown: str) -> str:
    """Return a text as a reader sees it, with the quotes that the book gives it."""
    return " ".join(unescape(re.sub("<[^>]+>", "", render(markdown))).split())


def attempts(item: Item, stem: str) -> list[tuple[str, object]]:
    """Return a wrong, a partly right (where there is one) and the right answer."""
    return ATTEMPTS[item.type](item, stem)


def _choices(item: Item, stem: str) -> list[tuple[str, object]]:
    wrong, right = (
        [
            plain(option["text"])
            for option in item.body["options"]
            if option.get("correct", False) is wanted
        ]
        for wanted in (False, True)
    )
    partly = [("partly", right[:1])] if len(right) > 1 else []
    return [("wrong", wrong[:1]), *partly, ("right", right)]


def _numbers(item: Item, stem: str) -> list[tuple[str, object]]:
    return [("wrong", "7"), ("right", f"{NUMBERS[item.id](stem):.5g}")]


def _words(item: Item, stem: str) -> list[tuple[str, object]]:
    return [("wrong", "tea"), ("right", item.body["accept"][0])]


def _orders(item: Item, stem: str) -> list[tuple[str, object]]:
    steps = [plain(step["text"]) for step in item.body["steps"]]
    partly = [*steps[:-2], steps[-1], steps[-2]]
    return [("wrong", steps[::-1]), ("partly", partly), ("right", steps)]


def _partners(item: Item, stem: str) -> list[tuple[str, object]]:
    pairs = item.body["pairs"]
    left, right = ([plain(pair[side]) for pair in pairs] for side in ("left", "right"))
    answers = (
        ("wrong", [*right[1:], right[0]]),
        ("partly", [right[1], right[0], *right[2:]]),
        ("right", right),
    )
    return [(state, dict(zip(left, names, strict=True))) for state, names in answers]


def _talks(item: Item, stem: str) -> list[tuple[str, object]]:
    """Return the worst talk, one in between, and the best."""
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
    found.sort()
    between = next(said for points, said in found if 0 < points < key["best"])
    return [("wrong", found[0][1]), ("partly", between), ("right", found[-1][1])]


ATTEMPTS = {
    "choice": _choices,
    "numeric": _numbers,
    "text": _words,
    "order": _orders,
    "match": _partners,
    "scenario": _talks,
    "reflect": lambda item, stem: [("kept", "Finance first.")],
}


def straight(text: str) -> str:
    """Return a text with the apostrophes of a keyboard, as banks have them."""
    return text.replace("\u2019", "'")


class Hand:
    """Answers one question in one way.

    Parameters
    ----------
    page : Page
        Where the question is.
    question : Locator
        The question's group.
    way : {"mouse", "keyboard", "touch"}
        What the person has: the keyboard's reaches everything by Tab and arrows.
    """

    def __init__(self, page, question, way: str) -> None:
        self.page, self.question, self.way = page, question, way

    def answer(self, item: Item, answer) -> None:
        """Go to the question, put an answer there, and hand it in."""
        open_question(self.question)
        getattr(self, f"_{item.type}")(answer)
        if item.type != "scenario":
            self.press(self.button("Keep" if item.type == "reflect" else "Check"))

    def button(self, name: str):
        return self.question.get_by_role("button", name=name, exact=True)

    def press(self, control) -> None:
        """Press a button or tick a box."""
        if self.way == "mouse":
            control.click()
        elif self.way == "touch":
            control.tap()
        else:
            self.walk_to(control)
            self.page.keyboard.press("Space")

    def walk_to(self, control) -> None:
        """Press Tab, from the question's beginning, until the keyboard is there."""
        step_into(self.question)
        tab_to(self.page, control)

    def _choice(self, answer: list[str]) -> None:
        radios = self.question.get_by_role("radio")
        if radios.count() and self.way == "keyboard":
            self._arrow_to(radios, answer[0])
        elif radios.count():
            self.press(self.question.get_by_role("radio", name=answer[0], exact=True))
        for box in self.question.get_by_role("checkbox").all():
            if box.is_checked() != (label_of(box) in answer):
                self.press(box)

    def _arrow_to(self, radios, text: str) -> None:
        step_into(self.question)
        name = radios.first.get_attribute("name")
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.name") == name:
                break
        self.page.keyboard.press("Space")
        for _ in range(radios.count()):
            if label_of(self.question.locator(":focus")) == text:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never come to {text}")

    def _numeric(self, answer: str) -> None:
        self._type("Your answer", answer)

    def _text(self, answer: str) -> None:
        self._type("Your answer", answer)

    def _reflect(self, answer: str) -> None:
        self._type("Your text", f"{answer} ({self.way})")

    def _type(self, name: str, answer: str) -> None:
        box = self.question.get_by_role("textbox", name=name)
        if self.way == "keyboard":
            self.walk_to(box)
        else:
            self.press(box)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(answer)

    def _order(self, answer: list[str]) -> None:
        shown = self.question.locator(".sc-order").get_by_role("listitem")
        for at, step in enumerate(answer):
            for _ in answer:  # a press may pass over what stays where it is
                place = [step in text for text in shown.all_inner_texts()].index(True)
                if place <= at:
                    break
                self.press(self.button(f"Move up: {step}"))
        assert all(
            step in text
            for step, text in zip(answer, shown.all_inner_texts(), strict=True)
        )

    def _match(self, answer: dict[str, str]) -> None:
        for left, right in answer.items():
            chosen = re.compile(rf"^Partner of: {re.escape(left)}: ")
            side = self.question.get_by_role("button", name=chosen)
            if side.get_attribute("aria-disabled"):
                continue  # it was right, and stays
            partner = self._partner(right)
            self.press(side)
            if self.way == "keyboard":
                self._arrow_down_to(partner)
                self.page.keyboard.press("Enter")
            else:
                self.press(partner)
            assert straight(side.get_attribute("aria-label")).endswith(right)

    def _partner(self, text: str):
        buttons = self.question.locator(".sc-partner")
        texts = [straight(one) for one in buttons.all_inner_texts()]
        return buttons.nth([one.endswith(text) for one in texts].index(True))

    def _arrow_down_to(self, control) -> None:
        self.page.keyboard.press("Home")
        for _ in range(20):
            if control.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never come to {control.inner_text()}")

    def _scenario(self, answer: list[str]) -> None:
        again = self.button("Start the conversation again")
        if again.is_visible():
            self.press(again)
        for sentence in answer:
            self.press(self.question.get_by_role("button", name=sentence))


def state_of(score: float | None) -> str:
    """Name what a score in the learner's records means."""
    if score is None:
        return "kept"
    return "right" if score == 1 else "partly" if score > 0 else "wrong"


def label_of(control) -> str:
    return " ".join(control.evaluate("node => node.labels[0].innerText").split())


def open_question(question) -> None:
    """Go to a question by its number in the strip, unless it is the one shown."""
    if not question.is_visible():
        card = question.locator(
            "xpath=ancestor-or-self::*[contains(@class, 'sc-card')]"
        )
        at = card.evaluate("node => [...node.parentNode.querySelectorAll"
                           "(':scope > .sc-card')].indexOf(node)")  # fmt: skip
        quiz = card.locator("xpath=..")
        quiz.get_by_role("navigation").get_by_role("button").nth(at).click()


def step_into(question) -> None:
    """Put the keyboard before a question."""
    question.evaluate("node => { node.tabIndex = -1; node.focus(); }")


def tab_to(page, locator) -> None:
    """Press Tab until the keyboard is there, as a person without a mouse."""
    for _ in range(40):
        if locator.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never arrives there: {focused_name(page)}")


def focused_name(page) -> str:
    return page.evaluate(
        "(document.activeElement.getAttribute('aria-label') ||"
        " document.activeElement.labels?.[0]?.textContent ||"
        " document.activeElement.textContent).trim()"
    )
