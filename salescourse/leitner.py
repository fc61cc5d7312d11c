"""The review rule, which says when an answered question comes back.

Five Leitner boxes. A question enters the first when it is first answered, and
comes back after 1 day; answered right on or after the day it is due, it moves one
box on and comes back after 3, 7, 21 and 60 days; a mistake, at any time, puts it
back into the first.

Assumptions
-----------
1. Only a wholly right answer is right; a partly right one is a mistake.
2. A right answer before the question is due changes nothing: answering twice in
   one evening shows that one remembers the evening.
3. Days are the learner's own calendar days, so that what was answered on Monday at
   eight in the evening is due on Tuesday at breakfast.
4. Starting over takes a question out of its box. Answers without a score (a
   reflection) put it into none.

`leitner.js` is the same rule for the browser; both are held to one file of cases.

References
----------
Leitner, S. (1972). *So lernt man lernen*. Freiburg: Herder.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from salescourse.events import Event, since_reset

BOX_DAYS = (1, 3, 7, 21, 60)


class Place(NamedTuple):
    """The box of a question, 1 to 5, and the day on which it is due."""

    box: int
    due: date


def boxes(events: Iterable[Event], now: datetime) -> dict[str, Place]:
    """Say in which box each answered question lies.

    Parameters
    ----------
    events : iterable of dict
        The learner's events, in any order.
    now : datetime
        This moment with its time zone, which says where days begin.

    Returns
    -------
    dict
        From item to `Place`.

    Raises
    ------
    ValueError
        If `now` has no time zone.

    Examples
    --------
    >>> from datetime import UTC
    >>> right = {"item": "decisions-1", "kind": "attempt", "score": 1.0}
    >>> monday = {**right, "at": "2026-11-23T20:00:00.000Z"}
    >>> tuesday = {**right, "at": "2026-11-24T08:00:00.000Z"}
    >>> boxes([monday, tuesday], datetime(2026, 11, 24, 9, tzinfo=UTC))
    {'decisions-1': Place(box=2, due=datetime.date(2026, 11, 27))}
    """
    if (offset := now.utcoffset()) is None:
        raise ValueError(
            f"now must have a time zone, got {now!r}. "
            "Did you mean datetime.now().astimezone()?"
        )
    here = timezone(offset)  # of today all through, as in the browser
    places: dict[str, Place] = {}
    for item, history in since_reset(events).items():
        for event in history:
            if event["kind"] == "attempt" and event["score"] is not None:
                day = datetime.fromisoformat(event["at"]).astimezone(here).date()
                places[item] = _after(places.get(item), day, event["score"] >= 1)
    return places


def due_items(places: Mapping[str, Place], today: date) -> list[str]:
    """List what is due, longest overdue first, then the lowest box.

    Items that are due on one day and lie in one box keep the order of `places`.

    Examples
    --------
    >>> places = {"a": Place(2, date(2026, 11, 24)), "b": Place(1, date(2026, 11, 24))}
    >>> due_items(places, date(2026, 11, 24)), due_items(places, date(2026, 11, 23))
    (['b', 'a'], [])
    """
    due = [item for item, place in places.items() if place.due <= today]
    return sorted(due, key=lambda item: (places[item].due, places[item].box))


def _after(place: Place | None, day: date, right: bool) -> Place:
    """Move a question on after an answer."""
    if place and right and day < place.due:
        return place
    box = min(place.box + 1, len(BOX_DAYS)) if place and right else 1
    return Place(box, day + timedelta(days=BOX_DAYS[box - 1]))
