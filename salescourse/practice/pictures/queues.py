"""Two houses with the same callers: the words, and what of it stands on paper."""

from collections.abc import Mapping
from typing import Any

from salescourse.practice.pictures.still import box, figure, text
from salescourse.words import _, ngettext

MAKER = "salescourse.strategy.experience.two_queues"
NEEDS = ("of", "times", "steps", "people", "each", "one")
# They stand beside each other like the two roads, and are styled like them.
STYLE = "roads"
_DOT, _COLUMN, _ROW = 8, 64, 10

Data = Mapping[str, Any]


def words(data: Data) -> dict[str, Any]:
    """Return every phrase that the page shows; `{...}` is filled in there."""
    marks = [data["times"][stop] for stop in data["steps"]]
    return {
        "each": {
            "title": _("A queue each"),
            "heads": [_("A queue each: minutes"), _("waiting")],
            "alt": _(
                "Callers as dots, in a line in front of each of the people, who sit "
                "below the line."
            ),
        },
        "one": {
            "title": _("One queue"),
            "heads": [_("One queue: minutes"), _("waiting")],
            "alt": _(
                "The same callers as dots, in one pile in front of all people, who sit "
                "below the line."
            ),
        },
        "mean": _("minutes per caller so far"),
        "waiting": _("waiting now"),
        "model": _("The model says {n} minutes in the long run."),
        "way": _("Since the line opened"),
        "came": _("Callers"),
        "hours": _("hour|hours"),
        "ticks": ["", *(str(round(mark / 60)) for mark in marks[1:-1]), ""],
        "say": {
            "start": _("Nobody has called. In both houses five people are free."),
            "idle": _(
                "With a queue each {a} wait, and people with nothing to do: {b}. With one "
                "queue {c} wait."
            ),
            "busy": _(
                "With a queue each {a} wait, with one queue {c}. Of {n} callers so far "
                "each waited {each} minutes here, {one} there."
            ),
            "end": _(
                "{n} callers brought the same work to both houses. They waited {each} "
                "minutes with a queue each, {one} with one queue."
            ),
        },
        "caption": _("Mean wait so far, and how many wait"),
    }


def still(picture: Mapping[str, Any]) -> str:
    """Draw the fullest of the marked hours, and tell the whole course."""
    data, labels = picture["data"], words(picture["data"])
    marks = [data["times"][stop] for stop in data["steps"]]
    fullest = max(marks, key=lambda mark: _house(data, "each", mark)[1])
    drawing, top = "", 0.0
    for who in data["of"]:
        drawn, height = _drawn(data, who, fullest, labels[who]["title"], top)
        drawing, top = drawing + drawn, top + height
    ends = [_house(data, who, marks[-1]) for who in data["of"]]
    alt = _(
        "{} callers waited {} minutes with a queue each, and {} with one queue. After "
        "{} hours {} wait with a queue each, {} with one."
    ).format(
        ends[0][0], ends[0][2], ends[1][2], round(fullest / 60),
        *(_house(data, who, fullest)[1] for who in data["of"]),
    )  # fmt: skip
    rows = [
        [_hours(mark), _house(data, "each", mark)[0]]
        + [cell for who in data["of"] for cell in _house(data, who, mark)[:0:-1]]
        for mark in marks
    ]
    heads = [head for who in data["of"] for head in labels[who]["heads"]]
    size = (_COLUMN * data["people"], top)
    columns = [labels["way"], labels["came"], *heads]
    return figure(picture, drawing, size, alt, columns, rows)


def _hours(minutes: float) -> str:
    hours = round(minutes / 60)
    return ngettext("{} hour", "{} hours", hours).format(hours)


def _house(data: Data, who: str, time: float) -> tuple[int, int, int]:
    """Return how many have come, how many wait, and the mean minutes so far."""
    come = [caller for caller in data[who]["callers"] if caller[0] <= time]
    waiting = sum(caller[1] > time for caller in come)
    minutes = sum(min(caller[1], time) - caller[0] for caller in come)
    # As JavaScript rounds: halves go up.
    return len(come), waiting, int(minutes / max(len(come), 1) + 0.5)


def _drawn(
    data: Data, who: str, time: float, title: str, top: float
) -> tuple[str, float]:
    """Draw a house at a time: who waits above the line, who is served below it."""
    here = [c for c in data[who]["callers"] if c[0] <= time < c[2]]
    lines = [0] * data["people"]
    spots = []
    for _came, served, _left, by in here:
        if served <= time:
            spots.append((by, -1, "lost"))
        else:
            line = by if who == "each" else 0
            spots.append((line, lines[line], "no"))
            lines[line] += 1
    high = max(lines) if who == "each" else -(-lines[0] // _ROW)
    base = top + 24 + _DOT * max(high, 1)
    shapes = [text(0, top + 14, title)]
    for line, slot, look in spots:
        x = _COLUMN * (line + 0.5)
        level = slot
        if who == "one" and slot >= 0:
            x = _COLUMN * data["people"] / 2 + (slot % _ROW - _ROW / 2) * _DOT
            level = slot // _ROW
        y = base + 4 if slot < 0 else base - _DOT * (level + 1)
        shapes.append(box(x - _DOT / 2, y, _DOT - 1.6, _DOT - 1.6, look))
    for seat in range(data["people"]):
        x = _COLUMN * (seat + 0.5)
        shapes.append(text(x, base + 28, str(seat + 1), "middle"))
    return "".join(shapes), base - top + 40
