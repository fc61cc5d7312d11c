"""Random deals: `SalesCycle.simulate` against one simpy process per deal.

The simpy side is tuned: it draws with Python's own `random`, which is faster than numpy
one number at a time, finds the next stage by bisection, and has no more than a thousand
deals under way at once, because simpy slows down with their number.
"""

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from math import sqrt
from random import Random
from statistics import fmean, stdev

from races.race import Numbers, Race, Runner

UNDER_WAY = 1_000


def case(deals: int) -> dict:
    from salescourse import SalesCycle

    cycle = SalesCycle.b2b()
    return {
        "deals": deals,
        "stages": cycle.stages,
        "outcomes": cycle.outcomes,
        "routing": cycle.routing.tolist(),
        "days": cycle.stage_days.tolist(),
        "cv": cycle.stage_cv.tolist(),
        "visit_cost_eur": cycle.visit_cost_eur.tolist(),
    }


def ours(case: dict) -> Runner:
    from salescourse import SalesCycle

    cycle = SalesCycle(
        case["stages"],
        case["outcomes"],
        case["routing"],
        case["days"],
        case["cv"],
        visit_cost_eur=case["visit_cost_eur"],
    )
    return (
        lambda seed: cycle.simulate(case["deals"], seed=seed),
        lambda deals: means(
            deals["outcome"] == cycle.outcomes[0],
            deals["cycle_days"],
            deals["cost_eur"],
        ),
    )


def theirs(case: dict) -> Runner:
    import simpy

    m = len(case["stages"])
    shape = [1 / cv**2 for cv in case["cv"]]
    scale = [days * cv**2 for days, cv in zip(case["days"], case["cv"], strict=True)]
    upto = [list(accumulate(row))[:-1] for row in case["routing"]]
    cost = case["visit_cost_eur"]

    def run(seed: int) -> list[tuple]:
        rng, done = Random(seed), []

        def deal(env: simpy.Environment) -> Iterator[simpy.Event]:
            stage, spent = 0, 0.0
            while stage < m:
                spent += cost[stage]
                yield env.timeout(rng.gammavariate(shape[stage], scale[stage]))
                stage = bisect(upto[stage], rng.random())
            done.append((stage == m, env.now, spent))

        for start in range(0, case["deals"], UNDER_WAY):
            env = simpy.Environment()
            for _deal in range(min(UNDER_WAY, case["deals"] - start)):
                env.process(deal(env))
            env.run()
        return done

    return run, lambda done: means(*zip(*done, strict=True))


def means(*columns: list) -> Numbers:
    """Return mean and standard error of each column."""
    columns = [list(map(float, column)) for column in columns]
    return [(fmean(column), stdev(column) / sqrt(len(column))) for column in columns]


AGAINST_SIMPY = Race(
    name="pipeline",
    model="pipeline, simulated",
    peer="simpy",
    needs=("simpy==4.1.2",),
    unit="deals",
    sizes=(10_000, 100_000, 1_000_000),
    result="win rate",
    case=case,
    ours=ours,
    theirs=theirs,
    tolerance=4,
    random=True,
    fewer=10,
)
