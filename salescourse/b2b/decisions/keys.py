"""Keys of the exercises of the chapter `decisions`, and what people write instead."""

from salescourse.b2b.decisions import committee_odds


def largest_committee(agree: float) -> int:
    """Return how many may have a veto before a yes is less likely than a no.

    Examples
    --------
    >>> largest_committee(0.9)
    6
    """
    people = 1
    while committee_odds(people + 1, agree) >= 0.5:
        people += 1
    return people


def first_unlikely_committee(agree: float) -> int:
    """Return the smallest committee of vetoes whose yes is less likely than a no.

    Examples
    --------
    >>> first_unlikely_committee(0.9)
    7
    """
    return largest_committee(agree) + 1


def chair_odds(people: int, agree: float) -> float:
    """Return the odds if the chair has a veto and the others decide by majority.

    The chair must say yes, and more than half of the others.

    Examples
    --------
    >>> round(chair_odds(5, 0.9), 4)
    0.8529
    """
    return agree * majority_without_chair(people, agree)


def majority_without_chair(people: int, agree: float) -> float:
    """Forget that the chair must say yes."""
    others = people - 1
    return float(committee_odds(others, agree, needed=others // 2 + 1))


def majority_with_chair(people: int, agree: float) -> float:
    """Count the chair as one vote among the others."""
    return float(committee_odds(people, agree, needed=people // 2 + 1))


def everybody_has_a_veto(people: int, agree: float) -> float:
    """Leave the rule as it was: all must say yes."""
    return float(committee_odds(people, agree))


def half_of_the_others(people: int, agree: float) -> float:
    """Let half of the others be enough, where more than half is asked for."""
    others = people - 1
    return agree * float(committee_odds(others, agree, needed=(others + 1) // 2))


def doubts_added(people: int, agree: float) -> float:
    """Take each person's doubt off the whole, and stop at nothing."""
    return max(0.0, 1 - people * (1 - agree))


def odds_of_a_refusal(people: int, agree: float) -> float:
    """Return the chance that at least one refuses."""
    return 1 - float(committee_odds(people, agree))


def one_signature_short(people: int, agree: float) -> float:
    """Leave one signature out."""
    return float(committee_odds(people - 1, agree))


def last_review_days(reviews: int, mean_days: float) -> float:
    """Return when the last of several reviews is done, on average.

    All start together and each takes an exponential time. The first of n is done
    after mean/n days, the next after mean/(n − 1) more, and so on.

    Examples
    --------
    >>> round(last_review_days(4, 5.0), 2)
    10.42
    """
    return mean_days * sum(1 / running for running in range(1, reviews + 1))
