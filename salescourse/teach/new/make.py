"""Write the files of a new course."""

import json
import re
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from salescourse import __version__
from salescourse.teach.canonical import as_text, canonical

_HERE = Path(__file__).resolve().parent
_TEMPLATES = _HERE / "course"
# Where the pins are: in a wheel beside this file, in the course's folder at its root.
_PINS = (_HERE / "constraints.txt", _HERE.parents[2] / "requirements.txt")
FILES = {
    "_config.yml": "config.yml",
    "README.md": "readme.md",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore.txt",
    ".github/workflows/course.yml": "workflow.yml",
    "book/_toc.yml": "toc.yml",
    "book/intro.md": "intro.md",
    "data/offers.csv": "offers.csv",
    "data/questions/offers.yml": "offers.yml",
}
CHAPTER = "notebooks/01_offers.ipynb"
_CELL = re.compile(r"^# %% ([\w-]+)(?: \[([\w-]+)\])?\n", re.MULTILINE)


def new(folder: Path, *, title: str = "", author: str = "") -> list[Path]:
    """Write a new course, its chapter not yet run.

    Parameters
    ----------
    folder : Path
        A new or an empty folder.
    title, author : str
        What the book says; made of the folder's name, and left to be filled in.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    FileExistsError
        If the folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(
            f"{folder} is there and not empty. Name a new folder: nothing is overwritten."
        )
    name = folder.resolve().name.replace("_", " ").replace("-", " ").strip()
    words = {"TITLE": title or name.capitalize(), "AUTHOR": author or "Your name",
             "VERSION": __version__}  # fmt: skip
    made = {to: _filled(_TEMPLATES / source, words) for to, source in FILES.items()}
    made[CHAPTER] = _notebook((_TEMPLATES / "offers.txt").read_text("utf-8"))
    made["constraints.txt"] = next(p for p in _PINS if p.is_file()).read_text("utf-8")
    for to, text in made.items():
        (folder / to).parent.mkdir(parents=True, exist_ok=True)
        (folder / to).write_text(text, encoding="utf-8")
    return [folder / to for to in sorted(made)]


def _filled(template: Path, words: dict[str, str]) -> str:
    """Put words into a template; in YAML they stand as JSON, which YAML reads."""
    text = template.read_text(encoding="utf-8")
    for name, word in words.items():
        quoted = template.suffix == ".yml"
        given = json.dumps(word, ensure_ascii=False) if quoted else word
        text = text.replace(f"@{name}@", given)
    return text


def _notebook(text: str) -> str:
    """Make a notebook of a text in which `# %% id [tag]` begins a cell."""
    _before, *parts = _CELL.split(text)
    cells: list[Any] = []
    for name, tag, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if tag == "markdown":
            cells.append(new_markdown_cell(source.strip(), id=name))
        else:
            metadata = {"tags": [tag]} if tag else {}
            cells.append(new_code_cell(source.strip(), id=name, metadata=metadata))
    return as_text(canonical(new_notebook(cells=cells)))
