"""A model worked out beforehand for every combination of its parameters.

A page has no Python, so an explorer carries numbers: one for each value on the
horizontal axis, each position of each slider, and each line. Numbers keep four
significant digits, more than a chart can show; where the model gives no finite
number there is a gap.
"""

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise, product
from typing import Any

from salescourse.words import _

LIMIT = 10_000
SIGNIFICANT_DIGITS = 4
MAX_LINES = 3
_LARGEST = 1e300

Value = int | float | str


@dataclass(frozen=True)
class Axis:
    """One parameter of the model and the values it can take, in order."""

    name: str
    values: tuple[Value, ...]

    @property
    def has_names(self) -> bool:
        """Whether the values are names, such as channels, and not numbers."""
        return isinstance(self.values[0], str)

    @property
    def numbers(self) -> list[int | float]:
        """The values, where they are numbers."""
        return [value for value in self.values if not isinstance(value, str)]

    def index(self, value: Value, what: str) -> int:
        """Return the position of a value; `what` names it in the error."""
        for position, own in enumerate(self.values):
            if own == value or _is_close(own, value):
                return position
        raise ValueError(
            _("{} = {!r} is not one of the values of {}: {}.").format(
                what, value, self.name, self._nearest(value)
            )
        )

    def _nearest(self, value: Value) -> str:
        number = as_float(value)
        if self.has_names or number is None:
            return _listed(self.values)
        near = sorted(self.numbers, key=lambda own: abs(own - number))[:2]
        return _("the nearest are {}").format(_listed(sorted(near)))


@dataclass(frozen=True)
class Grid:
    """The names of the lines, and line by line all numbers, the x axis fastest."""

    lines: tuple[str, ...]
    numbers: tuple[float | None, ...]


def read_axes(model: Callable[..., Any], ranges: Mapping[str, Any]) -> list[Axis]:
    """Turn ranges into axes, and check that the model has these parameters.

    Raises
    ------
    TypeError
        If the model lacks a parameter, or one that it needs has no range.
    ValueError
        If a range is empty, mixed or not in rising order.

    Examples
    --------
    >>> read_axes(pow, {"base": range(1, 4), "exp": [1, 2]})[0].values
    (1, 2, 3)
    """
    if not callable(model):
        raise TypeError(_("model must be a function, got {!r}.").format(model))
    check_parameters(model, ranges)
    return [Axis(name, _values(name, given)) for name, given in ranges.items()]


def check_parameters(model: Callable[..., Any], names: Iterable[str]) -> None:
    """Say which parameter the model lacks, or which one it needs a range for."""
    try:
        parameters = inspect.signature(model).parameters
    except ValueError:  # some functions written in C do not tell
        return
    kinds = {parameter.kind for parameter in parameters.values()}
    for name in names:
        if name not in parameters and inspect.Parameter.VAR_KEYWORD not in kinds:
            raise TypeError(
                _("{} has no parameter {!r}. {}").format(
                    model_name(model), name, suggestion(name, parameters)
                )
            )
    for name, parameter in parameters.items():
        needed = parameter.default is parameter.empty and parameter.kind not in (
            parameter.VAR_KEYWORD,
            parameter.VAR_POSITIONAL,
        )
        if needed and name not in names:
            raise TypeError(
                _("{0} needs {1!r}. Give it a range, such as {1}=range(1, 13).").format(
                    model_name(model), name
                )
            )


def compute(model: Callable[..., Any], axes: list[Axis]) -> Grid:
    """Call the model at every point of the grid.

    The first axis is the horizontal one and varies fastest; among the others the
    last varies fastest.

    Raises
    ------
    ValueError
        If the grid is too large, or the model fails or gives no number somewhere.

    Examples
    --------
    >>> compute(pow, [Axis("base", (1, 2, 3)), Axis("exp", (1, 2))]).numbers
    (1.0, 2.0, 3.0, 1.0, 4.0, 9.0)
    """
    _check_size(axes, lines=1)
    x, *sliders = axes
    rows = []
    for *settings, here in product(*(axis.values for axis in sliders), x.values):
        point = dict(zip([x.name, *(axis.name for axis in sliders)],
                         [here, *settings], strict=True))  # fmt: skip
        rows.append(evaluate(model, point))
        _check_lines(model, rows[0], rows[-1], point)
        if len(rows) == 1:
            _check_size(axes, lines=len(rows[0]))
    numbers = tuple(_rounded(row[line]) for line in rows[0] for row in rows)
    if all(number is None for number in numbers):
        raise ValueError(
            _("{} gives no finite number anywhere on the grid.").format(
                model_name(model)
            )
        )
    return Grid(tuple(rows[0]), numbers)


def evaluate(model: Callable[..., Any], point: Mapping[str, Value]) -> dict[str, float]:
    """Call the model once; return its lines by name ("" where there is only one)."""
    try:
        result = model(**point)
    except Exception as error:
        raise ValueError(
            _("{} fails: {}").format(call_text(model, point), error)
        ) from error
    if hasattr(result, "_asdict"):
        result = result._asdict()
    lines = result if isinstance(result, Mapping) else {"": result}
    return {str(name): _number(model, point, value) for name, value in lines.items()}


def call_text(model: Callable[..., Any], point: Mapping[str, Value]) -> str:
    """Write a call as one would type it.

    Examples
    --------
    >>> call_text(pow, {"base": 2, "exp": 3})
    'pow(base=2, exp=3)'
    """
    inside = ", ".join(f"{name}={value!r}" for name, value in point.items())
    return f"{model_name(model)}({inside})"


def model_name(model: Callable[..., Any]) -> str:
    """Return the name of a function, also of one made by `functools.partial`."""
    inner = getattr(model, "func", model)
    name = getattr(inner, "__name__", type(inner).__name__)
    return _("the model") if name == "<lambda>" else name


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say which known word was probably meant, or which there are."""
    known = [str(one) for one in known]
    if near := get_close_matches(str(word), known, n=1):
        return _("Did you mean {!r}?").format(near[0])
    return _("There are: {}.").format(", ".join(known))


def _values(name: str, given: Any) -> tuple[Value, ...]:
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        raise ValueError(
            _(
                "{0} must be a range or a list of values, got {1!r}. "
                "For one fixed value use functools.partial(model, {0}={1!r})."
            ).format(name, given)
        )
    values = tuple(_plain(name, value) for value in given)
    if not values:
        raise ValueError(_("{} has no values. Give it at least two.").format(name))
    numbers = [value for value in values if not isinstance(value, str)]
    if 0 < len(numbers) < len(values):
        raise ValueError(_("{} mixes names and numbers.").format(name))
    if any(b <= a for a, b in pairwise(numbers)):
        raise ValueError(
            _("The values of {} must rise from left to right.").format(name)
        )
    return values


def _plain(name: str, value: Any) -> Value:
    """Take numpy's numbers as Python's, without the dust of their last digits."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(
            _("{} must hold numbers or names, got {!r}.").format(name, value)
        )
    if isinstance(value, str):
        return value
    if as_float(value) is None:
        raise ValueError(f"{name} must be finite and below 1e300, got {value}.")
    return float(f"{value:.10g}") if isinstance(value, float) else value


def _number(model: Callable[..., Any], point: Mapping[str, Value], value: Any) -> float:
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(
            _("{} must give a number, got {}.").format(
                call_text(model, point), type(value).__name__
            )
        )
    number = as_float(value)
    return math.nan if number is None else number  # a gap


def _rounded(number: float) -> float | None:
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}") if math.isfinite(number) else None


def _check_lines(
    model: Callable[..., Any],
    first: dict[str, float],
    row: dict[str, float],
    point: Mapping[str, Value],
) -> None:
    if not 1 <= len(first) <= MAX_LINES:
        raise ValueError(
            _("A chart shows one to {} lines, and {} gives {}.").format(
                MAX_LINES, model_name(model), len(first)
            )
        )
    if row.keys() != first.keys():
        raise ValueError(
            _("{} gives the lines {}, and the first point gave {}.").format(
                call_text(model, point), _listed(row), _listed(first)
            )
        )


def _check_size(axes: list[Axis], *, lines: int) -> None:
    sizes = [len(axis.values) for axis in axes]
    total = math.prod(sizes) * lines
    if total <= LIMIT:
        return
    longest = max(axes, key=lambda axis: len(axis.values))
    room = LIMIT * len(longest.values) // total
    counted = " × ".join(
        str(size) for size in ([*sizes, lines] if lines > 1 else sizes)
    )
    raise ValueError(
        _(
            "The grid has {:,} numbers ({}), and a page carries at most {:,}. Take "
            "fewer values, for example {} of {} instead of {}."
        ).format(total, counted, LIMIT, max(room, 1), longest.name, len(longest.values))
    )


def as_float(value: Any) -> float | None:
    """Return a number as a float, or None for what is none, or too large to draw."""
    if hasattr(value, "item") and getattr(value, "size", 1) == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= _LARGEST else None


def is_missing(value: Any) -> bool:
    """Return whether a cell of a table is empty."""
    return value is None or str(value) in ("nan", "NaT", "<NA>")


def _is_close(own: Value, value: Value) -> bool:
    one, other = as_float(own), as_float(value)
    if one is None or other is None:
        return False
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values)
