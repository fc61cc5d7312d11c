"""Race models of the course against other packages: same input, A B A B, one table.

    python benchmarks/peers.py                     # all races
    python benchmarks/peers.py pipeline chain      # some of them
    python benchmarks/peers.py --env ~/peers       # keep the peers for the next time

Run it with the Python that has `salescourse`. Each peer lives in an environment of its
own, made by `uv` or else by venv and pip, in a temporary folder or in the one given.
The folder `races` has the races; README.md says what the columns mean.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from races import RACES
from races.race import Numbers, Race

HERE = Path(__file__).resolve().parent
INSTALL_SECONDS = 300
LEAST_ROUNDS, MOST_ROUNDS, RACE_SECONDS = 3, 101, 2.0
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
HEAD = (
    "model",
    "peer",
    "size",
    "result",
    "ours",
    "theirs",
    "agree",
    "our time",
    "their time",
    "theirs / ours",
    "growth",
)


class CannotRaceError(Exception):
    """A peer is not there, or one side stopped."""


def python_in(home: Path) -> Path:
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version_of(peer: str, python: Path) -> str | None:
    """Return the version of a peer in an environment, or None if it is not there."""
    probe = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
    if not python.exists():
        return None
    found = subprocess.run([python, "-c", probe, peer], capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else None


def install_commands(race: Race, home: Path) -> list[list[str]]:
    """Return what makes the environment of a peer, and what fills it."""
    python = str(python_in(home))
    if shutil.which("uv"):
        make = ["uv", "venv", "--python", sys.executable, str(home)]
        fill = ["uv", "pip", "install", "--python", python, *race.needs]
    else:
        make = [sys.executable, "-m", "venv", str(home)]
        fill = [python, "-m", "pip", "install", *race.needs]
    return [fill] if python_in(home).exists() else [make, fill]


def find_peer(race: Race, folder: Path) -> tuple[Path, str]:
    """Return the peer's Python and version; install it where it is not there yet."""
    home = folder / race.peer
    commands, reason = install_commands(race, home), ""
    version = version_of(race.peer, python_in(home))
    try:
        for command in commands if version is None else ():
            subprocess.run(
                command,
                check=True,
                capture_output=True,
                text=True,
                timeout=INSTALL_SECONDS,
            )
    except subprocess.TimeoutExpired:
        reason = f"it took more than {INSTALL_SECONDS} seconds"
    except (subprocess.CalledProcessError, OSError) as error:
        reason = last_line(getattr(error, "stderr", "") or str(error))
    version = version or version_of(race.peer, python_in(home))
    if version is None:
        remedy = " && ".join(" ".join(command) for command in commands)
        raise CannotRaceError(
            f"not installable here: {reason or 'no such version is there after it'}. "
            f"Once its packages can be reached, run `{remedy}`, and this script with "
            f"`--env {folder}`."
        )
    return python_in(home), version


def last_line(text: str) -> str:
    return next((x.strip(" .") for x in reversed(text.splitlines()) if x.strip()), "")


class Side:
    """One side of a race, in a process of its own that answers line by line."""

    def __init__(self, python: Path, race: Race, side: str) -> None:
        self.said = tempfile.TemporaryFile("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [python, "-m", "races.side", race.name, side],
            cwd=HERE,
            env={**os.environ, **dict.fromkeys(ONE_THREAD, "1")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
        )

    def __enter__(self) -> "Side":
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.communicate()
        self.said.close()

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
            raise CannotRaceError(f"stopped: {last_line(self.said.read())}.")
        return json.loads(answer)


def alternate(ours: Side, theirs: Side) -> tuple[list[dict], list[dict]]:
    """Let the sides run in turn, A B A B, until there are enough rounds."""
    rounds, begun = [], time.perf_counter()
    while len(rounds) < LEAST_ROUNDS or (
        len(rounds) < MOST_ROUNDS and time.perf_counter() - begun < RACE_SECONDS
    ):
        order = {"seed": len(rounds) + 1}
        rounds.append((ours.ask(order), theirs.ask(order)))
    return tuple(list(answers) for answers in zip(*rounds, strict=True))


def agree(ours: Numbers, theirs: Numbers, race: Race) -> str:
    """Say whether all numbers are within the race's tolerance, and which one that is."""
    off = 0.0
    for (a, a_error), (b, b_error) in zip(ours, theirs, strict=True):
        scale = (a_error**2 + b_error**2) ** 0.5 if race.random else max(1, abs(b))
        off = max(off, abs(a - b) / scale)
    unit = " s.e." if race.random else ""
    if off <= race.tolerance:
        return f"yes, to {race.tolerance:g}{unit}"
    return f"NO, {off:.2g}{unit} apart, not {race.tolerance:g}"


def readable(seconds: float) -> str:
    for factor, unit in ((1, "s"), (1e3, "ms")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def race_rows(race: Race, python: Path, version: str) -> Iterator[list[str]]:
    """Race over all sizes; yield a row of the table for each."""
    before = None
    with (
        Side(Path(sys.executable), race, "ours") as ours,
        Side(python, race, "theirs") as theirs,
    ):
        for size in race.sizes:
            ours.ask({"case": race.case(size)})
            theirs.ask({"case": race.case(size // race.fewer)})
            answers = alternate(ours, theirs)
            times = [median(answer["seconds"] for answer in side) for side in answers]
            times[1] *= race.fewer
            first = [side[0]["numbers"] for side in answers]
            growth = [
                f"×{t / b:.1f}" for t, b in zip(times, before or (), strict=False)
            ]
            yield [
                race.model,
                f"{race.peer} {version}",
                f"{size:,} {race.unit}",
                race.result,
                *(f"{numbers[0][0]:.6g}" for numbers in first),
                agree(*first, race),
                readable(times[0]),
                readable(times[1]) + (" *" if race.fewer > 1 else ""),
                f"{times[1] / times[0]:.2g}×",
                " / ".join(growth) or "–",
            ]
            before = times


def table(rows: list[list[str]]) -> str:
    """Return rows as a Markdown table, aligned so that a terminal can show it too."""
    rows = [list(HEAD), *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows
    )


def run_races(races: list[Race], folder: Path) -> bool:
    """Run races and print their table; return whether all results agree."""
    rows, notes = [], []
    for race in races:
        print(f"{race.name} against {race.peer} ...", file=sys.stderr)
        try:
            rows += race_rows(race, *find_peer(race, folder))
        except CannotRaceError as error:
            rows.append([race.model, race.peer, *["–"] * (len(HEAD) - 2)])
            notes.append(f"{race.model}, {race.peer}: {error}")
        if race.fewer > 1:
            notes.append(
                f"* {race.peer} runs 1/{race.fewer} of the {race.unit}, ×{race.fewer}."
            )
    print("\n\n".join([table(rows), *notes]))
    return not any(row[HEAD.index("agree")].startswith("NO") for row in rows)


def main() -> None:
    names = [race.name for race in RACES]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("races", nargs="*", metavar="race", help=", ".join(names))
    parser.add_argument("--env", type=Path, help="a folder for the peers, kept")
    asked = parser.parse_args()
    for name in asked.races:
        if name not in names:
            parser.error(f'There is no race "{name}". There are: {", ".join(names)}.')
    races = [race for race in RACES if race.name in (asked.races or names)]
    with ExitStack() as stack:
        folder = asked.env or stack.enter_context(tempfile.TemporaryDirectory())
        sys.exit(not run_races(races, Path(folder).expanduser().resolve()))


if __name__ == "__main__":
    main()
