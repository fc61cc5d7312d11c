"""The hand in which every figure of the course is drawn.

`theme()` sets seaborn up; `figure()` opens a figure of the right size; `show()`
turns it into an inline SVG that takes its colors from the page, so that it is as
readable on dark paper as on light, and that carries a text alternative.
"""

import hashlib
import html
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

B2B = "#2f6690"
B2C = "#b84a28"
ACCENT = "#8a6a00"
INK = "#1f2328"
INK_SOFT = "#57606a"
LINE = "#d0d5dc"
SURFACE = "#ffffff"

# What each color is called in theme.css; JupyterLab's own names stand in where a
# figure is shown without the course's styles.
_IN_PAGE = {
    B2B: "var(--sc-b2b, #2f6690)",
    B2C: "var(--sc-b2c, #b84a28)",
    ACCENT: "var(--sc-accent, #8a6a00)",
    INK: "var(--sc-ink, var(--jp-content-font-color1, #1f2328))",
    INK_SOFT: "var(--sc-ink-soft, var(--jp-content-font-color2, #57606a))",
    LINE: "var(--sc-line, var(--jp-border-color2, #d0d5dc))",
    SURFACE: "var(--sc-surface, var(--jp-layout-color0, #ffffff))",
}


# Matplotlib's settings that a figure changed: as they were, and as it made them.
_changed: dict[str, tuple[object, object]] = {}


def theme() -> None:
    """Set seaborn's and matplotlib's defaults to the course's hand."""
    import seaborn as sns

    sns.set_theme(
        context="notebook",
        style="ticks",
        palette=[B2B, B2C, INK_SOFT, ACCENT],
        rc={
            "font.family": "DejaVu Sans",
            "font.size": 11,
            "axes.titlesize": 12,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.titlepad": 12,
            "axes.labelsize": 11,
            "xtick.labelsize": 10,
            "ytick.labelsize": 10,
            "axes.edgecolor": INK_SOFT,
            "axes.labelcolor": INK,
            "axes.titlecolor": INK,
            "text.color": INK,
            "xtick.color": INK_SOFT,
            "ytick.color": INK_SOFT,
            "axes.facecolor": "none",
            "figure.facecolor": "none",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.grid.axis": "y",
            "grid.color": LINE,
            "grid.linewidth": 0.7,
            "lines.linewidth": 2.2,
            "legend.frameon": False,
            "svg.fonttype": "none",
            "svg.hashsalt": "salescourse",
        },
    )


def figure(*, height: float = 3.1, columns: int = 1) -> tuple["Figure", "Axes"]:
    """Open a figure as wide as a telephone can still show with readable type.

    The course's hand holds until it is shown; then matplotlib's settings are again what
    they were.

    Parameters
    ----------
    height : float
        In inches; the width is fixed at 4.8.
    columns : int
        Panels beside each other, sharing the vertical axis.

    Returns
    -------
    tuple of Figure and Axes
        With several columns, an array of Axes.

    Examples
    --------
    >>> fig, ax = figure(height=3)
    >>> [float(inches) for inches in fig.get_size_inches()]
    [4.8, 3.0]
    """
    import matplotlib.pyplot as plt

    before = plt.rcParams.copy()
    theme()
    for name, value in plt.rcParams.items():
        if value != before[name]:
            _changed.setdefault(name, (before[name], value))
    return plt.subplots(
        1, columns, figsize=(4.8, height), layout="constrained", sharey=columns > 1
    )


def in_percent(axis: "Axis") -> None:
    """Write the numbers along an axis as percent: 0.2 as 20 %."""
    axis.set_major_formatter(lambda value, place: f"{100 * value:.0f} %")


@dataclass(frozen=True, repr=False)
class Picture:
    """A finished figure: its SVG and the sentence that says what it shows."""

    markup: str
    alt: str

    def __repr__(self) -> str:
        return f"Figure: {self.alt}"

    def _repr_html_(self) -> str:
        # Where no style sheet is ours, in JupyterLab, the type stays readable, too.
        size = "margin: 0.5rem 0; max-width: 34rem"
        return f'<figure class="sc-figure" style="{size}">{self.markup}</figure>'


def show(fig: "Figure", alt: str) -> Picture:
    """Finish a figure: draw it as SVG, close it, and attach its text alternative.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure.
    alt : str
        The finding, in a sentence with its numbers, for whoever cannot see it.

    Returns
    -------
    Picture
        Shown by Jupyter and by the book.

    Raises
    ------
    ValueError
        If `alt` is empty.

    Examples
    --------
    >>> fig, ax = figure()
    >>> line = ax.plot([1, 2], [0.9, 0.81])
    >>> show(fig, "Two people who are 90 % sure agree 81 % of the time.")
    Figure: Two people who are 90 % sure agree 81 % of the time.
    """
    import matplotlib.pyplot as plt

    if not alt.strip():
        raise ValueError("alt must say what the figure shows, got an empty text.")
    markup = svg(fig, alt)
    plt.close(fig)
    return Picture(markup, alt)


def svg(fig: "Figure", alt: str) -> str:
    """Return a figure as an inline `<svg>` whose colors follow the page.

    The same figure gives the same text every time: no date, no random names, and
    coordinates to a hundredth of a point.
    """
    import matplotlib.pyplot as plt

    buffer = io.StringIO()
    with plt.rc_context():
        theme()
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    _give_back()
    text = buffer.getvalue()
    text = text[text.index("<svg") :].strip()
    text = re.sub(r"<(metadata|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r'<g id="[^"]*">', "<g>", text)
    text = re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}", text)
    text = re.sub(r"'DejaVu Sans'(, [^;\"]*)?", "inherit", text)
    text = re.sub(
        r"font: (\d+ )?([\d.]+)px inherit", r"font-weight: \1; font-size: \2px", text
    )
    text = text.replace("font-weight: ;", "")
    for color, name in _IN_PAGE.items():
        text = text.replace(color, name)
    return _with_own_names(_with_alternative(text, alt))


def _give_back() -> None:
    """Put settings back, but not those that somebody else has changed since."""
    import matplotlib.pyplot as plt

    for name, (before, ours) in _changed.items():
        if plt.rcParams[name] == ours:
            plt.rcParams[name] = before
    _changed.clear()


def _with_alternative(text: str, alt: str) -> str:
    """Replace the size in points, which would not shrink, and name the picture."""
    view_box = re.search(r'viewBox="([^"]+)"', text)[1]
    head = (
        f'<svg role="img" aria-label="{html.escape(alt)}" viewBox="{view_box}" '
        'style="stroke-linejoin: round" xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return head + text[text.index(">") + 1 :]


def _with_own_names(text: str) -> str:
    """Make ids differ from those of other figures on the same page."""
    own = hashlib.sha256(text.encode()).hexdigest()[:6]
    return re.sub(r'(id="|href="#|url\(#)', rf"\1f{own}-", text)
