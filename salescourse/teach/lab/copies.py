"""The learner's own copy of the notebooks, which the course never overwrites.

The folder `my_course` is theirs; git ignores it. A hidden list in it remembers what
each copy was when it arrived. A copy that still is what it was follows the course;
one that has been worked in stays, and a newer chapter arrives beside it, with the
learner's work brought over.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from salescourse.teach.lab import editions
from salescourse.teach.lab.reading import reading
from salescourse.teach.lab.start import START, start_page
from salescourse.words import _

_LIST = ".salescourse.json"


@dataclass(frozen=True)
class Arrival:
    """A file that has come into the learner's folder: how, and what is new in it."""

    name: str
    how: str  # "new", "refreshed", "beside" or "aside"
    chapter: str
    news: str = ""

    def __str__(self) -> str:
        sentence = {
            "new": _("{name} is new."),
            "refreshed": _(
                "{name} is now the newer edition; you had not changed yours."
            ),
            "beside": _(
                "{chapter} has a newer edition. Yours stays as it is; the newer one is "
                "{name}."
            ),
            "aside": _("{chapter} is made anew each time. Yours is now {name}."),
        }[self.how]
        said = sentence.format(name=self.name, chapter=self.chapter)
        return f"{said} {self.news}".strip()


@dataclass
class _Kept:
    """What is remembered of a file: the course's edition, and the file as it came."""

    edition: str = ""
    written: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    news: str = ""


@dataclass
class _Folder:
    """The learner's folder, and what is remembered of its files."""

    own: Path
    kept: dict[str, _Kept]

    def __contains__(self, name: str) -> bool:
        return (self.own / name).exists()

    def digest(self, name: str) -> str:
        return _digest((self.own / name).read_bytes())

    def as_it_came(self, name: str) -> bool:
        """Say whether nobody has worked in a file since it arrived."""
        return name in self.kept and self.digest(name) == self.kept[name].written

    def put(self, name: str, content: bytes, kept: _Kept) -> None:
        """Write a file, and remember it."""
        _write(self.own / name, content)
        kept.written = _digest(content)
        self.kept[name] = kept
        listed = {name: asdict(each) for name, each in self.kept.items()}
        _write(self.own / _LIST, json.dumps(listed, indent=1).encode())


def update(source: Path, own: Path) -> list[Arrival]:
    """Bring the learner's folder up to date without touching their work.

    Parameters
    ----------
    source : Path
        The folder of the course's notebooks.
    own : Path
        The learner's folder; made if it is missing.

    Returns
    -------
    list of Arrival
        What has come, in the order of the chapters.
    """
    own.mkdir(parents=True, exist_ok=True)
    folder, read = _Folder(own, _read_list(own)), reading(source.parent)
    arrivals = []
    for chapter in sorted(source.glob("*.ipynb")):
        content = read.linked(chapter.read_bytes())
        if arrival := _bring(folder, chapter, content):
            arrivals.append(arrival)
    news = {
        name: k.news for name, k in folder.kept.items() if k.news and name in folder
    }
    pages = {**read.pages, START: start_page(source, news, list(read.pages))}
    for name, text in pages.items():
        arrivals += _renew(folder, name, text.encode())
    return arrivals


def from_the_course(
    source: Path, own: Path, arrivals: Iterable[Arrival] = ()
) -> list[Path]:
    """Return the notebooks whose outputs came from the course: arrived, or untouched."""
    read, arrived = reading(source.parent), {arrival.name for arrival in arrivals}
    ours = {_digest(read.linked(path.read_bytes())) for path in source.glob("*.ipynb")}
    return [
        path
        for path in sorted(own.glob("*.ipynb"))
        if path.name in arrived or _digest(path.read_bytes()) in ours
    ]


def _bring(folder: _Folder, chapter: Path, content: bytes) -> Arrival | None:
    """Let come what has to come for one chapter, if anything."""
    kept = _Kept(_digest(content), cells=editions.hashes(content))
    names = list(_editions(chapter, folder))
    if chapter.name not in folder:
        folder.put(chapter.name, content, kept)
        return Arrival(chapter.name, "new", chapter.name)
    there = names[:-1]
    has_come = {folder.kept[name].edition for name in names if name in folder.kept}
    if kept.edition in {*has_come, *map(folder.digest, there)}:
        return None
    free = [name for name in there if folder.as_it_came(name)]
    theirs = [name for name in there if name not in free]
    how = "refreshed" if free else "beside"
    name = free[0] if free else names[-1]
    if theirs:
        mine = (folder.own / theirs[-1]).read_bytes()
        base = folder.kept.get(theirs[-1], _Kept()).cells
        content, kept.news = editions.merged(content, mine, base)
    folder.put(name, content, kept)
    return Arrival(name, how, chapter.name, kept.news)


def _renew(folder: _Folder, name: str, content: bytes) -> Iterator[Arrival]:
    """Write a page anew; what the learner has written into it is moved aside."""
    if name in folder and not folder.as_it_came(name):
        aside = next(each for each in _yours(name) if each not in folder)
        (folder.own / name).rename(folder.own / aside)
        yield Arrival(aside, "aside", name)
    (folder.own / name).parent.mkdir(exist_ok=True)
    folder.put(name, content, _Kept())


def _yours(name: str) -> Iterator[str]:
    path = Path(name)
    for number in count(1):
        ending = f" {number}" if number > 1 else ""
        yield path.with_stem(f"{path.stem} (yours{ending})").as_posix()


def _editions(chapter: Path, folder: _Folder) -> Iterator[str]:
    """Yield the names of a chapter's copies in order; the last one is still free."""
    for number in count():
        ending = f" {number}" if number > 1 else ""
        name = f"{chapter.stem} (newer edition{ending}).ipynb"
        name = name if number else chapter.name
        yield name
        if name not in folder:
            return


def _read_list(own: Path) -> dict[str, _Kept]:
    # Without a readable list every copy counts as worked in: nothing is overwritten.
    try:
        listed = json.loads((own / _LIST).read_bytes())
        return {name: _read_kept(each) for name, each in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _read_kept(each: str | dict[str, Any]) -> _Kept:
    """Read what is remembered of a file; once that was one digest."""
    return _Kept(each, each) if isinstance(each, str) else _Kept(**each)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, whatever interrupts it."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)
