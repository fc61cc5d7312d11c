"""Committees that decide by majority, each of 3 to 12 people: arrays of them at once.

People who decide alone are a binomial, people who sway each other a beta-binomial. Of
the latter scipy's `sf` is slow, so the peer adds up `pmf`, which is faster and as exact.
"""

from dataclasses import replace

from races.race import Numbers, Race, Runner, exact

CORRELATION = 0.3


def committees(number: int) -> tuple:
    """Return people, yeses needed and how likely one person agrees, per committee."""
    import numpy as np

    which = np.arange(number)
    people = 3 + which % 10
    return people, people // 2 + 1, 0.05 + 0.9 * (which * 0.618034 % 1)


def case(number: int) -> dict:
    return {"number": number, "correlation": 0.0}


def ours(case: dict) -> Runner:
    from salescourse.b2b.decisions import committee_odds

    people, needed, agree = committees(case["number"])
    rho = case["correlation"]
    return (
        lambda seed: committee_odds(people, agree, needed=needed, correlation=rho),
        some,
    )


def with_binom(case: dict) -> Runner:
    from scipy.stats import binom

    people, needed, agree = committees(case["number"])
    return lambda seed: binom.sf(needed - 1, people, agree), some


def with_betabinom(case: dict) -> Runner:
    import numpy as np
    from scipy.stats import betabinom

    people, needed, agree = committees(case["number"])
    weight = 1 / case["correlation"] - 1
    yeses = np.arange(people.max() + 1)[:, None]

    def run(seed: int) -> np.ndarray:
        chance = betabinom.pmf(yeses, people, agree * weight, (1 - agree) * weight)
        return np.where(yeses >= needed, chance, 0).sum(axis=0)

    return run, some


def some(odds) -> Numbers:
    """Return the mean, and a hundred committees out of all."""
    picked = odds[:: max(1, len(odds) // 100)]
    return exact(odds.mean(), *picked)


AGAINST_BINOM = Race(
    name="committee",
    model="committee, alone",
    peer="scipy",
    needs=("scipy==1.17.1",),
    unit="committees",
    sizes=(1_000, 10_000, 100_000),
    result="mean odds",
    case=case,
    ours=ours,
    theirs=with_binom,
    tolerance=1e-12,
)
AGAINST_BETABINOM = replace(
    AGAINST_BINOM,
    name="committee-swayed",
    model="committee, swayed",
    case=lambda number: {"number": number, "correlation": CORRELATION},
    theirs=with_betabinom,
)
