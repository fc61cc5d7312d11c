"""Who is there in a conversation, in which mood, and when.

A line that begins with `@` says so in a script, below a step or below a choice: it has a
date or a time, or moods::

    == contract
    @ 24 March
    @ Finance worried, Facilities worried
    **Office manager:** It is with finance.

    * "Tell me when they are done." [-1] -> waiting
      @ Office manager glad

Who speaks an answer without such a line grows gladder by what earns points, and less so
by what costs some. `people` of the item names those who have a face, `until` the day by
which it must be done.
"""

import re
from collections.abc import Iterable
from datetime import date

MOODS = ("cross", "worried", "calm", "glad")

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip
_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)})")
_SPEAKER = re.compile(r"\*\*(.+?):\*\*")


def read_note(text: str) -> tuple[str, dict[str, str]]:
    """Read a line that begins with `@`: a time, or moods by name.

    Examples
    --------
    >>> read_note("Office manager glad, IT worried")
    ('', {'Office manager': 'glad', 'IT': 'worried'})
    >>> read_note("Tuesday, a quarter past nine")
    ('Tuesday, a quarter past nine', {})
    """
    parts = [part.strip().rpartition(" ") for part in text.split(",")]
    if any(mood in MOODS for _, _, mood in parts):
        return "", {name: mood for name, _, mood in parts}
    return text.strip(), {}


def moment(text: str) -> int | str:
    """Return a day such as `3 March` as a number of days, anything else as it is.

    Examples
    --------
    >>> moment("1 May") - moment("3 March")
    59
    >>> moment("ten past nine")
    'ten past nine'
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return text
    try:
        day = date(2001, _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return text
    return (day - date(1970, 1, 1)).days


def speaker(text: str, people: list[str]) -> int:
    """Return the place of the first of them who speaks in a text, or -1.

    Examples
    --------
    >>> speaker("Later. **IT:** Hello. **Finance:** No.", ["Finance", "IT"])
    1
    """
    names = _SPEAKER.findall(text)
    return next((people.index(name) for name in names if name in people), -1)


def levels(moods: dict[str, str], people: list[str]) -> list[list[int]]:
    """Return moods as numbers, each with the place of who is in it."""
    return [[people.index(name), MOODS.index(mood)] for name, mood in moods.items()]


def strangers(moods: Iterable[str], people: list[str]) -> list[str]:
    """Return the names that are not among the people."""
    return [name for name in moods if name not in people]
