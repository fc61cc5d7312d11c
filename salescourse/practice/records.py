"""The learner's own history, in one file that several notebooks share.

`add` returns an id only after the event it names is on the disk, so what a widget
calls "saved" is there after a killed kernel. Where the disk says no (full,
read-only, locked for too long, written by a newer course), events stay in memory,
`notice` says so in a sentence, and every later `add` tries them again. A file that
cannot be read is kept beside the new one.
"""

import errno
import sqlite3
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from salescourse.paths import user_dir
from salescourse.practice import storage
from salescourse.practice.events import LATER, Event, check_kept, is_later, sift
from salescourse.practice.transfer import Imported, from_text, to_text
from salescourse.words import _, ngettext

_Result = TypeVar("_Result")


class RecordsWarning(UserWarning):
    """Something about the progress file that the learner should know."""


class Records:
    """An append-only store of a learner's events.

    Parameters
    ----------
    path : path-like, optional
        The file; `progress.sqlite3` in the learner's folder if left out.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from salescourse.practice.events import new_event
    >>> with TemporaryDirectory() as folder:
    ...     mine = Records(Path(folder) / "progress.sqlite3")
    ...     saved = mine.add([new_event("attempt", "decisions-1", score=1.0)])
    ...     len(saved), mine.events()[0]["score"]
    (1, 1.0)
    """

    def __init__(self, path: Path | str | None = None) -> None:
        wanted = Path(path) if path is not None else user_dir() / "progress.sqlite3"
        self.path = wanted.absolute()
        self._unsaved: dict[str, Event] = {}
        self._trouble: str | None = None
        self._repaired: str | None = None
        self._odd: set[str] = set()
        self._looked_through = False
        self._told: set[str] = set()

    @property
    def notice(self) -> str | None:
        """What the learner should be told about their file, or None."""
        return " ".join(self._notices()) or None

    def add(self, events: Iterable[Event]) -> list[str]:
        """Store events, and return the ids that are on the disk now.

        Parameters
        ----------
        events : iterable of dict
            As `salescourse.practice.events.new_event` makes them, or a later version of the
            course. Known ids are kept as they are. If one event is malformed, none
            is stored.

        Returns
        -------
        list of str
            Of these events, and of earlier ones that could not be stored before.
            An id that is missing here is held in memory only; see `notice`.

        Raises
        ------
        TypeError, ValueError
            If an event is malformed.
        """
        for event in [check_kept(event) for event in events]:
            self._unsaved.setdefault(event["id"], event)
        waiting = dict(self._unsaved)
        self._note_later(waiting)
        if not waiting:
            return []
        saved = self._try(lambda: self._write(waiting), False)
        self._tell()
        return list(waiting) if saved else []

    def events(self, items: Iterable[str] | None = None) -> list[Event]:
        """Return the events of some items, or all of them, oldest first."""
        chosen = None if items is None else sorted(set(items))
        found = [event for event in self._kept(chosen) if not is_later(event)]
        self._tell()
        return found

    def everything(self) -> list[Event]:
        """Return all events, also what a later version of the course made."""
        found = self._kept(None)
        self._tell()
        return found

    def export(self, path: Path | str) -> Path:
        """Write everything into a new file that any copy of the course can import.

        Raises
        ------
        FileExistsError
            If there is a file of this name: it may hold what is nowhere else.
        """
        target = Path(path)
        text = to_text(self.everything())
        try:
            file = target.open("x", encoding="utf-8")
        except FileExistsError:
            raise FileExistsError(
                _("{} exists already. Choose another name.").format(target)
            ) from None
        try:
            with file:
                file.write(text)
        except OSError:
            target.unlink(missing_ok=True)
            raise
        return target

    def import_file(self, path: Path | str) -> Imported:
        """Join the events of an exported file with these.

        Raises
        ------
        ValueError
            If the file is not a progress file at all.
        """
        try:
            # Half a sign is no text either, but the check of an event mends it.
            text = Path(path).read_bytes().decode("utf-8-sig", "surrogatepass")
        except UnicodeDecodeError:
            raise ValueError(
                _("{} is not a progress file: it is not text.").format(path)
            ) from None
        return self.join(*from_text(text))

    def join(self, events: Iterable[Event], complaints: Iterable[str] = ()) -> Imported:
        """Add events and say in numbers what was new."""
        brought = {event["id"]: event for event in events}
        had = brought.keys() & {event["id"] for event in self.everything()}
        self.add(brought.values())
        later = sum(map(is_later, brought.values()))
        return Imported(len(brought) - len(had), len(had), tuple(complaints), later)

    def _kept(self, items: list[str] | None) -> list[Event]:
        """Return what is on the disk and in memory, in order, and note what is odd."""
        found, damaged = sift(self._try(lambda: self._read(items), []), check_kept)
        known = {event["id"]: event for event in found}
        for event in list(self._unsaved.values()):
            if items is None or event["item"] in items:
                known.setdefault(event["id"], event)
        if damaged:
            self._odd.add(
                _(
                    "Some entries in {} are damaged. They are left as they are, and "
                    "not used."
                ).format(self.path)
            )
        self._note_later(known)
        return sorted(known.values(), key=lambda event: event["at"])

    def _write(self, waiting: dict[str, Event]) -> bool:
        storage.write(self.path, waiting.values())
        for key in waiting:
            self._unsaved.pop(key, None)
        return True

    def _note_later(self, events: dict[str, Event]) -> None:
        if any(map(is_later, events.values())):
            self._odd.add(LATER)

    def _read(self, items: list[str] | None) -> list[Any]:
        return storage.read(self.path, items) if self.path.exists() else []

    def _try(self, action: Callable[[], _Result], otherwise: _Result) -> _Result:
        """Run an action on the file; on trouble note it and go on without."""
        try:
            result = self._mending(action)
        except (sqlite3.Error, OSError, storage.NewerFileError) as error:
            self._trouble = self._in_words(error)
            return otherwise
        if not self._unsaved:
            self._trouble = None
        return result

    def _mending(self, action: Callable[[], _Result]) -> _Result:
        try:
            if not self._looked_through and self.path.exists():
                storage.look_through(self.path)
                self._looked_through = True
            return action()
        except sqlite3.DatabaseError as error:
            if not storage.is_broken(error):
                raise
        if broken := storage.set_aside_broken(self.path):
            aside, rescued = broken
            self._repaired = _repaired_in_words(aside, len(rescued))
            for event in rescued:
                self._unsaved.setdefault(event["id"], event)
            self._write(dict(self._unsaved))
        return action()

    def _in_words(self, error: Exception) -> str:
        code = storage.primary_code(error)
        if isinstance(error, storage.NewerFileError):
            why = _(
                "{} was written by a newer version of this course and was left as it "
                "is. Update the course to use it."
            )
        elif code == sqlite3.SQLITE_FULL or _errno(error) == errno.ENOSPC:
            why = _("The disk is full, so {} cannot grow. Free some space.")
        elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            why = _("{} is busy: another program holds it. Close that program.")
        else:
            why = _("{} cannot be read or written here ({}).")
        kept = _(
            "Until then your answers are kept in memory only, for as long as this "
            "notebook's kernel runs. Export your progress to keep them."
        )
        return why.format(self.path, error) + " " + kept

    def _notices(self) -> list[str]:
        found = (self._repaired, self._trouble, *sorted(self._odd))
        return [text for text in found if text]

    def _tell(self) -> None:
        notices = set(self._notices())
        if news := sorted(notices - self._told):
            self._told |= notices
            warnings.warn(" ".join(news), RecordsWarning, stacklevel=3)


_stores: dict[Path, Records] = {}


def records() -> Records:
    """Return the learner's own store, the same one throughout a process.

    Examples
    --------
    >>> records().path.name
    'progress.sqlite3'
    """
    path = user_dir() / "progress.sqlite3"
    return _stores.setdefault(path, Records(path))


def _errno(error: Exception) -> int | None:
    return error.errno if isinstance(error, OSError) else None


def _repaired_in_words(aside: Path, count: int) -> str:
    return ngettext(
        "Your progress file was damaged. It is kept as {}; a new one was begun, and "
        "{} entry could be rescued.",
        "Your progress file was damaged. It is kept as {}; a new one was begun, and "
        "{} entries could be rescued.",
        count,
    ).format(aside, count)
