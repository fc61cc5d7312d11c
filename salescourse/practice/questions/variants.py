"""Numbers that differ from learner to learner, with keys that a model computes.

A numeric item may have `variants:`, lists of values by name. Its expressions call
them by these names: `committee_odds(people, agree)`. Its texts and the arguments of its
models hold `{{people}}`, or `{{agree|percent}}` to show 0.9 as 90 %, or `{{agree|2}}`
for two decimals; `{{answer}}` is the key. Which
combinations are made is drawn once, by the item's id. The browser picks one of them
for each learner, and the first is what a book without scripts would show.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Item, ModelError
from salescourse.practice.questions.models import compute_number
from salescourse.words import _

DEFAULT_TAKE = 8

_PLACE = re.compile(r"\{\{\s*(\w+)\s*(?:\|\s*(percent|\d)\s*)?\}\}")
_LIKE_A_PLACE = re.compile(r"(\{\{\s*\w+\s*(?:\|([^{}]*))?\}\})")
_FORM = re.compile(r"\s*(percent|\d|)\s*")
_FORMULA_OR_CODE = re.compile(r"\$[^$]*\$|`[^`]*`")
# From here on, thousands are set off: 12,000; years and the like stay whole.
_LONG = 10_000


def expand(item: Item) -> list[Item]:
    """Return an item's variants; an item without any is its own only one.

    Raises
    ------
    ModelError
        If the key of a variant cannot be computed.
    """
    if "variants" not in item.body:
        return [item]
    return [_filled(item, values) for values in _combinations(item)]


def place_problem(item: Item) -> Finding | None:
    """Find a `{{name}}` that stands for nothing."""
    known = (
        {*item.body.get("variants", {}), "answer"} if "variants" in item.body else set()
    )
    for name, _form in _PLACE.findall(
        repr(
            (
                item.stem,
                item.hints,
                item.feedback,
                item.otherwise,
                item.explanation,
                item.body,
            )
        )
    ):
        if known and name not in known:
            return Finding(
                ("variants",),
                "variant",
                _("there is no value for {{{{{}}}}}").format(name),
                _("Add `{}: [...]` under `variants:`.").format(name),
            )
    return None


def lost_places(item: Item, text: str) -> Iterator[Finding]:
    """Find `{{...}}` that learners would see as it is written."""
    if "variants" not in item.body:
        # Double braces have a use of their own in formulas and in code.
        text = _FORMULA_OR_CODE.sub("", text)
    for written, form in _LIKE_A_PLACE.findall(text):
        if "variants" not in item.body:
            yield Finding(
                (),
                "variant",
                _("`{}` stands for nothing, for there are no `variants:`").format(
                    written
                ),
                _("Add them, with values for each name.")
                if item.type == "numeric"
                else _("Write what it means; only a numeric question has variants."),
            )
        elif not _FORM.fullmatch(form):
            yield Finding(
                (),
                "variant",
                _("`{}` asks for a form that is not there").format(written),
                _("The forms are `percent`, and a digit for so many decimals."),
            )


def _combinations(item: Item) -> list[dict[str, Any]]:
    """Draw combinations of the values, the same ones every time."""
    lists: Mapping[str, list[Any]] = item.body["variants"]
    size = 1
    for values in lists.values():
        size *= len(values)
    take = min(item.body.get("take", DEFAULT_TAKE), size)
    chosen = random.Random(item.id).sample(range(size), take)
    if size > 10_000:
        raise ModelError(
            _("there are {} combinations of variants").format(size),
            "Give fewer values under `variants:`.",
            rule="variant",
        )
    grid = list(product(*lists.values()))
    return [dict(zip(lists, grid[at], strict=True)) for at in chosen]


def _filled(item: Item, values: Mapping[str, Any]) -> Item:
    """Put values into an item's texts and arguments, and beside its expressions."""
    item = replace(item, values=dict(values))
    answer = _fill(item.body["answer"], values)
    known = {**values}
    if not isinstance(answer, Mapping) or "from" not in answer:
        known["answer"] = compute_number(answer, item)
    body = {**_fill(item.body, known), "answer": answer}
    texts = {
        name: _fill(getattr(item, name), known)
        for name in ("stem", "feedback", "otherwise", "explanation")
    }
    hints = tuple(_fill(hint, known) for hint in item.hints)
    return replace(item, **texts, hints=hints, body=body)


def _fill(value: Any, values: Mapping[str, Any]) -> Any:
    """Fill every `{{name}}`; text that is nothing else becomes the value itself."""
    if isinstance(value, Mapping):
        return {name: _fill(part, values) for name, part in value.items()}
    if isinstance(value, list):
        return [_fill(part, values) for part in value]
    if not isinstance(value, str):
        return value
    whole = _PLACE.fullmatch(value.strip())
    if whole and whole[2] is None and whole[1] in values:
        return values[whole[1]]
    return _PLACE.sub(lambda match: _shown(match, values), value)


def _written(number: str) -> str:
    """Return a number without an exponent, and with commas if it is long."""
    exact = Decimal(number)
    return f"{exact:,f}" if abs(exact) >= _LONG else f"{exact:f}"


def _shown(match: re.Match[str], values: Mapping[str, Any]) -> str:
    name, form = match.groups()
    if name not in values:
        return match[0]
    value = values[name]
    if isinstance(value, str):
        return value
    if form == "percent":
        return f"{_written(f'{100 * value:.3g}')} %"
    shown = _written(f"{value:.{form}f}" if form else _digits(value))
    formula = match.string.count("$", 0, match.start()) % 2
    return shown.replace(",", "{,}") if formula else shown


def _digits(value: float) -> str:
    return f"{value:d}" if isinstance(value, int) else f"{value:.6g}"
