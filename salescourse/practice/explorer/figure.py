"""The live figure of a workbench, drawn with seaborn."""

import math
from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

from salescourse import plots
from salescourse.practice.explorer.grid import Value
from salescourse.practice.explorer.spec import COLORS, FORMATS, colors_of, y_range
from salescourse.words import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_DOTS = 31
# As many as fit above the figure in one line.
TITLE_SIGNS = 44
_PALETTE = dict(
    zip(COLORS, (plots.B2B, plots.B2C, plots.INK, plots.ACCENT), strict=True)
)


def draw(
    xs: list[Value],
    lines: dict[str, list[float]],
    options: Mapping[str, Any],
    x_label: str,
) -> str:
    """Return the figure as SVG, its title saying how far the model goes.

    Parameters
    ----------
    xs : list
        The values of the horizontal axis.
    lines : dict
        For each line its values, "" naming the only one.
    options : mapping
        `labels`, `format`, `kind`, `color`, `log_x` and `y_range`, as for `workbench`.
    x_label : str
        What the horizontal axis is called.

    Raises
    ------
    ValueError
        If there is no finite number to draw.
    """
    from matplotlib.pyplot import close

    labels, form = options["labels"], options["format"].get("y", "number")
    y_label = labels.get("y", _("Result"))
    lines = {labels.get(name, name): ys for name, ys in lines.items()}
    ends = _ends(lines, form)
    fig, ax = plots.figure(height=3.6)
    try:
        _marks(ax, xs, lines, options)
        finite = [y for ys in lines.values() for y in ys if math.isfinite(y)]
        ax.set_ylim(*y_range(finite, form, options["y_range"]))
        if options["log_x"]:
            ax.set_xscale("log")
        ax.set(xlabel=x_label, ylabel=y_label, title=fill(ends, TITLE_SIGNS))
        ax.yaxis.set_major_formatter(lambda value, _place: in_words(value, form))
        along = options["format"].get(options["x"], "number")
        if along in FORMATS and along != "number" and options["kind"] != "bar":
            ax.xaxis.set_major_formatter(lambda value, _place: in_words(value, along))
        return plots.svg(fig, f"{y_label}: {ends}.")
    finally:
        close(fig)


def _marks(
    ax: "Axes",
    xs: list[Value],
    lines: dict[str, list[float]],
    options: Mapping[str, Any],
) -> None:
    """Draw lines named at their ends, or bars or points with a legend."""
    import pandas as pd
    import seaborn as sns

    kind = options["kind"]
    palette = [_PALETTE[color] for color in colors_of(options["color"], len(lines))]
    table = pd.DataFrame(lines, index=[str(x) for x in xs] if kind == "bar" else xs)
    table = (
        table.rename_axis("x").melt(ignore_index=False, var_name="line").reset_index()
    )
    with_legend = "auto" if len(lines) > 1 and kind != "line" else False
    same: dict[str, Any] = {"data": table, "x": "x", "y": "value", "hue": "line", "ax": ax,
            "palette": palette, "legend": with_legend}  # fmt: skip
    if kind == "bar":
        sns.barplot(**same, errorbar=None, saturation=1)
    elif kind == "point":
        sns.scatterplot(**same, s=60)
    else:
        marker = "o" if len(xs) <= MOST_DOTS else None
        sns.lineplot(**same, estimator=None, marker=marker, markeredgewidth=0)
        for (name, ys), color in zip(lines.items(), palette, strict=True):
            ax.annotate(name, (xs[-1], ys[-1]), (8, 0), textcoords="offset points",
                        va="center", color=color, annotation_clip=False)  # fmt: skip
    if with_legend:
        ax.legend(title=None)


def _ends(lines: dict[str, list[float]], form: str) -> str:
    """Say where the first line begins and ends."""
    name, ys = next(iter(lines.items()))
    finite = [y for y in ys if math.isfinite(y)]
    if not finite:
        raise ValueError(_("The model gives no finite number at these values."))
    # Beside the largest, the smallest is nothing.
    nothing = max(map(abs, finite)) / 1e5
    first, last = (
        in_words(0 if abs(end) < nothing else end, form)
        for end in (finite[0], finite[-1])
    )
    if first == last:
        said = _("{} at both ends").format(first)
    else:
        unit = last.partition(" ")[2]
        said = _("from {} to {}").format(first.removesuffix(f" {unit}"), last)
    return f"{name}: {said}" if name else said[0].upper() + said[1:]


def in_words(value: float, form: str) -> str:
    """Return a value of an axis as its format writes it."""
    if form == "percent":
        return _("{n}\u00a0%").format(n=_number_text(100 * value, digits=3))
    if form == "eur":
        return f"€{value:,.0f}" if abs(value) >= 100 else f"€{value:,.2f}"
    text = _number_text(value, digits=4)
    return text if form in FORMATS else f"{text} {form.split('|')[-1]}"


def _number_text(value: float, *, digits: int) -> str:
    return f"{value:,.0f}" if abs(value) >= 10**digits else f"{value:.{digits}g}"
