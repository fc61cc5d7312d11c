"""What there is to look at below a path, and which check looks at it."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from salescourse.learner import FOLDER
from salescourse.words import _

_SKIPPED = {"_build", "node_modules", "__pycache__", "venv", FOLDER}
_COURSE = ("notebooks", "data", "book")
_BANK_KEYS = ("chapter:", "items:")


@dataclass
class Plan:
    """Files to look at, each with what it is; and the folders that hold them."""

    kinds: dict[Path, str] = field(default_factory=dict)
    roots: list[Path] = field(default_factory=list)

    def add(self, path: Path, kind: str) -> None:
        """Take up a file once."""
        self.kinds.setdefault(path, kind)


def plan(paths: Iterable[Path]) -> Plan:
    """Find what there is to look at.

    Parameters
    ----------
    paths : iterable of Path
        A course, any folder, or single files.

    Returns
    -------
    Plan
        Files by kind: notebook, bank, tables, made, book or page.

    Raises
    ------
    FileNotFoundError
        If a path is not there, or nothing can be looked at.
    """
    made = Plan()
    for path in (Path(each).resolve() for each in paths):
        if not path.exists():
            raise FileNotFoundError(_("{path} is not there.").format(path=path))
        root = _root(path)
        if root not in made.roots:
            made.roots.append(root)
        for file, kind in _below(path, root):
            made.add(file, kind)
    if not made.kinds:
        raise FileNotFoundError(
            _(
                "There is no notebook and no question bank in {paths}. Name a folder "
                "that has some, or a file."
            ).format(paths=", ".join(map(str, paths)))
        )
    return made


def is_course(folder: Path) -> bool:
    """Say whether a folder is a whole course: with notebooks and a book."""
    return (folder / "_config.yml").is_file() and (folder / "notebooks").is_dir()


def _root(path: Path) -> Path:
    """Return the course a path lies in, or else the folder itself."""
    folder = path if path.is_dir() else path.parent
    return next((up for up in (folder, *folder.parents) if _holds_all(up)), folder)


def _holds_all(folder: Path) -> bool:
    """Say whether notebooks below a folder find their questions in it."""
    banks = ("questions", "data/questions")
    return is_course(folder) or any((folder / name).is_dir() for name in banks)


def _below(path: Path, root: Path) -> Iterator[tuple[Path, str]]:
    if path.is_file():
        yield path, _kind(path)
        return
    for file in files(path):
        parts = file.relative_to(root).parts
        # In a course, notebooks and banks elsewhere belong to its tests.
        if is_course(root) and parts[0] not in _COURSE:
            continue
        if kind := _kind(file):
            yield file, kind
    if path == root and is_course(root):
        yield root / "_config.yml", "book"


def files(folder: Path) -> Iterator[Path]:
    """Return every file below a folder, but what is hidden, built or installed."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_skipped(here, name))
        yield from (Path(here, name) for name in sorted(names))


def _is_skipped(here: str, name: str) -> bool:
    own = Path(here, name, "pyvenv.cfg").is_file()
    return name.startswith(".") or name in _SKIPPED or own


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
