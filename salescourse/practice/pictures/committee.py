"""The committee: its words, and what of it stands on paper."""

from collections.abc import Mapping
from typing import Any

from salescourse.practice.pictures.still import box, figure, text
from salescourse.words import _

MAKER = "salescourse.b2b.decisions.hundred_deals"
NEEDS = ("people", "certainty", "correlation", "needed", "answers", "moods", "odds")
_PITCH, _ROW, _LEFT = 5, 22, 130

Data = Mapping[str, Any]


def words(data: Data) -> dict[str, Any]:
    """Return every phrase that the page shows; `{...}` is filled in there."""
    size = len(data["people"])
    return {
        "signedWhen": _("A deal is signed when"),
        "rules": [_rule(needed, size) for needed in data["needed"]],
        "certain": _("How certain is {name}?"),
        "way": _("How much they sway each other"),
        "total": [
            _("{signed} of {all} deals signed"),
            _("{signed} of the first {all} deals signed"),
        ],
        "key": _("the model: {model}"),
        "signed": _("yes, and signed"),
        "yes": _("yes, in vain"),
        "no": _("no"),
        "noes": _("{noes} noes"),
        "sameNoes": _("The same {noes} noes"),
        "say": {
            "apart": _(
                "{noes} fall on {hit} different deals. Of these {all} deals {signed} "
                "are signed; the model says {model}."
            ),
            "together": _(
                "{noes} now fall on {hit} deals: people who sway each other say no to "
                "the same ones. {signed} of {all} are signed; the model says {model}."
            ),
            "vote": _(
                "{noes} fall on {hit} deals, and {saved} of these deals survive them. "
                "{signed} of {all} are signed; the model says {model}."
            ),
        },
        "alt": _(
            "A column for each deal and a row for each person. "
            "Signed deals stand on the left. The sentence below says how many."
        ),
        "sway": _("Sway"),
        "caption": _("Of {all} deals are signed (and the model says)"),
        "cell": _("{signed} ({model})"),
    }


def still(picture: Mapping[str, Any]) -> str:
    """Draw the deals of people who decide alone, and of people who sway each other."""
    data, labels = picture["data"], words(picture["data"])
    states = (0, len(data["correlation"]) - 1)
    panel = _ROW * (len(data["people"]) + 1.5)
    drawing = "".join(_panel(data, sway, n * panel) for n, sway in enumerate(states))
    apart, together = (_deals(data, sway) for sway in states)
    alt = _(
        "{noes} noes fall on {apart} of {all} deals when everyone decides alone, and "
        "on {together} when people sway each other."
    ).format(
        noes=sum(map(len, apart)), apart=sum(map(bool, apart)), all=len(apart),
        together=sum(map(bool, together)),
    )  # fmt: skip
    rows = [
        [f"{sway:.2f}", *(_cell(data, at, n) for n in range(len(data["needed"])))]
        for at, sway in enumerate(data["correlation"])
    ]
    size = (_LEFT + _PITCH * len(apart), panel * len(states))
    return figure(picture, drawing, size, alt, [labels["way"], *labels["rules"]], rows)


def _rule(needed: int, size: int) -> str:
    if needed == size:
        return _("all {n} say yes").format(n=size)
    if needed == size // 2 + 1:
        return _("a majority does")
    return _("{n} of {size} do").format(n=needed, size=size)


def _deals(data: Data, sway: int) -> list[list[int]]:
    """Return for each deal who says no at first, the deals with fewest noes first."""
    place = data["certainty"].index(data["agree"])
    said = [
        [person for person, digit in enumerate(deal) if int(digit, 36) > place]
        for deal in zip(*data["answers"][sway], strict=True)
    ]
    return sorted(said, key=lambda noes: (len(noes), [-person for person in noes]))


def _cell(data: Data, sway: int, rule: int) -> str:
    deals = _deals(data, sway)
    spare = len(data["people"]) - data["needed"][rule]
    return words(data)["cell"].format(
        signed=sum(len(noes) <= spare for noes in deals),
        model=_("{n}\u00a0%").format(n=f"{100 * data['odds'][sway][rule]:.0f}"),
    )  # fmt: skip


def _panel(data: Data, sway: int, top: float) -> str:
    """Draw all deals at one sway, where all must agree."""
    deals, size = _deals(data, sway), len(data["people"])
    signed = sum(not noes for noes in deals)
    shapes = [
        text(0, top + _ROW * (person + 0.7), name)
        for person, name in enumerate(data["people"])
    ]
    for column, noes in enumerate(deals):
        for person in range(size):
            look = "no" if person in noes else "yes" if noes else "signed"
            x, y = _LEFT + column * _PITCH, top + person * _ROW
            shapes.append(box(x, y, _PITCH - 1.2, _ROW - 6, look))
    line = _("{signed} signed, swayed by {sway}").format(
        signed=signed, sway=f"{data['correlation'][sway]:.2f}"
    )
    return "".join([*shapes, text(_LEFT, top + _ROW * (size + 0.6), line)])
