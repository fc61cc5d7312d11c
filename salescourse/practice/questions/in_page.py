"""Exercises that a page without a kernel can ask: those whose answer is one number.

The card is that of a quiz. What it says of an answer is what `check` says in a notebook.
"""

import math
from functools import partial
from pathlib import Path
from typing import Any

from salescourse.practice import markup
from salescourse.practice.modules import joined, style
from salescourse.practice.questions.answers import merged
from salescourse.practice.questions.answers.difference import margin
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.models import compute_number
from salescourse.practice.questions.widget import labels
from salescourse.words import _


def state(item: Item, folder: Path) -> dict[str, Any]:
    """Return what a page needs of such an exercise, as a widget's state.

    Parameters
    ----------
    item : Item
        An exercise that `asks_for_number`.
    folder : Path
        Where its bank lies, for the pictures in its texts.

    Returns
    -------
    dict
        The script and the style of the widget, its `exercise` and its `labels`.
    """
    return {
        "_esm": joined("questions/exercise.js"),
        "_css": style("theme.css", "questions/widget.css"),
        "exercise": _face(item, folder),
        "labels": {
            **labels(),
            "question": _("Answer it here"),
            "point": "",
            "tooHigh": _("{x} is too high."),
            "tooLow": _("{x} is too low."),
        },
    }


def _face(item: Item, folder: Path) -> dict[str, Any]:
    html = partial(markup.render, images=folder)
    percent = item.body["answer"].get("unit") == "percent"
    return {
        "id": item.id,
        "type": "numeric",
        "hash": item.hash,
        "hashes": item.hashes,
        "points": 1,
        "unit": "%" if percent else "",
        "key": key(item),
        "stem": "",
        "hints": [html(hint) for hint in item.hints],
        "feedback": html(item.feedback),
        "otherwise": html(item.otherwise),
        "explanation": html(item.body["solution"]),
        "says": [html(entry["says"]) for entry in item.body["misconceptions"]],
    }


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs: intervals about the answer and the misconceptions."""
    spec = item.body["answer"]
    answer = compute_number(spec, item)
    near = [merged(item, entry) for entry in item.body["misconceptions"]]
    width = margin(spec, answer)
    return {
        "type": "numeric",
        "answer": answer,
        **_about(answer, width),
        "digits": _digits(answer, width),
        "unit": spec.get("unit", ""),
        "also": [],
        "near": [
            _about(value, margin(one, value))
            for one in near
            for value in [compute_number(one, item)]
        ],
    }


def _about(value: float, width: float) -> dict[str, float]:
    return {"low": value - width, "high": value + width}


def _digits(answer: float, width: float) -> int:
    """Return how many digits of the answer are sure to be near enough."""
    if not answer:
        return 0
    size = math.floor(math.log10(abs(answer)))
    return max(1, min(12, size + 1 - math.floor(math.log10(2 * width))))
