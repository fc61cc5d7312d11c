"""Keys of the exercises of the chapter `channels`, and what people write instead."""

import math
from collections.abc import Sequence
from functools import cache

import pandas as pd

from salescourse.b2c.channels import (
    Holdout,
    Paths,
    all_credits,
    journey_chain,
    markov_credit,
    read_holdout,
    read_paths,
)


@cache
def kopje_paths() -> Paths:
    """Return the journeys of households that could see banners, as the chapter does."""
    from salescourse.datasets import load

    year = load("firm_journeys")
    return read_paths(year[year["banner_on"]], conversions="bought")


@cache
def kopje_coin() -> Holdout:
    """Return what the coin says about the banner."""
    from salescourse.datasets import load

    year = load("firm_journeys")
    return read_holdout(year["bought"], year["banner_on"])


def kopje_credit(channel: str, rule: str) -> float:
    """Return what a rule gives a channel."""
    return float(all_credits(kopje_paths())[rule][channel])


def expected_hidden_rate(rule: str = "last") -> float:
    """Return what share of the hidden would buy if a rule were right about banners.

    Examples
    --------
    >>> round(expected_hidden_rate(), 3)
    0.123
    """
    return kopje_coin().shown_rate * (1 - kopje_credit("banner", rule))


def hidden_rate() -> float:
    """Return what did happen."""
    return kopje_coin().hidden_rate


def shown_rate() -> float:
    """Return the rate of those who could see the banner."""
    return kopje_coin().shown_rate


def decay_share(days_before: Sequence[float], touch: int, half_life: float) -> float:
    """Return a touch's share of a sale if older touches count less.

    Examples
    --------
    The older of two touches, one half-life before the other:

    >>> round(decay_share([7, 0], 0, 7), 3)
    0.333
    """
    weights = [0.5 ** (days / half_life) for days in days_before]
    return weights[touch] / sum(weights)


def weight_only(days_before: Sequence[float], touch: int, half_life: float) -> float:
    """Forget to divide by the weights of all touches."""
    return 0.5 ** (days_before[touch] / half_life)


def decay_by_e(days_before: Sequence[float], touch: int, half_life: float) -> float:
    """Take e where a half is meant."""
    weights = [math.exp(-days / half_life) for days in days_before]
    return weights[touch] / sum(weights)


def older_counts_more(
    days_before: Sequence[float], touch: int, half_life: float
) -> float:
    """Turn the sign round."""
    weights = [2 ** (days / half_life) for days in days_before]
    return weights[touch] / sum(weights)


def two_paths(both: int, both_bought: int, alone: int, alone_bought: int) -> Paths:
    """Return journeys "social > search" and "search"."""
    counts = {
        "path": ["social > search", "search"],
        "bought": [both_bought, alone_bought],
        "left": [both - both_bought, alone - alone_bought],
    }
    return read_paths(pd.DataFrame(counts), conversions="bought", nulls="left")


def removal_of_social(
    both: int, both_bought: int, alone: int, alone_bought: int
) -> float:
    """Return the removal effect of social where it is only ever followed by search.

    Examples
    --------
    >>> round(removal_of_social(8, 3, 4, 1), 3)
    0.667
    """
    paths = two_paths(both, both_bought, alone, alone_bought)
    return float(journey_chain(paths).removal_effects()["social"])


def rate_without_social(
    both: int, both_bought: int, alone: int, alone_bought: int
) -> float:
    """Return the rate that is left."""
    paths = two_paths(both, both_bought, alone, alone_bought)
    return journey_chain(paths).without("social")


def credit_of_social(
    both: int, both_bought: int, alone: int, alone_bought: int
) -> float:
    """Return the credit as a share, where the removal effect is asked for."""
    paths = two_paths(both, both_bought, alone, alone_bought)
    return float(markov_credit(paths)["social"] / (both_bought + alone_bought))


def rate_left_behind(moves: float, again: float) -> float:
    """Return the share of sessions with a sale, if baskets do not travel.

    In the reference cycle a tenth of the sessions fill a cart. From there a quarter go
    back and 45 in 100 to the till, where 80 in 100 buy and 5 go back to the cart.

    Examples
    --------
    >>> round(rate_left_behind(0.2, 0.5), 4)
    0.0338
    """
    stay = 1 - moves * (1 - again)
    return 0.1 * 0.45 * stay * 0.8 / (1 - 0.25 * stay * 0.1 - 0.45 * stay * 0.05)


def sales_left_behind(moves: float, again: float) -> float:
    """Return the share of sales lost, if baskets do not travel."""
    return 1 - rate_left_behind(moves, again) / rate_left_behind(0, 0)
