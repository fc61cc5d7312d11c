"""Keys of the exercises of the chapter `relationships`, and what people write instead."""

from math import prod

from salescourse.b2b.relationships import (
    cohort_table,
    fit_retention,
    renewal_rate,
    still_here,
    trust_thresholds,
)


def second_renewal(low: float, high: float) -> float:
    """Return the second renewal rate when half churn at `low` and half at `high`.

    Examples
    --------
    >>> round(second_renewal(0.1, 0.5), 3)
    0.757
    """
    return share_after_two(low, high) / first_renewal(low, high)


def first_renewal(low: float, high: float) -> float:
    """Return the first renewal rate, as if nobody had been sorted."""
    return 1 - (low + high) / 2


def share_after_two(low: float, high: float) -> float:
    """Return the share of the start that is there after two years."""
    return ((1 - low) ** 2 + (1 - high) ** 2) / 2


def third_renewal(low: float, high: float) -> float:
    """Return the renewal rate one year later."""
    return ((1 - low) ** 3 + (1 - high) ** 3) / 2 / share_after_two(low, high)


def chance_for_tit_for_tat(discount: float) -> float:
    """Return how likely another year must be for tit for tat, at 5, 3, 1 and 0.

    Examples
    --------
    >>> round(chance_for_tit_for_tat(0.1), 3)
    0.733
    """
    return trust_thresholds(5, 3, punishment=1, sucker=0).tit_for_tat * (1 + discount)


def chance_for_a_grudge(discount: float) -> float:
    """Return it where one betrayal ends all trust."""
    return trust_thresholds(5, 3, punishment=1, sucker=0).never_again * (1 + discount)


def discounted_the_wrong_way(discount: float) -> float:
    """Divide by the discount instead of multiplying."""
    return trust_thresholds(5, 3, punishment=1, sucker=0).tit_for_tat / (1 + discount)


def left_over(years: int, churn: float, spread: float) -> float:
    """Return the share still there after some years.

    Examples
    --------
    >>> round(left_over(10, 0.4, 0.35), 3)
    0.169
    """
    return float(still_here(years, churn, spread=spread))


def last_renewal(years: int, churn: float, spread: float) -> float:
    """Take the renewal rate of the last year for the share still there."""
    return float(renewal_rate(years, churn, spread=spread))


def forecast(segment: str, years: int, fit_until: int = 7) -> float:
    """Return the share of a published segment that a fit expects after some years.

    Examples
    --------
    >>> round(forecast("Regular", 12), 3), round(forecast("High End", 12), 3)
    (0.17, 0.378)
    """
    known = _shares(segment)[: fit_until + 1]
    fitted = fit_retention(cohort_table(known, customers=1000))
    return float(fitted.model.still_here(years))


def average_rate_forecast(segment: str, years: int) -> float:
    """Apply the average renewal rate of years 0 to 7 in every year."""
    known = _shares(segment)[:8]
    return (sum(known[1:]) / sum(known[:-1])) ** years


def last_rate_forecast(segment: str, years: int) -> float:
    """Apply the last renewal rate seen in all later years."""
    known = _shares(segment)[:8]
    return known[7] * (known[7] / known[6]) ** (years - 7)


def still_here_if_loyal(years: int, churn: float, growth: float) -> float:
    """Return the share still there if all are alike and grow more loyal.

    Examples
    --------
    >>> round(still_here_if_loyal(2, 0.36, 0.25), 4)
    0.4672
    """
    return prod(1 - churn * (1 - growth) ** renewals for renewals in range(years))


def loyal_from_the_start(years: int, churn: float, growth: float) -> float:
    """Let churn shrink before the first renewal already."""
    return prod(1 - churn * (1 - growth) ** year for year in range(1, years + 1))


def loyal_without_growth(years: int, churn: float, growth: float) -> float:
    """Forget the growth."""
    return (1 - churn) ** years


def last_churn_only(years: int, churn: float, growth: float) -> float:
    """Apply the churn of the last year in every year."""
    return (1 - churn * (1 - growth) ** max(years - 1, 0)) ** years


def last_renewal_rate_only(years: int, churn: float, growth: float) -> float:
    """Return the renewal rate of the last year, not the share still there."""
    return 1 - churn * (1 - growth) ** max(years - 1, 0)


def _shares(segment: str) -> list[float]:
    from salescourse.datasets import load

    table = load("retention")
    return table[table["segment"] == segment]["still_here"].tolist()
