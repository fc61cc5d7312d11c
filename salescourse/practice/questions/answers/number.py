"""An answer that is one number."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from salescourse.practice.questions.answers.difference import Difference, margin, named
from salescourse.practice.questions.folding import plain
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.models import compute_number
from salescourse.words import _

_PERCENT = re.compile(
    r"([-+]?(?:\d+(?:\.\d+|,(?!\d{3}\b)\d+)?|[.,]\d+)) ?(?:%|percent|per cent|pct)\.?"
)


def reference(spec: Mapping[str, Any], item: Item) -> float:
    """Return the key."""
    return compute_number(spec, item)


def differ(spec: Mapping[str, Any], key: float, answer: Any) -> Difference | None:
    """Say how a number differs from the key.

    Examples
    --------
    >>> differ({"tolerance": 0.01}, 0.59, 0.9).message
    '0.9 is too high.'

    A share may be handed in as percent, as in a quiz.

    >>> differ({"tolerance": 0.01, "unit": "percent"}, 0.59, 59)

    Text with a percent sign says so itself, whatever the unit.

    >>> differ({"tolerance": 0.01}, 0.59, "59 %")
    """
    value = as_number(answer)
    if isinstance(value, Difference):
        return value
    # Text has said what it is.
    bare = spec.get("unit") == "percent" and not isinstance(answer, str)
    percent = bare and abs(value) >= 1
    readings = (value, value / 100) if percent else (value,)
    if any(abs(read - key) <= margin(spec, key) for read in readings):
        return None
    if any(_is_rounded(read, key) for read in readings):
        return Difference(
            f"{named(value)} is right as far as it goes. Give one more digit.",
            counts=False,
        )
    if 0 < abs(key) <= 1 and abs(value / 100 - key) <= margin(spec, key):
        return Difference(
            _("{} looks like a percentage. Write it as a rate: {}.").format(
                named(value), named(value / 100)
            ),
            counts=False,
        )
    if value > key:
        return Difference(_("{} is too high.").format(named(value)))
    return Difference(_("{} is too low.").format(named(value)))


def _is_rounded(value: float, key: float) -> bool:
    """Tell whether a number is the key, rounded to two of its digits or more."""
    digits = len(Decimal(f"{value:.12g}").normalize().as_tuple().digits)
    return digits >= 2 and math.isclose(value, float(f"{key:.{digits}g}"))


def as_number(answer: Any) -> float | Difference:
    """Return an answer as a number, or say why it is none."""
    if callable(answer):
        return Difference(
            _("You handed in a function; this exercise asks for the number it returns. "
              "Call it: add parentheses and the arguments."), counts=False,
        )  # fmt: skip
    if isinstance(answer, str):
        if found := _PERCENT.fullmatch(plain(answer)):
            return float(found[1].replace(",", ".")) / 100
        return Difference(
            _("You handed in text, {}; this exercise asks for a number. Leave out the "
              "quotation marks.").format(named(answer)), counts=False,
        )  # fmt: skip
    size = getattr(answer, "size", 1)
    if isinstance(answer, bool) or size != 1:
        return _not_a_number(answer)
    try:
        value = float(answer.item() if hasattr(answer, "item") else answer)
    except (TypeError, ValueError, OverflowError):
        return _not_a_number(answer)
    if not math.isfinite(value):
        return Difference(
            _("Your answer is {}, which is no number to compare.").format(value)
        )
    return value


def _not_a_number(answer: Any) -> Difference:
    return Difference(
        _("This exercise asks for one number; you handed in {}.").format(
            kind_of(answer)
        ),
        counts=False,
    )


def kind_of(answer: Any) -> str:
    """Say what something is, with its size where it has one.

    Examples
    --------
    >>> kind_of([1, 2, 3])
    'a list of 3'
    """
    if answer is None:
        return _("nothing (None)")
    name = type(answer).__name__
    article = "an" if name[:1].lower() in "aeiou" else "a"
    try:
        return _("{} {} of {}").format(article, name, len(answer))
    except TypeError:
        return f"{article} {name}"
