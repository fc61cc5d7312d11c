"""Write freely; the text is kept, and a sample answer is there to compare."""

from collections.abc import Iterator
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Html, Item


def problems(item: Item) -> Iterator[Finding]:
    """Nothing can be wrong that the schema does not see."""
    yield from ()


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs: nothing is right or wrong here."""
    return {"type": "reflect"}


def asked(item: Item) -> dict[str, Any]:
    """Return nothing: the stem is all that is asked."""
    return {}


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows."""
    return {"sample": html(item.body["sample"])}
