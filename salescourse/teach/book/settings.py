"""What a book is built with: its own `_config.yml`, and this course's where it is silent.

The pages of a course lean on settings that nobody would guess: how formulas become
MathML, how widgets go without a kernel. Whoever writes a course of their own names its
title and author; what is left out is as in the course whose package builds the book.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

_HERE = Path(__file__).resolve()
# Inside an installed wheel, or in this course's folder.
_PLACES = (_HERE.parent / "course", _HERE.parents[3])
COURSE = next(
    (place / "_config.yml" for place in _PLACES if (place / "_config.yml").is_file()),
    _PLACES[1] / "_config.yml",
)
# What is this course's alone.
_OURS = ("title", "author", "copyright", "repository")


@contextmanager
def settings(root: Path) -> Iterator[Path]:
    """Give the file of settings to build the book in `root` with."""
    own = root / "_config.yml"
    if not COURSE.is_file() or own.resolve() == COURSE:
        yield own
        return
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "_config.yml"
        text = yaml.safe_dump(_completed(own), allow_unicode=True)
        whole.write_text(text, encoding="utf-8")
        yield whole


def _completed(own: Path) -> dict[str, Any]:
    ours = _read(COURSE)
    for name in _OURS:
        ours.pop(name, None)
    if not all((own.parent / name).is_file() for name in ours["bibtex_bibfiles"]):
        del ours["bibtex_bibfiles"]
    # A browser asks for an icon whether a page names one or not.
    ours["html"]["favicon"] = str(COURSE.parent / ours["html"]["favicon"])
    theirs = _read(own)
    more = (theirs.get("sphinx") or {}).get("extra_extensions") or []
    whole = _filled(theirs, ours)
    extensions = [*ours["sphinx"]["extra_extensions"], *more]
    whole["sphinx"]["extra_extensions"] = list(dict.fromkeys(extensions))
    if not whole.get("bibtex_bibfiles"):
        config = whole["sphinx"]["config"]
        kept = {k: v for k, v in config.items() if not k.startswith("bibtex_")}
        whole["sphinx"]["config"] = kept
    return whole


def _read(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8")) or {}


def _filled(own: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings, with ours wherever there are none of its own."""
    whole = {**ours, **own}
    for name, value in whole.items():
        given = ours.get(name)
        if isinstance(given, Mapping) and (value is None or isinstance(value, Mapping)):
            whole[name] = _filled(value or {}, given)
    return whole
