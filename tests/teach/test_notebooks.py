"""What every committed notebook must be, and that it still says what it said."""

from pathlib import Path

import pytest

from salescourse.teach.execute import as_text, canonical, read
from salescourse.teach.prose import lint
from salescourse.teach.validate import validate

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_chapters():
    assert NOTEBOOKS


@by_name
def test_a_notebook_is_committed_in_its_canonical_form(path):
    assert path.read_text(encoding="utf-8") == as_text(canonical(read(path)))


@by_name
def test_a_chapter_has_nothing_to_mend(path):
    assert [str(finding) for finding in lint([path], ROOT)] == []


@pytest.mark.timeout(1200)
def test_every_notebook_runs_as_committed_and_every_exercise_answers():
    # Strict nbval, figures, widgets, stubs, hints and solutions: each afresh. Then the
    # records that its kernel has kept must hold no attempt.
    outcome = validate([ROOT / "notebooks"], only=("notebooks", "exercises"))
    assert outcome.finished, outcome.log
    assert [str(finding) for finding in outcome.findings] == []
