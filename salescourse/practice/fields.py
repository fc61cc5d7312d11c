"""What is said of a number that was typed into a field; see `js/field.js`."""

from salescourse.words import _


def field_words() -> dict[str, str]:
    """Return the phrases for units, and the sentences for what cannot be taken."""
    return {
        "percent": _("{n}\u00a0%"),
        "percentSpoken": _("{n} percent"),
        "points": _("{n} point|{n} points"),
        "days": _("days"),
        "none": _("no value"),
        "outside": _("Type a number from {low} to {high}."),
        "unreadable": _("“{text}” is not a number I can read. Try {example}."),
        "otherUnit": _(
            "The unit of “{text}” does not fit: here it is {unit}. Try {example}."
        ),
        "noUnit": _("“{text}” has a unit, and none is wanted here. Try {example}."),
        "oneNumber": _("“{text}” is a range. Give one number, such as {example}."),
    }
