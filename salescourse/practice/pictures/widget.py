"""`watch`: a picture in which units do what the chapter is about.

Everything that happens in it was drawn beforehand and is handed over as data, so that
every page shows the same. It never imports a model: the notebook brings the two
together.
"""

from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

import anywidget
import traitlets

from salescourse.practice.modules import joined, style
from salescourse.practice.pictures import committee, deadline, queues, roads, silence
from salescourse.words import _

KINDS: dict[str, ModuleType] = {
    "committee": committee,
    "deadline": deadline,
    "queues": queues,
    "roads": roads,
    "silence": silence,
}


class Watch(anywidget.AnyWidget):
    """The widget that `watch` makes; each kind has a script and a style of its own."""

    _esm = "export default {}"
    picture = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        return _(
            "Live picture: {} Run this cell in JupyterLab, or open the page, to see "
            "it move."
        ).format(self.picture["title"])


@cache
def _widget(kind: str) -> type[Watch]:
    """Return the class of a kind: a page carries the scripts of those that it shows."""
    look = getattr(KINDS[kind], "STYLE", kind)
    own = {
        "_esm": joined(f"pictures/{kind}.js"),
        "_css": style("theme.css", "pictures/picture.css", f"pictures/{look}.css"),
    }
    return type("Watch", (Watch,), own)


def watch(
    kind: str, data: Mapping[str, Any], *, title: str, note: str = "", source: str = ""
) -> Watch:
    """Show a live picture: play it, pause it, go step by step, change what it is about.

    Parameters
    ----------
    kind : {"committee", "deadline", "queues", "roads", "silence"}
        What it shows: a hundred deals and the people who decide on each, a hundred
        households with an offer and without, the same callers with a queue for each
        person and with one, a hundred deals beside a hundred visits to a shop, or two
        hundred households that have just ordered.
    data : mapping
        Every unit and its fate, drawn with a seed by the chapter's model: what
        `salescourse.b2b.decisions.hundred_deals`,
        `salescourse.b2c.impulse.hundred_offered`,
        `salescourse.strategy.experience.two_queues`, `salescourse.cycle.hundred_each` or
        `salescourse.b2c.loyalty.hundred_silent` returns.
    title : str
        What one sees, in a sentence.
    note : str
        What one can do with it.
    source : str
        Where the draw comes from, and how its seed was chosen.

    Returns
    -------
    Watch
        A widget; leave it as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no such kind, no title, or the data are of another kind.

    Examples
    --------
    >>> from salescourse.b2b.decisions import hundred_deals
    >>> deals = hundred_deals(["finance", "IT"], seed=1)
    >>> watch("committee", deals, title="Two people, a hundred deals.")
    Live picture: Two people, a hundred deals. Run this cell in JupyterLab, ...
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}.")
    if not title.strip():
        raise ValueError("title must say what one sees, got nothing.")
    if missing := [name for name in KINDS[kind].NEEDS if name not in data]:
        raise ValueError(
            f"A picture of the kind {kind!r} shows what {KINDS[kind].MAKER} returns; "
            f"these data have no {', '.join(missing)}."
        )
    picture = {"kind": kind, "title": title, "note": note, "source": source}
    return _widget(kind)(
        picture={**picture, "data": dict(data)},
        labels={**_words(), **KINDS[kind].words(data)},
    )


def still(picture: Mapping[str, Any]) -> str:
    """Return what stands for a picture on paper and without scripts, as HTML."""
    return str(KINDS[picture["kind"]].still(picture))


def _words() -> dict[str, str]:
    """Return the phrases that all pictures share."""
    return {
        "locale": _("en-US"),
        "play": _("Play"),
        "pause": _("Pause"),
        "again": _("Play again"),
        "step": _("Step"),
        "table": _("Show the course of it as a table"),
        "percent": _("{n}\u00a0%"),
    }
