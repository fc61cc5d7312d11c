"""A newer edition of a notebook, with the learner's own work brought over.

Three states are held against one another, cell by cell, by their ids: what came once
(of which hashes are kept), what the learner has made of it, and what is newer. What
only the learner changed is taken over in its place; what both changed, and cells of
the learner's own, stand below what they followed. Nothing of the newer edition is lost.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from salescourse.practice.finding import first_words
from salescourse.words import _, ngettext

Cell = dict[str, Any]
NOTE = "newer-edition"
_MOST_NAMED = 6


@dataclass
class Edition:
    """A newer edition: its cells, and by their ids what the learner should know."""

    cells: list[Cell]
    changed: list[str] = field(default_factory=list)
    gone: int = 0
    brought: list[str] = field(default_factory=list)

    def told(self) -> str:
        """Return in a few sentences what is new, and what was brought over."""
        said = [self._named(_("New in it: {}."), self.changed)]
        if self.gone:
            gone = ngettext("{n} cell is gone.", "{n} cells are gone.", self.gone)
            said.append(gone.format(n=self.gone))
        said.append(self._named(_("Yours, brought over: {}."), self.brought))
        return " ".join(filter(None, said))

    def _named(self, sentence: str, ids: list[str]) -> str:
        places = {cell.get("id"): n for n, cell in enumerate(self.cells, 1)}
        words = [
            _("cell {n} (`{words}`)").format(
                n=places[each], words=_beginning(self.cells[places[each] - 1])
            )
            for each in sorted(ids, key=lambda each: places[each])
        ]
        if more := len(words[_MOST_NAMED:]):
            words[_MOST_NAMED:] = [_("{n} more").format(n=more)]
        return sentence.format(", ".join(words)) if words else ""


def _beginning(cell: Cell) -> str:
    """Return the first words of a cell, to be shown as code where Markdown is read."""
    return first_words(_text(cell)).lstrip("# ").replace("`", "'")


def hashes(notebook: bytes) -> dict[str, str]:
    """Return the hash of every cell's text by its id; of what is no notebook, nothing."""
    return {cell["id"]: _hash(cell) for cell in _cells(notebook)}


def merged(newest: bytes, mine: bytes, base: Mapping[str, str]) -> tuple[bytes, str]:
    """Return a newer edition that holds the learner's work, and what to say of it.

    Parameters
    ----------
    newest, mine : bytes
        The newer edition, and the learner's notebook.
    base : mapping
        The hashes of the edition that the learner's began as. Empty if nobody knows:
        then only what stands in exercises is taken for the learner's.
    """
    if not (now := hashes(newest)):
        return newest, ""
    notebook = json.loads(newest)
    note = {"cell_type": "markdown", "id": NOTE, "metadata": {}, "source": []}
    edition = Edition([note, *notebook["cells"]])
    known = base or hashes(mine)
    edition.changed = [name for name, made in now.items() if known.get(name) != made]
    edition.gone = len(base.keys() - now.keys())
    _take_over(edition, list(_cells(mine)), base)
    intro = _(
        "This edition of the chapter is newer than yours, which is left as it was."
    )
    said = edition.told()
    note["source"] = [f"*{intro}* {said}".strip()]
    notebook["cells"] = edition.cells
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode(), said


def _take_over(edition: Edition, mine: list[Cell], base: Mapping[str, str]) -> None:
    """Put the learner's work into a newer edition."""
    at = {cell.get("id"): n for n, cell in enumerate(edition.cells)}
    new = {cell.get("id"): cell for cell in edition.cells}
    after = 0
    below: dict[int, list[Cell]] = {}
    for cell in mine:
        name = cell["id"]
        after = at.get(name, after)
        if name == NOTE or not _is_theirs(cell, new.get(name), base):
            continue
        if name in new and base.get(name) == _hash(new[name]):
            new[name].update(_bare(cell))
            edition.brought.append(name)
        else:
            own = name if name not in new else _free(f"{name}-yours", new)
            new[own] = {**cell, **_bare(cell), "id": own}
            below.setdefault(after, []).append(new[own])
            edition.brought.append(own)
    for place in sorted(below, reverse=True):
        edition.cells[place + 1 : place + 1] = below[place]


def _is_theirs(mine: Cell, new: Cell | None, base: Mapping[str, str]) -> bool:
    """Say whether the learner wrote a cell, or changed it."""
    if (new and _hash(new) == _hash(mine)) or not _text(mine).strip():
        return False
    if base:
        return base.get(mine["id"]) != _hash(mine)
    answered = "..." not in _text(mine)
    return answered and "exercise" in mine.get("metadata", {}).get("tags", [])


def _bare(cell: Cell) -> Cell:
    """Return what a learner wrote, without what it once showed."""
    text = {"source": cell["source"]}
    if cell["cell_type"] == "code":
        return {**text, "outputs": [], "execution_count": None}
    return text


def _free(name: str, taken: Mapping[Any, Cell]) -> str:
    return name if name not in taken else _free(f"{name[:58]}-2", taken)


def _cells(notebook: bytes) -> Iterator[Cell]:
    """Return the cells of a notebook that have an id, as far as it can be read."""
    try:
        cells = [
            (cell, cell["cell_type"], _text(cell))
            for cell in json.loads(notebook)["cells"]
        ]
    except (ValueError, KeyError, TypeError):
        return
    yield from (cell for cell, *_ in cells if isinstance(cell.get("id"), str))


def _text(cell: Cell) -> str:
    return "".join(cell["source"])


def _hash(cell: Cell) -> str:
    return hashlib.sha256(_text(cell).encode()).hexdigest()[:16]
