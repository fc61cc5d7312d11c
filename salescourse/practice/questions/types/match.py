"""Match what belongs together; partial credit is the share of right pairs."""

from collections.abc import Iterator
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.markup import plain
from salescourse.practice.questions.item import Html, Item
from salescourse.words import _


def problems(item: Item) -> Iterator[Finding]:
    """Say which partners cannot be told apart."""
    lefts = [pair["left"] for pair in item.body["pairs"]]
    for at, left in enumerate(lefts):
        if left in lefts[:at]:
            yield Finding(
                ("pairs", at),
                "same-left",
                _("`{}` stands twice").format(left),
                _("Keep one of them."),
            )
    rights = _rights(item)
    for at, extra in enumerate(item.body.get("extras", [])):
        if rights.index(extra) < len(rights) - len(item.body["extras"]) + at:
            yield Finding(
                ("extras", at),
                "extra-is-right",
                _("`{}` already has a partner").format(extra),
                _("Write a partner that belongs to none."),
            )
    if len(rights) < 2:
        yield Finding(
            ("pairs",),
            "one-partner",
            _("all have the same partner"),
            _("Add a pair with another partner, or `extras:`."),
        )


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs: for each left side the place of its partner."""
    rights = _rights(item)
    return {
        "type": "match",
        "count": len(rights),
        "right": [rights.index(pair["right"]) for pair in item.body["pairs"]],
    }


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: both sides, and what belongs together."""
    return {
        "rows": [pair["left"] for pair in item.body["pairs"]],
        "options": _rights(item),
        "right": key(item)["right"],
    }


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows; menus hold words only, so they get those."""
    return {
        "rows": [
            {
                "html": html(pair["left"]),
                "text": plain(pair["left"]),
                "feedback": html(pair["feedback"]),
            }
            for pair in item.body["pairs"]
        ],
        "options": [
            {"html": html(right), "text": plain(right)} for right in _rights(item)
        ],
    }


def _rights(item: Item) -> list[str]:
    """List every partner once: several left sides may share one."""
    partners = [pair["right"] for pair in item.body["pairs"]]
    return list(dict.fromkeys([*partners, *item.body.get("extras", [])]))
