"""An answer that is a function, tried on cases, or a fitted model, looked into."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from salescourse.practice.questions.answers.difference import (
    UNANSWERED,
    Difference,
    code,
    margin,
    named,
)
from salescourse.practice.questions.answers.number import as_number, kind_of
from salescourse.practice.questions.item import Item, ModelError
from salescourse.practice.questions.models import compute_number
from salescourse.words import _


def reference(spec: Mapping[str, Any], item: Item) -> Callable[..., float]:
    """Return what a function is compared with: a model, or an expression of its case.

    Examples
    --------
    >>> item = Item("decisions-9", "code", "", "", "", chapter="decisions")
    >>> reference({"value": "agree / 2", "cases": [{"agree": 0.9}]}, item)(agree=0.8)
    0.4
    """

    def key(**case: Any) -> float:
        return compute_number({**spec, "args": case}, item)

    for case in spec["cases"]:
        key(**case)
    return key


def differ(
    spec: Mapping[str, Any], key: Callable[..., float], answer: Any
) -> Difference | None:
    """Say for which arguments a function departs from the model.

    Examples
    --------
    >>> spec = {"cases": [{"people": 5}]}
    >>> differ(spec, lambda people: 0.9**people, lambda people: 0.9).message
    'For people=5 your function returns 0.9, which is too high.'
    """
    if not callable(answer):
        return Difference(
            _("This exercise asks for the function itself, without parentheses after "
              "its name; you handed in {}.").format(kind_of(answer)), counts=False,
        )  # fmt: skip
    for case in spec["cases"]:
        if found := _try(spec, key, answer, case):
            return found
    return None


def fitted_reference(spec: Mapping[str, Any], item: Item) -> dict[str, float]:
    """Return the numbers that a fitted model must have."""
    attributes = spec.get("attributes")
    if not attributes:
        raise ModelError(_("A fitted model needs `attributes:` to compare."))
    return {name: compute_number(value, item) for name, value in attributes.items()}


def differ_fitted(
    spec: Mapping[str, Any], key: Mapping[str, float], answer: Any
) -> Difference | None:
    """Say which number of a fitted model departs from the key."""
    for name, wanted in key.items():
        if not hasattr(answer, name):
            return Difference(
                _("This exercise asks for a fitted model with `{}`; you handed in {}.")
                .format(name, kind_of(answer)), counts=False,
            )  # fmt: skip
        try:
            got = getattr(answer, name)
            value = as_number(got() if callable(got) else got)
        except Exception as error:
            return Difference(
                _("`{}` of your model stops: {}.").format(name, _cry(error))
            )
        if isinstance(value, Difference):
            return Difference(_("`{}` of your model is not one number.").format(name))
        if abs(value - wanted) > margin(spec, wanted):
            return Difference(
                _("`{}` of your model is {}, which is {}.").format(
                    name, named(value), _too(value, wanted)
                )
            )
    return None


def _try(
    spec: Mapping[str, Any],
    key: Callable[..., float],
    answer: Any,
    case: dict[str, Any],
) -> Difference | None:
    """Try a function on one case."""
    shown = ", ".join(f"{name}={named(value)}" for name, value in case.items())
    if not _takes(answer, case):
        return Difference(
            _("Your function must take {}. It takes {}.").format(
                " and ".join(case), _signature(answer)
            ),
            counts=False,
        )
    try:
        returned = answer(**case)
    except Exception as error:
        return Difference(
            _("For {} your function stops: {}.").format(shown, _cry(error))
        )
    if returned is ...:
        return UNANSWERED
    if returned is None:
        return Difference(
            _(
                "For {} your function returns nothing. Does it end with `return`?"
            ).format(shown)
        )
    value = as_number(returned)
    if isinstance(value, Difference):
        return Difference(
            _("For {} your function returns {}, not one number.").format(
                shown, kind_of(returned)
            )
        )
    wanted = key(**case)
    if abs(value - wanted) <= margin(spec, wanted):
        return None
    return Difference(
        _("For {} your function returns {}, which is {}.").format(
            shown, named(value), _too(value, wanted)
        )
    )


def _takes(answer: Callable[..., Any], case: Mapping[str, Any]) -> bool:
    try:
        inspect.signature(answer).bind(**case)
    except TypeError:
        return False
    except ValueError:  # built-in functions do not say what they take
        return True
    return True


def _signature(answer: Callable[..., Any]) -> str:
    return ", ".join(inspect.signature(answer).parameters) or _("nothing")


def _too(value: float, wanted: float) -> str:
    return _("too high") if value > wanted else _("too low")


def _cry(error: BaseException) -> str:
    return code(f"{type(error).__name__}: {error}".rstrip(": ."))
