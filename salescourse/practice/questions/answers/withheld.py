"""An answer whose key is not here: in a copy for a class, which is marked elsewhere."""

from collections.abc import Mapping
from typing import Any

from salescourse.practice.questions.answers.difference import Difference
from salescourse.practice.questions.answers.number import as_number, kind_of
from salescourse.practice.questions.item import Item
from salescourse.words import _

HANDED_IN = Difference(
    _(
        "It is marked after you have handed in your notebook. Until then you may change it."
    ),
    counts=False,
)


def reference(spec: Mapping[str, Any], item: Item) -> None:
    """Return nothing: there is no key."""


def differ(spec: Mapping[str, Any], key: None, answer: Any) -> Difference:
    """Say that an answer is handed in, unless it is of another kind than was asked for.

    Examples
    --------
    >>> differ({"wants": "number"}, None, 0.5) is HANDED_IN
    True
    >>> differ({"wants": "function"}, None, 7).message
    'This exercise asks for the function itself; you handed in an int.'
    """
    wants = spec.get("wants")
    if wants == "number" and isinstance(number := as_number(answer), Difference):
        return number
    if wants == "function" and not callable(answer):
        return Difference(
            _("This exercise asks for the function itself; you handed in {}.").format(
                kind_of(answer)
            ),
            counts=False,
        )
    return HANDED_IN
