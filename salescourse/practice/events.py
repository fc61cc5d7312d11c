"""What a learner did, one event at a time.

Nothing a learner does is ever changed or erased. Each answer, hint, prediction
and "start over" is one event with an id of its own, in the browser and in a
notebook alike. Two histories are joined by taking every id once: nothing is lost
and nothing counts twice. Whatever comes from a file is data, and is checked here, and
for the browser in `events.js`; both are held to one file of cases.

A later version of the course may know kinds and fields that this one does not. What
it wrote is kept for it and carried along (`check_kept`), and counts for nothing here.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from salescourse.words import _

Event = dict[str, Any]

KINDS = ("attempt", "hint", "numbers", "prediction", "reset")
MAX_ANSWER_CHARACTERS = 1_000_000
LATER = _(
    "Some entries were made by a later version of this course. They are kept for it, "
    "and not used here."
)

_FIELDS = ("id", "kind", "item", "hash", "at", "answer", "score")
_FORMS = {
    "id": (r"[A-Za-z0-9-]{8,64}", _("8 to 64 letters, digits and hyphens")),
    "item": (r"[A-Za-z0-9_.:/#?=~+@-]{1,200}", _("the id of an item")),
    "hash": (r"[A-Za-z0-9:_+/=-]{0,128}", _("the content hash of an item")),
}
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_AT = re.compile(
    r"(?:19|2\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,6})?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


def new_event(
    kind: str,
    item: str,
    *,
    hash: str = "",
    answer: Any = None,
    score: float | None = None,
) -> Event:
    """Make an event of this moment, with an id that no other event has.

    Parameters
    ----------
    kind : str
        `attempt`, `hint`, `numbers`, `prediction` or `reset`.
    item : str
        The id of the question, exercise or explorer.
    hash : str
        The content hash of the item, so that a changed item can be noticed.
    answer : any JSON value
        What the learner entered.
    score : float or None
        From 0 (wrong) to 1 (right); None where nothing is scored.

    Returns
    -------
    dict

    Raises
    ------
    TypeError, ValueError
        If a part has the wrong form.

    Examples
    --------
    >>> new_event("attempt", "decisions-1", answer=0.59, score=1.0)["score"]
    1.0
    """
    now = datetime.now(UTC).isoformat()
    return check_event(
        {
            "id": str(uuid.uuid4()),
            "kind": kind,
            "item": item,
            "hash": hash,
            "at": now,
            "answer": answer,
            "score": score,
        }
    )


def check_event(event: Any) -> Event:
    """Return the event in its one form, or say what is wrong with it.

    `hash`, `answer` and `score` may be missing. The time is turned into UTC with
    milliseconds, so that times can be compared as text.

    Raises
    ------
    TypeError
        If it is not an object with named fields.
    ValueError
        If a field is missing, unknown or of the wrong form.

    Examples
    --------
    >>> check_event({"id": "8f14e45f-0001", "kind": "guess", "item": "decisions-1"})
    Traceback (most recent call last):
    ValueError: kind must be one of attempt, hint, numbers, prediction, reset, got 'guess'.
    """
    if not isinstance(event, Mapping):
        raise TypeError(
            _("An event must be an object, got {}.").format(in_short(event))
        )
    if unknown := [key for key in event if key not in _FIELDS]:
        raise ValueError(
            _("An event has the fields {}; {} is not one of them.").format(
                ", ".join(_FIELDS), in_short(unknown[0])
            )
        )
    if (kind := event.get("kind")) not in KINDS:
        raise ValueError(
            _("kind must be one of {}, got {}.").format(
                ", ".join(KINDS), in_short(kind)
            )
        )
    return _in_form(event, kind)


def check_kept(event: Any) -> Event:
    """Do the same as `check_event`, and let pass what a later version of the course made.

    Its kinds and fields are words that are not known here; the fields that are known
    must have the form they have here.

    Examples
    --------
    >>> made = new_event("reset", "decisions-1")
    >>> is_later(check_kept({**made, "kind": "game", "seconds": 41}))
    True
    """
    try:
        return check_event(event)
    except ValueError:
        kind, unknown = event.get("kind"), event.keys() - set(_FIELDS)
        if not all(isinstance(w, str) and _WORD.fullmatch(w) for w in (kind, *unknown)):
            raise
        later = {name: _answer(event[name]) for name in unknown}
        if not later and kind in KINDS:
            raise
    return {**later, **_in_form(event, kind)}


def is_later(event: Event) -> bool:
    """Say whether a checked event has a kind or a field that is not known here."""
    return event["kind"] not in KINDS or len(event) > len(_FIELDS)


def sift(
    events: Iterable[Any], check: Callable[[Any], Event] = check_event
) -> tuple[list[Event], list[str]]:
    """Part events that are well formed from those that are not.

    Parameters
    ----------
    events : iterable
        Whatever came.
    check : callable
        What returns an event in its one form, or raises.

    Returns
    -------
    good : list of dict
        In their one form, each id once.
    complaints : list of str
        One sentence for each event that was left out.
    """
    good: dict[str, Event] = {}
    complaints = []
    for number, event in enumerate(events, start=1):
        try:
            checked = check(event)
        except (TypeError, ValueError) as error:
            complaints.append(_("Entry {}: {}").format(number, error))
        else:
            good.setdefault(checked["id"], checked)
    return list(good.values()), complaints


def since_reset(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Group events by item, oldest first, from each item's last reset on."""
    by_item: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: event["at"]):
        if event["kind"] == "reset":
            by_item[event["item"]] = []
        else:
            by_item.setdefault(event["item"], []).append(event)
    return by_item


def in_short(value: Any) -> str:
    """Show a value in a message, but never all of a long one."""
    text = ascii(value) if not isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _in_form(event: Mapping[str, Any], kind: str) -> Event:
    return {
        "id": _text("id", event.get("id")),
        "kind": kind,
        "item": _text("item", event.get("item")),
        "hash": _text("hash", "" if event.get("hash") is None else event["hash"]),
        "at": _moment(event.get("at")),
        "answer": _answer(event.get("answer")),
        "score": _score(event.get("score")),
    }


def _text(name: str, value: Any) -> str:
    form, in_words = _FORMS[name]
    if isinstance(value, str) and re.fullmatch(form, value):
        return value
    raise ValueError(
        _("{} must be {}, got {}.").format(name, in_words, in_short(value))
    )


def _moment(value: Any) -> str:
    if isinstance(value, str) and _AT.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        else:
            return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    raise ValueError(
        _("at must be a time such as 2026-11-23T15:04:05.123Z, got {}.").format(
            in_short(value)
        )
    )


def _answer(value: Any) -> Any:
    """Return a JSON value that UTF-8 can hold: half a sign becomes U+FFFD."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        raise ValueError(
            _("answer must be a JSON value, got {}.").format(type(value).__name__)
        ) from None
    if len(text) > MAX_ANSWER_CHARACTERS:
        raise ValueError(
            _("answer must have at most {} characters, got {}.").format(
                MAX_ANSWER_CHARACTERS, len(text)
            )
        )
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return json.loads(whole)


def _score(value: Any) -> float | None:
    if value is None:
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and 0 <= value <= 1:
        return float(value)
    raise ValueError(
        _("score must be between 0 and 1, or null, got {}.").format(in_short(value))
    )
