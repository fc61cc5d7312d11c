"""Whatever the package offers answers at the ends of its range, or says why it cannot.

Each function is called as the examples of its docstring do, with one argument at a time
made 0, 1, all alike, huge, no number, infinite, empty or unknown. Then come finite
numbers (or infinite ones, where the docstring says so), or a sentence: never a warning of
NumPy, a raw error of a library, or an interval without width.
"""

import inspect
import warnings

import numpy as np
import pandas as pd
import pytest
from test_public import MODELS
from walker import (
    Call,
    attempt,
    calls_in_examples,
    differing,
    ends,
    holdings,
    targets,
    walk,
)

from salescourse.b2c.channels import Paths, all_credits

WALKED = [*MODELS, "salescourse.datasets"]
# Whose examples read tables.
READING = [m for m in MODELS if m.endswith(("cycle", "outcomes", "impulse", "loyalty"))]


@pytest.mark.parametrize("module", WALKED)
def test_whatever_is_offered_answers_at_its_ends_or_says_why_not(module):
    wrong = {}
    for name, calls in calls_in_examples(module).items():
        if found := sorted(set(walk(min(calls, key=lambda call: call.size)))):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("module", WALKED)
def test_there_is_a_way_to_call_whatever_is_offered(module):
    # Results are made by functions, so no example need make one by hand.
    offered = {name for name in targets(module) if not name.endswith(".__init__")}
    assert offered - set(calls_in_examples(module)) == set()


def test_a_method_is_called_though_another_class_of_the_package_wrote_it():
    offered = targets("salescourse.cycle")
    assert {"SalesCycle.mean_days", "SalesCycle.quantile", "FittedCycle.plot"} <= set(
        offered
    )


def _call(of, **given):
    return Call(of, given, inspect.signature(of))


def _raw(x):
    return [1, 2][int(x)]


def _warns(x):
    warnings.warn("overflow", RuntimeWarning, stacklevel=1)
    return x


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (_raw, "IndexError"),
        (_warns, "RuntimeWarning"),
        (lambda x: x * np.inf, "inf"),
        (lambda x: np.float64(np.nan), "nan"),
        (lambda x: [0.5, [float("nan")]], "nan"),
        (lambda x: np.linalg.inv([[0.0]]), "LinAlgError"),
        (lambda x: 1 // (x - 7), "ZeroDivisionError"),
        (lambda x: float("seven"), "raw ValueError"),
    ],
)
def test_each_kind_of_wrong_answer_would_be_found(of, says):
    assert says in attempt(_call(of, x=7), "")


def test_the_ends_of_each_kind_of_argument_are_tried():
    assert {0, 1, -1, np.inf} <= set(ends(3))
    assert [] in list(ends([1, 2]))
    assert [1, 1] in list(ends([1, 2]))
    assert list(ends("won")) == ["", "no such thing"]


def _said(answer):
    """Return what an answer says: journeys number their channels as they come."""
    return all_credits(answer) if isinstance(answer, Paths) else answer


@pytest.mark.parametrize("module", WALKED)
def test_the_order_of_the_rows_of_a_table_never_matters(module):
    moved, read = {}, 0
    for name, calls in calls_in_examples(module).items():
        call = min(calls, key=lambda call: call.size)
        for argument, value in call.given.items():
            if argument == "self" or not isinstance(value, pd.DataFrame):
                continue
            table = value
            if isinstance(value.index, pd.RangeIndex):
                # Named, to be told from rows that an answer has numbered.
                table = value.set_axis(value.index.map("row {}".format))
            before = holdings(_said(call(**{argument: table})))
            read += before != []
            for seed in range(3):
                rows = table.sample(frac=1, random_state=seed)
                after = holdings(_said(call(**{argument: rows})))
                if other := differing(before, after):
                    moved[f"{name}({argument})"] = other
    assert moved == {}
    assert read or module not in READING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.1),
        ("won", "lost"),
        ([1.0, "a"], [1.0, "b"]),
        (pd.DataFrame({"a": ["x", "y"]}), pd.DataFrame({"a": ["x", "z"]})),
        (pd.Series([1, 2], ["a", "b"]), pd.Series([2, 1], ["a", "b"])),
        (pd.Series([True, False], ["a", "b"]), pd.Series([False, True], ["a", "b"])),
        (pd.Series([1.0, 2.0], ["a", "b"]), pd.Series([1.0, 2.0], ["a", "c"])),
        ({"a": 1}, {"a": 2}),
    ],
)
def test_answers_that_differ_would_be_told_apart(one, other):
    assert differing(holdings(one), holdings(other))
    assert differing(holdings(one), holdings(one)) == ""


def test_rows_in_another_order_are_the_same_answer():
    table = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
    for one in (table, table.set_index(pd.Index(["p", "q"]))):
        other = one[::-1]
        if one is table:
            other = other.reset_index(drop=True)
        assert differing(holdings(one), holdings(other)) == ""
