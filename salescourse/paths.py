"""Where things are: the data, the learner's folder, the course's own sources."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_COURSE = ("_config.yml", "book/_toc.yml", "notebooks")


def data_dir() -> Path:
    """Return the folder of data sets: inside an installed wheel, or in the course.

    Examples
    --------
    >>> (data_dir() / "questions").is_dir()
    True
    """
    inside = _PACKAGE / "data"
    return inside if inside.is_dir() else _PACKAGE.parent / "data"


def user_dir() -> Path:
    """Return the learner's own folder, which holds their progress.

    `SALESCOURSE_HOME` moves it; builds and tests set it, so that a learner's
    answers never end up in a book or a test.
    """
    if home := os.environ.get("SALESCOURSE_HOME"):
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path("salescourse", appauthor=False)


def project_root() -> Path:
    """Return the folder of the course's sources (notebooks, book, tests).

    The working folder or one above it, if it is a course; else the one that the
    package lies in.

    Raises
    ------
    FileNotFoundError
        If neither is a course.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, _PACKAGE.parent):
        if all((folder / part).exists() for part in _COURSE):
            return folder
    raise FileNotFoundError(
        "This installation of salescourse has no notebooks and no book beside it. "
        "Get the course's sources and run `python3 course.py` there."
    )


def command_line(words: str = "") -> str:
    """Return a command of the course as whoever reads it can type it.

    In the course's folder that is `course.py`, which needs no installation.
    """
    course = _PACKAGE.parent / "course.py"
    return (
        f"{'python3 course.py' if course.is_file() else 'salescourse'} {words}".strip()
    )
