"""The measures of each chapter, and which items to look at again."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from salescourse.practice.events import Event
from salescourse.practice.questions.bank import questions_dir, read_bank
from salescourse.practice.questions.item import Bank, Item
from salescourse.teach.statistics import drawn, measures
from salescourse.teach.statistics.handed import firsts

# Fewer learners say too little of a key.
FEWEST = 10
# An option that fewer have taken is anybody's slip.
LEAST_SHARE = 0.15


@dataclass(frozen=True)
class Option:
    """An option of a question: its text, whether it is right, and what it drew.

    Parameters
    ----------
    text : str
        What it says.
    right : bool
        Whether it is right by the key.
    chosen : int
        How many chose it in their first attempt.
    rest : float
        What those have in the rest of the chapter, on average; nan if nobody chose it.
    """

    text: str
    right: bool
    chosen: int
    rest: float


@dataclass(frozen=True)
class ItemStatistics:
    """How one question or exercise has worked.

    Parameters
    ----------
    item : str
        Its id.
    answered : int
        How many answered it.
    facility, discrimination, efficiency : float
        As `measures` defines them; nan where they cannot be told.
    options : list of Option
        What was drawn: the options of a choice, the pairs of a match, the pairs of steps
        that were put the wrong way round, the mistakes that have a name.
    looks_wrong : str
        Why its key looks wrong, in words, or nothing.
    """

    item: str
    answered: int
    facility: float
    discrimination: float
    efficiency: float
    options: list[Option] = field(default_factory=list)
    looks_wrong: str = ""


@dataclass(frozen=True)
class ChapterStatistics:
    """How a chapter has worked: its learners, its alpha, and its items."""

    chapter: str
    learners: int
    alpha: float
    items: list[ItemStatistics]


def statistics(
    events: Mapping[str, Iterable[Event]], banks: Sequence[Bank] | None = None
) -> list[ChapterStatistics]:
    """Return the statistics of each chapter that somebody has worked in.

    Parameters
    ----------
    events : mapping
        By learner, what their records hold.
    banks : sequence of Bank, optional
        The course's own if left out.
    """
    chosen = _banks() if banks is None else banks
    first = {learner: firsts(each) for learner, each in events.items()}
    made = [_chapter(bank, first) for bank in chosen]
    return [each for each in made if each.learners]


def _banks() -> list[Bank]:
    return [read_bank(Path(path)) for path in sorted(questions_dir().glob("*.yml"))]


def _chapter(bank: Bank, first: Mapping[str, Mapping[str, Event]]) -> ChapterStatistics:
    scored = [item for item in bank.items if item.type != "reflect"]
    rows = [_of_today(scored, events) for events in first.values()]
    rows = [row for row in rows if row]
    items = [item for item in scored if any(item.id in row for row in rows)]
    if not items:
        return ChapterStatistics(bank.chapter, 0, math.nan, [])
    table = np.array([[_points(item, row) for item in items] for row in rows])
    measured = zip(
        items,
        measures.facility(table, [item.points for item in items]),
        measures.discrimination(table),
        measures.efficiency(table),
        strict=True,
    )
    made = []
    for at, (item, ease, worth, gain) in enumerate(measured):
        options = _options(item, rows, measures.rest_of(table, at))
        answered = sum(item.id in row for row in rows)
        wrong = _looks_wrong(answered, worth, options)
        numbers = float(ease), float(worth), float(gain)
        made.append(ItemStatistics(item.id, answered, *numbers, options, wrong))
    return ChapterStatistics(bank.chapter, len(rows), measures.alpha(table), made)


def _of_today(items: Iterable[Item], events: Mapping[str, Event]) -> dict[str, Event]:
    """Return the attempts at items as they are asked today."""
    return {
        item.id: events[item.id]
        for item in items
        if item.id in events
        and (not events[item.id]["hash"] or events[item.id]["hash"] in item.hashes)
    }


def _points(item: Item, row: Mapping[str, Event]) -> float:
    return item.points * row[item.id]["score"] if item.id in row else 0.0


def _options(
    item: Item, rows: Sequence[Mapping[str, Event]], rest: np.ndarray
) -> list[Option]:
    """Return what an item has drawn; of what is wrong only what somebody has done."""
    made = []
    for way in drawn.ways(item):
        theirs = [
            float(r)
            for r, row in zip(rest, rows, strict=True)
            if item.id in row
            and way.takes(row[item.id]["answer"], row[item.id]["score"])
        ]
        if theirs or way.right or item.type == "choice":
            mean = sum(theirs) / len(theirs) if theirs else math.nan
            made.append(Option(way.text, way.right, len(theirs), mean))
    return made


def _looks_wrong(answered: int, worth: float, options: Sequence[Option]) -> str:
    if answered < FEWEST:
        return ""
    rights = [option for option in options if option.right]
    if len(rights) == 1:
        for option in options:
            often = option.chosen >= LEAST_SHARE * answered
            better = not rights[0].chosen or option.rest > rights[0].rest
            if not option.right and often and better:
                return (
                    f"Those who took “{option.text}” did better in the rest of the "
                    f"chapter than those who took “{rights[0].text}”, the key. Look at "
                    "the key, and at how the question reads."
                )
    if worth < 0:
        return (
            "Who did well in the rest of the chapter was more often wrong here. Look at "
            "the key, and at how the question reads."
        )
    return ""
