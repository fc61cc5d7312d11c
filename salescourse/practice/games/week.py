"""The week: its story, its levels and its words."""

from typing import Any

from salescourse.words import _

CHAPTER = "outcomes"
SLOW = False
# Rules that nobody follows before having played.
LESSONS = ["The colder of the large"]
TITLE = _("The week")
STORY = _(
    "Kopje's account manager has one free afternoon a week and several deals that cool "
    "while they wait: each week one of them gets it."
)
_DEALS = (_("the dental practice"), _("the law firm"), _("the bank"))
_STEPS = (_("trial"), _("offer"), _("contract"))
_SHARE = {"format": "percent", "range": [0, 1]}

LEVELS: dict[str, Any] = {
    "first": {
        "names": list(_DEALS[1:]),
        "rules": {
            "sizes": [60, 80],
            "advance": [[0.95, 0.75, 0.75], [0.75, 0.75, 0.75]],
            "warm": [0, 1],
            "lost": 0.5,
            "cool": 0.9,
            "weeks": 10,
        },
    },
    "hand": {"names": list(_DEALS), "rules": {}},
}
FIELDS: list[dict[str, Any]] = [
    *({"name": f"sizes.{at}", "group": who, "label": _("Size"), "format": "number", "range": [1, 500]}
      for at, who in enumerate(_DEALS)),
    *({"name": f"advance.{at}.{n}", "group": who, "label": _("Chance: {step}").format(step=step),
       "format": "percent", "range": [0.05, 1]}
      for at, who in enumerate(_DEALS) for n, step in enumerate(_STEPS)),
    {"name": "ifCold", "label": _("Chance kept, if cold"), **_SHARE, "range": [0.05, 1]},
    {"name": "cool", "label": _("A warm one turns cold"), **_SHARE},
    {"name": "lost", "label": _("A cold one is lost"), **_SHARE},
    {"name": "weeks", "label": _("Weeks"), "format": "number", "range": [1, 15], "whole": True},
]  # fmt: skip


def words() -> dict[str, Any]:
    """Return the phrases of this game."""
    return {
        "firstHand": _("A first hand, with two deals that cool fast."),
        "step": _("Week"),
        "left": _("{n} week left|{n} weeks left"),
        "steps": list(_STEPS),
        "rules": [
            _("Each deal takes three steps: a trial, an offer, a contract. What is signed before the weeks are over counts, in thousand euros; nothing else does."),
            _("The deal that gets the afternoon takes its next step with the chance on its card, and is warm afterwards either way. A cold one has {ifCold} of that chance, already counted on the card."),
            _("While a deal waits, a warm one turns cold with a chance of {cool}, and a cold one is lost with {lost}."),
        ],
        "done": _("{n} of {all}"),
        "warm": _("worth {size}, warm"),
        "cold": _("worth {size}, cold"),
        "alone": _("No other deal is left: it gets every week to come."),
        "weeksOver": _("The weeks are over."),
        "waits": _("Lost if it waits: {n}"),
        "moves": _("{step}: {n}"),
        "spoken": _("{n} of {all} steps done"),
        "wasSigned": _("worth {size}, signed"),
        "wasLost": _("worth {size}, lost"),
        "give": _("Give the week to {who}"),
        "stepDone": _("{Who}: the {step} is done."),
        "noStep": _("{Who} did not move, but is warm."),
        "signs": _("{Who}: signed."),
        "cools": _("{Who} has cooled."),
        "goes": _("{Who} is lost."),
        "becauseCold": _("{who} was cold and might be gone next week"),
        "becauseColdLarger": _("{who} was cold as well, and is worth {size} and not {less}"),
        "becauseColdBoth": _("{who} was cold as well, and could still be saved"),
        "becauseColdFurther": _("{who} was cold as well, and had {n} of {all} steps done, not {m}"),
        "becauseShort": _("the weeks left were too few for both, and {who} was warm and is worth {size}"),
        "becauseLarger": _("{who} is worth {size} and {other} {less}"),
        "becauseLast": _("{who} had one step left"),
        "becauseFurther": _("{who} had {n} of {all} steps done, and {other} {m}"),
        "becauseSurer": _("{who} moves with a chance of {p}, and {other} with {q}"),
        "becauseWarm": _("{who} was warm and ready to move"),
        "short": {
            "step": _("{who}: {step}"), "none": _("{who}: no step"),
            "signed": _("{who}: signed"),
        },
        "takeHome": _("Give the afternoon to the colder of the two large deals, and to the small one only when both are done: this loses 2 %. The warm one can wait a week; the cold one cannot."),
        "takeHomeFirst": _("Go back and forth: the colder of the two gets the week. Once the weeks left are fewer than four for every three steps still to do, stay with the larger. This loses 1 %."),
        "thumbs": {
            "Biggest first": _("Biggest first"),
            "Warmest first": _("Warmest first"),
            "Size times stage": _("Size times stage"),
            "Whittle's index": _("Size per week of work"),
            "Coldest first": _("Coldest first"),
            "Nearest to closing": _("Nearest to closing"),
            "In turn": _("In turn"),
            "The colder of the large": _("The colder of the two large"),
        },
    }  # fmt: skip
