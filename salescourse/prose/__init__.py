"""What rendering cannot see in a chapter: a missing part, a vague picture, a slogan.

Each rule is a function from a `Chapter` to findings. A finding names the notebook,
the cell, the rule and what to do.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from salescourse.prose import form, wording
from salescourse.prose.chapter import Chapter, Finding, Found

__all__ = ["RULES", "Finding", "lint"]

RULES: tuple[Callable[[Chapter], Found], ...] = (
    form.anatomy,
    form.objectives,
    form.questions,
    form.cell_ids,
    form.cell_size,
    form.pictures,
    form.links,
    form.contents,
    form.warnings,
    form.exercises,
    form.practice,
    wording.length,
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
        Finding(path.as_posix(), cell, rule.__name__.replace("_", "-"), message)
        for path in paths
        for chapter in [Chapter(path, root)]
        for rule in RULES
        for cell, message in rule(chapter)
    ]
