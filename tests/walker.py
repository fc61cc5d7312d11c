"""Call what the package offers, with one argument at a time at the end of its range.

The calls are those that the examples of the docstrings make, so what is newly offered,
and shows an example, is called too.
"""

import contextlib
import dataclasses
import doctest
import functools
import importlib
import inspect
import io
import linecache
import math
import re
import signal
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pandas as pd

HUGE = 1e300
FEW = 500


class Call(NamedTuple):
    """A call that an example makes: of what, on what, with what."""

    of: Any
    given: dict[str, Any]
    what: inspect.Signature

    def __call__(self, **others: Any) -> Any:
        """Make the call again, with other arguments in some places."""
        given = self.given | others
        if inspect.isclass(self.of):
            return self.of(**given)
        bound = self.what.bind_partial()
        bound.arguments.update(given)
        return self.of(*bound.args, **bound.kwargs)

    @property
    def size(self) -> int:
        """How much is handed in."""
        kinds = (list, tuple, np.ndarray, pd.DataFrame, pd.Series)
        return sum(len(one) for one in self.given.values() if isinstance(one, kinds))


def _own_methods(it: type) -> Iterator[tuple[str, Any]]:
    """Return the methods of a class, with those it has from others of the package."""
    named: dict[str, Any] = {}
    for one in it.__mro__:
        if one.__module__.partition(".")[0] == it.__module__.partition(".")[0]:
            named = {**vars(one), **named}
    for name, method in named.items():
        plain = inspect.isfunction(method) or isinstance(method, classmethod)
        if plain and (not name.startswith("_") or name == "__init__"):
            yield name, method


def targets(module: str) -> dict[str, tuple[Any, str, Any]]:
    """Return by name where each function and method stands that a module offers."""
    found: dict[str, tuple[Any, str, Any]] = {}
    package = importlib.import_module(module)
    for name in package.__all__:
        it = getattr(package, name)
        if inspect.isfunction(it):
            found[name] = (package, name, it)
        elif inspect.isclass(it):
            for method, how in _own_methods(it):
                found[f"{name}.{method}"] = (it, method, how)
    return found


def _recorder(
    name: str, it: Any, calls: dict[str, list[Call]], depth: list[int]
) -> Any:
    function = it.__func__ if isinstance(it, classmethod) else it
    what = inspect.signature(function)
    begins = name.endswith(".__init__")

    @functools.wraps(function)
    def record(*args: Any, **kwargs: Any) -> Any:
        # A rule that an example hands over is called by what it was handed to.
        if not depth[0] or ("." not in name and name not in calls):
            with contextlib.suppress(TypeError):
                given = dict(what.bind(*args, **kwargs).arguments)
                # What is made anew is another object: the first stays as it is.
                of = type(given.pop("self")) if begins else function
                calls.setdefault(name, []).append(Call(of, given, what))
        depth[0] += 1
        try:
            return function(*args, **kwargs)
        finally:
            depth[0] -= 1

    return classmethod(record) if isinstance(it, classmethod) else record


def _examples(found: dict[str, tuple[Any, str, Any]]) -> Iterator[tuple[str, dict]]:
    """Return the docstrings with examples, each with the names it may use."""
    docs: dict[int, Any] = {}
    for place, _name, it in found.values():
        for one in (place if inspect.isclass(place) else it, it):
            docs[id(one)] = getattr(one, "__func__", one)
    for one in docs.values():
        home = importlib.import_module(one.__module__)
        yield one.__doc__ or "", vars(home)


def calls_in_examples(module: str) -> dict[str, list[Call]]:
    """Run the examples of a module, and return the calls they make, by name."""
    found = targets(module)
    calls: dict[str, list[Call]] = {}
    depth = [0]
    examples = list(_examples(found))
    with contextlib.ExitStack() as stack:
        made = {}
        for name, (place, attribute, it) in found.items():
            made[attribute] = _recorder(name, it, calls, depth)
            stack.enter_context(mock.patch.object(place, attribute, made[attribute]))
        own = {
            k: v
            for k, v in made.items()
            if k in importlib.import_module(module).__all__
        }
        for text, names in examples:
            space = {**names, **own}
            for example in doctest.DocTestParser().get_examples(text):
                quiet = contextlib.redirect_stdout(io.StringIO())
                with quiet, warnings.catch_warnings(), contextlib.suppress(Exception):
                    warnings.simplefilter("ignore")
                    exec(compile(example.source, "<example>", "single"), space)
    return calls


# --------------------------------------------------------------------------------------
# Ends.
# --------------------------------------------------------------------------------------


def ends(value: Any) -> Iterator[Any]:
    """Return what may stand in place of an argument."""
    if isinstance(value, bool | np.bool_) or callable(value):
        return
    if isinstance(value, int | float | np.number):
        yield from (0, 1, -1, 0.5, math.nan, math.inf, -math.inf, HUGE, 10**30)
    elif isinstance(value, str):
        yield from ("", "no such thing")
    elif isinstance(value, pd.DataFrame):
        yield from _tables(value)
    elif isinstance(value, pd.Series):
        yield value.iloc[:0]
        yield value.iloc[:1]
        for one in _rows(value.tolist()):
            if len(one) == len(value):
                yield pd.Series(one, index=value.index)
    elif isinstance(value, list | tuple | np.ndarray) and not hasattr(value, "_fields"):
        yield from map(type(value) if isinstance(value, tuple) else list, _rows(value))


def _rows(value: Any) -> Iterator[list[Any]]:
    """Return rows of degenerate values in place of a row."""
    row = list(value)
    yield from ([], row[:1], row[:1] * len(row))
    if row and all(isinstance(one, int | float | np.number) for one in row):
        for one in (0, 1, math.nan, math.inf, HUGE, -1):
            yield [one] * len(row)
            yield [*row[:-1], one]


def _tables(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    yield table.iloc[:0]
    yield table.iloc[:1]
    yield table.iloc[:, :0]
    for column in table.columns if len(table) <= FEW else table.columns[:1]:
        others = [0, 1, math.nan, math.inf, HUGE, -1]
        if not pd.api.types.is_numeric_dtype(table[column]):
            others = ["", None, "no such thing"]
        for other in [*others, table[column].iloc[0]]:
            yield table.assign(**{str(column): [other] * len(table)})
        mixed = [*table[column].astype(object).iloc[:-1], others[2]]
        yield table.assign(**{str(column): mixed})


# --------------------------------------------------------------------------------------
# What may come.
# --------------------------------------------------------------------------------------

SAYS_NAN = re.compile(r"\bnan\b|\bempty\b|\bmissing\b", re.IGNORECASE)
SAYS_INF = re.compile(r"\binf\b|\binfinite\b|\bnever\b", re.IGNORECASE)
SECONDS = 10


def numbers_of(it: Any, depth: int = 0) -> Iterator[tuple[str, float]]:
    """Return the numbers that an answer holds, with the names they have in it."""
    if isinstance(it, bool | np.bool_ | str | bytes) or it is None or depth > 3:
        return
    if isinstance(it, float | np.floating):
        yield "", float(it)
    elif isinstance(it, np.ndarray) and it.dtype.kind == "f":
        yield from (("", float(one)) for one in it.ravel()[:1000])
    elif isinstance(it, pd.DataFrame):
        for name in it:
            yield from ((str(name), one) for _, one in numbers_of(it[name], depth + 1))
    elif isinstance(it, pd.Series):
        if it.dtype.kind == "f":
            yield from numbers_of(it.to_numpy(), depth + 1)
    elif dataclasses.is_dataclass(it) and not isinstance(it, type):
        for field in dataclasses.fields(it):
            for name, one in numbers_of(getattr(it, field.name, None), depth + 1):
                yield f"{field.name}.{name}", one
    elif isinstance(it, list | tuple):
        yield from (pair for one in it[:100] for pair in numbers_of(one, depth + 1))


def holdings(it: Any, at: str = "", depth: int = 0) -> list[tuple[str, Any]]:
    """Return what an answer holds, each with its place; tables by their index."""
    if depth > 4:
        return []
    if isinstance(it, pd.Series | pd.DataFrame):
        return _cells(it, at)
    if isinstance(it, Mapping):
        parts = sorted(it.items(), key=lambda pair: str(pair[0]))
    elif dataclasses.is_dataclass(it) and not isinstance(it, type):
        fields = (field.name for field in dataclasses.fields(it))
        parts = [(name, getattr(it, name, None)) for name in fields]
    elif isinstance(it, list | tuple | np.ndarray) and np.ndim(it):
        parts = list(enumerate(it))
    else:
        plain = isinstance(it, str | int | float | np.generic) or it is None
        return [(at, it)] if plain else []
    return [one for name, part in parts
            for one in holdings(part, f"{at}.{name}", depth + 1)]  # fmt: skip


def _cells(it: pd.Series | pd.DataFrame, at: str) -> list[tuple[str, Any]]:
    """Return the cells of a table, its rows in an order that is theirs."""
    table = it.to_frame("value") if isinstance(it, pd.Series) else it
    table = table.rename(columns=str).sort_index(axis=1)
    if isinstance(table.index, pd.RangeIndex) and not table.index.name:
        # Numbers that say no more than where a row stands.
        table = table.sort_values([*table.columns], key=_in_order, ignore_index=True)
    else:
        table = table.sort_index(key=_in_order, kind="stable")
    keys = [(f"{at}[]", str(key)) for key in table.index]
    cells = [
        (f"{at}[{key}, {name}]", cell)
        for name in table.columns
        for key, cell in zip(table.index, table[name], strict=True)
    ]
    return keys + cells


def _in_order(column: Any) -> Any:
    return column if pd.api.types.is_numeric_dtype(column) else column.astype(str)


def differing(before: list[tuple[str, Any]], after: list[tuple[str, Any]]) -> str:
    """Say where two answers differ, or nothing."""
    if len(before) != len(after):
        return f"{len(before)} and {len(after)} things"
    for (at, one), (there, other) in zip(before, after, strict=True):
        numbers = all(isinstance(x, float | np.floating) for x in (one, other))
        same = one == other or (pd.isna(one) and pd.isna(other))
        if numbers:
            same = np.isclose(one, other, rtol=1e-4, equal_nan=True)
        if at != there or not same:
            return f"{at}: {one!r} and {there}: {other!r}"
    return ""


def _wrong_in(answer: Any, said: str) -> str:
    for name, number in numbers_of(answer):
        if math.isnan(number) and not SAYS_NAN.search(said):
            return f"nan {name}"
        if math.isinf(number) and not SAYS_INF.search(said):
            return f"inf {name}"
    pair = (getattr(answer, "low", None), getattr(answer, "high", None))
    if isinstance(answer, pd.DataFrame) and {"low", "high"} <= {*answer.columns}:
        if (answer["low"] == answer["high"]).any():
            return "an interval without width"
    elif all(isinstance(one, float) for one in pair) and pair[0] == pair[1]:
        return "an interval without width"
    return ""


def _wrong_with(error: BaseException) -> str:
    """Say what is wrong with a refusal, if it is no sentence of the package's own."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    file = last.tb_frame.f_code.co_filename if last else ""
    shown = f"{type(error).__name__}: {error}"[:150]
    if type(error) not in (ValueError, TypeError):
        return shown
    words = str(error).split()
    own = "salescourse" in file and last is not None
    lines = range(last.tb_lineno, max(0, last.tb_lineno - 8), -1) if own else ()
    raised = any("raise " in linecache.getline(file, line) for line in lines)
    if raised and len(words) > 3 and str(error)[-1] in ".?)":
        return ""
    return f"raw {shown}"


def said_of(call: Call) -> str:
    """Return what the docstrings say of a call's answer."""
    if inspect.isclass(call.of):
        return str(call.of.__doc__)
    it = call.given.get("self")
    about = type(it).__doc__ if it is not None else ""
    answer = inspect.get_annotations(call.of).get("return", "")
    kind = call.of.__globals__.get(str(answer).strip("'\""), answer)
    return f"{call.of.__doc__} {about} {getattr(kind, '__doc__', '')}"


class TooLong(BaseException):
    """A call that does not come back."""


@contextlib.contextmanager
def _alarm() -> Iterator[None]:
    def ring(_signal: int, _frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def attempt(call: Call, said: str, **other: Any) -> str:
    """Make a call, and say what is wrong with what came, or nothing."""
    with (
        _alarm(),
        warnings.catch_warnings(record=True) as warned,
        contextlib.redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("always")
        try:
            wrong = _wrong_in(call(**other), said)
        except TooLong:
            wrong = f"more than {SECONDS} seconds"
        except Exception as error:
            wrong = _wrong_with(error)
    for one in warned:
        if one.category is not UserWarning:
            wrong = wrong or f"{one.category.__name__}: {one.message}"
    return wrong


def walk(call: Call) -> Iterator[str]:
    """Say what is wrong with the answers to a call at the ends of its arguments."""
    said = said_of(call)
    for argument, value in call.given.items():
        if argument in ("self", "cls", "seed"):
            continue
        for other in ends(value):
            wrong = attempt(call, said, **{argument: other})
            if wrong:
                shown = " ".join(repr(other).split())[:120]
                yield f"{argument}={shown}: {wrong}"
