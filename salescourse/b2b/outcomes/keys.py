"""Keys of the exercises of the chapter `outcomes`, and what people write instead."""

from collections.abc import Sequence
from functools import cache

from salescourse.b2b.outcomes import (
    OutcomeCurves,
    closed_share,
    one_minus_km,
    outcome_curves,
    read_deals,
    wins_forecast,
)


@cache
def kopje_deals():
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


def kopje_won_between(first_day: float, last_day: float) -> float:
    """Forget to divide by the share that was still open."""
    return kopje_share("won", last_day) - kopje_share("won", first_day)


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


def at_least(chances: Sequence[float], wins: int, swing: float = 0.0) -> float:
    """Leave out the swing: no deal sways another."""
    return wins_forecast(list(chances)).at_least(wins)


def good_quarters_only(chances: Sequence[float], wins: int, swing: float) -> float:
    """Forget the bad quarters."""
    return at_least([p * (1 + swing) for p in chances], wins)


def each_deal_its_own_swing(chances: Sequence[float], wins: int, swing: float) -> float:
    """Average the chances before counting, which takes the swing out again."""
    mixed = [(p * (1 + swing) + p * (1 - swing)) / 2 for p in chances]
    return at_least(mixed, wins)


def more_than_in_a_swing(chances: Sequence[float], wins: int, swing: float) -> float:
    """Count more than so many, where at least so many is asked for."""
    return at_least_in_a_swing(chances, wins + 1, swing)


def won_share(begun: int, lost: int, young: int, won: int) -> float:
    """Return the share won when some deals were too young to be watched to the end.

    Of `begun` deals `lost` are lost early. Then `young` of the open ones are too young
    to be watched further, and of the rest `won` are won.

    Examples
    --------
    >>> won_share(10, 4, 2, 2)
    0.3
    """
    return (1 - lost / begun) * won / (begun - lost - young)


def closed_only(lost: int, won: int) -> float:
    """Divide by what has ended."""
    return won / (lost + won)


def out_of_all(begun: int, won: int) -> float:
    """Divide by all, as if the young ones could no longer be won."""
    return won / begun


def out_of_the_watched(begun: int, lost: int, young: int, won: int) -> float:
    """Forget the deals that were lost early."""
    return won / (begun - lost - young)


def expected_wins(deals: int, chance: float) -> float:
    """Return the expected number of wins, where the spread is asked for."""
    return deals * chance


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


def root_of_expected(deals: int, chance: float) -> float:
    """Take the root of the expected number, as if wins were rare."""
    return expected_wins(deals, chance) ** 0.5
