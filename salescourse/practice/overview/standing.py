"""How far a learner is, in numbers, for pages that no script draws.

The rules are those of `widget.js`: an answer counts for the question as it is worded
now, a reflection is done once it is written, and starting over begins at nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from salescourse.practice.events import Event, since_reset


@dataclass(frozen=True)
class Standing:
    """How a chapter stands: its done items of all, and when it was last worked in."""

    chapter: Mapping[str, Any]
    done: int
    last: str

    @property
    def all(self) -> int:
        """How many questions and exercises it has."""
        return len(self.chapter["items"])


def standing(
    chapters: Iterable[Mapping[str, Any]], events: Iterable[Event]
) -> list[Standing]:
    """Return how each chapter stands.

    Parameters
    ----------
    chapters : iterable of mapping
        As `course` returns them.
    events : iterable of dict
        What the learner did, oldest first.
    """
    past = since_reset(events)
    return [_chapter(chapter, past) for chapter in chapters]


def go_on(stands: Iterable[Standing]) -> Standing | None:
    """Return the chapter to go on with: begun last and not done, else the next one."""
    left = [each for each in stands if each.done < each.all]
    return max(left, key=lambda each: each.last, default=None)


def _chapter(chapter: Mapping[str, Any], past: Mapping[str, list[Event]]) -> Standing:
    histories = [(item, past.get(item["id"], [])) for item in chapter["items"]]
    done = sum(_is_done(history, item["hashes"]) for item, history in histories)
    last = max((event["at"] for _, all_ in histories for event in all_), default="")
    return Standing(chapter, done, last)


def _is_done(history: list[Event], hashes: list[str]) -> bool:
    return any(
        event["kind"] == "attempt"
        and event["score"] in (1, None)
        and (not event["hash"] or event["hash"] in hashes)
        for event in history
    )
