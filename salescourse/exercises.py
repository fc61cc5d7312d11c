"""`check` an exercise, and ask for a `hint`.

Both are recorded with the learner's progress. Nothing is held against anyone: a
wrong answer is an attempt, and a hint is a hint.
"""

import difflib
import html
from dataclasses import dataclass
from typing import Any

from salescourse import markup
from salescourse.questions.answers import UNANSWERED, compare, misconception
from salescourse.questions.bank import chapters, load_bank
from salescourse.questions.item import Item
from salescourse.words import _

MAX_ANSWER_CHARACTERS = 200

_COLORS = {"right": "var(--sc-good, #1f7a4d)", "wrong": "var(--sc-bad, #a8323a)"}
_SIGNS = {"right": "✓", "wrong": "✗", "unread": "–", "unanswered": "–"}


@dataclass(frozen=True)
class Checked:
    """How an answer to an exercise was found.

    Parameters
    ----------
    exercise : str
        Its id.
    kind : str
        `right`, `wrong`, `unread` (another kind of thing was asked for; no attempt)
        or `unanswered` (the `...` is still there; no attempt).
    message : str
        What to say, in Markdown.
    """

    exercise: str
    kind: str
    message: str

    @property
    def correct(self) -> bool:
        """Whether the answer is right."""
        return self.kind == "right"

    @property
    def headline(self) -> str:
        """The result in a word or two."""
        return {
            "right": _("Right."),
            "wrong": _("Not yet."),
            "unread": _("Not counted."),
            "unanswered": _("Not answered yet."),
        }[self.kind]

    def __repr__(self) -> str:
        said = markup.plain(self.message)
        return f"{_SIGNS[self.kind]} {self.exercise}: {self.headline} {said}"

    def _repr_html_(self) -> str:
        color = _COLORS.get(self.kind, "var(--sc-ink-soft, #57606a)")
        head = f"{_SIGNS[self.kind]} {html.escape(self.exercise)}: {self.headline}"
        return _card(color, head, markup.render(self.message))


@dataclass(frozen=True)
class Hint:
    """One hint of an exercise: which of how many, and what it says in Markdown."""

    exercise: str
    stage: int
    stages: int
    message: str

    @property
    def headline(self) -> str:
        """Which hint of how many."""
        return _("Hint {} of {}.").format(self.stage, self.stages)

    def __repr__(self) -> str:
        return f"{self.exercise}: {self.headline} {markup.plain(self.message)}"

    def _repr_html_(self) -> str:
        head = f"{html.escape(self.exercise)}: {self.headline}"
        return _card("var(--sc-accent, #8a6a00)", head, markup.render(self.message))


def check(exercise: str, answer: Any) -> Checked:
    """Check an answer to an exercise, and record the attempt.

    Parameters
    ----------
    exercise : str
        Its id, such as `decisions-1`.
    answer : number, str, Series, DataFrame, function or fitted model
        What the exercise asks for; `...` stands for "not answered yet".

    Returns
    -------
    Checked
        With `.correct`, and a message that says what differs.

    Raises
    ------
    KeyError
        If there is no such exercise.

    Examples
    --------
    >>> check("decisions-1", ...).kind
    'unanswered'
    """
    item = _exercise(exercise)
    result = _judge(item, answer)
    if result.kind in ("right", "wrong"):
        _keep(item, "attempt", _short(answer), float(result.correct))
    return result


def hint(exercise: str) -> Hint:
    """Give the next hint of an exercise: each call one more, the last one again.

    Parameters
    ----------
    exercise : str
        Its id, such as `decisions-1`.

    Raises
    ------
    KeyError
        If there is no such exercise.
    """
    item = _exercise(exercise)
    stage = min(_hints_taken(item) + 1, len(item.hints))
    _keep(item, "hint", stage, None)
    return Hint(item.id, stage, len(item.hints), item.hints[stage - 1])


def _judge(item: Item, answer: Any) -> Checked:
    difference = UNANSWERED if answer is ... else compare(item, answer)
    if difference is UNANSWERED:
        return Checked(
            item.id, "unanswered",
            _('Put your answer where the `...` is. `hint("{}")` gives a first hint.')
            .format(item.id),
        )  # fmt: skip
    if difference is None:
        return Checked(item.id, "right", _praise(item))
    if not difference.counts:
        return Checked(item.id, "unread", difference.message)
    says = misconception(item, answer)
    return Checked(
        item.id, "wrong", says or f"{difference.message} {item.otherwise}".strip()
    )


def _praise(item: Item) -> str:
    return f"{item.feedback} {item.body['solution']}".strip()


def _exercise(name: str) -> Item:
    """Find an exercise by its id, or guess which one was meant."""
    exercises = {
        item.id: item
        for chapter in chapters()
        if str(name).startswith(chapter)
        for item in load_bank(chapter).items
        if item.type == "code"
    }
    if name in exercises:
        return exercises[name]
    raise KeyError(_unknown(str(name)))


def _unknown(name: str) -> str:
    known = [
        item.id
        for chapter in chapters()
        for item in load_bank(chapter).items
        if item.type == "code"
    ]
    close = difflib.get_close_matches(name, known, 1, cutoff=0.5)
    if close:
        return _("There is no exercise {!r}. Did you mean {!r}?").format(name, close[0])
    return _("There is no exercise {!r}. There are: {}.").format(name, ", ".join(known))


def _hints_taken(item: Item) -> int:
    from salescourse.events import since_reset
    from salescourse.records import records

    history = since_reset(records().events([item.id])).get(item.id, [])
    return sum(event["kind"] == "hint" for event in history)


def _keep(item: Item, kind: str, answer: Any, score: float | None) -> None:
    """Record what was done; a store that cannot be written says so by itself."""
    from salescourse.events import new_event
    from salescourse.records import records

    records().add(
        [new_event(kind, item.id, hash=item.hash, answer=answer, score=score)]
    )


def _short(answer: Any) -> str:
    """Return a short text that stands for an answer in the records."""
    name = getattr(answer, "__name__", None)
    if callable(answer) and isinstance(name, str):
        return f"function {name}"[:MAX_ANSWER_CHARACTERS]
    try:
        text = repr(answer)
    except Exception:  # a learner's own object may not know how to show itself
        text = type(answer).__name__
    return " ".join(text.split())[:MAX_ANSWER_CHARACTERS]


def _card(color: str, head: str, body: str) -> str:
    return (
        f'<div style="border-left:4px solid {color};padding:.25rem 0 .25rem .9rem">'
        f'<strong style="color:{color}">{head}</strong>{body}</div>'
    )
