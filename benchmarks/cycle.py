"""Race `SalesCycle.simulate` against simpy and against the bare random numbers.

    python benchmarks/cycle.py            # 10^3 to 10^7 deals, about a minute
    python benchmarks/cycle.py 1000000    # one size

Everything runs on one core, in one process, in turn; each time is the best of
several. Three things are timed for each reference cycle:

- simulate: `SalesCycle.simulate(n, seed=...)`, from the call to the DataFrame;
- bare: the random numbers alone, into a buffer that stays in the cache: a standard
  gamma per expected stage visit, with the stages' own shapes, and a uniform per visit
  for where it leads. Nothing is scaled, added, routed or kept;
- simpy: the same process, one simpy process per deal, written twice. *Plain* draws as
  one writes it first: numpy's `rng.gamma` and `rng.choice`. *Lean* is tuned for speed:
  Python's own `random`, which is faster one number at a time, and a bisection. Times
  per deal are measured at SIMPY_DEALS deals and scaled.
"""

import argparse
import random
import sys
import time
import tracemalloc
from bisect import bisect
from collections.abc import Callable

import numpy as np

from salescourse.cycle import SalesCycle

SIZES = tuple(10**power for power in range(3, 8))
SIMPY_DEALS = 10_000
BATCH = 1 << 17


def best_seconds(run: Callable[[int], object], repeats: int) -> float:
    times = []
    for seed in range(repeats):
        start = time.perf_counter()
        run(seed)
        times.append(time.perf_counter() - start)
    return min(times)


def peak_bytes(run: Callable[[int], object]) -> int:
    tracemalloc.start()
    run(0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def visits_in(cycle: SalesCycle, n: int) -> list[tuple[float, int]]:
    """Return the gamma shape of each stage, and its expected visits by n deals."""
    visits = (n * cycle.expected_visits()).round().astype(int)
    return list(zip((1 / cycle.stage_cv**2).tolist(), visits.tolist(), strict=True))


def draw_bare(visits: list[tuple[float, int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    buffer = np.empty(BATCH)
    for shape, left in visits:
        while left > 0:
            part = buffer[: min(left, BATCH)]
            rng.standard_gamma(shape, out=part)
            rng.random(out=part)
            left -= len(part)


def plain_draws(cycle: SalesCycle, seed: int) -> tuple[Callable, Callable]:
    rng = np.random.default_rng(seed)
    shape, scale = 1 / cycle.stage_cv**2, cycle.stage_days * cycle.stage_cv**2
    nexts = cycle.routing.shape[1]
    return (
        lambda stage: rng.gamma(shape[stage], scale[stage]),
        lambda stage: rng.choice(nexts, p=cycle.routing[stage]),
    )


def lean_draws(cycle: SalesCycle, seed: int) -> tuple[Callable, Callable]:
    rng = random.Random(seed)
    shape = (1 / cycle.stage_cv**2).tolist()
    scale = (cycle.stage_days * cycle.stage_cv**2).tolist()
    upto = [row.cumsum()[:-1].tolist() for row in cycle.routing]
    return (
        lambda stage: rng.gammavariate(shape[stage], scale[stage]),
        lambda stage: bisect(upto[stage], rng.random()),
    )


def simulate_with_simpy(
    cycle: SalesCycle, n: int, draws: tuple[Callable, Callable]
) -> list[tuple]:
    import simpy

    env, done = simpy.Environment(), []
    m = len(cycle.stages)
    days_in, next_after = draws
    visit_cost = cycle.visit_cost_eur.tolist()

    def deal():
        stage, cost = 0, 0.0
        while stage < m:
            cost += visit_cost[stage]
            yield env.timeout(days_in(stage))
            stage = next_after(stage)
        done.append((stage - m, env.now, cost))

    for _deal in range(n):
        env.process(deal())
    env.run()
    return done


def check_same_process(cycle: SalesCycle, done: list[tuple]) -> None:
    """Stop unless simpy's win rate is within four standard errors of the exact one."""
    won = np.mean([outcome == 0 for outcome, _days, _cost in done])
    error = np.sqrt(cycle.win_rate * (1 - cycle.win_rate) / len(done))
    if abs(won - cycle.win_rate) > 4 * error:
        sys.exit(f"simpy wins {won:.4f}, not {cycle.win_rate:.4f}: not the same race.")


DRAWS = (plain_draws, lean_draws)


def seconds_per_simpy_deal(cycle: SalesCycle, draws: Callable) -> float:
    check_same_process(cycle, simulate_with_simpy(cycle, SIMPY_DEALS, draws(cycle, 0)))
    return (
        best_seconds(
            lambda seed: simulate_with_simpy(cycle, SIMPY_DEALS, draws(cycle, seed)), 3
        )
        / SIMPY_DEALS
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of deals")
    sizes = parser.parse_args().sizes or SIZES
    try:
        import simpy
    except ImportError:
        sys.exit(
            "simpy is not installed here; it is only needed for this race: run"
            " `python -m pip install simpy` in a throw-away environment and try again."
        )
    print(
        f"simpy {simpy.__version__} at {SIMPY_DEALS:,} deals, scaled per deal;"
        f" numpy {np.__version__}"
    )
    print(
        "cycle       deals   simulate  M deals/s     bare  simulate/bare"
        "  plain simpy  lean simpy  peak MB"
    )
    for name in ("b2b", "b2c"):
        cycle = getattr(SalesCycle, name)()
        plain, lean = (seconds_per_simpy_deal(cycle, draws) for draws in DRAWS)
        for n in sizes:
            repeats = int(np.clip(3 * 10**6 // n, 3, 200))
            seconds = best_seconds(
                lambda seed, cycle=cycle, n=n: cycle.simulate(n, seed=seed), repeats
            )
            visits = visits_in(cycle, n)
            bare = best_seconds(
                lambda seed, visits=visits: draw_bare(visits, seed), repeats
            )
            peak = peak_bytes(lambda seed, cycle=cycle, n=n: cycle.simulate(n, seed=0))
            print(
                f"{name:5} {n:11,} {seconds * 1e3:7.2f} ms {n / seconds / 1e6:10.1f}"
                f" {bare * 1e3:5.1f} ms {seconds / bare:14.2f}"
                f" {plain * n / seconds:12.0f}x {lean * n / seconds:11.0f}x"
                f" {peak / 1e6:8.1f}"
            )


if __name__ == "__main__":
    main()
