"""Numbers that a model of the package computes, so that no number is typed twice.

A bank says how to compute a number in one of two ways. An expression calls the
functions of the bank's own chapter by their names: those that the chapter's models
give, and those in its `keys.py`. A path such as `salescourse.cycle:SalesCycle.b2b`
names any public function of the package. Chapters are imported when a bank first asks
for one.
"""

import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from salescourse.practice.questions.expressions import evaluate
from salescourse.practice.questions.item import Item, ModelError
from salescourse.words import _

_PARTS = ("b2b", "b2c", "strategy")
_ELSEWHERE = {"map": "salescourse.cycle"}


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
    salescourse.practice.questions.item.ModelError: A model is named \
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


def home_of(chapter: str) -> str:
    """Return the package that holds a chapter's models, or "" if there is none."""
    places = (
        _ELSEWHERE.get(chapter, f"salescourse.{part}.{chapter}") for part in _PARTS
    )
    return next((place for place in places if chapter and find_spec(place)), "")


@cache
def chapter_functions(chapter: str) -> dict[str, Callable[..., Any]]:
    """Return the functions of a chapter's models and of its keys, by their names.

    There are none for a chapter that is not in the package.

    Examples
    --------
    >>> "committee_odds" in chapter_functions("decisions")
    True
    """
    home = home_of(chapter)
    if not home:
        return {}
    models = import_module(home)
    keys = vars(import_module(f"{home}.keys")) if find_spec(f"{home}.keys") else {}
    own = {n: f for n, f in keys.items() if n[0] != "_" and _is_from(home, f)}
    public = {name: getattr(models, name) for name in models.__all__}
    return {name: f for name, f in {**public, **own}.items() if callable(f)}


def _is_from(home: str, found: Any) -> bool:
    return getattr(found, "__module__", "") == f"{home}.keys"


def compute(spec: Mapping[str, Any], item: Item) -> Any:
    """Compute what an item says by `value:`, or by `model:`, with `args:`.

    Raises
    ------
    ModelError
        If the expression cannot be computed, or if the model is not there or refuses
        its arguments.

    Examples
    --------
    >>> item = Item("decisions-9", "numeric", "", "", "", chapter="decisions")
    >>> round(compute({"value": "1 - committee_odds(5, 0.9)"}, item), 2)
    0.41
    """
    args = spec.get("args", {})
    if "value" in spec:
        value = spec["value"]
        if not isinstance(value, str):
            return value
        known = {**item.values, **args}
        return evaluate(value, chapter_functions(item.chapter), known)
    model = find_model(spec["model"])
    try:
        return model(**args)
    except Exception as error:  # a model may refuse its arguments in its own way
        raise ModelError(
            _("{} refuses {}: {}").format(spec["model"], args, error)
        ) from None


def compute_number(spec: float | str | Mapping[str, Any], item: Item) -> float:
    """Compute a number of an item.

    Raises
    ------
    ModelError
        If what is computed is not one finite number.
    """
    if not isinstance(spec, Mapping):
        spec = {"value": spec}
    value = compute(spec, item)
    try:
        number = math.nan if isinstance(value, str | bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise ModelError(
            f"`{spec.get('model', spec.get('value'))}` must give one finite number, "
            f"got {_short(value)}",
            "Let it give a number.",
            rule="model" if "model" in spec else "expression",
        )
    return number


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 50 else f"{text[:47]}..."
