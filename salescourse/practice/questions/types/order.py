"""Put steps into their order.

Partial credit: of all pairs of steps, those in the right order minus those in the
wrong order, as a share, and nothing below zero. An order thrown by chance has about
as many of one as of the other and scores about nothing.
"""

from collections.abc import Iterator
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.markup import plain
from salescourse.practice.questions.item import Html, Item
from salescourse.words import _


def problems(item: Item) -> Iterator[Finding]:
    """Say which steps cannot be told apart."""
    seen: dict[str, int] = {}
    for at, step in enumerate(item.body["steps"]):
        first = seen.setdefault(step["text"], at)
        if first != at:
            yield Finding(
                ("steps", at),
                "same-step",
                _("steps {} and {} say the same").format(first + 1, at + 1),
                _("Change one of them."),
            )


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs."""
    return {"type": "order", "count": len(item.body["steps"])}


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: the steps, in the order that is right."""
    return {"steps": [step["text"] for step in item.body["steps"]]}


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows."""
    return {
        "options": [
            {
                "html": html(step["text"]),
                "text": plain(step["text"]),
                "feedback": html(step["feedback"]),
            }
            for step in item.body["steps"]
        ]
    }
