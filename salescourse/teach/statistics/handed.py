"""The records that learners hand in: progress files, one or more for each learner."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from salescourse.practice.events import Event, is_later
from salescourse.practice.transfer import from_text
from salescourse.teach.grade.found import owner

MOST_BYTES = 50 * 2**20


@dataclass
class Handed:
    """What was handed in: events by learner, and in words what could not be used."""

    events: dict[str, list[Event]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def handed_in(folder: Path) -> Handed:
    """Read the progress files in a folder, as an LMS gives them or as they are.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise FileNotFoundError(
            f"{folder} is no folder. Put the progress files of a class into one."
        )
    found, seen = Handed(), dict[str, str]()
    for path in sorted(folder.rglob("*.json")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            _add(found, path, path.relative_to(folder))
    found.events = {learner: _once(events) for learner, events in found.events.items()}
    for learner, events in list(found.events.items()):
        about = " ".join(sorted(event["id"] for event in events))
        if events and about in seen:
            found.remarks.append(
                f"{learner} and {seen[about]} hold the same entries; they count once."
            )
            del found.events[learner]
        seen.setdefault(about, learner)
    return found


def firsts(events: Iterable[Event]) -> dict[str, Event]:
    """Return the first scored attempt at each item."""
    first: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event["at"]):
        if event["kind"] == "attempt" and event["score"] is not None:
            first.setdefault(event["item"], event)
    return first


def _add(found: Handed, path: Path, inside: Path) -> None:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("It is larger than 50 MB.")
        events, complaints = from_text(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        found.remarks.append(f"{inside} is left out. {error}")
        return
    if complaints:
        found.remarks.append(f"{inside}: {len(complaints)} entries are malformed.")
    known = [event for event in events if not is_later(event)]
    found.events.setdefault(owner(inside)[0].key, []).extend(known)


def _once(events: list[Event]) -> list[Event]:
    return list({event["id"]: event for event in events}.values())
