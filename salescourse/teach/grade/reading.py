"""What a notebook says before anything of it runs. It is somebody's text: data only."""

import ast
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from salescourse.teach.release.notebooks import HERE

_CHECKED = re.compile(r"\bcheck\(\s*[\"']([a-z_]+)-[\w-]+[\"']")
_MOST_TEXT = 20_000


class Unreadable(ValueError):
    """A file is no notebook that can be run; the message says why."""


@dataclass(frozen=True)
class Notebook:
    """What is known of a notebook before it runs.

    Parameters
    ----------
    cells : list of str
        The sources of its cells of code.
    places : list of int
        Where each of them stands among all cells, counted from 1.
    name, number : str
        What stands in the cell for a name.
    chapter, edition : str
        What the copy for the class says of itself.
    texts : dict
        Answers in the learner's own words, by the question's id.
    remarks : list of str
        What is odd, in words.
    """

    cells: list[str]
    name: str = ""
    number: str = ""
    chapter: str = ""
    edition: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


def read(content: bytes) -> Notebook:
    """Read a notebook.

    Raises
    ------
    Unreadable
        If it is none.

    Examples
    --------
    >>> read(b'{"cells": [{"cell_type": "code", "source": "x = 1"}]}').cells
    ['x = 1']
    >>> read(b"hello")
    Traceback (most recent call last):
    salescourse.teach.grade.reading.Unreadable: It is not JSON, so it is no notebook.
    """
    data = _parsed(content)
    cells = _cells(data)
    numbered = list(enumerate(cells, start=1))
    places = [n for n, cell in numbered if cell.get("cell_type") == "code"]
    code = [_source(cells[n - 1]) for n in places]
    about = _mapping(_mapping(data.get("metadata")).get("salescourse"))
    name, number = _named(code)
    return Notebook(
        code, name, number,
        _short(about.get("chapter")), _short(about.get("edition")),
        _texts(cells), [*_remarks(data, cells)], places,
    )  # fmt: skip


def chapter_of(
    notebook: Notebook, file: str, known: Collection[str], otherwise: str = ""
) -> str:
    """Return the chapter of a notebook: as it says, asks, or is called; else another.

    Examples
    --------
    >>> chapter_of(Notebook(['check("decisions-1", 7)']), "x.ipynb", ["decisions"])
    'decisions'
    >>> chapter_of(Notebook([]), "a_01_decisions (2).ipynb", ["decisions"])
    'decisions'
    """
    if notebook.chapter in known:
        return notebook.chapter
    asked = Counter(each for cell in notebook.cells for each in _CHECKED.findall(cell))
    named = [each for each, _count in asked.most_common() if each in known]
    return next(iter(named), chapter_called(file, known) or otherwise)


def chapter_called(file: str, known: Collection[str]) -> str:
    """Return the chapter that a file is called after, or nothing."""
    words = re.findall(r"[a-z]+", file.lower())
    return next((word for word in words if word in known), "")


def _parsed(content: bytes) -> Mapping[str, Any]:
    if not content.strip():
        raise Unreadable("The file is empty.")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("It is not written in UTF-8, so it is no notebook.") from None
    except RecursionError:
        raise Unreadable("It is nested too deeply to be a notebook.") from None
    except ValueError:
        raise Unreadable("It is not JSON, so it is no notebook.") from None
    if not isinstance(data, dict):
        raise Unreadable("It is JSON, but no notebook: it has no cells.")
    return data


def _cells(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    sheets = data.get("worksheets")
    if isinstance(sheets, list) and sheets:  # a notebook of before 2015
        data = _mapping(sheets[0])
    cells = data.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("It is JSON, but no notebook: it has no cells.")
    return [cell for cell in cells if isinstance(cell, dict)]


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def _named(cells: list[str]) -> tuple[str, str]:
    """Return the name and the number that are written down, without running anything."""
    found = {"name": "", "number": ""}
    for cell in cells[:5]:
        try:
            nodes = ast.parse(cell).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    if isinstance(target, ast.Name) and target.id in found:
                        found[target.id] = found[target.id] or _short(node.value.value)
    return found["name"], found["number"]


def _texts(cells: list[dict[str, Any]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for cell in cells:
        about = _mapping(_mapping(cell.get("metadata")).get("salescourse"))
        item, text = about.get("item"), _source(cell).strip()
        if isinstance(item, str) and text and text != HERE and item not in texts:
            texts[item] = text[:_MOST_TEXT]
    return texts


def _remarks(data: Mapping[str, Any], cells: list[dict[str, Any]]) -> list[str]:
    ids = [str(cell["id"]) for cell in cells if "id" in cell]
    said = []
    if len(ids) != len(set(ids)):
        said.append("Some of its cells have the same id; each was run in its place.")
    kernel = _mapping(_mapping(data.get("metadata")).get("kernelspec"))
    name = _short(kernel.get("name")) or "python3"
    if kernel.get("language", "python") != "python" or not name.startswith("python"):
        said.append(f"It asks for the kernel {name}; it was run by this Python.")
    if "worksheets" in data:
        said.append("It is a notebook of an old form.")
    return said


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _short(value: Any) -> str:
    """Return a text of somebody's in one line, without what does not show."""
    text = str(value) if isinstance(value, str | int) and value is not True else ""
    line = "".join(sign if sign.isprintable() else " " for sign in text[:400])
    return " ".join(line.split())[:120]
