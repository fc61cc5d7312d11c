"""Runs inside a submission's kernel: takes down what it hands in, as plain data.

It is sent there as text, and knows nothing but which exercises there are, of what kind,
and with which arguments a function is tried. It imports nothing of the course.
"""

import contextlib
import json
import sys
from typing import Any

BEGIN, END = "<<handed in ", " handed in>>"
MOST_SIGNS, MOST_ROWS = 2_000, 2_000
_asks: dict = {}
_handed: dict = {}
_space: list[dict] = []
_out = sys.stdout


def listen(asks: dict, space: dict) -> None:
    """Begin to take down what is handed to `check`."""
    import salescourse.practice as practice

    _asks.update(asks)
    space.setdefault("check", check)
    for module in (sys.modules["salescourse"], practice):
        vars(module).update(check=check, hint=_quiet, solution=_quiet)
    _space.append(space)


def check(exercise: Any = None, answer: Any = ...) -> str:
    """Take the place of the course's `check`."""
    if isinstance(exercise, str) and exercise in _asks:
        _handed[exercise] = {**taken(_asks[exercise], answer), "by": "check"}
    return "Taken down."


def _quiet(*words: Any, **more: Any) -> str:
    return ""


def tell(names: list) -> None:
    """Print what was handed in for some exercises, or stands in their variables."""
    for name in names:
        ask = _asks[name]
        found = _space[0].get(ask["variable"], ...) if ask["variable"] else ...
        handed = _handed.get(name, {}).get("by") == "check"
        if not handed and found is not ...:
            _handed[name] = {**taken(ask, found), "by": "variable"}
    told = {name: _handed[name] for name in names if name in _handed}
    print(f"\n{BEGIN}{json.dumps(told)}{END}", file=_out, flush=True)


def taken(ask: dict, answer: Any) -> dict:
    """Return an answer as plain data; it may be anything, so nothing is relied on."""
    try:
        return _taken(ask, answer)
    except Exception as error:
        return {"is": "other", "name": _cut(type(error).__name__), "size": None}


def _taken(ask: dict, answer: Any) -> dict:
    if answer is ...:
        return {"is": "dots"}
    if ask["kind"] == "function" and callable(answer):
        return {"is": "function", "calls": [_called(answer, c) for c in ask["cases"]]}
    if ask["kind"] == "fitted":
        names = [name for name in ask["attributes"] if hasattr(answer, name)]
        return {
            "is": "fitted",
            "has": {name: _attribute(answer, name) for name in names},
        }
    return plain(answer)


def plain(value: Any) -> dict:
    """Return a value as plain data."""
    if isinstance(value, str):
        return {"is": "text", "value": _cut(value, 10 * MOST_SIGNS)}
    if value is None or isinstance(value, bool):
        return {"is": "constant", "value": value}
    if callable(value):
        return {"is": "callable"}
    if isinstance(value, dict) or type(value).__name__ in ("Series", "DataFrame"):
        return _table(value)
    with contextlib.suppress(Exception):
        if getattr(value, "size", 1) == 1:
            number = value.item() if hasattr(value, "item") else value
            if not isinstance(number, (str, bool)):
                return {"is": "number", "value": float(number)}
    size = None
    with contextlib.suppress(Exception):
        size = len(value)
    return {"is": "other", "name": _cut(type(value).__name__, 40), "size": size}


def _table(value: Any) -> dict:
    import pandas as pd

    value = pd.Series(value) if isinstance(value, dict) else value
    made = {"index": [_label(each) for each in value.index[:MOST_ROWS]]}
    if value.ndim == 1:
        return {"is": "series", **made, "values": _column(value)}
    columns = [_label(each) for each in value.columns[:100]]
    values = [_column(value.iloc[:, n]) for n in range(len(columns))]
    return {"is": "frame", **made, "columns": columns, "values": values}


def _column(values: Any) -> list:
    return [_label(each) for each in values.iloc[:MOST_ROWS]]


def _label(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return _cut(value)
    return (
        {"date": value.isoformat()} if hasattr(value, "isoformat") else _cut(str(value))
    )


def _called(function: Any, case: dict) -> dict:
    import inspect

    try:
        inspect.signature(function).bind(**case)
    except TypeError:
        return {
            "takes": [_cut(name, 80) for name in inspect.signature(function).parameters]
        }
    except ValueError:
        pass
    try:
        returned = function(**case)
    except Exception as error:
        return {"stops": [_cut(type(error).__name__, 80), _cut(str(error), 300)]}
    return {"returns": {"is": "dots"} if returned is ... else plain(returned)}


def _attribute(model: Any, name: str) -> dict:
    try:
        found = getattr(model, name)
        return {"returns": plain(found() if callable(found) else found)}
    except Exception as error:
        return {"stops": [_cut(type(error).__name__, 80), _cut(str(error), 300)]}


def _cut(text: str, most: int = MOST_SIGNS) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")[:most]
