"""An item as an LMS can ask it: HTML and answers with what each is worth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from salescourse.practice import markup
from salescourse.practice.questions.bank import answer_key
from salescourse.practice.questions.folding import fold
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.variants import expand

# Moodle knows a share of 1 to 1/10 and no smaller one, but for 1/20.
MOST_RIGHT = 10

LEFT_OUT = {
    "scenario": "a conversation that branches; no such question is in the format",
    "code": "an exercise in a notebook; `grade` marks those",
}


@dataclass(frozen=True)
class Answer:
    """One answer: what it is, what it is worth of the points, what is said to it.

    Parameters
    ----------
    text : str
        HTML of an option or a step; the number or the word of what is typed.
    share : float
        From −1 to 1.
    says : str
        HTML.
    tolerance : float
        How far a number may be off.
    """

    text: str
    share: float = 0.0
    says: str = ""
    tolerance: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A question for an LMS.

    Parameters
    ----------
    name, kind : str
        The item's id, with the number of a variant, and the item's type.
    stem, right, wrong, always : str
        HTML: the question, and what is said if it is right, wrong, and anyhow.
    points : int
        What it is worth.
    category : tuple of str
        Where it lies: the chapter, and the item if it has variants.
    answers : list of Answer
        Options, steps in their order, or what may be typed, the right ones first.
    pairs : list
        (left in HTML, right in words) of a matching; the left of an extra is empty.
    many, shuffle : bool
        Of a choice.
    unit : str
        Of a number.
    hints : list of str
        HTML.
    """

    name: str
    kind: str
    stem: str
    points: int
    category: tuple[str, ...]
    right: str = ""
    wrong: str = ""
    always: str = ""
    answers: list[Answer] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    many: bool = False
    shuffle: bool = True
    unit: str = ""
    hints: list[str] = field(default_factory=list)


def reason(item: Item) -> str:
    """Say why an item is left out, or nothing if it is not."""
    if item.type == "choice" and len(answer_key(item)["right"]) > MOST_RIGHT:
        return f"more than {MOST_RIGHT} options are right; Moodle knows no such share"
    return LEFT_OUT.get(item.type, "")


def lost(item: Item) -> str:
    """Say what of an item that is exported does not come along, or nothing."""
    if item.type == "text" and item.body.get("patterns"):
        return "its patterns; the forms that it accepts are there"
    if item.type == "order":
        return "the words for each step; there is no place for them"
    return ""


def asked(item: Item, images: Path) -> Iterator[Asked]:
    """Return an item's questions, one for each variant."""
    variants = expand(item)
    category = (item.chapter, *([item.id] if len(variants) > 1 else []))
    for number, variant in enumerate(variants, start=1):
        name = f"{item.id} {number}" if len(variants) > 1 else item.id
        yield _Writer(images).question(variant, name, category)


@dataclass(frozen=True)
class _Writer:
    images: Path

    def html(self, text: str) -> str:
        return markup.render(text, images=self.images, tex=True) if text else ""

    def line(self, text: str) -> str:
        return markup.render_inline(text, images=self.images, tex=True)

    def question(self, item: Item, name: str, category: tuple[str, ...]) -> Asked:
        return Asked(
            name, item.type, self.html(item.stem), item.points, category,
            self.html(item.feedback), self.html(item.otherwise),
            self.html(item.explanation), hints=[self.html(h) for h in item.hints],
            **getattr(self, f"_{item.type}")(item),
        )  # fmt: skip

    def _choice(self, item: Item) -> dict[str, Any]:
        wanted = answer_key(item)
        part = 1 / len(wanted["right"])
        answers = []
        for at, option in enumerate(item.body["options"]):
            share = part if at in wanted["right"] else -part if wanted["many"] else 0.0
            says = self.line(option["feedback"])
            answers.append(Answer(self.line(option["text"]), share, says))
        fixed = any(option.get("fixed") for option in item.body["options"])
        shuffle = item.body.get("shuffle", True) and not fixed
        return {"answers": answers, "many": wanted["many"], "shuffle": shuffle}

    def _match(self, item: Item) -> dict[str, Any]:
        pairs = [
            (self.line(p["left"]), markup.plain(p["right"])) for p in item.body["pairs"]
        ]
        pairs += [("", markup.plain(extra)) for extra in item.body.get("extras", [])]
        return {"pairs": pairs}

    def _order(self, item: Item) -> dict[str, Any]:
        steps = item.body["steps"]
        answers = [Answer(self.line(s["text"]), 1.0) for s in steps]
        pairs = [
            (f"{at}.", markup.plain(s["text"])) for at, s in enumerate(steps, start=1)
        ]
        return {"answers": answers, "pairs": pairs}

    def _numeric(self, item: Item) -> dict[str, Any]:
        wanted = answer_key(item)
        right = self.html(item.feedback)
        answers = list(
            _numbers(wanted["low"], wanted["high"], 1.0, right, wanted["unit"])
        )
        says = [
            self.html(entry["says"]) for entry in item.body.get("misconceptions", [])
        ]
        for near, words in zip(wanted["near"], says, strict=True):
            answers += _numbers(near["low"], near["high"], 0.0, words, wanted["unit"])
        return {
            "answers": answers,
            "unit": "%" if wanted["unit"] == "percent" else wanted["unit"],
        }

    def _text(self, item: Item) -> dict[str, Any]:
        answers = list(_forms(item.body["accept"], 1.0, self.html(item.feedback)))
        for entry in item.body.get("misconceptions", []):
            answers += _forms(entry.get("accept", []), 0.0, self.html(entry["says"]))
        return {"answers": answers}

    def _reflect(self, item: Item) -> dict[str, Any]:
        return {"answers": [Answer(self.html(item.body["sample"]))]}


def _numbers(
    low: float, high: float, share: float, says: str, unit: str
) -> Iterator[Answer]:
    """Return what may be typed: 16.8 for 16.8 %, and 0.168 too."""
    for scale in (100, 1) if unit == "percent" else (1,):
        middle, margin = scale * (low + high) / 2, scale * (high - low) / 2
        yield Answer(number(middle), share, says, float(f"{margin:.6g}"))


def number(value: float) -> str:
    """Write a number without an exponent, as both formats want it.

    Examples
    --------
    >>> number(0.16777216000000006), number(9335.063420514085), number(-2.0)
    ('0.16777216', '9335.06342051', '-2')
    """
    digits = f"{value:.12g}"
    if "e" in digits:
        digits = f"{value:.12f}".rstrip("0").rstrip(".")
    return digits


def _forms(accepted: list[str], share: float, says: str) -> Iterator[Answer]:
    """Return the forms of an answer; an LMS does not forgive hyphens as we do."""
    written = [form for one in accepted for form in (one, fold(one))]
    for form in dict.fromkeys(" ".join(form.split()) for form in written):
        yield Answer(form, share, says)
