"""The grades as tables: one row per learner and exercise, and what an LMS takes back."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from salescourse.teach.grade.rows import Result

COLUMNS = ("learner", "number", "chapter", "exercise", "points", "of", "result", "late",
           "edition", "file", "said")  # fmt: skip
# The words by which Moodle knows the columns of a grading worksheet, in English.
MOODLE = ("Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)",
          "Feedback comments")  # fmt: skip
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def rows(results: Iterable[Result]) -> list[list[object]]:
    """Return a row for each learner and exercise."""
    made: list[list[object]] = []
    for each in results:
        late = "late" if each.submission.late else ""
        remarks = " ".join(each.remarks)
        start = [each.name, each.number, each.chapter]
        end = [late, each.edition, each.submission.path.name]
        for mark in each.marks:
            said = f"{mark.said} {remarks}".strip()
            middle = [mark.exercise, mark.points, mark.of, mark.result]
            made.append([*start, *middle, *end, said])
        if not each.marks:
            made.append([*start, "", 0, 0, "not run", *end, remarks])
    return made


def moodle(results: Iterable[Result]) -> list[list[object]]:
    """Return a row for each learner of Moodle's, as its grading worksheet has it.

    Where several chapters were marked, each has a column of its own at the end, which
    Moodle leaves alone.
    """
    ours = [r for r in results if r.submission.learner.lms == "moodle"]
    made = []
    for learner in _together(ours):
        first, points, of = learner[0], *_sums(learner)
        person = f"Participant {first.submission.learner.id}"
        made.append([person, first.name, points, of, "-", _summary(learner),
                     *_apart(learner, several(ours))])  # fmt: skip
    return made


def canvas(results: Sequence[Result]) -> list[list[object]]:
    """Return the rows that Canvas's gradebook takes, the points possible first.

    Each chapter is an assignment, and has a column.
    """
    ours = [r for r in results if r.submission.learner.lms == "canvas"]
    names = chapters(ours)
    most = [
        max(result.of for result in ours if result.chapter == name) for name in names
    ]
    made: list[list[object]] = (
        [["Points Possible", "", "", "", "", *most]] if ours else []
    )
    for learner in _together(ours):
        first = learner[0]
        person = [first.name, first.submission.learner.id, "", "", ""]
        made.append([*person, *_apart(learner, names)])
    return made


def chapters(results: Iterable[Result]) -> list[str]:
    """Return the chapters that were marked."""
    return sorted({result.chapter for result in results} - {""})


def several(results: Iterable[Result]) -> list[str]:
    """Return the chapters if there are several of them, or none."""
    names = chapters(results)
    return names if len(names) > 1 else []


def _apart(learner: Iterable[Result], names: Iterable[str]) -> list[object]:
    """Return the points of a learner in each chapter, nothing where none came."""
    points = {result.chapter: result.points for result in learner}
    return [points.get(name, "") for name in names]


def as_csv(columns: Sequence[str], table: Iterable[Sequence[object]]) -> str:
    r"""Return a table as CSV in which no cell is a formula for a spreadsheet.

    Examples
    --------
    >>> as_csv(["a"], [["=1+1"], [-1]])
    "a\r\n'=1+1\r\n-1\r\n"
    """
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(columns)
    writer.writerows([_inert(cell) for cell in row] for row in table)
    return made.getvalue()


def write(path: Path, text: str) -> Path:
    """Write a file at once, so that it is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8", errors="replace", newline="")
    os.replace(draft, path)
    return path


def _inert(cell: object) -> object:
    if (
        isinstance(cell, str)
        and cell != "-"
        and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    ):
        return f"'{cell}"
    return cell


def _together(results: Iterable[Result]) -> list[list[Result]]:
    """Return the results of each learner, of all chapters."""
    groups: dict[str, list[Result]] = {}
    for each in results:
        groups.setdefault(each.submission.learner.key, []).append(each)
    return list(groups.values())


def _sums(results: Iterable[Result]) -> tuple[float, int]:
    points = [(each.points, each.of) for each in results]
    return sum(p for p, _of in points), sum(of for _p, of in points)


def _summary(results: Iterable[Result]) -> str:
    lines = [
        f"{mark.exercise}: {mark.points:g} of {mark.of}, {mark.result}. {mark.said}"
        for each in results for mark in each.marks
    ]  # fmt: skip
    return " ".join([*lines, *(remark for each in results for remark in each.remarks)])
