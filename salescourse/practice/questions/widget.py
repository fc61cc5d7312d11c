"""The quiz widget: a chapter's questions, in a notebook and in the rendered page.

Python renders what is shown, as safe HTML, and stores what a learner does; the
browser asks, grades and gives feedback (widget.js).
"""

from functools import cache, partial
from pathlib import Path
from typing import Any, overload

import anywidget
import traitlets

from salescourse.listing import Listing
from salescourse.practice import markup
from salescourse.practice.events import Event, check_event
from salescourse.practice.keeping import Keeping, store_words
from salescourse.practice.modules import joined, style
from salescourse.practice.questions.bank import Bank, answer_key, load_bank
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.types import TYPES
from salescourse.practice.questions.variants import expand
from salescourse.practice.records import records
from salescourse.words import _, ngettext


@overload
def quiz() -> Listing: ...
@overload
def quiz(chapter: str, *ids: str) -> "Quiz": ...
def quiz(chapter: str | None = None, *ids: str) -> "Quiz | Listing":
    """Ask the questions of a chapter, or list the chapters that have some.

    Parameters
    ----------
    chapter : str, optional
        Its name, such as `decisions`. If left out, the chapters are listed.
    *ids : str
        Some of its questions; all of them if left out.

    Returns
    -------
    Quiz or Listing
        A widget. Answers are kept in the learner's records.

    Raises
    ------
    KeyError
        If there is no such chapter or question.

    Examples
    --------
    >>> quiz("decisions", "decisions-survey")
    Quiz: decisions, 1 question. Run this cell in JupyterLab to answer.
    """
    if chapter is None:
        return _list()
    return Quiz(load_bank(chapter), ids)


def _list() -> Listing:
    from salescourse.practice.overview.chapters import course

    rows = []
    for one in course():
        asked = sum(not item["exercise"] for item in one["items"])
        count = ngettext("{} question", "{} questions", asked).format(asked)
        rows.append((one["name"], one["title"], count))
    says = _('The chapters that have a quiz. quiz("{}") asks the questions of one.')
    heads = (_("Chapter"), _("Title"), _("Questions"))
    return Listing(says.format(rows[0][0]), heads, rows)


class Quiz(Keeping, anywidget.AnyWidget):
    """Questions of a bank, one card each.

    Parameters
    ----------
    bank : Bank
        Where the questions come from.
    ids : tuple of str
        Which ones; all that are not exercises if empty.
    """

    _esm = joined("questions/widget.js")
    _css = style("theme.css", "questions/widget.css")

    chapter = traitlets.Unicode().tag(sync=True)
    items = traitlets.List[dict[str, Any]]().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __init__(self, bank: Bank, ids: tuple[str, ...] = ()) -> None:
        asked = _asked(bank, ids)
        self._names = [item.id for item in asked]
        earlier = records().events(self._names)
        super().__init__(
            chapter=bank.chapter,
            items=[face(item, bank.path.parent) for item in asked],
            labels=labels(),
            events=earlier,
            stored=[event["id"] for event in earlier],
            notice=records().notice or "",
        )

    def _check(self, event: Any) -> Event:
        made = check_event(event)
        if made["item"] not in self._names:
            raise ValueError(_("This quiz does not ask {}.").format(made["item"]))
        return made

    def __repr__(self) -> str:
        count = ngettext("{} question", "{} questions", len(self.items))
        return _("Quiz: {}, {}. Run this cell in JupyterLab to answer.").format(
            self.chapter, count.format(len(self.items))
        )


def face(item: Item, folder: Path) -> dict[str, Any]:
    """Return what the browser needs of an item: texts as HTML, key and variants."""
    variants = expand(item)
    common = {
        "id": item.id,
        "type": item.type,
        "hash": item.hash,
        "hashes": item.hashes,
        "points": item.points,
        **_texts(variants[0], folder),
    }
    if len(variants) > 1:
        common["variants"] = [_texts(variant, folder) for variant in variants]
    return common


def _texts(item: Item, folder: Path) -> dict[str, Any]:
    html = partial(markup.render, images=folder)
    return {
        "key": answer_key(item),
        "stem": html(item.stem),
        "hints": [html(hint) for hint in item.hints],
        "feedback": html(item.feedback),
        "otherwise": html(item.otherwise),
        "explanation": html(item.explanation),
        **TYPES[item.type].face(item, html),
    }


def _asked(bank: Bank, ids: tuple[str, ...]) -> list[Item]:
    """Return the questions that are wanted, in the order they are wanted."""
    questions = {item.id: item for item in bank.items if item.type != "code"}
    for name in ids:
        if name not in questions:
            raise KeyError(
                _("The chapter {} has no question {!r}. It has: {}.").format(
                    bank.chapter, name, ", ".join(questions)
                )
            )
    return [questions[name] for name in ids or questions]


@cache
def labels() -> dict[str, str]:
    """Return every word the widget shows that is not in the bank."""
    return {
        "locale": _("en-US"),
        "quiz": _("Quiz"),
        "question": _("Question {n}"),
        "point": _("{n} point"),
        "points": _("{n} points"),
        "score": _(
            "{answered} of {of} answered, {right} right · {points} of {total} points"
        ),
        "check": _("Check"),
        "next": _("Next question"),
        "goTo": _("Go to question {n}"),
        "stands": _("{done} of {of} done, {open} still open."),
        "standsAll": _("{done} of {of} done."),
        "showAll": _("Show all questions"),
        "showOne": _("One question at a time"),
        "keep": _("Keep"),
        "showHint": _("Show hint ({n} of {of})"),
        "hint": _("Hint {n} of {of}"),
        "explain": _("Show the worked answer"),
        "others": _("Why not the others?"),
        "worked": _("Worked answer"),
        "right": _("Right"),
        "wrong": _("Not quite"),
        "partly": _("Partly right"),
        "kept": _("Kept"),
        "open": _("not answered"),
        "alsoRight": _("This was right too"),
        "notThis": _("Not this one"),
        "credit": _("Points: {x} of {n}."),
        "readAs": _("Read as {x}."),
        "many": _(
            "Choose all that apply. Each right one counts, each wrong one takes one away."
        ),
        "yourAnswer": _("Your answer"),
        "yourText": _("Your text"),
        "sample": _("A sample answer to compare with"),
        "orderHow": _("Move the steps with the arrows, or drag them."),
        "up": _("Move up: {x}"),
        "down": _("Move down: {x}"),
        "moved": _("{x}: now number {n} of {of}."),
        "inPlace": _("{n} of {of} in place."),
        "belongs": _("Belongs at {n}"),
        "matchHow": _("Choose on the left, then its partner on the right."),
        "partner": _("Partner of: {x}"),
        "pair": _("{x}: {y}"),
        "paired": _("{y} for: {x}"),
        "none": _("none yet"),
        "itIs": _("It is {x}"),
        "turn": _("Turn {n}. What do you say?"),
        "talkAgain": _("Start the conversation again"),
        "earned": _("{x} points"),
        "daysLeft": _("{n} days to {day}"),
        "dayLeft": _("{n} day to {day}"),
        "mood0": _("cross"),
        "mood1": _("worried"),
        "mood2": _("calm"),
        "mood3": _("glad"),
        "notCounted": _("Not counted."),
        "empty": _("Choose an answer first."),
        "empty_numeric": _("Type a number first."),
        "empty_text": _("Type a word first."),
        "empty_reflect": _("Write something first."),
        "empty_match": _("Give each of them a partner first."),
        "number": _("This is not a number I can read. Try 0.59, 59 %, 1,200 or 1.2k."),
        "unit": _(
            "This unit does not fit the question. Here it is {unit}: leave it out, or "
            "use that one."
        ),
        "unitless": _(
            "This unit does not fit the question, which asks for a number without one."
        ),
        "range": _("Your range reaches beyond what counts as right. Give one number."),
        "digits": _("Give one more digit."),
        "saved": _("Saved"),
        "changed": _(
            "This question has changed since you answered it. Your old answer is in "
            "your records; please answer the new question."
        ),
        "forgets": _(
            "This browser keeps nothing for this page: your answers last until you "
            "close it."
        ),
        **store_words(),
        "startOver": _("Start over"),
        "sure": _("Empty all questions? Your records keep what you did."),
        "yes": _("Yes, start over"),
        "no": _("No, go on"),
    }
