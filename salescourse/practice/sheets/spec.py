"""What a sheet asks for and shows, read from its file and checked at the door."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from salescourse.paths import data_dir

FORMATS = ("text", "choice", "row", "number", "percent", "eur", "days")


def folder() -> Path:
    """Return where the files of all sheets lie."""
    return data_dir() / "sheets"


def names() -> list[str]:
    """Return the chapters that have a sheet.

    Examples
    --------
    >>> "decisions" in names()
    True
    """
    return sorted(path.stem for path in folder().glob("*.yml"))


@cache
def read_spec(chapter: str) -> dict[str, Any]:
    """Return what a chapter's sheet asks for and shows.

    Raises
    ------
    ValueError
        If its file says something that a sheet cannot show.
    """
    path = folder() / f"{chapter}.yml"
    spec: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    spec.setdefault("fields", [])
    spec = {"name": chapter, **spec}
    for asked in [*columns(spec), *spec["fields"], *spec["results"]]:
        _check(path, asked)
    for one in [*columns(spec), *spec["fields"]]:
        if _measured(one) and "range" not in one:
            raise ValueError(f"{path}: {one['name']} needs a range.")
    return spec


def columns(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is asked for in each row, nothing if there are no rows."""
    return list(spec.get("rows", {}).get("columns", []))


def _check(path: Path, asked: Mapping[str, Any]) -> None:
    missing = {"name", "label", "format"} - set(asked)
    if missing:
        raise ValueError(f"{path}: {dict(asked)} lacks {', '.join(sorted(missing))}.")
    unit = "|" in asked["format"]
    if asked["format"] not in FORMATS and not unit:
        known = ", ".join(FORMATS)
        raise ValueError(
            f"{path}: {asked['name']} has the format {asked['format']!r}; there are "
            f'{known}, and units such as "call|calls".'
        )


def _measured(asked: Mapping[str, Any]) -> bool:
    return asked["format"] not in ("text", "choice", "row")
