"""Type a number, the way people type numbers (`js/numbers.js` has the rules).

The key is a number, a range, or what an expression or a named model computes. What
counts as right is an interval: from `tolerance` (a number, or "5 %"), from `digits`
(right to so many significant digits), or the exact number.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Html, Item, ModelError
from salescourse.practice.questions.models import compute_number
from salescourse.practice.questions.variants import expand, place_problem
from salescourse.words import _

# How people would write the unit `percent`.
_PERCENT = ("%", "percent", "per cent", "percentage", "percents", "pct")
# How a unit is written beside the field, where that is shorter than its name.
_SIGNS = {"percent": "%", "EUR": "€"}
# What can be typed after a number, and read back.
_UNIT = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*|[€$£¥]")


def problems(item: Item) -> Iterator[Finding]:
    """Say what is wrong with the key, in every variant."""
    yield from _unit_problems(item)
    if lost := place_problem(item):
        yield lost
        return
    try:
        variants = expand(item)
    except ModelError as error:
        yield error.finding(("answer",))
        return
    found: dict[Any, Finding] = {}
    for problem in (p for variant in variants for p in _key_problems(variant)):
        found.setdefault((problem.where, problem.rule), problem)
    yield from found.values()


def _unit_problems(item: Item) -> Iterator[Finding]:
    name, also = _unit(item)
    for word in filter(None, [name, *also]):
        if word.lower() in _PERCENT and word != "percent":
            yield Finding(
                ("unit",),
                "unit",
                f"the unit `{word}` does not say whether 0.59 or 59 is 59 %",
                "Write `unit: percent`, and the key as a rate: 0.59 for 59 %.",
            )
        elif not _UNIT.fullmatch(word):
            yield Finding(
                ("unit",),
                "unit",
                f"the unit `{word}` cannot be read back when it is typed",
                "Write a word, or words with single spaces: people, orders a week.",
            )


def _key_problems(item: Item) -> Iterator[Finding]:
    try:
        answer, low, high = _interval(item)
    except ModelError as error:
        yield error.finding(("answer",))
        return
    if low > high:
        yield Finding(
            ("answer",),
            "range",
            _("the range begins above its end"),
            _("Write the smaller number first."),
        )
    for at, entry in enumerate(item.body.get("misconceptions", [])):
        where = ("misconceptions", at)
        try:
            near = _near(item, entry)
        except ModelError as error:
            yield error.finding((*where, "model" if "model" in entry else "value"))
            continue
        if near["low"] <= answer <= near["high"]:
            yield Finding(
                where,
                "misconception-is-right",
                _("the right answer would be taken for this misconception"),
                _("Change its value or make its tolerance smaller."),
            )
    yield from _share_problems(item, answer)


def _share_problems(item: Item, answer: float) -> Iterator[Finding]:
    if item.body.get("unit") == "percent" and abs(answer) > 1.5:
        yield Finding(
            ("answer",),
            "percent",
            _("{:g} is more than 150 %").format(answer),
            _("Write the key of a percent item as a rate: 0.59 for 59 %."),
        )


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs.

    Raises
    ------
    ModelError
        If the key cannot be computed.
    """
    body = item.body
    unit, also = _unit(item)
    answer, low, high = _interval(item)
    return {
        "type": "numeric",
        "answer": answer,
        "low": low,
        "high": high,
        "digits": body.get("digits", 0),
        "unit": unit,
        "also": also,
        "near": [_near(item, entry) for entry in body.get("misconceptions", [])],
    }


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: the unit, and which numbers are right."""
    answer = item.body["answer"]
    unit, also = _unit(item)
    if isinstance(answer, Mapping) and "from" in answer:
        right = [answer["from"], answer["to"]]
    else:
        right = [compute_number(answer, item)]
    return {
        "unit": [unit, *sorted(also)],
        "right": right,
        "tolerance": item.body.get("tolerance"),
        "digits": item.body.get("digits"),
    }


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows."""
    unit, _also = _unit(item)
    return {
        "unit": _SIGNS.get(unit, unit),
        "says": [html(entry["says"]) for entry in item.body.get("misconceptions", [])],
    }


def _unit(item: Item) -> tuple[str, list[str]]:
    """Return the unit's name, "" if there is none, and its other names."""
    unit = item.body.get("unit", "")
    if isinstance(unit, Mapping):
        return unit["name"], unit.get("also", [])
    return unit, []


def _interval(item: Item) -> tuple[float, float, float]:
    """Return the key and the interval that counts as right."""
    body, spec = item.body, item.body["answer"]
    if isinstance(spec, Mapping) and "from" in spec:
        low, high = float(spec["from"]), float(spec["to"])
        return (low + high) / 2, low, high
    answer = compute_number(spec, item)
    margin = _margin(answer, body.get("tolerance"), body.get("digits", 0))
    return answer, answer - margin, answer + margin


def _margin(answer: float, tolerance: float | str | None, digits: int) -> float:
    if isinstance(tolerance, str):
        return abs(answer) * float(tolerance.rstrip("% ")) / 100
    if tolerance is not None:
        return float(tolerance)
    if digits and answer:
        return 0.5 * 10.0 ** (math.floor(math.log10(abs(answer))) - digits + 1)
    return 0.0


def _near(item: Item, entry: Mapping[str, Any]) -> dict[str, float]:
    value = compute_number(entry, item)
    margin = _margin(value, entry.get("tolerance", "0.5 %"), 0)
    return {"low": value - margin, "high": value + margin}
