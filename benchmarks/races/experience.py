"""Customers who wait: the formula for many teams, and one queue played through.

pyworkforce works out one team at a time, so it goes from team to team; ours takes all
at once. In the other race five people serve one queue, each busy four-fifths of the
time, and both sides tell the mean wait and the share that waits. Each lets its queue
run in first and takes its intervals from independent runs, so that neighbors in a queue
do not make it look surer than it is.
"""

from races.race import Numbers, Race, Runner, exact


def teams(number: int) -> dict:
    """Return people and load of so many teams, up to a hundred people each."""
    import numpy as np

    rng = np.random.default_rng(9)
    people = rng.integers(1, 101, number)
    load = people * rng.uniform(0.1, 0.95, number)
    return {"people": people.tolist(), "load": load.tolist()}


def ours(case: dict) -> Runner:
    import numpy as np

    from salescourse.strategy.experience import erlang_c

    people, load = np.array(case["people"]), np.array(case["load"])
    return lambda seed: erlang_c(people, load), report_teams


def theirs(case: dict) -> Runner:
    from pyworkforce.queuing import ErlangC

    def run(seed: int) -> list[float]:
        return [
            ErlangC(transactions=load, aht=1, asa=1, interval=1).waiting_probability(c)
            for c, load in zip(case["people"], case["load"], strict=True)
        ]

    return run, report_teams


def report_teams(chances: list[float]) -> Numbers:
    some = range(0, len(chances), max(1, len(chances) // 7))
    mean = sum(map(float, chances)) / len(chances)
    return exact(mean, *(chances[k] for k in some))


AGAINST_PYWORKFORCE = Race(
    name="erlang",
    model="waiting (Erlang C)",
    peer="pyworkforce",
    needs=("pyworkforce==0.5.1",),
    unit="teams",
    sizes=(100, 1_000, 10_000),
    result="mean chance",
    case=teams,
    ours=ours,
    theirs=theirs,
    tolerance=1e-9,
)

PEOPLE, BUSY, RUN_IN, RUNS = 5, 0.8, 700, 10


def with_numpy(case: dict) -> Runner:
    from salescourse.strategy.experience import Team, batch_means, simulate_waits

    team = Team(PEOPLE, BUSY)

    def report(minutes) -> Numbers:
        waited = batch_means((minutes > 1e-9).astype(float))
        return [(x.mean, x.standard_error) for x in (batch_means(minutes), waited)]

    return lambda seed: simulate_waits(team, case["customers"], seed=seed), report


def with_ciw(case: dict) -> Runner:
    from statistics import fmean, stdev

    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(PEOPLE * BUSY)],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[PEOPLE],
    )
    each = RUN_IN + case["customers"] // RUNS

    def run(seed: int) -> list:
        runs = []
        for number in range(RUNS):
            ciw.seed(1000 * seed + number)
            simulation = ciw.Simulation(network)
            simulation.simulate_until_max_customers(each)
            runs.append(simulation.get_all_records())
        return runs

    def report(runs: list) -> Numbers:
        means, shares = [], []
        for records in runs:
            records.sort(key=lambda record: record.arrival_date)
            waits = [record.waiting_time for record in records[RUN_IN:]]
            means.append(fmean(waits))
            shares.append(fmean(wait > 1e-9 for wait in waits))
        return [(fmean(x), stdev(x) / RUNS**0.5) for x in (means, shares)]

    return run, report


AGAINST_CIW = Race(
    name="queue",
    model="queue of five, simulated",
    peer="ciw",
    needs=("ciw==3.2.7",),
    unit="customers",
    sizes=(20_000, 60_000, 180_000),
    result="mean wait",
    case=lambda customers: {"customers": customers},
    ours=with_numpy,
    theirs=with_ciw,
    tolerance=4,
    random=True,
)
