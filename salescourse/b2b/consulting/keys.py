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


def gap_between_offers_eur(cannot_wait: float) -> float:
    """Give the distance between the two offers' means."""
    means = decision(cannot_wait).expected_eur
    return float(abs(means["standard"] - means["priority"]))


def value_unasked_eur(cannot_wait: float) -> float:
    """Give the mean margin of the best offer, unasked."""
    return decision(cannot_wait).value_eur


def workshop_worth_eur() -> float:
    """Return what the hospital's workshop is worth before paying for it.

    Examples
    --------
    >>> round(workshop_worth_eur())
    12500
    """
    return hospital().worth_eur(WORKSHOP)


def certainty_worth_eur() -> float:
    """Take the workshop for an oracle."""
    return hospital().perfect_worth_eur


def bid_unasked_eur() -> float:
    """Give the mean of bidding without a workshop."""
    return hospital().value_eur


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


def worth_of_asking_eur(questions: int, accuracy: float) -> float:
    """Return what so many answers add to the mean margin."""
    return decision().worth_eur(noisy_question(KINDS, accuracy), times=questions)


def margin_if_all_stay_eur(questions: int, accuracy: float) -> float:
    """Return the mean margin after so many questions, if nobody leaves.

    Examples
    --------
    >>> [round(margin_if_all_stay_eur(questions, 0.8)) for questions in (0, 1, 3)]
    [1860, 2124, 2256]
    """
    return decision().value_eur + worth_of_asking_eur(questions, accuracy)
