"""Expressions in a bank, such as `1 - committee_odds(people, agree)`.

An expression is made of numbers, names, text between quotation marks, calls,
arithmetic (`+ - * / // **`), comparisons, `and`, `or`, `not`, and `a if b else c`.
That is all: no attributes, no indices, no loops, nothing that outlives it. What takes
more is a function in the chapter's `keys.py`.
"""

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any

from simpleeval import DEFAULT_OPERATORS, SimpleEval

from salescourse.practice.questions.item import ModelError
from salescourse.practice.questions.schema import guess

LONGEST = 300
MOST_TO_COMBINE = 1000

_Functions = Mapping[str, Callable[..., Any]]

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.USub, ast.UAdd)
_LOGIC = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Not)
# Powers of floats stop where floats end; powers of whole numbers would go on for ever.
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    **{kind: DEFAULT_OPERATORS[kind] for kind in (*_ARITHMETIC, *_LOGIC)},
    ast.Pow: math.pow,
}
_LANGUAGE = (
    ast.Expression, ast.Constant, ast.Name, ast.Load, ast.Call, ast.keyword,
    ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.IfExp,
    *_OPERATORS,
)  # fmt: skip
_FUNCTION = "Write a function for it in the chapter's `keys.py`, and call that."


def evaluate(text: str, functions: _Functions, values: Mapping[str, Any]) -> Any:
    """Compute an expression.

    Parameters
    ----------
    text : str
        The expression.
    functions : mapping
        What it may call beside some of `math` and of Python's own, by name.
    values : mapping
        What its other names stand for.

    Raises
    ------
    ModelError
        If it cannot be read or computed, with what to do about it.

    Examples
    --------
    >>> evaluate("1 - agree ** people", {}, {"people": 2, "agree": 0.8})
    0.3599999999999999
    """
    functions, values = {**_FUNCTIONS, **functions}, {"pi": math.pi, **values}
    tree = _read(text)
    _look_up(text, tree, functions, values)
    evaluator = SimpleEval(operators=_OPERATORS, functions=functions, names=values)
    try:
        return evaluator.eval(text, previously_parsed=tree.body)
    except Exception as error:  # a model may refuse its arguments in its own way
        raise ModelError(
            f"`{text}` cannot be computed{_given(tree, values)}: {error}",
            "Change the expression, or the values it is given.",
            rule="expression",
        ) from None


def _read(text: str) -> ast.Expression:
    """Read an expression, and refuse what is more than one."""
    if len(text) > LONGEST:
        raise ModelError(
            f"an expression has at most {LONGEST} characters, and "
            f"`{text[:40]}...` has {len(text)}",
            _FUNCTION,
            rule="expression",
        )
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        why = error.msg if isinstance(error, SyntaxError) else str(error)
        raise ModelError(
            f"`{text}` cannot be read: {why}",
            "Write a share as a rate: 0.59 for 59 %."
            if "%" in text
            else "Write a number, or an expression such as "
            "1 - committee_odds(people, agree).",
            rule="expression",
        ) from None
    for node in ast.walk(tree):
        if not _is_in_the_language(node):
            piece = node if hasattr(node, "lineno") else tree
            raise ModelError(
                f"`{ast.unparse(piece)}` is more than numbers, names, calls and "
                "arithmetic",
                _FUNCTION,
                rule="expression",
            )
    return tree


def _is_in_the_language(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and all(k.arg for k in node.keywords)
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float | str)
    return isinstance(node, _LANGUAGE)


def _look_up(
    text: str, tree: ast.Expression, functions: _Functions, values: Mapping[str, Any]
) -> None:
    """Find every name, also where nothing would be computed with it."""
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        known = functions if node in called else values
        if isinstance(node, ast.Name) and node.id not in known:
            kind = "function" if node in called else "value"
            raise ModelError(
                f"there is no {kind} `{node.id}` for `{text}`",
                _remedy(node.id, kind, functions, values),
                rule="expression",
            )


def _remedy(
    name: str, kind: str, functions: _Functions, values: Mapping[str, Any]
) -> str:
    if kind == "value" and name in functions:
        return f"`{name}` is a function: write `{name}(...)`."
    if kind == "function":
        return guess(name, sorted(functions))
    return f"{guess(name, sorted(values))} Text stands between quotation marks."


def _given(tree: ast.Expression, values: Mapping[str, Any]) -> str:
    """Say what the names of an expression stood for."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    given = [f"{name} = {value}" for name, value in values.items() if name in names]
    return f" with {', '.join(given)}" if given else ""


def _comb(n: int, k: int) -> float:
    if n > MOST_TO_COMBINE:
        raise ValueError(f"comb takes at most {MOST_TO_COMBINE}, got {n}")
    return float(math.comb(n, k))


def _round(number: float, digits: int | None = None) -> float:
    return round(float(number), digits)


_FUNCTIONS: _Functions = {
    "abs": abs, "ceil": math.ceil, "comb": _comb, "exp": math.exp,
    "floor": math.floor, "len": len, "log": math.log, "log10": math.log10, "max": max,
    "min": min, "round": _round, "sqrt": math.sqrt, "sum": sum,
}  # fmt: skip
