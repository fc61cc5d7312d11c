"""Keys of the exercises of the chapter `relationships`, and what people write instead."""

from math import prod

from salescourse.b2b.relationships import account_fees, cohort_table, fit_retention


def three_years(renews: float, growth: float) -> float:
    """Return what a new account pays in three years, in fees of the first.

    Examples
    --------
    >>> round(three_years(0.8, 0.1), 4)
    2.6544
    """
    return float(account_fees([renews, renews], growth=growth, discount=0)[0])


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


def _shares(segment: str) -> list[float]:
    from salescourse.datasets import load

    table = load("retention")
    return table[table["segment"] == segment]["still_here"].tolist()
