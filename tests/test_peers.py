"""The races against other packages: the same question to both, and a fair table."""

import importlib
import json
import math
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def named(peers, name):
    return next(race for race in peers.RACES if race.name == name)


@pytest.fixture(autouse=True)
def benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)


@pytest.fixture
def peers():
    return importlib.import_module("peers")


@pytest.fixture
def environment(peers):
    return importlib.import_module("races.environment")


@pytest.fixture
def race(peers):
    """Return a small race whose peer is in our own environment, too."""
    committee = named(peers, "committee")
    return replace(committee, sizes=(50, 100))


class Runner:
    """A side that keeps score: 10 ms for ours, 25 ms for theirs, double the second."""

    def __init__(self, name, calls, numbers):
        self.name, self.calls, self.numbers, self.cases = name, calls, numbers, 0

    def ask(self, order):
        if "case" in order:
            self.cases += 1
            return {"ready": True}
        self.calls.append((self.name, order["seed"]))
        seconds = {"ours": 0.010, "theirs": 0.025}[self.name] * self.cases
        return {"seconds": seconds, "numbers": self.numbers}


@pytest.fixture
def calls(peers, monkeypatch):
    """Replace the processes of both sides; return who ran when."""
    calls = []

    @contextmanager
    def open_side(python, race, side):
        yield Runner(side, calls, [[0.5, 0.0]])

    monkeypatch.setattr(peers, "open_side", open_side)
    monkeypatch.setattr(peers, "ENOUGH_SECONDS", 0)
    return calls


def test_the_sides_run_in_turn_with_the_same_seeds(peers, race, calls):
    list(peers.race_rows(race, "python", "1.0"))
    one_size = [(side, seed) for seed in (1, 2, 3) for side in ("ours", "theirs")]
    assert calls == one_size * 2


def test_a_row_has_both_times_their_ratio_and_the_growth(peers, race, calls):
    first, second = peers.race_rows(race, "python", "1.0")
    assert first[-4:] == ["10 ms", "25 ms", "×2.5", "–"]
    assert second[-4:] == ["20 ms", "50 ms", "×2.5", "×2.0, ×2.0"]


def test_a_slow_peer_runs_less_and_its_time_is_multiplied(peers, race, calls):
    asked = []
    slow = replace(race, fewer=10, case=lambda size: asked.append(size) or {})
    first, _second = peers.race_rows(slow, "python", "1.0")
    assert asked == [50, 5, 100, 10]
    assert first[-3:-1] == ["250 ms *", "×25"]


@pytest.mark.parametrize(
    ("ours", "theirs", "random", "said"),
    [
        ([(100.0, 0)], [(100.09, 0)], False, "yes, to 0.001"),
        ([(100.0, 0)], [(100.11, 0)], False, "NO, 0.0011 apart, not 0.001"),
        # Below 1 the difference counts as it is.
        ([(0.0001, 0)], [(0.0009, 0)], False, "yes, to 0.001"),
        # The second number counts as well.
        ([(1, 0), (2, 0)], [(1.0001, 0), (3, 0)], False, "NO, 0.33 apart, not 0.001"),
        ([(math.nan, 0)], [(1, 0)], False, "NO, nan apart, not 0.001"),
        # Errors of 3 and 4 make one of 5.
        ([(10, 3)], [(29, 4)], True, "yes, to 4 s.e."),
        ([(10, 3)], [(31, 4)], True, "NO, 4.2 s.e. apart, not 4"),
    ],
)
def test_results_agree_within_the_tolerance_or_the_table_says_no(
    peers, race, ours, theirs, random, said
):
    race = replace(race, random=random, tolerance=4 if random else 1e-3)
    assert peers.agree(ours, theirs, race) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(12.345, "12.3 s"), (0.0021, "2.1 ms"), (5e-5, "50 µs")]
)
def test_times_read_well(peers, seconds, said):
    assert peers.readable(seconds) == said


def test_a_race_against_ourselves_prints_one_table_and_agrees(
    peers, race, monkeypatch, capsys
):
    real = peers.open_side
    monkeypatch.setattr(peers, "open_side", lambda *start: real(*start[:2], "ours"))
    monkeypatch.setattr(peers, "ENOUGH_SECONDS", 0)
    monkeypatch.setattr(peers, "find_peer", lambda *_: (sys.executable, "1.0"))
    assert peers.run_races([race], "here", "peers")
    lines = capsys.readouterr().out.splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 4
    assert len({len(row) for row in rows}) == 1
    assert [cell.strip() for cell in rows[0].split("|")[1:-1]] == list(peers.HEAD)
    assert all("| scipy 1.0 |" in row and "yes, to 1e-12" in row for row in rows[2:])


def test_a_peer_that_is_missing_is_named_with_its_remedy(
    peers, environment, race, monkeypatch, capsys, tmp_path
):
    def refuse(command):
        raise subprocess.CalledProcessError(1, command, stderr="trying\nno network.\n")

    monkeypatch.setattr(environment, "install", refuse)
    monkeypatch.setattr(environment.shutil, "which", lambda name: "/bin/uv")
    assert peers.run_races([race], tmp_path, "peers")
    out = capsys.readouterr().out
    assert "| committee, alone | scipy |" in out
    assert "not installable here: no network." in out
    python = environment.python_in(Path("peers/scipy"))
    assert f"uv venv --python {sys.executable} {Path('peers/scipy')} && uv" in out
    assert f"uv pip install --python {python} scipy==1.17.1`" in out
    assert "`--env peers`" in out


@pytest.mark.parametrize(("seconds", "runs"), [(0.004, 16), (0.06, 1)])
def test_short_runs_are_repeated_and_each_counts_alike(
    race, monkeypatch, seconds, runs
):
    side = importlib.import_module("races.side")
    clock, done = [0.0], []

    def run(seed):
        clock[0] += seconds
        done.append(seed)
        return [0.5]

    monkeypatch.setattr(side.time, "process_time", lambda: clock[0])
    race = replace(race, theirs=lambda case: (run, lambda result: [(*result, 0.0)]))
    ready, answer = side.answers(race, "theirs", ['{"case": {}}', '{"seed": 7}'])
    assert ready == {"ready": True}
    assert done.count(7) == runs
    assert answer["seconds"] == pytest.approx(seconds)
    assert answer["numbers"] == [(0.5, 0.0)]


def test_without_uv_the_peers_come_by_venv_and_pip(environment, race, monkeypatch):
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    make, fill = environment.install_commands(race, Path("peers/scipy"))
    assert make == [sys.executable, "-m", "venv", str(Path("peers/scipy"))]
    assert fill[1:] == ["-m", "pip", "install", "scipy==1.17.1"]


def test_a_peer_that_is_there_is_not_installed_again(
    environment, race, monkeypatch, tmp_path
):
    python = environment.python_in(tmp_path / "scipy")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    # Only what is linked is the interpreter; its packages it finds by PYTHONPATH.
    monkeypatch.setenv("PYTHONPATH", sysconfig.get_path("purelib"))
    monkeypatch.setattr(environment, "install", lambda command: pytest.fail("again"))
    found, release = environment.find_peer(race, tmp_path)
    assert found == python
    assert release == importlib.import_module("scipy").__version__


def test_a_side_that_stops_says_why_and_fails_the_run(peers, race, monkeypatch, capsys):
    monkeypatch.setattr(peers, "find_peer", lambda *_: (sys.executable, "1.0"))
    broken = replace(race, case=lambda size: {"nothing": "of use"})
    assert not peers.run_races([broken], "here", "peers")
    out = capsys.readouterr().out
    assert "| NO, stopped |" in out
    assert "stopped: KeyError: 'number'." in out


def test_results_that_disagree_fail_the_run(peers, race, monkeypatch):
    row = ["NO, 1 apart, not 0.1" if name == "agree" else "" for name in peers.HEAD]
    monkeypatch.setattr(peers, "race_rows", lambda *_: [row])
    monkeypatch.setattr(peers, "find_peer", lambda *_: (sys.executable, "1.0"))
    assert not peers.run_races([race], "here", "peers")


def test_swayed_committees_agree_and_would_not_without_the_correlation(peers):
    race = named(peers, "committee-swayed")
    assert agreement(peers, race, 200).startswith("yes")
    alone = named(peers, "committee")
    mixed = replace(race, ours=lambda case: race.ours(case | {"correlation": 0.0}))
    assert agreement(peers, alone, 200).startswith("yes")
    assert agreement(peers, mixed, 200).startswith("NO")


def agreement(peers, race, size):
    """Run both sides once, in here, on what went through JSON."""
    case = json.loads(json.dumps(race.case(size)))
    numbers = []
    for side in (race.ours, race.theirs):
        run, report = side(case)
        numbers.append(report(run(1)))
    return peers.agree(*numbers, race)


def test_each_race_has_a_name_of_its_own_growing_sizes_and_a_pinned_peer(peers):
    assert len({race.name for race in peers.RACES}) == len(peers.RACES)
    for race in peers.RACES:
        assert len(race.sizes) >= 2
        assert sorted(set(race.sizes)) == list(race.sizes)
        assert any(need.startswith(f"{race.peer}==") for need in race.needs)
        assert json.dumps(race.case(race.sizes[0] // race.fewer))


def test_the_exact_cycle_of_the_race_gives_what_a_hand_can_work_out(peers):
    # Two stages. From the first: .1 stay, .4 on, .5 lost. From the second: .1 back,
    # .4 won, .5 lost. So w1 = .1 w1 + .4 w2 and w2 = .1 w1 + .4: w1 = .16 / .86.
    race = named(peers, "chain")
    run, report = race.ours(race.case(2))
    (won, _), (lost, _), (visits, _) = report(run(1))
    assert won == pytest.approx(0.16 / 0.86)
    assert lost == pytest.approx(1 - won)
    # A deal visits v1 = 1 + .1 v1 + .4 v2 stages, with v2 = 1 + .1 v1: v1 = 1.4 / .86.
    assert visits == pytest.approx(1.4 / 0.86)
