"""A deadline, day by day: the words, and what of it stands on paper."""

from collections.abc import Mapping
from typing import Any

from salescourse.practice.pictures.silence import counts, drawn
from salescourse.practice.pictures.still import figure
from salescourse.words import _, ngettext

MAKER = "salescourse.b2c.impulse.hundred_offered"
NEEDS = ("of", "times", "steps", "ends", "offer", "plain")
# It is drawn like the two roads, and styled like them.
STYLE = "roads"
_COLUMN = 200

Data = Mapping[str, Any]


def words(data: Data) -> dict[str, Any]:
    """Return every phrase that the page shows; `{...}` is filled in there."""
    lane = {
        "stages": [_("undecided")],
        "yes": _("bought"),
        "ends": [_("have bought"), _("never will"), _("will buy")],
        "alt": _("A dot for each household, below the line if it will never buy."),
    }
    titles = {"offer": _("With the offer"), "plain": _("Without it")}
    heads = [_("{}: bought"), _("{}: never will"), _("{}: will buy")]
    return {
        **{
            name: {
                **lane,
                "title": titles[name],
                "heads": [head.format(titles[name]) for head in heads],
            }
            for name in data["of"]
        },
        "model": _("The model says {a}, {b} and {c} in a hundred."),
        "way": _("Days since the offer began"),
        "days": _("day|days"),
        "ticks": [str(round(data["times"][stop])) for stop in data["steps"]],
        "say": {
            "start": _(
                "The same hundred households twice, undecided. Without the offer {e} will "
                "never buy, with it {f}: these lie below the line."
            ),
            "open": _(
                "The offer runs. With it {a} have bought, without it {b}: it looks like "
                "{d} new customers."
            ),
            "after": _(
                "The offer is over, and those without it go on buying. The lead was {c}; "
                "{d} are left of it."
            ),
            "told": _(
                "All who ever will have bought. Of a lead of {c} only {d} are left: those "
                "whom the offer lifted over the line."
            ),
        },
        "caption": _("Of a hundred each, how many by then"),
    }


def still(picture: Mapping[str, Any]) -> str:
    """Draw where all are when the offer ends, and tell how they go on."""
    data, labels = picture["data"], words(picture["data"])
    shapes, top = "", 0.0
    for name in data["of"]:
        lane, height = drawn(counts(data[name], data["ends"]), labels[name], top)
        shapes, top = shapes + lane, top + height
    last = data["times"][-1]
    lead, left = (
        counts(data["offer"], day)[0] - counts(data["plain"], day)[0]
        for day in (data["ends"], last)
    )
    alt = _(
        "When the offer ends, {} more of a hundred have bought with it than without. "
        "After {:g} days {} are left of this lead."
    ).format(lead, last, left)
    rows = [
        [
            ngettext("{:g} day", "{:g} days", round(data["times"][stop])).format(
                data["times"][stop]
            ),
            *(
                n
                for name in data["of"]
                for n in counts(data[name], data["times"][stop])
            ),
        ]
        for stop in data["steps"]
    ]
    heads = [head for name in data["of"] for head in labels[name]["heads"]]
    columns = [labels["way"], *heads]
    return figure(picture, shapes, (2 * _COLUMN, top), alt, columns, rows)
