"""`review`: the questions that are due today, from all chapters, or a chosen round.

The quiz's own module asks them. `session.js` stands between it and the learner's
events: it picks what is due, by the clock of whoever sits at the screen, and shows
the quiz those questions as if they were new.
"""

from typing import Any

import anywidget
import traitlets

from salescourse.practice.keeping import Keeping
from salescourse.practice.modules import joined
from salescourse.practice.overview.words import ONE_AND_MANY
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.questions.widget import Quiz, face
from salescourse.practice.questions.widget import labels as quiz_labels
from salescourse.practice.records import records
from salescourse.words import _, ngettext

# Exercises are answered in code; a reflection has no score, so it is in no box.
NEVER_DUE = ("code", "reflect")


class Review(Keeping, anywidget.AnyWidget):
    """The widget that `review` makes."""

    _esm = joined("overview/session.js")
    _css = str(Quiz._css)
    items = traitlets.List[dict[str, Any]]().tag(sync=True)
    whole = traitlets.Bool().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        if self.whole:
            said = _("Review: {} questions. Run this cell in JupyterLab to answer.")
            return said.format(len(self.items))
        return _("Review: what is due today. Run this cell in JupyterLab to answer.")


def review(*ids: str) -> Review:
    """Ask the questions that are due today, longest overdue first, or those named.

    A question that you have answered comes back after 1, 3, 7, 21 and 60 days; a
    mistake brings it back tomorrow. If nothing is due, the next day is named.

    Parameters
    ----------
    *ids : str
        Questions of any chapters, asked now whether they are due or not. Each answer
        counts as one that is given in a review.

    Returns
    -------
    Review
        A widget; leave it as the last line of a cell.

    Raises
    ------
    KeyError
        If there is no such question, or none that can be reviewed.

    Examples
    --------
    >>> review()
    Review: what is due today. Run this cell in JupyterLab to answer.
    >>> review("map-average", "decisions-signatures")
    Review: 2 questions. Run this cell in JupyterLab to answer.
    """
    banks = [load_bank(chapter) for chapter in chapters()]
    known = {
        item.id: (item, bank.path.parent)
        for bank in banks
        for item in bank.items
        if item.type not in NEVER_DUE
    }
    for name in ids:
        if name not in known:
            raise KeyError(_("There is no question {!r} to review.").format(name))
    asked = [known[name] for name in ids or known]
    past = records().events([item.id for item, _folder in asked])
    return Review(
        items=[face(item, folder) for item, folder in asked],
        whole=bool(ids),
        labels={**quiz_labels(), **_words()},
        stored=[event["id"] for event in past],
        events=past,
        notice=records().notice or "",
    )


def _words() -> dict[str, str | list[str]]:
    return {
        "quiz": _("Review"),
        "review_due": [
            ngettext("{} question is due today.", "{} questions are due today.", n)
            for n in ONE_AND_MANY
        ],
        "review_whole": _("{n} questions from all chapters."),
        "review_most": _("{all} questions are due today. Here are the first {n}."),
        "review_next": _("Nothing is due today. The next review is on {day}."),
        "review_none": _(
            "Nothing is due yet. Answer a few questions in a chapter, and tomorrow "
            "they come back here."
        ),
        "review_forgets": _(
            "This browser keeps nothing for these pages, so it does not know what "
            "you answered, and nothing can come back."
        ),
    }
