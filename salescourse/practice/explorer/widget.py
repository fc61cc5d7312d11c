"""`explore`: a model that a learner first guesses and then moves.

The widget carries a grid of numbers that Python worked out beforehand, so the same
module runs in JupyterLab and in a page with no kernel. It never imports a model:
the notebook brings the two together.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from salescourse.practice.explorer.grid import compute, read_axes
from salescourse.practice.explorer.spec import describe
from salescourse.practice.explorer.words import words
from salescourse.practice.keeping import Keeping
from salescourse.practice.modules import joined, style
from salescourse.practice.records import records
from salescourse.words import _

MAX_SLIDERS = 3
EXAMPLE = (
    'explore(all_agree, "my-committee", people=range(1, 13), agree=[0.8, 0.9], '
    'question="How likely is a yes?", predict_at=5)'
)


class Explorer(Keeping, anywidget.AnyWidget):
    """The widget that `explore` makes."""

    _esm = joined("explorer/widget.js")
    _css = style("theme.css", "explorer/widget.css")
    spec = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        return _(
            "Explorer: {}. Run this cell in JupyterLab, or open the page, to guess "
            "and see."
        ).format(self.spec["x"]["label"])


def explore(
    model: Callable[..., Any] | None = None,
    name: str = "",
    *,
    question: str = "",
    predict_at: Iterable[float | str] | float | str = (),
    start: Mapping[str, float | str] | None = None,
    labels: Mapping[str, str] | None = None,
    format: Mapping[str, str] | None = None,
    kind: str = "line",
    color: str | Sequence[str] = "b2b",
    log_x: bool = False,
    y_range: tuple[float, float] | None = None,
    points: Any = (),
    points_label: str = "",
    finding: str = "",
    **ranges: Any,
) -> Explorer:
    """Ask for a guess, then show what a model says and let its parameters move.

    Nothing of the model is drawn until the learner has guessed. The first range is
    the horizontal axis; one to three others become sliders.

    Parameters
    ----------
    model : callable
        A function of keyword parameters that returns a number, or a mapping (or
        named tuple) of two or three numbers, one for each line. The guess is about
        the first line. NaN or infinity leaves a gap.
    name : str
        The explorer's id, such as ``"decisions-committee"``. A learner's guesses are
        kept under it, so it never changes once published.
    question : str
        What to guess, with the setting it is about.
    predict_at : values of the horizontal axis
        Where to guess: one to six of its values.
    start : mapping, optional
        Where each slider stands at first, and what the guess is about. The middle
        of its values if left out.
    labels : mapping, optional
        What learners read for each parameter, for ``"y"``, for each line and for
        each value that is a name.
    format : mapping, optional
        For each parameter and for ``"y"``: ``"number"``, ``"percent"`` (of rates from
        0 to 1), ``"eur"``, ``"days"``, ``"duration"`` (days, written as minutes to
        years), or any unit as ``"person|people"``.
    kind : {"line", "bar", "point"}
        How values are drawn.
    color : {"b2b", "b2c", "ink", "accent"} or a sequence of them
        One for each line.
    log_x : bool
        Whether the horizontal axis is logarithmic.
    y_range : (float, float), optional
        Ends of the vertical axis. It never moves with the sliders.
    points : DataFrame or iterable of (x, y) or (x, y, text)
        What was observed. The learner may switch it on after the guess.
    points_label : str
        Where the points come from.
    finding : str
        A sentence that is shown after the guess.
    **ranges
        For each parameter of the model, its values: a range, a list, an array, or a
        list of names. Parameters without a range keep the model's defaults. (For a
        parameter that bears the name of an option above, wrap the model.)

    Returns
    -------
    Explorer
        A widget; leave it as the last line of a cell.

    Raises
    ------
    TypeError
        If there is no model, or it and the ranges do not fit together.
    ValueError
        If an option is not understood, the grid has more than 10 000 numbers, or
        the model fails somewhere; the message names the point.

    Examples
    --------
    >>> def all_agree(people, agree):
    ...     return agree**people
    >>> explore(  # doctest: +ELLIPSIS
    ...     all_agree,
    ...     "example-committee",
    ...     people=range(1, 13),
    ...     agree=[0.8, 0.9],
    ...     question="Each of five people is 90 % sure. How likely is a yes?",
    ...     predict_at=5,
    ...     start={"agree": 0.9},
    ...     labels={"people": "People who must agree"},
    ...     format={"y": "percent", "agree": "percent", "people": "person|people"},
    ... )
    Explorer: People who must agree. Run this cell in JupyterLab, ...
    """
    if model is None:
        raise TypeError(
            _(
                "explore draws a model of yours, so it needs one: a function, a name, "
                "a range for each of its parameters, what to guess, and where. Such "
                "as {}. help(explore) says the rest."
            ).format(EXAMPLE)
        )
    options = {
        "name": _checked_name(name), "question": question, "predict_at": predict_at,
        "start": start, "labels": labels, "format": format, "kind": kind,
        "color": color, "log_x": log_x, "y_range": y_range, "points": points,
        "points_label": points_label, "finding": finding,
    }  # fmt: skip
    axes = read_axes(model, ranges)
    if not 2 <= len(axes) <= MAX_SLIDERS + 1:
        raise TypeError(
            _(
                "explore needs a range for the horizontal axis and one to {} more for "
                "the sliders, got {}."
            ).format(MAX_SLIDERS, len(axes))
        )
    spec = describe(axes, compute(model, axes), options)
    past = records().events([name, spec.get("earlier", name)])
    return Explorer(
        spec=spec,
        labels=words(kind),
        stored=[event["id"] for event in past],
        events=past,
        notice=records().notice or "",
    )


def _checked_name(name: str) -> str:
    if isinstance(name, str) and re.fullmatch(r"[a-z0-9_]+(-[a-z0-9]+)*", name):
        return name
    raise ValueError(
        _(
            "name must be lowercase words joined by hyphens, such as "
            "'decisions-committee', got {!r}."
        ).format(name)
    )
