"""One side of a race: takes orders on standard input, answers on standard output.

    python -m races.side <race> ours|theirs

An order is a line of JSON: ``{"case": ...}`` prepares and warms up, ``{"seed": 3}`` runs
once. The answer is a line too. It holds the seconds that the run took in here, so that
neither side pays for its imports or for the pipe.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator

from races import RACES
from races.race import Race


def answers(race: Race, side: str, orders: Iterable[str]) -> Iterator[dict]:
    for line in orders:
        order = json.loads(line)
        if "case" in order:
            run, report = getattr(race, side)(order["case"])
            run(0)
            yield {"ready": True}
        else:
            start = time.perf_counter()
            result = run(order["seed"])
            seconds = time.perf_counter() - start
            yield {"seconds": seconds, "numbers": report(result)}


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
