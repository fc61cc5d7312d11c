"""Build the rendered book."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from salescourse.teach.book.settings import COURSE, settings
from salescourse.teach.kernel import fresh_environment
from salescourse.teach.signs import say

_PACKAGE = Path(__file__).resolve().parents[2]


class BuildError(RuntimeError):
    """The book could not be built; the message says where to look."""


def build(root: Path, *, out: Path | None = None) -> Path:
    """Build the book and return the folder of its pages.

    Notebooks are executed when they, the package, the data or the pinned
    dependencies changed; where nothing changed at all, nothing is done.

    Parameters
    ----------
    root : Path
        The course's folder, with `_config.yml`.
    out : Path, optional
        Where `_build` goes; the course's folder by default.

    Returns
    -------
    Path
        The folder of HTML pages, with `index.html`.

    Raises
    ------
    BuildError
        If a page gives a warning or a notebook fails.
    """
    say("Looking whether the book has to be built ...")
    made = (out or root) / "_build"
    html = made / "html"
    stamp = made / "made-from.txt"
    # What makes the pages has no part in what a notebook computes.
    teach = _PACKAGE / "teach"
    inputs = (_PACKAGE, root / "data", root / "requirements.txt")
    computes = fingerprint(inputs, but=teach)
    words = (root / name for name in ("_config.yml", "book", "notebooks"))
    pages = fingerprint([*words, COURSE, teach / "book"])
    before = stamp.read_text().split() if stamp.is_file() else ["", ""]
    if before == [computes, pages] and (html / "index.html").is_file():
        print("Nothing has changed since the book was last built.")
        return html
    stamp.unlink(missing_ok=True)
    shutil.rmtree(html, ignore_errors=True)
    _keep_cache_of(made / ".jupyter_cache", computes)
    _run_jupyter_book(root, made.parent)
    stamp.write_text(f"{computes}\n{pages}\n")
    return html


def fingerprint(places: Iterable[Path], *, but: Path | None = None) -> str:
    """Return one hash over the names and contents of files, and those in folders."""
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(_files(place)):
            if but in path.parents:
                continue
            digest.update(path.relative_to(place.parent).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(place: Path) -> Iterable[Path]:
    for path in [place] if place.is_file() else place.rglob("*"):
        hidden = {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
        if path.is_file() and not hidden:
            yield path


def _keep_cache_of(cache: Path, computes: str) -> None:
    """Empty the cache of executed notebooks, unless it was computed from the same."""
    stamp = cache / "computed-from.txt"
    if not stamp.is_file() or stamp.read_text() != computes:
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir(parents=True)
        stamp.write_text(computes)


def _run_jupyter_book(root: Path, out: Path) -> None:
    # A first import of matplotlib says on stderr that it makes a font cache, and
    # the book takes stderr in a notebook for a fault: so it is made beforehand.
    import matplotlib.font_manager  # noqa: F401

    with tempfile.TemporaryDirectory() as home, settings(root) as config:
        environment = fresh_environment(Path(home))
        _execute_ahead(root, out / "_build" / ".jupyter_cache", environment)
        start = "from jupyter_book.cli.main import main; main()"
        command = [sys.executable, "-c", start, "build", str(root)]
        command += ["--config", str(config)]
        command += ["--toc", str(root / "book" / "_toc.yml")]
        command += ["--path-output", str(out), "--all", "-W", "-n", "--keep-going"]
        say("Making the pages: half a minute or so ...")
        done = subprocess.run(command, cwd=root, env=environment, check=False)
    if done.returncode:
        raise BuildError(
            "The book was not built: the lines marked WARNING or ERROR above say "
            "which page and why."
        )


def _execute_ahead(root: Path, cache: Path, environment: dict[str, str]) -> None:
    """Fill the cache, several notebooks at a time; Jupyter Book runs one by one.

    What fails here is left to Jupyter Book, which says where and why.
    """
    names = [f"{one}.ipynb" for one in listed(root)]
    notebooks = [name for name in names if (root / name).is_file()]
    command = [
        sys.executable,
        "-m",
        "salescourse.teach.book.ahead",
        str(cache),
        *notebooks,
    ]
    subprocess.run(
        command, cwd=root, env=environment, check=False, stderr=subprocess.DEVNULL
    )


def listed(root: Path) -> list[str]:
    """Return the pages that a course's table of contents lists, without `.ipynb`."""
    import yaml

    text = (root / "book" / "_toc.yml").read_text("utf-8")
    return [name.removesuffix(".ipynb") for name in _named(yaml.safe_load(text))]


def _named(contents: Any) -> Iterator[str]:
    if isinstance(contents, dict):
        if "file" in contents:
            yield contents["file"]
        contents = list(contents.values())
    if isinstance(contents, list):
        for part in contents:
            yield from _named(part)
