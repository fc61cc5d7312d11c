"""An answer that is a word or a short phrase."""

from collections.abc import Mapping
from typing import Any

from salescourse.practice.questions.answers.difference import Difference, named
from salescourse.practice.questions.answers.number import kind_of
from salescourse.practice.questions.folding import fold
from salescourse.practice.questions.item import Item
from salescourse.words import _


def reference(spec: Mapping[str, Any], item: Item) -> str:
    """Return a form that is right."""
    return str(spec["accept"][0])


def differ(spec: Mapping[str, Any], key: str, answer: Any) -> Difference | None:
    """Say whether a text is one of those that are accepted.

    Examples
    --------
    >>> differ({"accept": ["veto"]}, "veto", "Veto!") is None
    True
    """
    if not isinstance(answer, str):
        return Difference(
            _("This exercise asks for text between quotation marks; you handed in {}.")
            .format(kind_of(answer)), counts=False,
        )  # fmt: skip
    forms = [fold(form).replace(" ", "") for form in spec["accept"]]
    if fold(answer).replace(" ", "") in forms:
        return None
    return Difference(_("{} is not it.").format(named(answer)))
