"""The committee: its story, its levels and its words."""

from typing import Any

from salescourse.words import _

CHAPTER = "decisions"
SLOW = False
# Rules that nobody follows before having played.
LESSONS: list[str] = []
TITLE = _("The committee")
STORY = _(
    "A law firm may take eight machines from Kopje: each week you meet one person or "
    "ask for the signature, and when you ask, all must be for it."
)
_PEOPLE = (_("the office manager"), _("IT"), _("facilities"), _("finance"))
_SHARE = {"format": "percent", "range": [0, 1]}
_SHORT = {"format": "percent", "range": [0, 0.5]}

LEVELS: dict[str, Any] = {
    "first": {
        "names": [_PEOPLE[1], _PEOPLE[3]],
        "rules": {
            "agree": [0.8, 0.3],
            "persuade": [0.4, 0.05],
            "fade": 0.2,
            "weeks": 6,
        },
    },
    "hand": {"names": list(_PEOPLE), "rules": {}},
}
FIELDS: list[dict[str, Any]] = [
    *({"name": f"agree.{at}", "group": who, "label": _("For it, not met"), **_SHARE}
      for at, who in enumerate(_PEOPLE)),
    *({"name": f"persuade.{at}", "group": who, "label": _("Comes round alone"), **_SHARE}
      for at, who in enumerate(_PEOPLE)),
    {"name": "fade", "label": _("Yeses gone in a week"), **_SHORT},
    {"name": "lift", "label": _("Help of each other yes"), **_SHORT},
    {"name": "lostPerWeek", "label": _("Deal dies after a meeting"), **_SHORT},
    {"name": "meetingCost", "label": _("Cost of a meeting"), "format": "number", "range": [0, 20]},
    {"name": "weeks", "label": _("Weeks"), "format": "number", "range": [1, 12], "whole": True},
]  # fmt: skip


def words() -> dict[str, Any]:
    """Return the phrases of this game."""
    return {
        "firstHand": _("A first hand, with two people."),
        "step": _("Week"),
        "left": _("{n} week left for meetings|{n} weeks left for meetings"),
        "rules": [
            _("The signature is worth {value}. A meeting costs {meetingCost}, also if nothing comes of it."),
            _("The ring around a face is the chance that this person is for it now. Of those who were for it, {fade} no longer are a week later."),
            _("Who is against may come round when you meet. Each other person who said yes when last met, however long ago, adds {lift}."),
            _("After each meeting the deal dies with a chance of {lostPerWeek}. When no week is left you can only ask."),
        ],
        "never": _("not met yet"),
        "against": _("was against it"),
        "now": _("has just said yes"),
        "ago": _("said yes {n} week ago|said yes {n} weeks ago"),
        "longAgo": _("said yes {n} weeks ago or more"),
        "isFor": _("for it now: {n}"),
        "willBe": _("for it after a meeting: {n}"),
        "meet": _("Meet {who}"),
        "ask": _("Ask for the signature"),
        "askAbout": _("All are for it with a chance of {n}."),
        "yes": _("{Who} is for it."),
        "stillYes": _("{Who} is still for it."),
        "cameRound": _("{Who} has come round and is for it."),
        "no": _("{Who} is against it."),
        "cooled": _("{Who} has cooled and is against it now."),
        "stillNo": _("{Who} is still against it."),
        "dead": _("The law firm has put the purchase off: the deal is dead."),
        "signed": _("All are for it, and they sign."),
        "refused": _("{Who} was against it, and they do not sign."),
        "becauseNever": _("nobody had met {who}, and each yes helps with the others"),
        "becauseEasier": _("{who} says yes with {to}, and {other} only with {high}; each yes helps with the others"),
        "becauseHarder": _("{who} is harder to win than {other}, and that takes weeks"),
        "becauseAgainst": _("{who} was against it, and all must be for it"),
        "becauseNow": _("it was {who} who had to be seen again"),
        "becauseCooled": _("the yes of {who} was cooling"),
        "becauseMore": _("a meeting lifts {who} from {from} to {to}, and {other} only from {low} to {high}"),
        "becauseAsk": _("it was time to ask, with a chance of {n} that all are for it"),
        "becauseEarly": _("it was too early to ask, with a chance of {n} that all are for it"),
        "short": {
            "yes": _("{who}: yes"), "no": _("{who}: no"), "dead": _("{who}: the deal dies"),
            "signed": _("ask: signed"), "refused": _("ask: refused"),
        },
        "takeHome": _("Leave the office manager alone. Win IT, then facilities, then finance, each until there is a yes, for it helps with the next. Ask when all are for it with 60 %; until then see the oldest yes again. This loses 2 %."),
        "takeHomeFirst": _("Win IT first, for an ally helps with finance, and stay with each until there is a yes. Ask when both are for it with 70 %; until then see IT again. This loses 0.3 %."),
        "thumbs": {
            "Weakest link": _("The weakest link"),
            "Easiest first": _("Easiest first"),
            "Hardest first": _("Hardest first"),
            "Everyone once": _("Everyone once"),
            "One week ahead": _("One week ahead"),
        },
    }  # fmt: skip
