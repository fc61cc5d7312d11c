"""Both roads on one clock: the words, and what of it stands on paper."""

from collections.abc import Mapping
from typing import Any

from salescourse.practice.pictures.still import box, figure, text
from salescourse.words import _, ngettext

MAKER = "salescourse.cycle.hundred_each"
NEEDS = ("of", "times", "steps", "firm", "person")
_DOT, _COLUMN, _ROW = 8, 80, 9

Data = Mapping[str, Any]


def words(data: Data) -> dict[str, Any]:
    """Return every phrase that the page shows; `{...}` is filled in there."""
    return {
        "firm": {
            "title": _("A firm buys"),
            "stages": [*data["firm"]["stages"]],
            "yes": _("signed"),
            "ends": [_("signed"), _("lost"), _("under way")],
            "heads": [_("Firms: signed"), _("lost"), _("under way")],
            "alt": _("A dot for each deal, above the stage that it is in."),
        },
        "person": {
            "title": _("A person buys"),
            "stages": [*data["person"]["stages"]],
            "yes": _("ordered"),
            "ends": [_("ordered"), _("left"), _("in the shop")],
            "heads": [_("People: ordered"), _("left"), _("in the shop")],
            "alt": _(
                "A dot for each visit to the shop, above the stage that it is in."
            ),
        },
        "model": _("The model says {a}, {b} and {c} in a hundred."),
        "way": _("Time since the start"),
        "units": {
            "minute": _("minute|minutes"),
            "hour": _("hour|hours"),
            "day": _("day|days"),
        },
        "ticks": [
            *(_("1 minute"), "", _("1 hour"), _("1 day"), _("10 days")),
            *("", "", _("1 year")),
        ],
        "say": {
            "start": _("All two hundred begin at the same moment."),
            "shop": _(
                "The shop is at work: {left} have left it, {ordered} have ordered. No "
                "firm has decided anything."
            ),
            "quiet": _(
                "The shop is empty: {ordered} ordered, {left} left. The firms have only "
                "begun."
            ),
            "noes": _(
                "Noes come early, and from every stage: {gone} deals are lost, and "
                "nothing is signed."
            ),
            "yeses": _(
                "Every yes comes from the far end: {signed} are signed, {open} still "
                "under way."
            ),
            "end": _(
                "{signed} in a hundred signed, {ordered} in a hundred ordered. The same "
                "model, two sets of numbers."
            ),
        },
        "caption": _("Of a hundred each, how many by then"),
    }


def still(picture: Mapping[str, Any]) -> str:
    """Draw where all have ended, and tell how they came there."""
    data, labels = picture["data"], words(picture["data"])
    drawing, top = "", 0.0
    for who in data["of"]:
        drawn, height = _ended(data[who], labels[who], who, top)
        drawing, top = drawing + drawn, top + height
    won = [_counts(data[who], data["times"][-1])[0] for who in data["of"]]
    alt = _(
        "Of a hundred deals {} are signed in the end, of a hundred visits to the shop "
        "{} end in an order. Those who were lost lie below the stage that they left."
    ).format(*won)
    rows = [
        [
            _time(data["times"][stop]),
            *(n for who in data["of"] for n in _counts(data[who], data["times"][stop])),
        ]
        for stop in data["steps"]
    ]
    heads = [head for who in data["of"] for head in labels[who]["heads"]]
    size = (_COLUMN * (len(data["firm"]["stages"]) + 1), top)
    return figure(picture, drawing, size, alt, [labels["way"], *heads], rows)


def _counts(road: Data, time: float) -> tuple[int, int, int]:
    """Return how many are won, lost and under way by then."""
    ends = [path[-1][1] for path in road["paths"] if path[-1][0] <= time]
    lost = sum(end < 0 for end in ends)
    return len(ends) - lost, lost, len(road["paths"]) - len(ends)


def _time(days: float) -> str:
    """Return a time in whole minutes, hours or days."""
    if days < 0.99 / 24:
        minutes = round(days * 1440)
        return ngettext("{} minute", "{} minutes", minutes).format(minutes)
    if days < 0.99:
        hours = round(days * 24)
        return ngettext("{} hour", "{} hours", hours).format(hours)
    return ngettext("{} day", "{} days", round(days)).format(round(days))


def _ended(road: Data, labels: Data, who: str, top: float) -> tuple[str, float]:
    """Draw one road at its end: piles of those lost, and those who are there."""
    lost = [path[-2][1] for path in road["paths"] if path[-1][1] < 0]
    won, line = len(road["paths"]) - len(lost), top + 44
    names = [*labels["stages"], labels["yes"]]
    shapes = [text(0, top + 14, labels["title"])]
    for place, name in enumerate(names):
        middle = _COLUMN * (place + 0.5)
        shapes.append(text(middle, line + 16, name, "middle"))
        pile, look = (
            (won, who) if place == len(names) - 1 else (lost.count(place), "lost")
        )
        for slot in range(pile):
            x = middle + (slot % _ROW - _ROW / 2) * _DOT
            level = slot // _ROW * _DOT
            y = line - _DOT - level if look == who else line + 26 + level
            shapes.append(box(x, y, _DOT - 1.6, _DOT - 1.6, look))
    deepest = max(lost.count(place) for place in set(lost)) if lost else 0
    return "".join(shapes), 44 + 40 + -(-deepest // _ROW) * _DOT
