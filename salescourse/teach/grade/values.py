"""What came out of a submission's process, made into values that can be compared.

It is data of a stranger's: nothing of it is run, and what has not the form that it
should have counts as nothing.
"""

import inspect
import json
import keyword
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from salescourse.teach.grade.asked import BEGIN, END

MOST_CHARACTERS = 1_000_000
NOTHING = object()


def told(text: str) -> dict[str, Mapping[str, Any]]:
    """Return what a kernel has told last, in the text that it has shown.

    Examples
    --------
    >>> told('<<handed in {"a-1": {"is": "number", "value": 1}} handed in>>')
    {'a-1': {'is': 'number', 'value': 1}}
    >>> told("<<handed in nonsense handed in>>")
    {}
    """
    last = text.rpartition(BEGIN)[2].partition(END)
    if not last[1] or len(last[0]) > MOST_CHARACTERS:
        return {}
    try:
        data = json.loads(last[0])
    except (ValueError, RecursionError):
        return {}
    pairs = data.items() if isinstance(data, dict) else ()
    return {name: each for name, each in pairs if isinstance(each, dict)}


class Absent(BaseException):
    """A function is tried on what it was not tried on there; no error of the learner's."""


def value(data: Mapping[str, Any], cases: Sequence[Mapping[str, Any]] = ()) -> Any:
    """Return the value that plain data stands for; NOTHING if it stands for none.

    Parameters
    ----------
    data : mapping
        As `asked.plain` makes it, or anything else.
    cases : sequence of mapping
        On what a function was tried, in the order of its calls.

    Examples
    --------
    >>> value({"is": "number", "value": 0.59}), value({"is": "dots"})
    (0.59, Ellipsis)
    >>> value({"is": "number", "value": "0.59"}) is NOTHING
    True
    """
    try:
        if data["is"] == "function":
            return _function(data, cases)
        return _MAKERS[data["is"]](data)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return NOTHING


def _number(data: Mapping[str, Any]) -> float:
    if type(data["value"]) not in (int, float):
        raise TypeError
    return float(data["value"])


def _text(data: Mapping[str, Any]) -> str:
    if not isinstance(data["value"], str):
        raise TypeError
    return data["value"]


def _constant(data: Mapping[str, Any]) -> bool | None:
    if data["value"] not in (None, True, False):
        raise ValueError
    return data["value"]


def _other(data: Mapping[str, Any]) -> Any:
    """Return something of a type of the same name and length."""
    size = data.get("size")
    parts: dict[str, Any] = {"__repr__": lambda self: "..."}
    if type(size) is int and 0 <= size < 10**9:
        parts["__len__"] = lambda self: size
    return type(_name(data.get("name")), (), parts)()


def _series(data: Mapping[str, Any]) -> Any:
    import pandas as pd

    return pd.Series(_labels(data["values"]), index=_labels(data["index"]))


def _frame(data: Mapping[str, Any]) -> Any:
    import pandas as pd

    index, columns = _labels(data["index"]), _labels(data["columns"])
    made = pd.DataFrame(dict(enumerate(map(_labels, data["values"]))), index=index)
    made.columns = pd.Index(columns)
    return made


def _labels(values: list) -> list:
    import pandas as pd

    return [pd.Timestamp(v["date"]) if isinstance(v, dict) else v for v in values]


def _function(
    data: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]
) -> Callable[..., Any]:
    """Return a function that gives for each case what the learner's has given."""
    pairs = zip(cases, data["calls"], strict=True)
    calls = {case_key(case): dict(call) for case, call in pairs}
    takes = next((call["takes"] for call in calls.values() if "takes" in call), None)

    def answer(**case: Any) -> Any:
        if case_key(case) not in calls:
            raise Absent
        return _outcome(calls[case_key(case)])

    if takes is not None:
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        names = dict.fromkeys(_name(name) for name in takes)
        parameters = [inspect.Parameter(name, kind) for name in names]
        answer.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # functions may have one
    return answer


def case_key(case: Mapping[str, Any]) -> str:
    """Return a text that stands for the arguments of a call."""
    return repr(sorted(case.items()))


def _fitted(data: Mapping[str, Any]) -> Any:
    has = {str(name): outcome for name, outcome in data["has"].items()}
    made = type("Model", (), {})()
    for name, outcome in has.items():
        setattr(made, _name(name), lambda outcome=outcome: _outcome(outcome))
    return made


def _outcome(data: Mapping[str, Any]) -> Any:
    """Return what a call has returned, or stop as it has stopped."""
    if "stops" in data:
        words = data["stops"]
        if not isinstance(words, list) or len(words) != 2:
            raise Absent
        name, said = map(str, words)
        raise type(_name(name), (Exception,), {})(said)
    found = value(data["returns"]) if isinstance(data.get("returns"), dict) else NOTHING
    if found is NOTHING:
        raise Absent
    return found


def _name(text: Any) -> str:
    """Return a text if it can be a name, and another name otherwise."""
    good = isinstance(text, str) and text.isidentifier() and not keyword.iskeyword(text)
    return text if good else "something"


_MAKERS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "dots": lambda data: ...,
    "number": _number,
    "text": _text,
    "constant": _constant,
    "callable": lambda data: lambda: None,
    "other": _other,
    "series": _series,
    "frame": _frame,
    "fitted": _fitted,
}
