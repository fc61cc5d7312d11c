"""Choose one, or choose all that apply.

Partial credit, where several apply: each right mark counts, each wrong mark takes
one away, and nothing goes below zero. Two of three right ones and one wrong one
make (2 − 1) / 3.
"""

from collections.abc import Iterator
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Html, Item
from salescourse.words import _


def problems(item: Item) -> Iterator[Finding]:
    """Say what is wrong with the options."""
    options = item.body["options"]
    right = [at for at, option in enumerate(options) if option.get("correct")]
    yield from _number_of_keys(item, right)
    seen: dict[str, int] = {}
    for at, option in enumerate(options):
        text = " ".join(option["text"].lower().split())
        if text in seen:
            yield Finding(
                ("options", at),
                "same-option",
                _("options {} and {} say the same").format(seen[text] + 1, at + 1),
                _("Change one of them."),
            )
        seen.setdefault(text, at)
        if text.rstrip(".") in _CATCH_ALLS:
            yield Finding(
                ("options", at),
                "catch-all",
                _("`{}` asks about the other options").format(option["text"]),
                _('Ask "which apply?" with `select: many`, or name the answer.'),
                True,
            )


def _number_of_keys(item: Item, right: list[int]) -> Iterator[Finding]:
    many = item.body.get("select") == "many"
    if not right:
        yield Finding(
            ("options",),
            "no-key",
            _("no option is correct"),
            _("Add `correct: true` to the right one."),
        )
    if len(right) > 1 and not many:
        yield Finding(
            ("options", right[1]),
            "two-keys",
            _("{} options are correct, and one can be chosen").format(len(right)),
            _("Keep one `correct: true`, or add `select: many`."),
        )
    if many and len(right) == len(item.body["options"]):
        yield Finding(
            ("options",),
            "all-keys",
            _("every option is correct"),
            _("Add one that is not."),
        )


_CATCH_ALLS = frozenset(
    (
        "all of the above",
        "none of the above",
        "all of these",
        "none of these",
        "both a and b",
        "a and b",
        "all",
        "none",
    )
)


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs."""
    options = item.body["options"]
    return {
        "type": "choice",
        "many": item.body.get("select") == "many",
        "count": len(options),
        "right": [at for at, option in enumerate(options) if option.get("correct")],
    }


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: the options, and which are right."""
    wanted = key(item)
    return {
        "options": [option["text"] for option in item.body["options"]],
        "many": wanted["many"],
        "right": wanted["right"],
    }


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows."""
    return {
        "shuffle": item.body.get("shuffle", True),
        "options": [
            {
                "html": html(option["text"]),
                "feedback": html(option["feedback"]),
                "fixed": option.get("fixed", False),
            }
            for option in item.body["options"]
        ],
    }
