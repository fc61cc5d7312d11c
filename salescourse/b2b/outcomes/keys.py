"""Keys of the exercises of the chapter `outcomes`, and what people write instead."""

from collections.abc import Sequence
from functools import cache

from salescourse.b2b.outcomes import (
    Deals,
    OutcomeCurves,
    closed_share,
    one_minus_km,
    outcome_curves,
    read_deals,
    wins_forecast,
)


@cache
def kopje_deals() -> Deals:
    """Return Kopje's cleaned deals, as the chapter reads them."""
    from salescourse.datasets import load

    visits = load("firm_stage_visits")
    return read_deals(
        load("firm_opportunities"),
        "2026-06-30",
        same=["account_id", "product", "amount_eur"],
        last_seen=visits.groupby("opportunity_id")["left_on"].max(),
    )


@cache
def kopje_curves() -> OutcomeCurves:
    """Return what becomes of Kopje's deals, day by day."""
    return outcome_curves(kopje_deals())


def kopje_share(outcome: str, day: float) -> float:
    """Return the share of Kopje's deals that has ended so by a day, or is open.

    Examples
    --------
    >>> round(kopje_share("won", 120), 3)
    0.073
    """
    return float(kopje_curves().share(outcome, day))


def kopje_closed_share() -> float:
    """Leave out the open deals."""
    return closed_share(kopje_deals()).share


def kopje_one_minus_km(day: float) -> float:
    """Count lost deals as if they might still be won."""
    return float(one_minus_km(kopje_deals()).loc[:day].iloc[-1])


def kopje_chance(age_days: float, within_days: float | None = None) -> float:
    """Return the chance of a win for one of Kopje's open deals.

    Examples
    --------
    >>> round(kopje_chance(60, 30), 3)
    0.078
    """
    return float(kopje_curves().chance("won", age_days, within_days=within_days))


def at_least_in_a_swing(chances: Sequence[float], wins: int, swing: float) -> float:
    """Return the chance of so many wins if quarters are good or bad, half and half.

    In a good quarter each chance is larger by the share `swing`, in a bad one smaller.

    Examples
    --------
    >>> round(at_least_in_a_swing([0.3] * 20, 9, 0.5), 3)
    0.294
    """
    good = at_least([p * (1 + swing) for p in chances], wins)
    bad = at_least([p * (1 - swing) for p in chances], wins)
    return (good + bad) / 2


def at_least(chances: Sequence[float], wins: int) -> float:
    """Leave out the swing: no deal sways another."""
    return wins_forecast(list(chances)).at_least(wins)


def good_quarters_only(chances: Sequence[float], wins: int, swing: float) -> float:
    """Forget the bad quarters."""
    return at_least([p * (1 + swing) for p in chances], wins)


def spread_of_wins(deals: int, chance: float) -> float:
    """Return the standard deviation of the number of wins.

    Examples
    --------
    >>> round(spread_of_wins(16, 0.25), 2)
    1.73
    """
    return wins_forecast([chance] * deals).sd


def variance_of_wins(deals: int, chance: float) -> float:
    """Forget the square root."""
    return wins_forecast([chance] * deals).variance
