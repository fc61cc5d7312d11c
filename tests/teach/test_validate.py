"""Validation finds every fault that is planted, where it is, and none where none is."""

import random
import shutil
from pathlib import Path

import pytest
import small_course
from faults import FAULTS, Planted

from salescourse.teach.cli import parser
from salescourse.teach.validate import Outcome, validate
from salescourse.teach.validate.command import run as command

pytestmark = pytest.mark.timeout(1800)
A_BATCH = 30


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Write the course of two notebooks, and accept what it shows."""
    folder = small_course.write(tmp_path_factory.mktemp("small") / "course")
    options = parser().parse_args(["validate", str(folder), "--accept"])
    assert command(options) == 0
    return folder


def copied(course: Path, to: Path) -> Path:
    """Copy the course."""
    return Path(shutil.copytree(course, to))


def plant(
    course: Path, folder: Path, seed: int, kinds: list[str]
) -> dict[Path, Planted]:
    """Make a copy of the course for each kind of fault, and plant it there."""
    planted = {}
    for number, kind in enumerate(kinds):
        copy = copied(course, folder / f"{number:03d}-{kind}")
        planted[copy] = FAULTS[kind](copy, random.Random(f"{seed} {number}"))
    return planted


def missed(outcome: Outcome, planted: dict[Path, Planted]) -> list[str]:
    """Return the faults that were not found at their place."""
    places = {(f.file, f.cell) for f in outcome.findings}
    return [
        f"{copy.name}: not at {fault.file}, cell {fault.cell}, but "
        + str(
            [(f.file, f.cell) for f in outcome.findings if f.file.startswith(str(copy))]
        )
        for copy, fault in planted.items()
        if (str(copy / fault.file), fault.cell) not in places
    ]


def test_each_kind_of_fault_is_found_where_it_is(course, tmp_path):
    assert len(FAULTS) >= 20
    planted = plant(course, tmp_path, 7, list(FAULTS))
    paths = [copy / file for copy, fault in planted.items() for file in fault.paths]
    untouched = [copied(course, tmp_path / f"untouched-{n}") for n in (1, 2)]
    outcome = validate([*paths, *untouched])
    assert outcome.finished, outcome.log
    assert missed(outcome, planted) == []
    false = [f for f in outcome.findings if "untouched" in f.file]
    assert false == []


def test_a_solution_that_records_or_fails_is_told_so(course, tmp_path):
    paths = []
    for name, old, new in (
        ("records", "solution('offers-1', 0.9**3)", "check('offers-1', 0.9**3)"),
        ("fails", "0.9**3", "0.5"),
    ):
        paths.append(copied(course, tmp_path / name) / "notebooks" / "01_offers.ipynb")
        text = paths[-1].read_text("utf-8")
        assert old in text
        paths[-1].write_text(text.replace(old, new), "utf-8")
    found = validate(paths, only=("exercises",)).findings
    records, fails = sorted(found, key=lambda each: each.file, reverse=True)
    assert records.message == "running the notebook records one"
    assert 'end its solution with solution("offers-1", …)' in records.remedy
    assert fails.expected == "offers-1: One solution."
    assert fails.message.startswith("This does not solve offers-1. It is not a coin.")


@pytest.mark.full
@pytest.mark.parametrize("fresh", [False, True])
def test_two_hundred_faults_are_found_by_all_checks(course, tmp_path, fresh):
    seed = random.SystemRandom().randrange(10**6) if fresh else 11
    print(f"seed {seed}")
    rng = random.Random(seed)
    kinds = [*FAULTS, *rng.choices(list(FAULTS), k=200 - len(FAULTS))]
    gone = []
    for start in range(0, len(kinds), A_BATCH):
        folder = tmp_path / str(start)
        planted = plant(course, folder, seed + start, kinds[start : start + A_BATCH])
        outcome = validate(planted)
        assert outcome.finished, outcome.log
        gone += missed(outcome, planted)
    assert gone == []


@pytest.mark.full
def test_the_untouched_course_is_clean_ten_times(course, tmp_path):
    for time in range(10):
        outcome = validate([course])
        assert (outcome.finished, outcome.findings) == (True, []), time
