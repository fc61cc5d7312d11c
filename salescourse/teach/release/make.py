"""Make the copy: notebooks, pages, the package without keys, and the edition."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from salescourse import __version__
from salescourse.paths import data_dir
from salescourse.practice.questions.bank import read_bank
from salescourse.practice.questions.item import Bank
from salescourse.teach.lab.reading import reading
from salescourse.teach.release import package
from salescourse.teach.release.notebooks import as_text, for_class

EDITION_FILE = "edition.json"
_README = """\
# {count} for a class

Edition {edition}. This folder needs Python 3.11 or newer. In this folder:

    python -m pip install -r requirements.txt
    python -m jupyter lab

Open a notebook, write your name into its first cell of code, and work from the top.
Hand in the notebook, one file for each chapter. The folder `salescourse` is the
package that the notebooks use; leave it beside them.
"""


@dataclass(frozen=True)
class Released:
    """What was made: the folder, the edition, and the notebooks by chapter."""

    folder: Path
    edition: str
    notebooks: dict[str, Path]


def release(
    folder: Path | str, chapters: Iterable[str] | None = None, *, course: Path
) -> Released:
    """Make a copy of chapters for a class, without solutions and keys.

    Parameters
    ----------
    folder : path-like
        Where to; it must not be there yet, or be empty.
    chapters : iterable of str, optional
        Their names, such as `decisions`; all of them if left out.
    course : Path
        The course's folder.

    Raises
    ------
    FileExistsError
        If there is something in the folder.
    ValueError
        If there is no chapter of such a name.
    """
    to = Path(folder)
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise FileExistsError(
            f"{to} is there already, and something is in it. Name a new folder."
        )
    chosen = _chosen(course, chapters)
    inside = package.files()
    edition = edition_of([inside, notebooks_in(course)])
    read = reading(course)
    made = {}
    for name, path in chosen.items():
        notebook = json.loads(read.linked(path.read_bytes()))
        bank = read_bank(data_dir() / "questions" / f"{name}.yml")
        texts = own_words(bank)
        text = as_text(for_class(notebook, chapter=name, edition=edition, texts=texts))
        made[name] = _write(to / path.name, text.encode())
    for name, page in read.pages.items():
        _write(to / name, page.encode())
    for name, content in inside.items():
        _write(to / "salescourse" / name, content)
    _write_about(to, course, edition, list(chosen))
    return Released(to, edition, made)


def own_words(bank: Bank) -> list:
    """Return the questions of a bank that are answered in one's own words."""
    return [item for item in bank.items if item.type == "reflect"]


def edition_of(parts: Sequence[dict[str, bytes]]) -> str:
    """Return what a copy is known by: the course's version, and a sum of its bytes.

    Examples
    --------
    >>> edition_of([{"a": b"1"}]) == edition_of([{"a": b"2"}])
    False
    """
    digest = hashlib.sha256()
    for files in parts:
        for name, content in sorted(files.items()):
            digest.update(f"{name} {len(content)} ".encode() + content)
    return f"{__version__}+{digest.hexdigest()[:8]}"


def notebooks_of(course: Path) -> dict[str, Path]:
    """Return the notebooks of a course by the names of their chapters."""
    found = sorted((course / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    named = {path.stem[3:]: path for path in found}
    banks = data_dir() / "questions"
    return {
        name: path for name, path in named.items() if (banks / f"{name}.yml").is_file()
    }


def notebooks_in(course: Path) -> dict[str, bytes]:
    """Return what the notebooks of a course hold, by the names of their chapters."""
    return {name: path.read_bytes() for name, path in notebooks_of(course).items()}


def _chosen(course: Path, chapters: Iterable[str] | None) -> dict[str, Path]:
    known = notebooks_of(course)
    names = list(known) if chapters is None else list(dict.fromkeys(chapters))
    for name in names:
        if name not in known:
            raise ValueError(
                f"There is no chapter {name!r} with exercises. There are: "
                f"{', '.join(known)}."
            )
    return {name: known[name] for name in names}


def _write_about(to: Path, course: Path, edition: str, chapters: list[str]) -> None:
    count = "One chapter" if len(chapters) == 1 else f"{len(chapters)} chapters"
    _write(to / "README.md", _README.format(count=count, edition=edition).encode())
    pins = course / "requirements.txt"
    if pins.is_file():
        _write(to / "requirements.txt", pins.read_bytes())
    about = {"edition": edition, "version": __version__, "chapters": chapters}
    _write(to / EDITION_FILE, (json.dumps(about, indent=1) + "\n").encode())


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
