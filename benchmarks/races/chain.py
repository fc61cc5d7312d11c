"""The exact cycle: where deals end and after how many visits. Made, then asked.

A deal goes a stage ahead nine times in ten, back once in ten, and is lost with chance
one in as many as there are stages. PyDTMC answers for every first stage at once.
"""

from races.race import Race, Runner, exact


def case(stages: int) -> dict:
    """Return the routing: a row per stage, a column per stage, then won and lost."""
    rows = []
    for stage in range(stages):
        row = [0.0] * (stages + 2)
        row[max(stage - 1, 0)] += 0.1
        row[stage + 1] += 0.9 - 1 / stages
        row[-1] += 1 / stages
        rows.append(row)
    return {"routing": rows, "stages": [f"stage {stage}" for stage in range(stages)]}


def ours(case: dict) -> Runner:
    from salescourse import SalesCycle

    def run(seed: int) -> tuple[float, ...]:
        cycle = SalesCycle(case["stages"], ("won", "lost"), case["routing"], 1, 1)
        return (*cycle.outcome_probabilities(), cycle.expected_visits().sum())

    return run, lambda values: exact(*values)


def theirs(case: dict) -> Runner:
    from pydtmc import MarkovChain

    m = len(case["stages"])
    ends = [[0.0] * m + row for row in ([1.0, 0.0], [0.0, 1.0])]
    states = [*case["stages"], "won", "lost"]

    def run(seed: int) -> tuple[float, ...]:
        chain = MarkovChain(case["routing"] + ends, states)
        won, lost = chain.absorption_probabilities()[:, 0]
        return won, lost, chain.mean_absorption_times()[0]

    return run, lambda values: exact(*values)


AGAINST_PYDTMC = Race(
    name="chain",
    model="cycle, exact",
    peer="PyDTMC",
    needs=("PyDTMC==8.7.0",),
    unit="stages",
    sizes=(5, 20, 80),
    result="win rate",
    case=case,
    ours=ours,
    theirs=theirs,
    tolerance=1e-9,
)
