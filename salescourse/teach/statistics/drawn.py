"""What an item has drawn: its options, pairs, orders, and the mistakes that have a name.

Each is a text, whether it is right, and a test of an answer. An answer is a stranger's
and may be anything; what fits nothing is counted nowhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from salescourse.practice import markup
from salescourse.practice.questions.answers import asks_for_number
from salescourse.practice.questions.bank import answer_key
from salescourse.practice.questions.folding import fold, plain
from salescourse.practice.questions.item import Item, ModelError
from salescourse.practice.questions.variants import expand

_NUMBER = re.compile(r"[-+]?(?:\d[\d,. ]*|[.,]\d+)")
_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")


class Drawn(NamedTuple):
    """A way to answer: what it says, whether it is right, and which answers take it."""

    text: str
    right: bool
    takes: Callable[[Any, float], bool]


def ways(item: Item) -> list[Drawn]:
    """Return the ways to answer an item that can be told apart.

    Examples
    --------
    >>> item = Item("a-1", "order", "a", "apply", "?", body={"steps": [
    ...     {"text": "Call"}, {"text": "Sign"}]})
    >>> [(way.text, way.takes([1, 0], 0.0)) for way in ways(item)]
    [('all in order', False), ('“Sign” before “Call”', True)]
    """
    made = _WAYS.get(item.type)
    return list(made(item)) if made else []


def _choice(item: Item) -> Iterator[Drawn]:
    for at, option in enumerate(item.body["options"]):
        text, right = markup.plain(option["text"]), bool(option.get("correct"))
        yield Drawn(text, right, partial(_marked, at))


def _marked(at: int, answer: Any, _score: float) -> bool:
    return at in _marks(answer)


def _marks(answer: Any) -> list[int]:
    """Return the places in an answer; true is not one."""
    marks = answer if isinstance(answer, list) else [answer]
    return [mark for mark in marks if type(mark) is int]


def _match(item: Item) -> Iterator[Drawn]:
    rights = answer_key(item)["right"]
    partners = [pair["right"] for pair in item.body["pairs"]]
    partners = list(dict.fromkeys([*partners, *item.body.get("extras", [])]))
    for row, pair in enumerate(item.body["pairs"]):
        for at, partner in enumerate(partners):
            text = f"{markup.plain(pair['left'])} → {markup.plain(partner)}"
            yield Drawn(text, at == rights[row], partial(_paired, row, at))


def _paired(row: int, at: int, answer: Any, _score: float) -> bool:
    whole = isinstance(answer, list) and row < len(answer)
    return whole and type(answer[row]) is int and answer[row] == at


def _order(item: Item) -> Iterator[Drawn]:
    texts = [markup.plain(step["text"]) for step in item.body["steps"]]
    order = list(range(len(texts)))
    yield Drawn("all in order", True, partial(_ordered, order))
    for later in order:
        for earlier in order[:later]:
            text = f"“{texts[later]}” before “{texts[earlier]}”"
            yield Drawn(text, False, partial(_before, later, earlier))


def _ordered(order: list[int], answer: Any, _score: float) -> bool:
    return bool(answer == order)


def _before(first: int, second: int, answer: Any, _score: float) -> bool:
    marks = _marks(answer) if isinstance(answer, list) else []
    both = first in marks and second in marks
    return both and marks.index(first) < marks.index(second)


def _is_right(_answer: Any, score: float) -> bool:
    return score == 1


def _numeric(item: Item) -> Iterator[Drawn]:
    yield Drawn("the right number", True, _is_right)
    keys = [answer_key(variant) for variant in expand(item)]
    for at, entry in enumerate(item.body.get("misconceptions", [])):
        yield Drawn(entry["name"], False, _Near(keys, at))


class _Near:
    """Whether an answer is a certain mistake, in the numbers of its variant."""

    def __init__(self, keys: list[dict[str, Any]], at: int) -> None:
        self.keys, self.at = keys, at

    def __call__(self, answer: Any, score: float) -> bool:
        held = answer if isinstance(answer, dict) else {"variant": 0, "value": answer}
        variant, value = held.get("variant"), held.get("value")
        if score == 1 or type(variant) is not int or not 0 <= variant < len(self.keys):
            return False
        key = self.keys[variant]
        read = number(value)
        if read is None:
            return False
        scales = (1, 100) if key["unit"] == "percent" else (1,)
        # The first mistake that fits is the one that was told.
        for at, near in enumerate(key["near"][: self.at + 1]):
            if any(near["low"] <= read / scale <= near["high"] for scale in scales):
                return at == self.at
        return False


def number(typed: Any) -> float | None:
    """Read a number that was typed, or None.

    Examples
    --------
    >>> number("1,200 EUR"), number("16,8 %"), number("−5"), number("many")
    (1200.0, 16.8, -5.0, None)
    """
    if isinstance(typed, int | float) and not isinstance(typed, bool):
        return float(typed)
    found = _NUMBER.search(plain(typed[:200])) if isinstance(typed, str) else None
    if found is None:
        return None
    try:
        return float(_THOUSANDS.sub("", found[0].strip()).replace(",", "."))
    except ValueError:
        return None


def _text(item: Item) -> Iterator[Drawn]:
    yield Drawn("the right word", True, _is_right)
    for entry, forms in zip(
        item.body.get("misconceptions", []), answer_key(item)["near"], strict=True
    ):
        yield Drawn(entry["name"], False, partial(_says, forms))


def _says(forms: Mapping[str, Sequence[str]], answer: Any, score: float) -> bool:
    if not isinstance(answer, str) or score == 1:
        return False
    said = fold(answer[:200])
    alike = said.replace(" ", "") in forms["accept"]
    return alike or any(re.fullmatch(p, said, re.ASCII) for p in forms["patterns"])


def _code(item: Item) -> Iterator[Drawn]:
    """Return what an exercise that asks for a number has drawn; others hold no more."""
    from salescourse.practice.questions import in_page

    if not asks_for_number(item):
        return
    try:
        key = in_page.key(item)
    except ModelError:
        return
    yield Drawn("the right number", True, _is_right)
    for at, entry in enumerate(item.body.get("misconceptions", [])):
        yield Drawn(entry["name"], False, _Near([key], at))


_WAYS: dict[str, Callable[[Item], Iterator[Drawn]]] = {
    "choice": _choice, "match": _match, "order": _order, "numeric": _numeric,
    "text": _text, "code": _code,
}  # fmt: skip
