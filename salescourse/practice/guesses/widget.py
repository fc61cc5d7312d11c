"""`guess`: a field in which a reader writes down a number before reading on.

What answers the guess stands in the text, in a fold that opens with it::

    <details class="sc-after decisions-scene"><summary>Guess first.</summary>

    The text, with blank lines around it.

    </details>

Without scripts, and on paper, the fold stands open. Where the text says
``<span class="sc-quote decisions-scene">your number</span>``, the guess is quoted.
"""

import math
import re
from collections.abc import Mapping

import anywidget
import traitlets

from salescourse.practice.explorer.spec import formats_of
from salescourse.practice.fields import field_words
from salescourse.practice.hashes import content_hash
from salescourse.practice.keeping import Keeping, store_words
from salescourse.practice.modules import joined, style
from salescourse.practice.records import records
from salescourse.words import _

MOST = 3
# What may be typed where nothing else bounds it.
_FAR = 1e9


class Guess(Keeping, anywidget.AnyWidget):
    """The widget that `guess` makes."""

    _esm = joined("guesses/widget.js")
    _css = style("theme.css", "fields.css", "guesses/widget.css")
    guess = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        return _(
            "Guess: {} Run this cell in JupyterLab, or open the page, to write it down."
        ).format(" ".join(self.guess["asks"]))


def guess(name: str, asks: Mapping[str, float], *, format: str = "number") -> Guess:
    """Let a reader write down a guess before the text answers it.

    Parameters
    ----------
    name : str
        The id of the guess: a chapter's name, a hyphen and more, such as
        ``"decisions-scene"``. Guesses are kept under it, so it never changes.
    asks : mapping
        One to three questions, each with its true answer as the model computes it.
        The answer is not shown; `book audit` uses it to find text that tells it
        before the guess was made.
    format : str
        ``"number"``, ``"percent"`` (of rates from 0 to 1), ``"eur"``, ``"days"``, or
        any unit as ``"contract|contracts"``.

    Returns
    -------
    Guess
        A widget; leave it as the last line of a cell.

    Raises
    ------
    ValueError
        If the name is no id, there are no or too many questions, one is empty, an
        answer is not a finite number, or the format is nearly one of those above.

    Examples
    --------
    >>> guess("example-scene", {"How likely was a yes?": 0.9**5}, format="percent")
    Guess: How likely was a yes? Run this cell in JupyterLab, ...
    """
    if not re.fullmatch(r"[a-z0-9_]+(-[a-z0-9]+)+", name):
        raise ValueError(
            "name must be the chapter and more, in lowercase words joined by hyphens, "
            f"such as 'decisions-scene', got {name!r}."
        )
    if not 1 <= len(asks) <= MOST or not all(ask.strip() for ask in asks):
        raise ValueError(
            f"asks must be one to {MOST} questions, each with its answer, such as "
            f'{{"How likely was a yes?": 0.59}}, got {dict(asks)!r}.'
        )
    for ask, answer in asks.items():
        if not math.isfinite(answer):
            raise ValueError(f"The answer to {ask!r} must be a number, got {answer!r}.")
    form = formats_of({"y": format}, ["y"])["y"]
    past = records().events([name])
    return Guess(
        guess={
            "name": name,
            "hash": content_hash({"asks": list(asks), "format": form}),
            "asks": list(asks),
            "answers": [float(answer) for answer in asks.values()],
            "format": form,
            "range": [0.0, 1.0] if form == "percent" else [-_FAR, _FAR],
        },
        labels=_words(),
        stored=[event["id"] for event in past],
        events=past,
        notice=records().notice or "",
    )


def _words() -> dict[str, str]:
    return {
        "locale": _("en-US"),
        "legend": _("Your guess"),
        "write": _("Write it down"),
        "change": _("Change it"),
        "wrote": _("You wrote {x}."),
        "and": _("{x} and {y}"),
        "forgets": _(
            "This browser keeps nothing: your guess is lost when you leave the page."
        ),
        **field_words(),
        **store_words(),
    }
