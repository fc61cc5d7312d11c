"""A class of which every mark is known beforehand is marked so."""

import csv
import os
from pathlib import Path

import psutil
import pytest
from teach.class_of import EXERCISES, SLEEP, Expected, write

from salescourse.teach.grade.make import Graded, grade
from salescourse.teach.processes import Limits
from salescourse.teach.release import package
from salescourse.teach.release.make import edition_of, notebooks_in

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(seconds=25, megabytes=500)
pytestmark = pytest.mark.timeout(3600)


def mark(folder: Path, n: int) -> tuple[list[Expected], Graded, list[str]]:
    edition = edition_of([package.files(), notebooks_in(ROOT)])
    expected, said = write(folder / "in", n, edition), []
    graded = grade(
        folder / "in", folder / "out" / "grades.csv", course=ROOT, limits=LIMITS,
        at_a_time=max(3, os.cpu_count() or 1), say=said.append,
    )  # fmt: skip
    return expected, graded, said


def hold(expected: list[Expected], graded: Graded) -> None:
    found = {str(result.submission.path): result for result in graded.results}
    assert sorted(found) == sorted(each.file for each in expected)
    wrong = []
    for each in expected:
        result = found[each.file]
        points = [m.points for m in result.marks]
        said = " ".join([*result.remarks, *(m.said for m in result.marks)])
        if points != each.points or each.says not in said:
            wrong.append((each, points, said))
        assert result.submission.late == each.late
    assert wrong == []


def left_running() -> list[str]:
    lines = (
        " ".join(p.info["cmdline"] or []) for p in psutil.process_iter(["cmdline"])
    )
    return [line for line in lines if SLEEP in line]


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    made = {}
    for path in (folder / "out").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            made[path.name] = list(csv.DictReader(file))
    return made


@pytest.fixture(scope="module")
def of_24(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("class")
    return folder, *mark(folder, 24)


def test_every_mark_is_the_one_that_was_known(of_24):
    _folder, expected, graded, _said = of_24
    hold(expected, graded)
    assert graded.remarks == []
    assert left_running() == []


def test_there_is_a_row_for_each_learner_and_exercise(of_24):
    folder, expected, _graded, _said = of_24
    rows = tables(folder)["grades.csv"]
    assert len(rows) == 24 * len(EXERCISES)
    assert sum(float(row["points"]) for row in rows) == sum(
        sum(each.points) for each in expected
    )
    assert {row["late"] for row in rows} == {"", "late"}


def test_what_the_lms_takes_back_has_its_columns(of_24):
    folder, _expected, graded, _said = of_24
    moodle = tables(folder)["grades-moodle.csv"]
    assert set(moodle[0]) >= {"Identifier", "Grade", "Last modified (grade)"}
    assert all(row["Identifier"].startswith("Participant 1") for row in moodle)
    canvas = tables(folder)["grades-canvas.csv"]
    assert canvas[0]["Student"] == "Points Possible"
    assert canvas[0]["decisions"] == "3"
    lms = [result.submission.learner.lms for result in graded.results]
    assert (len(moodle), len(canvas) - 1) == (lms.count("moodle"), lms.count("canvas"))


def test_each_has_a_page_on_which_nothing_runs(of_24):
    folder, _expected, graded, _said = of_24
    pages = list((folder / "out" / "grades-feedback").glob("*.html"))
    assert len(pages) == len(graded.results) == 24
    for page in pages:
        text = page.read_text("utf-8")
        assert "<script" not in text
        assert "default-src 'none'" in text


def test_what_has_run_is_not_run_again_and_gives_the_same(of_24):
    folder, expected, _graded, said = of_24
    assert said[0] == "24 submissions, 22 to run."
    before = (folder / "out" / "grades.csv").read_bytes()
    again: list[str] = []
    graded = grade(folder / "in", folder / "out" / "grades.csv", course=ROOT,
                   limits=LIMITS, say=again.append)  # fmt: skip
    assert again == ["24 submissions, 0 to run."]
    hold(expected, graded)
    assert (folder / "out" / "grades.csv").read_bytes() == before


@pytest.mark.full
def test_a_class_of_200_is_marked_so(tmp_path):
    expected, graded, _said = mark(tmp_path, 200)
    hold(expected, graded)
    assert left_running() == []
