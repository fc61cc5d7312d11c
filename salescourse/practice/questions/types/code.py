"""An exercise in a notebook cell; `salescourse.check` compares the answer."""

from collections.abc import Iterator
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions import answers
from salescourse.practice.questions.item import Html, Item


def problems(item: Item) -> Iterator[Finding]:
    """Say what is wrong with the key and the misconceptions."""
    yield from answers.key_problems(item)


def key(item: Item) -> dict[str, Any]:
    """Return what the browser needs of an exercise: its type."""
    return {"type": "code"}


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: what an answer is compared with."""
    return answers.asked(item)


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return nothing: the widget does not show exercises."""
    return {}
