"""Where things are: the data, the learner's folder, the course's own sources."""

import os
import shlex
from pathlib import Path

LEARNER_FOLDER = "my_course"
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


def package_home() -> Path:
    """Return the folder that the package lies in: the course's, or site-packages.

    Examples
    --------
    >>> (package_home() / "salescourse" / "paths.py").is_file()
    True
    """
    return _PACKAGE.parent


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
        if is_course(folder):
            return folder
    raise FileNotFoundError(
        "This installation of salescourse has no notebooks and no book beside it. "
        "Get the course's sources; in their folder, `python3 course.py` takes the same "
        "words, and sets up what they need."
    )


def is_course(folder: Path) -> bool:
    """Say whether a folder is a course: with notebooks, a book and its settings."""
    return all((folder / part).exists() for part in _COURSE)


def command_line(words: str = "", *, anywhere: bool = False) -> str:
    """Return a command of the course as whoever reads it can type it.

    In the course's folder that is `course.py`, which needs no installation; `anywhere`
    else, its whole path.
    """
    course = _PACKAGE.parent / "course.py"
    name = shlex.quote(str(course)) if anywhere else course.name
    start = f"python3 {name}" if course.is_file() else "salescourse"
    return f"{start} {words}".strip()
