"""The learner's own copy of the notebooks, which the course never overwrites.

The folder `my_course` is theirs; git ignores it. A hidden list in it remembers what
each copy was when it arrived. A copy that still is what it was follows the course;
one that has been worked in stays, and a newer chapter arrives beside it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

FOLDER = "my_course"
_LIST = ".salescourse.json"
_SETTINGS = Path(__file__).with_name("jupyterlab")


@dataclass(frozen=True)
class Arrival:
    """A notebook that has come into the learner's folder, and how."""

    name: str
    how: str  # "new", "refreshed" or "beside"
    chapter: str

    def __str__(self) -> str:
        sentence = {
            "new": "{name} is new.",
            "refreshed": "{name} is now the newer edition; you had not changed yours.",
            "beside": (
                "{chapter} has a newer edition. Yours stays as it is; the newer one is "
                "{name}."
            ),
        }[self.how]
        return sentence.format(name=self.name, chapter=self.chapter)


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
    seen = _read_list(own)
    arrivals = []
    for chapter in sorted(source.glob("*.ipynb")):
        arrival = _decide(chapter, own, seen)
        if arrival is None:
            continue
        content = chapter.read_bytes()
        _write(own / arrival.name, content)
        seen[arrival.name] = _digest(content)
        _write(own / _LIST, json.dumps(seen, indent=1).encode())
        arrivals.append(arrival)
    return arrivals


def trust(source: Path, own: Path) -> None:
    """Sign the copies nobody has changed, so that JupyterLab shows their figures."""
    from nbformat import read
    from nbformat.sign import NotebookNotary

    ours = {_digest(path.read_bytes()) for path in source.glob("*.ipynb")}
    notary = NotebookNotary()
    for copy in own.glob("*.ipynb"):
        if _digest(copy.read_bytes()) in ours:
            notary.sign(read(copy, as_version=4))
    notary.store.close()


def jupyterlab_arguments(own: Path, *, port: int) -> list[str]:
    """Return what JupyterLab is started with: on this machine alone, in one folder.

    Examples
    --------
    >>> jupyterlab_arguments(Path("my_course"), port=8888)[:2]
    ['--ServerApp.ip=127.0.0.1', '--ServerApp.port=8888']
    """
    arguments = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    arguments.append(f"--ServerApp.root_dir={own}")
    # Its overrides keep JupyterLab from asking its makers for news and new versions.
    arguments.append(f"--LabApp.app_settings_dir={_SETTINGS}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")  # as in most containers
    return arguments


def start_jupyterlab(own: Path, *, port: int) -> None:
    """Open JupyterLab on the learner's folder, and stay until it is ended."""
    from jupyterlab.labapp import main

    # A kernel of the same name in the home folder would lack the course.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ.pop("JUPYTER_PATH", None)
    main(jupyterlab_arguments(own, port=port))


def _decide(chapter: Path, own: Path, seen: dict[str, str]) -> Arrival | None:
    """Return what has to come for one chapter, if anything.

    `seen` holds, per file name, the digest with which it last arrived.
    """
    if not (own / chapter.name).exists():
        return Arrival(chapter.name, "new", chapter.name)
    newest = _digest(chapter.read_bytes())
    names = list(_editions(chapter, own))
    now = {name: _digest((own / name).read_bytes()) for name in names[:-1]}
    if newest in now.values() or newest in {seen.get(name) for name in names}:
        return None
    for name, digest in now.items():
        if digest == seen.get(name):  # as it came: nobody has worked in it
            return Arrival(name, "refreshed", chapter.name)
    return Arrival(names[-1], "beside", chapter.name)


def _editions(chapter: Path, own: Path) -> Iterator[str]:
    """Yield the names of a chapter's copies in order; the last one is still free."""
    for number in count():
        ending = f" {number}" if number > 1 else ""
        name = f"{chapter.stem} (newer edition{ending}).ipynb"
        name = name if number else chapter.name
        yield name
        if not (own / name).exists():
            return


def _read_list(own: Path) -> dict[str, str]:
    # Without a readable list every copy counts as worked in: nothing is overwritten.
    try:
        seen = json.loads((own / _LIST).read_bytes())
    except (OSError, ValueError):
        return {}
    return seen if isinstance(seen, dict) else {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or nothing, whatever interrupts it."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)
