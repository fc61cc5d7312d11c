"""One side of a race: takes orders on standard input, answers on standard output.

    python -m races.side <race> ours|theirs

An order is a line of JSON: ``{"case": ...}`` prepares and warms up, ``{"seed": 3}``
runs. The answer is a line too. It holds the processor's seconds per run, taken in here:
neither side pays for its imports, for the pipe, or for what else the machine is doing.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from races import RACES
from races.race import Race

# Long enough for any clock; what takes less is run again and again.
SPAN_SECONDS = 0.05


def timed(run: Callable[[int], object], seed: int, runs: int) -> tuple[float, object]:
    """Return the seconds that all runs took together, and the last result."""
    start = time.process_time()
    for _run in range(runs):
        result = run(seed)
    return time.process_time() - start, result


def warm_up(run: Callable[[int], object]) -> int:
    """Return how many runs fill the span."""
    runs = 1
    while timed(run, 0, runs)[0] < SPAN_SECONDS:
        runs *= 2
    return runs


def answers(race: Race, side: str, orders: Iterable[str]) -> Iterator[dict]:
    for line in orders:
        order = json.loads(line)
        if "case" in order:
            run, report = getattr(race, side)(order["case"])
            runs = warm_up(run)
            yield {"ready": True}
        else:
            seconds, result = timed(run, order["seed"], runs)
            yield {"seconds": seconds / runs, "numbers": report(result)}


def main() -> None:
    name, side = sys.argv[1:]
    race = {race.name: race for race in RACES}[name]
    # What a peer prints of its own accord must not get between the answers.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for answer in answers(race, side, sys.stdin):
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main()
