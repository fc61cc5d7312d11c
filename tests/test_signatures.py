"""One name for one thing: how often an interval holds is `confidence`, how often a test
cries wolf is `level`, in every signature and nowhere for anything else.
"""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

import salescourse

# Tools take no statistics; the level of a question says what a learner does with it.
ELSEWHERE = ("salescourse.teach", "salescourse.practice.questions")
OTHER_NAMES = {"conf", "ci", "coverage", "significance", "conf_level", "sig_level"}
# An alpha is a parameter of a law, which has another beside it, and no level.
BESIDE_ALPHA = {"beta", "r"}


def modules() -> Iterator[ModuleType]:
    """Return the modules whose functions may ask for a confidence or a level."""
    for found in pkgutil.walk_packages(salescourse.__path__, "salescourse."):
        if not found.name.startswith(ELSEWHERE):
            yield importlib.import_module(found.name)


def callables(module: ModuleType) -> Iterator[object]:
    """Return the public functions, classes and methods that a module defines."""
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(thing):
            yield thing
        elif inspect.isclass(thing) and not issubclass(thing, Exception):
            own = [getattr(thing, each) for each in vars(thing) if each[0] != "_"]
            yield from (thing, *filter(callable, own))


def wrong(call: object) -> list[str]:
    """Return what is wrong with the names in a signature."""
    names = inspect.signature(call).parameters
    return [
        f"{call.__module__}.{call.__qualname__}({one})"
        for name, one in names.items()
        if name in OTHER_NAMES
        or (name == "confidence" and not fits(one, 0.5, 1))
        or (name == "level" and not fits(one, 0, 0.5))
        or (one.default in (0.9, 0.95, 0.99) and not known(call, name, "confidence"))
        or (one.default in (0.01, 0.05) and not known(call, name, "level"))
        or (name == "alpha" and not BESIDE_ALPHA & {*names})
    ]


def known(call: object, name: str, wanted: str) -> bool:
    """Tell whether a parameter has its name, or is one that means something else."""
    other = {
        ("consensus_stage", "review_cv"),
        ("duration", "share"),
        ("hundred_deals", "agree"),
    }
    return name == wanted or (call.__name__, name) in other


def fits(one: inspect.Parameter, least: float, most: float) -> bool:
    """Tell whether a parameter is a number, and its default within bounds."""
    is_number = one.annotation in (float, "float")
    return is_number and (one.default is one.empty or least < one.default < most)


def test_confidence_is_coverage_and_level_is_significance():
    every = [call for module in modules() for call in callables(module)]
    assert [said for call in every for said in wrong(call)] == []
    asked = [one for call in every for one in inspect.signature(call).parameters]
    assert asked.count("confidence") > 15
    assert asked.count("level") >= 5


def as_level(*, level: float = 0.95): ...
def as_alpha(*, alpha: float = 0.05): ...
def as_conf(*, conf: float): ...
def as_reach(*, reach: float = 0.95): ...
def too_small(*, confidence: float = 0.05): ...
def of_a_column(column: str, level: object): ...


@pytest.mark.parametrize(
    "call", [as_level, as_alpha, as_conf, as_reach, too_small, of_a_column]
)
def test_another_name_or_meaning_would_be_found(call):
    assert len(wrong(call)) == 1


def test_what_a_docstring_calls_coverage_is_called_confidence():
    said = r"^ *(.+)\n +How often (?:such an )?intervals?\b.* (?:truth|true \w+)"
    told = [
        name
        for module in modules()
        for call in callables(module)
        for name in re.findall(said, inspect.getdoc(call) or "", re.MULTILINE)
    ]
    assert len(told) > 5
    assert set(told) == {"confidence : float"}
