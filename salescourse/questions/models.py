"""Keys that a model of the package computes, so that no number is typed twice."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from salescourse.words import _


class ModelError(ValueError):
    """A model that a bank names cannot be found or cannot be computed."""


def find_model(name: str) -> Callable[..., Any]:
    """Return the function that a name such as `salescourse.cycle:SalesCycle` means.

    Only the package's own modules are looked into: a bank names models, it cannot
    reach anything else.

    Raises
    ------
    ModelError
        If there is no such function.

    Examples
    --------
    >>> find_model("os:remove")
    Traceback (most recent call last):
    salescourse.questions.models.ModelError: A model is named \
`salescourse.module:function`, got 'os:remove'.
    """
    module_name, colon, path = str(name).partition(":")
    parts = path.split(".")
    if not colon or module_name.split(".")[0] != "salescourse" or "" in parts:
        raise ModelError(
            _("A model is named `salescourse.module:function`, got {!r}.").format(name)
        )
    try:
        found: Any = import_module(module_name)
        for part in parts:
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise ModelError(_("There is no model {!r}: {}.").format(name, error)) from None
    if not callable(found) or any(part.startswith("_") for part in parts):
        raise ModelError(_("{!r} is not a public function.").format(name))
    return found


def compute(spec: Mapping[str, Any]) -> Any:
    """Compute what `{model: …, args: {…}}` says, or return its `value`.

    Raises
    ------
    ModelError
        If the model is not there or refuses its arguments.

    Examples
    --------
    >>> compute({"value": 7})
    7
    """
    if "value" in spec:
        return spec["value"]
    model = find_model(spec["model"])
    try:
        return model(**spec.get("args", {}))
    except Exception as error:  # a model may refuse its arguments in its own way
        raise ModelError(
            _("{} refuses {}: {}").format(spec["model"], spec.get("args", {}), error)
        ) from None


def compute_number(spec: float | Mapping[str, Any]) -> float:
    """Compute a key that is one number.

    Raises
    ------
    ModelError
        If what the model gives is not one finite number.
    """
    value = compute(spec) if isinstance(spec, Mapping) else spec
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = float("nan")
    if number != number or abs(number) == float("inf"):
        raise ModelError(
            _("The key must be one finite number, got {!r}.").format(value)
        )
    return number
