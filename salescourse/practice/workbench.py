"""`workbench`: a model with a control for each parameter, any value, drawn live.

It needs a running kernel, so it works in JupyterLab; the page says so instead. The
explorer asks for a guess and holds to a grid; here there is no grid and no guess.
"""

import html
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import ipywidgets as widgets

from salescourse.practice.explorer.figure import draw
from salescourse.practice.explorer.grid import Axis, Value, evaluate, read_axes
from salescourse.practice.explorer.spec import (
    KINDS,
    colors_of,
    formats_of,
    known,
    label_of,
    one_of,
)
from salescourse.words import _

__all__ = ["Workbench", "workbench"]

POINTS = 120


class Control(widgets.VBox):
    """A field for any value, and below it a slider for the usual ones."""

    def __init__(self, axis: Axis, label: str, start: Value) -> None:
        self.axis = axis
        if axis.has_names:
            self.field = widgets.Dropdown(
                options=axis.values, value=start, **_named(label)
            )
            parts = [self.field]
        else:
            self.field = number_field(start, label, _smallest_step(axis))
            self.slider = _slider(axis, start)
            self._following = False
            self.slider.observe(self._follow_slider, "value")
            self.field.observe(self._follow_field, "value")
            parts = [self.field, self.slider]
        super().__init__(parts, layout={"margin": "0 0 1rem 0"})

    @property
    def value(self) -> Value:
        """What the model gets: a whole number where one was entered."""
        value = self.field.value
        return int(value) if isinstance(value, float) and value.is_integer() else value

    def _follow_slider(self, change: Mapping[str, Any]) -> None:
        if not self._following:
            self.field.value = change["new"]

    def _follow_field(self, change: Mapping[str, Any]) -> None:
        # The slider ends where the usual values end; the field keeps what was typed.
        self._following = True
        self.slider.value = min(max(change["new"], self.slider.min), self.slider.max)
        self._following = False


class Workbench(widgets.HBox):
    """What `workbench` makes: `controls` by parameter, axis `ends`, `picture`.

    Examples
    --------
    >>> from salescourse.practice.workbench import workbench
    >>> bench = workbench(lambda people, agree: agree**people, people=range(1, 9), agree=[0.5, 1])
    >>> list(bench.controls)
    ['agree']
    """

    def __init__(
        self,
        model: Callable[..., Any],
        axes: Sequence[Axis],
        options: Mapping[str, Any],
    ) -> None:
        self.model, self.options = model, options
        self.x, *others = axes
        self.controls = {
            axis.name: Control(axis, self._label(axis), _start(axis, options["start"]))
            for axis in others
        }
        self.ends = [] if self.x.has_names else self._end_fields()
        self.picture = widgets.HTML(layout={"flex": "1 1 24rem", "max_width": "44rem"})
        self._listen()
        self.redraw()
        super().__init__(
            [self._panel(), self.picture],
            layout={"flex_flow": "row wrap", "align_items": "flex-start"},
        )

    def __repr__(self) -> str:
        return _(
            "Workbench: {}. Run this cell in JupyterLab to enter any value."
        ).format(self._label(self.x))

    def redraw(self, _change: object = None) -> None:
        """Draw the model at the present values, or say why it cannot be drawn."""
        try:
            with warnings.catch_warnings():
                # A model at the edge of its range may divide by zero: that is a gap.
                warnings.simplefilter("ignore", RuntimeWarning)
                self.picture.value = self._drawn()
        except ValueError as error:
            text = html.escape(str(error))
            self.picture.value = f'<p role="alert">{text}</p>'

    def _drawn(self) -> str:
        xs = self._x_values()
        settings = {name: control.value for name, control in self.controls.items()}
        rows = [evaluate(self.model, {self.x.name: x} | settings) for x in xs]
        lines = {name: [row[name] for row in rows] for name in rows[0]}
        return draw(xs, lines, {**self.options, "x": self.x.name}, self._label(self.x))

    def _label(self, axis: Axis) -> str:
        return label_of(axis.name, self.options["labels"])

    def _end_fields(self) -> list[widgets.FloatText]:
        step, label = _smallest_step(self.x), self._label(self.x)
        return [
            number_field(self.x.values[0], _("{}, from").format(label), step),
            number_field(self.x.values[-1], _("to"), step),
        ]

    def _x_values(self) -> list[Value]:
        if self.x.has_names:
            return list(self.x.values)
        low, high = (field.value for field in self.ends)
        return spread(
            low,
            high,
            whole=all(isinstance(value, int) for value in self.x.values),
            log=self.options["log_x"],
        )

    def _panel(self) -> widgets.VBox:
        return widgets.VBox(
            [*self.controls.values(), *self.ends],
            layout={"flex": "1 1 18rem", "max_width": "24rem", "padding": "0 1rem 0 0"},
        )

    def _listen(self) -> None:
        for field in [
            *(control.field for control in self.controls.values()),
            *self.ends,
        ]:
            field.observe(self.redraw, "value")


def workbench(
    model: Callable[..., Any] | None = None,
    *,
    start: Mapping[str, Value] | None = None,
    labels: Mapping[str, str] | None = None,
    format: Mapping[str, str] | None = None,
    kind: str = "line",
    color: str | Sequence[str] = "b2b",
    log_x: bool = False,
    y_range: tuple[float, float] | None = None,
    **ranges: Any,
) -> Workbench:
    """Put a model on the bench: a slider and a field for each parameter, drawn live.

    Parameters
    ----------
    model : callable
        A function of keyword parameters that returns a number, or a mapping of two or
        three numbers, one for each line.
    start : mapping, optional
        Where each control stands at first; the middle of its values if left out.
    labels, format, kind, color, log_x, y_range
        As for `salescourse.explore`.
    **ranges
        For each parameter its usual values, which the slider covers; the field takes
        any other. The first is the horizontal axis, whose ends can be entered.

    Returns
    -------
    Workbench
        A widget; leave it as the last line of a cell.

    Raises
    ------
    TypeError
        If there is no model, or it and the ranges do not fit together.
    ValueError
        If an option is not understood. (A value the model refuses is answered by a
        sentence in place of the figure.)

    Examples
    --------
    >>> def all_agree(people, agree):
    ...     return agree**people
    >>> workbench(all_agree, people=range(1, 31), agree=[0, 0.5, 1])
    Workbench: People. Run this cell in JupyterLab to enter any value.
    """
    if model is None:
        raise TypeError(
            _(
                "workbench draws a model of yours, so it needs one: a function, and a "
                "range for each of its parameters. Such as {}."
            ).format("workbench(all_agree, people=range(1, 13), agree=[0, 0.5, 1])")
        )
    axes = read_axes(model, ranges)
    if len(axes) < 2:
        raise TypeError(_("workbench needs a range for the axis and one more to move."))
    names = [axis.name for axis in axes]
    colors_of(color, 1)
    options = {
        "start": known("start", start, names[1:]),
        "labels": labels or {},
        "format": formats_of(format, [*names, "y"]),
        "kind": one_of("kind", kind, KINDS),
        "color": color,
        "log_x": log_x,
        "y_range": y_range,
    }
    return Workbench(model, axes, options)


def spread(low: float, high: float, *, whole: bool, log: bool) -> list[Value]:
    """Return the values of an axis between two ends.

    Examples
    --------
    >>> spread(1, 4, whole=True, log=False)
    [1, 2, 3, 4]
    """
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(
            _(
                "The axis must go from a smaller to a larger number, got {:g} to {:g}."
            ).format(low, high)
        )
    if log and low <= 0:
        raise ValueError(
            _("A logarithmic axis begins above zero, got {:g}.").format(low)
        )
    if whole and not log and high - low <= 4 * POINTS:
        return list(range(math.ceil(low), math.floor(high) + 1))
    import numpy as np

    values = (np.geomspace if log else np.linspace)(low, high, POINTS)
    return sorted({round(value) for value in values}) if whole else values.tolist()


def number_field(value: Value, label: str, step: float) -> widgets.FloatText:
    """Return a field for any number."""
    return widgets.FloatText(value=value, step=step, **_named(label))


def _named(label: str) -> dict[str, Any]:
    """Return what gives a field its name, for eyes and for screen readers."""
    return {
        "description": label,
        "style": {"description_width": "calc(100% - 7rem)"},
        "layout": {"width": "auto"},
    }


def _start(axis: Axis, starts: Mapping[str, Value]) -> Value:
    """Return where a control stands at first; unlike an explorer's, anywhere."""
    value = starts.get(axis.name, axis.values[len(axis.values) // 2])
    return axis.values[axis.index(value, "start")] if axis.has_names else value


def _slider(axis: Axis, start: Value) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        value=start,
        min=axis.values[0],
        max=axis.values[-1],
        step=_smallest_step(axis),
        readout=False,
        layout={"width": "100%"},
    )


def _smallest_step(axis: Axis) -> float:
    steps = [b - a for a, b in pairwise(axis.numbers)]
    return float(f"{min(steps, default=1):.10g}")
