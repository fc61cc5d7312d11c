"""`own_cycle`: a CRM's export becomes the reader's own cycle, in page and notebook.

The browser reads and counts in a worker of its own, by scripts that stand beside
`salescourse.crm` and are held to it by tests. Nothing is sent, also not to a kernel.
"""

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from salescourse.practice import modules
from salescourse.practice.exports.words import words
from salescourse.practice.questions.models import find_model
from salescourse.words import _

# What reads a file: its modules, and the words of exports, which are handed over.
READER = "../crm/worker.js"
_WORDS = Path(__file__).resolve().parents[2] / "crm" / "roles.yml"
_CYCLES = "salescourse.cycle:SalesCycle"
_DAYS = (*range(0, 30), *range(30, 180, 3), *range(180, 731, 10))


class OwnCycle(anywidget.AnyWidget):
    """The widget that `own_cycle` makes."""

    _esm = modules.joined("exports/widget.js")
    _css = modules.style("theme.css", "fields.css", "exports/widget.css")
    reader = traitlets.Unicode().tag(sync=True)
    vocabulary = traitlets.Dict().tag(sync=True)
    cycles = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        return _(
            "Your own cycle. Run this cell in JupyterLab, or open the page, and drop "
            "the file that your CRM exports."
        )


def own_cycle() -> OwnCycle:
    """Show your own cycle: drop a CRM's export, and see it beside the reference cycles.

    The file is read in the browser; it is sent nowhere, and not to Python either. For
    the same in Python, with a fit, see `read_crm`.

    Returns
    -------
    OwnCycle
        A widget; leave it as the last line of a cell.

    Examples
    --------
    >>> own_cycle()
    Your own cycle. Run this cell in JupyterLab, or open the page, ...
    """
    return OwnCycle(
        reader=modules.script(modules.modules(READER)),
        vocabulary=_vocabulary(),
        cycles={"b2b": _cycle("b2b"), "b2c": _cycle("b2c")},
        labels=words(),
    )


@cache
def _vocabulary() -> dict[str, Any]:
    """Return the words of exports, as they are written."""
    import yaml

    read: dict[str, Any] = yaml.load(_WORDS.read_text("utf-8"), yaml.BaseLoader)
    return read


@cache
def _cycle(name: str) -> dict[str, Any]:
    """Return a reference cycle as the page draws it: days, shares won, medians."""
    cycle = find_model(f"{_CYCLES}.{name}")()
    shares = cycle.cdf(np.array(_DAYS, dtype=float), given="won") * cycle.win_rate
    return {
        "win": float(cycle.quantile(0.5, given="won")),
        "loss": float(cycle.quantile(0.5, given="lost")),
        "points": [[day, round(float(one), 5)] for day, one in zip(_DAYS, shares, strict=True)],
    }  # fmt: skip
