"""The words of an explorer, for the language of the course."""

from salescourse.practice.fields import field_words
from salescourse.practice.keeping import store_words
from salescourse.words import _


def words(kind: str = "line") -> dict[str, str]:
    """Return every phrase that the page shows; `{...}` is filled in there.

    Examples
    --------
    >>> words()["show"]
    'Show the curve'
    """
    return {
        "locale": _("en-US"),
        "guessFirst": _("Guess first"),
        "how": _("Drag each handle on the chart, or type your numbers here."),
        "yourGuess": _("Your guess"),
        "yourGuesses": _("Your guesses"),
        "guessAt": _("Your guess at {x}"),
        "notPlaced": _("not placed yet"),
        "placed": _("{done} of {all} placed"),
        "ready": _("All placed."),
        "show": _("Show the curve") if kind == "line" else _("Show the answer"),
        "readAs": _("Read as {n}."),
        "guessLine": _("your guess"),
        "model": _("The model"),
        "modelLine": _("the model"),
        "startLine": _("at the start"),
        "verdict": _("How close were you?"),
        "high": _("{x}: you said {guess}, the model says {model}. {off} too high."),
        "low": _("{x}: you said {guess}, the model says {model}. {off} too low."),
        "right": _("{x}: you said {guess}, the model says {model}. Spot on."),
        "gap": _("{x}: you said {guess}. The model gives no number here."),
        "sliders": _("Now move the model"),
        "slidersLocked": _("Fixed until you have guessed"),
        "back": _("Back to start"),
        "again": _("Guess again"),
        "table": _("Show the numbers as a table"),
        "caption": _("{y} ({settings})"),
        "now": _("{settings}. {y}: {first} at {x0}, {last} at {x1}."),
        "read": _("Read the chart"),
        "chart": _("Chart: {y} from {low} to {high}, over {x} from {x0} to {x1}."),
        "observed": _("Observed"),
        "showPoints": _("Show what was observed: {points}"),
        "changed": _("This explorer has changed since you last guessed. Guess again."),
        "saved": _("Your guess is saved."),
        "unsaved": _("Your guess is not saved yet."),
        "kept": _("Your guess is kept in this browser."),
        "forgets": _(
            "This browser keeps nothing: your guess is lost when you leave the page."
        ),
        **field_words(),
        **store_words(),
    }
