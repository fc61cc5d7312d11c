"""The offer: its story, its levels and its words."""

from typing import Any

from salescourse.words import _

CHAPTER = "impulse"
SLOW = True
# Rules that nobody follows before having played.
LESSONS: list[str] = []
TITLE = _("The offer")
STORY = _(
    "A couple moving house has looked at a machine in Kopje's web shop: each day you "
    "leave them alone, remind them, or take 10 or 30 % off for this day."
)
_SHARE = {"format": "percent", "range": [0, 1]}

LEVELS: dict[str, Any] = {
    "first": {"names": [], "rules": {"days": 4}},
    "hand": {"names": [], "rules": {}},
}
FIELDS: list[dict[str, Any]] = [
    {"name": "fade", "label": _("A wish fades in a day"), **_SHARE},
    {"name": "lift", "label": _("A reminder lifts a wish"), **_SHARE},
    {"name": "unsub", "label": _("They unsubscribe"), **_SHARE},
    {"name": "wait", "label": _("Chance kept after an offer, without one"), **_SHARE},
    {"name": "tired", "label": _("Chance kept after an offer, with another"), **_SHARE},
    {"name": "margin.2", "label": _("Margin at 10 %"), "format": "number", "range": [0, 100]},
    {"name": "margin.3", "label": _("Margin at 30 %"), "format": "number", "range": [0, 100]},
    {"name": "reminderCost", "label": _("Cost of a reminder"), "format": "number", "range": [0, 10]},
    {"name": "days", "label": _("Days"), "format": "number", "range": [1, 7], "whole": True},
]  # fmt: skip


def words() -> dict[str, Any]:
    """Return the phrases of this game."""
    return {
        "firstHand": _("A first hand, of four days."),
        "step": _("Day"),
        "left": _("{n} day left|{n} days left"),
        "rules": [
            _("How much they wish for the machine is hidden: gone, faint, warm or hot. It fades by one with a chance of {fade} a day. You only see whether they looked at the page, which the keener do more often."),
            _("A reminder costs {reminderCost}. It lifts a wish that is faint or warm with a chance of {lift}, and makes them unsubscribe with a chance of {unsub}, which ends it."),
            _("If they buy, you earn {full} without an offer, {ten} at 10 % off and {thirty} at 30 % off."),
            _("Who has seen an offer waits for the next: from then on they buy without one with {wait} of the chance, and with one with {tired}."),
        ],
        "know": _("What you can know of their wish"),
        "wishes": [_("gone"), _("faint"), _("warm"), _("hot")],
        "history": _("So far"),
        "moves": [_("Leave them alone"), _("Remind them"), _("10 % off today"), _("30 % off today")],
        "made": [_("left alone"), _("reminded"), _("10 % off"), _("30 % off")],
        "buys": _("They buy: {n}. That earns {margin}."),
        "ends": _("They unsubscribe: {n}."),
        "saw": [_("did not look"), _("looked")],
        "looked": _("They looked at the page and did not buy."),
        "not looked": _("They did not look."),
        "bought": _("They bought."),
        "unsubscribed": _("They unsubscribed."),
        "short": {
            "looked": _("{made}: looked"), "not looked": _("{made}: no look"),
            "bought": _("{made}: bought"), "unsubscribed": _("{made}: unsubscribed"),
        },
        "daysOver": _("The days are over."),
        "becauseMore": _("one more reminder should have come before an offer"),
        "becauseLittle": _("little wish was left, and only an offer could still have met it"),
        # By the best move, and by the one that was made.
        "because": [
            ["", _("they might have unsubscribed, and there was no need"), _("an offer teaches them to wait"), _("an offer teaches them to wait")],
            [_("a reminder could have lifted the wish"), "", _("a reminder should have come before an offer"), _("a reminder should have come before an offer")],
            [_("the wish was there, and 10 % would have met it"), _("the wish was there, and 10 % would have met it"), "", _("10 % would have done, and earns {ten} and not {thirty}")],
            [_("at 30 % off they buy with a chance of {best}, and so with {own}"), _("at 30 % off they buy with a chance of {best}, and so with {own}"), _("10 % was too little by now"), ""],
        ],
        "takeHome": _("Remind who did not look the day before, and leave alone who did. An offer can wait for the last three days, and 10 % is enough: this loses 2 %."),
        "takeHomeFirst": _("Remind who did not look the day before, and leave alone who did. An offer can wait for the last two days, and 10 % is enough: this loses 1 %."),
        "thumbs": {
            "Remind who did not look": _("Remind who did not look"),
            "Remind daily": _("Remind daily"),
            "Nothing, then 10 %, then 30 %": _("Nothing, then 10 %, then 30 %"),
            "10 % daily": _("10 % daily"),
            "Never": _("Never anything"),
            "30 % to who looked": _("30 % to who looked"),
            "30 % on the first day": _("30 % on the first day"),
        },
    }  # fmt: skip
