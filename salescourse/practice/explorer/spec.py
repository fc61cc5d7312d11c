"""What an explorer tells its page: axes, lines, numbers, words and what is asked.

Everything is checked here, at the door, so that an author learns of a mistake
when the cell runs and not when a reader opens the page.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from salescourse.practice.explorer.grid import (
    Axis,
    Grid,
    Value,
    as_float,
    is_missing,
    suggestion,
)
from salescourse.practice.hashes import accepted, content_hash, earlier_id
from salescourse.words import _

KINDS = ("line", "bar", "point")
COLORS = ("b2b", "b2c", "ink", "accent")
FORMATS = ("number", "percent", "eur", "days", "duration")
MAX_GUESSES = 6


def describe(
    axes: list[Axis], grid: Grid, options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the widget's specification as JSON-able data.

    Parameters
    ----------
    axes, grid
        From `salescourse.practice.explorer.grid`.
    options : mapping
        The keyword options of `salescourse.explore`.
    """
    x, *sliders = axes
    names = [axis.name for axis in axes]
    words = [*names, *grid.lines, "y", *(x.values if x.has_names else ())]
    labels = known("labels", options["labels"], words)
    formats = formats_of(options["format"], [*names, "y"])
    starts = known("start", options["start"], names[1:])
    points = _points(options["points"], x)
    spec = {
        "question": _text("question", options["question"]),
        "finding": options["finding"].strip(),
        "kind": one_of("kind", options["kind"], KINDS),
        "log": _log_x(x, options["log_x"]),
        "x": _axis(x, labels, formats),
        "y": {
            "label": labels.get("y", _("Result")),
            "format": formats.get("y", "number"),
            "range": y_range(
                [*grid.numbers, *(y for _x, y, _text in points)],
                formats.get("y", "number"),
                options["y_range"],
            ),
        },
        "sliders": [
            _axis(axis, labels, formats) | {"start": start_of(axis, starts)}
            for axis in sliders
        ],
        "lines": [
            {"label": labels.get(line, line), "color": color}
            for line, color in zip(
                grid.lines, colors_of(options["color"], len(grid.lines)), strict=True
            )
        ],
        "grid": list(grid.numbers),
        "predict": _predictions(x, options["predict_at"]),
        "points": points,
        "pointsLabel": options["points_label"] or _("Observed"),
    }
    name, own = options["name"], content_hash(_asked(spec))
    before = {"earlier": earlier} if (earlier := earlier_id(name)) else {}
    return {"name": name, "hash": own, "hashes": accepted(name, own)} | before | spec


def _asked(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the hash covers: what is seen before the guess, and what is right.

    What follows the guess is left out, and so are looks, the model's names for its
    parameters and where else a slider can stand.
    """
    x, sliders, row = spec["x"], spec["sliders"], 0
    for slider in sliders:
        row = row * len(slider["values"]) + slider["start"]
    right = spec["grid"][row * len(x["values"]) :]
    starts = [[axis["label"], axis["format"], _where(axis)] for axis in sliders]
    return {
        "question": spec["question"],
        "x": [x.get(name) for name in ("label", "format", "values", "texts")],
        "start": starts,
        "y": [spec["y"][name] for name in ("label", "format", "range")],
        "line": spec["lines"][0]["label"],
        "predict": spec["predict"],
        "right": [right[at] for at in spec["predict"]],
    }


def _where(slider: Mapping[str, Any]) -> Value:
    return (slider.get("texts") or slider["values"])[slider["start"]]


def y_range(
    numbers: Iterable[float | None], form: str, given: Sequence[float] | None
) -> list[float]:
    """Return the ends of the vertical axis: round, and with zero where that is fair.

    Examples
    --------
    >>> y_range([3, 87], "number", None)
    [0.0, 100.0]
    >>> y_range([0.2, 0.7], "percent", None)
    [0.0, 1.0]
    """
    if given is not None:
        ends = [as_float(end) for end in given] if isinstance(given, Iterable) else []
        low, high = ends if len(ends) == 2 else (None, None)
        if low is None or high is None or low >= high:
            raise ValueError(
                f"y_range must be (low, high) with low < high, got {given!r}."
            )
        return [low, high]
    finite = [number for number in numbers if number is not None]
    low, high = min([0.0, *finite]), max([0.0, *finite])
    if form == "percent" and low == 0 and 0.4 < high <= 1:
        return [0.0, 1.0]
    if high - low < 1e-12:
        high = 1.0
    step = _nice_step((high - low) / 4)
    return [
        _clean(math.floor(low / step) * step),
        _clean(math.ceil(high / step) * step),
    ]


def label_of(name: str, labels: Mapping[str, str]) -> str:
    """Return a parameter's label, or its name made readable."""
    return labels.get(name, name.replace("_", " ").capitalize())


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)


def _clean(number: float) -> float:
    return float(f"{number:.10g}")


def _axis(axis: Axis, labels: Mapping[str, str], formats: Mapping[str, str]) -> dict:
    texts = [label_of(str(name), labels) for name in axis.values]
    return {
        "name": axis.name,
        "label": label_of(axis.name, labels),
        "format": formats.get(axis.name, "number"),
        "values": list(axis.values),
        "texts": texts if axis.has_names else None,
    }


def start_of(axis: Axis, starts: Mapping[str, Value]) -> int:
    """Return where a slider stands at first: as told, or in the middle."""
    if axis.name not in starts:
        return len(axis.values) // 2
    return axis.index(starts[axis.name], f"start {axis.name}")


def _predictions(x: Axis, predict_at: Iterable[Value]) -> list[int]:
    at = [predict_at] if isinstance(predict_at, int | float | str) else list(predict_at)
    if not 1 <= len(at) <= MAX_GUESSES:
        raise ValueError(
            _("predict_at must name 1 to {} values of {}, got {}.").format(
                MAX_GUESSES, x.name, len(at)
            )
        )
    return sorted({x.index(value, "predict_at") for value in at})


def _points(points: Any, x: Axis) -> list[list[Any]]:
    rows = points.itertuples(index=False) if hasattr(points, "itertuples") else points
    return [point for row in rows if (point := _point(row, x))]


def _point(row: Iterable[Any], x: Axis) -> list[Any] | None:
    """Return a point to draw, or None where nothing was observed."""
    row = tuple(row) if isinstance(row, Iterable) else (row,)
    if len(row) not in (2, 3):
        raise ValueError(f"A point is (x, y) or (x, y, text), got {row!r}.")
    here, y, text = (*row, "")[:3]
    if is_missing(y):
        return None
    y = _finite("y", y, row)
    if x.has_names:
        return [x.values[x.index(here, "point")], y, str(text)]
    here = _finite("x", here, row)
    low, *_middle, high = x.numbers
    if not low <= here <= high:
        raise ValueError(
            f"The point {row!r} lies outside {low} to {high}, the range of {x.name}."
        )
    return [here, y, str(text)]


def _finite(place: str, value: Any, row: tuple[Any, ...]) -> float:
    number = as_float(value)
    if number is None:
        raise ValueError(f"The {place} of the point {row!r} must be a finite number.")
    return number


def colors_of(color: str | Sequence[str], lines: int) -> list[str]:
    """Return a color for each line: those given, then others."""
    chosen = [color] if isinstance(color, str) else list(color)
    for name in chosen:
        one_of("color", name, COLORS)
    rest = [name for name in COLORS if name not in chosen]
    return [*chosen, *rest][:lines]


def formats_of(
    given: Mapping[str, str] | None, names: Sequence[str]
) -> Mapping[str, str]:
    """Check the formats; what is not known is a unit, unless nearly known."""
    formats = known("format", given, names)
    for name, form in formats.items():
        if form.strip().lower() in ("%", "per cent", "pct"):
            raise ValueError(
                f"format of {name} is {form!r}. Use 'percent', for rates from 0 to 1."
            )
        # Any other word is a unit of the author's, so only a near miss is a mistake.
        if form not in FORMATS and get_close_matches(form, FORMATS, n=1, cutoff=0.8):
            raise ValueError(
                _("format of {} is {!r}. {}").format(
                    name, form, suggestion(form, FORMATS)
                )
            )
    return formats


def known(
    option: str, given: Mapping[str, Any] | None, names: Sequence[Any]
) -> Mapping[str, Any]:
    """Check that an option speaks only of what there is."""
    for name in given or {}:
        if name not in names:
            raise ValueError(
                _("{} speaks of {!r}. {}").format(option, name, suggestion(name, names))
            )
    return given or {}


def _log_x(x: Axis, log_x: bool) -> bool:
    if log_x and (x.has_names or x.numbers[0] <= 0):
        raise ValueError(
            _("log_x needs numbers above zero, and {} starts at {!r}.").format(
                x.name, x.values[0]
            )
        )
    return bool(log_x)


def one_of(option: str, value: str, choices: Sequence[str]) -> str:
    """Return the value if it is one of the choices."""
    if value not in choices:
        raise ValueError(
            _("{} must be one of {}, got {!r}.").format(
                option, ", ".join(choices), value
            )
        )
    return value


def _text(option: str, value: str) -> str:
    if not value.strip():
        raise ValueError(_("{} must not be empty.").format(option))
    return value.strip()
