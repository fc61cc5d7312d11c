"""A silence, week by week: the words, and what of it stands on paper."""

from collections.abc import Mapping
from typing import Any

from salescourse.practice.pictures.still import box, figure, text
from salescourse.words import _, ngettext

MAKER = "salescourse.b2c.loyalty.hundred_silent"
NEEDS = ("of", "times", "steps", "often", "seldom")
# It is drawn like the two roads, and styled like them.
STYLE = "roads"
_DOT, _COLUMN, _ROW = 8, 200, 20

Data = Mapping[str, Any]


def words(data: Data) -> dict[str, Any]:
    """Return every phrase that the page shows; `{...}` is filled in there."""
    ends = [
        _("ordered again"),
        _("stopped"),
        _("will order"),
    ]
    lane = {
        "stages": [_("silent")],
        "yes": _("ordered again"),
        "ends": ends,
        "alt": _("A dot for each household, below the line if it has stopped."),
    }
    return {
        **{name: {**lane, **_named(data[name]["repeats"])} for name in data["of"]},
        "model": _("The model says {a}, {b} and {c} in a hundred."),
        "way": _("Weeks of silence"),
        "weeks": _("week|weeks"),
        "ticks": [str(data["times"][stop]) for stop in data["steps"]],
        "say": {
            "start": _(
                "Two hundred households have just ordered. Those below the line never "
                "will again, and the shop cannot see which."
            ),
            "mixed": _(
                "Of {a} regulars who are still silent {b} have stopped, of {c} others "
                "{d}."
            ),
            "told": _(
                "Every regular who is still silent has stopped: {b} of {a}. Of {c} "
                "silent others {d} have."
            ),
        },
        "caption": _("Of a hundred each, how many by then"),
    }


def _named(repeats: int) -> dict[str, Any]:
    title = ngettext(
        "{} repeat order so far", "{} repeat orders so far", repeats
    ).format(repeats)
    heads = [_("{}: ordered again"), _("{}: stopped"), _("{}: will order")]
    return {"title": title, "heads": [head.format(repeats) for head in heads]}


def still(picture: Mapping[str, Any]) -> str:
    """Draw where all are two steps before the end, and tell how they came there."""
    data, labels = picture["data"], words(picture["data"])
    weeks = data["times"][data["steps"][-2]]
    drawing, top = "", 0.0
    for who in data["of"]:
        lane, height = drawn(counts(data[who], weeks), labels[who], top)
        drawing, top = drawing + lane, top + height
    (_a, gone, there), (_b, others_gone, others) = (
        counts(data[who], weeks) for who in data["of"]
    )
    alt = _(
        "After {} weeks {} regulars are silent, of whom {} have stopped, and {} others, "
        "of whom {} have."
    ).format(weeks, gone + there, gone, others_gone + others, others_gone)
    rows = [
        [
            ngettext("{} week", "{} weeks", data["times"][stop]).format(
                data["times"][stop]
            ),
            *(n for who in data["of"] for n in counts(data[who], data["times"][stop])),
        ]
        for stop in data["steps"]
    ]
    heads = [head for who in data["of"] for head in labels[who]["heads"]]
    columns = [labels["way"], *heads]
    return figure(picture, drawing, (2 * _COLUMN, top), alt, columns, rows)


def counts(lane: Data, weeks: float) -> tuple[int, int, int]:
    """Return how many have ordered again, have stopped, and will order."""
    gone = sum(path[-1][1] < 0 for path in lane["paths"])
    again = sum(path[-1][1] > 0 and path[-1][0] <= weeks for path in lane["paths"])
    return again, gone, len(lane["paths"]) - gone - again


def drawn(counts: tuple[int, int, int], labels: Data, top: float) -> tuple[str, float]:
    """Draw one lane: piles of dots above the line, those who stopped below it."""
    again, gone, there = counts
    line = top + 24 + _DOT * -(-max(again, there) // _ROW)
    shapes = [text(0, top + 14, labels["title"])]
    piles = [(0, there, "person"), (0, gone, "lost"), (1, again, "person")]
    for place, name in enumerate([*labels["stages"], labels["yes"]]):
        shapes.append(text(_COLUMN * (place + 0.5), line + 16, name, "middle"))
    for place, many, look in piles:
        for slot in range(many):
            x = _COLUMN * (place + 0.5) + (slot % _ROW - _ROW / 2) * _DOT
            level = slot // _ROW * _DOT
            y = line + 26 + level if look == "lost" else line - _DOT - level
            shapes.append(box(x, y, _DOT - 1.6, _DOT - 1.6, look))
    return "".join(shapes), line - top + 40 + _DOT * -(-gone // _ROW)
