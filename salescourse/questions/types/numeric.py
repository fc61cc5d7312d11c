"""Type a number, the way people type numbers (see `numbers`).

The key is a number, a range, or what a named model computes. What counts as right
is an interval: from `tolerance` (a number, or "5 %"), from `digits` (right to so
many significant digits), or the exact number.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from salescourse.finding import Finding
from salescourse.questions.grade import RIGHT, UNANSWERED, UNREAD, WRONG, Grade
from salescourse.questions.item import Html, Item
from salescourse.questions.models import ModelError, compute_number
from salescourse.questions.numbers import read_number
from salescourse.questions.variants import expand, place_problem
from salescourse.words import _

SLOP = 1e-9

_PERCENT = {"percent": 0.01}
_TIME = {"m": None, "month": None, "months": None, "year": None, "years": None}
UNITS: dict[str, dict[str, float | None]] = {
    "percent": _PERCENT,
    "EUR": {"eur": 1, "euro": 1, "euros": 1},
    "USD": {"usd": 1, "dollar": 1, "dollars": 1},
    "GBP": {"gbp": 1, "pound": 1, "pounds": 1},
    "days": {
        "d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "wks": 7, "week": 7, "weeks": 7,
        "h": 1 / 24, "hr": 1 / 24, "hrs": 1 / 24, "hour": 1 / 24, "hours": 1 / 24,
        **_TIME,
    },
}  # fmt: skip


def problems(item: Item) -> Iterator[Finding]:
    """Say what is wrong with the key, in every variant."""
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
    unit = _unit(body.get("unit"))
    answer, low, high = _interval(body)
    return {
        "type": "numeric",
        "answer": answer,
        "low": low,
        "high": high,
        "digits": body.get("digits", 0),
        "share": body.get("unit") == "percent",
        "units": unit,
        "near": [_near(entry) for entry in body.get("misconceptions", [])],
    }


def grade(key: Mapping[str, Any], answer: Any) -> Grade:
    """Grade what was typed.

    Examples
    --------
    >>> wanted = {"answer": 0.59, "low": 0.585, "high": 0.595, "digits": 0,
    ...           "share": True, "units": {"percent": 0.01}, "near": []}
    >>> grade(wanted, "59 %").state, grade(wanted, "0.9").state
    ('right', 'wrong')
    """
    typed = answer if isinstance(answer, str) else ""
    reading = read_number(typed, key["units"], key["share"])
    if reading.why:
        state = UNANSWERED if reading.why == "empty" else UNREAD
        return Grade(state, why="" if reading.why == "empty" else reading.why)
    value = reading.value
    if reading.high > value:
        return _grade_range(key, value, reading.high)
    if _inside(value, key["low"], key["high"]):
        return Grade(RIGHT, 1.0, value=value)
    few = reading.digits < key["digits"] and key["answer"] != 0
    if few and _coarse(value, key["answer"], reading.digits):
        return Grade(UNREAD, why="digits", value=value)
    return Grade(WRONG, 0.0, says=_says(key["near"], value), value=value)


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows."""
    unit = item.body.get("unit", "")
    name = unit["name"] if isinstance(unit, Mapping) else unit
    return {
        "unit": "%" if name == "percent" else name,
        "says": [html(entry["says"]) for entry in item.body.get("misconceptions", [])],
    }


def _unit(unit: Any) -> dict[str, float | None]:
    """Return the units an answer may have, and what one of each is worth."""
    if not unit:
        return dict(_PERCENT)
    if isinstance(unit, str) and unit in UNITS:
        return dict(UNITS[unit])
    named = unit if isinstance(unit, Mapping) else {"name": unit}
    words = [named["name"], *named.get("also", [])]
    return {word.lower(): 1 for word in words}


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


def _inside(value: float, low: float, high: float) -> bool:
    slop = SLOP * max(abs(low), abs(high))
    return low - slop <= value <= high + slop


def _coarse(value: float, answer: float, digits: int) -> bool:
    """Tell whether a number is the right one, rounded too much."""
    step = 10.0 ** (math.floor(math.log10(abs(answer)) + SLOP) - digits + 1)
    return abs(value - answer) <= 0.5 * step * (1 + SLOP)


def _grade_range(key: Mapping[str, Any], low: float, high: float) -> Grade:
    """Grade a typed range: right inside what counts as right, too wide around it."""
    if _inside(low, key["low"], key["high"]) and _inside(high, key["low"], key["high"]):
        return Grade(RIGHT, 1.0, value=low)
    if low <= key["high"] and high >= key["low"]:
        return Grade(UNREAD, why="range", value=low)
    return Grade(WRONG, 0.0, value=low)


def _says(near: list[dict[str, float]], value: float) -> int | None:
    hits = (at for at, n in enumerate(near) if _inside(value, n["low"], n["high"]))
    return next(hits, None)
