"""Figures that draw in the course's hand, whatever matplotlib's settings are.

Matplotlib asks its settings whenever a line, a text or a tick is made. So our figures
and axes put the hand in place for as long as one of their methods runs, and no longer:
a user's own figures, before, between and after, are as that user set them.
"""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import seaborn as sns
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from salescourse.looks import ACCENT, B2B, B2C, INK, INK_SOFT, LINE, TITLE_SIZE

# Whether the hand is in place; methods call one another.
_in_place = False


@cache
def _settings() -> dict[str, Any]:
    """Return seaborn's plain style, and what is ours."""
    palette = [B2B, B2C, INK_SOFT, ACCENT]
    return {
        **sns.plotting_context("notebook"),
        **sns.axes_style("ticks"),
        "axes.prop_cycle": cycler("color", palette),
        "patch.facecolor": B2B,
        "font.family": "DejaVu Sans",
        "font.size": 11,
        "axes.titlesize": TITLE_SIZE,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 12,
        "axes.labelsize": 10,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "axes.edgecolor": INK_SOFT,
        "axes.labelcolor": INK_SOFT,
        "axes.titlecolor": INK,
        "text.color": INK,
        "xtick.color": INK_SOFT,
        "ytick.color": INK_SOFT,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "xaxis.labellocation": "right",
        "xtick.major.size": 0,
        "xtick.minor.size": 0,
        "ytick.major.size": 0,
        "ytick.minor.size": 0,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": LINE,
        "grid.linewidth": 0.7,
        "lines.linewidth": 2.2,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "salescourse",
    }


@contextmanager
def hand() -> Iterator[None]:
    """Put the course's hand in place, and afterwards what was there before.

    Examples
    --------
    >>> before = mpl.rcParams["lines.linewidth"]
    >>> with hand():
    ...     mpl.rcParams["lines.linewidth"]
    2.2
    >>> mpl.rcParams["lines.linewidth"] == before
    True
    """
    global _in_place
    if _in_place:
        yield
        return
    with mpl.rc_context(_settings()):  # type: ignore[arg-type]  # keys are names
        _in_place = True
        try:
            yield
        finally:
            _in_place = False


class _HandAxes(Axes):
    """Axes whose methods draw in the hand."""


class _HandFigure(Figure):
    """A figure whose methods draw in the hand; its axes do so, too."""

    def add_subplot(self, *args: Any, **kwargs: Any) -> Axes:
        """Add axes as matplotlib does; without a projection they are `_HandAxes`."""
        if not {"projection", "polar", "axes_class"} & kwargs.keys():
            kwargs["axes_class"] = _HandAxes
        return super().add_subplot(*args, **kwargs)


def _with_hand(method: Callable) -> Callable:
    @wraps(method)
    def drawn(*args: Any, **kwargs: Any) -> Any:
        with hand():
            return method(*args, **kwargs)

    return drawn


def _lend(kind: type) -> None:
    """Let all public methods that may make something draw in the hand."""
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith(("_", "get_")):
            setattr(kind, name, _with_hand(method))


_lend(_HandAxes)
_lend(_HandFigure)


def open_figure(**options: Any) -> Figure:
    """Open a figure that draws in the hand, as `matplotlib.pyplot.figure` opens one.

    Examples
    --------
    >>> open_figure().add_subplot().plot([1, 2], [1, 2])[0].get_linewidth()
    2.2
    """
    with hand():
        return plt.figure(FigureClass=_HandFigure, **options)
