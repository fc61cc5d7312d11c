"""Small cases without chance: which version is better, and what trying costs."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import exp, lgamma, log

import numpy as np

from salescourse.checks import as_rate, whole_number
from salescourse.strategy.agility.rates import as_counts

_MOST, _MOST_CUSTOMERS = 60, 1_000_000


def chance_better(won: Sequence[int], customers: Sequence[int]) -> float:
    """Return the chance that the second version is the better one, given the counts.

    Before the first customer each rate from 0 to 1 counts as equally likely. This is
    also the chance that Thompson sampling gives the next customer to the second.

    Parameters
    ----------
    won : sequence of two ints
        How many each version won.
    customers : sequence of two ints
        How many got each version.

    Returns
    -------
    float
        The chance, 0.5 if nothing is known.

    Examples
    --------
    One customer each, and only the second is won: Beta(2, 1) against Beta(1, 2).

    >>> round(chance_better([0, 1], [1, 1]), 4)
    0.8333

    References
    ----------
    Thompson (1933), Biometrika 25:285-294.
    """
    pair, size = as_counts("won", won), as_counts("customers", customers)
    if len(pair) != 2 or len(size) != 2 or (pair > size).any():
        raise ValueError(
            "won and customers must hold two numbers each, and won at most "
            f"customers; got {list(won)} of {list(customers)}."
        )
    if size.max() > _MOST_CUSTOMERS:
        raise ValueError(
            f"customers must be at most {_MOST_CUSTOMERS:,}, got {size.max():,}. With "
            "so many, compare(won, customers) says the same."
        )
    (a, c), (b, d) = (1 + pair).tolist(), (1 + size - pair).tolist()
    return _second_higher(a, b, c, d)


@lru_cache(maxsize=1 << 16)
def _second_higher(a: int, b: int, c: int, d: int) -> float:
    """Return P(Y > X) for X from Beta(a, b) and Y from Beta(c, d), all whole numbers."""
    if c > min(a, b, d):
        # The same chance with the two, or won and not won, in other places: the sum
        # goes over the third number, and the smallest one makes it short.
        if a <= min(b, d):
            return 1 - _second_higher(c, d, a, b)
        return _second_higher(d, c, b, a) if b <= d else 1 - _second_higher(b, a, d, c)

    def log_beta(x: float, y: float) -> float:
        return lgamma(x) + lgamma(y) - lgamma(x + y)

    return min(
        1.0,
        sum(
            exp(
                log_beta(a + i, b + d)
                - log(d + i)
                - log_beta(1 + i, d)
                - log_beta(a, b)
            )
            for i in range(c)
        ),
    )


def expected_losses(rates: Sequence[float], customers: int) -> np.ndarray:
    """Return what Thompson sampling loses by each customer, exactly, for two versions.

    All ways in which the first customers can turn out are gone through, with what is
    known after each.

    Parameters
    ----------
    rates : sequence of two floats
        The true rates.
    customers : int
        How many, one after another; at most 60.

    Returns
    -------
    ndarray
        Entry i is the chance that customer i gets the worse version, times what the
        version is worse by. The sum is the expected loss (regret).

    Examples
    --------
    The first customer gets either with the same chance:

    >>> expected_losses([0.2, 0.6], 2).round(4).tolist()
    [0.2, 0.1733]
    """
    p = as_rate("rates", rates)
    n = whole_number("customers", customers)
    if p.shape != (2,) or n > _MOST:
        raise ValueError(
            f"Only two rates and at most {_MOST} customers can be gone through."
        )
    losses, states = np.zeros(n), {(0, 0, 0, 0): 1.0}
    for customer in range(n):
        after: defaultdict[tuple, float] = defaultdict(float)
        for state, chance in states.items():
            second = _second_higher(*(1 + count for count in state))
            for arm, share in ((0, 1 - second), (1, second)):
                losses[customer] += chance * share * (p.max() - p[arm])
                for place, odds in ((2 * arm, p[arm]), (2 * arm + 1, 1 - p[arm])):
                    counts = list(state)
                    counts[place] += 1
                    after[tuple(counts)] += chance * share * odds
        states = after
    return losses
