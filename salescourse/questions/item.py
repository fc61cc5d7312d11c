"""Items, objectives and what can be wrong with them: the words of the bank."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Html = Callable[[str], str]


@dataclass(frozen=True)
class Objective:
    """What a learner is able to do after a chapter."""

    id: str
    text: str


@dataclass(frozen=True)
class Item:
    """One question or exercise. `body` holds what is special to its type."""

    id: str
    type: str
    objective: str
    level: str
    stem: str
    points: int = 1
    hints: tuple[str, ...] = ()
    feedback: str = ""
    otherwise: str = ""
    explanation: str = ""
    body: dict[str, Any] = field(default_factory=dict, hash=False)
    hash: str = ""


@dataclass(frozen=True)
class Bank:
    """The questions of one chapter."""

    chapter: str
    objectives: tuple[Objective, ...]
    items: tuple[Item, ...]
    path: Path

    def item(self, item_id: str) -> Item:
        """Return one item; KeyError if the chapter has none of that id."""
        return {item.id: item for item in self.items}[item_id]
