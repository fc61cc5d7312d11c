"""The SQLite file under the learner's records: open, migrate, read, write, rescue.

Every function opens the file, works and closes it, so nothing is shared between
threads or carried through a fork. What goes wrong is raised; `salescourse.practice.records`
decides what the learner is told.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from salescourse.practice.events import Event, check_kept, sift

BUSY_TIMEOUT_SECONDS = 10.0

# Each step lifts the file by one version; steps are only ever added.
STEPS = (
    """CREATE TABLE events (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, item TEXT NOT NULL,
        hash TEXT NOT NULL, at TEXT NOT NULL, answer TEXT NOT NULL, score REAL)""",
    "CREATE INDEX events_by_item ON events (item, at)",
    # Fields that only a later version of the course knows, as a JSON object.
    "ALTER TABLE events ADD COLUMN more TEXT",
)

_COLUMNS = ("id", "kind", "item", "hash", "at", "answer", "score")
_INSERT = (
    f"INSERT OR IGNORE INTO events ({', '.join(_COLUMNS)}, more) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class NewerFileError(Exception):
    """The file has a version that this course does not know."""


def read(path: Path, items: list[str] | None = None) -> list[Any]:
    """Return what was kept of some items, or all, oldest first, whatever it is."""
    query = "SELECT * FROM events"
    if items is not None:
        query += " WHERE item IN (SELECT value FROM json_each(:items))"
    with closing(_open(path)) as file:
        return list(
            _events(file, query + " ORDER BY at, rowid", {"items": json.dumps(items)})
        )


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
        # What is no text in a text is no reason to read nothing at all.
        file.text_factory = lambda raw: raw.decode("utf-8", "replace")
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
        query = f"SELECT * FROM events NOT INDEXED ORDER BY rowid {direction}"
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(address, uri=True)) as file,
        ):
            for event in _events(file, query):
                found.append(event)
    return sift(found, check_kept)[0]


def _row(event: Event) -> list[Any]:
    more = {name: value for name, value in event.items() if name not in _COLUMNS}
    known = {**event, "answer": json.dumps(event["answer"])}
    return [*(known[name] for name in _COLUMNS), json.dumps(more) if more else None]


def _events(
    file: sqlite3.Connection, query: str, values: dict[str, str] | None = None
) -> Iterator[Any]:
    """Yield what the rows hold: events, or what no check takes for one."""
    cursor = file.cursor()
    cursor.row_factory = sqlite3.Row
    for row in cursor.execute(query, values or {}):
        event = {name: value for name, value in dict(row).items() if value is not None}
        try:
            event["answer"] = json.loads(event["answer"])
            more = json.loads(event.pop("more", "{}"))
            yield {**event, **more}
        except (ValueError, TypeError, RecursionError):
            yield None
