"""The welcome page's own parts: a guess, and both roads on one clock."""

from typing import Any, ClassVar

from anywidget import AnyWidget
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from salescourse import SalesCycle, guess, watch
from salescourse.cycle import hundred_each
from salescourse.teach.book.kept import keep_model

# The day on which the average deal is over.
DAY = 50
SEED = 1256


def _guess() -> AnyWidget:
    still_open = 100 * (1 - SalesCycle.b2b().cdf(DAY))
    asked = f"Of the hundred deals, how many are still open on day {DAY}?"
    return guess("welcome-roads", {asked: still_open}, format="deal|deals")


def _roads() -> AnyWidget:
    return watch(
        "roads",
        hundred_each(SalesCycle.b2b(), SalesCycle.b2c(), seed=SEED),
        title="A hundred deals and a hundred visits to a shop begin at the same moment.",
        note="Press play, or move the clock yourself.",
        source="Drawn from the course's two reference cycles, with a seed chosen so "
        "that 12 deals are signed and 4 visits end in an order, as the model says.",
    )


PARTS = {"guess": _guess, "roads": _roads}


class Welcome(SphinxDirective):
    """`{welcome} guess` or `{welcome} roads`."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the widget's place, and keep its state for the page."""
        widget = PARTS[self.arguments[0]]()
        return [keep_model(self.env, widget.model_id, widget.get_state())]


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive to Sphinx."""
    app.add_directive("welcome", Welcome)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
