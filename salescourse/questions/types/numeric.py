"""Type a number, the way people type numbers (`js/numbers.js` has the rules).

The key is a number, a range, or what a named model computes. What counts as right
is an interval: from `tolerance` (a number, or "5 %"), from `digits` (right to so
many significant digits), or the exact number.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from salescourse.finding import Finding
from salescourse.questions.item import Html, Item
from salescourse.questions.models import ModelError, compute_number
from salescourse.questions.variants import expand, place_problem
from salescourse.words import _

# How people would write the unit `percent`.
_PERCENT = ("%", "percent", "per cent", "percentage", "percents", "pct")
# What can be typed after a number, and read back.
_UNIT = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*|[€$£¥]")


def problems(item: Item) -> Iterator[Finding]:
    """Say what is wrong with the key, in every variant."""
    yield from _unit_problems(item)
    if lost := place_problem(item):
        yield lost
        return
    try:
        keys = [key(variant) for variant in expand(item)]
    except ModelError as error:
        yield Finding(
            ("answer",),
            "model",
            str(error).rstrip("."),
            _("Name a function of the package, and give it arguments it takes."),
        )
        return
    found = {p.message: p for wanted in keys for p in _key_problems(item, wanted)}
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


def _key_problems(item: Item, wanted: dict[str, Any]) -> Iterator[Finding]:
    if wanted["low"] > wanted["high"]:
        yield Finding(
            ("answer",),
            "range",
            _("the range begins above its end"),
            _("Write the smaller number first."),
        )
    for at, near in enumerate(wanted["near"]):
        if near["low"] <= wanted["answer"] <= near["high"]:
            yield Finding(
                ("misconceptions", at),
                "misconception-is-right",
                _("the right answer would be taken for this misconception"),
                _("Change its value or make its tolerance smaller."),
            )
    yield from _share_problems(item, wanted)


def _share_problems(item: Item, wanted: dict[str, Any]) -> Iterator[Finding]:
    if item.body.get("unit") == "percent" and abs(wanted["answer"]) > 1.5:
        yield Finding(
            ("answer",),
            "percent",
            _("{:g} is more than 150 %").format(wanted["answer"]),
            _("Write the key of a percent item as a rate: 0.59 for 59 %."),
        )


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs.

    Raises
    ------
    ModelError
        If the model that gives the key cannot be computed.
    """
    body = item.body
    unit, also = _unit(item)
    answer, low, high = _interval(body)
    return {
        "type": "numeric",
        "answer": answer,
        "low": low,
        "high": high,
        "digits": body.get("digits", 0),
        "unit": unit,
        "also": also,
        "near": [_near(entry) for entry in body.get("misconceptions", [])],
    }


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: the unit, and which numbers are right."""
    answer = item.body["answer"]
    unit, also = _unit(item)
    if isinstance(answer, Mapping) and "from" in answer:
        right = [answer["from"], answer["to"]]
    else:
        right = [compute_number(answer)]
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
        "unit": "%" if unit == "percent" else unit,
        "says": [html(entry["says"]) for entry in item.body.get("misconceptions", [])],
    }


def _unit(item: Item) -> tuple[str, list[str]]:
    """Return the unit's name, "" if there is none, and its other names."""
    unit = item.body.get("unit", "")
    if isinstance(unit, Mapping):
        return unit["name"], unit.get("also", [])
    return unit, []


def _interval(body: Mapping[str, Any]) -> tuple[float, float, float]:
    """Return the key and the interval that counts as right."""
    spec = body["answer"]
    if isinstance(spec, Mapping) and "from" in spec:
        low, high = float(spec["from"]), float(spec["to"])
        return (low + high) / 2, low, high
    answer = compute_number(spec)
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


def _near(entry: Mapping[str, Any]) -> dict[str, float]:
    value = compute_number(entry)
    margin = _margin(value, entry.get("tolerance", "0.5 %"), 0)
    return {"low": value - margin, "high": value + margin}
