"""Keys of the exercises of the chapter `consulting`, and what people write instead."""

from salescourse.b2b.consulting import LeadTest, OfferDecision, noisy_question

KINDS = ("can wait", "cannot wait")


def decision(cannot_wait: float = 0.3) -> OfferDecision:
    """Return the chapter's two offers and two kinds of customer."""
    return OfferDecision(
        dict(zip(KINDS, (1 - cannot_wait, cannot_wait), strict=True)),
        {"standard": [2400, 600], "priority": [1200, 2400]},
    )


def hospital() -> OfferDecision:
    """Return the hospital group's bid: Raiffa's oil wildcatter (1968)."""
    return OfferDecision(
        {"nothing": 0.5, "fair": 0.3, "large": 0.2},
        {"bid": [-70_000, 50_000, 200_000], "pass": [0, 0, 0]},
    )


WORKSHOP = {
    "nothing": {"no": 0.6, "maybe": 0.3, "yes": 0.1},
    "fair": {"no": 0.3, "maybe": 0.4, "yes": 0.3},
    "large": {"no": 0.1, "maybe": 0.4, "yes": 0.5},
}


def net_value_eur(
    questions: int, accuracy: float, cost_eur: float, cannot_wait: float = 0.3
) -> float:
    """Return what asking is worth after its costs."""
    return decision(cannot_wait).net_worth_eur(
        noisy_question(KINDS, accuracy), times=questions, cost_eur=cost_eur
    )


def best_number(accuracy: float, cost_eur: float, most: int = 12) -> int:
    """Return how many questions earn most.

    Examples
    --------
    >>> best_number(0.8, 20), best_number(0.7, 40), best_number(0.8, 0)
    (5, 3, 12)
    """
    return max(
        range(most + 1),
        key=lambda questions: net_value_eur(questions, accuracy, cost_eur),
    )


def perfect_worth_eur(cannot_wait: float) -> float:
    """Return what it is worth to know the kind of customer for certain.

    Examples
    --------
    >>> round(perfect_worth_eur(0.3))
    540
    """
    return decision(cannot_wait).perfect_worth_eur


def value_when_certain_eur(cannot_wait: float) -> float:
    """Give the mean margin when one knows, not what knowing adds to it."""
    known = decision(cannot_wait)
    return known.value_eur + known.perfect_worth_eur


def gap_between_offers_eur(cannot_wait: float) -> float:
    """Give the distance between the two offers' means."""
    means = decision(cannot_wait).expected_eur
    return float(abs(means["standard"] - means["priority"]))


def value_unasked_eur(cannot_wait: float) -> float:
    """Give the mean margin of the best offer, unasked."""
    return decision(cannot_wait).value_eur


def gain_with_some_eur(cannot_wait: float) -> float:
    """Give what knowing is worth with those whose offer changes, unweighted."""
    del cannot_wait
    return 1800.0


def workshop_worth_eur() -> float:
    """Return what the hospital's workshop is worth before paying for it.

    Examples
    --------
    >>> round(workshop_worth_eur())
    12500
    """
    return hospital().worth_eur(WORKSHOP)


def workshop_net_eur() -> float:
    """Take the workshop's cost off."""
    return hospital().net_worth_eur(WORKSHOP, times=1, cost_eur=10_000)


def value_with_workshop_eur() -> float:
    """Give the mean with the workshop, not what the workshop adds."""
    return hospital().value_eur + workshop_worth_eur()


def certainty_worth_eur() -> float:
    """Take the workshop for an oracle."""
    return hospital().perfect_worth_eur


def bid_unasked_eur() -> float:
    """Give the mean of bidding without a workshop."""
    return hospital().value_eur


def margin_eur(questions: int, accuracy: float, leave: float) -> float:
    """Return the mean margin where a share of customers leaves at each question.

    Examples
    --------
    >>> round(margin_eur(1, 0.8, 0.05)), round(margin_eur(3, 0.8, 0.05))
    (2018, 1935)
    """
    return (1 - leave) ** questions * _margin_if_all_stay(questions, accuracy)


def only_the_worth_shrinks(questions: int, accuracy: float, leave: float) -> float:
    """Let those who leave take the answer along, but still buy."""
    known = decision()
    worth = known.worth_eur(noisy_question(KINDS, accuracy), times=questions)
    return known.value_eur + (1 - leave) ** questions * worth


def only_the_worth(questions: int, accuracy: float, leave: float) -> float:
    """Forget what the best offer brings unasked."""
    worth = decision().worth_eur(noisy_question(KINDS, accuracy), times=questions)
    return (1 - leave) ** questions * worth


def leavers_added(questions: int, accuracy: float, leave: float) -> float:
    """Take the same share off the first customers at every question."""
    return (1 - questions * leave) * _margin_if_all_stay(questions, accuracy)


def asked_once(questions: int, accuracy: float, leave: float) -> float:
    """Count those who leave at all questions, and the answer to one."""
    return (1 - leave) ** questions * _margin_if_all_stay(1, accuracy)


def nobody_leaves(questions: int, accuracy: float, leave: float) -> float:
    """Leave the model as it was."""
    del leave
    return _margin_if_all_stay(questions, accuracy)


def silences_to_drop(answered_first: int) -> int:
    """Return after how many silences in a row a lead is dropped.

    Parameters
    ----------
    answered_first : int
        How many touches it answered before it fell silent.

    Examples
    --------
    >>> silences_to_drop(0), silences_to_drop(1)
    (3, 4)
    """
    test = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
    answers = [True] * answered_first
    silences = 0
    while test.decide(answers + [False] * silences).decision != "drop":
        silences += 1
    return silences


def price_of_hours(hours: float, hour_weight: float, price_weight: float) -> float:
    """Return what a response so many hours sooner is worth.

    Examples
    --------
    >>> round(price_of_hours(20, -0.024, -0.032), 2)
    15.0
    """
    return hours * hour_weight / price_weight


def price_upside_down(hours: float, hour_weight: float, price_weight: float) -> float:
    """Divide the price's weight by the hour's."""
    return hours * price_weight / hour_weight


def utility_as_money(hours: float, hour_weight: float, price_weight: float) -> float:
    """Take utility for money."""
    del price_weight
    return hours * -hour_weight


def _margin_if_all_stay(questions: int, accuracy: float) -> float:
    known = decision()
    return known.value_eur + known.worth_eur(
        noisy_question(KINDS, accuracy), times=questions
    )
