"""`check` an exercise, ask for a `hint`, or look at a `solution`.

Answers and hints are recorded with the learner's progress. Nothing is held against
anyone: a wrong answer is an attempt, and a hint is a hint. A solution is nobody's
answer, so it is never recorded, however often its cell is run.
"""

import difflib
from collections.abc import Sequence
from typing import Any, overload

from salescourse.listing import Listing
from salescourse.practice import markup
from salescourse.practice.cards import Checked, Hint, Solution
from salescourse.practice.questions.answers import (
    HANDED_IN,
    UNANSWERED,
    Difference,
    Key,
    compare,
    misconception,
)
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.questions.item import Item
from salescourse.words import _

MAX_ANSWER_CHARACTERS = 200


@overload
def check() -> Listing: ...
@overload
def check(exercise: str, answer: Any = ...) -> Checked: ...
def check(exercise: str | None = None, answer: Any = ...) -> Checked | Listing:
    """Check an answer to an exercise and record the attempt, or list the exercises.

    Parameters
    ----------
    exercise : str, optional
        Its id, such as `decisions-1`. If left out, the exercises are listed.
    answer : number, str, Series, DataFrame, function or fitted model
        What the exercise asks for; `...` stands for "not answered yet".

    Returns
    -------
    Checked or Listing
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
    if exercise is None:
        return _list(_('check("{}", ...) checks your answer to one.'))
    item = _exercise(exercise)
    result = judge(item, answer)
    if result.kind in ("right", "wrong"):
        _keep(item, "attempt", _short(answer), float(result.correct))
    elif result.kind == "handed":
        _keep(item, "attempt", _short(answer), None)
    return result


@overload
def hint() -> Listing: ...
@overload
def hint(exercise: str) -> Hint: ...
def hint(exercise: str | None = None) -> Hint | Listing:
    """Give the next hint of an exercise: each call one more, the last one again.

    Parameters
    ----------
    exercise : str, optional
        Its id, such as `decisions-1`. If left out, the exercises are listed.

    Returns
    -------
    Hint or Listing
        With a `.message`, and which of how many hints it is.

    Raises
    ------
    KeyError
        If there is no such exercise.

    Examples
    --------
    >>> hint("decisions-1").stage, hint("decisions-1").stage
    (1, 2)
    """
    if exercise is None:
        return _list(_('hint("{}") gives a hint for one.'))
    item = _exercise(exercise)
    stage = min(_hints_taken(item) + 1, len(item.hints))
    _keep(item, "hint", stage, None)
    return Hint(item.id, stage, len(item.hints), item.hints[stage - 1])


@overload
def solution() -> Listing: ...
@overload
def solution(exercise: str, answer: Any = ...) -> Solution: ...
def solution(exercise: str | None = None, answer: Any = ...) -> Solution | Listing:
    """Show why an answer solves an exercise, folded away, and record nothing.

    The cells that hold the course's own solutions end with it. A learner who comes to
    the same answer hands it in with `check`.

    Parameters
    ----------
    exercise : str, optional
        Its id, such as `decisions-1`. If left out, the exercises are listed.
    answer : number, str, Series, DataFrame, function or fitted model
        What the exercise asks for.

    Returns
    -------
    Solution or Listing
        With a `.message` that says the solution in words.

    Raises
    ------
    KeyError
        If there is no such exercise.
    ValueError
        If the answer does not solve it.

    Examples
    --------
    >>> solution("decisions-2", 7)
    decisions-2: One solution. `.message` says it in words.
    """
    if exercise is None:
        return _list(_("A solution is folded away below each, in its chapter."))
    item = _exercise(exercise)
    result = judge(item, answer)
    if result.kind == "handed":
        raise ValueError(_("This copy for a class holds no solutions."))
    if not result.correct:
        said = markup.plain(result.message)
        raise ValueError(
            f"This does not solve {item.id}. {said} Mend the solution, or the key in the "
            f'question bank. An answer of your own goes to check("{item.id}", ...).'
        )
    return Solution(item.id, result.message)


def judge(item: Item, answer: Any, keys: Sequence[Key] = ()) -> Checked:
    """Say how an answer to an exercise is found, and record nothing.

    Parameters
    ----------
    item : Item
        The exercise.
    answer : any
        What was handed in.
    keys : sequence of Key
        Its key and misconceptions, if they were computed before.
    """
    if answer is ...:
        difference: Difference | None = UNANSWERED
    else:
        difference = keys[0].differ(answer) if keys else compare(item, answer)
    if difference is UNANSWERED:
        return Checked(
            item.id, "unanswered",
            _('Put your answer where the `...` is. `hint("{}")` gives a first hint.')
            .format(item.id),
        )  # fmt: skip
    if difference is None:
        return Checked(item.id, "right", _praise(item))
    if difference is HANDED_IN:
        return Checked(item.id, "handed", difference.message)
    if not difference.counts:
        return Checked(item.id, "unread", difference.message)
    near = (key.says for key in keys[1:] if key.differ(answer) is None)
    says = next(near, None) if keys else misconception(item, answer)
    return Checked(
        item.id, "wrong", says or f"{difference.message} {item.otherwise}".strip()
    )


def _praise(item: Item) -> str:
    return f"{item.feedback} {item.body['solution']}".strip()


def _list(more: str) -> Listing:
    """List the exercises in the order of the book."""
    from salescourse.practice.overview.chapters import course

    rows = [
        (item["id"], item["short"])
        for chapter in course()
        for item in chapter["items"]
        if item["exercise"]
    ]
    says = _("The exercises.") + " " + more.format(rows[0][0])
    return Listing(says, (_("Exercise"), _("What it asks")), rows)


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
    from salescourse.practice.events import since_reset
    from salescourse.practice.records import records

    history = since_reset(records().events([item.id])).get(item.id, [])
    return sum(event["kind"] == "hint" for event in history)


def _keep(item: Item, kind: str, answer: Any, score: float | None) -> None:
    """Record what was done; a store that cannot be written says so by itself."""
    from salescourse.practice.events import new_event
    from salescourse.practice.records import records

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
