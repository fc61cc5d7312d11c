"""A live picture where nothing moves: on paper, and without scripts."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any


def figure(
    picture: Mapping[str, Any],
    drawing: str,
    size: tuple[float, float],
    alt: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> str:
    """Return a drawing with its title, and a table that tells the whole course."""
    wide, tall = size
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<figure class="sc-paper sc-still"><svg role="img" aria-label="{escape(alt)}" '
        f'viewBox="0 0 {wide:g} {tall:g}">{drawing}</svg>'
        f"<figcaption>{escape(picture['title'])} {escape(alt)} "
        f"{escape(picture['source'])}</figcaption>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></figure>"
    )


def box(x: float, y: float, wide: float, tall: float, look: str) -> str:
    """Return a shape with round ends: a dot where it is as wide as tall."""
    return (
        f'<rect class="sc-{look}" x="{x:g}" y="{y:g}" width="{wide:g}" '
        f'height="{tall:g}" rx="{min(wide, tall) / 2:g}"/>'
    )


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """Return a line of text."""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'
