"""Thompson sampling: all campaigns side by side, against one learner per campaign.

Three versions that win 10, 18 and 15 customers in a hundred, 200 customers one after
another, the answer known before the next one comes. Both sides begin with Beta(1, 1),
so they follow the same rule and lose the same on average.

The mabwiser side tells its learner of each customer as its manual says: predict, then
partial_fit.
"""

from math import sqrt
from statistics import fmean, stdev

from races.race import Numbers, Race, Runner

RATES = {"none": 0.10, "mens": 0.18, "womens": 0.15}
CUSTOMERS = 200


def case(campaigns: int) -> dict:
    return {"campaigns": campaigns, "customers": CUSTOMERS, "rates": RATES}


def ours(case: dict) -> Runner:
    from salescourse.strategy.agility import thompson

    return (
        lambda seed: thompson(
            case["rates"],
            per_day=1,
            days=case["customers"],
            runs=case["campaigns"],
            seed=seed,
        ),
        lambda campaign: mean(campaign.lost().tolist()),
    )


def theirs(case: dict) -> Runner:
    from random import Random

    from mabwiser.mab import MAB, LearningPolicy

    rates, best = case["rates"], max(case["rates"].values())

    def one(rng: Random) -> float:
        policy = LearningPolicy.ThompsonSampling()
        learner = MAB(list(rates), policy, seed=rng.randrange(1 << 31))
        # It has to be told something before it starts: nothing, for no version.
        learner.fit([], [])
        lost = 0.0
        for _customer in range(case["customers"]):
            arm = learner.predict()
            lost += best - rates[arm]
            learner.partial_fit([arm], [int(rng.random() < rates[arm])])
        return lost

    def run(seed: int) -> list[float]:
        rng = Random(seed)
        return [one(rng) for _campaign in range(case["campaigns"])]

    return run, mean


def mean(lost: list[float]) -> Numbers:
    """Return the mean loss and its standard error."""
    return [(fmean(lost), stdev(lost) / sqrt(len(lost)))]


AGAINST_MABWISER = Race(
    name="agility",
    model="Thompson sampling",
    peer="mabwiser",
    needs=("mabwiser==2.7.4",),
    unit="campaigns",
    sizes=(200, 2_000, 20_000),
    result="wins lost",
    case=case,
    ours=ours,
    theirs=theirs,
    tolerance=4,
    random=True,
    fewer=50,
)
