"""The same numbers by another way: slow, simple, and written apart from the package."""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import permutations

import numpy as np


def carryover_total(keep: float) -> float:
    """Return the sum of keep to the power of 0, 1, 2, and so on (a geometric series)."""
    return 1 / (1 - keep)


def lai_robbins(rates: Sequence[float]) -> float:
    """Return what a good rule loses at least per unit of ln(customers), in the end.

    The sum of gap by Kullback-Leibler divergence from the best: Lai and Robbins (1985),
    Advances in Applied Mathematics 6:4-22.
    """
    best = max(rates)
    return sum(
        (best - p) / (p * math.log(p / best) + (1 - p) * math.log((1 - p) / (1 - best)))
        for p in rates
        if p < best
    )


def shapley_values(
    worth: Callable[[frozenset[str]], float], players: Iterable[str]
) -> dict[str, float]:
    """Return each player's mean contribution over all orders of joining.

    Shapley (1953), in Contributions to the Theory of Games II:307-317.
    """
    names = list(players)
    orders = list(permutations(names))
    values = dict.fromkeys(names, 0.0)
    for order in orders:
        for place, name in enumerate(order):
            before = frozenset(order[:place])
            gain = worth(before | {name}) - worth(before)
            values[name] += gain / len(orders)
    return values


def simulate_leads(
    weights: tuple[float, float],
    bounds: tuple[float, float],
    *,
    answer_rate: float,
    leads: int,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Play Wald's test lead by lead: which went over the top, and after how many touches.

    `weights` are what an answer and a silence add, `bounds` where the test ends.
    """
    rng = np.random.default_rng(seed)
    evidence, touches = np.zeros(leads), np.zeros(leads, dtype=int)
    undecided = np.arange(leads)
    while undecided.size:
        answered = rng.random(undecided.size) < answer_rate
        evidence[undecided] += np.where(answered, *weights)
        touches[undecided] += 1
        now = evidence[undecided]
        undecided = undecided[(bounds[0] < now) & (now < bounds[1])]
    return evidence > 0, touches
