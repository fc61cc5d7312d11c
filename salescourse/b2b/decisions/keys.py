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
