"""What there is to look at below a path, and a copy of it to look at."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from salescourse.paths import LEARNER_FOLDER

_SKIPPED = {"_build", "node_modules", "__pycache__", "venv", LEARNER_FOLDER}
_COURSE = ("notebooks", "data", "book")
_BANK_KEYS = ("chapter:", "items:")
_MOST_MEGABYTES = 500
# What takes longest is begun first.
_ORDER = ("book", "made", "notebook", "tables", "bank", "page")
# A quoted path or a link that leads out of the folder.
_OUTSIDE = re.compile(r"""["'(]((?:\.\./)+[^"'()\s\\{}<>./][^"'()\s\\{}<>]*)""")


@dataclass
class Plan:
    """Files to look at, each with what it is, and what is copied for it by root."""

    kinds: dict[Path, str] = field(default_factory=dict)
    roots: dict[Path, list[Path]] = field(default_factory=dict)

    def root(self, file: Path) -> Path:
        """Return the folder whose copy holds a file."""
        return next(root for root in self.roots if file.is_relative_to(root))

    def in_order(self) -> list[tuple[Path, str]]:
        """Return the files in the order in which they are looked at."""
        return sorted(self.kinds.items(), key=lambda each: _ORDER.index(each[1]))


def plan(paths: Iterable[Path]) -> Plan:
    """Find what there is to look at.

    Parameters
    ----------
    paths : iterable of Path
        A course, any folder, or single files.

    Raises
    ------
    FileNotFoundError
        If a path is not there, or nothing can be looked at.
    """
    made, paths = Plan(), [Path(each).resolve() for each in paths]
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path} is not there.")
        whole = _root(path)
        kinds = {file: kind for file in _below(path, whole) if (kind := _kind(file))}
        if path == whole and is_course(path):
            kinds[path / "_config.yml"] = "book"
        folder = path if path.is_dir() else path.parent
        named = [] if whole else [at for file in kinds for at in _named_outside(file)]
        root = Path(os.path.commonpath([whole or folder, *named]))
        made.roots.setdefault(root, []).extend([whole or folder, path, *named])
        made.kinds = {**kinds, **made.kinds}
    if not made.kinds:
        raise FileNotFoundError(
            f"There is no notebook and no question bank in {', '.join(map(str, paths))}. "
            "Name a folder that has some, or a file."
        )
    return made


def copied(made: Plan, to: Path) -> dict[Path, Path]:
    """Copy what is looked at, and what it reads; return the copy of each root."""
    copies: dict[Path, Path] = {}
    for root, wanted in made.roots.items():
        # The first of a name keeps it: it shows in what a cell says of its place.
        again = sum(other.name == root.name for other in copies)
        copies[root] = to / (f"{root.name}-{again + 1}" if again else root.name)
        total = 0
        for file in dict.fromkeys(file for place in wanted for file in files(place)):
            total += file.stat().st_size if file.is_file() else 0
            if total > _MOST_MEGABYTES * 2**20:
                raise ValueError(
                    f"{root} holds more than {_MOST_MEGABYTES} MB. Put the notebooks "
                    "into a folder of their own, with what they read."
                )
            target = copies[root] / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.is_file():
                shutil.copy2(file, target)
    return copies


def is_course(folder: Path) -> bool:
    """Say whether a folder is a whole course: with notebooks and a book."""
    return (folder / "_config.yml").is_file() and (folder / "notebooks").is_dir()


def files(place: Path) -> Iterator[Path]:
    """Return every file below a folder, but what is hidden, built or installed."""
    if place.is_file():
        yield place
    for here, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not _is_skipped(here, name))
        yield from (Path(here, name) for name in sorted(names))


def _is_skipped(here: str, name: str) -> bool:
    own = Path(here, name, "pyvenv.cfg").is_file()
    return name.startswith(".") or name in _SKIPPED or own


def _root(path: Path) -> Path | None:
    """Return the course a path lies in, or the folder that holds its questions."""
    folder = path if path.is_dir() else path.parent
    ups = (folder, *folder.parents)
    if course := next(filter(is_course, ups), None):
        return course
    banks = (up for up in ups[:3] if (up / "data" / "questions").is_dir())
    beside = folder.parent if folder.name == "questions" else folder
    return next(banks, beside if (beside / "questions").is_dir() else None)


def _below(path: Path, whole: Path | None) -> Iterator[Path]:
    for file in files(path):
        # In a course, notebooks and banks elsewhere belong to its tests.
        inside = path == whole and is_course(path) and file.relative_to(path).parts[0]
        if not inside or inside in _COURSE:
            yield file


def _named_outside(file: Path) -> Iterator[Path]:
    """Return what is outside of the folder of a notebook or page, and named there."""
    if file.suffix in (".ipynb", ".md"):
        text = file.read_text(encoding="utf-8", errors="replace")
        for name in set(_OUTSIDE.findall(text)):
            place = Path(os.path.normpath(file.parent / name))
            if place.exists():
                yield place


def _kind(file: Path) -> str:
    if file.suffix == ".ipynb":
        return "notebook"
    if file.name == "tables.yml":
        return "tables"
    if file.suffix in (".yml", ".yaml") and _is_bank(file):
        return "bank"
    if file.name == "make.py" and "data" in file.parts:
        return "made"
    if file.name == "_config.yml":
        return "book"
    return "page" if file.suffix == ".md" else ""


def _is_bank(file: Path) -> bool:
    """Say whether a file is a question bank, even one that YAML cannot read."""
    if file.parent.name == "questions":
        return True
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return all(any(line.startswith(key) for line in lines) for key in _BANK_KEYS)
