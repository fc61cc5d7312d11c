"""What rendering cannot see in a chapter: a missing part, a vague picture, a slogan.

Each rule is a function from a `Chapter` to findings. A finding names the notebook,
the cell, the rule and what to do.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from salescourse.practice.finding import Finding, Places
from salescourse.teach.prose import exercises, form, wording
from salescourse.teach.prose.chapter import Chapter, Found

__all__ = ["RULES", "lint"]

Rule = Callable[[Chapter], Found]

RULES: tuple[Rule, ...] = (
    form.anatomy,
    form.objectives,
    form.questions,
    form.cell_ids,
    form.cell_size,
    form.pictures,
    form.links,
    form.contents,
    form.warnings,
    form.practice,
    exercises.exercises,
    exercises.solutions,
    exercises.names,
    wording.length,
    wording.percent_signs,
    wording.slogans,
    wording.weak_claims,
    wording.spelling,
)


def lint(paths: Iterable[Path], root: Path) -> list[Finding]:
    """Return what is to be mended in some chapters.

    Parameters
    ----------
    paths : iterable of Path
        Notebooks named ``NN_name.ipynb``.
    root : Path
        The course's folder, with `book/` and `data/questions/`.

    Returns
    -------
    list of Finding
        One line of text each, in the order of the chapters.
    """
    return [
        found
        for path in paths
        for chapter in [Chapter(path, root)]
        for rule in RULES
        for found in broken(rule, chapter)
    ]


def broken(rule: Rule, chapter: Chapter) -> Iterator[Finding]:
    """Return where a chapter breaks a rule."""
    places = Places.of(chapter.path, chapter.cells)
    for cell, remedy in rule(chapter):
        yield places.finding(cell, rule.__name__.replace("_", "-"), "", remedy)
