"""Race models of the course against other packages: same input, A B A B, one table.

    python benchmarks/peers.py                   # all races, some minutes
    python benchmarks/peers.py pipeline chain    # some of them
    python benchmarks/peers.py --env build/peers # keep the peers for the next time

Run it with the Python that has `salescourse`. Each peer lives in an environment of its
own, made by uv, or else by venv and pip, in a temporary folder or in the one given.
The folder `races` has the races; README.md says what the columns mean.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from statistics import median
from typing import TextIO

from races import RACES
from races.environment import find_peer, last_line, remedy
from races.race import NotInstalledError, Numbers, Race, StoppedError

HERE = Path(__file__).resolve().parent
LEAST_ROUNDS, ENOUGH_SECONDS = 3, 3.0
# One core each, so that the ratio is one of methods and not of machines.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
HEAD = (
    *("model", "peer", "size", "result", "ours", "theirs", "agree"),
    *("our time", "their time", "theirs / ours", "growth"),
)


@dataclass(frozen=True)
class Side:
    """One side of a race: a process that answers line by line, and what it says."""

    process: subprocess.Popen
    said: TextIO

    def ask(self, order: dict) -> dict:
        """Send an order and wait for the answer."""
        try:
            print(json.dumps(order), file=self.process.stdin, flush=True)
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.process.wait()
            self.said.seek(0)
            raise StoppedError(f"stopped: {last_line(self.said.read())}.")
        return json.loads(answer)


@contextmanager
def open_side(python: Path | str, race: Race, side: str) -> Iterator[Side]:
    """Start one side of a race, and stop it in the end."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [python, "-m", "races.side", race.name, side],
            cwd=HERE,
            env={**os.environ, **dict.fromkeys(ONE_THREAD, "1")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
        try:
            yield Side(process, said)
        finally:
            process.kill()
            process.communicate()


def alternate(ours: Side, theirs: Side) -> list[tuple[dict, ...]]:
    """Let the sides run in turn, A B A B; return the answers of each."""
    rounds, begun = [], time.perf_counter()
    while len(rounds) < LEAST_ROUNDS or time.perf_counter() - begun < ENOUGH_SECONDS:
        order = {"seed": len(rounds) + 1}
        rounds.append((ours.ask(order), theirs.ask(order)))
    return list(zip(*rounds, strict=True))


def agree(ours: Numbers, theirs: Numbers, race: Race) -> str:
    """Say whether all numbers are within the race's tolerance, and which one that is."""
    unit = " s.e." if race.random else ""
    for (a, a_error), (b, b_error) in zip(ours, theirs, strict=True):
        scale = (a_error**2 + b_error**2) ** 0.5 if race.random else max(1, abs(b))
        apart = abs(a - b) / scale
        # Said this way round, so that a number that is none does not agree.
        if not apart <= race.tolerance:
            return f"NO, {apart:.2g}{unit} apart, not {race.tolerance:g}"
    return f"yes, to {race.tolerance:g}{unit}"


def readable(seconds: float) -> str:
    """Return a time with three digits, in the unit that suits it."""
    for factor, unit in ((1, "s"), (1e3, "ms")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def race_rows(race: Race, python: Path | str, release: str) -> Iterator[list[str]]:
    """Race over all sizes; yield a row of the table for each."""
    before = ()
    with (
        open_side(sys.executable, race, "ours") as ours,
        open_side(python, race, "theirs") as theirs,
    ):
        for size in race.sizes:
            ours.ask({"case": race.case(size)})
            theirs.ask({"case": race.case(size // race.fewer)})
            answers = alternate(ours, theirs)
            times = [median(answer["seconds"] for answer in side) for side in answers]
            times[1] *= race.fewer
            first = [side[0]["numbers"] for side in answers]
            growth = [f"×{now / then:.1f}" for now, then in zip(times, before)]  # noqa: B905
            yield [
                race.model,
                f"{race.peer} {release}",
                f"{size:,} {race.unit}",
                race.result,
                *(f"{numbers[0][0]:.6g}" for numbers in first),
                agree(*first, race),
                readable(times[0]),
                readable(times[1]) + (" *" if race.fewer > 1 else ""),
                f"×{float(f'{times[1] / times[0]:.2g}'):g}",
                ", ".join(growth) or "–",
            ]
            before = times


def table(rows: list[list[str]]) -> str:
    """Return rows as a Markdown table, aligned so that a terminal can show it too."""
    rows = [list(HEAD), *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    lines = (map(str.ljust, row, widths) for row in rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def empty_row(race: Race, why: str) -> list[str]:
    row = [race.model, race.peer, *["–"] * (len(HEAD) - 2)]
    row[HEAD.index("agree")] = why
    return row


def run_races(races: list[Race], folder: Path | str, keep: Path | str) -> bool:
    """Run races and print their table; return whether all results agree."""
    rows, notes = [], [f"Ours: {ourselves()}."]
    for race in races:
        print(f"{race.model} against {race.peer} ...", file=sys.stderr)
        try:
            for row in race_rows(race, *find_peer(race, folder)):
                rows.append(row)
        except NotInstalledError as error:
            rows.append(empty_row(race, "not installable here"))
            notes.append(f"{race.model}, {race.peer}: {error} {remedy(race, keep)}")
        except StoppedError as error:
            rows.append(empty_row(race, "NO, stopped"))
            notes.append(f"{race.model}, {race.peer}: {error}")
        if race.fewer > 1:
            note = f"* {race.peer} runs one in {race.fewer} of the {race.unit}"
            notes.append(f"{note}; its time is multiplied by {race.fewer}.")
    print("\n\n".join([table(rows), *notes]))
    return not any(row[HEAD.index("agree")].startswith("NO") for row in rows)


def ourselves() -> str:
    packages = (f"{name} {version(name)}" for name in ("salescourse", "numpy", "scipy"))
    return ", ".join([*packages, f"Python {python_version()}"])


def main() -> None:
    names = [race.name for race in RACES]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("races", nargs="*", metavar="race", help=", ".join(names))
    parser.add_argument("--env", type=Path, help="a folder that keeps the peers")
    asked = parser.parse_args()
    for name in asked.races:
        if name not in names:
            parser.error(f'There is no race "{name}". There are: {", ".join(names)}.')
    races = [race for race in RACES if race.name in (asked.races or names)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = (asked.env or Path(temporary)).expanduser().resolve()
        sys.exit(not run_races(races, folder, asked.env or "build/peers"))


if __name__ == "__main__":
    main()
