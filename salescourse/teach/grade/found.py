"""Who has handed in what: files as Moodle, Canvas or a plain folder hold them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 20 * 2**20
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<how>\w+?)_*")
_MOODLE_FLAT = re.compile(_MOODLE.pattern + r"_(?P<rest>[^_].*)")
_CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?:(?P<late>LATE)_)?(?P<id>\d+)_(?P<number>\d+)_(?P<rest>.+)"
)
_AGAIN = re.compile(r"-(\d+)$")
_NOT_THEIRS = ("__MACOSX", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Learner:
    """Somebody who has handed something in.

    Parameters
    ----------
    key : str
        What tells them from others: `moodle 1234`, `canvas 123`, or a file's name.
    name : str
        As the LMS or the folder says it; empty if neither does.
    id : str
        The LMS's number; empty if there is none.
    lms : str
        `moodle`, `canvas` or nothing.
    """

    key: str
    name: str = ""
    id: str = ""
    lms: str = ""


@dataclass(frozen=True)
class Submission:
    """One file of one learner, read once: nothing that runs can change it any more."""

    learner: Learner
    path: Path
    content: bytes = field(repr=False)
    late: bool = False
    attempt: tuple[int, float, str] = (0, 0, "")
    too_large: bool = False


def submissions(folder: Path) -> tuple[list[Submission], list[str]]:
    """Return what was handed in, and in words what was left alone.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise FileNotFoundError(
            f"{folder} is no folder. Unpack what the LMS gave you, and name that folder."
        )
    found, alone = [], []
    for path in _files(folder):
        inside = path.relative_to(folder)
        if path.is_symlink():
            alone.append(f"{inside} is a link to another place, and is not followed.")
        elif path.suffix.lower() != ".ipynb":
            alone.append(f"{inside} is no notebook (.ipynb), and was left alone.")
        else:
            try:
                found.append(_submission(path, inside))
            except OSError as error:
                alone.append(f"{inside} could not be read: {error.strerror}.")
    return found, alone


def owner(inside: Path) -> tuple[Learner, bool, int]:
    """Say whose a file is, whether it is late, and which attempt it is.

    Parameters
    ----------
    inside : Path
        Its path inside the folder of submissions.

    Examples
    --------
    >>> owner(Path("Ada Lovelace_1234_assignsubmission_file_/a.ipynb"))[0].name
    'Ada Lovelace'
    >>> owner(Path("lovelaceada_LATE_123_456_a-2.ipynb"))
    (Learner(key='canvas 123', name='lovelaceada', id='123', lms='canvas'), True, 2)
    >>> owner(Path("ada/a.ipynb"))[0].name
    'ada'
    """
    first, alone = inside.parts[0], len(inside.parts) == 1
    again = _AGAIN.search(inside.stem)
    attempt = int(again[1][:9]) if again else 0
    moodle = (_MOODLE_FLAT if alone else _MOODLE).fullmatch(first)
    if moodle:
        name, number = moodle["name"], moodle["id"]
        return Learner(f"moodle {number}", name, number, "moodle"), False, 0
    canvas = _CANVAS.fullmatch(inside.name)
    if canvas:
        name, number = canvas["name"], canvas["id"]
        learner = Learner(f"canvas {number}", name, number, "canvas")
        return learner, bool(canvas["late"]), attempt
    if alone:
        return Learner(f"file {inside.name}"), False, 0
    return Learner(f"folder {first}", first), False, 0


def _files(folder: Path) -> Iterator[Path]:
    """Walk through a folder in order, past what a computer has put there by itself."""
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_THEIRS or path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _files(path)
        elif path.is_file() or path.is_symlink():
            yield path


def _submission(path: Path, inside: Path) -> Submission:
    learner, late, attempt = owner(inside)
    about = path.stat()
    large = about.st_size > MOST_BYTES
    content = b"" if large else path.read_bytes()
    order = (attempt, about.st_mtime, str(inside))
    return Submission(learner, path, content, late, order, large)
