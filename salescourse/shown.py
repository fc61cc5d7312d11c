"""Models as a notebook shows them: a small table that takes its colors from the page."""

import dataclasses
import html
from typing import Any

import pandas as pd


def as_html(says: str, table: pd.DataFrame) -> str:
    """Return a table in HTML, with a caption and heads that say what they head.

    Nothing in it is markup, and it has no colors: JupyterLab's own hold, light or dark.

    Examples
    --------
    >>> page = as_html("Won & lost", pd.DataFrame({"days": [12.0]}, index=["<won>"]))
    >>> "Won &amp; lost" in page, "&lt;won&gt;" in page, "<td>12</td>" in page
    (True, True, True)
    """
    heads = "".join(
        f'<th scope="col">{html.escape(str(name))}</th>'
        for name in (table.index.name or "", *table.columns)
    )
    rows = "".join(
        f'<tr><th scope="row">{html.escape(str(name))}</th>'
        + "".join(f"<td>{html.escape(_written(value))}</td>" for value in row)
        + "</tr>"
        for name, row in zip(table.index, table.itertuples(index=False), strict=True)
    )
    return (
        f"<table><caption>{html.escape(says)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _written(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


class Shown:
    """What a notebook shows as a table: its summary, or else its numbers by name."""

    def _table(self) -> tuple[str, pd.DataFrame]:
        """Return what the table's caption says, and the table."""
        name = type(self).__name__
        if summary := getattr(self, "summary", None):
            return name, summary()
        numbers = {
            each.name: getattr(self, each.name)
            for each in dataclasses.fields(self)  # type: ignore[arg-type]  # it is one
        }
        return name, pd.DataFrame({"value": pd.Series(numbers, dtype=object)})

    def _repr_html_(self) -> str | None:
        try:
            return as_html(*self._table())
        except ValueError:  # an estimate without errors; its text is shown instead
            return None
