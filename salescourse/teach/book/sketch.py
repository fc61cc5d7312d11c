"""An explorer's chart on paper: an empty grid to draw a guess on, or the curve in it."""

import math
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from typing import Any

from salescourse.practice.explorer.figure import in_words

WIDTH, HEIGHT = 480, 230
LEFT, RIGHT, TOP, BOTTOM = 70, 460, 24, 190
_TICKS = 5
_UNITS = (("day", 1.0), ("hour", 1 / 24), ("minute", 1 / 1440))


def sketch(spec: Mapping[str, Any], *, answered: bool) -> str:
    """Return an explorer's chart as SVG, with what the model says or without.

    Where a guess is asked a dotted line runs up, to make a cross on.
    """
    parts = [*_rules(spec), *_columns(spec)]
    if answered:
        parts += (_curve(spec, line) for line in range(len(spec["lines"])))
    parts += [
        _text(2, 12, spec["y"]["label"], "start"),
        _text(RIGHT, HEIGHT - 8, spec["x"]["label"], "end"),
    ]
    name = escape(f"{spec['y']['label']}: {spec['x']['label']}")
    return (
        f'<svg class="sc-sketch" role="img" aria-label="{name}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
    )


def _down(spec: Mapping[str, Any], value: float) -> float:
    low, high = spec["y"]["range"]
    return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)


def _across(spec: Mapping[str, Any], at: int) -> float:
    values = spec["x"]["values"]
    if spec["kind"] == "bar" or spec["x"]["texts"]:
        return LEFT + (at + 0.5) / len(values) * (RIGHT - LEFT)
    scale = math.log if spec["log"] else float
    first, last, here = (scale(values[n]) for n in (0, -1, at))
    return LEFT + (here - first) / (last - first) * (RIGHT - LEFT)


def _rules(spec: Mapping[str, Any]) -> Iterator[str]:
    low, high = spec["y"]["range"]
    for n in range(_TICKS + 1):
        value = low + n * (high - low) / _TICKS
        y = _down(spec, value)
        yield f'<path d="M{LEFT} {y:.1f}H{RIGHT}"/>'
        yield _text(LEFT - 6, y + 4, in_words(value, spec["y"]["format"]), "end")


def _columns(spec: Mapping[str, Any]) -> Iterator[str]:
    x = spec["x"]
    shown = range(len(x["values"])) if x["texts"] else spec["predict"]
    for at in shown:
        px = _across(spec, at)
        if at in spec["predict"]:
            yield f'<path stroke-dasharray="1 4" d="M{px:.1f} {TOP}V{BOTTOM}"/>'
        words = x["texts"][at] if x["texts"] else _told(x["values"][at], x["format"])
        yield _text(px, BOTTOM + 16, words, "middle")


def _told(value: float, form: str) -> str:
    if form == "duration":
        unit, size = next(
            (pair for pair in _UNITS if value >= pair[1] * 0.99), _UNITS[-1]
        )
        return f"{value / size:.3g} {unit}" + "s" * (round(value / size, 2) != 1)
    return in_words(value, form)


def _curve(spec: Mapping[str, Any], line: int) -> str:
    """Return a line of the grid as it stands at the start, with gaps where it has any."""
    at = 0
    for slider in spec["sliders"]:
        at = at * len(slider["values"]) + slider["start"]
    steps = math.prod(len(slider["values"]) for slider in spec["sliders"])
    count = len(spec["x"]["values"])
    start = (line * steps + at) * count
    points = list(enumerate(spec["grid"][start : start + count]))
    runs = [
        list(run) for there, run in groupby(points, lambda p: p[1] is not None) if there
    ]
    marks = [
        f'<circle r="3" cx="{_across(spec, n):.1f}" cy="{_down(spec, y):.1f}"/>'
        for run in runs
        for n, y in run
        if spec["kind"] != "line" or len(run) == 1
    ]
    lines = [
        "M" + "L".join(f"{_across(spec, n):.1f} {_down(spec, y):.1f}" for n, y in run)
        for run in runs
        if spec["kind"] == "line" and len(run) > 1
    ]
    return f'<path class="sc-sketched" d="{"".join(lines)}"/>{"".join(marks)}'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
    )
