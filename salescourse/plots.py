"""The hand in which every figure of the course is drawn.

`figure()` opens a figure of the right size, which draws in that hand and leaves
matplotlib's settings alone (`hand`); `show()` turns it into an inline SVG that takes its
colors from the page, so that it is as readable on dark paper as on light, and that
carries a text alternative.
"""

import hashlib
import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salescourse import looks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = [
    "ACCENT",
    "B2B",
    "B2C",
    "INK",
    "INK_SOFT",
    "LINE",
    "SURFACE",
    "Picture",
    "figure",
    "in_percent",
    "show",
    "svg",
    "theme",
]

#: Blue, for what firms buy.
B2B = looks.B2B
#: Orange, for what people buy.
B2C = looks.B2C
#: For "you are here".
ACCENT = looks.ACCENT
#: Words and lines.
INK = looks.INK
#: Words and lines that stand back.
INK_SOFT = looks.INK_SOFT
#: Grids and borders.
LINE = looks.LINE
#: What everything is drawn on.
SURFACE = looks.SURFACE

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


# Above the numbers of an axis, in points: where its name stands.
_ABOVE = 10


@contextmanager
def theme() -> Iterator[None]:
    """Put the course's hand in place of matplotlib's settings for a few lines.

    `figure` needs none of it; this is for figures that come from elsewhere. Afterwards
    the settings are what they were.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with theme():
    ...     plt.rcParams["lines.linewidth"]
    2.2
    """
    from salescourse.hand import hand

    with hand():
        yield


def figure(*, height: float = 3.1, columns: int = 1) -> tuple["Figure", "Axes"]:
    """Open a figure as wide as a telephone can still show with readable type.

    What is drawn on it is in the course's hand; matplotlib's settings stay as they are.

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
    from salescourse.hand import open_figure

    fig = open_figure(figsize=(4.8, height), layout="constrained")
    return fig, fig.subplots(1, columns, sharey=columns > 1)


def in_percent(axis: "Axis") -> None:
    """Write the numbers along an axis as percent: 0.2 as 20 %.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        Such as ``ax.yaxis``.

    Examples
    --------
    >>> fig, ax = figure()
    >>> in_percent(ax.yaxis)
    >>> ax.yaxis.get_major_formatter()(0.2)
    '20 %'
    >>> picture = show(fig, "Nothing is drawn yet.")
    """
    axis.set_major_formatter(lambda value, place: f"{100 * value:.0f} %")


@dataclass(frozen=True, repr=False)
class Picture:
    """A finished figure: its SVG and the sentence that says what it shows.

    Examples
    --------
    >>> from salescourse.plots import Picture
    >>> Picture("<svg></svg>", alt="Nothing is drawn.")
    Figure: Nothing is drawn.
    """

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

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        The figure; it stays open.
    alt : str
        What it shows, for whoever cannot see it.

    Returns
    -------
    str
        The `<svg>`.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> fig, ax = figure()
    >>> svg(fig, "Nothing is drawn yet.")[:48]
    '<svg role="img" aria-label="Nothing is drawn yet'
    >>> plt.close(fig)
    """
    from salescourse.hand import hand

    buffer = io.StringIO()
    with hand():
        _name_above(fig)
        _lead_with_title(fig)
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
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


def _name_above(fig: "Figure") -> None:
    """Write what a vertical axis shows in a line above it, from the figure's left."""
    for ax in fig.axes:
        if name := ax.get_ylabel():
            ax.set_ylabel("")
            place = ("figure fraction", "axes fraction")
            ax.annotate(name, (0, 1), (0, _ABOVE), xycoords=place, size=10,
                        textcoords="offset points", color=INK_SOFT,
                        annotation_clip=False)  # fmt: skip


def _lead_with_title(fig: "Figure") -> None:
    """Begin the title at the figure's left edge, in as many lines as it needs.

    It is measured in wide letters, so that no page cuts it in its own.
    """
    text = fig.get_suptitle()
    if not text and len(fig.axes) == 1:
        text = fig.axes[0].get_title(loc="left")
        fig.axes[0].set_title("")
    if not text:
        return
    words, lines = text.split(), [""]
    title = fig.suptitle(text, x=0, ha="left", size=looks.TITLE_SIZE, weight="bold")
    for word in words:
        title.set_text(longer := f"{lines[-1]} {word}".strip())
        if title.get_window_extent().width <= fig.bbox.width:
            lines[-1] = longer
        else:
            lines.append(word)
    title.set_text("\n".join(lines))


def _with_alternative(text: str, alt: str) -> str:
    """Replace the size in points, which would not shrink, and name the picture."""
    [view_box] = re.findall(r'viewBox="([^"]+)"', text)[:1]
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
