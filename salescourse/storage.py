"""The SQLite file under the learner's records: open, migrate, read, write, rescue.

Every function opens the file, works and closes it, so nothing is shared between
threads or carried through a fork. What goes wrong is raised; `salescourse.records`
decides what the learner is told.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from salescourse.events import Event, sift

BUSY_TIMEOUT_SECONDS = 10.0

# Each step lifts the file by one version; steps are only ever added.
STEPS = (
    """CREATE TABLE events (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, item TEXT NOT NULL,
        hash TEXT NOT NULL, at TEXT NOT NULL, answer TEXT NOT NULL, score REAL)""",
    "CREATE INDEX events_by_item ON events (item, at)",
)

_COLUMNS = ("id", "kind", "item", "hash", "at", "answer", "score")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM events"
_INSERT = "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class NewerFileError(Exception):
    """The file has a version that this course does not know."""


def read(path: Path, items: list[str] | None = None) -> list[Event]:
    """Return the events of some items, or all, oldest first."""
    query = _SELECT
    if items is not None:
        query += " WHERE item IN (SELECT value FROM json_each(:items))"
    with closing(_open(path)) as file:
        rows = file.execute(query + " ORDER BY at, rowid", {"items": json.dumps(items)})
        return [_event(row) for row in rows]


def write(path: Path, events: Iterable[Event]) -> None:
    """Put events on the disk, all or none; return once they are there."""
    rows = [_row(event) for event in events]
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(_open(path)) as file:
        file.execute("BEGIN IMMEDIATE")
        file.executemany(_INSERT, rows)
        file.execute("COMMIT")


def look_through(path: Path) -> None:
    """Raise if any page is damaged, also one that the next query would not touch."""
    with closing(_connect(path)) as file:
        found = file.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        error = sqlite3.DatabaseError(found)
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error


def is_broken(error: sqlite3.Error) -> bool:
    """Tell damage from a disk or a lock that only stands in the way."""
    return primary_code(error) in _BROKEN


def primary_code(error: Exception) -> int:
    """Return SQLite's own code without its details, or 0."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def set_aside_broken(path: Path) -> tuple[Path, list[Event]] | None:
    """Move a broken file out of the way of a new one.

    Returns
    -------
    (path, events) or None
        Where it is kept and what could still be read from it; None if another
        process was quicker and the file is sound again.
    """
    with closing(_connect(path.with_name(f"{path.stem}.repair-lock"))) as lock:
        lock.execute("BEGIN IMMEDIATE")
        if _is_sound(path):
            return None
        aside = _set_aside(path)
    return aside, _rescue(aside)


def _connect(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    try:
        # Write-ahead logs fail on network file systems, where hubs keep homes.
        file.execute("PRAGMA journal_mode = DELETE")
        # EXTRA is FULL and also syncs the folder: without it a power cut just after
        # a commit could bring the journal back and undo what was acknowledged.
        file.execute("PRAGMA synchronous = EXTRA")
    except BaseException:
        file.close()
        raise
    return file


def _open(path: Path) -> sqlite3.Connection:
    file = _connect(path)
    try:
        _migrate(file)
    except BaseException:
        file.close()
        raise
    return file


def _migrate(file: sqlite3.Connection) -> None:
    if (version := _version(file)) == len(STEPS):
        return
    if version > len(STEPS):
        raise NewerFileError
    file.execute("BEGIN IMMEDIATE")
    for step in STEPS[_version(file) :]:  # read again: another may have been quicker
        file.execute(step)
    file.execute(f"PRAGMA user_version = {len(STEPS)}")
    file.execute("COMMIT")


def _version(file: sqlite3.Connection) -> int:
    return file.execute("PRAGMA user_version").fetchone()[0]


def _is_sound(path: Path) -> bool:
    try:
        look_through(path)
    except sqlite3.DatabaseError as error:
        if is_broken(error):
            return False
        raise
    return True


def _set_aside(path: Path) -> Path:
    number = 1
    while (aside := _aside(path, number)).exists():
        number += 1
    # The journal goes first: left behind, it would be played into the new file.
    with suppress(FileNotFoundError):
        Path(f"{path}-journal").replace(f"{aside}-journal")
    path.rename(aside)
    return aside


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}.corrupt-{number}{path.suffix}")


def _rescue(aside: Path) -> list[Event]:
    """Read what can be read, from both ends, and leave the file as it is."""
    found: list[Any] = []
    address = f"{aside.absolute().as_uri()}?immutable=1"
    for direction in ("ASC", "DESC"):
        query = f"{_SELECT} NOT INDEXED ORDER BY rowid {direction}"
        with (
            suppress(sqlite3.Error, ValueError, TypeError),
            closing(sqlite3.connect(address, uri=True)) as file,
        ):
            for row in file.execute(query):
                found.append(_event(row))
    return sift(found)[0]


def _row(event: Event) -> list[Any]:
    return [
        json.dumps(event[name]) if name == "answer" else event[name]
        for name in _COLUMNS
    ]


def _event(row: tuple[Any, ...]) -> Event:
    event = dict(zip(_COLUMNS, row, strict=True))
    event["answer"] = json.loads(event["answer"])
    return event
